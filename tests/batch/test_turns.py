"""Of the threads of a process one computes; whoever talks to the endpoint lets it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import httpx2
import pytest

from summarizer.batch.ledger import Ledger
from summarizer.batch.local_gate import LocalGate
from summarizer.batch.setup import network_for
from summarizer.batch.tasks import Task
from summarizer.batch.traffic import Flights
from summarizer.batch.turns import Turn, WithoutTurn
from summarizer.batch.worker import Plan, Worker, asking
from summarizer.core.article import Article
from tests.endpoint import DRAFT, TEXT, completion, failure


class Watching(httpx2.BaseTransport):
    """Notes at each step whether somebody has the turn."""

    def __init__(self, lock: threading.Lock, *, content: bytes | None = None, fails: bool = False) -> None:
        self.lock = lock
        self.content = content
        self.fails = fails
        self.locked: list[bool] = []

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.locked.append(self.lock.locked())
        if self.fails:
            raise httpx2.ConnectError("no")
        if self.content is not None:
            return httpx2.Response(200, content=self.content)
        return httpx2.Response(200, stream=_Body(self))


class _Body(httpx2.SyncByteStream):
    def __init__(self, watching: Watching) -> None:
        self.watching = watching

    def __iter__(self) -> Iterator[bytes]:
        self.watching.locked.append(self.watching.lock.locked())
        yield b"{}"

    def close(self) -> None:
        self.watching.locked.append(self.watching.lock.locked())


def asked(transport: Watching) -> tuple[Turn, httpx2.Client]:
    """A thread that has the turn, and its client."""
    turn = Turn(transport.lock, nullcontext)
    turn.take()
    return turn, httpx2.Client(transport=WithoutTurn(transport, turn))


def test_nobody_waits_for_a_thread_that_talks_to_the_endpoint():
    """The turn is away from the request to the end of the body, and back for whatever reads it."""
    watching = Watching(threading.Lock())
    turn, client = asked(watching)
    assert client.get("http://a.test/").content == b"{}"
    assert watching.locked == [False, False, False]
    assert watching.lock.locked()
    turn.give()
    assert not watching.lock.locked()


@pytest.mark.parametrize("kind", ["stored", "failed"])
def test_the_turn_is_back_after_a_stored_answer_and_after_a_failure(kind):
    """Nothing of them has a body to wait for."""
    watching = Watching(threading.Lock(), content=b"{}" if kind == "stored" else None, fails=kind == "failed")
    turn, client = asked(watching)
    if kind == "failed":
        with pytest.raises(httpx2.ConnectError):
            client.get("http://a.test/")
    else:
        assert client.get("http://a.test/").content == b"{}"
    assert watching.locked == [False]
    assert watching.lock.locked()
    turn.give()
    turn.give()  # once is enough
    assert not watching.lock.locked()


def test_whoever_sleeps_or_has_no_turn_keeps_nobody_waiting(monkeypatch):
    """The turn is away meanwhile, and back only if it was ours before."""
    lock, slept = threading.Lock(), []
    turn = Turn(lock, nullcontext)
    monkeypatch.setattr("summarizer.batch.turns.time.sleep", lambda _: slept.append(lock.locked()))
    turn.sleep(1)
    assert not lock.locked()
    assert httpx2.Client(transport=WithoutTurn(Watching(lock), turn)).get("http://a.test/").is_success
    assert not lock.locked()
    turn.take()
    turn.sleep(1)
    assert lock.locked()
    assert slept == [False, False]


def test_waiting_for_the_turn_is_no_time_by_the_clock():
    """Else the deadline of an article would depend on how many others are checked."""
    lock, standing = threading.Lock(), []

    @contextmanager
    def stand() -> Iterator[None]:
        standing.append(True)
        yield
        standing.append(False)

    lock.acquire()
    turn = Turn(lock, stand)
    waiting = threading.Thread(target=turn.take)
    waiting.start()
    waiting.join(0.05)
    assert standing == [True]
    lock.release()
    waiting.join(10)
    assert standing == [True, False]
    assert turn.give()


def test_workers_that_share_a_turn_finish_and_leave_it(serve, settings_for, tmp_path):
    """Also when an endpoint answers with errors."""
    lock = threading.Lock()
    settings = settings_for(serve(failure(503), completion(DRAFT), failure(400), completion(DRAFT)))
    ledger = Ledger(tmp_path / "responses.sqlite")
    network = network_for(settings, 2)
    upstream = asking(lambda: network, LocalGate(ledger, lanes=2), None, Flights())
    results = []

    def work(name: str) -> None:
        worker = Worker(Plan(settings, None), ledger, upstream, lock)
        results.append(worker(Task(name, Article(text=f"{TEXT} {name}"))))
        worker.close()

    threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    network.close()
    ledger.close()
    assert len(results) == 3
    assert sum(result.summary is not None for result in results) >= 2
    assert not lock.locked()
