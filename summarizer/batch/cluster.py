"""The Ray engine: the same map function on a cluster. Ray Data places, feeds and restarts the workers.

    driver: sources -> Feed --door--> read task -> map actors (Worker on threads) -> results -> driver
                                                        |
                           gate, ledger, settings <--door

Ray repeats what a lost process or node had in hand; the ledger answers what was paid for by then. What is
not Ray's: rate limits, budget and journal, which exist once, in the driver.
"""

from __future__ import annotations

import importlib.util
import math
import queue
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from summarizer.api import tool_version
from summarizer.batch.door import Door
from summarizer.batch.feed import Feed
from summarizer.batch.gate import Gate
from summarizer.batch.tasks import Result, Task
from summarizer.batch.worker import Plan
from summarizer.core.errors import ConfigurationError, SummarizerError
from summarizer.llm.cassette import Store
from summarizer.llm.connect import choose

if TYPE_CHECKING:
    from summarizer.batch.cluster_ray import Shape, Stream
    from summarizer.batch.setup import Ground

# So many blocks are with an actor that one slow article does not keep its other threads idle. Ray Data
# looks only ten times a second at what has finished: with fewer than two, threads would wait for it.
_BLOCKS = 4
# Of a local model, so that at the end none is idle for long while another has several left.
_BLOCKS_LOCAL = 2
_LANES_PER_ACTOR = 16
_START_SECONDS = 180.0
_END_SECONDS = 10.0
_PASSES_WITHOUT_RESULT = 3
# Waiting for a model leaves the processor alone; a local model keeps one busy.
_CPUS_WAITING = 0.25
_CPUS_LOCAL = 1.0

_Arrived = queue.Queue[list[Result] | str]


class OneGate(Gate, Protocol):
    """The gate of the run, which is told when the run stops."""

    def stop(self, *, now: bool) -> None:
        """Admit no more."""


def engine_at(address: str | None = None, actors: int | None = None) -> Callable[[Ground], RayEngine]:
    """What makes the engine of a run (`setup.opened`) on Ray; `actors` is for the whole cluster."""

    def make(ground: Ground) -> RayEngine:
        lanes = ground.limits.workers
        return RayEngine(ground.plan, ground.ledger, ground.gate, lanes=lanes, actors=actors, address=address)

    return make


