"""The guarded fetch, against real servers on the loopback interface."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpcore2
import pytest
import trustme

from summarizer.archive.guard import GuardedBackend, is_public
from summarizer.archive.web import fetch, fetch_through
from summarizer.core.errors import InputError

Serve = Callable[..., str]
PAGE = b"<p>Die Minister trafen sich am Montag.</p>"


def answer(body: bytes = PAGE, *headers: str, status: str = "200 OK") -> bytes:
    """An HTTP response as bytes; the type is HTML unless a header says otherwise."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *(headers or ("Content-Type: text/html",))]
    return "\r\n".join([*lines, "", ""]).encode() + body


class Server:
    """Answers each connection with what `reply` makes of the request, raw bytes or a stream of them."""

    def __init__(self, reply: Callable[[bytes], bytes | Iterator[bytes]], tls: ssl.SSLContext | None) -> None:
        self.requests: list[bytes] = []
        self._reply, self._tls = reply, tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            with connection:
                connection.settimeout(5)
                try:
                    if not self._answer(connection):
                        return
                except OSError:
                    # The client under test may hang up whenever it has seen enough.
                    continue

    def _answer(self, connection: socket.socket) -> bool:
        if self._tls:
            connection = self._tls.wrap_socket(connection, server_side=True)
        with connection:
            request = b""
            # 0x16 opens a TLS handshake, which holds no blank line to wait for.
            while b"\r\n\r\n" not in request and not request.startswith(b"\x16"):
                part = connection.recv(4096)
                request += part
                if request == b"stop" or not part:
                    return request != b"stop"
            self.requests.append(request)
            reply = self._reply(request)
            for piece in [reply] if isinstance(reply, bytes) else reply:
                connection.sendall(piece)
            return True

    def stop(self) -> None:
        self._tls = None
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            connection.sendall(b"stop")
        self._thread.join(10)
        self._listener.close()


@pytest.fixture
def start() -> Iterator[Callable[..., Server]]:
    """Starts servers and stops them after the test."""
    with ExitStack() as stack:

        def run(reply: Any, tls: ssl.SSLContext | None = None) -> Server:
            server = Server(reply if callable(reply) else lambda _: reply, tls)
            stack.callback(server.stop)
            return server

        yield run


@pytest.fixture
def serve(start: Callable[..., Server]) -> Serve:
    """Starts a server and gives its address."""
    return lambda reply: f"http://127.0.0.1:{start(reply).port}/a.html"


def get(url: str, *, max_bytes: int = 10_000, timeout: float = 5) -> Any:
    return fetch(url, allow_private=True, max_bytes=max_bytes, timeout=timeout)


def refusal(url: str, **options: Any) -> InputError:
    """The error of a fetch, checked to be one clear line with a next step."""
    with pytest.raises(InputError) as caught:
        get(url, **options)
    message = str(caught.value)
    assert message.isprintable(), message
    assert caught.value.hint
    return caught.value


def test_a_page_comes_with_its_address_type_and_charset(serve: Serve) -> None:
    page = get(serve(answer(PAGE, 'Content-Type: Text/HTML; Charset="ISO-8859-1"')) + "#part")
    assert page.url.endswith("/a.html")
    assert (page.content_type, page.charset, page.body) == ("text/html", "ISO-8859-1", PAGE)


def test_a_page_without_a_type_is_passed_on(serve: Serve) -> None:
    page = get(serve(answer(PAGE, "X: y")))
    assert (page.content_type, page.charset) == ("", None)


