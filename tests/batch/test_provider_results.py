"""Result files of a provider are the word of a stranger: nothing in them can break the run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summarizer.batch.provider_results import Line, lines, usage_of
from tests.batch.provider_bench import bench, statuses, tasks

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
ROW = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("custom_id", "response", "error", "id"), JSON)
) | st.fixed_dictionaries(
    {
        "custom_id": st.text(max_size=10),
        "response": st.fixed_dictionaries({"status_code": JSON, "body": JSON}),
        "error": st.none() | st.fixed_dictionaries({"code": JSON, "message": JSON}),
    }
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROW.map(lambda row: json.dumps(row).encode()) | st.binary(max_size=60), max_size=5))
def test_any_bytes_are_read_as_lines_or_passed_over(tmp_path: Path, rows: list[bytes]):
    path = tmp_path / "output"
    path.write_bytes(b"\n".join(rows))
    for line in lines(path):
        assert line is None or isinstance(line, Line)
        if line is not None:
            assert line.status is None or 100 <= line.status < 600


@settings(max_examples=50, deadline=None)
@given(JSON)
def test_usage_counts_only_what_is_a_count(found):
    usage = usage_of({"usage": found})
    assert all(count is None or count >= 0 for count in (usage.input_tokens, usage.output_tokens))


def test_a_line_beyond_the_limit_is_passed_over_whole(tmp_path):
    good = json.dumps({"custom_id": "k", "response": {"status_code": 200, "body": {}}}).encode()
    path = tmp_path / "output"
    path.write_bytes(good + b"\n" + b"x" * 5000 + b"\n" + good + b"\n" + b"y" * 3000)
    assert [line and line.key for line in lines(path, longest=1000)] == ["k", None, "k", None]


def test_a_missing_file_has_no_lines(tmp_path):
    assert not list(lines(tmp_path / "none"))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda row: {**row, "response": {**row["response"], "body": {"choices": "none"}}},
        lambda row: {**row, "response": {**row["response"], "body": None}},
        lambda row: {**row, "response": {**row["response"], "status_code": "200"}},
        lambda row: {**row, "response": None, "error": {"code": "odd", "message": "x" * 5000}},
        lambda row: {**row, "custom_id": "k" * 100_000},
        lambda row: [row],
    ],
)
def test_answers_that_are_none_are_asked_again_and_then_fail(tmp_path, spoil, monkeypatch):
    from benchmarks import batch_jobs

    row = batch_jobs._row
    monkeypatch.setattr(batch_jobs, "_row", lambda *given: json.dumps(spoil(json.loads(row(*given)))))
    with bench(tmp_path) as b:
        assert statuses(b.run(tasks(2), resubmissions=1)) == {"batch": 2}
        assert b.sizes == [2, 2]


def test_the_same_answer_in_the_ledger_as_if_it_had_come_directly(tmp_path):
    from summarizer.batch.ledger import Ledger

    with bench(tmp_path) as b:
        b.run(tasks(1))
    ledger = Ledger(tmp_path / "responses.sqlite")
    key, label = ledger.read("SELECT key, label FROM responses")[0]
    kept = ledger.find(key)
    ledger.close()
    assert kept is not None
    assert kept.question.key == key == kept.key
    assert label == kept.question.subject.label == "news.jsonl:0"
    assert kept.question.path == "/chat/completions"
    assert kept.parts == kept.question.parts
    assert kept.status == 200