class RayEngine:
    """Maps tasks on a Ray cluster; the gate lets `lanes` requests out at once, from all actors together.

    `address` names a running cluster ("auto", "host:6379"); without one, Ray is started on this machine
    and ended with the run. Where the caller is connected to Ray already, that connection is used.
    `actors` is by default one for 16 lanes; a local model gets one for each lane, with one thread and one
    processor. `patience` is how many seconds the first actor may take to start. Raises `ConfigurationError`
    where ray is not installed.
    """

    def __init__(
        self,
        plan: Plan,
        ledger: Store,
        gate: OneGate,
        *,
        lanes: int,
        actors: int | None = None,
        address: str | None = None,
        patience: float = _START_SECONDS,
    ) -> None:
        if not all(map(importlib.util.find_spec, ("ray", "pyarrow"))):
            raise ConfigurationError("the Ray engine needs ray", hint="pip install 'summarizer[ray]'")
        self._plan = plan
        self._ledger = ledger
        self._gate = gate
        self._address = address
        self._patience = patience
        self._local = choose(plan.settings).local
        self._actors = actors or (lanes if self._local else math.ceil(lanes / _LANES_PER_ACTOR))
        self._block = 1 if self._local else math.ceil(lanes / self._actors)
        self._feed = Feed()
        self._greeted = 0
        self._refusal: SummarizerError | None = None
        self._ended = self._stopped = self._stopped_now = False
        self._passed_on = 0

    def map(self, tasks: Iterator[Task]) -> Iterator[Result]:
        """See `Engine.map`. Raises `ConfigurationError` when Ray or its workers cannot be had."""
        self._feed, self._ended = Feed(), False
        self._fill(tasks)  # where nothing is left to do, no cluster is asked for
        barren = 0
        while not self._finished:
            before = self._feed.finished
            trouble = yield from self._pass(tasks)
            barren = 0 if self._feed.finished > before else barren + 1
            if barren >= _PASSES_WITHOUT_RESULT and not self._finished:
                raise ConfigurationError(
                    f"the Ray cluster failed {barren} times without a result: {trouble}",
                    hint="see 'ray status' and Ray's log folder; run the command again to resume",
                )
            self._feed.restart(self._block)

    def stop(self, *, now: bool) -> None:
        """See `Engine.stop`."""
        self._stopped = True
        self._stopped_now = self._stopped_now or now

    @property
    def _finished(self) -> bool:
        return self._stopped_now or (self._ended and not self._feed.unfinished)

    def _pass(self, tasks: Iterator[Task]) -> Generator[Result, None, str]:
        """Map until nothing is left or Ray fails; returns why it ended before that."""
        from summarizer.batch.cluster_ray import Stream, connected  # ray takes a second to import

        shape = self._shape()
        self._greeted = 0
        with ExitStack() as stack:
            host = stack.enter_context(connected(self._address, shape))
            door = stack.enter_context(closing(Door(host, self._gate, self._calls())))
            arrived = stack.enter_context(_pumped(Stream(door.doorway, shape)))
            since = time.monotonic()
            while not self._finished:
                self._pass_on_stop()
                self._fill(tasks)
                found = _next(arrived)
                if isinstance(found, str):
                    if self._refusal:
                        raise self._refusal
                    return found
                if found or door.busy:
                    since = time.monotonic()
                elif trouble := self._silence(time.monotonic() - since, shape):
                    return trouble
                yield from self._fresh(found)
        return ""

    def _shape(self) -> Shape:
        from summarizer.batch.cluster_ray import Shape

        if self._local:
            return Shape(self._actors, threads=1, cpus=_CPUS_LOCAL, blocks=_BLOCKS_LOCAL)
        # As on one machine: while some threads hold the lanes, others verify, or wait to ask again.
        return Shape(self._actors, threads=2 * self._block + 2, cpus=_CPUS_WAITING, blocks=_BLOCKS)

    def _pass_on_stop(self) -> None:
        # Not in `stop`: a signal may come while this thread holds the gate's lock.
        level = self._stopped + self._stopped_now
        if level > self._passed_on:
            self._passed_on = level
            self._gate.stop(now=self._stopped_now)

    def _calls(self) -> Mapping[str, Callable[..., Any]]:
        return {
            "hello": self._greet,
            "refuse": self._refuse,
            "take": self._feed.take,
            "find": self._ledger.find,
            "nearest": self._ledger.nearest,
            "add": self._ledger.add,
        }

    def _greet(self, version: str) -> Plan:
        """What a worker needs to begin; the key is told here and stands in nothing that Ray keeps."""
        if version != tool_version():
            other = f"a Ray worker runs summarizer {version}, the driver {tool_version()}"
            self._refuse(ConfigurationError(other, hint="install the same version on every node"))
            raise ConfigurationError(other)
        self._greeted += 1
        return self._plan

    def _refuse(self, error: SummarizerError) -> None:
        """A worker cannot work, and says why."""
        self._refusal = error

    def _fill(self, tasks: Iterator[Task]) -> None:
        """Offer tasks until every actor has its blocks; memory is bounded by this, not by Ray's store."""
        room = self._actors * self._block * (_BLOCKS_LOCAL if self._local else _BLOCKS)
        while not self._ended and self._feed.unfinished + self._block <= room:
            block = [] if self._stopped else list(islice(tasks, self._block))
            if block:
                self._feed.offer(block)
            if len(block) < self._block:
                self._ended = True
                self._feed.end()

    def _fresh(self, found: list[Result]) -> Iterator[Result]:
        for result in found:
            # A block that Ray repeats after a loss gives some results a second time.
            if self._feed.finish(result.location):
                yield result

    def _silence(self, seconds: float, shape: Shape) -> str:
        """Why so long a silence is the end of a pass; nothing while it may be waiting."""
        if not self._greeted and seconds > self._patience:
            raise ConfigurationError(
                f"no Ray worker has started in {seconds:.0f} s",
                hint=f"each of the {shape.workers} actors needs {shape.cpus:g} CPUs: see 'ray status'",
            )
        # Ray waits for ever for an actor that no node has room for.
        settings = self._plan.settings
        longest = max(settings.deadline, settings.timeout, 600.0 * self._local) + self._patience
        return f"nothing has happened for {seconds:.0f} s" if seconds > longest else ""


def _next(arrived: _Arrived) -> list[Result] | str:
    """What has come, after a short wait at most: a signal to stop must be seen soon."""
    try:
        return arrived.get(timeout=0.1)
    except queue.Empty:
        return []


@contextmanager
def _pumped(stream: Stream) -> Iterator[_Arrived]:
    """Wait for Ray in a thread of its own, so that the main one can be stopped at any time."""
    arrived: _Arrived = queue.Queue()

    def pump() -> None:
        try:
            for results in stream:
                arrived.put(results)
        except Exception as error:  # noqa: BLE001 - whatever Ray raises ends the pass, not the run
            lines = str(error).strip().splitlines()
            arrived.put(f"{type(error).__name__}: {lines[-1] if lines else ''}"[:300])
        else:
            arrived.put("Ray ended before the last article")

    thread = threading.Thread(target=pump, name="ray", daemon=True)
    thread.start()
    try:
        yield arrived
    finally:
        stream.close()
        thread.join(_END_SECONDS)
