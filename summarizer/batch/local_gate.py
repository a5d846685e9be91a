"""The gate of one process: a queue of requests that wait for a lane, the rate limits and the budget."""

from __future__ import annotations

import heapq
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from summarizer.batch.budget import Budget, charge
from summarizer.batch.gate import Need, Settled, Ticket
from summarizer.batch.lanes import Lanes
from summarizer.batch.pace import Pace
from summarizer.core.errors import BudgetSpentError, StoppedError
from summarizer.core.usage import Price

_OVERLOADED = (429, 503, 529)


class Journal(Protocol):
    """Where requests are written down; the ledger is one."""

    def intend(self, need: Need) -> int:
        """A request is about to be sent."""

    def settle(self, request: int, settled: Settled, charged: float | None) -> None:
        """It has ended."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """What goes on at the gate at a moment."""

    in_flight: int
    width: int
    """Requests that may be in flight at once now."""
    waiting: int
    spent: float
    reserved: float
    pushed_back: int
    """Answers so far that said: slower."""
    resting: int = 0
    """Answers that said "later", and later is not yet."""


class LocalGate:
    """A `Gate` for the threads of this process, first come, first served."""

    def __init__(
        self,
        journal: Journal,
        *,
        lanes: int,
        price: Price | None = None,
        budget: Budget | None = None,
        rpm: float | None = None,
        tpm: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._journal = journal
        self._price = price
        self._clock = clock
        self._lanes = Lanes(lanes)
        self._pace = Pace(rpm, tpm, clock())
        self._budget = budget or Budget()
        self._lock = threading.Lock()
        self._queue: deque[threading.Condition] = deque()
        self._expected: dict[int, float] = {}
        self._pushed_back = 0
        self._rests: list[float] = []
        self._stopping = False
        self._stopped = False

    def admit(self, need: Need) -> Ticket:
        """See `Gate`."""
        turn = threading.Condition(self._lock)
        with self._lock:
            self._queue.append(turn)
            try:
                self._wait_for_turn(turn, need)
                self._lanes.in_flight += 1
                self._budget.reserve(need)
                expected = self._pace.take(need)
            finally:
                self._queue.remove(turn)
                self._wake_next()
        try:
            ticket = Ticket(self._journal.intend(need), need)
        except BaseException:
            with self._lock:
                self._release(need, expected, 0.0, None)
            raise
        self._expected[ticket.id] = expected
        return ticket

    def settle(self, ticket: Ticket, settled: Settled) -> None:
        """See `Gate`."""
        now = self._clock()
        charged = charge(self._price, ticket.need, settled)
        usage = settled.usage
        used = (usage.input_tokens or 0, usage.output_tokens or 0) if usage else None
        pushed_back = settled.status in _OVERLOADED or (settled.status is None and settled.sent)
        with self._lock:
            self._pushed_back += pushed_back
            if settled.retry_after:
                heapq.heappush(self._rests, now + settled.retry_after)
            self._lanes.answered(now, settled.seconds, pushed_back=pushed_back, wait=settled.retry_after)
            self._pace.learn(settled.headers, now)
            self._release(ticket.need, self._expected.pop(ticket.id, 0.0), charged, used)
        self._journal.settle(ticket.id, settled, charged)

    def stop(self, *, now: bool) -> None:
        """Admit nothing but what articles that have begun still need; with `now`, nothing at all."""
        with self._lock:
            self._stopping, self._stopped = True, self._stopped or now
            for turn in self._queue:
                turn.notify()

    def book(self, dollars: float) -> None:
        """Count money that was spent past this gate: by jobs of a provider's batch API."""
        with self._lock:
            self._budget.spent += dollars

    def traffic(self) -> Traffic:
        """What goes on, for people to see."""
        now = self._clock()
        with self._lock:
            while self._rests and self._rests[0] <= now:
                heapq.heappop(self._rests)
            return Traffic(
                in_flight=self._lanes.in_flight,
                width=int(self._lanes.width),
                waiting=len(self._queue),
                spent=self._budget.spent,
                reserved=self._budget.reserved,
                pushed_back=self._pushed_back,
                resting=len(self._rests),
            )

    def _wait_for_turn(self, turn: threading.Condition, need: Need) -> None:
        while True:
            if self._stopped or (self._stopping and not need.begun):
                raise StoppedError(
                    "left undone: the run was stopped", hint="run the same command again: it goes on there"
                )
            if self._queue[0] is turn:
                seconds = self._obstacle(need)
                if seconds == 0:
                    return
                turn.wait(seconds)
            else:
                turn.wait()

    def _obstacle(self, need: Need) -> float | None:
        """Seconds to wait; 0: go; None: until something ends. Raises `BudgetSpentError`."""
        if self._budget.hopeless(need):
            raise BudgetSpentError(
                f"left undone: {self._budget.left():.4f} USD of the budget of"
                f" {self._budget.limit:g} are left, and a request can cost {need.cost or 0:.4f}",
                hint="run the same command with a larger --budget: it goes on there",
            )
        if not self._lanes.free or not self._budget.fits(need):
            return None
        now = self._clock()
        return max(0.0, self._pace.wait(now), self._lanes.held_until - now)

    def _release(
        self, need: Need, expected: float, charged: float | None, used: tuple[int, int] | None
    ) -> None:
        self._lanes.in_flight -= 1
        self._budget.settle(need, charged)
        self._pace.settle(need, expected, used)
        self._wake_next()

    def _wake_next(self) -> None:
        if self._queue:
            self._queue[0].notify()
