"""What became of each article: one row of the ledger for each location."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from summarizer.batch.ledger import Ledger
from summarizer.batch.tasks import UNDONE, Failure
from summarizer.core.summary import ArticleSummary

FINISHED = ("ok", "empty", "duplicate")
_PAGE = 500


@dataclass(frozen=True, slots=True)
class Row:
    """An article's state. `state` is ok, empty, duplicate, pending, or the kind of its `Failure`."""

    location: str
    key: str | None
    state: str
    run: int
    """Number of the run that wrote this row."""
    message: str | None = None
    hint: str | None = None
    status: int | None = None
    article_id: str | None = None
    cost: float | None = None
    """US dollars that its summary cost, whenever that was paid; None where unknown."""
    input_tokens: int | None = None
    output_tokens: int | None = None
    seconds: float | None = None
    items: int | None = None
    rejected: int | None = None
    duplicate_of: str | None = None
    similarity: float | None = None
    start: int | None = None
    """Byte offset of its line in summaries.jsonl."""
    length: int | None = None
    """Length of that line in bytes, line end included."""

    @classmethod
    def of(cls, location: str, key: str, run: int, summary: ArticleSummary) -> Row:
        """The row of a summarised article; its line is placed later."""
        made = summary.provenance
        items = [*summary.actors, *summary.positions, *summary.planned_talks, *summary.open_questions]
        return cls(
            location,
            key,
            summary.status.value,
            run,
            article_id=summary.article.id,
            cost=made.cost.amount if made.cost else None,
            input_tokens=made.usage.input_tokens,
            output_tokens=made.usage.output_tokens,
            seconds=made.seconds,
            items=len(items),
            rejected=len(summary.rejected),
        )

    @property
    def finished(self) -> bool:
        """Whether it has its line."""
        return self.state in FINISHED

    @property
    def reason(self) -> str:
        """The message without the location that it may begin with, for lists that name both."""
        return (self.message or "").removeprefix(self.location).lstrip(": ")

    @property
    def failed(self) -> bool:
        """Whether it was tried in vain."""
        return self.state not in (*FINISHED, UNDONE, "pending")


_NAMES = tuple(field.name for field in fields(Row))
_COLUMNS = ", ".join(_NAMES)
_MARKS = ", ".join("?" * len(_NAMES))


class Articles:
    """The rows of a ledger's articles."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def get(self, location: str) -> Row | None:
        """The row of one location."""
        rows = self._ledger.read(f"SELECT {_COLUMNS} FROM articles WHERE location = ?", location)  # noqa: S608
        return Row(*rows[0]) if rows else None

    def put(self, row: Row) -> None:
        """Write a row in the place of the location's former one."""
        values = [getattr(row, name) for name in _NAMES]
        sql = f"INSERT OR REPLACE INTO articles ({_COLUMNS}) VALUES ({_MARKS})"  # noqa: S608
        self._ledger.write(sql, *values)

    def fail(
        self, location: str, key: str | None, failure: Failure, run: int, cost: float | None = None
    ) -> None:
        """Write down that an article failed or was left undone."""
        state = UNDONE if failure.undone else failure.kind
        self.put(Row(location, key, state, run, failure.message, failure.hint, failure.status, cost=cost))

    def end(self) -> int:
        """Byte offset behind the last line that was written down."""
        return int(self._ledger.read("SELECT max(start + length) FROM articles")[0][0] or 0)

    def live_bytes(self) -> int:
        """Length of all lines that count."""
        return int(self._ledger.read("SELECT total(length) FROM articles")[0][0])

    def forget_lines_behind(self, size: int) -> int:
        """Take back rows whose line the file has lost; gives their number."""
        sql = "SELECT count(*) FROM articles WHERE start + length > ?"
        lost = int(self._ledger.read(sql, size)[0][0])
        self._ledger.write(
            "UPDATE articles SET state = 'pending', start = NULL, length = NULL WHERE start + length > ?",
            size,
        )
        return lost

    def forget_all(self) -> None:
        """Start over: no article has been looked at. Answers and what was spent stay."""
        self._ledger.write("DELETE FROM articles")

    def lines(self) -> Iterator[tuple[str, int, int]]:
        """Location, offset and length of every line, in the order of the file."""
        last = -1
        while rows := self._ledger.read(
            "SELECT location, start, length FROM articles WHERE start > ? ORDER BY start LIMIT ?", last, _PAGE
        ):
            yield from rows
            last = rows[-1][1]

    def failures(self) -> Iterator[Row]:
        """Every row without a summary, by location."""
        last = ""
        sql = (
            f"SELECT {_COLUMNS} FROM articles WHERE location > ?"  # noqa: S608
            " AND state NOT IN ('ok', 'empty', 'duplicate') ORDER BY location LIMIT ?"
        )
        while rows := self._ledger.read(sql, last, _PAGE):
            yield from (Row(*row) for row in rows)
            last = rows[-1][0]

    def of_state(self, state: str, number: int) -> list[Row]:
        """The first rows in one state, by location."""
        sql = f"SELECT {_COLUMNS} FROM articles WHERE state = ? ORDER BY location LIMIT ?"  # noqa: S608
        return [Row(*row) for row in self._ledger.read(sql, state, number)]

    def counts(self) -> dict[str, int]:
        """Number of articles in each state."""
        return dict(self._ledger.read("SELECT state, count(*) FROM articles GROUP BY state"))

    def totals(self) -> Mapping[str, Any]:
        """Sums: cost, items, rejected of the articles as they stand now; input_tokens and output_tokens of
        every answer that was paid for, failed articles and earlier runs included, as money counts them."""
        cost, items, rejected = self._ledger.read(
            "SELECT total(cost), total(items), total(rejected) FROM articles"
        )[0]
        tokens = self._ledger.read("SELECT total(input_tokens), total(output_tokens) FROM requests")[0]
        names = ("input_tokens", "output_tokens", "items", "rejected")
        return {"cost": cost, **dict(zip(names, map(int, (*tokens, items, rejected)), strict=True))}

    def extremes(self, column: str, number: int = 10) -> list[Row]:
        """The rows with the greatest `seconds` or `cost`."""
        if column not in ("seconds", "cost"):
            raise ValueError(column)
        sql = f"SELECT {_COLUMNS} FROM articles WHERE {column} IS NOT NULL ORDER BY {column} DESC LIMIT ?"  # noqa: S608
        return [Row(*row) for row in self._ledger.read(sql, number)]
