"""The ledger's tables of provider jobs and of the questions in them.

A job is `filling` (its file of requests is being written), `ready`, `creating` (the provider may have it
already), `running` (its id is known) and `collected`. Whatever was not `creating` yet when a process died
is forgotten: nothing was paid, and the articles ask again.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from summarizer.batch.gate import Need, Settled
from summarizer.batch.ledger import Ledger
from summarizer.batch.provider_states import JobState
from summarizer.core.errors import (
    AuthenticationError,
    BadRequestError,
    ModelNotFoundError,
    ProviderError,
    ProviderTimeoutError,
    ProviderUnavailableError,
    RateLimitedError,
)
from summarizer.core.usage import Usage

_SCHEMA = """
CREATE TABLE IF NOT EXISTS provider_jobs (
  number INTEGER PRIMARY KEY, token TEXT NOT NULL UNIQUE, state TEXT NOT NULL, created REAL NOT NULL,
  requests INTEGER NOT NULL DEFAULT 0, size INTEGER NOT NULL DEFAULT 0, file TEXT, batch TEXT,
  status TEXT NOT NULL DEFAULT '', completed INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0, message TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS provider_questions (
  key TEXT PRIMARY KEY, job INTEGER NOT NULL, state TEXT NOT NULL, tries INTEGER NOT NULL,
  request INTEGER NOT NULL, label TEXT NOT NULL,
  kind TEXT, message TEXT, hint TEXT, status INTEGER) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS provider_questions_of ON provider_questions (job, state);
"""
_JOB = "number, token, state, created, requests, size, file, batch, status, completed, failed, message"
_QUESTION = "key, job, state, tries, request, label, kind, message, hint, status"
_ERRORS: dict[str, type[ProviderError]] = {
    "authentication": AuthenticationError,
    "bad_request": BadRequestError,
    "model_not_found": ModelNotFoundError,
    "rate_limited": RateLimitedError,
    "timeout": ProviderTimeoutError,
    "unavailable": ProviderUnavailableError,
}
_AT_ONCE = 500
OPEN = ("creating", "running")
"""States in which the provider has the job, or may have it."""
ASKED, AGAIN, ANSWERED, USED, FAILED = "asked", "again", "answered", "used", "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """A job as the ledger knows it; `status`, `completed` and `failed` are the provider's last word."""

    number: int
    token: str
    state: str
    created: float
    requests: int
    size: int
    file: str | None
    batch: str | None
    status: str
    completed: int
    failed: int
    message: str

    @property
    def tokens(self) -> int:
        """A guess at its input tokens: four bytes each."""
        return self.size // 4


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that went, or is to go, into a job; `request` is its row in the journal."""

    key: str
    job: int
    state: str
    tries: int
    request: int
    label: str
    error: ProviderError | None


class Jobs:
    """Jobs and questions in the ledger. Raises what the ledger raises."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        # What a killed process would drop anyway is written in bulk.
        self._new: dict[str, tuple[int, Need, int]] = {}
        self._used: list[str] = []
        with ledger.transaction() as tables:
            for statement in _SCHEMA.split(";"):
                tables.execute(statement)

    def begin(self) -> Job:
        """A new job, `filling`."""
        number = self.ledger.write(
            "INSERT INTO provider_jobs (token, state, created) VALUES (?, 'filling', ?)",
            secrets.token_hex(12),
            time.time(),
        )
        return self.job(number)

    def job(self, number: int) -> Job:
        """One job."""
        return self._jobs("number = ?", number)[0]

    def listed(self, *states: str) -> list[Job]:
        """All jobs in these states, oldest first."""
        return self._jobs(f"state IN ({', '.join('?' * len(states))})", *states)

    def update(self, number: int, **columns: Any) -> Job:
        """Change columns of a job."""
        names = ", ".join(f"{name} = ?" for name in columns)
        self.ledger.write(
            f"UPDATE provider_jobs SET {names} WHERE number = ?",  # noqa: S608 - names of our own
            *columns.values(),
            number,
        )
        return self.job(number)

    def seen(self, number: int, state: JobState) -> Job:
        """Note what the provider says of a job."""
        return self.update(
            number,
            state="running",
            batch=state.id,
            status=state.status,
            completed=state.completed,
            failed=state.failed,
        )

    def question(self, key: str) -> Asked | None:
        """What is known of a question."""
        if (new := self._new.get(key)) is not None:
            number, need, tries = new
            return Asked(key, number, ASKED, tries, 0, need.label, None)
        rows = self._questions("key = ?", key)
        return rows[0] if rows else None

    def in_state(self, number: int, state: str = ASKED) -> dict[str, Asked]:
        """The questions of a job in this state, by key."""
        self.flush()
        return {row.key: row for row in self._questions("job = ? AND state = ?", number, state)}

    def ask(self, key: str, number: int, need: Need, tries: int) -> None:
        """Put a question into a job and charge it at its greatest possible cost."""
        self._new[key] = (number, need, tries)
        if len(self._new) >= _AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write down what is not written yet; must be done before a job is started."""
        with self.ledger.transaction() as tables:
            for key, (number, need, tries) in self._new.items():
                request = self.ledger.intend(need)
                tables.execute(
                    "INSERT OR REPLACE INTO provider_questions (key, job, state, tries, request, label)"
                    " VALUES (?, ?, ?, ?, ?, ?)",
                    (key, number, ASKED, tries, request, need.label),
                )
            tables.executemany(
                "UPDATE provider_questions SET state = ? WHERE key = ? AND state = ?",
                [(USED, key, ANSWERED) for key in self._used],
            )
        self._new.clear()
        self._used.clear()

    def move(self, keys: Iterable[str], number: int) -> None:
        """Hand questions on to another job."""
        with self.ledger.transaction() as tables:
            tables.executemany(
                "UPDATE provider_questions SET job = ? WHERE key = ?", [(number, key) for key in keys]
            )

    def settle(self, asked: Asked, state: str, charged: float | None, usage: Usage | None = None) -> None:
        """Note how a question ended and what it cost."""
        status = 200 if state == ANSWERED else None
        self.ledger.settle(asked.request, Settled(status, usage, 0.0), charged)
        self.ledger.write("UPDATE provider_questions SET state = ? WHERE key = ?", state, asked.key)

    def fail(self, asked: Asked, kind: str, error: ProviderError) -> None:
        """Note that a question is not to be asked again in this run, and why."""
        self.ledger.write(
            "UPDATE provider_questions SET state = ?, kind = ?, message = ?, hint = ?, status = ?"
            " WHERE key = ?",
            FAILED,
            kind,
            str(error),
            error.hint,
            error.status,
            asked.key,
        )

    def forget(self, number: int) -> None:
        """Drop a job that the provider never got, with its questions and what they might have cost."""
        self.flush()
        with self.ledger.transaction() as tables:
            tables.execute(
                "UPDATE requests SET charged = 0, settled = 1 WHERE id IN"
                " (SELECT request FROM provider_questions WHERE job = ? AND state = ?)",
                (number, ASKED),
            )
            tables.execute("DELETE FROM provider_questions WHERE job = ?", (number,))
            tables.execute("DELETE FROM provider_jobs WHERE number = ?", (number,))

    def start_over(self) -> None:
        """A new run may try again what failed in the last one, and ask anew what was finished there."""
        self.ledger.write("DELETE FROM provider_questions WHERE state IN (?, ?, ?)", FAILED, AGAIN, USED)

    def used(self, keys: Iterable[str]) -> None:
        """An article was finished with these answers."""
        self._used.extend(keys)
        if len(self._used) >= _AT_ONCE:
            self.flush()

    def _jobs(self, where: str, *values: Any) -> list[Job]:
        rows = self.ledger.read(
            f"SELECT {_JOB} FROM provider_jobs WHERE {where} ORDER BY number",  # noqa: S608 - literals above
            *values,
        )
        return [Job(*row) for row in rows]

    def _questions(self, where: str, *values: Any) -> list[Asked]:
        rows = self.ledger.read(
            f"SELECT {_QUESTION} FROM provider_questions WHERE {where}",  # noqa: S608 - literals above
            *values,
        )
        return [_asked(*row) for row in rows]


def open_jobs(ledger: Ledger) -> list[Job]:
    """Jobs whose results are still to be collected, for `batch status`; works on a read-only ledger."""
    if not ledger.read("SELECT 1 FROM sqlite_master WHERE name = 'provider_jobs'"):
        return []
    rows = ledger.read(
        f"SELECT {_JOB} FROM provider_jobs WHERE state IN (?, ?) ORDER BY number",  # noqa: S608 - a literal
        *OPEN,
    )
    return [Job(*row) for row in rows]


def _asked(
    key: str,
    job: int,
    state: str,
    tries: int,
    request: int,
    label: str,
    kind: str | None,
    message: str | None,
    hint: str | None,
    status: int | None,
) -> Asked:
    error = (
        _ERRORS.get(kind, ProviderUnavailableError)(message or "", hint=hint or "", status=status)
        if kind
        else None
    )
    return Asked(key, job, state, tries, request, label, error)
