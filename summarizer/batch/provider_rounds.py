"""The jobs of a run at the provider: submitted, looked after, collected, and taken up again after a crash."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from summarizer.batch.provider_client import BatchClient
from summarizer.batch.provider_files import Folder, Spool
from summarizer.batch.provider_jobs import OPEN, Job, Jobs
from summarizer.batch.provider_results import Collector
from summarizer.batch.provider_states import ENDED, JobState
from summarizer.core.errors import (
    AuthenticationError,
    BadRequestError,
    ModelNotFoundError,
    NotAskedError,
    ProviderError,
    RateLimitedError,
)

_PERMANENT = (AuthenticationError, BadRequestError, ModelNotFoundError, NotAskedError)
_NO_CREDIT = re.compile(r"billing|quota|credit|payment")
_QUEUE_FULL = "token_limit_exceeded"
_LIMIT = re.compile(r"Limit: ([\d,]+)")
_SETTLING = 2.0
_LONGEST_BACKOFF = 300.0
_TROUBLES = 20
_PER_REQUEST = 1 << 20
_PER_FILE = 64 << 20


@dataclass(frozen=True, slots=True)
class Progress:
    """What `progress` is told after every look: the open jobs and the seconds until the next look.

    `trouble` is the provider's latest complaint that the run is waiting out, if there is one.
    """

    jobs: Sequence[Job]
    next_look: float
    trouble: str = ""
    stopped: bool = False
    """The run ends here, while these jobs go on."""
    closed: Sequence[Job] = ()
    """Jobs that have ended since the last time; `message` of each says what it gave."""

    @property
    def message(self) -> str:
        """All of it in one line, for people; empty where there is nothing to tell."""
        asked = sum(job.requests for job in self.jobs)
        done = sum(job.completed + job.failed for job in self.jobs)
        jobs = f"{len(self.jobs)} batch job{'s' * (len(self.jobs) != 1)} at the provider"
        if self.stopped:
            later = "run the same command again to collect what they give"
            return f"{jobs} with {asked} requests go on by themselves: {later}" if self.jobs else ""
        ended = [f"a job of {job.requests} requests ended: {job.message}" for job in self.closed]
        standing = [f"{jobs}: {done} of {asked} requests done"] if self.jobs else []
        return "; ".join([*ended, *standing, *([self.trouble] if self.trouble else [])])


class Rounds:
    """Moves jobs on; `look` is called when `due`. Raises `ProviderError` where going on makes no sense."""

    def __init__(
        self,
        jobs: Jobs,
        folder: Folder,
        spool: Spool,
        client: BatchClient,
        collector: Collector,
        *,
        pause: Callable[[float], bool],
        progress: Callable[[Progress], None],
        poll: tuple[float, float],
        keep_files: bool,
    ) -> None:
        self.broken: ProviderError | None = None
        """Why no further job can be started, although those at the provider go on."""
        self._jobs = jobs
        self._folder = folder
        self._spool = spool
        self._client = client
        self._collector = collector
        self._pause = pause
        self._progress = progress
        self._soonest, self._latest = poll
        self._keep_files = keep_files
        self._interval = self._soonest
        self._next_look = math.inf
        self._submit_after = 0.0
        self._backoff = self._soonest
        self._troubles = 0
        self._trouble = ""

    def recover(self) -> None:
        """Take up what an earlier process left: jobs of the provider go on, everything else is dropped."""
        self._folder.nobody_waits()
        self._jobs.start_over()
        for job in self._jobs.listed("filling", "ready"):
            file = self._client.uploaded(_file_name(job)) if job.state == "ready" else None
            self.drop(job if job.file else replace(job, file=file))
        for job in self._jobs.listed("creating"):
            found = self._orphan(job)
            if found is None and self._pause(_SETTLING):
                # What was on its way when the process died may take a moment to be listed.
                found = self._orphan(job)
            if found is None:
                self.drop(job)
            else:
                self._jobs.seen(job.number, found)
        if self._jobs.listed("running"):
            self._next_look = time.monotonic()

    def drop(self, job: Job) -> None:
        """Forget a job that the provider did not start."""
        self._client.delete(job.file)
        self._jobs.forget(job.number)
        self._folder.clear(job.number)

    def open(self) -> list[Job]:
        """Jobs that are not collected yet, those that wait to be submitted included."""
        return self._jobs.listed("ready", *OPEN)

    @property
    def due(self) -> bool:
        """Whether it is time for `look`."""
        return time.monotonic() >= self._next_look

    def wait(self) -> None:
        """Sleep until the next look is due, or the run is stopped."""
        until = self._submit_after if math.isinf(self._next_look) else self._next_look
        self._pause(max(0.01, until - time.monotonic()))

    def submit(self) -> None:
        """Upload and start the jobs that are ready, as many as the provider's queue has room for."""
        for job in self._jobs.listed("creating", "ready"):
            if self.broken or not self._room_for(job):
                return
            try:
                self._start(job)
            except _PERMANENT as error:
                self.broken = error
                return
            except ProviderError as error:
                self._bear(error)
                return
            self._interval = self._soonest
            self._next_look = time.monotonic() + self._interval
            self.tell()

    def look(self) -> list[Job]:
        """Ask how the running jobs are doing and collect those that have ended: the jobs now closed."""
        closed: list[Job] = []
        for job in self._jobs.listed("running"):
            try:
                state = self._client.look(job.batch or "")
                if state is None:
                    self._collector.lose(job)
                    closed.append(self._close(job, "the provider does not know this job any more"))
                elif self._jobs.seen(job.number, state).status in ENDED:
                    closed.append(self._ended(self._jobs.job(job.number), state))
                self._troubles, self._trouble = 0, ""
            except ProviderError as error:
                self._bear(error)
        self._interval = self._soonest if closed else min(self._latest, self._interval * 1.5)
        running = self._jobs.listed("running")
        self._next_look = time.monotonic() + self._interval if running else math.inf
        self.tell(closed)
        return closed

    def tell(self, closed: Sequence[Job] = (), *, stopped: bool = False) -> None:
        """Report progress; `stopped` says that the run ends here."""
        jobs = self._jobs.listed("running") if stopped else self.open()
        wait = max(0.0, min(self._next_look, self._submit_after + _LONGEST_BACKOFF) - time.monotonic())
        self._progress(Progress(jobs, wait, self._trouble, stopped, closed))

    def _start(self, job: Job) -> None:
        """Each step is in the ledger before the next one: a restart finds what the provider has."""
        if job.state == "creating" and (found := self._orphan(job)):
            self._jobs.seen(job.number, found)
            return
        if job.file is None:
            file = self._client.upload(self._folder.requests(job.number), _file_name(job))
            job = self._jobs.update(job.number, file=file)
        job = self._jobs.update(job.number, state="creating")
        try:
            state = self._client.create(job.file or "", job.token, job.created)
        except (AuthenticationError, BadRequestError, ModelNotFoundError):
            self._jobs.update(job.number, state="ready")  # surely not started
            raise
        self._jobs.seen(job.number, state)

    def _orphan(self, job: Job) -> JobState | None:
        return self._client.find(job.file, job.token, job.created)

    def _room_for(self, job: Job) -> bool:
        if time.monotonic() < self._submit_after:
            return False
        limit = self._spool.limits.tokens
        queued = sum(one.tokens for one in self._jobs.listed("running"))
        return limit is None or not queued or queued + job.tokens <= limit

    def _bear(self, error: ProviderError) -> None:
        """Trouble that passes is waited out, at length while jobs are running at the provider."""
        self._troubles += 1
        self._trouble = str(error)
        running = bool(self._jobs.listed("running"))
        if isinstance(error, _PERMANENT) or (self._troubles > _TROUBLES and not running):
            raise error
        self._hold_back()
        self.tell()

    def _hold_back(self) -> None:
        self._submit_after = time.monotonic() + self._backoff
        self._backoff = min(_LONGEST_BACKOFF, self._backoff * 2)

    def _ended(self, job: Job, state: JobState) -> Job:
        if state.status == "failed" and not state.output_file:
            return self._refused(job, state)
        most = _PER_FILE + job.requests * _PER_REQUEST
        for kind, file in (("output", state.output_file), ("error", state.error_file)):
            path = self._folder.results(job.number, kind)
            if file and not self._client.download(file, path, most):
                self._collector.lose(job)
                return self._close(job, f"the provider does not have the {kind} file any more")
        told = self._collector.collect(job, state)
        self._backoff = self._soonest
        closed = self._close(
            job,
            f"{told.answered} answered, {told.again} to be asked again, {told.failed} failed"
            + (f", {told.strange} lines of no use" if told.strange else ""),
        )
        if not self._keep_files:
            for one in (state.output_file, state.error_file):
                self._client.delete(one)
        return closed

    def _refused(self, job: Job, state: JobState) -> Job:
        problem = state.problems[0] if state.problems else None
        code = self._client.quoted(problem.code) if problem else ""
        said = self._client.quoted(problem.message) if problem else ""
        if code == _QUEUE_FULL:
            return self._queue_full(job, said)
        because = f"{self._client.name} refuses the batch job ({code or 'no reason given'}): {said}"
        if _NO_CREDIT.search(code):
            hint = "add credit, then run the same command again: what was answered is kept"
            error: ProviderError = RateLimitedError(because, hint=hint, status=429)
        else:
            error = BadRequestError(because, hint="is the model one that the provider's batch API has?")
        lines_at = {
            one.line: self._client.quoted(one.message) for one in state.problems if one.line is not None
        }
        if not self._collector.refuse(job, error, lines_at=lines_at).again:
            self.broken = error
        return self._close(job, because)

    def _queue_full(self, job: Job, said: str) -> Job:
        """Smaller jobs, one after the other, are what a small queue of the provider can take."""
        found = _LIMIT.search(said)
        queued = sum(one.tokens for one in self._jobs.listed("running") if one.number != job.number)
        told = int(found[1].replace(",", "")) if found else job.tokens
        if queued:
            limit = queued
        elif told < job.tokens:
            limit = told * 3 // 4
        else:
            # Far below the limit it is somebody else's jobs that fill the queue: waiting helps.
            limit = job.tokens // 2 if told < 1.25 * job.tokens else told
        limit += job.tokens // max(1, job.requests)
        limits = self._spool.limits
        self._spool.limits = replace(limits, tokens=max(1, min(limit, limits.tokens or limit)))
        self._spool.split(job)
        if not queued:
            self._hold_back()
        self._trouble = f"the provider's queue is full: {said}"
        return self._close(job, said)

    def _close(self, job: Job, message: str) -> Job:
        closed = self._jobs.update(job.number, state="collected", message=message[:300])
        if not self._keep_files:
            self._client.delete(job.file)
        self._folder.clear(job.number)
        return closed


def _file_name(job: Job) -> str:
    return f"summarizer-{job.token}.jsonl"
