"""The Ray engine: the door to the driver's gate and ledger, the feed, and real clusters."""

from __future__ import annotations

import datetime
import importlib.util
import json
import os
import pickle
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client
from pathlib import Path
from typing import Any

import pytest

from summarizer.batch import cluster
from summarizer.batch.budget import Budget
from summarizer.batch.cluster import RayEngine
from summarizer.batch.door import Door, FarGate, FarLedger, Line
from summarizer.batch.feed import Feed
from summarizer.batch.gate import Need, Settled, Ticket
from summarizer.batch.ledger import Ledger
from summarizer.batch.local_gate import LocalGate
from summarizer.batch.tasks import Task
from summarizer.batch.worker import Plan
from summarizer.core.article import Article
from summarizer.core.errors import BudgetSpentError, ConfigurationError, StoppedError
from summarizer.core.usage import Price, Usage
from summarizer.llm.recording import Question, Recording, Subject
from summarizer.settings import Settings

ROOT = Path(__file__).parent.parent.parent
PRICE = Price(input=50_000, output=50_000, dated=datetime.date(2026, 1, 1))
NEED = Need(input_tokens=10, output_tokens=10, cost=1.0, label="a")
needs_ray = pytest.mark.skipif(
    importlib.util.find_spec("ray") is None, reason="ray is not installed: pip install 'summarizer[ray]'"
)


class Driver:
    """A gate with one lane, a ledger, and the door to them."""

    def __init__(self, folder: Path, limit: float | None = None) -> None:
        self.ledger = Ledger(folder / "responses.sqlite")
        self.gate = LocalGate(self.ledger, lanes=1, price=PRICE, budget=Budget(limit))
        calls = {"add": self.ledger.add, "find": self.ledger.find, "fail": self.fail}
        self.door = Door("127.0.0.1", self.gate, calls)

    def fail(self) -> None:
        raise ZeroDivisionError("by zero")

    def worker(self) -> FarGate:
        return FarGate(Line(self.door.doorway))


@pytest.fixture
def driver(tmp_path: Path) -> Iterator[Driver]:
    one = Driver(tmp_path)
    yield one
    one.door.close()
    one.ledger.close()


def task(name: str) -> Task:
    return Task(name, Article(text="Ein Satz."))


def names(block: Any) -> list[str]:
    return [one.location for one in block]


def until(condition: Any) -> bool:
    """Whether it becomes true within five seconds."""
    end = time.monotonic() + 5
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.01)
    return False


def settled(status: int | None = 200) -> Settled:
    return Settled(status, Usage(input_tokens=1, output_tokens=1), 0.1)


# The feed


def test_a_block_asked_for_again_has_only_what_is_unfinished() -> None:
    """Ray repeats a read after a loss; what has its result by then is not mapped again."""
    feed = Feed()
    feed.offer([task("a"), task("b")])
    assert names(feed.take(0)) == ["a", "b"]
    assert feed.finish("a") is not None
    assert names(feed.take(0)) == ["b"]
    assert feed.unfinished == 1


def test_a_second_result_of_one_article_is_known_as_such() -> None:
    feed = Feed()
    feed.offer([task("a")])
    assert feed.finish("a") is not None
    assert feed.finish("a") is None
    assert feed.finished == 1


def test_reading_waits_for_the_next_block_and_sees_the_end() -> None:
    feed = Feed()
    assert feed.take(0, patience=0.01) == "later"
    threading.Timer(0.05, lambda: feed.offer([task("a")])).start()
    assert names(feed.take(0, patience=5)) == ["a"]
    feed.end()
    assert feed.take(1, patience=5) == "end"


def test_another_pass_gets_what_is_left_in_new_blocks() -> None:
    feed = Feed()
    feed.offer([task("a"), task("b")])
    feed.offer([task("c"), task("d")])
    feed.finish("b")
    feed.restart(2)
    assert [names(feed.take(number)) for number in (0, 1)] == [["a", "c"], ["d"]]


# The door


