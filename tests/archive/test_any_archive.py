"""Whatever the bytes are: records or errors, and nothing else is raised."""

from __future__ import annotations

import bz2
import gzip
import lzma

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.archive.archives import TEXTS, crawl, json_lines, page, records, tarred, write, zipped
from tests.archive.test_columns import table
from tests.archive.test_feed import ATOM, RSS
from tests.archive.test_mail import mail

ROWS = json_lines({"text": TEXTS[0], "date": "2026-06-11"}, {"text": TEXTS[1]})
WHOLE = {
    "a.jsonl": ROWS,
    "a.json": b"[" + ROWS.splitlines()[0] + b"]",
    "a.csv": f'text,title\n"{TEXTS[0]}",K\n{TEXTS[1]},L\n'.encode(),
    "a.eml": mail(f"<p>{TEXTS[0]}</p>"),
    "a.mbox": b"From a\n" + mail() + b"\nFrom b\n" + mail(),
    "a.xml": RSS.encode(),
    "b.xml": ATOM.encode(),
    "a.zip": zipped({"a.jsonl": ROWS, "b.txt": TEXTS[0].encode()}),
    "a.tar": tarred({"a.jsonl": ROWS, "b.txt": TEXTS[0].encode()}),
    "a.warc": crawl(("http://h/1", {}, page(TEXTS[0])), packed=False),
    "a.warc.gz": crawl(("http://h/1", {}, page(TEXTS[0])), ("http://h/2", {}, page(TEXTS[1]))),
    "a.parquet": table({"text": TEXTS}),
    "a.jsonl.gz": gzip.compress(ROWS),
    "a.jsonl.bz2": bz2.compress(ROWS),
    "a.jsonl.xz": lzma.compress(ROWS),
    "a.jsonl.zst": zstandard.compress(ROWS),
    "a": ROWS,
}
quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("name", WHOLE)
@given(content=st.binary(max_size=300) | st.text(max_size=150).map(lambda t: t.encode("utf-8", "ignore")))
@quick
def test_any_bytes_give_records_or_errors(name: str, content: bytes) -> None:
    records(write(name, content))


@pytest.mark.parametrize("name", WHOLE)
@given(data=st.data())
@quick
def test_any_damage_to_a_real_archive_gives_records_or_errors(name: str, data: st.DataObject) -> None:
    content = bytearray(WHOLE[name])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        size = data.draw(st.integers(0, 20))
        content[at : at + size] = data.draw(st.binary(max_size=20))
    found = records(write(name, bytes(content)))
    assert all(record.article is None or record.article.text.strip() for record in found.values())
