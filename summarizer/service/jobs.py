"""Accepted work: rows that are committed before the caller is told, and taken by one worker at a time.

A worker holds a row by a lease with a random token. It renews the lease while it lives; when its
process dies the lease runs out and the row is queued again. A result is written only under the token
that took the row, so that each article gets one result, however often it was begun.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from summarizer.service.store import Store, new_id, now
from summarizer.service.tables import batches, idempotency, summaries

# An article that three processes died of is not given to a fourth.
_MOST_ATTEMPTS = 3
SINGLE, BATCH = 0, 1


class QueueFullError(Exception):
    """As much work is waiting as may wait."""


class KeyReusedError(Exception):
    """An idempotency key came again with another request."""


@dataclass(frozen=True, slots=True)
class Claim:
    """An idempotency key of one caller, and the digest of the request that it stands for."""

    owner: str
    key: str
    digest: str

    @property
    def row_key(self) -> str:
        """What is stored in place of the key, which may be long and may mean something."""
        return hashlib.sha256(self.key.encode("utf-8", "surrogateescape")).hexdigest()


@dataclass(frozen=True, slots=True)
class Accepted:
    """The id of what was accepted; `fresh` is False where an earlier request had done it."""

    id: str
    fresh: bool


@dataclass(frozen=True, slots=True)
class Job:
    """A row that this process has taken."""

    id: str
    token: str
    request: bytes
    batch: str | None
    created: float
    attempts: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a job: `body` is its JSON as callers read it; the rest serves search and the page."""

    body: bytes
    failed: bool = False
    text: bytes | None = None
    headline: str = ""
    search: str = ""


