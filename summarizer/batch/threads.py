"""The engine of one machine: threads, each with a worker of its own."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from summarizer.batch.local_gate import Traffic
from summarizer.batch.tasks import Failure, Result, Task
from summarizer.core.errors import StoppedError, SummarizerError

_LOOK_UP = 0.1
"""Seconds between two looks at whether the run is to stop."""
_SPARE = 8
_SHARE = 8
"""For so many lanes one more thread, that prepares a request or verifies an answer meanwhile."""


class Doorkeeper(Protocol):
    """What is told when the run stops, and knows how many sleep: the gate."""

    def stop(self, *, now: bool) -> None:
        """Admit no more."""

    def traffic(self) -> Traffic:
        """What goes on."""


class Mapper(Protocol):
    """What a thread runs; a worker is one."""

    def __call__(self, task: Task) -> Result:
        """The result of one task."""

    def close(self) -> None:
        """Give back what it holds."""


@dataclass(slots=True)
class _Stop:
    asked: bool = False
    now: bool = False
    passed_on: int = 0


class _Crew:
    """The threads of one `map`. They start when there is work that no idle one could take.

    `most` tells how many are of use at the moment: each holds an article, its request and a stack, 0.3 MB.
    """

    def __init__(self, make: Callable[[], Mapper], stop: _Stop, most: Callable[[], int]) -> None:
        self.results: queue.SimpleQueue[Result] = queue.SimpleQueue()
        self._make = make
        self._stop = stop
        self._most = most
        self._tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._size = 0
        self._idle = 0
        self._lock = threading.Lock()

    def start(self, task: Task) -> None:
        """Give a task to whoever is free."""
        self._tasks.put(task)
        self.grow()

    def grow(self) -> None:
        """Start a thread, if one is of use."""
        if self._idle < self._tasks.qsize() and self._size < self._most():
            self._size += 1
            # Daemons: a stop at once does not wait for an endpoint that says nothing.
            threading.Thread(target=self._work, daemon=True).start()

    def dismiss(self) -> None:
        """No more tasks will come."""
        for _ in range(self._size):
            self._tasks.put(None)

    def _work(self) -> None:
        worker: Mapper | None = None
        while (task := self._next()) is not None:
            if self._stop.now:
                self.results.put(_left(task))
                continue
            try:
                worker = worker or self._make()
                self.results.put(worker(task))
            except SummarizerError as error:
                failure = Failure.of(error)
                self.results.put(Result(task.location, None, failure, failure.fatal))
        if worker is not None:
            worker.close()

    def _next(self) -> Task | None:
        with self._lock:
            self._idle += 1
        task = self._tasks.get()
        with self._lock:
            self._idle -= 1
        return task


class Threads:
    """An `Engine` of a few more threads than there are lanes, and of up to twice as many.

    The gate alone limits how many requests are in flight; the other threads prepare requests and verify
    answers. For each that sleeps until an endpoint that said "later" may be asked again, there is another.
    """

    def __init__(self, make: Callable[[], Mapper], gate: Doorkeeper, *, lanes: int) -> None:
        self._make = make
        self._gate = gate
        self._awake = lanes + lanes // _SHARE + _SPARE
        self._most = 2 * lanes + _SPARE
        self._ahead = self._most + lanes
        self._stop = _Stop()

    def map(self, tasks: Iterator[Task]) -> Iterator[Result]:
        """See `Engine`. Results of a stop at once are left behind: they are in the ledger."""
        crew = _Crew(self._make, self._stop, self._of_use)
        under_way, more = 0, True
        try:
            while under_way or more:
                self._pass_on_stop()
                if self._stop.now:
                    break
                while more and not self._stop.asked and under_way < self._ahead and crew.results.empty():
                    task = next(tasks, None)
                    more = task is not None
                    if task is not None:
                        crew.start(task)
                        under_way += 1
                more = more and not self._stop.asked
                crew.grow()
                result = _result(crew) if under_way else None
                if result is not None:
                    under_way -= 1
                    yield result
        finally:
            crew.dismiss()

    def stop(self, *, now: bool) -> None:
        """See `Engine`."""
        self._stop.asked = True
        self._stop.now = self._stop.now or now

    def _of_use(self) -> int:
        return min(self._most, self._awake + self._gate.traffic().resting)

    def _pass_on_stop(self) -> None:
        # Not in `stop`: a signal may come while this thread holds the gate's lock.
        level = self._stop.asked + self._stop.now
        if level > self._stop.passed_on:
            self._stop.passed_on = level
            self._gate.stop(now=self._stop.now)


def _result(crew: _Crew) -> Result | None:
    try:
        return crew.results.get(timeout=_LOOK_UP)
    except queue.Empty:
        return None


def _left(task: Task) -> Result:
    return Result(task.location, None, Failure.of(StoppedError("left undone: the run was stopped")))
