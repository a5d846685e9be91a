"""One page from the public web, and nothing from the networks behind it: see `guard`."""

from __future__ import annotations

import contextlib
import re
import ssl
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urldefrag, urljoin, urlsplit

import httpcore2

from summarizer.archive.encoding import megabytes, shown
from summarizer.archive.guard import GuardedBackend, NotPublicError, UnknownHostError
from summarizer.core.errors import InputError

# The empty type is that of a server which names none.
_READABLE_TYPES = {"", "text/html", "application/xhtml+xml", "text/plain", "text/markdown", "text/x-markdown"}
_SAVE_IT = "Download the page and pass the file."
_HEADERS = [
    ("User-Agent", "Mozilla/5.0 (compatible; summarizer)"),
    ("Accept", "text/html,application/xhtml+xml,text/markdown,text/plain;q=0.9"),
    ("Accept-Encoding", "gzip, identity"),
    ("Connection", "close"),
]


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page as it came: `url` after redirects, `content_type` in lower case without parameters and
    empty when the server named none, `charset` as the server named it, `body` decompressed."""

    url: str
    content_type: str
    charset: str | None
    body: bytes


def fetch(
    url: str, *, allow_private: bool = False, max_bytes: int, timeout: float = 20.0, max_redirects: int = 5
) -> FetchedPage:
    """Fetch one http(s) page of at most `max_bytes` (decompressed) within `timeout` seconds in all.

    Uses no proxy, cookie or credentials. Only public addresses are connected to, unless `allow_private`.
    Raises InputError, with one line that names the URL, for everything that can go wrong.
    """
    backend = GuardedBackend(timeout=timeout, allow_private=allow_private)
    return fetch_through(backend, url, max_bytes=max_bytes, max_redirects=max_redirects)


def fetch_through(
    backend: GuardedBackend, url: str, *, max_bytes: int, max_redirects: int = 5
) -> FetchedPage:
    """`fetch` over a given backend, which brings its own time limit and address check."""
    first, seen = url, {url}
    for _ in range(max_redirects + 1):
        page = _request(backend, url, max_bytes)
        if isinstance(page, FetchedPage):
            return page
        if page in seen:
            raise InputError(f"{shown(first)}: the address redirects in a circle", hint=_SAVE_IT)
        seen.add(page)
        url = page
    raise InputError(f"{shown(first)}: more than {max_redirects} redirects", hint=_SAVE_IT)


def _request(backend: GuardedBackend, url: str, max_bytes: int) -> FetchedPage | str:
    """One page, or the address the server redirects to."""
    name = shown(url)
    target, host = _parsed(url, name)
    with (
        _in_plain_words(name, host, backend.timeout),
        httpcore2.ConnectionPool(network_backend=backend, max_connections=1) as pool,
        pool.stream("GET", target, headers=[("Host", host), *_HEADERS]) as response,
    ):
        headers = {k.lower().decode("latin-1"): v.decode("latin-1").strip() for k, v in response.headers}
        if response.status in (301, 302, 303, 307, 308) and headers.get("location"):
            # Servers send non-ASCII addresses as UTF-8, whatever the standard says.
            location = headers["location"].encode("latin-1").decode("utf-8", "replace")
            return urldefrag(urljoin(url, location)).url
        _check_status(response.status, name)
        content_type, charset = _content_type(headers.get("content-type", ""))
        if content_type not in _READABLE_TYPES:
            raise InputError(
                f"{name} is {shown(content_type)}, not an article in HTML, Markdown or plain text",
                hint="Convert it to text and pass that file.",
            )
        body = _body(response.iter_stream(), headers, name, max_bytes)
    return FetchedPage(urldefrag(url).url, content_type, charset, body)


def _parsed(url: str, name: str) -> tuple[httpcore2.URL, str]:
    """The URL for the wire, and the value of its Host header."""
    bad = InputError(f"{name} is not a valid web address", hint="Give it as https://host/path.")
    if re.search(r"[\x00-\x20\x7f\\]", url):
        raise bad
    try:
        parts = urlsplit(url)
        port, host = parts.port, _ascii_host(parts.hostname or "")
    except ValueError:
        raise bad from None
    if parts.scheme not in ("http", "https"):
        raise InputError(f"{name}: only http and https addresses are fetched", hint=_SAVE_IT)
    if "@" in parts.netloc:
        raise InputError(f"{name} holds a user name or password, which is not sent", hint=_SAVE_IT)
    if not re.fullmatch(r"[a-z0-9._-]+|[0-9a-f:.]+", host) or port == 0:
        raise bad
    written = f"[{host}]" if ":" in host else host
    header = written if port is None else f"{written}:{port}"
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    if parts.query:
        target += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~?")
    return httpcore2.URL(scheme=parts.scheme, host=host, port=port, target=target), header


def _ascii_host(host: str) -> str:
    if host.isascii():
        return host
    # Deferred: its tables are needed for the rare name outside ASCII alone.
    import idna

    return idna.encode(host, uts46=True).decode("ascii")


def _check_status(status: int, name: str) -> None:
    if status in range(200, 300):
        return
    hint = {
        401: "The page needs a login: save it from the browser and pass the file.",
        403: "The site turns programs away: save the page from the browser and pass the file.",
        404: "Check the address.",
        410: "Check the address.",
        429: "The site asks for a pause: try again later, or save the page and pass the file.",
    }.get(
        status,
        "Try again later, or save the page and pass the file." if status in range(500, 600) else _SAVE_IT,
    )
    raise InputError(f"{name}: the server answers with HTTP status {status}", hint=hint)


def _content_type(header: str) -> tuple[str, str | None]:
    mime, _, parameters = header.partition(";")
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:+-]+)", parameters, re.IGNORECASE)
    return mime.strip().lower(), charset.group(1) if charset else None


def _body(chunks: Iterator[bytes], headers: dict[str, str], name: str, max_bytes: int) -> bytes:
    too_large = InputError(
        f"{name} is larger than {megabytes(max_bytes)}, the limit for one article", hint=_SAVE_IT
    )
    declared = headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > max_bytes:
        raise too_large
    body = bytearray()
    for part in _decompressed(chunks, headers.get("content-encoding", "").lower(), name, max_bytes + 1):
        body += part
        if len(body) > max_bytes:
            raise too_large
    return bytes(body)


def _decompressed(chunks: Iterator[bytes], encoding: str, name: str, most: int) -> Iterator[bytes]:
    if encoding in ("", "identity"):
        yield from chunks
        return
    if encoding not in ("gzip", "x-gzip"):
        raise InputError(f"{name} comes in the compression {shown(encoding)}, unasked", hint=_SAVE_IT)
    unpack = zlib.decompressobj(wbits=31)
    for chunk in chunks:
        # A bounded output per step: a kilobyte of a bomb unpacks to a megabyte.
        yield unpack.decompress(chunk, most)
    if not unpack.eof:
        raise zlib.error


@contextlib.contextmanager
def _in_plain_words(name: str, host: str, timeout: float) -> Iterator[None]:
    try:
        yield
    except NotPublicError:
        raise InputError(
            f"{name}: {shown(host)} is not a public address, and only public addresses are fetched",
            hint=_SAVE_IT,
        ) from None
    except UnknownHostError:
        raise InputError(
            f"{name}: no address found for {shown(host)}",
            hint="Check the address and the network connection.",
        ) from None
    except httpcore2.TimeoutException:
        raise InputError(
            f"{name}: not loaded within {timeout:g} seconds", hint="Try again later, or " + _SAVE_IT.lower()
        ) from None
    except zlib.error:
        raise InputError(f"{name}: the compressed page is damaged or cut off", hint=_SAVE_IT) from None
    except (httpcore2.NetworkError, httpcore2.ProtocolError, OSError, ValueError) as error:
        what, hint = _network_failure(error)
        raise InputError(f"{name}: {what}", hint=hint) from None


def _network_failure(error: Exception) -> tuple[str, str]:
    # The pool raises "from None", but each error still carries the system's own as its argument.
    cause = next((inner for inner in error.args if isinstance(inner, OSError)), error)
    if isinstance(cause, ssl.SSLCertVerificationError):
        reason = shown(str(cause.verify_message))
        return f"the server's certificate is not trusted ({reason})", _SAVE_IT
    if isinstance(cause, ssl.SSLError):
        return (
            "no secure connection to the server (TLS failed)",
            "Check whether the address should be http://.",
        )
    if isinstance(cause, ConnectionRefusedError):
        return "the server refuses the connection", "Check the address and port."
    if isinstance(error, httpcore2.ConnectError):
        return "the server cannot be reached", "Check the address and the network connection."
    return (
        "the connection broke off, or the server does not speak HTTP",
        "Try again later, or " + _SAVE_IT.lower(),
    )
