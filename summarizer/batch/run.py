"""A batch from start to end: sources in, one line an article out, and an account of all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from summarizer.archive.fields import FieldMap
from summarizer.archive.record import DEFAULT_FIELDS, Record, read_records
from summarizer.batch.articles import Articles, Row
from summarizer.batch.ledger import Ledger
from summarizer.batch.output import Original, Summaries, duplicate_line, summary_line
from summarizer.batch.tasks import TRANSIENT, UNDONE, Engine, Failure, Result, Task
from summarizer.core.article import Article
from summarizer.core.summary import ArticleSummary

_MOST_DEFERRED = 2000
_DEAD_AFTER = 20


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user chose for a run."""

    sources: tuple[str, ...]
    fields: FieldMap = DEFAULT_FIELDS
    keep_text: bool = False
    fresh: bool = False
    retry_failed: bool = False
    only_failed: bool = False
    dedupe: bool = True


@dataclass(slots=True)
class Tally:
    """Numbers of one run, so far."""

    read: int = 0
    ok: int = 0
    empty: int = 0
    duplicates: int = 0
    failed: int = 0
    unreadable: int = 0
    undone: int = 0
    skipped: int = 0
    """Finished by an earlier run, or none of this run's business (--only-failed)."""
    deferred: int = 0
    """Failed for reasons that may pass; tried once more at the end."""
    input_tokens: int = 0
    output_tokens: int = 0
    complete: bool = False
    """Whether all sources were read to their end."""

    @property
    def done(self) -> int:
        """Articles that need no more work in this run."""
        return self.ok + self.empty + self.duplicates + self.failed + self.unreadable + self.skipped


class Copies:
    """Which articles repeat others; this one knows of none."""

    def original(self, location: str, article: Article) -> tuple[Original, float] | None:
        """The article that this one repeats, with their similarity."""
        return None

    def withdraw(self, location: str) -> tuple[str, ...]:
        """The article could not be summarised: nobody may point to it; gives those who did."""
        return ()


