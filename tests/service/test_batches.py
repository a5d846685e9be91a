"""Batches: all of an upload or nothing, progress as events that survive a break."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.endpoint import DRAFT, Answer, completion
from tests.service.conftest import ARTICLE, Running, Start, is_problem

JSONL = {"content-type": "application/jsonl"}


def lines(*articles: Any) -> bytes:
    return b"".join(json.dumps(article).encode() + b"\n" for article in articles)


def articles(count: int) -> bytes:
    return lines(*({**ARTICLE, "title": f"Nummer {n}"} for n in range(count)))


def upload(service: Running, content: Any, **headers: str) -> Any:
    return service.client.post("/v1/batches", content=content, headers=JSONL | headers)


def events(service: Running, batch: str, last: int | None = None) -> Iterator[tuple[str, str, Any]]:
    """(event, id, data) of a batch's stream."""
    headers = {} if last is None else {"last-event-id": str(last)}
    with service.client.stream("GET", f"/v1/batches/{batch}/events", headers=headers) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        fields: dict[str, str] = {}
        for line in answer.iter_lines():
            if line:
                name, _, value = line.partition(": ")
                fields[name] = value
            elif "event" in fields:
                yield fields["event"], fields.get("id", ""), json.loads(fields["data"])
                fields = {}


def test_a_batch_is_summarised_and_its_events_tell_each_article_once(start: Start, database: str) -> None:
    service = start(database=database)
    answer = upload(service, articles(12))
    assert answer.status_code == 202
    batch = answer.json()
    assert batch["total"] == 12
    told = list(events(service, batch["id"]))
    assert [event for event, _, _ in told] == ["article"] * 12 + ["done"]
    assert [one for _, one, _ in told[:-1]] == [str(n) for n in range(1, 13)]
    assert sorted(data["line"] for _, _, data in told[:-1]) == list(range(1, 13))
    state = service.client.get(answer.headers["location"]).json()
    assert (state["state"], state["finished"], state["failed"]) == ("done", 12, 0)
    listed = service.client.get("/v1/summaries", params={"batch": batch["id"], "limit": 100}).json()["items"]
    assert sorted(item["line"] for item in listed) == list(range(1, 13))
    resumed = list(events(service, batch["id"], last=9))
    assert [one for _, one, _ in resumed] == ["10", "11", "12", ""]
    seen_all = service.client.get(f"/v1/batches/{batch['id']}/events", headers={"last-event-id": "12"})
    assert seen_all.status_code == 204


def test_a_line_that_is_no_article_fails_alone(start: Start, database: str) -> None:
    service = start(database=database)
    content = (
        b'{"text": 3}\n\n'
        + lines(ARTICLE)
        + b'not json\n{"url": "https://example.org/"}\n\xff\xfe\n'
        + b"[" * 9000
    )
    batch = upload(service, content).json()
    assert (batch["total"], batch["failed"]) == (6, 5)
    told = list(events(service, batch["id"]))
    assert sorted((data["line"], data["state"]) for event, _, data in told if event == "article") == [
        (1, "failed"), (3, "done"), (4, "failed"), (5, "failed"), (6, "failed"), (7, "failed"),
    ]  # fmt: skip
    broken = next(data["id"] for _, _, data in told if data.get("line") == 1)
    problem = service.client.get(f"/v1/summaries/{broken}").json()["problem"]
    assert problem["errors"][0]["pointer"] == "/text"


@pytest.mark.parametrize("content", [b"", b"\n\n", b"nothing\n", b"\x00\xff", b"[]\n7\nnull\n"])
def test_an_upload_without_an_article_is_refused_and_leaves_nothing(shared: Running, content: bytes) -> None:
    before = len(shared.client.get("/v1/summaries", params={"limit": 100}).json()["items"])
    is_problem(upload(shared, content), 422, "invalid")
    assert len(shared.client.get("/v1/summaries", params={"limit": 100}).json()["items"]) == before


