"""The process itself: killed or told to stop, it loses nothing that it accepted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
from sqlalchemy import text

from summarizer.service.keys import read_keys
from tests.endpoint import DRAFT, Answer, Endpoint, completion
from tests.service.conftest import ARTICLE, Start, is_problem

ROOT = Path(__file__).parents[2]


class Process:
    """`summarizer serve` as a user starts it."""

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "summarizer", "serve", "--port", "0", "--rate", "0", *arguments]
        self.process = subprocess.Popen(
            command, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
        )
        assert self.process.stderr
        self.url = ""
        for line in self.process.stderr:
            if line.startswith("serving at "):
                self.url = line.removeprefix("serving at ").strip()
                break
        assert self.url, "it did not start"
        self.client = httpx2.Client(base_url=self.url, timeout=20, trust_env=False)

    def post(self, n: int) -> httpx2.Response:
        article = {**ARTICLE, "title": f"Nummer {n}"}
        return self.client.post("/v1/summaries", json=article, headers={"prefer": "respond-async"})

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(20)


@contextmanager
def process(*arguments: str) -> Iterator[Process]:
    running = Process(*arguments)
    try:
        yield running
    finally:
        running.process.kill()
        running.process.wait(10)
        running.process.stderr.close()
        running.client.close()


def finish(client: httpx2.Client, count: int, seconds: float = 40) -> Counter[str]:
    """The states of all articles once none waits."""
    until = time.monotonic() + seconds
    states: Counter[str] = Counter()
    while time.monotonic() < until:
        states, cursor = Counter(), ""
        while cursor is not None:
            page = client.get(
                "/v1/summaries", params={"limit": 100, **({"cursor": cursor} if cursor else {})}
            )
            states.update(item["state"] for item in page.json()["items"])
            cursor = page.json()["next"]
        if states["done"] + states["failed"] == count:
            break
        time.sleep(0.2)
    return states


def test_what_was_accepted_before_a_kill_is_finished_after_the_restart(start: Start, sqlite: str) -> None:
    with Endpoint(Answer(completion(DRAFT).body, delay=0.15)) as endpoint:
        arguments = ("--database", sqlite, "--base-url", endpoint.base_url, "--model", "m", "--workers", "4")
        with process(*arguments) as first:
            accepted = [first.post(n) for n in range(16)]
            assert {answer.status_code for answer in accepted} == {202}
            while len(endpoint.requests) < 6:
                time.sleep(0.01)
            first.end(signal.SIGKILL)
        second = start(database=sqlite, endpoint=endpoint)
        # Leases of the dead process run for 20 s; the test does not wait for them.
        with second.service.archive.store.write() as connection:
            connection.execute(text("UPDATE summaries SET lease_until = 0 WHERE state = 'running'"))
        assert finish(second.client, 16) == {"done": 16}
        for answer in accepted:
            summary = second.client.get(answer.headers["location"]).json()["summary"]
            assert summary["status"] == "ok"
        # At most the four that were in flight were asked twice.
        assert 16 <= len(endpoint.requests) <= 20


def test_told_to_stop_it_finishes_what_it_does_and_leaves_the_rest_for_the_next_start(
    start: Start, sqlite: str
) -> None:
    with Endpoint(Answer(completion(DRAFT).body, delay=0.5)) as endpoint:
        arguments = ("--database", sqlite, "--base-url", endpoint.base_url, "--model", "m", "--workers", "2")
        with process(*arguments) as first:
            for n in range(8):
                assert first.post(n).status_code == 202
            while len(endpoint.requests) < 2:
                time.sleep(0.01)
            first.process.send_signal(signal.SIGTERM)
            time.sleep(0.1)
            is_problem(first.post(9), 503, "draining")
            assert first.client.get("/readyz").status_code == 503
            assert first.client.get("/v1/summaries").status_code == 200
            assert first.process.wait(15) == 0
            told = first.process.stderr.read()
        events = [json.loads(line)["event"] for line in told.splitlines()]
        assert {"request", "draining", "drained"} <= set(events)
        asked = len(endpoint.requests)
        assert 2 <= asked < 8
        second = start(database=sqlite, endpoint=endpoint)
        assert finish(second.client, 8) == {"done": 8}
        assert len(endpoint.requests) == 8


def test_work_that_takes_longer_than_the_drain_is_given_back(start: Start, sqlite: str) -> None:
    service = start(Answer(completion(DRAFT).body, delay=2.0), workers=1, drain=0.2)
    place = service.post(prefer="respond-async").headers["location"]
    while not service.endpoint.requests:
        time.sleep(0.01)
    service.stop()
    after = start(database=sqlite)
    assert after.wait(place.rpartition("/")[2])["state"] == "done"
    time.sleep(0.1)
    assert after.service.archive.jobs.counts() == {"done": 1}


def test_a_caller_who_waits_when_the_service_stops_gets_a_job(start: Start, sqlite: str) -> None:
    service = start(Answer(completion(DRAFT).body, delay=1.0), workers=1)
    answers: list[httpx2.Response] = []
    threads = [threading.Thread(target=lambda: answers.append(service.post())) for _ in range(3)]
    for thread in threads:
        thread.start()
    while sum(service.service.archive.jobs.counts().values()) < 3:
        time.sleep(0.01)
    service.stop()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {202}
    after = start(database=sqlite)
    for answer in answers:
        assert after.wait(answer.json()["id"])["state"] == "done"


def test_articles_wait_for_a_model_that_cannot_be_had_just_now(start: Start) -> None:
    service = start(broken=1, workers=2)
    accepted = service.post(prefer="respond-async").json()["id"]
    while not service.service.workers.model.problem:
        time.sleep(0.01)
    problem = is_problem(service.client.get("/readyz"), 503, "no-model")
    assert "ConfigurationError" in problem["detail"]
    assert service.wait(accepted)["state"] == "done"
    assert service.client.get("/readyz").status_code == 200


def test_it_refuses_to_start_beyond_loopback_without_a_key(cli, tmp_path: Path) -> None:
    given = (
        "serve",
        "--host",
        "0.0.0.0",
        "--base-url",
        "http://127.0.0.1:1/v1",
        "--model",
        "m",
        "--port",
        "0",
    )
    ran = cli(*given, "--key-file", str(tmp_path / "keys.json"))
    assert ran.code == 3
    assert "no API key is set" in ran.err
    assert "--new-key" in ran.err


def test_an_address_that_is_taken_or_is_not_ours_is_told_before_anything_starts(
    cli, start: Start, tmp_path: Path
) -> None:
    taken = start().url.rpartition(":")[2]
    given = (
        "serve",
        "--base-url",
        "http://127.0.0.1:1/v1",
        "--model",
        "m",
        "--database",
        str(tmp_path / "b"),
    )
    ran = cli(*given, "--port", taken)
    assert ran.code == 3
    assert f"port {taken}: Address already in use" in ran.err
    assert "--port" in ran.err.splitlines()[-1]
    assert not (tmp_path / "b").exists()
    assert cli(*given, "--port", "0", "--host", "localhost.invalid").code == 3


def test_a_new_key_is_shown_once_and_opens_the_service(cli, tmp_path: Path, start: Start) -> None:
    ran = cli("serve", "--new-key", "desk", "--key-file", str(tmp_path / "keys.json"))
    key = ran.out.strip()
    assert ran.code == 0
    assert key.startswith("smz_")
    assert key not in ran.err + (tmp_path / "keys.json").read_text()
    service = start(host="0.0.0.0", keys=read_keys(tmp_path / "keys.json"))
    url = f"http://127.0.0.1:{service.url.rpartition(':')[2]}/v1/summaries"
    is_problem(httpx2.get(url), 401)
    assert httpx2.get(url, headers={"authorization": f"Bearer {key}"}).status_code == 200
