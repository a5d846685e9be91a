"""Finished work: read, searched, deleted, kept for so many days."""

from __future__ import annotations

import hashlib
import threading
import time
import unicodedata
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from summarizer.service.jobs import forget_claims
from summarizer.service.store import Store, now
from summarizer.service.tables import batches, idempotency, summaries

_MOST_WORDS = 8
_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One article: `body` is its JSON once it is finished."""

    id: str
    state: str
    batch: str | None
    created: float
    body: bytes | None
    etag: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One article in a list."""

    id: str
    state: str
    batch: str | None
    line: int | None
    created: float
    finished: float | None
    headline: str | None


class Stacks:
    """Reads through a small memory, whose entries are forgotten after some seconds: on PostgreSQL
    another process may have deleted what is remembered here."""

    def __init__(self, store: Store, *, memory: int = 32_000_000, seconds: float = 5.0) -> None:
        self._store = store
        self._memory = _Memory(memory, seconds)

    def remembered(self, id: str) -> Entry | None:
        """A finished article, if it was read in the last seconds; does not wait for the database."""
        return self._memory.get(id)

    def get(self, id: str) -> Entry | None:
        """An article, finished or not."""
        mark = self._memory.mark
        c = summaries.c
        known = self._memory.get(id, stale=True)
        with self._store.read() as connection:
            # What is finished never changes: whether it is still there is all there is to ask.
            if known and connection.execute(select(c.id).where(c.id == id)).first():
                self._memory.put(known, mark)
                return known
            row = connection.execute(
                select(c.id, c.state, c.batch, c.created, c.body).where(c.id == id, c.state != "held")
            ).first()
        if row is None:
            return None
        if row.body is None:
            return Entry(row.id, row.state, row.batch, row.created, None)
        etag = f'"{hashlib.sha256(row.body).hexdigest()[:32]}"'
        entry = Entry(row.id, row.state, row.batch, row.created, bytes(row.body), etag)
        self._memory.put(entry, mark)
        return entry

    def text(self, id: str) -> str | None:
        """The article's text, where it was summarised."""
        with self._store.read() as connection:
            found = connection.execute(select(summaries.c.text).where(summaries.c.id == id)).scalar()
        return None if found is None else bytes(found).decode("utf-8", "replace")

    def list(
        self, *, query: str, batch: str | None, after: tuple[float, str] | None, most: int
    ) -> Sequence[Row]:
        """Articles, the newest first; with a `query` those whose summary has all its words."""
        c = summaries.c
        wanted: list[ColumnElement[bool]] = [c.state != "held"]
        wanted += [c.search.contains(word, autoescape=True) for word in folded(query).split()[:_MOST_WORDS]]
        if batch:
            wanted.append(c.batch == batch)
        if after:
            wanted.append(or_(c.created < after[0], and_(c.created == after[0], c.id < after[1])))
        asked = (
            select(c.id, c.state, c.batch, c.line, c.created, c.finished, c.headline)
            .where(*wanted)
            .order_by(c.created.desc(), c.id.desc())
            .limit(most)
        )
        with self._store.read() as connection:
            return [Row(*row) for row in connection.execute(asked)]

    def delete(self, id: str) -> bool:
        """Delete an article with its text, summary, job and idempotency keys; False where there is none."""
        c = summaries.c
        with self._store.write() as connection:
            row = connection.execute(
                delete(summaries).where(c.id == id, c.state != "held").returning(c.batch, c.state)
            ).first()
            if row is None:
                return False
            forget_claims(connection, [id])
            if row.batch and row.state in ("queued", "running"):
                connection.execute(
                    update(batches).where(batches.c.id == row.batch).values(total=batches.c.total - 1)
                )
        self._memory.clear()
        return True

    def forget(self) -> None:
        """Drop what is remembered, after something was deleted."""
        self._memory.clear()

    def purge(self, keep_days: float) -> int:
        """Delete what was finished more than so many days ago; gives how many articles that were."""
        before, gone = now() - keep_days * _DAY, 0
        old = select(summaries.c.id).where(summaries.c.finished < before).limit(500)
        while True:
            with self._store.write() as connection:
                ids = connection.execute(old).scalars().all()
                connection.execute(delete(summaries).where(summaries.c.id.in_(ids)))
                forget_claims(connection, ids)
            if not ids:
                break
            gone += len(ids)
        empty = ~select(summaries.c.id).where(summaries.c.batch == batches.c.id).exists()
        with self._store.write() as connection:
            connection.execute(
                delete(batches).where(batches.c.created < before, batches.c.state == "accepted", empty)
            )
            orphan = ~select(summaries.c.id).where(summaries.c.id == idempotency.c.target).exists()
            orphan &= ~select(batches.c.id).where(batches.c.id == idempotency.c.target).exists()
            connection.execute(delete(idempotency).where(idempotency.c.created < before, orphan))
        if gone:
            self._memory.clear()
        return gone


def folded(text: str) -> str:
    """Text as it is searched: case and composition do not count."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold()).replace("\0", "")


class _Memory:
    """The finished articles that were read last, up to so many bytes."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._entries: OrderedDict[str, tuple[Entry, float]] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()
        self.mark = 0

    def get(self, id: str, *, stale: bool = False) -> Entry | None:
        with self._lock:
            found = self._entries.get(id)
            if found is None or (found[1] < time.monotonic() and not stale):
                return None
            self._entries.move_to_end(id)
            return found[0]

    def put(self, entry: Entry, mark: int) -> None:
        size = len(entry.body or b"")
        with self._lock:
            # What was read before something was deleted may be the very thing.
            if mark != self.mark or size > self._most // 8:
                return
            self._drop(entry.id)
            self._entries[entry.id] = (entry, time.monotonic() + self._seconds)
            self._size += size
            while self._size > self._most:
                self._drop(next(iter(self._entries)))

    def _drop(self, id: str) -> None:
        old = self._entries.pop(id, None)
        self._size -= len(old[0].body or b"") if old else 0

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()
            self._size = 0
            self.mark += 1