def test_the_request_carries_no_cookie_or_credentials_and_uses_no_proxy(
    start: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1/")
    server = start(answer())
    get(f"http://127.0.0.1:{server.port}/ä b?q=ü&r=%20".replace(" ", "%20"))
    head = server.requests[0].decode().lower()
    assert head.startswith("get /%c3%a4%20b?q=%c3%bc&r=%20 http/1.1\r\n")
    assert f"host: 127.0.0.1:{server.port}\r\n" in head
    assert not any(word in head for word in ("cookie", "authorization", "referer"))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_to_the_final_address(serve: Serve, status: int) -> None:
    def reply(request: bytes) -> bytes:
        if b"GET /b" in request:
            return answer(b"there")
        return answer(b"", "Location: /b?x=1#y", status=f"{status} Moved")

    page = get(serve(reply))
    assert page.url.endswith("/b?x=1")
    assert page.body == b"there"


def test_a_redirect_in_a_circle_is_refused(serve: Serve) -> None:
    url = serve(
        lambda r: answer(b"", "Location: " + ("/b" if b"/a.html" in r else "/a.html"), status="302 F")
    )
    assert "circle" in str(refusal(url))


def test_endless_redirects_are_refused_after_five(start: Callable[..., Server]) -> None:
    count = iter(range(100))
    server = start(lambda _: answer(b"", f"Location: /{next(count)}", status="302 Found"))
    assert "more than 5 redirects" in str(refusal(f"http://127.0.0.1:{server.port}/"))
    assert len(server.requests) == 6


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://h/x", "http://u:p@h/", "http://[::1", "//"])
def test_a_redirect_to_anything_but_a_plain_web_address_is_refused(serve: Serve, target: str) -> None:
    refusal(serve(answer(b"", f"Location: {target}", status="302 Found")))


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (answer(status="401 Unauthorized"), "HTTP status 401"),
        (answer(status="403 Forbidden"), "HTTP status 403"),
        (answer(status="404 Not Found"), "HTTP status 404"),
        (answer(status="429 Too Many Requests"), "HTTP status 429"),
        (answer(status="500 Oops"), "HTTP status 500"),
        (answer(b"", "X: y", status="304 Not Modified"), "HTTP status 304"),
        (answer(b"", "X: y", status="302 Found"), "HTTP status 302"),
        (answer(PAGE, "Content-Type: image/png"), "image/png, not an article"),
        (answer(PAGE, "Content-Type: application/pdf"), "application/pdf, not an article"),
        (answer(PAGE, "Content-Type: application/rss+xml"), "application/rss+xml, not an article"),
        (answer(PAGE, "Content-Encoding: br"), "compression br"),
        (answer(gzip.compress(PAGE)[:-9], "Content-Encoding: gzip"), "damaged or cut off"),
        (answer(b"no gzip", "Content-Encoding: gzip"), "damaged or cut off"),
        (answer(b"x" * 10_001), "larger than 10000 bytes"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + b"x" * 10_001, "larger than 10000 bytes"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\nshort", "broke off"),
        (b"SSH-2.0-OpenSSH_9\r\n", "broke off"),
        (b"", "broke off"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 200_000 + b"\r\n\r\n", "broke off"),
    ],
)
def test_every_bad_answer_is_one_clear_line(serve: Serve, reply: bytes, words: str) -> None:
    url = serve(reply)
    error = refusal(url)
    assert words in str(error)
    assert str(error).startswith(url)


def test_gzip_is_unpacked(serve: Serve) -> None:
    assert get(serve(answer(gzip.compress(PAGE), "Content-Encoding: gzip"))).body == PAGE


def test_a_decompression_bomb_stops_at_the_limit(serve: Serve) -> None:
    packer = zlib.compressobj(wbits=31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(200)) + packer.flush()
    assert "larger than" in str(refusal(serve(answer(bomb, "Content-Encoding: gzip"))))


def test_an_endless_page_stops_at_the_limit(serve: Serve) -> None:
    def endless(_: bytes) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        while True:
            yield b"400\r\n" + b"x" * 1024 + b"\r\n"

    assert "larger than" in str(refusal(serve(endless)))


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n"])
def test_a_dripping_server_meets_the_overall_deadline(serve: Serve, head: bytes) -> None:
    def drip(_: bytes) -> Iterator[bytes]:
        yield head
        for _byte in range(60):
            time.sleep(0.05)
            yield b"H"

    started = time.monotonic()
    assert "not loaded within 0.4 seconds" in str(refusal(serve(drip), timeout=0.4))
    assert time.monotonic() - started < 2


def test_a_refused_connection_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    assert "refuses the connection" in str(refusal(f"http://127.0.0.1:{port}/"))


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http:///x",
        "http://[::1",
        "http://h:99999/",
        "http://h:0/",
        "http://h:x/",
        "http://a b/",
        "http://h/\n",
        "http://h\\@evil/",
        "http://a%2eb/",
        "http://\u2100/",
        "http://" + "ä" * 80 + ".de/",
        "http://" + "a" * 80 + ".invalid/",
        "http://a..b/",
    ],
)
def test_a_malformed_address_is_refused_without_a_connection(url: str) -> None:
    refusal(url)


def test_a_password_in_the_address_is_refused_and_not_shown() -> None:
    error = refusal("http://joe:secret@127.0.0.1/")
    assert "secret" not in str(error) + error.hint


PRIVATE = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://0/",
    "http://localhost/",
    "http://LOCALHOST/",
    "http://10.1.2.3/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/",
    "http://192.0.2.1/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://[::]/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:a00:1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:1::1]/",
    "http://[fe80::1]/",
    "http://[fec0::1]/",
    "http://[fc00::1]/",
    "http://[ff02::1]/",
    "http://[2001:db8::1]/",
    "http://１２７.０.０.１/",
    "http://①②⑦.0.0.1/",
    "https://127.0.0.1/",
]


@pytest.mark.parametrize("url", PRIVATE)
def test_an_address_that_is_not_public_is_refused_in_every_spelling(url: str) -> None:
    with pytest.raises(InputError, match="only public addresses are fetched") as caught:
        fetch(url, max_bytes=1000, timeout=5)
    assert caught.value.hint == "Download the page and pass the file."


@pytest.mark.parametrize(
    "address",
    ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822", "2002:5db8:d822::"],
)
def test_public_addresses_pass(address: str) -> None:
    assert is_public(address)


def test_what_is_no_address_is_not_public() -> None:
    assert not is_public("example.com")


