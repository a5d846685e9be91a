"""What a caller may make the service fetch: nothing, unless told; then public pages alone."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpcore2
import pytest

from summarizer.archive.guard import GuardedBackend
from tests.archive.test_web import PRIVATE
from tests.endpoint import TEXT
from tests.service.conftest import Running, Start, is_problem, serving

PAGE = f"<html lang=de><title>Neue Runde</title><article><p>{TEXT}</p></article></html>".encode()


class Web:
    """An internet whose public addresses are one server here; `names` may answer differently each time."""

    def __init__(self) -> None:
        web = self
        self.names: dict[str, Iterator[list[str]]] = {}
        self.reached: list[str] = []
        self.redirect: str | None = None

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                self.send_response(302 if web.redirect else 200)
                for name, value in {"location": web.redirect, "content-type": "text/html"}.items():
                    if value:
                        self.send_header(name, value)
                self.send_header("content-length", str(len(PAGE)))
                self.end_headers()
                self.wfile.write(PAGE)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def resolve(self, host: str, _: int) -> list[str]:
        if host not in self.names:
            raise socket.gaierror
        return next(self.names[host])

    def backend(self) -> GuardedBackend:
        return GuardedBackend(timeout=5, resolve=self.resolve, network=_Network(self))


class _Network(httpcore2.NetworkBackend):
    def __init__(self, web: Web) -> None:
        self.web = web

    def connect_tcp(self, host: str, port: int, *rest: Any, **more: Any) -> httpcore2.NetworkStream:
        self.web.reached.append(host)
        return httpcore2.SyncBackend().connect_tcp("127.0.0.1", self.web.server.server_port, *rest, **more)


@pytest.fixture
def web() -> Iterator[Web]:
    made = Web()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture(scope="module")
def fetching(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service that fetches, on the real network of this machine."""
    folder: Path = tmp_path_factory.mktemp("urls")
    with serving(database=f"sqlite:///{folder}/s.sqlite", allow_urls=True, rate=0) as running:
        yield running


def test_nothing_is_fetched_unless_the_service_was_told_to(start: Start) -> None:
    service = start()
    is_problem(service.post({"url": "https://example.org/"}), 403, "no-urls")
    assert service.service.archive.jobs.counts() == {}


MORE = [
    "http://[::ffff:169.254.169.254]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[::ffff:7f00:1]/",
    "http://[0:0:0:0:0:ffff:127.0.0.1]/",
    "http://0x7f.1/",
    "http://017700000001/",
    "http://127.0.0.1.:80/",
    "http://fd00:ec2::254/",
    "http://[fd00:ec2::254]/latest/",
    "http://localhost.:80/",
    "http://127.0.0.1:80@10.0.0.1/",
    "http://10.0.0.1#@example.org/",
    "http://100.100.100.200/latest/meta-data/",
]


@pytest.mark.parametrize("url", PRIVATE + MORE)
def test_no_spelling_of_an_inner_address_is_fetched(fetching: Running, url: str) -> None:
    is_problem(fetching.post({"url": url}), 422)


def test_the_service_cannot_be_made_to_read_itself(fetching: Running) -> None:
    answer = fetching.post({"url": fetching.url + "/healthz"})
    assert "not a public address" in is_problem(answer, 422, "unreadable")["detail"]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "gopher://x/",
        "/etc/passwd",
        "-",
        "data:text/html,x",
        " http://x/",
    ],
)
def test_only_http_addresses_are_taken(fetching: Running, url: str) -> None:
    is_problem(fetching.post({"url": url}), 422, "invalid")


def test_a_public_page_is_fetched_and_summarised(start: Start, web: Web) -> None:
    web.names["news.example"] = iter([["93.184.216.34"]])
    service = start(allow_urls=True, connect=web.backend)
    article = service.post({"url": "http://news.example/1"}).json()["summary"]["article"]
    assert (article["source"], article["title"]) == ("http://news.example/1", "Neue Runde")


def refused(start: Start, web: Web) -> str:
    service = start(allow_urls=True, connect=web.backend)
    answer = service.post({"url": "http://news.example/1"})
    problem = is_problem(answer, 422, "unreadable")
    assert json.loads(service.client.get(answer.headers["location"]).text)["state"] == "failed"
    return str(problem["detail"])


def test_a_name_that_changes_between_check_and_connect_leads_nowhere_else(start: Start, web: Web) -> None:
    """The first answer is checked and connected to; the second, private one would only be for a second look."""
    web.names["news.example"] = iter([["93.184.216.34"], ["127.0.0.1"]])
    service = start(allow_urls=True, connect=web.backend)
    assert service.post({"url": "http://news.example/1"}).status_code == 201
    assert web.reached == ["93.184.216.34"]
    again = service.post({"url": "http://news.example/1"})
    assert "not a public address" in is_problem(again, 422)["detail"]
    assert web.reached == ["93.184.216.34"]


def test_one_inner_address_among_public_ones_is_refused(start: Start, web: Web) -> None:
    web.names["news.example"] = iter([["93.184.216.34", "10.0.0.1"]])
    assert "not a public address" in refused(start, web)
    assert web.reached == []


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/",
        "http://169.254.169.254/",
        "http://[::1]/",
        "//inner.example/",
        "http://2130706433/",
    ],
)
def test_a_redirect_to_an_inner_address_is_refused(start: Start, web: Web, target: str) -> None:
    web.redirect = target
    inner: Callable[[], Iterator[list[str]]] = lambda: iter([["10.0.0.7"]])  # noqa: E731 - a table
    web.names = {
        "news.example": iter([["93.184.216.34"]]),
        "inner.example": inner(),
        "127.0.0.1": iter([["127.0.0.1"]]),
        "169.254.169.254": iter([["169.254.169.254"]]),
        "::1": iter([["::1"]]),
        "2130706433": iter([["127.0.0.1"]]),
    }
    assert "not a public address" in refused(start, web)
    assert web.reached == ["93.184.216.34"]


def test_a_redirect_to_a_file_is_refused(start: Start, web: Web) -> None:
    web.names["news.example"] = iter([["93.184.216.34"]])
    web.redirect = "file:///etc/passwd"
    assert "only http and https" in refused(start, web)
