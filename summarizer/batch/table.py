"""`summaries.parquet`: the finished articles as a table, for whoever asks questions of a whole archive."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarizer.batch.output import SUMMARIES
from summarizer.core.errors import ConfigurationError

if TYPE_CHECKING:
    import pyarrow as pa

PARQUET = "summaries.parquet"
_ROWS = 500


def check_parquet() -> None:
    """Raise `ConfigurationError` where pyarrow is missing: before the run, not after it."""
    try:
        import pyarrow.parquet  # noqa: F401 - half a second that other runs do without
    except ImportError:
        raise ConfigurationError(
            "--parquet needs the package pyarrow", hint="pip install 'summarizer[archive]'"
        ) from None


def write_parquet(folder: Path) -> None:
    """Write it anew from summaries.jsonl, whole or not at all. Raises `ConfigurationError`."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    temporary = folder / f".{PARQUET}.new"
    schema = _schema()
    try:
        with pq.ParquetWriter(temporary, schema, compression="zstd") as writer:
            for rows in _batches(folder / SUMMARIES):
                writer.write_table(pa.Table.from_pylist(rows, schema=schema))
        temporary.replace(folder / PARQUET)
    except OSError as error:
        raise ConfigurationError(
            f"cannot write {folder / PARQUET}: {error.strerror or error}", hint="make room and run again"
        ) from None


def _schema() -> pa.Schema:
    import pyarrow as pa

    def items(*names: str) -> pa.DataType:
        return pa.list_(pa.struct([(name, pa.string()) for name in names]))

    return pa.schema(
        [
            ("location", pa.string()),
            ("status", pa.string()),
            ("id", pa.string()),
            ("source", pa.string()),
            ("title", pa.string()),
            ("published", pa.string()),
            ("language", pa.string()),
            ("sha256", pa.string()),
            ("headline", pa.string()),
            ("abstract", pa.string()),
            ("actors", items("name", "kind", "role", "verdict")),
            ("positions", items("holder", "statement", "mode", "via", "verdict")),
            ("planned_talks", items("topic", "when", "start", "end", "place", "status", "verdict")),
            ("open_questions", items("question", "verdict")),
            ("rejected", pa.int32()),
            ("duplicate_of", pa.string()),
            ("similarity", pa.float64()),
            ("summary", pa.string()),
        ]
    )


def _batches(path: Path) -> Iterator[list[dict[str, Any]]]:
    rows: list[dict[str, Any]] = []
    with path.open("rb") as file:
        for line in file:
            rows.append(_row(json.loads(line)))
            if len(rows) == _ROWS:
                yield rows
                rows = []
    yield rows


def _row(line: dict[str, Any]) -> dict[str, Any]:
    summary = line["summary"] or {}
    flat = {
        **line["article"],
        "location": line["location"],
        "status": line["status"],
        "headline": summary.get("headline"),
        "abstract": (summary.get("abstract") or {}).get("text"),
        "rejected": len(summary.get("rejected", ())),
        "duplicate_of": (line["duplicate_of"] or {}).get("location"),
        "similarity": line["similarity"],
        "summary": json.dumps(line["summary"], ensure_ascii=False) if line["summary"] else None,
    }
    for name in ("actors", "positions", "planned_talks", "open_questions"):
        flat[name] = [_item(item) for item in summary.get(name, ())]
    return flat


def _item(item: dict[str, Any]) -> dict[str, Any]:
    date = item.get("date") or {}
    return {
        **item,
        "verdict": item["support"]["verdict"],
        "start": date.get("start"),
        "end": date.get("end"),
    }
