"""Articles in the rows of Parquet files."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from summarizer.archive.containers import seekable
from summarizer.archive.encoding import megabytes, shown
from summarizer.archive.fields import row_document
from summarizer.archive.item import Item, record
from summarizer.archive.record import Record
from summarizer.archive.text import Document
from summarizer.core.errors import InputError

_ROWS_AT_ONCE = 16
_PAGE_BUFFER = 1_000_000


def read_parquet(item: Item) -> Iterator[Record]:
    """One article a row, numbered from 1; only the columns needed are read, some rows at a time."""
    # Deferred: an optional package.
    from pyarrow import parquet

    with (
        seekable(item) as stream,
        parquet.ParquetFile(stream, buffer_size=_PAGE_BUFFER, pre_buffer=False) as table,
    ):
        columns = _columns(item, table.schema_arrow.names)
        number = 0
        for batch in table.iter_batches(_ROWS_AT_ONCE, columns=columns, use_threads=False):
            # A dictionary repeats one long value in every row for a few bytes in the file.
            item.reading.allowance.spend(batch.nbytes)
            for row in batch.to_pylist():
                number += 1
                location = f"{item.location}:{number}"
                yield record(location, partial(_document, item, row, location))


def _columns(item: Item, there: list[str]) -> list[str]:
    names = item.reading.fields
    texts = {part.lower() for name in names.text for part in (name, name.partition(".")[0])}
    if not any(name.lower() in texts for name in there):
        raise InputError(
            f"{item.shown}: no column holds the text; there are {shown(', '.join(there))}",
            hint="Name it, for example text=article.",
        )
    wanted = names.columns()
    return [name for name in there if name.lower() in wanted]


def _document(item: Item, row: dict[str, Any], location: str) -> Document:
    name, most = shown(location), item.reading.max_bytes
    document = row_document(row, item.reading.fields, name)
    if len(document.text) > most:
        raise InputError(
            f"{name} is longer than {megabytes(most)}, the limit for one article", hint="Shorten it."
        )
    return document
