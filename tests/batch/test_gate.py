"""Who may send, and when: lanes, pace, budget, and the gate that joins them."""

from __future__ import annotations

import random
import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.batch.budget import Budget, charge, greatest_cost
from summarizer.batch.gate import Need, Settled
from summarizer.batch.lanes import Lanes
from summarizer.batch.local_gate import LocalGate
from summarizer.batch.pace import Pace, duration, per_minute
from summarizer.batch.tasks import Result, Task
from summarizer.batch.threads import Threads
from summarizer.core.article import Article
from summarizer.core.errors import BudgetSpentError, StoppedError
from summarizer.core.usage import Price, Usage


class Journal:
    """Counts and keeps what the gate writes down."""

    def __init__(self) -> None:
        self.charged: dict[int, float | None] = {}
        self._lock = threading.Lock()

    def intend(self, need: Need) -> int:
        with self._lock:
            self.charged[len(self.charged)] = need.cost
            return len(self.charged) - 1

    def settle(self, request: int, settled: Settled, charged: float | None) -> None:
        self.charged[request] = charged


NEED = Need(1000, 100, 1.0)
OK = Settled(200, Usage(input_tokens=10, output_tokens=10), 0.01)


def test_never_more_in_flight_than_lanes():
    gate = LocalGate(Journal(), lanes=3)
    now, most, lock = [0], [0], threading.Lock()

    def work():
        for _ in range(20):
            ticket = gate.admit(NEED)
            with lock:
                now[0] += 1
                most[0] = max(most[0], now[0])
            time.sleep(0.001)
            with lock:
                now[0] -= 1
            gate.settle(ticket, OK)

    threads = [threading.Thread(target=work) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert most[0] == 3
    assert gate.traffic().in_flight == 0


def test_a_stop_frees_those_who_wait_and_lets_finish_who_has_begun():
    gate = LocalGate(Journal(), lanes=1)
    ticket = gate.admit(NEED)
    errors: list[Exception] = []

    def wait():
        try:
            gate.admit(NEED)
        except StoppedError as error:
            errors.append(error)

    thread = threading.Thread(target=wait)
    thread.start()
    time.sleep(0.05)
    gate.stop(now=False)
    thread.join(5)
    assert len(errors) == 1
    gate.settle(ticket, OK)
    begun = Need(1000, 100, 1.0, begun=True)
    gate.settle(gate.admit(begun), OK)
    gate.stop(now=True)
    with pytest.raises(StoppedError):
        gate.admit(begun)


def test_the_width_follows_what_the_endpoint_bears():
    lanes = Lanes(64)
    at = 0.0
    for _ in range(40):
        at += 0.2
        for _ in range(10):
            lanes.answered(at, 0.1, pushed_back=True, wait=None)
    assert lanes.width == 1
    for _ in range(40):
        at += 0.2
        for _ in range(10):
            lanes.answered(at, 0.1, pushed_back=False, wait=None)
    assert lanes.width == 64


def test_a_few_stray_429s_cost_no_width():
    lanes, at, dice = Lanes(64), 0.0, random.Random(3)
    widths = []
    for _ in range(100):
        at += 0.6
        for _ in range(64):
            lanes.answered(at, 0.5, pushed_back=dice.random() < 0.1, wait=1.0)
        widths.append(lanes.width)
    assert sum(widths) / len(widths) > 60


def test_who_was_told_later_rests_until_then():
    """For each of them the engine has another thread, so that no lane stays empty."""
    now = [100.0]
    gate = LocalGate(Journal(), lanes=4, clock=lambda: now[0])
    for wait in (3.0, 1.0, None):
        gate.settle(gate.admit(NEED), Settled(429, None, 0.01, retry_after=wait))
    assert gate.traffic().resting == 2
    now[0] += 2.0
    assert gate.traffic().resting == 1
    now[0] += 2.0
    assert gate.traffic().resting == 0


def test_threads_are_few_more_than_lanes_and_one_more_for_each_that_sleeps():
    gate, made, go = LocalGate(Journal(), lanes=8), [], threading.Event()

    class Waiting:
        def __init__(self):
            made.append(self)

        def __call__(self, task):
            go.wait(10)
            return Result(task.location, None, None)

        def close(self):
            pass

    def threads_after(seconds):
        engine = Threads(Waiting, gate, lanes=8)
        threading.Timer(seconds, go.set).start()
        article = Article(text="Der Bau ruht.")
        found = list(engine.map(Task(str(number), article) for number in range(60)))
        return len(found), len(made)

    assert threads_after(0.5) == (60, 17)
    made.clear()
    go.clear()
    for _ in range(3):
        gate.settle(gate.admit(NEED), Settled(429, None, 0.01, retry_after=60.0))
    assert threads_after(0.5) == (60, 20)


def test_when_everybody_is_told_to_wait_nobody_asks():
    lanes = Lanes(8)
    for _ in range(5):
        lanes.answered(10.0, 0.1, pushed_back=True, wait=7.0)
    assert lanes.held_until == 17.0


@given(rpm=st.integers(1, 5000), steps=st.lists(st.floats(0, 5), max_size=60))
def test_never_more_than_rpm_in_any_minute(rpm, steps):
    bucket, now, sent = per_minute(rpm, 0.0), 0.0, []
    for step in [*steps, *[0.0] * 50, *[0.3] * 50]:
        now += step
        while bucket.wait(now) == 0 and len(sent) < 20_000:
            bucket.take(1)
            sent.append(now)
    first = 0
    for last, moment in enumerate(sent):
        while moment - sent[first] >= 60 - 1e-6:
            first += 1
        assert last - first + 1 <= rpm


def test_the_pace_reaches_what_was_allowed():
    pace, now, sent = Pace(600, None, 0.0), 0.0, 0
    while now < 60:
        wait = pace.wait(now)
        if wait:
            now += wait
        else:
            pace.take(NEED)
            sent += 1
    assert 570 <= sent <= 600


def test_tokens_are_corrected_by_what_was_used():
    pace, now, used = Pace(None, 60_000, 0.0), 0.0, 0
    while now < 120:
        wait = pace.wait(now)
        if wait:
            now += wait
            continue
        expected = pace.take(NEED)
        pace.settle(NEED, expected, (900, 90))
        used += 990
    assert 0.95 * 120_000 <= used <= 1.05 * 120_000


def test_limits_are_learned_from_headers():
    pace = Pace(None, None, 0.0)
    pace.learn(
        {
            "x-ratelimit-limit-requests": "60",
            "x-ratelimit-remaining-requests": "0",
            "x-ratelimit-reset-requests": "1m0s",
        },
        0.0,
    )
    assert pace.wait(0.0) == pytest.approx(1.0)
    assert pace.wait(1.01) == 0


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1s", 1),
        ("6m0s", 360),
        ("20ms", 0.02),
        ("1.5", 1.5),
        ("soon", None),
        ("", None),
        (None, None),
        ("-1", None),
    ],
)
def test_durations_as_endpoints_write_them(text, seconds):
    assert duration(text) == seconds


