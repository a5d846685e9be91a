"""`summaries.jsonl` and `failures.jsonl`: exactly one line an article, whatever kills the run.

One writer. A line goes to the operating system first, its place in the file to the ledger second. What
stands behind the last place in the ledger was never finished and is cut off at the next start; rows that
point behind the end of the file (somebody shortened it) are pending again. Lines that were replaced go
when the run ends, by writing the file anew.
"""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, Literal

from summarizer.batch.articles import Articles, Row
from summarizer.batch.ledger import Ledger
from summarizer.core.article import Article
from summarizer.core.described import Described
from summarizer.core.errors import ConfigurationError
from summarizer.core.summary import ArticleSummary

SUMMARIES = "summaries.jsonl"
FAILURES = "failures.jsonl"
_REWRITING = "rewriting"
_CHUNK = 1 << 20


class LineArticle(Described):
    """The article of a line."""

    id: str
    """Identifier within the archive; by default the first 16 digits of `sha256`."""
    source: str | None
    """Path, URL or outlet."""
    title: str | None
    """Headline."""
    published: datetime.date | None
    """Day of publication."""
    language: str | None
    """ISO 639-1 code, given or detected."""
    sha256: str
    """SHA-256 of the normalised text in UTF-8, hexadecimal."""


class Original(Described):
    """The article that this one repeats."""

    location: str
    """Its location."""
    id: str
    """Its identifier."""


class BatchLine(Described):
    """One line of summaries.jsonl: an article of the archive and its summary."""

    location: str
    """Where the article stands: "news.jsonl:12", "dump.zip!/a/b.txt", "crawl.warc.gz@8123"."""
    status: Literal["ok", "empty", "duplicate"]
    """ok, empty (nothing to report), or duplicate (the summary is that of `duplicate_of`)."""
    article: LineArticle
    """The article."""
    summary: ArticleSummary | None
    """Null for a duplicate."""
    duplicate_of: Original | None
    """The article with the same text that was summarised, or null."""
    similarity: float | None
    """Share of the duplicate's words that the original has, or null."""


def summary_line(location: str, article: Article, summary: ArticleSummary) -> bytes:
    """The line of a summarised article."""
    head = _head(location, summary.status.value, article, summary.article.language)
    # Put together by hand: reading the summary's JSON back in would double the cost of writing it.
    return f'{head},"summary":{summary.model_dump_json()},"duplicate_of":null,"similarity":null}}\n'.encode()


def duplicate_line(location: str, article: Article, original: Original, similarity: float) -> bytes:
    """The line of an article that repeats another."""
    head = _head(location, "duplicate", article, article.language)
    tail = {"summary": None, "duplicate_of": original.model_dump(), "similarity": round(similarity, 4)}
    return f"{head},{_json(tail)[1:]}\n".encode()


def _head(location: str, status: str, article: Article, language: str | None) -> str:
    described = {
        "id": article.id,
        "source": article.source,
        "title": article.title,
        "published": article.published and article.published.isoformat(),
        "language": language,
        "sha256": article.sha256,
    }
    return _json({"location": location, "status": status, "article": described})[:-1]


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace").decode()


class Summaries:
    """The writer of `summaries.jsonl` in `folder`. Raises `ConfigurationError` where it cannot write."""

    def __init__(self, folder: Path, ledger: Ledger) -> None:
        self.path = folder / SUMMARIES
        self._new = folder / f"{SUMMARIES}.new"
        self._ledger = ledger
        self._articles = Articles(ledger)
        self._finish_rewriting()
        self.lost = 0
        """Rows whose line was missing at the start."""
        with _writable(self.path):
            self._file: BinaryIO = self.path.open("ab")
            self._cut()

    def write(self, line: bytes, row: Row) -> None:
        """Append the line, then note its place: from then on the article is finished."""
        with _writable(self.path):
            start = self._end
            self._file.write(line)
            self._file.flush()
            self._end += len(line)
        self._articles.put(replace(row, start=start, length=len(line)))

    def start_over(self) -> None:
        """Forget every line."""
        self._articles.forget_all()
        with _writable(self.path):
            self._cut()

    def close(self) -> None:
        """Close the file; lines that were replaced are taken out first."""
        try:
            if self._end > self._articles.live_bytes():
                self._rewrite()
        finally:
            self._file.close()

    def abandon(self) -> None:
        """Close the file as it is."""
        self._file.close()

    def _cut(self) -> None:
        size = self._file.seek(0, os.SEEK_END)
        if self._articles.end() > size:
            self.lost = self._articles.forget_lines_behind(size)
        self._end = self._articles.end()
        if size > self._end:
            self._file.truncate(self._end)

    def _rewrite(self) -> None:
        places = []
        with _writable(self._new), self.path.open("rb") as old, self._new.open("wb") as new:
            for location, start, length in self._articles.lines():
                old.seek(start)
                places.append((new.tell(), location))
                new.write(old.read(length))
            new.flush()
            os.fsync(new.fileno())
        # The database decides: with this transaction the new file is the one that counts.
        with self._ledger.transaction() as db:
            db.executemany("UPDATE articles SET start = ? WHERE location = ?", places)
            db.execute("INSERT OR REPLACE INTO meta VALUES (?, '1')", (_REWRITING,))
        self._finish_rewriting()

    def _finish_rewriting(self) -> None:
        if self._ledger.meta(_REWRITING) == "1":
            with _writable(self.path):
                if self._new.exists():
                    self._new.replace(self.path)
            self._ledger.set_meta(_REWRITING, "0")
        self._new.unlink(missing_ok=True)


def write_failures(folder: Path, articles: Articles) -> int:
    """Write `failures.jsonl` anew from the ledger, whole or not at all; gives the number of lines."""
    number = 0

    def lines() -> Iterator[bytes]:
        nonlocal number
        for row in articles.failures():
            number += 1
            failure = {
                "location": row.location,
                "kind": row.state,
                "message": row.message,
                "hint": row.hint,
                "status": row.status,
                "cost": row.cost,
            }
            yield f"{_json(failure)}\n".encode()

    write_whole(folder / FAILURES, lines())
    return number


def write_whole(path: Path, pieces: Iterator[bytes]) -> None:
    """Write a file that appears whole or not at all. Raises `ConfigurationError`."""
    temporary = path.with_name(f".{path.name}.new")
    with _writable(path):
        with temporary.open("wb") as stream:
            stream.writelines(pieces)
        temporary.replace(path)


@contextmanager
def _writable(path: Path) -> Iterator[None]:
    """Errors of the disk as our own."""
    try:
        yield
    except OSError as error:
        raise ConfigurationError(
            f"cannot write {path}: {error.strerror or error}",
            hint="make room or check the folder's permissions, and run the same command again: it goes on",
        ) from None
