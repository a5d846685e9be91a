"""Who may ask, from where, with what; and what the answers let a browser do."""

from __future__ import annotations

import json
import logging
import re
import stat
from collections.abc import Iterator

import pytest

from summarizer.core.errors import ConfigurationError, UsageError
from summarizer.service.keys import find, hashed, new_key, read_keys
from summarizer.service.observability import start_logging
from summarizer.service.options import Options, is_loopback
from tests.service.conftest import ARTICLE, Running, Start, is_problem

KEY = "smz_" + "k" * 43


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "10.0.0.1",
        "localhost.evil",
        "0.0.0.0",
        "",
        "[::2]",
        "2130706433",
    ],
)
def test_a_name_that_someone_else_points_here_is_refused(shared: Running, host: str) -> None:
    """DNS rebinding: the browser thinks it talks to its page's own site."""
    problem = is_problem(shared.client.get("/v1/summaries", headers={"host": host}), 421, "wrong-host")
    assert "--name" in problem["hint"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:1", "LOCALHOST", "[::1]:80", "localhost."])
def test_this_machines_own_names_are_served(shared: Running, host: str) -> None:
    assert shared.client.get("/v1/summaries", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"origin": "http://[::1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_sites_page_may_not_write(shared: Running, headers: dict[str, str]) -> None:
    is_problem(shared.client.post("/v1/summaries", json=ARTICLE, headers=headers), 403, "cross-site")
    is_problem(shared.client.delete("/v1/summaries/x", headers=headers), 403, "cross-site")


def test_the_own_page_may_write_and_no_other_may_read(shared: Running) -> None:
    own = {"origin": shared.url, "sec-fetch-site": "same-origin"}
    answer = shared.client.post("/v1/summaries", json=ARTICLE, headers=own)
    assert answer.status_code == 201
    assert not [name for name in answer.headers if name.startswith("access-control")]
    asked = shared.client.options(
        "/v1/summaries", headers={"origin": "https://evil.example", "access-control-request-method": "POST"}
    )
    assert not [name for name in asked.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    "kind",
    ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/json"],
)
def test_a_form_of_another_site_is_no_request(shared: Running, kind: str) -> None:
    """These types a page may send anywhere without asking first."""
    body = json.dumps(ARTICLE).encode()
    for path in ("/v1/summaries", "/v1/batches"):
        answer = shared.client.post(path, content=body, headers={"content-type": kind} if kind else {})
        is_problem(answer, 415, "wrong-type")


def test_compressed_bodies_are_not_read(shared: Running) -> None:
    for coding in ("gzip", "br", "deflate, gzip"):
        answer = shared.post(content_encoding=coding)
        is_problem(answer, 415, "compressed")


def test_every_answer_tells_the_browser_to_be_careful(shared: Running) -> None:
    for path in ("/", "/assets/app.js", "/healthz", "/nothing", "/v1/summaries", "/openapi.json", "/metrics"):
        headers = shared.client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "no-referrer", path
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert "unsafe" not in headers["content-security-policy"], path
        assert headers["cross-origin-resource-policy"] == "same-origin", path
        assert "server" not in headers, path


def test_the_page_has_no_inline_script_and_loads_nothing_from_elsewhere(shared: Running) -> None:
    page = shared.client.get("/").text
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert re.findall(r"\bon\w+=|style=|javascript:", page) == []
    assert set(re.findall(r'(?:src|href)="([^"#]+)"', page)) == {
        "/assets/app.css",
        "/assets/app.js",
        "/assets/icon.svg",
    }
    script = shared.client.get("/assets/app.js").text
    assert "innerHTML" not in script
    assert "://" not in script.replace("https?:\\/\\/", "")
    is_problem(shared.client.get("/assets/..%2fapp.py"), 404)
    is_problem(shared.client.get("/assets/index.html"), 404)


def test_beyond_loopback_the_service_needs_a_key() -> None:
    for host in ("0.0.0.0", "::", "192.168.1.5", "example.org"):
        with pytest.raises(ConfigurationError, match="no API key"):
            Options(database="sqlite://", host=host)
        assert Options(database="sqlite://", host=host, keys=[hashed("a", KEY)]).accepts_host("any.example")
    assert all(map(is_loopback, ("127.0.0.1", "127.8.8.8", "::1", "localhost")))
    named = Options(database="sqlite://", host="0.0.0.0", keys=[hashed("a", KEY)], names=("api.example",))
    assert named.accepts_host("API.example:443")
    assert not named.accepts_host("evil.example")


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer wrong",
        f"Basic {KEY}",
        KEY,
        f"Bearer {KEY}x",
        f"Bearer {KEY[:-1]}",
        "Bearer ä",
    ],
)
def test_without_the_right_key_nothing_is_told(start: Start, header: str | None) -> None:
    service = start(keys=[hashed("desk", KEY)], workers=1)
    headers = {} if header is None else {"authorization": header.encode()}
    for path in ("/v1/summaries", "/v1/summaries/x", "/v1/batches/x/events", "/metrics", "/nothing"):
        answer = service.client.get(path, headers=headers)
        is_problem(answer, 401, "no-key")
        assert answer.headers["www-authenticate"] == "Bearer"
    is_problem(service.client.post("/v1/summaries", json=ARTICLE, headers=headers), 401)
    assert service.client.get("/healthz", headers=headers).status_code == 200