@given(st.dictionaries(st.sampled_from(["limit", "remaining", "reset"]), st.text(max_size=8)))
def test_nonsense_in_headers_is_ignored(found):
    pace = Pace(None, None, 0.0)
    pace.learn({f"x-ratelimit-{name}-requests": value for name, value in found.items()}, 0.0)
    assert pace.wait(0.0) >= 0


def test_unknown_outcomes_stay_at_their_maximum_and_refused_requests_cost_nothing():
    price = Price(input=1.0, output=10.0, dated="2026-01-01")
    need = Need(1_000_000, 100_000, greatest_cost(price, 1_000_000, 100_000))
    assert need.cost == 2.0
    used = Usage(input_tokens=1000, output_tokens=100)
    assert charge(price, need, Settled(200, used, 1)) == 0.002
    assert charge(price, need, Settled(200, None, 1)) == 2.0
    assert charge(price, need, Settled(None, None, 1)) == 2.0
    assert charge(price, need, Settled(None, None, 1, sent=False)) == 0
    assert charge(price, need, Settled(429, None, 1)) == 0
    assert charge(price, need, Settled(503, None, 1)) == 0


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_the_budget_is_never_exceeded(seed):
    """Random prices, sizes, usages and outcomes, from many threads at once: not by a millionth of a cent."""
    dice = random.Random(seed)
    price = Price(
        input=dice.uniform(0.01, 20),
        output=dice.uniform(0.01, 80),
        cached=dice.choice([None, 0.005]),
        dated="2026-01-01",
    )
    limit = 10 ** dice.uniform(-2, 2)
    budget, journal = Budget(limit, spent=dice.uniform(0, limit / 3)), Journal()
    before = budget.spent
    gate = LocalGate(journal, lanes=8, price=price, budget=budget)
    seeds = [dice.random() for _ in range(6)]
    spent: list[float] = []

    def work(one: float) -> None:
        own = random.Random(one)
        while True:
            size, output = own.randint(100, 20_000), own.randint(100, 8000)
            need = Need(size, output, greatest_cost(price, size, output))
            try:
                ticket = gate.admit(need)
            except BudgetSpentError:
                return
            cached = own.randint(0, size)
            usage = Usage(
                input_tokens=own.randint(cached, size),
                output_tokens=own.randint(0, output),
                cached_tokens=cached,
            )
            status = own.choice([200] * 6 + [429, 500, None])
            spent.append(price.cost(usage).amount if status == 200 else 0.0 if status else need.cost or 0.0)
            gate.settle(ticket, Settled(status, usage if status == 200 else None, 0.0))

    threads = [threading.Thread(target=work, args=(one,)) for one in seeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive()
    assert before + sum(spent) <= limit + 1e-9
    assert sum(charged or 0 for charged in journal.charged.values()) == pytest.approx(sum(spent))
    assert budget.spent <= limit + 1e-9
