"""What goes into an engine and what comes out; everything here can be pickled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from summarizer.core.article import Article
from summarizer.core.errors import (
    AuthenticationError,
    BadRequestError,
    BudgetSpentError,
    ConfigurationError,
    InputError,
    ModelNotFoundError,
    NotAskedError,
    ProviderTimeoutError,
    RateLimitedError,
    SummarizerError,
    UsageError,
)
from summarizer.core.summary import ArticleSummary

UNDONE = "undone"
UNREADABLE = "unreadable"
_KINDS: tuple[tuple[type[SummarizerError], str], ...] = (
    (InputError, UNREADABLE),
    (BudgetSpentError, "budget"),
    (NotAskedError, UNDONE),
    (AuthenticationError, "authentication"),
    (ModelNotFoundError, "model_not_found"),
    (RateLimitedError, "rate_limited"),
    (ProviderTimeoutError, "timeout"),
    (BadRequestError, "bad_request"),
    (UsageError, "settings"),
    (ConfigurationError, "settings"),
)
_FATAL = {"authentication", "model_not_found", "settings", "budget"}
UNUSABLE = frozenset({"refused", "truncated", "failed"})
"""Kinds of failure whose answer is stored: only --retry-failed asks anew."""
TRANSIENT = frozenset({"rate_limited", "timeout", "unavailable"})
"""Kinds of failure that the weather explains: asking once more later may help, and costs nothing twice."""


@dataclass(frozen=True, slots=True)
class Task:
    """One article to summarise."""

    location: str
    """Where it stands, unique in the run; see `archive.record.Record`."""
    article: Article
    fresh: bool = False
    """Ask the model again even where its answer is in the ledger."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an article has no summary.

    `kind` is one of unreadable, refused, truncated, failed (answers that do not fit), authentication,
    model_not_found, rate_limited, timeout, unavailable, bad_request, batch (a provider's job did not answer
    it), settings, budget, undone, defect (of this program, met by one article).
    """

    kind: str
    message: str
    hint: str = ""
    status: int | None = None
    """HTTP status, where the endpoint answered."""

    @classmethod
    def of(cls, error: SummarizerError) -> Failure:
        """The failure that an error means for its article."""
        kind = next((name for one, name in _KINDS if isinstance(error, one)), "unavailable")
        return cls(kind, str(error), error.hint, getattr(error, "status", None))

    @property
    def fatal(self) -> bool:
        """Whether every other article would fail in the same way."""
        return self.kind in _FATAL

    @property
    def undone(self) -> bool:
        """Whether the article was held back rather than failed."""
        return self.kind in (UNDONE, "budget")


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a task: a summary, an error, or a summary whose status is one."""

    location: str
    summary: ArticleSummary | None
    error: Failure | None = None
    fatal: bool = False
    """Ends the run: no further task is taken."""


class Engine(Protocol):
    """Runs tasks somewhere: threads, Ray, a provider's batch API."""

    def map(self, tasks: Iterator[Task]) -> Iterator[Result]:
        """Results in any order. Takes tasks lazily and keeps a bounded number in between.

        Every task taken gives exactly one result, unless the run is stopped at once.
        """

    def stop(self, *, now: bool) -> None:
        """Take no more tasks and finish what has begun; with `now`, do not wait for that either.

        Called from a signal handler: must not block.
        """