def test_with_a_key_everything_works_and_a_ticket_opens_one_page(start: Start) -> None:
    service = start(keys=[hashed("old", "o" * 40), hashed("desk", KEY)])
    key = {"authorization": f"Bearer {KEY}"}
    place = service.post(**key).headers["location"]
    is_problem(service.client.get(place), 401)
    page = service.client.post(place + "/ticket", headers=key).json()["page"]
    assert "Anna Berg" in service.client.get(page).text
    other = service.post(**key).headers["location"]
    ticket = page.partition("?")[2]
    for wrong in (
        f"{other}/page?{ticket}",
        page[:-2] + "00",
        page.replace("ticket=", "ticket=9"),
        f"{place}/page?ticket=",
    ):
        is_problem(service.client.get(wrong), 401)
    is_problem(service.client.get(f"{place}?{ticket}"), 401)
    described = service.client.get("/openapi.json").json()
    assert described["security"] == [{"key": []}]


def test_keys_are_kept_as_hashes_that_only_the_owner_may_read(tmp_path) -> None:
    path = tmp_path / "folder" / "keys.json"
    one, two = new_key(path, "desk"), new_key(path, "archive")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert one not in path.read_text()
    keys = read_keys(path)
    assert [find(keys, key) for key in (one, two, one + "x", "")] == ["desk", "archive", None, None]
    with pytest.raises(UsageError):
        new_key(path, "desk")
    with pytest.raises(UsageError):
        new_key(path, "../x y")
    path.write_text('{"keys": [{"name": "a", "sha256": "short"}]}')
    with pytest.raises(ConfigurationError):
        read_keys(path)
    with pytest.raises(ConfigurationError):
        hashed("a", "short")


@pytest.fixture
def no_log_left() -> Iterator[None]:
    """Takes away what start_logging set up."""
    yield
    for name in ("summarizer.service", "uvicorn.error"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True


def test_the_log_has_no_article_no_query_and_no_key(start: Start, no_log_left, capfd, database: str) -> None:
    start_logging()
    service = start(keys=[hashed("desk", KEY)], database=database)
    secret = {"text": "Geheimrat Zwiebelfisch sprach. " * 3, "title": "Zwiebelfisch"}
    service.post(secret, authorization=f"Bearer {KEY}", idempotency_key="Zwiebelfisch")
    service.post({"text": 1, "Zwiebelfisch": 2}, authorization=f"Bearer {KEY}")
    service.client.get("/v1/summaries?query=Zwiebelfisch", headers={"authorization": f"Bearer {KEY}"})
    service.client.get("/Zwiebelfisch", headers={"authorization": "Bearer Zwiebelfisch"})
    service.stop()
    told = capfd.readouterr().err
    assert told.count("\n") >= 4
    for line in told.splitlines():
        assert {"time", "level", "event"} <= json.loads(line).keys()
    assert "Zwiebelfisch" not in told
    assert KEY not in told


def test_an_error_inside_is_a_problem_that_tells_nothing(
    start: Start, no_log_left, monkeypatch, capfd
) -> None:
    start_logging()
    service = start()

    def broken(*_, **__):
        raise RuntimeError("Zwiebelfisch")

    monkeypatch.setattr(service.service.archive.stacks, "list", broken)
    problem = is_problem(service.client.get("/v1/summaries"), 500, "internal")
    assert "Zwiebelfisch" not in json.dumps(problem)
    told = capfd.readouterr().err
    assert '"exception": "RuntimeError"' in told
    assert "Zwiebelfisch" not in told