@dataclass(slots=True)
class Run:
    """One run over an open folder. `key` tells an article's question, `engine` answers it.

    `watch` is told each event (a name and its data) as it happens.
    """

    choices: Choices
    ledger: Ledger
    summaries: Summaries
    engine: Engine
    key: Callable[[Article], str]
    number: int
    copies: Copies = field(default_factory=Copies)
    watch: Callable[[str, Mapping[str, Any]], None] = lambda event, data: None
    lanes: int = 1
    tally: Tally = field(default_factory=Tally)
    fatal: Failure | None = None
    """What ended the run early."""
    _stops: int = 0
    _under_way: dict[str, tuple[Task, str]] = field(default_factory=dict)
    _deferred: dict[str, tuple[Task, str, Failure]] = field(default_factory=dict)
    _final: bool = False
    _in_a_row: int = 0
    _articles: Articles = field(init=False)

    def __post_init__(self) -> None:
        self._articles = Articles(self.ledger)

    @property
    def stopped(self) -> int:
        """How often the run was told to stop."""
        return self._stops

    def stop(self) -> None:
        """Finish what is in flight; the second time, do not wait for that. For signal handlers."""
        self._stops += 1
        self.engine.stop(now=self._stops > 1)

    def run(self, records: Iterator[Record] | None = None) -> Tally:
        """Do it. Raises `InputError` for a missing source and `ConfigurationError` where nothing can be
        written; everything else ends in a row of the ledger."""
        if records is None:
            records = read_records(self.choices.sources, self.choices.fields)
        tasks = self._tasks(records)
        self._take(self.engine.map(tasks))
        if self._deferred and not self._stopping:
            self._once_more()
        self._leave_undone(records)
        return self.tally

    @property
    def _stopping(self) -> bool:
        return self._stops > 0 or self.fatal is not None

    def _tasks(self, records: Iterator[Record]) -> Iterator[Task]:
        for record in records:
            task = self._planned(record)
            if task is not None:
                yield task
            if self._stopping:
                return
        self.tally.complete = True

    def _planned(self, record: Record) -> Task | None:
        """The task that a record means, if any; what needs no model is written at once."""
        self.tally.read += 1
        location, article = record.location, record.article
        row = self._articles.get(location)
        if self.choices.only_failed and not (row and row.failed):
            self.tally.skipped += 1
            return None
        if article is None:
            self._unreadable(record)
            return None
        key = self._key(article)
        if location in self._under_way or location in self._deferred or self._is_finished(row, key):
            self.tally.skipped += 1
            return None
        if self.choices.dedupe and (found := self.copies.original(location, article)):
            self._duplicate(location, article, key, *found)
            return None
        task = Task(location, article, fresh=self.choices.retry_failed and bool(row and row.failed))
        self._under_way[location] = (task, key)
        return task

    def _key(self, article: Article) -> str:
        # The text in the output is no part of the question, but of the line.
        return self.key(article) + ("+text" if self.choices.keep_text else "")

    def _is_finished(self, row: Row | None, key: str) -> bool:
        if row is None or not row.finished or row.key != key:
            return False
        return row.state != "duplicate" or self.choices.dedupe

    def _unreadable(self, record: Record) -> None:
        assert record.error is not None  # noqa: S101 - a record has an article or an error
        self.tally.unreadable += 1
        failure = Failure.of(record.error)
        self._articles.fail(record.location, None, failure, self.number)
        self._tell_failure(record.location, failure)

    def _duplicate(
        self, location: str, article: Article, key: str, original: Original, similarity: float
    ) -> None:
        self.tally.duplicates += 1
        row = Row(
            location,
            key,
            "duplicate",
            self.number,
            article_id=article.id,
            duplicate_of=original.location,
            similarity=similarity,
        )
        self.summaries.write(duplicate_line(location, article, original, similarity), row)
        self.watch("duplicate", {"location": location, "of": original.location})

    def _take(self, results: Iterator[Result]) -> None:
        for result in results:
            task, key = self._under_way.pop(result.location)
            if result.summary is not None:
                self._count_tokens(result.summary)
            if result.error is None and result.summary is not None:
                self._finished(task, key, result.summary)
            else:
                error = result.error or Failure("defect", "the engine gave no result")
                self._failed(task, key, error, result)

    def _finished(self, task: Task, key: str, summary: ArticleSummary) -> None:
        self._in_a_row = 0
        state = summary.status.value
        setattr(self.tally, state, getattr(self.tally, state) + 1)
        row = Row.of(task.location, key, self.number, summary)
        self.summaries.write(summary_line(task.location, task.article, summary), row)
        self.watch(
            "article",
            {"location": task.location, "status": state, "seconds": row.seconds, "cost": row.cost},
        )

    def _failed(self, task: Task, key: str, failure: Failure, result: Result) -> None:
        if failure.undone:
            self._undone(task.location, key, failure)
        elif failure.kind in TRANSIENT and not self._final and len(self._deferred) < _MOST_DEFERRED:
            self.tally.deferred += 1
            self._deferred[task.location] = (task, key, failure)
        else:
            cost = result.summary.provenance.cost if result.summary else None
            self._written_off(task.location, key, failure, cost.amount if cost else None)
        self._in_a_row = self._in_a_row + 1 if failure.kind in TRANSIENT else 0
        if result.fatal and self.fatal is None:
            self._end_early(failure)
        elif self._in_a_row >= max(_DEAD_AFTER, 2 * self.lanes) and self.fatal is None:
            hint = "see that the endpoint is up, then run the same command again: it goes on there"
            dead = f"{self._in_a_row} articles in a row failed, the last one so: {failure.message}"
            self._end_early(Failure(failure.kind, dead, hint, failure.status))

    def _end_early(self, failure: Failure) -> None:
        self.fatal = failure
        self.watch("ending", {"kind": failure.kind, "message": failure.message})
        self.engine.stop(now=False)

    def _written_off(self, location: str, key: str, failure: Failure, cost: float | None = None) -> None:
        self.tally.failed += 1
        self._articles.fail(location, key, failure, self.number, cost)
        self._tell_failure(location, failure)
        for copy in self.copies.withdraw(location):
            row = self._articles.get(copy)
            if row and row.state == "duplicate":
                left = Failure(UNDONE, f"it repeats {location}, which failed", "run again")
                self._articles.fail(copy, None, left, self.number)
                self.tally.undone += 1

    def _undone(self, location: str, key: str | None, failure: Failure) -> None:
        self.tally.undone += 1
        row = self._articles.get(location)
        # A summary of the article as it was, or by another prompt, is better than none until it is replaced.
        if row is None or not row.finished:
            self._articles.fail(location, key, failure, self.number)

    def _once_more(self) -> None:
        """Failures that the weather explains get a second try, when the rest is done."""
        self._final = True
        again = list(self._deferred.values())
        self._deferred.clear()
        self.tally.deferred = 0
        self._under_way |= {task.location: (task, key) for task, key, _ in again}
        self._take(self.engine.map(task for task, _, _ in again if not self._stopping))

    def _leave_undone(self, records: Iterator[Record]) -> None:
        """Rows for what was taken and not finished; after the end of the budget, for all that is left."""
        for location, (_, key) in self._under_way.items():
            self._undone(location, key, Failure(UNDONE, "left undone: the run was stopped", "run again"))
        self._under_way.clear()
        for task, key, failure in self._deferred.values():
            self._written_off(task.location, key, failure)
        self._deferred.clear()
        if self.fatal is None or self.fatal.kind != "budget":
            return
        for record in records:
            if self._stops:
                return
            self._left_by_budget(record, self.fatal)
        self.tally.complete = True

    def _left_by_budget(self, record: Record, failure: Failure) -> None:
        self.tally.read += 1
        if record.article is None:
            self._unreadable(record)
            return
        row, key = self._articles.get(record.location), self._key(record.article)
        if self._is_finished(row, key) or (self.choices.only_failed and not (row and row.failed)):
            self.tally.skipped += 1
        else:
            self._undone(record.location, key, failure)

    def _count_tokens(self, summary: ArticleSummary) -> None:
        usage = summary.provenance.usage
        self.tally.input_tokens += usage.input_tokens or 0
        self.tally.output_tokens += usage.output_tokens or 0

    def _tell_failure(self, location: str, failure: Failure) -> None:
        self.watch("failure", {"location": location, "kind": failure.kind, "message": failure.message})
