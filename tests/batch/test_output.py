"""The files of a batch: exactly one line an article, whatever happened before."""

from __future__ import annotations

import json

import pytest

from summarizer.batch.articles import Articles, Row
from summarizer.batch.ledger import Ledger
from summarizer.batch.output import SUMMARIES, Summaries
from tests.batch.conftest import lines_of


@pytest.fixture
def ledger(tmp_path):
    ledger = Ledger(tmp_path / "responses.sqlite")
    yield ledger
    ledger.close()


def row(location: str, key: str = "k") -> Row:
    return Row(location, key, "ok", 1)


def line(location: str, more: str = "") -> bytes:
    return json.dumps({"location": location, "more": more}).encode() + b"\n"


def test_a_torn_line_is_cut_off(tmp_path, ledger):
    summaries = Summaries(tmp_path, ledger)
    summaries.write(line("a"), row("a"))
    summaries.abandon()
    with (tmp_path / SUMMARIES).open("ab") as file:
        file.write(line("b") + b'{"location": "c", "mo')
    summaries = Summaries(tmp_path, ledger)
    summaries.write(line("c"), row("c"))
    summaries.close()
    assert [one["location"] for one in lines_of(tmp_path)] == ["a", "c"]


def test_lines_that_the_file_has_lost_are_pending_again(tmp_path, ledger):
    summaries = Summaries(tmp_path, ledger)
    for location in "abc":
        summaries.write(line(location), row(location))
    summaries.abandon()
    path = tmp_path / SUMMARIES
    path.write_bytes(path.read_bytes()[: len(line("a")) + 3])
    summaries = Summaries(tmp_path, ledger)
    assert summaries.lost == 2
    assert Articles(ledger).counts() == {"ok": 1, "pending": 2}
    summaries.write(line("c"), row("c"))
    summaries.close()
    assert [one["location"] for one in lines_of(tmp_path)] == ["a", "c"]


def test_a_deleted_file_is_made_again(tmp_path, ledger):
    summaries = Summaries(tmp_path, ledger)
    summaries.write(line("a"), row("a"))
    summaries.close()
    (tmp_path / SUMMARIES).unlink()
    Summaries(tmp_path, ledger).close()
    assert Articles(ledger).counts() == {"pending": 1}


def test_replaced_lines_go_at_the_end(tmp_path, ledger):
    summaries = Summaries(tmp_path, ledger)
    for location in "abc":
        summaries.write(line(location, "old"), row(location))
    summaries.write(line("b", "new and longer"), row("b", "k2"))
    summaries.close()
    assert [(one["location"], one["more"]) for one in lines_of(tmp_path)] == [
        ("a", "old"),
        ("c", "old"),
        ("b", "new and longer"),
    ]
    summaries = Summaries(tmp_path, ledger)
    summaries.write(line("d"), row("d"))
    summaries.close()
    assert len(lines_of(tmp_path)) == 4


@pytest.mark.parametrize("moved", [True, False])
def test_a_kill_between_the_rewrite_and_the_move(tmp_path, ledger, moved, monkeypatch):
    """The ledger has the new places already: the new file counts, whether it was moved or not."""
    summaries = Summaries(tmp_path, ledger)
    for location in "abb":
        summaries.write(line(location, str(summaries._end)), row(location))

    class KilledError(BaseException):
        pass

    def killed() -> None:
        if moved:
            (tmp_path / f"{SUMMARIES}.new").replace(tmp_path / SUMMARIES)
        raise KilledError

    monkeypatch.setattr(summaries, "_finish_rewriting", killed)
    with pytest.raises(KilledError):
        summaries.close()
    summaries = Summaries(tmp_path, ledger)
    assert summaries.lost == 0
    summaries.write(line("c"), row("c"))
    summaries.close()
    assert [one["location"] for one in lines_of(tmp_path)] == ["a", "b", "c"]
