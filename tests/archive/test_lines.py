"""JSON, JSON Lines and CSV: each bad line is one bad record."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from summarizer.archive.fields import FieldMap
from tests.archive.archives import TEXTS, json_lines, records, texts, write


def test_json_lines_give_one_article_a_line_with_its_metadata() -> None:
    row = {"body": TEXTS[0], "title": "Kopf", "date": "2026-06-11T23:00:00-05:00", "id": 7, "url": "u"}
    write("n.jsonl", b"\xef\xbb\xbf" + json_lines(row) + b"\r\n\n" + json_lines({"text": TEXTS[1]}).rstrip())
    first, second = records("n.jsonl").values()
    assert (first.location, second.location) == ("n.jsonl:1", "n.jsonl:4")
    assert first.article
    assert first.article.model_dump(mode="json") == {
        "text": TEXTS[0], "title": "Kopf", "published": "2026-06-11", "id": "7", "source": "u", "language": "de"
    }  # fmt: skip
    assert second.article
    assert second.article.source == "n.jsonl:4"


def test_every_kind_of_broken_line_is_one_error_and_the_next_line_is_read() -> None:
    bad = {
        b"{broken": "not valid JSON (column 2)",
        b"[1]": "no JSON object",
        b'{"title": "x"}': "has no text",
        b'{"text": "12"}': "no sentence",
        b'{"text": "\xff\xfe kaputt\xc3"}': "wrong encoding",
        b"[" * 100_000: "nested too deep",
        b'{"a": ' + b"1" * 5000 + b"}": "number too long",
        b'{"text": "' + b"x" * 20_000 + b'"}': "longer than 15000 bytes",
        b"\x00\x00": "NUL",
        b"\x1f\x8b": "gzip",
    }
    good = json_lines({"text": TEXTS[0]})
    write("n.jsonl", b"".join(line + b"\n" + good for line in bad))
    found = texts("n.jsonl", max_bytes=15_000)
    for number, (line, words) in enumerate(bad.items()):
        what = found[f"n.jsonl:{2 * number + 1}"]
        expected = "longer than" if len(line) > 15_000 else words
        assert expected in what
        assert found[f"n.jsonl:{2 * number + 2}"] == TEXTS[0]
    assert "nested too deep" in texts(write("deep.jsonl", b"[" * 100_000))["deep.jsonl:1"]


def test_a_line_of_100_mb_is_passed_over() -> None:
    with Path("n.jsonl").open("wb") as stream:
        stream.seek(100_000_000)
        stream.write(b"\n" + json_lines({"text": TEXTS[0]}))
    found = texts("n.jsonl")
    assert found["n.jsonl:1"] == "ERROR: n.jsonl:1 is longer than 5 MB, the limit for one article"
    assert found["n.jsonl:2"] == TEXTS[0]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig", "windows-1252"])
@pytest.mark.parametrize("name", ["n.jsonl", "n.csv"])
def test_other_encodings_are_known(encoding: str, name: str) -> None:
    content = (
        f'text\r\n"{TEXTS[0]}"\r\n' if name == "n.csv" else json.dumps({"text": TEXTS[0]}, ensure_ascii=False)
    )
    write(name, content.encode(encoding))
    assert list(texts(name).values()) == [TEXTS[0]]


def test_a_truncated_gzip_keeps_what_stands_before_the_cut() -> None:
    rows = json_lines(*({"text": f"{TEXTS[i % 4]} {hash(str(i))}"} for i in range(3000)))
    packed = gzip.compress(rows)
    write("n.jsonl.gz", packed[: len(packed) // 2])
    found = texts("n.jsonl.gz")
    assert len(found) > 100
    where, what = list(found.items())[-1]
    assert where == f"n.jsonl.gz:{len(found)}"
    assert "damaged or cut off here" in what
    assert sum(text.startswith("ERROR") for text in found.values()) == 1


def test_a_json_file_holds_one_article_or_an_array() -> None:
    write("a.json", json.dumps({"content": TEXTS[0]}))
    write("b.json", json.dumps([{"text": TEXTS[1]}, 3, {"text": TEXTS[2]}]))
    write("c.json", '"nur Text"')
    write("d.json", "{")
    found = texts("a.json", "b.json", "c.json", "d.json")
    assert (found["a.json"], found["b.json#1"], found["b.json#3"]) == (TEXTS[0], TEXTS[1], TEXTS[2])
    assert "b.json#2 is no JSON object" in found["b.json#2"]
    assert "no object or array" in found["c.json"]
    assert "not valid JSON" in found["d.json"]


def test_an_array_larger_than_an_article_says_how_to_make_it_lines() -> None:
    write("b.json", json.dumps([{"text": TEXTS[1]}] * 100))
    (found,) = records("b.json", max_bytes=1000).values()
    assert found.error
    assert "jq" in found.error.hint


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_rows_are_numbered_by_the_line_they_begin_in(delimiter: str) -> None:
    lines = [
        "title,Text,date",
        f'"Kopf","{TEXTS[0]}\n\nEr sagte ""ja"".",2026-06-11',
        f"Zwei,{TEXTS[1]},",
        "",
    ]
    write("n.csv", "\n".join(line.replace(",", delimiter) for line in lines))
    first, second = records("n.csv").values()
    assert (first.location, second.location) == ("n.csv:2", "n.csv:5")
    assert first.article
    assert (first.article.title, str(first.article.published)) == ("Kopf", "2026-06-11")
    assert first.article.text == f'{TEXTS[0]}\n\nEr sagte "ja".'
    assert second.article
    assert second.article.published is None


def test_broken_rows_are_named_and_the_others_read() -> None:
    rows = ["id,text", f"1,{TEXTS[0]}", "2,a,b,c", "3", f"4,{TEXTS[1]}"]
    write("n.csv", "\n".join(rows))
    found = texts("n.csv")
    assert "4 columns where the header has 2" in found["n.csv:3"]
    assert "has no text" in found["n.csv:4"]
    assert (found["n.csv:2"], found["n.csv:5"]) == (TEXTS[0], TEXTS[1])


def test_a_field_too_large_ends_the_row_and_not_the_file() -> None:
    open_quote = '2,"' + "Der Satz geht weiter.\n" * 1000
    write("n.csv", f"id,text\n1,{TEXTS[0]}\n{open_quote}3,{TEXTS[1]}\n")
    import csv

    before = csv.field_size_limit(10_000)
    try:
        found = texts("n.csv", max_bytes=10_000)
    finally:
        csv.field_size_limit(before)
    assert found["n.csv:2"] == TEXTS[0]
    assert "field larger than field limit" in found["n.csv:3"]


def test_a_row_of_many_large_fields_is_not_gathered_without_end() -> None:
    fields = ",".join(['"' + "Der Satz geht weiter.\n" * 40 + '"'] * 50)
    write("n.csv", f"id,text\n1,{TEXTS[0]}\n{fields}\n")
    found = texts("n.csv", max_bytes=1000)
    assert found["n.csv:2"] == TEXTS[0]
    assert "larger than two articles" in found["n.csv:3"]


def test_a_table_without_a_column_of_text_says_what_there_is() -> None:
    assert "there" in texts(write("n.csv", "there,here\n1,2\n"))["n.csv"]
    assert list(texts("n.csv")) == ["n.csv"]
    assert "is empty" in texts(write("e.csv", ""))["e.csv"]


def test_columns_are_named_by_the_caller() -> None:
    write("n.tsv", f"art;ikel\tkopf\n{TEXTS[0]}\tK\n")
    (found,) = records("n.tsv", fields=FieldMap.of(["text=art;ikel", "title=kopf"])).values()
    assert found.article
    assert (found.article.text, found.article.title) == (TEXTS[0], "K")