def test_too_much_is_refused_and_leaves_nothing(start: Start) -> None:
    service = start(max_lines=5, max_body=2000, max_batch=20_000, batch_limit=7)
    is_problem(upload(service, articles(6)), 413, "too-many-lines")
    is_problem(upload(service, lines(ARTICLE, {"text": "a" * 3000})), 413, "too-large")
    is_problem(upload(service, (b"\n" * 5000 for _ in range(5))), 413, "too-large")
    is_problem(upload(service, b"\n" * 20_001), 413, "too-large")
    assert service.client.get("/v1/summaries").json()["items"] == []
    assert service.service.archive.jobs.counts() == {}


def test_batches_that_wait_are_limited(start: Start) -> None:
    service = start(Answer(completion(DRAFT).body, delay=3), batch_limit=7, workers=1)
    assert upload(service, articles(6)).status_code == 202
    refused = upload(service, articles(6))
    is_problem(refused, 503, "queue-full")
    assert int(refused.headers["retry-after"]) > 0
    assert sum(service.service.archive.jobs.counts().values()) == 6


def test_an_upload_that_breaks_off_leaves_nothing(start: Start) -> None:
    service = start()
    host, port = service.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connection:
        head = f"POST /v1/batches HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: application/jsonl\r\n"
        connection.sendall(head.encode() + b"Content-Length: 999999\r\n\r\n" + articles(250))
        until = time.monotonic() + 5
        while not service.service.archive.jobs.counts().get("held") and time.monotonic() < until:
            time.sleep(0.02)
        assert service.service.archive.jobs.counts()["held"] >= 200
        assert service.client.get("/v1/summaries").json()["items"] == []
    until = time.monotonic() + 5
    while service.service.archive.jobs.counts() and time.monotonic() < until:
        time.sleep(0.02)
    assert service.service.archive.jobs.counts() == {}


def test_the_same_key_gives_the_same_batch(start: Start, database: str) -> None:
    service = start(database=database)
    first, again = (upload(service, articles(3), **{"idempotency-key": "k"}) for _ in range(2))
    assert first.json()["id"] == again.json()["id"]
    assert again.headers["idempotency-replayed"] == "true"
    is_problem(upload(service, articles(2), **{"idempotency-key": "k"}), 422, "key-reused")
    assert sum(service.service.archive.jobs.counts().values()) == 3


def test_a_deleted_batch_is_gone_and_what_waited_is_not_summarised(start: Start, database: str) -> None:
    release = threading.Event()

    def late(_: Any) -> Answer:
        release.wait(10)
        return completion(DRAFT)

    service = start(late, database=database, workers=1)
    place = upload(service, articles(5)).headers["location"]
    while not service.endpoint.requests:
        time.sleep(0.01)
    assert service.client.delete(place).status_code == 204
    release.set()
    is_problem(service.client.get(place), 404)
    is_problem(service.client.delete(place), 404)
    assert service.post().status_code == 201
    assert service.service.archive.jobs.counts() == {"done": 1}
    assert len(service.endpoint.requests) == 2


def test_deleting_an_article_that_waits_lets_its_batch_end(start: Start, database: str) -> None:
    service = start(Answer(completion(DRAFT).body, delay=0.3), database=database, workers=1)
    batch = upload(service, articles(4)).json()["id"]
    listed = service.client.get("/v1/summaries", params={"batch": batch}).json()["items"]
    waiting = next(item["id"] for item in listed if item["line"] == 4)
    assert service.client.delete(f"/v1/summaries/{waiting}").status_code == 204
    assert [event for event, _, _ in events(service, batch)] == ["article"] * 3 + ["done"]


def test_single_articles_go_before_those_of_batches(start: Start) -> None:
    service = start(Answer(completion(DRAFT).body, delay=0.2), workers=1)
    batch = upload(service, articles(6)).json()["id"]
    assert service.post().status_code == 201
    assert service.client.get(f"/v1/batches/{batch}").json()["finished"] < 5
