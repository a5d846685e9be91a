"""Limits of size, time, number and rate: each is told with its status, and nothing half-done stays."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections import Counter

from summarizer.service.gate import Rate
from tests.endpoint import DRAFT, Answer, completion
from tests.service.conftest import ARTICLE, Running, Start, is_problem

SLOW = Answer(completion(DRAFT).body, delay=1.0)


def raw(service: Running, *parts: bytes, pause: float = 0.0) -> bytes:
    """What the service answers to these bytes until it closes."""
    host, port = service.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        try:
            for part in parts:
                connection.sendall(part.replace(b"HOST", f"{host}:{port}".encode()))
                time.sleep(pause)
        except OSError:
            pass  # it has heard enough
        answer = b""
        try:
            while part := connection.recv(65_536):
                answer += part
        except OSError:
            pass
        return answer


def test_a_body_above_the_limit_is_refused_before_and_while_it_is_read(start: Start) -> None:
    service = start(max_body=1000)
    headers = {"content-type": "application/json"}
    is_problem(service.client.post("/v1/summaries", content=b"x" * 1001, headers=headers), 413, "too-large")
    chunked = (b" " * 400 for _ in range(5))
    is_problem(service.client.post("/v1/summaries", content=chunked, headers=headers), 413, "too-large")
    endless = (
        b"POST /v1/summaries HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\nContent-Length: "
    )
    assert raw(service, endless + b"9" * 30 + b"\r\n\r\n").startswith(b"HTTP/1.1 4")
    assert service.post({"text": "Anna Berg sprach. " * 20}).status_code == 201


def test_a_body_that_drips_and_a_head_that_drips_are_cut_off(start: Start) -> None:
    service = start(body_time=0.4)
    head = b"POST /v1/summaries HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n"
    for parts in ([head, b"{", b" "], [b"GET / HT", b"TP/1.1\r\n", b"Host: x"], [b""]):
        began = time.monotonic()
        answer = raw(service, *parts, pause=0.1)
        assert answer.startswith(b"HTTP/1.1 408"), answer
        assert b"application/problem+json" in answer
        assert time.monotonic() - began < 3
    assert service.post().status_code == 201


def test_a_huge_head_and_what_is_no_http_are_refused_as_problems(start: Start) -> None:
    service = start()
    for sent in (
        b"GET / HTTP/1.1\r\nHost: HOST\r\nX: " + b"y" * 200_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 30_000 + b"\r\n",
        b"\x16\x03\x01\x00\xff\x01\r\n\r\n",
        b"GET /\r\n\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: HOST\r\nHost: HOST\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: HOST\r\nContent-Length: x\r\n\r\n",
        b"POST /v1/summaries HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: gzip, x\r\n\r\n",
    ):
        answer = raw(service, sent)
        assert answer[9:12] in (b"400", b"421", b"431", b"501", b"408"), answer[:200]
        assert b"application/problem+json" in answer, answer[:300]


def test_when_as_many_wait_as_may_wait_the_next_is_turned_away_and_nothing_is_lost(
    start: Start, database: str
) -> None:
    service = start(SLOW, database=database, queue_limit=5, workers=1, rate=0, drain=0.2)
    answers = [service.post(prefer="respond-async") for _ in range(20)]
    told = Counter(answer.status_code for answer in answers)
    assert told.keys() == {202, 503}
    assert 5 <= told[202] <= 7
    refused = next(answer for answer in answers if answer.status_code == 503)
    is_problem(refused, 503, "queue-full")
    assert refused.headers["retry-after"] == "10"
    assert sum(service.service.archive.jobs.counts().values()) == told[202]


def test_posts_above_the_rate_are_turned_away_and_reads_are_not(start: Start) -> None:
    service = start(rate=6)
    answers = [service.post(prefer="respond-async") for _ in range(8)]
    assert [answer.status_code for answer in answers] == [202] * 6 + [429] * 2
    is_problem(answers[-1], 429, "too-many-posts")
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 11
    assert service.client.get("/v1/summaries").status_code == 200


def test_a_bucket_fills_steadily_and_each_client_has_one() -> None:
    rate = Rate(60)
    assert [rate.wait_for("a", 0.0) for _ in range(60)] == [0.0] * 60
    assert rate.wait_for("a", 0.0) == 1.0
    assert rate.wait_for("b", 0.0) == 0.0
    assert rate.wait_for("a", 0.5) == 0.5
    assert rate.wait_for("a", 1.0) == 0.0
    assert rate.wait_for("a", 1.0) == 1.0


def test_requests_above_the_limit_are_turned_away_and_probes_are_not(start: Start) -> None:
    service = start(SLOW, requests=3, workers=1, rate=0, drain=0.2)
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(service.post())) for _ in range(3)]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 5
    while sum(service.service.archive.jobs.counts().values()) < 3 and time.monotonic() < until:
        time.sleep(0.01)
    refused = service.client.get("/v1/summaries")
    is_problem(refused, 503, "overloaded")
    assert refused.headers["retry-after"] == "1"
    assert service.client.get("/healthz").status_code == 200
    assert service.client.get("/readyz").status_code == 200
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [201] * 3


def test_connections_above_the_limit_are_turned_away(start: Start) -> None:
    service = start(connections=4)
    host, port = service.url.removeprefix("http://").split(":")
    held = [socket.create_connection((host, int(port))) for _ in range(4)]
    time.sleep(0.1)
    assert raw(service, b"").startswith(b"HTTP/1.1 503")
    for connection in held:
        connection.close()
    time.sleep(0.1)
    assert service.client.get("/healthz").status_code == 200


def test_metrics_count_requests_articles_and_what_was_turned_away(start: Start) -> None:
    service = start(rate=2)
    for _ in range(3):
        service.post()
    told = service.client.get("/metrics")
    assert told.headers["content-type"].startswith("text/plain")
    lines = told.text.splitlines()
    for expected in (
        'summarizer_http_requests_total{method="POST",route="/v1/summaries",status="201"} 2.0',
        'summarizer_http_shed_total{reason="rate"} 1.0',
        'summarizer_jobs_finished_total{result="ok"} 2.0',
        'summarizer_articles{state="done"} 2.0',
        'summarizer_tokens_total{direction="input"} 200.0',
    ):
        assert expected in lines, told.text
    assert json.dumps(ARTICLE)[:20] not in told.text