class Jobs:
    """The queue."""

    def __init__(self, store: Store, *, limit: int, lease: float) -> None:
        self._store = store
        self._limit = limit
        self._lease = lease

    def accept(self, request: bytes, claim: Claim | None) -> Accepted:
        """Commit a request to the queue. Raises QueueFullError and KeyReusedError."""
        if claim is None:
            self._refuse_when_full()
        with self._store.write_alone() as connection:
            if claim and (known := claimed(connection, claim)):
                return Accepted(known, fresh=False)
            if waiting(connection, SINGLE) >= self._limit:
                raise QueueFullError
            one = Accepted(new_id(), fresh=True)
            row = {"id": one.id, "state": "queued", "rank": SINGLE, "created": now(), "request": request}
            connection.execute(insert(summaries).values(row))
            if claim:
                hold(connection, claim, one.id)
        return one

    def _refuse_when_full(self) -> None:
        """A flood is turned away by a look: only who may be let in waits to write."""
        with self._store.read() as connection:
            if waiting(connection, SINGLE) >= self._limit:
                raise QueueFullError

    def take(self) -> Job | None:
        """The oldest waiting article, single ones before those of batches; None when nothing waits."""
        token = secrets.token_hex(16)
        following = (
            select(summaries.c.id)
            .where(summaries.c.state == "queued")
            .order_by(summaries.c.rank, summaries.c.created, summaries.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        taken = (
            update(summaries)
            .where(summaries.c.id == following.scalar_subquery(), summaries.c.state == "queued")
            .values(
                state="running",
                lease=token,
                lease_until=now() + self._lease,
                attempts=summaries.c.attempts + 1,
            )
            .returning(
                summaries.c.id,
                summaries.c.request,
                summaries.c.batch,
                summaries.c.created,
                summaries.c.attempts,
            )
        )
        with self._store.write() as connection:
            row = connection.execute(taken).first()
        return (
            Job(row.id, token, row.request, row.batch, row.created, row.attempts) if row is not None else None
        )

    def any_waiting(self) -> bool:
        """Whether `take` would find something; reads only."""
        with self._store.read() as connection:
            found = select(summaries.c.id).where(summaries.c.state == "queued").limit(1)
            return connection.execute(found).first() is not None

    def renew(self, tokens: Iterable[str]) -> None:
        """Keep what these tokens hold."""
        held = list(tokens)
        if held:
            with self._store.write() as connection:
                connection.execute(
                    update(summaries)
                    .where(summaries.c.lease.in_(held))
                    .values(lease_until=now() + self._lease)
                )

    def recover(self) -> list[Job]:
        """Queue again what dead processes left; gives those that have been begun too often."""
        dead = (summaries.c.state == "running") & (summaries.c.lease_until < now())
        with self._store.read() as connection:
            if connection.execute(select(summaries.c.id).where(dead).limit(1)).first() is None:
                return []
        with self._store.write() as connection:
            connection.execute(
                update(summaries)
                .where(dead, summaries.c.attempts < _MOST_ATTEMPTS)
                .values(state="queued", lease=None, lease_until=None)
            )
            rows = connection.execute(select(summaries).where(dead)).all()
        return [Job(row.id, row.lease, b"", row.batch, row.created, row.attempts) for row in rows]

    def release(self, job: Job) -> None:
        """Give a job back unfinished; it does not count as an attempt."""
        with self._store.write() as connection:
            connection.execute(
                update(summaries)
                .where(summaries.c.id == job.id, summaries.c.lease == job.token)
                .values(state="queued", lease=None, lease_until=None, attempts=summaries.c.attempts - 1)
            )

    def finish(self, job: Job, outcome: Outcome) -> bool:
        """Write the result; False where the job was deleted or had gone to another worker."""
        result = {
            "state": "failed" if outcome.failed else "done",
            "finished": now(),
            "body": outcome.body,
            "text": outcome.text,
            "headline": outcome.headline.replace("\0", ""),
            "search": outcome.search.replace("\0", ""),
            "request": None,
            "lease": None,
            "lease_until": None,
        }
        with self._store.write() as connection:
            mine = (summaries.c.id == job.id) & (summaries.c.lease == job.token)
            if not connection.execute(update(summaries).where(mine).values(result)).rowcount:
                return False
            if job.batch:
                count_finished(connection, job.id, job.batch, failed=outcome.failed)
        return True

    def counts(self) -> dict[str, int]:
        """How many rows are in each state."""
        with self._store.read() as connection:
            counted = select(summaries.c.state, func.count()).group_by(summaries.c.state)
            return {str(row[0]): int(row[1]) for row in connection.execute(counted)}


def waiting(connection: Connection, rank: int) -> int:
    """How many rows of a rank are queued."""
    counted = (
        select(func.count())
        .select_from(summaries)
        .where(summaries.c.state == "queued", summaries.c.rank == rank)
    )
    return connection.execute(counted).scalar_one()


def claimed(connection: Connection, claim: Claim) -> str | None:
    """What the key already stands for. Raises KeyReusedError where it stands for another request."""
    row = connection.execute(
        select(idempotency).where(idempotency.c.owner == claim.owner, idempotency.c.key == claim.row_key)
    ).first()
    if row is None:
        return None
    if row.digest != claim.digest:
        raise KeyReusedError
    return str(row.target)


def hold(connection: Connection, claim: Claim, target: str) -> None:
    """Let the key stand for `target`."""
    row = {
        "owner": claim.owner,
        "key": claim.row_key,
        "digest": claim.digest,
        "target": target,
        "created": now(),
    }
    connection.execute(insert(idempotency).values(row))


def count_finished(connection: Connection, id: str, batch: str, *, failed: bool) -> None:
    """Count one more article of a batch as finished, and number it."""
    place = connection.execute(
        update(batches)
        .where(batches.c.id == batch)
        .values(finished=batches.c.finished + 1, failed=batches.c.failed + int(failed))
        .returning(batches.c.finished)
    ).scalar()
    connection.execute(update(summaries).where(summaries.c.id == id).values(place=place))


def forget_claims(connection: Connection, targets: Iterable[str]) -> None:
    """Delete the keys that stand for these."""
    connection.execute(delete(idempotency).where(idempotency.c.target.in_(list(targets))))