def test_a_worker_uses_the_gate_and_the_ledger_of_the_driver(driver: Driver) -> None:
    """Budget, journal and answers exist once, wherever the workers are."""
    gate = driver.worker()
    ticket = gate.admit(NEED)
    gate.settle(ticket, settled())
    assert driver.ledger.read("SELECT label, settled, status FROM requests") == [("a", 1, 200)]
    far = FarLedger(Line(driver.door.doorway))
    question = Question("POST", "/chat/completions", {"model": "m"}, Subject(label="a"))
    body = {"choices": [{"message": {"content": "{}"}}]}
    recording = Recording("key", {}, question, 200, {}, body, 0.5)
    far.add(recording)
    found = far.find("key")
    assert found is not None
    assert found.body == body
    assert driver.ledger.find("key") is not None


def test_an_error_of_the_gate_arrives_as_itself(tmp_path: Path) -> None:
    driver = Driver(tmp_path, limit=0.5)
    with pytest.raises(BudgetSpentError, match=r"budget of 0\.5") as caught:
        driver.worker().admit(NEED)
    assert caught.value.hint
    driver.door.close()
    driver.ledger.close()


def test_a_defect_in_the_driver_names_the_call(driver: Driver) -> None:
    with pytest.raises(RuntimeError, match="fail failed in the driver: ZeroDivisionError"):
        Line(driver.door.doorway).call("fail")


def test_a_worker_that_dies_gives_its_lane_back_and_its_request_stays_counted(driver: Driver) -> None:
    """Killed with a request out: nobody knows what it cost, so the budget keeps its greatest cost."""
    code = """
import os, pickle, sys
from summarizer.batch.door import FarGate, Line
from summarizer.batch.gate import Need
FarGate(Line(pickle.load(sys.stdin.buffer))).admit(Need(10, 10, 1.0, label="dead"))
os.kill(os.getpid(), 9)
"""
    doorway = pickle.dumps(driver.door.doorway)
    done = subprocess.run([sys.executable, "-c", code], input=doorway, cwd=ROOT, check=False)
    assert done.returncode == -9
    ticket = driver.worker().admit(NEED)  # the only lane is free again
    rows = driver.ledger.read("SELECT label, charged, status, settled FROM requests ORDER BY id")
    assert rows[0] == ("dead", 1.0, None, 1)
    assert driver.gate.traffic().spent == 1.0
    assert ticket.id == 2


def test_a_worker_that_dies_while_it_waits_costs_nothing(driver: Driver) -> None:
    """Its turn comes when nobody is there any more: nothing was sent."""
    gate = driver.worker()
    first = gate.admit(NEED)
    doorway = driver.door.doorway
    line = Client((doorway.host, doorway.port), authkey=doorway.key)
    line.send(("admit", (NEED,)))
    assert until(lambda: driver.gate.traffic().waiting == 1)
    line.close()
    gate.settle(first, settled())
    second = gate.admit(NEED)
    gate.settle(second, settled())
    assert until(lambda: driver.gate.traffic().in_flight == 0)
    assert driver.gate.traffic().reserved == 0
    charged = driver.ledger.read("SELECT charged FROM requests WHERE status IS NULL")
    assert charged == [(0.0,)]


def test_what_was_given_back_is_not_settled_twice(driver: Driver) -> None:
    """A worker whose connection broke for a moment settles on a new one, too late."""
    line = Line(driver.door.doorway)
    ticket: Ticket = line.call("admit", NEED)
    line.close()
    assert until(lambda: driver.gate.traffic().in_flight == 0)
    line.call("settle", ticket, settled())
    assert driver.ledger.read("SELECT status FROM requests") == [(None,)]
    assert driver.gate.traffic().in_flight == 0


def test_nobody_comes_in_without_the_key(driver: Driver) -> None:
    doorway = driver.door.doorway
    with pytest.raises((AuthenticationError, OSError, EOFError)):
        Client((doorway.host, doorway.port), authkey=b"guessed")
    assert repr(doorway.key) not in repr(doorway)
    assert driver.door.busy is False


