"""A whole batch against a real endpoint with faults: nothing lost, nothing paid twice."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise

import pytest

from summarizer.batch.ledger import Ledger
from summarizer.batch.output import BatchLine
from summarizer.core.errors import ConfigurationError, InputError
from tests.batch.conftest import lines_of, text


def test_one_valid_line_an_article(batch, archive, tmp_path):
    found = batch(archive(30))
    lines = [BatchLine.model_validate_json(json.dumps(line)) for line in lines_of(tmp_path / "out")]
    assert sorted(line.location for line in lines) == sorted(
        f"{tmp_path}/news.jsonl:{n}" for n in range(1, 31)
    )
    assert {line.article.id for line in lines} == {f"a{n}" for n in range(30)}
    assert found.exit_code == 0
    assert found.document["this_run"]["ok"] == 30


def test_faults_lose_nothing_pay_nothing_twice_and_wait_as_told(batch, archive, mock, tmp_path):
    faults = {"429": 0.15, "500": 0.08, "malformed": 0.05, "drop": 0.03}
    mock.reset(latency=0.02, faults=faults, retry_after=0.4, seed=5)
    found = batch(archive(200), workers=16)
    assert found.document["articles"] == {"ok": 200}
    assert (
        len({line["location"] for line in lines_of(tmp_path / "out")})
        == len(lines_of(tmp_path / "out"))
        == 200
    )
    rows = mock.rows()
    kinds = Counter(row["kind"] for row in rows)
    assert min(kinds["429"], kinds["500"], kinds["malformed"], kinds["drop"]) > 0
    # Each article ends with one good answer; a malformed one is paid for and repaired as another question.
    assert kinds["ok"] == 200
    by_article: dict[str, list[dict]] = {}
    for row in rows:
        by_article.setdefault(row["article"], []).append(row)
    for asked in by_article.values():
        for before, after in pairwise(asked):
            assert before["kind"] != "ok"
            if before["kind"] == "429":
                assert after["received"] - before["sent"] >= 0.4 - 0.005


def test_a_rerun_asks_nothing_again(batch, archive, mock):
    source = archive(20)
    batch(source)
    mock.reset()
    found = batch(source)
    assert mock.rows() == []
    assert found.document["this_run"]["skipped"] == 20


def test_a_failed_article_is_retried_and_then_finished(batch, archive, mock, tmp_path):
    mock.reset(faults={"500": 1.0})
    source = archive(3)
    settings = mock.settings(deadline=3)
    found = batch(source, settings=settings)
    assert found.exit_code == 4
    assert {line["kind"] for line in lines_of(tmp_path / "out", "failures.jsonl")} == {"unavailable"}
    assert lines_of(tmp_path / "out") == []
    mock.reset()
    found = batch(source, settings=settings)
    assert found.exit_code == 0
    assert len(lines_of(tmp_path / "out")) == 3
    assert lines_of(tmp_path / "out", "failures.jsonl") == []


def test_only_failed_takes_nothing_new(batch, archive, mock, tmp_path):
    mock.reset(faults={"refused": 1.0})
    batch(archive(2))
    mock.reset()
    found = batch(archive(5), only_failed=True, retry_failed=True)
    assert found.document["this_run"]["ok"] == 2
    assert found.document["this_run"]["skipped"] == 3
    assert len(mock.rows()) == 2


def test_a_refusal_replays_for_free_and_is_asked_again_on_request(batch, archive, mock, tmp_path):
    mock.reset(faults={"refused": 1.0})
    source = archive(2)
    batch(source)
    mock.reset()
    assert batch(source).document["articles"] == {"refused": 2}
    assert mock.rows() == []
    assert batch(source, retry_failed=True).document["articles"] == {"ok": 2}
    assert len(mock.rows()) == 2


def test_a_changed_prompt_is_asked_again_and_the_old_one_is_free(batch, archive, mock, tmp_path):
    source = archive(4)
    batch(source)
    other = mock.settings(prompt="summarize-v2")
    batch(source, settings=other)
    lines = lines_of(tmp_path / "out")
    assert [line["summary"]["provenance"]["prompt"]["name"] for line in lines] == ["summarize-v2"] * 4
    mock.reset()
    batch(source)
    assert mock.rows() == []
    assert len(lines_of(tmp_path / "out")) == 4


def test_an_edited_article_alone_is_asked_again(batch, archive, mock, tmp_path):
    source = archive(4)
    batch(source)
    mock.reset()
    lines = source.read_text().splitlines()
    lines[2] = json.dumps({"text": text(77), "id": "a2"})
    source.write_text("\n".join(lines) + "\n")
    batch(source)
    assert len(mock.rows()) == 1
    assert len(lines_of(tmp_path / "out")) == 4


def test_fresh_starts_over(batch, archive, mock, tmp_path):
    source = archive(3)
    batch(source)
    found = batch(source, fresh=True)
    assert len(mock.rows()) == 6
    assert len(lines_of(tmp_path / "out")) == 3
    assert found.document["money"]["spent_in_all"] == pytest.approx(
        2 * found.document["this_run"]["spent"], rel=1e-3
    )


def test_equal_articles_at_the_same_time_are_asked_once(batch, mock, tmp_path):
    mock.reset(latency=0.3)
    line = json.dumps({"text": text(1), "title": "T", "id": "x"})
    source = tmp_path / "same.jsonl"
    source.write_text(f"{line}\n" * 12)
    found = batch(source, workers=8)
    assert found.document["this_run"]["ok"] == 12
    assert len(mock.rows()) == 1


def test_a_bad_record_is_one_failure(batch, archive, tmp_path):
    source = archive(3)
    with source.open("a") as file:
        file.write('{"text": \n')
    found = batch(source)
    assert found.exit_code == 5
    assert found.document["articles"] == {"ok": 3, "unreadable": 1}
    [failure] = lines_of(tmp_path / "out", "failures.jsonl")
    assert failure["location"].endswith("news.jsonl:4")


def test_a_missing_source_is_told_before_anything_is_asked(batch, mock, tmp_path):
    with pytest.raises(InputError, match="nowhere"):
        batch(tmp_path / "nowhere")
    assert mock.rows() == []


def test_a_source_that_vanishes_in_the_middle_ends_as_a_failure(batch, tmp_path, mock):
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number:02}.txt").write_text(text(number))
    mock.reset(latency=0.05)
    gone = []

    def watch(event, data):
        if event == "article" and not gone:
            gone.append((folder / "39.txt").unlink())

    found = batch(folder, workers=1, watch=watch)
    assert sum(found.document["articles"].values()) >= 39
    assert found.document["articles"]["ok"] == 39


def test_a_key_that_is_refused_ends_the_run_at_once(batch, archive, serve, settings_for, tmp_path):
    from tests.endpoint import failure

    endpoint = serve(failure(401))
    found = batch(archive(300), settings=settings_for(endpoint), workers=2)
    assert found.document["ended_by"] == "authentication"
    assert found.exit_code == 4
    assert len(endpoint.requests) < 30


def test_an_endpoint_that_is_down_ends_the_run(batch, archive, tmp_path, mock):
    settings = mock.settings(base_url="http://127.0.0.1:9/v1")
    found = batch(archive(500), settings=settings, workers=8)
    assert found.document["ended_by"] == "unavailable"
    assert found.document["this_run"]["read"] < 500
    assert found.document["money"]["spent_in_all"] == 0


def test_a_folder_in_use_is_refused(batch, archive, tmp_path):
    from summarizer.batch.setup import locked

    with locked(tmp_path / "out"), pytest.raises(ConfigurationError, match="in use by another run"):
        batch(archive(1))


def test_a_damaged_ledger_is_named(batch, archive, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "responses.sqlite").write_bytes(b"no database at all, " * 200)
    with pytest.raises(ConfigurationError, match="is damaged"):
        batch(archive(1))


def test_no_secret_and_no_password_is_written(batch, archive, mock, tmp_path):
    secret = "a-key-that-nobody-may-read"
    batch(archive(3), settings=mock.settings(api_key=secret))
    for path in (tmp_path / "out").iterdir():
        assert secret.encode() not in path.read_bytes(), path


def test_the_ledger_is_the_audit(batch, archive, tmp_path):
    batch(archive(3))
    ledger = Ledger(tmp_path / "out" / "responses.sqlite", read_only=True)
    label, key = ledger.read("SELECT label, key FROM responses ORDER BY label")[0]
    assert label.endswith("news.jsonl:1")
    found = ledger.find(key)
    assert "Anna Berg" in found.question.body["messages"][1]["content"]
    assert found.question.body["response_format"]["json_schema"]["name"] == "Draft"
    assert ledger.nearest(found.question).key == key
    ledger.close()


def test_parquet_holds_the_same_articles(batch, archive, tmp_path):
    pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    batch(archive(5), parquet=True)
    rows = pq.read_table(tmp_path / "out" / "summaries.parquet").to_pylist()
    assert {row["id"] for row in rows} == {f"a{n}" for n in range(5)}
    assert all(json.loads(row["summary"])["article"]["id"] == row["id"] for row in rows)


def test_a_budget_is_kept_in_a_real_run_and_what_is_left_undone_is_listed(batch, archive, mock, tmp_path):
    source = archive(60)
    mock.reset(latency=0.02, faults={"500": 0.1, "drop": 0.1})
    # At its bounds a request of this size may cost 0.018 dollars; it does cost some 0.0009.
    found = batch(source, workers=8, budget=0.12)
    document = found.document
    assert document["ended_by"] == "budget"
    assert found.exit_code == 4
    assert document["money"]["spent_in_all"] <= 0.12
    assert document["articles"]["ok"] > 0
    assert (
        document["articles"]["ok"]
        + document["articles"]["undone"]
        + document["articles"].get("unavailable", 0)
        == 60
    )
    assert document["undone"]["number"] == document["articles"]["undone"]
    kinds = [line["kind"] for line in lines_of(tmp_path / "out", "failures.jsonl")]
    assert kinds.count("undone") == document["articles"]["undone"]
    mock.reset()
    found = batch(source, budget=40)
    assert found.document["articles"] == {"ok": 60}
    assert len(mock.rows()) == document["articles"]["undone"] + document["articles"].get("unavailable", 0)


def test_a_budget_without_a_price_is_refused(batch, archive, mock):
    with pytest.raises(ConfigurationError, match="price of 'nobody'"):
        batch(archive(1), settings=mock.settings(model="nobody"), budget=1)
    assert mock.rows() == []


def test_rate_limits_of_the_user_are_kept(batch, archive, mock):
    batch(archive(12), workers=8, rpm=240)
    times = sorted(row["received"] for row in mock.rows())
    # 240 a minute: four at once, then one each 0.254 s.
    assert times[-1] - times[0] >= 0.9 * (12 - 4) / (236 / 60)


def test_a_disk_that_is_full_is_told_and_loses_nothing(archive, mock, tmp_path):
    import subprocess
    import sys

    source = archive(40)
    code = (
        "import resource, signal, sys\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))\n"
        "from summarizer.cli.main import main\n"
        f"sys.argv = ['summarizer', 'batch', {str(source)!r}, '--out', {str(tmp_path / 'out')!r}, '--base-url',"
        f" {mock.url!r}, '--model', 'mock', '--no-dedupe', '--quiet']\n"
        "main()\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.returncode == 3, ran.stderr
    assert "cannot write" in ran.stderr
    assert "Traceback" not in ran.stderr
