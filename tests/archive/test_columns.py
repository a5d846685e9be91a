"""Parquet."""

from __future__ import annotations

import datetime
import io
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from summarizer.archive.fields import FieldMap
from tests.archive.archives import TEXTS, records, texts, write, zipped


def table(columns: dict[str, Any], **options: Any) -> bytes:
    buffer = io.BytesIO()
    parquet.write_table(pa.table(columns), buffer, **options)
    return buffer.getvalue()


def test_rows_are_read_over_row_groups_with_their_metadata() -> None:
    east = pa.timestamp("us", tz="Asia/Tokyo")
    moment = datetime.datetime(2026, 6, 10, 16, tzinfo=datetime.UTC)
    columns = {
        "content": [TEXTS[i % 4] for i in range(100)],
        "headline": [f"Titel {i}" for i in range(100)],
        "published_at": pa.array([moment] * 100, east),
        "unused": [b"\xff"] * 100,
    }
    found = records(write("n.parquet", table(columns, row_group_size=30, compression="zstd")))
    assert list(found)[:1] + list(found)[-1:] == ["n.parquet:1", "n.parquet:100"]
    last = found["n.parquet:100"].article
    assert last
    assert (last.text, last.title, str(last.published)) == (TEXTS[3], "Titel 99", "2026-06-11")


def test_a_path_leads_into_a_struct() -> None:
    write("n.parquet", table({"artikel": [{"rumpf": TEXTS[0], "x": 1}]}))
    assert texts("n.parquet", fields=FieldMap.of(["text=artikel.rumpf"])) == {"n.parquet:1": TEXTS[0]}


def test_a_bad_row_is_one_error() -> None:
    write("n.parquet", table({"text": [TEXTS[0], None, "", TEXTS[1], "x" * 2000]}))
    found = texts("n.parquet", max_bytes=1000)
    assert (found["n.parquet:1"], found["n.parquet:4"]) == (TEXTS[0], TEXTS[1])
    assert "has no text" in found["n.parquet:2"]
    assert "longer than 1000 bytes" in found["n.parquet:5"]


def test_a_table_without_a_column_of_text_says_what_there_is() -> None:
    assert (
        "there are rumpf, kopf"
        in texts(write("n.parquet", table({"rumpf": ["x"], "kopf": ["y"]})))["n.parquet"]
    )


def test_a_damaged_table_is_one_error() -> None:
    whole = table({"text": TEXTS})
    assert list(texts(write("n.parquet", whole[:-20]))) == ["n.parquet"]
    assert list(texts(write("m.parquet", whole[:20] + b"\xff" * 20 + whole[40:])))[-1].startswith("m.parquet")


def test_a_value_repeated_by_a_dictionary_is_a_bomb_like_any_other() -> None:
    write("n.parquet", table({"text": ["Ein Satz. " * 100_000] * 300}, compression="zstd"))
    found = texts("n.parquet", max_bytes=1000)
    assert "250 times its size" in found["n.parquet"]
    assert len(found) < 150


def test_a_table_in_an_archive_is_read() -> None:
    write("d.zip", zipped({"n.parquet": table({"text": TEXTS[:2]})}))
    assert texts("d.zip") == {"d.zip!/n.parquet:1": TEXTS[0], "d.zip!/n.parquet:2": TEXTS[1]}
