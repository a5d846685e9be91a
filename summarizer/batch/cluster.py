"""The Ray engine: the same map function on a cluster. Ray Data places, feeds and restarts the workers.

    driver: sources -> Feed --door--> read task -> map actors (Worker on threads) -> results -> driver
                                                        |
                           gate, ledger, settings <--door

Ray repeats what a lost process or node had in hand; the ledger answers what was paid for by then. What is
not Ray's: rate limits, budget and journal, which exist once, in the driver.
"""

from __future__ import annotations

import importlib.util
import queue
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

from summarizer.api import tool_version
from summarizer.batch.door import Door
from summarizer.batch.feed import Feed
from summarizer.batch.gate import Gate
from summarizer.batch.tasks import Result, Task
from summarizer.core.errors import ConfigurationError, SummarizerError, UsageError
from summarizer.llm.cassette import Store
from summarizer.llm.connect import choose
from summarizer.settings import Settings

if TYPE_CHECKING:
    from summarizer.batch.cluster_ray import Stream

_Arrived = queue.Queue[list[Result] | str]
# So many blocks are with an actor that one slow article does not keep its other threads idle. Ray Data
# looks only ten times a second at what has finished: with fewer than two, threads would wait for it.
_BLOCKS_IN_HAND = 4
_START_SECONDS = 180.0
_END_SECONDS = 10.0
_PASSES_WITHOUT_RESULT = 3
# Waiting for a model leaves the processor alone; a local model keeps one busy.
_CPUS_WAITING = 0.25
_CPUS_LOCAL = 1.0


class RayEngine:
    """Maps tasks on a Ray cluster: `workers` actors with `threads` articles at once in each.

    `address` names a running cluster ("auto", "host:6379"); without one, Ray is started on this machine
    and ended with the run. Where the caller is connected to Ray already, that connection is used.
    The local model gets one thread and one processor in each of the `workers`.
    `patience` is how many seconds the first worker may take to start.
    """

    def __init__(
        self,
        settings: Settings,
        ledger: Store,
        gate: Gate,
        *,
        workers: int,
        threads: int,
        address: str | None = None,
        patience: float = _START_SECONDS,
    ) -> None:
        if not all(map(importlib.util.find_spec, ("ray", "pyarrow"))):
            raise UsageError("the Ray engine needs ray", hint="pip install 'summarizer[ray]'")
        local = choose(settings).local
        if local and settings.threads is None:
            settings = settings.model_copy(update={"threads": 1})
        self._settings = settings
        self._ledger = ledger
        self._gate = gate
        self._workers = workers
        self._threads = 1 if local else threads
        self._cpus = _CPUS_LOCAL if local else _CPUS_WAITING
        self._address = address
        self._patience = patience
        self._feed = Feed()
        self._greeted = 0
        self._refusal: SummarizerError | None = None
        self._ended = self._stopped = self._stopped_now = False

    def map(self, tasks: Iterator[Task]) -> Iterator[Result]:
        """See `Engine.map`. Raises `ConfigurationError` when Ray or its workers cannot be had."""
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
            self._feed.restart(self._threads)

    def stop(self, *, now: bool) -> None:
        """See `Engine.stop`."""
        self._stopped = True
        self._stopped_now = self._stopped_now or now

    @property
    def _finished(self) -> bool:
        return self._stopped_now or (self._ended and not self._feed.unfinished)

    def _pass(self, tasks: Iterator[Task]) -> Generator[Result, None, str]:
        """Map until nothing is left or Ray fails; returns why it ended before that."""
        from summarizer.batch.cluster_ray import Plan, Stream, connected  # ray takes a second to import

        plan = Plan(self._workers, self._threads, self._cpus, _BLOCKS_IN_HAND)
        with ExitStack() as stack:
            host = stack.enter_context(connected(self._address, plan))
            door = stack.enter_context(closing(Door(host, self._gate, self._calls())))
            arrived = stack.enter_context(_pumped(Stream(door.doorway, plan)))
            since = time.monotonic()
            while not self._finished:
                self._fill(tasks)
                found = _next(arrived)
                if isinstance(found, str):
                    if self._refusal:
                        raise self._refusal
                    return found
                if found or door.busy:
                    since = time.monotonic()
                elif trouble := self._silence(time.monotonic() - since):
                    return trouble
                yield from self._fresh(found)
        return ""

    def _calls(self) -> Mapping[str, Callable[..., Any]]:
        return {
            "hello": self._greet,
            "take": self._feed.take,
            "find": self._ledger.find,
            "nearest": self._ledger.nearest,
            "add": self._ledger.add,
        }

    def _greet(self, version: str) -> Settings:
        """What a worker needs to begin; the key is told here and stands in nothing that Ray keeps."""
        if version != tool_version():
            self._refusal = ConfigurationError(
                f"a Ray worker runs summarizer {version}, the driver {tool_version()}",
                hint="install the same version on every node",
            )
            raise self._refusal
        self._greeted += 1
        return self._settings

    def _fill(self, tasks: Iterator[Task]) -> None:
        """Offer tasks until every actor has its blocks; memory is bounded by this, not by Ray's store."""
        room = self._workers * self._threads * _BLOCKS_IN_HAND
        while not self._ended and self._feed.unfinished + self._threads <= room:
            block = [] if self._stopped else list(islice(tasks, self._threads))
            if block:
                self._feed.offer(block)
            if len(block) < self._threads:
                self._ended = True
                self._feed.end()

    def _fresh(self, found: list[Result]) -> Iterator[Result]:
        for result in found:
            # A block that Ray repeats after a loss gives some results a second time.
            if self._feed.finish(result.location):
                self._stopped = self._stopped or result.fatal
                yield result

    def _silence(self, seconds: float) -> str:
        """Why so long a silence is the end of a pass; nothing while it may be waiting."""
        if not self._greeted and seconds > self._patience:
            raise ConfigurationError(
                f"no Ray worker has started in {seconds:.0f} s",
                hint=f"each of the {self._workers} workers needs {self._cpus:g} CPUs: see 'ray status'",
            )
        # Ray waits for ever for an actor that no node has room for.
        longest = max(self._settings.deadline, self._settings.timeout) + self._patience
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
