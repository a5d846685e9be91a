"""The engine for a provider's batch API: half the price, answers within a day.

It maps every article at once. What the ledger cannot answer goes into jobs; when a job has ended, the
articles that waited for it are mapped again. An answer that does not fit, and items that the checks
rejected, make new questions then, which are the next round. Everything that must not be forgotten is in
the ledger before the provider is told, so that a process may die at any moment.

Articles that wait stand in files beside the ledger, never in memory. One thread does all of it: the time
goes into waiting.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.api import Summarizer
from summarizer.batch.ledger import Ledger
from summarizer.batch.provider_client import BatchClient
from summarizer.batch.provider_files import Folder, Spool
from summarizer.batch.provider_jobs import Jobs
from summarizer.batch.provider_pending import (
    Answers,
    Desk,
    Patient,
    PendingError,
    Purse,
    discounted,
)
from summarizer.batch.provider_results import Collector
from summarizer.batch.provider_rounds import Progress, Rounds
from summarizer.batch.provider_terms import Terms
from summarizer.batch.provider_trial import Trial
from summarizer.batch.setup import Ground
from summarizer.batch.tasks import TRANSIENT, UNDONE, Failure, Result, Task
from summarizer.batch.worker import Plan, defect_of, problem_of
from summarizer.core.errors import ConfigurationError, SummarizerError
from summarizer.core.summary import ArticleSummary
from summarizer.llm.connect import choose, connect

if TYPE_CHECKING:
    import httpx2

_LOOK_UP = 0.1
_BATCH = "batch"


class ProviderBatch:
    """An `Engine`. `folder` holds the files of jobs under way; `book` is told what was spent, in US dollars.

    `transport` replaces the network for tests. Raises `ConfigurationError` for the local model, and for a
    budget with a model of unknown price.
    """

    def __init__(
        self,
        plan: Plan,
        ledger: Ledger,
        folder: Path,
        terms: Terms | None = None,
        *,
        progress: Callable[[Progress], None] = lambda progress: None,
        book: Callable[[float], None] = lambda dollars: None,
        transport: Callable[[], httpx2.BaseTransport] | None = None,
    ) -> None:
        settings = plan.settings
        self._plan = plan
        self._terms = terms or Terms()
        self._stopped = self._now = self._begun = False
        self._exhausted = False
        choice = choose(settings)
        if choice.local:
            raise ConfigurationError(
                "the local model has no batch API", hint="leave out --provider-batch, or name another --model"
            )
        self._key = settings.api_key.get_secret_value() if settings.trusts_key else ""
        self._jobs = Jobs(ledger)
        self._folder = Folder(folder)
        self._client = BatchClient(
            choice.base_url,
            self._key,
            pause=self._pause,
            timeout=settings.timeout,
            transport=transport() if transport else None,
        )
        self._purse = Purse(self._jobs, self._terms.budget, book)
        self._spool = Spool(self._folder, self._jobs, self._terms.limits)
        self._desk = Desk(self._jobs, self._spool, self._purse, most_output=settings.max_output_tokens)
        self._rounds = self._with_progress(progress)
        self._summarizer = self._built(transport)

    def map(self, tasks: Iterator[Task]) -> Iterator[Result]:
        """Results as jobs come back; see `Engine`. Raises `SummarizerError` before the first task."""
        self._exhausted = False
        try:
            if not self._begun:
                self._begun = True
                self._rounds.recover()
            self._purse.recount()
            yield from self._until_told(tasks)
        finally:
            self.close()

    def _until_told(self, tasks: Iterator[Task]) -> Iterator[Result]:
        try:
            yield from self._mapped(tasks)
        except SummarizerError as error:
            yield from self._given_up(error, fatal=True)
        if self._stopped:
            self._rounds.tell(stopped=True)
        if self._now:
            return
        if self._stopped:
            yield from self._given_up(None, fatal=False)
        self._spool.seal()
        self._jobs.flush()
        for job in self._jobs.listed("ready"):
            self._rounds.drop(job)

    def stop(self, *, now: bool) -> None:
        """Wait no longer. Jobs go on at the provider; the next run with this ledger collects them."""
        self._now = self._now or now
        self._stopped = True

    def close(self) -> None:
        """Close all files and connections, which `map` does at its end; nothing is lost by it."""
        self._spool.close()
        self._folder.nobody_waits()
        self._client.close()

    def _with_progress(self, progress: Callable[[Progress], None]) -> Rounds:
        terms = self._terms
        collector = Collector(
            self._jobs,
            self._folder,
            self._desk,
            endpoint=self._client.name,
            key=self._key,
            tries=terms.resubmissions + 1,
        )
        return Rounds(
            self._jobs,
            self._folder,
            self._spool,
            self._client,
            collector,
            pause=self._pause,
            progress=progress,
            poll=terms.poll,
            keep_files=terms.keep_files,
        )

    def _built(self, transport: Callable[[], httpx2.BaseTransport] | None) -> Summarizer:
        answers = Answers(self._desk, transport) if transport else Answers(self._desk)
        extractor = connect(self._plan.settings, transport=answers)
        price = discounted(extractor.card.price, self._terms.discount)
        if price is None and self._terms.budget is not None:
            extractor.close()
            raise ConfigurationError(
                f"the price of '{extractor.card.name}' is unknown, so a budget cannot be kept",
                hint='give it as [prices."MODEL"] in summarizer.toml, or leave out --budget',
            )
        self._desk.price = price
        self._desk.try_out = Trial(
            self._jobs.ledger,
            self._client,
            self._purse,
            self._desk.reject,
            price=extractor.card.price,
            most_output=self._plan.settings.max_output_tokens,
        )
        return Summarizer(Patient(extractor, self._desk, price), self._plan.settings)

    def _mapped(self, tasks: Iterator[Task]) -> Iterator[Result]:
        while not self._stopped:
            yield from self._fed(tasks)
            if self._idle:
                self._spool.seal()
            self._rounds.submit()
            if self._rounds.due:
                yield from self._again([job.number for job in self._rounds.look()])
            if self._rounds.broken and not self._jobs.listed("running"):
                raise self._rounds.broken
            if self._rounds.open():
                if self._idle:
                    self._rounds.wait()
            elif self._folder.waits(0):
                yield from self._given_up(None, fatal=True)
                return
            elif self._exhausted and not self._folder.numbers():
                return
            else:
                yield from self._again(self._folder.numbers())

    @property
    def _idle(self) -> bool:
        """Whether there is nothing to take: no task is left, or nothing new can be asked for now.

        Nothing new is taken while the budget is used up by what is on its way.
        """
        return self._exhausted or self._folder.waits(0) or self._rounds.broken is not None

    def _fed(self, tasks: Iterator[Task]) -> Iterator[Result]:
        """Take tasks until they end, the money is short, or it is time to look after the jobs."""
        while not self._idle and not self._rounds.due and not self._stopped:
            task = next(tasks, None)
            if task is None:
                self._exhausted = True
            else:
                yield from self._one(task)

    def _again(self, numbers: list[int]) -> Iterator[Result]:
        """Map what waited for these jobs, and what waited for the money that they did not use."""
        if not numbers:
            return
        self._purse.recount()
        for number in dict.fromkeys([*numbers, 0]):
            for task in self._folder.waiting(number):
                if self._now:
                    return
                yield from self._one(task)

    def _one(self, task: Task) -> Iterator[Result]:
        result = self._result(task)
        if result is not None:
            keys = self._desk.keys
            self._exhausted = self._exhausted or result.fatal
            yield result
            self._jobs.used(keys)
        elif isinstance(self._desk.waits, PendingError):
            self._folder.wait(self._desk.job, task)
        else:
            self._folder.wait(0, task)

    def _result(self, task: Task) -> Result | None:
        """None: an answer is still to come."""
        self._desk.take(task, fresh=task.fresh or self._plan.fresh)
        summary: ArticleSummary | None = None
        try:
            summary = self._summarizer.summarize(task.article, keep_text=self._plan.keep_text)
            failure = problem_of(summary)
        except SummarizerError as error:
            failure = Failure.of(error)
            if failure.kind in TRANSIENT:
                # The weather of a day: asking directly once more, as for other engines, is not meant.
                failure = replace(failure, kind=_BATCH)
        except Exception as error:  # noqa: BLE001 - a defect met by one article must not end the run
            failure = defect_of(error)
        if self._desk.waits is not None:
            return None
        return Result(task.location, summary, failure, fatal=failure is not None and failure.fatal)

    def _given_up(self, error: SummarizerError | None, *, fatal: bool) -> Iterator[Result]:
        """A result for every task that waits: why it has no summary yet."""
        if self._now:
            return
        running = {job.number for job in self._jobs.listed("running", "creating")}
        for number in self._folder.numbers():
            for task in self._folder.waiting(number):
                yield Result(task.location, None, self._undone(number, running, error), fatal=fatal)

    def _undone(self, number: int, running: set[int], error: SummarizerError | None) -> Failure:
        if number in running:
            said = "its answer is still to come from a batch job of the provider, which goes on"
            return Failure(UNDONE, said, "run the same command again to collect it")
        if error is not None:
            return Failure.of(error)
        if number == 0 and not self._stopped:
            return Failure.of(self._purse.refusal())
        return Failure(UNDONE, "the run was stopped before it was asked", "run the same command again")

    def _pause(self, seconds: float) -> bool:
        """Wait; False when the run was stopped meanwhile."""
        # In small pieces: a signal handler may set a flag, but not wake a waiting thread safely.
        until = time.monotonic() + seconds
        while not self._stopped and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, _LOOK_UP))
        return not self._stopped


def engine(ground: Ground) -> ProviderBatch:
    """The engine of `--provider-batch`. Raises what `ProviderBatch` raises."""
    told: list[str] = []

    def tell(progress: Progress) -> None:
        message = progress.message
        if message and told != [message]:
            told[:] = [message]
            ground.watch("provider_jobs", {"message": message, "jobs": len(progress.jobs)})

    return ProviderBatch(
        ground.plan,
        ground.ledger,
        ground.folder / "provider",
        Terms(budget=ground.limits.budget),
        progress=tell,
        book=ground.gate.book,
    )