def test_one_who_only_holds_the_line_keeps_nobody_out_and_is_sent_away(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A port scanner connects and says nothing."""
    monkeypatch.setattr("summarizer.batch.door._GREETING_SECONDS", 1)
    doorway = driver.door.doorway
    with socket.create_connection((doorway.host, doorway.port), timeout=10) as scanner:
        gate = driver.worker()
        gate.settle(gate.admit(NEED), settled())
        heard = b""
        while chunk := scanner.recv(100):
            heard += chunk
    assert b"CHALLENGE" in heard  # the door asked, waited, and hung up


def test_without_its_driver_a_worker_is_told_that_the_run_is_over(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("summarizer.batch.door._PAUSE_SECONDS", 0.01)
    gate = driver.worker()
    driver.door.close()
    with pytest.raises(StoppedError):
        gate.admit(NEED)


# The engine


def plan() -> Plan:
    return Plan(Settings(base_url="http://127.0.0.1:9/v1", model="m", origins={"base_url": "flag"}), None)


def engine(driver: Driver) -> RayEngine:
    return RayEngine(plan(), driver.ledger, driver.gate, lanes=4)


@needs_ray
def test_a_worker_of_another_version_is_refused(driver: Driver) -> None:
    one = engine(driver)
    with pytest.raises(ConfigurationError, match=r"runs summarizer 0\.0"):
        one._greet("0.0")
    assert one._refusal is not None
    assert one._refusal.hint


@needs_ray
def test_nothing_to_do_asks_for_no_cluster(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rerun of a finished batch is over at once."""
    one = engine(driver)
    monkeypatch.setattr(one, "_pass", lambda tasks: pytest.fail("a cluster was asked for"))
    assert list(one.map(iter(()))) == []


def test_without_ray_the_engine_says_what_to_install(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ConfigurationError) as caught:
        engine(driver)
    assert "summarizer[ray]" in caught.value.hint


@needs_ray
@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("127.0.0.1:9", "refused"),
        ("nonsense", "HOST:PORT"),
        ("ray://127.0.0.1:10001", "Ray clients"),
    ],
)
def test_an_address_without_a_cluster_is_told_at_once(driver: Driver, address: str, reason: str) -> None:
    """Ray itself would try for minutes."""
    one = RayEngine(plan(), driver.ledger, driver.gate, lanes=4, address=address)
    with pytest.raises(ConfigurationError, match=reason) as caught:
        list(one.map(iter([task("a")])))
    assert caught.value.hint


def run(*arguments: str, seconds: float) -> dict[str, Any]:
    """One batch in a process of its own: Ray opens sockets to this machine's own address."""
    command = [sys.executable, "-m", "benchmarks.cluster", "run", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            out, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            raise
    assert process.returncode == 0
    account: dict[str, Any] = json.loads(out.splitlines()[-1])
    return account


@needs_ray
def test_a_batch_on_ray_gives_one_line_an_article_and_hides_the_key() -> None:
    """Ray on this machine, started by the engine: the output of a batch, and the key in no file of Ray's."""
    account = run("--articles=40", "--nodes=0", "--lanes=4", "--actors=1", "--latency=0.1", seconds=300)
    assert (account["lines"], account["distinct"], account["requests"]) == (40, 40, 40)
    assert account["key_in_files"] is False


@pytest.mark.slow
@needs_ray
@pytest.mark.parametrize("lost", ["worker", "node"])
def test_a_lost_worker_or_node_loses_nothing(lost: str) -> None:
    """kill -9 in mid-run: one line an article, and only what was in flight then is asked again."""
    account = run("--articles=200", "--nodes=3", "--lanes=16", f"--kill={lost}", seconds=300)
    assert account["workers_lost"] >= 1
    assert (account["lines"], account["distinct"]) == (200, 200)
    assert account["paid_twice"] == 0
    assert account["repeated"] <= 10 * account["workers_lost"]  # threads of an actor
