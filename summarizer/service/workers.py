"""Threads that take accepted articles and summarise them, and one that keeps house."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from summarizer.api import Summarizer
from summarizer.core.errors import SummarizerError
from summarizer.core.summary import ArticleSummary
from summarizer.service import problems
from summarizer.service.batches import Batches
from summarizer.service.jobs import Job, Jobs, Outcome
from summarizer.service.model import Model
from summarizer.service.observability import Metrics, log, note
from summarizer.service.reading import Connect, article_of
from summarizer.service.resources import SummaryResource, links_of, moment
from summarizer.service.stacks import Stacks, folded
from summarizer.service.store import Store, now

# Seconds between looks at the database where nobody called: another process may have left work.
_IDLE = 1.0
_PURGE_EVERY = 3600.0
_LAST_ROUND = 10.0


@dataclass(frozen=True, slots=True)
class Archive:
    """Everything that is kept in one database."""

    store: Store
    jobs: Jobs
    batches: Batches
    stacks: Stacks


class Workers:
    """The threads of one process. `finished` is called with the id of each article that is finished."""

    def __init__(
        self,
        archive: Archive,
        model: Model,
        connect: Connect,
        metrics: Metrics,
        *,
        count: int,
        lease: float,
        keep_days: float | None,
        finished: Callable[[str], None],
    ) -> None:
        self._archive = archive
        self.model = model
        self._connect = connect
        self._metrics = metrics
        self._lease = lease
        self._keep_days = keep_days
        self._finished = finished
        self._calls = 0
        self._called = threading.Condition()
        self._stopping = threading.Event()
        self._closed = threading.Event()
        self._held: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._threads = [
            threading.Thread(target=self._work, name=f"worker-{n}", daemon=True) for n in range(count)
        ]
        self._keeper = threading.Thread(target=self._keep, name="keeper", daemon=True)

    def start(self) -> None:
        """Begin to take work, what earlier processes left included."""
        for thread in (*self._threads, self._keeper):
            thread.start()

    def wake(self) -> None:
        """Tell the threads that there is work."""
        with self._called:
            self._calls += 1
            self._called.notify_all()

    @property
    def alive(self) -> bool:
        """Whether all threads live and take work."""
        return not self._stopping.is_set() and all(
            thread.is_alive() for thread in (*self._threads, self._keeper)
        )

    def drain(self, seconds: float) -> int:
        """Take no more work and wait for what is being done; gives how many articles were given back
        to the queue unfinished, for the next process."""
        self._stopping.set()
        self.wake()
        deadline = time.monotonic() + seconds
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.0, deadline - time.monotonic()))
        with self._lock:
            left = list(self._held.values())
            self._held.clear()
            # What is finished from here on belongs to whoever takes it up.
            self._closed.set()
        if self._keeper.is_alive():
            self._keeper.join(_LAST_ROUND)
        for job in left:
            self._archive.jobs.release(job)
        return len(left)

    def _work(self) -> None:
        summarizer: Summarizer | None = None
        while not self._stopping.is_set():
            job: Job | None = None
            try:
                calls = self._calls
                waiting = self._archive.jobs.any_waiting()
                if summarizer is None and (waiting or self.model.problem):
                    summarizer = self.model.make()
                    if summarizer is None:
                        self._stopping.wait(self.model.pause)
                        continue
                job = self._archive.jobs.take() if waiting else None
                if job is None:
                    # Unless somebody called since the look.
                    with self._called:
                        if self._calls == calls:
                            self._called.wait(_IDLE)
                    continue
                with self._lock:
                    self._held[job.token] = job
                assert summarizer is not None  # noqa: S101 - made above, where something waits
                self._do(job, summarizer)
            except SQLAlchemyError as error:
                log.error("worker failed", exc_info=error)
                if job:
                    self._let_go(job)
                self._closed.wait(_IDLE)
        if summarizer:
            summarizer.close()

    def _let_go(self, job: Job) -> None:
        """Give back a job that this thread cannot finish now; where the database cannot be told, the
        lease runs out."""
        with self._lock:
            self._held.pop(job.token, None)
        with suppress(SQLAlchemyError):
            self._archive.jobs.release(job)

    def _do(self, job: Job, summarizer: Summarizer) -> None:
        began = time.monotonic()
        try:
            article = article_of(job.request, self._connect)
            summary = summarizer.summarize(article)
            outcome, result = _done(job, summary, article.text), str(summary.status)
            self._count_tokens(summary)
        except SummarizerError as error:
            outcome, result = failed(job, problems.of_error(error)), type(error).__name__
        except Exception as error:  # noqa: BLE001 - one odd article must not end the thread
            log.error("article failed", exc_info=error, extra={"fields": {"id": job.id}})
            outcome, result = failed(job, problems.internal()), "internal"
        seconds = time.monotonic() - began
        with self._lock:
            if self._closed.is_set():
                return
        written = self._archive.jobs.finish(job, outcome)
        with self._lock:
            self._held.pop(job.token, None)
        self._metrics.jobs.labels(result).inc()
        self._metrics.job_seconds.observe(seconds)
        note("article finished", id=job.id, result=result, seconds=round(seconds, 3), written=written)
        self._finished(job.id)

    def _count_tokens(self, summary: ArticleSummary) -> None:
        usage = summary.provenance.usage
        self._metrics.tokens.labels("input").inc(usage.input_tokens or 0)
        self._metrics.tokens.labels("output").inc(usage.output_tokens or 0)

    def _keep(self) -> None:
        """Renew leases, take up what died, delete what is old."""
        purged = -_PURGE_EVERY
        while not self._closed.is_set():
            try:
                with self._lock:
                    held = list(self._held)
                self._archive.jobs.renew(held)
                self._recover()
                self._archive.batches.drop_abandoned()
                if self._keep_days is not None and time.monotonic() - purged >= _PURGE_EVERY:
                    purged = time.monotonic()
                    self._purge(self._keep_days)
            except SQLAlchemyError as error:
                log.error("keeper failed", exc_info=error)
            self._closed.wait(self._lease / 4)

    def _recover(self) -> None:
        for job in self._archive.jobs.recover():
            self._archive.jobs.finish(job, failed(job, problems.internal()))
            note("article given up", logging.ERROR, id=job.id, attempts=job.attempts)
            self._finished(job.id)
        if self._archive.jobs.any_waiting():
            self.wake()

    def _purge(self, days: float) -> None:
        gone = self._archive.stacks.purge(days)
        if gone:
            note("old articles deleted", count=gone, clean=self._archive.store.scrub())


def _done(job: Job, summary: ArticleSummary, text: str) -> Outcome:
    resource = SummaryResource(
        id=job.id,
        state="done",
        created=moment(job.created),
        finished=moment(now()),
        batch=job.batch,
        summary=summary,
        links=links_of(job.id, page=True),
    )
    return Outcome(
        body=resource.model_dump_json().encode(),
        text=text.encode(),
        headline=summary.headline,
        search=folded("\n".join(_words(summary))),
    )


def _words(summary: ArticleSummary) -> list[str]:
    """What a search looks through."""
    found = [summary.headline, summary.article.title or ""]
    for actor in summary.actors:
        found += [actor.name, *actor.aliases]
    found += [position.statement for position in summary.positions]
    found += [position.holder for position in summary.positions]
    found += [talk.topic or "" for talk in summary.planned_talks]
    found += [question.question for question in summary.open_questions]
    return found


def failed(job: Job, error: problems.ProblemError) -> Outcome:
    """The outcome of an article that has no summary."""
    return Outcome(body=failed_body(job.id, job.batch, job.created, error), failed=True)


def failed_body(id: str, batch: str | None, created: float, error: problems.ProblemError) -> bytes:
    """The JSON of an article that has no summary."""
    resource = SummaryResource(
        id=id,
        state="failed",
        created=moment(created),
        finished=moment(now()),
        batch=batch,
        problem=error.problem,
        links=links_of(id),
    )
    return resource.model_dump_json().encode()
