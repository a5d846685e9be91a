"""Articles in lines and rows of text: JSON Lines and CSV."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from summarizer.archive.encoding import decode, megabytes, shown
from summarizer.archive.fields import row_document
from summarizer.archive.item import ExhaustedError, Item, record
from summarizer.archive.record import Record
from summarizer.archive.text import Document
from summarizer.core.errors import InputError

_DELIMITERS = ",;\t|"
_WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file, numbered from 1: its bytes with their end, or why they cannot be read."""

    number: int
    data: bytes
    error: InputError | None = None


def lines_of(item: Item) -> Iterator[Line]:
    """The lines of a file as UTF-8 or what else they are in; the last of a broken file is an error.

    A line longer than an article may be is passed over in small pieces.
    """
    number = 0
    most = item.reading.max_bytes
    try:
        stream = _narrow(item.stream)
        while data := stream.readline(most + 1):
            number += 1
            if len(data) <= most:
                yield Line(number, data.removeprefix(codecs.BOM_UTF8) if number == 1 else data)
                continue
            while data and not data.endswith(b"\n"):
                data = stream.readline(1_000_000)
            what = f"{_at(item, number)} is longer than {megabytes(most)}, the limit for one article"
            yield Line(number, b"", InputError(what, hint="Shorten it, or raise the limit."))
    except ExhaustedError:
        raise
    except InputError as error:
        yield Line(number + 1, b"", error)
    except Exception as error:  # noqa: BLE001  # each packing has its own errors for damage
        what = f"{_at(item, number + 1)}: the file is damaged or cut off here ({type(error).__name__})"
        yield Line(number + 1, b"", InputError(what, hint="Get a complete copy; what stands before is read."))


def _narrow(stream: io.BufferedReader) -> Any:
    """The stream itself, or in UTF-8 where a mark says that it is in wider units."""
    head = stream.peek(4)[:4]
    for mark, encoding in _WIDE_MARKS:
        if head.startswith(mark):
            return codecs.EncodedFile(stream, "utf-8", encoding)
    return stream


def _at(item: Item, number: int) -> str:
    return shown(f"{item.location}:{number}")


def read_json_lines(item: Item) -> Iterator[Record]:
    """One article a line; blank lines are passed over."""
    for line in lines_of(item):
        if line.error is not None or line.data.strip():
            location = f"{item.location}:{line.number}"
            yield record(location, partial(_json_document, line, item))


def _json_document(line: Line, item: Item) -> Document:
    if line.error is not None:
        raise line.error
    name = _at(item, line.number)
    try:
        row = json.loads(line.data)
    except (ValueError, RecursionError):
        # The slow way: another encoding, or a message that says what is wrong.
        row = _loaded(decode(line.data, name), name)
    if not isinstance(row, dict):
        raise InputError(f"{name} is no JSON object", hint='Write {"text": ...} on each line.')
    return row_document(row, item.reading.fields, name)


def _loaded(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"{name} is not valid JSON (column {error.colno})", hint="Repair the line."
        ) from None
    except (ValueError, RecursionError):
        raise InputError(
            f"{name} is not readable JSON: nested too deep, or a number too long", hint="Repair the line."
        ) from None


def read_json(item: Item) -> Iterator[Record]:
    """A file of JSON: one article, or an array of them ("a.json#2" is its second)."""
    name = item.shown
    many = item.stream.peek(100)[:100].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")
    try:
        data = item.content()
    except ExhaustedError:
        raise
    except InputError as error:
        raise InputError(
            str(error), hint="Turn it into JSON Lines: jq -c '.[]' FILE." if many else error.hint
        ) from None
    content = _loaded(decode(data, name), name)
    if isinstance(content, dict):
        yield record(item.location, lambda: row_document(content, item.reading.fields, name))
        return
    if not isinstance(content, list):
        raise InputError(f"{name} is JSON, but no object or array of articles", hint='Write {"text": ...}.')
    for number, row in enumerate(content, 1):
        yield record(f"{item.location}#{number}", partial(_element, item, row, number))


def _element(item: Item, row: Any, number: int) -> Document:
    name = shown(f"{item.location}#{number}")
    if not isinstance(row, dict):
        raise InputError(f"{name} is no JSON object", hint='Write {"text": ...} for each article.')
    return row_document(row, item.reading.fields, name)


class _Rows:
    """Lines for the csv module, with what was wrong in the lines of the row at hand."""

    def __init__(self, item: Item) -> None:
        self.number = 0
        self.size = 0
        self.error: InputError | None = None
        self._item = item
        self._lines = lines_of(item)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.number = line.number
        self.size += len(line.data)
        if self.size > 2 * self._item.reading.max_bytes:
            # Each field has a limit in csv; a row of a thousand large ones would have none.
            raise csv.Error("the row is larger than two articles may be")
        try:
            if line.error is not None:
                raise line.error
            if line.data.isascii():
                return line.data.decode("ascii")
            return decode(line.data, _at(self._item, line.number))
        except InputError as error:
            self.error = self.error or error
            return line.data.decode("utf-8", "replace")


def read_csv(item: Item) -> Iterator[Record]:
    """One article a row, numbered by the line it begins in; the first row names the columns."""
    # For the whole process, and only ever upward: csv offers no other way.
    csv.field_size_limit(max(csv.field_size_limit(), item.reading.max_bytes))
    rows = _Rows(item)
    try:
        first = next(rows)
        if rows.error is not None:
            raise rows.error
        names = next(csv.reader([first], delimiter=(delimiter := _delimiter(first, item.name))))
    except StopIteration:
        raise InputError(f"{item.shown} is empty", hint="Give a table with a header.") from None
    except csv.Error as error:
        raise InputError(f"{item.shown}: its header is broken: {error}", hint="Repair line 1.") from None
    _check_header(names, item)
    reader = csv.reader(rows, delimiter=delimiter)
    while True:
        start, rows.size, rows.error = rows.number + 1, 0, None
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            row, rows.error = ["?"], _broken_row(item, start, rows.number, error)
        if row or rows.error is not None:
            read = partial(_row, item, names, row, start, rows.error)
            yield record(f"{item.location}:{start}", read)


def _row(item: Item, names: list[str], row: list[str], start: int, error: InputError | None) -> Document:
    if error is not None:
        raise error
    name = _at(item, start)
    if len(row) > len(names):
        raise InputError(
            f"{name} has {len(row)} columns where the header has {len(names)}",
            hint="Quote the fields that hold the delimiter.",
        )
    return row_document(dict(zip(names, row, strict=False)), item.reading.fields, name)


def _broken_row(item: Item, start: int, end: int, error: csv.Error) -> InputError:
    what = re.sub(r"\s*\(.*", "", str(error))
    return InputError(
        f"{_at(item, start)}: no row of a table up to line {end}: {shown(what)}",
        hint="Often a quotation mark is not closed; the rows after it are read.",
    )


def _check_header(names: list[str], item: Item) -> None:
    names[:] = [name.strip() for name in names]
    texts = {name.lower() for name in item.reading.fields.text}
    if not texts & {name.lower() for name in names}:
        raise InputError(
            f"{item.shown}: no column of its first line holds the text: {shown(', '.join(names))}",
            hint="Name it, for example text=article.",
        )


def _delimiter(header: str, name: str) -> str:
    return "\t" if name.endswith(".tsv") else max(_DELIMITERS, key=header.count)
