"""Batches: many articles that came in one upload."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, delete, func, insert, select, update

from summarizer.service.jobs import (
    BATCH,
    Accepted,
    Claim,
    QueueFullError,
    claimed,
    forget_claims,
    hold,
    waiting,
)
from summarizer.service.store import Store, new_id, now
from summarizer.service.tables import batches, summaries

# Seconds after which an upload that nobody feeds is taken to have died with its process.
_ABANDONED = 600.0


@dataclass(frozen=True, slots=True)
class Line:
    """One article of an upload: its request, or the body that says what is wrong with its line."""

    id: str
    number: int
    request: bytes | None
    problem: bytes | None = None


@dataclass(frozen=True, slots=True)
class BatchState:
    """How far a batch is."""

    id: str
    created: float
    total: int
    finished: int
    failed: int

    @property
    def done(self) -> bool:
        """Whether every article is finished."""
        return self.finished >= self.total


@dataclass(frozen=True, slots=True)
class Finished:
    """One article of a batch that is finished; `place` counts them in that order, from 1."""

    place: int
    id: str
    line: int
    failed: bool


class Batches:
    """Uploads and their progress."""

    def __init__(self, store: Store, *, limit: int) -> None:
        self._store = store
        self._limit = limit

    def begin(self) -> str:
        """A place for an upload. Raises QueueFullError."""
        with self._store.write_alone() as connection:
            if waiting(connection, BATCH) >= self._limit:
                raise QueueFullError
            made = new_id()
            row = {"id": made, "created": now(), "state": "uploading", "seen": now()}
            connection.execute(insert(batches).values(row))
        return made

    def add(self, batch: str, lines: Sequence[Line]) -> None:
        """Put lines of the upload on the disk, where no worker sees them yet."""
        rows = [
            {
                "id": line.id,
                "state": "held",
                "rank": BATCH,
                "batch": batch,
                "line": line.number,
                "created": now(),
                "request": line.request,
                "body": line.problem,
            }
            for line in lines
        ]
        with self._store.write() as connection:
            connection.execute(update(batches).where(batches.c.id == batch).values(seen=now()))
            connection.execute(insert(summaries), rows)

    def accept(self, batch: str, claim: Claim | None) -> Accepted:
        """Let the workers have the upload, now that all of it is there; an unreadable line is a failed
        article. With a claim that an earlier batch holds, this upload is dropped for that one.

        Raises QueueFullError, KeyReusedError.
        """
        with self._store.write_alone() as connection:
            if claim and (known := claimed(connection, claim)):
                connection.execute(delete(summaries).where(summaries.c.batch == batch))
                connection.execute(delete(batches).where(batches.c.id == batch))
                return Accepted(known, fresh=False)
            mine = summaries.c.batch == batch
            bad = mine & summaries.c.body.is_not(None)
            total = connection.execute(select(func.count()).select_from(summaries).where(mine)).scalar() or 0
            if waiting(connection, BATCH) + total > self._limit:
                raise QueueFullError
            ids = connection.execute(select(summaries.c.id).where(bad).order_by(summaries.c.line)).scalars()
            for place, one in enumerate(failed := list(ids), 1):
                connection.execute(update(summaries).where(summaries.c.id == one).values(place=place))
            state = case((summaries.c.body.is_(None), "queued"), else_="failed")
            finished = case((summaries.c.body.is_(None), None), else_=now())
            connection.execute(update(summaries).where(mine).values(state=state, finished=finished))
            connection.execute(
                update(batches)
                .where(batches.c.id == batch)
                .values(state="accepted", total=total, finished=len(failed), failed=len(failed))
            )
            if claim:
                hold(connection, claim, batch)
        return Accepted(batch, fresh=True)

    def drop(self, batch: str) -> bool:
        """Delete a batch with all its articles and results; False where there is none."""
        with self._store.write() as connection:
            ids = connection.execute(select(summaries.c.id).where(summaries.c.batch == batch)).scalars().all()
            for start in range(0, len(ids), 500):
                forget_claims(connection, ids[start : start + 500])
            forget_claims(connection, [batch])
            connection.execute(delete(summaries).where(summaries.c.batch == batch))
            return bool(connection.execute(delete(batches).where(batches.c.id == batch)).rowcount)

    def state(self, batch: str) -> BatchState | None:
        """How far a batch is; None where there is none that was accepted."""
        with self._store.read() as connection:
            row = connection.execute(
                select(batches).where(batches.c.id == batch, batches.c.state == "accepted")
            ).first()
        if row is None:
            return None
        return BatchState(row.id, row.created, row.total, row.finished, row.failed)

    def finished_after(self, batch: str, place: int, most: int = 200) -> list[Finished]:
        """What was finished after the article with that place, in that order."""
        with self._store.read() as connection:
            rows = connection.execute(
                select(summaries.c.place, summaries.c.id, summaries.c.line, summaries.c.state)
                .where(summaries.c.batch == batch, summaries.c.place > place)
                .order_by(summaries.c.place)
                .limit(most)
            ).all()
        return [Finished(row.place, row.id, row.line, row.state == "failed") for row in rows]

    def drop_abandoned(self) -> None:
        """Delete what is left of uploads whose process died."""
        stale = (batches.c.state == "uploading") & (batches.c.seen < now() - _ABANDONED)
        with self._store.read() as connection:
            dead = connection.execute(select(batches.c.id).where(stale)).scalars().all()
        for batch in dead:
            self.drop(batch)
