"""One worker: a summarizer of its own on the ledger's transport. Every engine uses it, wherever it runs."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass

import httpx2

from summarizer.api import build
from summarizer.batch.gate import Gate
from summarizer.batch.tasks import Failure, Result, Task
from summarizer.batch.traffic import Flights, Governed, Stopwatch
from summarizer.batch.turns import Turn, WithoutTurn
from summarizer.core.errors import NotAskedError, SummarizerError
from summarizer.core.summary import ArticleSummary, Status
from summarizer.core.usage import Price
from summarizer.llm.asked import forget_json
from summarizer.llm.cassette import Cassette, Store
from summarizer.llm.recording import Subject
from summarizer.settings import Settings

_PROBLEMS = {
    Status.REFUSED: ("the model declined to summarise this article", "read it: is it an article at all?"),
    Status.TRUNCATED: (
        "the answer was cut at the output limit",
        "raise SUMMARIZER_MAX_OUTPUT_TOKENS and run again",
    ),
    Status.FAILED: ("no answer of the model fitted the schema", "run again with --retry-failed to ask anew"),
}


class HeldBack(httpx2.BaseTransport):
    """A transport that remembers that a request through it was held back: the pipeline may get over it,
    and would take a summary without its repair round for finished."""

    def __init__(self, inner: httpx2.BaseTransport) -> None:
        self.error: NotAskedError | None = None
        self._inner = inner

    def taken(self) -> NotAskedError | None:
        """The error since the last time that this was asked."""
        error, self.error = self.error, None
        return error

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """As `inner` does."""
        try:
            return self._inner.handle_request(request)
        except NotAskedError as error:
            self.error = error
            raise

    def close(self) -> None:
        """Close `inner`."""
        self._inner.close()


class Upstream(httpx2.BaseTransport):
    """What asks the model; engines put their own kind here."""

    def begin(self, task: Task) -> None:
        """The next requests are for this task."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What workers need to know; can be pickled."""

    settings: Settings
    """With a model named, so that no worker has to ask for it."""
    price: Price | None
    keep_text: bool = False
    fresh: bool = False
    """Ask the model even where the ledger has its answer."""


class Worker:
    """Maps a `Task` to a `Result`; for one thread.

    `upstream` makes the transport that asks the model where `store` has no answer; it is given the
    worker's clock. Workers of one process share `computing`, so that one computes at a time. Raises
    `ConfigurationError` when no model can be used.
    """

    def __init__(
        self,
        plan: Plan,
        store: Store,
        upstream: Callable[[Stopwatch], Upstream],
        computing: threading.Lock | None = None,
    ) -> None:
        self._plan = plan
        clock = Stopwatch()
        self._upstream = upstream(clock)
        self._held_back = HeldBack(self._upstream)
        self._cassette = Cassette(store, lambda: self._held_back)
        self._turn = Turn(computing or threading.Lock(), clock.standing)
        self._summarizer = build(
            plan.settings,
            transport=WithoutTurn(self._cassette, self._turn),
            clock=clock,
            sleep=self._turn.sleep,
        )

    def __call__(self, task: Task) -> Result:
        """Summarise one article; never raises for what is wrong with it, the endpoint or the program."""
        self._cassette.fresh = task.fresh or self._plan.fresh
        self._upstream.begin(task)
        try:
            return self._result(task)
        finally:
            # It is in the ledger: an idle worker need not hold it in memory.
            self._cassette.played.clear()
            self._cassette.misses.clear()
            forget_json()

    def _result(self, task: Task) -> Result:
        try:
            with self._turn.computing(), self._cassette.about(Subject(label=task.location)):
                summary = self._summarizer.summarize(task.article, keep_text=self._plan.keep_text)
        except SummarizerError as error:
            return _failed(task, Failure.of(self._held_back.taken() or error))
        except Exception as error:  # noqa: BLE001 - a defect met by one article must not end the run
            return _failed(task, defect_of(error))
        held_back = self._held_back.taken()
        if held_back is not None:
            return _failed(task, Failure.of(held_back))
        return Result(task.location, summary, problem_of(summary))

    def close(self) -> None:
        """Close the connections."""
        self._summarizer.close()


class Asking(Governed, Upstream):
    """The upstream of workers that ask the endpoint themselves, through a gate."""

    def begin(self, task: Task) -> None:
        """The next requests are for this task."""
        self.label, self.begun = task.location, False


def asking(
    network: Callable[[], httpx2.BaseTransport],
    gate: Gate,
    price: Price | None,
    flights: Flights | None = None,
) -> Callable[[Stopwatch], Upstream]:
    """What makes the `upstream` of workers that ask the endpoint themselves."""
    return lambda clock: Asking(network(), gate, price=price, clock=clock, flights=flights)


def _failed(task: Task, failure: Failure) -> Result:
    return Result(task.location, None, failure, failure.fatal)


def problem_of(summary: ArticleSummary) -> Failure | None:
    """The failure that a summary's status means, if it means one."""
    if summary.status not in _PROBLEMS:
        return None
    message, hint = _PROBLEMS[summary.status]
    return Failure(summary.status.value, message, hint)


def defect_of(error: Exception) -> Failure:
    """The failure that a defect means.

    Type and place only: the message of a stranger's exception may quote the article.
    """
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = frame.filename.rpartition("/")[2]
    return Failure(
        "defect",
        f"a defect of the program: {type(error).__name__} at {place}:{frame.lineno}",
        "please report it, with the article if you may",
    )