class Internet(httpcore2.NetworkBackend):
    """A network whose every public address is one loopback server; remembers where connections went."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.reached: list[tuple[str, int]] = []

    def connect_tcp(self, host: str, port: int, *rest: Any, **options: Any) -> httpcore2.NetworkStream:
        self.reached.append((host, port))
        return httpcore2.SyncBackend().connect_tcp("127.0.0.1", self.port, *rest, **options)


def through(internet: Internet, names: dict[str, list[str]]) -> GuardedBackend:
    def resolve(host: str, _port: int) -> list[str]:
        if host not in names:
            raise socket.gaierror("unknown")
        return names[host]

    return GuardedBackend(timeout=5, resolve=resolve, network=internet)


@pytest.mark.parametrize(
    "target", ["http://inner.example/", "http://inner.example:8080/x", "//inner.example/"]
)
def test_a_redirect_from_a_public_to_a_private_address_is_refused(
    start: Callable[..., Server], target: str
) -> None:
    internet = Internet(start(answer(b"", f"Location: {target}", status="302 Found")).port)
    backend = through(internet, {"news.example": ["93.184.216.34"], "inner.example": ["10.0.0.7"]})
    with pytest.raises(InputError, match=r"inner\.example.* is not a public address"):
        fetch_through(backend, "http://news.example/", max_bytes=1000)
    assert internet.reached == [("93.184.216.34", 80)]


def test_one_private_address_among_public_ones_is_enough_to_refuse(start: Callable[..., Server]) -> None:
    internet = Internet(start(answer()).port)
    backend = through(internet, {"news.example": ["93.184.216.34", "127.0.0.1"]})
    with pytest.raises(InputError, match="only public addresses"):
        fetch_through(backend, "http://news.example/", max_bytes=1000)
    assert internet.reached == []


def test_a_name_is_looked_up_once_and_the_checked_address_is_the_one_connected_to(
    start: Callable[..., Server],
) -> None:
    """DNS rebinding: a second answer would be the private one."""
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    internet = Internet(start(answer()).port)
    backend = GuardedBackend(timeout=5, resolve=lambda *_: next(answers), network=internet)
    assert fetch_through(backend, "http://news.example/", max_bytes=1000).body == PAGE
    assert internet.reached == [("93.184.216.34", 80)]
    assert next(answers) == ["127.0.0.1"]


def test_a_dead_address_gives_way_to_the_next(start: Callable[..., Server]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        dead = unused.getsockname()[1]
    server = start(answer())

    class Half(Internet):
        def connect_tcp(self, host: str, port: int, *rest: Any, **options: Any) -> httpcore2.NetworkStream:
            self.port = dead if host == "2606:2800:220:1::1" else server.port
            return super().connect_tcp(host, port, *rest, **options)

    internet = Half(0)
    backend = through(internet, {"news.example": ["2606:2800:220:1::1", "93.184.216.34"]})
    assert fetch_through(backend, "http://news.example/", max_bytes=1000).body == PAGE
    assert len(internet.reached) == 2


def test_an_international_name_is_looked_up_in_ascii(start: Callable[..., Server]) -> None:
    server = start(answer())
    backend = through(Internet(server.port), {"xn--strae-oqa.example": ["93.184.216.34"]})
    fetch_through(backend, "http://Straße.example/", max_bytes=1000)
    assert b"Host: xn--strae-oqa.example\r\n" in server.requests[0]


def test_an_unknown_name_is_an_input_error() -> None:
    with pytest.raises(InputError, match=r"no address found for nowhere\.example"):
        fetch_through(through(Internet(0), {}), "http://nowhere.example/", max_bytes=1000)


def test_a_name_service_that_hangs_meets_the_deadline() -> None:
    release = threading.Event()

    def resolve(*_: object) -> list[str]:
        release.wait(10)
        return []

    backend = GuardedBackend(timeout=0.2, resolve=resolve)
    with pytest.raises(InputError, match=r"not loaded within 0\.2 seconds"):
        fetch_through(backend, "http://news.example/", max_bytes=1000)
    release.set()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def secured(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))


@pytest.mark.usefixtures("trusted")
def test_a_trusted_certificate_for_the_name_is_accepted(
    start: Callable[..., Server], authority: trustme.CA
) -> None:
    internet = Internet(start(answer(), secured(authority, "news.example")).port)
    backend = through(internet, {"news.example": ["93.184.216.34"]})
    assert fetch_through(backend, "https://news.example/", max_bytes=1000).body == PAGE


@pytest.mark.usefixtures("trusted")
def test_a_certificate_for_another_name_is_refused(
    start: Callable[..., Server], authority: trustme.CA
) -> None:
    internet = Internet(start(answer(), secured(authority, "other.example")).port)
    backend = through(internet, {"news.example": ["93.184.216.34"]})
    with pytest.raises(InputError, match="certificate is not trusted"):
        fetch_through(backend, "https://news.example/", max_bytes=1000)


def test_a_certificate_of_an_unknown_authority_is_refused(
    start: Callable[..., Server], authority: trustme.CA
) -> None:
    server = start(answer(), secured(authority, "127.0.0.1"))
    assert "certificate is not trusted" in str(refusal(f"https://127.0.0.1:{server.port}/"))


def test_a_server_without_tls_behind_https_is_named(serve: Serve) -> None:
    assert "TLS failed" in str(refusal(serve(answer()).replace("http:", "https:")))
