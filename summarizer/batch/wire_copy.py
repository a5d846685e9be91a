"""Wire copy: the same agency text in many outlets, found while an archive streams by.

MinHash sketches (`rensa`) find candidates, `wire_check` decides. Sketches, texts and decisions lie in
SQLite, not in memory, and survive a restart.
"""

from __future__ import annotations

import datetime
import hashlib
import struct
import zlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.batch.output import Original
from summarizer.batch.run import Copies
from summarizer.batch.wire_check import LEAST_WORDS, Side, share_found
from summarizer.batch.wire_sketch import Sketch, line_number
from summarizer.batch.wire_text import Line, Text
from summarizer.core.article import Article

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from summarizer.batch.ledger import Ledger

_SCHEMA = (
    """CREATE TABLE IF NOT EXISTS wire_articles (
        number INTEGER PRIMARY KEY, location TEXT NOT NULL UNIQUE, print BLOB NOT NULL,
        first INTEGER, similarity REAL, id TEXT, title TEXT, published TEXT, language TEXT,
        lines BLOB, beginning BLOB, text BLOB)""",
    "CREATE INDEX IF NOT EXISTS wire_copies ON wire_articles (first) WHERE first IS NOT NULL",
    """CREATE TABLE IF NOT EXISTS wire_bands (
        band INTEGER, number INTEGER, PRIMARY KEY (band, number)) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS wire_band_numbers ON wire_bands (number)",
    "CREATE TABLE IF NOT EXISTS wire_lines (line INTEGER PRIMARY KEY, articles INTEGER NOT NULL)",
)
_NEWEST = 16
"""How many articles a band keeps: text that everybody prints (share prices, weather)
fills a band, and time must not grow with the square of the archive."""
_LOOKED_AT, _CANDIDATES = 12, 4
_REPEATED = 3
"""Articles with nothing else in common under which a line has to stand to be an outlet's."""
_UNRELATED = _WORTH_READING = 0.5
_EDGE_LINES = (4, 8)


@dataclass(frozen=True, slots=True)
class Match:
    """The first article with this text. `similarity`: the share of the copy's words that it has, 0.5 to 1."""

    location: str
    id: str
    similarity: float


class WireCopy:
    """Which articles repeat an earlier one. Not thread-safe: one reader asks, in the order of the sources.

    That order alone decides who is first, however many workers there are. The caller commits: a
    decision that was not committed is simply made again.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._database = connection
        for statement in _SCHEMA:
            connection.execute(statement)

    def seen(self, location: str, article: Article) -> Match | None:
        """The earlier article that `article` repeats; None when it is the first and has to be summarised.

        A location asked about before gets the same answer while its text and metadata stay the same.
        """
        print_ = _fingerprint(article)
        query = "SELECT number, print, first, similarity FROM wire_articles WHERE location = ?"
        row = self._database.execute(query, (location,)).fetchone()
        if row is not None:
            number, known_print, first, similarity = row
            if known_print == print_ and (first is None or self._is_first(first)):
                return self._match(first, similarity) if first is not None else None
            self._forget(number)
        return self._decide(location, article, print_)

    def withdraw(self, location: str) -> tuple[str, ...]:
        """Forget an article that could not be summarised; gives the locations that pointed to it.

        Those have to be asked about again (`seen`): the first of them takes over. A withdrawn article
        that is asked about again may turn out to be a copy itself.
        """
        query = "SELECT number FROM wire_articles WHERE location = ?"
        row = self._database.execute(query, (location,)).fetchone()
        return self._forget(row[0]) if row is not None else ()

    def clear(self) -> None:
        """Forget every article. What outlets print under everything stays known."""
        self._database.execute("DELETE FROM wire_articles")
        self._database.execute("DELETE FROM wire_bands")

    def _decide(self, location: str, article: Article, print_: bytes) -> Match | None:
        text = Text(article.text)
        if len(text.words) < LEAST_WORDS:
            self._add(location, article, print_)
            return None
        sketch = Sketch(text)
        side = Side(article, text)
        related = False
        met = self._met(sketch)
        for number, share in self._candidates(sketch, met):
            related = related or share > _UNRELATED
            if share < _WORTH_READING:
                continue
            similarity = share_found(side, self._side(number), self._repeated)
            if similarity is not None:
                self._add(location, article, print_, first=number, similarity=similarity)
                return self._match(number, similarity)
        number = self._add(location, article, print_, sketch=sketch)
        self._register(number, sketch, met)
        if not related:
            self._learn(text)
        return None

    def _met(self, sketch: Sketch) -> dict[int, list[int]]:
        """The earlier articles in each band of the text, oldest first."""
        marks = ",".join("?" * len(sketch.asked))
        query = f"SELECT band, number FROM wire_bands WHERE band IN ({marks}) ORDER BY 1, 2"  # noqa: S608 (marks only)
        met: dict[int, list[int]] = {}
        for band, number in self._database.execute(query, sketch.asked):
            met.setdefault(band, []).append(number)
        return met

    def _candidates(self, sketch: Sketch, met: Mapping[int, Sequence[int]]) -> list[tuple[int, float]]:
        """Firsts whose beginning the text has, with the share of its words in their sentences."""
        votes = Counter(number for numbers in met.values() for number in numbers)
        best = sorted(votes, key=lambda number: (-votes[number], number))[:_LOOKED_AT]
        marks = ",".join("?" * len(best))
        query = "SELECT number, lines, beginning FROM wire_articles"
        query = f"{query} WHERE number IN ({marks})"
        found = [
            (number, sketch.share_in(_unpacked(lines)))
            for number, lines, beginning in self._database.execute(query, best)
            if not sketch.weights.keys().isdisjoint(_unpacked(beginning))
        ]
        return sorted(found, key=lambda candidate: (-candidate[1], candidate[0]))[:_CANDIDATES]

    def _register(self, number: int, sketch: Sketch, met: Mapping[int, Sequence[int]]) -> None:
        full = [(band, met[band][0]) for band in sketch.registered if len(met.get(band, ())) >= _NEWEST]
        if full:
            self._database.executemany("DELETE FROM wire_bands WHERE band = ? AND number = ?", full)
        rows = [(band, number) for band in sketch.registered]
        self._database.executemany("INSERT OR IGNORE INTO wire_bands VALUES (?, ?)", rows)

    def _add(
        self,
        location: str,
        article: Article,
        print_: bytes,
        *,
        sketch: Sketch | None = None,
        first: int | None = None,
        similarity: float | None = None,
    ) -> int:
        published = article.published.isoformat() if article.published else None
        about = (article.id, article.title, published, article.language)
        kept: tuple[bytes | None, ...] = (None, None, None)
        if sketch:
            kept = (
                _packed(sketch.lines),
                _packed(sketch.beginnings),
                zlib.compress(article.text.encode(), 1),
            )
        number = self._database.execute(
            "INSERT INTO wire_articles VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (location, print_, first, similarity, *about, *kept),
        ).lastrowid
        return int(number or 0)

    def _side(self, number: int) -> Side:
        query = "SELECT id, title, published, language, text FROM wire_articles WHERE number = ?"
        id_, title, published, language, text = self._database.execute(query, (number,)).fetchone()
        # The fields were validated when the article was made.
        article = Article.model_construct(
            text=zlib.decompress(text).decode(),
            id=id_,
            title=title,
            published=datetime.date.fromisoformat(published) if published else None,
            language=language,
        )
        return Side(article, Text(article.text))

    def _is_first(self, number: int) -> bool:
        query = "SELECT 1 FROM wire_articles WHERE number = ? AND first IS NULL"
        return self._database.execute(query, (number,)).fetchone() is not None

    def _match(self, number: int, similarity: float) -> Match:
        query = "SELECT location, id FROM wire_articles WHERE number = ?"
        location, id_ = self._database.execute(query, (number,)).fetchone()
        return Match(location, id_, similarity)

    def _forget(self, number: int) -> tuple[str, ...]:
        query = "SELECT location FROM wire_articles WHERE first = ? ORDER BY number"
        copies = tuple(location for (location,) in self._database.execute(query, (number,)))
        self._database.execute("DELETE FROM wire_articles WHERE number = ? OR first = ?", (number, number))
        self._database.execute("DELETE FROM wire_bands WHERE number = ?", (number,))
        return copies

    def _repeated(self, line: Line) -> bool:
        query = "SELECT articles FROM wire_lines WHERE line = ?"
        row = self._database.execute(query, (line_number(line.words),)).fetchone()
        return row is not None and row[0] >= _REPEATED

    def _learn(self, text: Text) -> None:
        """Count the lines around a text that resembles no other: what an outlet prints under everything
        stands there too, while the news in an update stands under that story alone."""
        head, tail = _EDGE_LINES
        lines = text.lines
        edges = {line.words for line in (*lines[:head], *lines[max(head, len(lines) - tail) :])}
        self._database.executemany(
            "INSERT INTO wire_lines VALUES (?, 1) ON CONFLICT (line) DO UPDATE SET articles = articles + 1",
            [(line_number(words),) for words in sorted(edges)],
        )


class WireCopies(Copies):
    """`WireCopy` over the tables of a ledger, as a run asks for it."""

    def __init__(self, ledger: Ledger, *, fresh: bool = False) -> None:
        """`fresh`: forget what earlier runs decided."""
        self._ledger = ledger
        with ledger.transaction() as connection:
            self._wire = WireCopy(connection)
            if fresh:
                self._wire.clear()

    def original(self, location: str, article: Article) -> tuple[Original, float] | None:
        """See `Copies`."""
        with self._ledger.transaction():
            match = self._wire.seen(location, article)
        return (Original(location=match.location, id=match.id), match.similarity) if match else None

    def withdraw(self, location: str) -> tuple[str, ...]:
        """See `Copies`."""
        with self._ledger.transaction():
            return self._wire.withdraw(location)


def _packed(numbers: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(numbers)}q", *numbers)


def _unpacked(beginning: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(beginning) // 8}q", beginning)


def _fingerprint(article: Article) -> bytes:
    parts = (article.text, article.title, article.published, article.language)
    return hashlib.blake2b("\0".join(map(str, parts)).encode(), digest_size=16).digest()
