"""`summarizer batch --provider-batch` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarizer.batch.provider import Terms
from tests.batch.provider_bench import QUICK, article, bench


@pytest.fixture
def quick(monkeypatch):
    """Look after jobs more often than a provider would like."""
    monkeypatch.setattr(
        "summarizer.batch.provider.Terms", lambda budget: Terms(budget=budget, poll=QUICK, resubmissions=2)
    )


def archive(folder, count):
    path = folder / "news.jsonl"
    rows = [article(n).model_dump(mode="json", include={"text", "language", "id"}) for n in range(count)]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return str(path)


def test_an_archive_goes_through_the_batch_api(tmp_path, cli, quick):
    with bench(tmp_path, ends=("expired:0.5",), faults={"ungrounded": 0.3}) as b:
        out = tmp_path / "out"
        prices = '[prices."m"]\ninput = 1.0\noutput = 2.0\ndated = 2026-11-01\n'
        Path("summarizer.toml").write_text(prices, encoding="utf-8")
        command = ("batch", archive(tmp_path, 8), "--out", str(out), "--provider-batch", "--no-dedupe")
        ran = cli(*command, "--base-url", b.server.base_url, "--model", "m")
        assert ran.code == 0, ran.err
        lines = [json.loads(line) for line in (out / "summaries.jsonl").read_text().splitlines()]
        assert [line["status"] for line in lines] == ["ok"] * 8
        assert set(b.paid) == {1}
        assert "1 batch job at the provider: " in ran.err
        assert "a job of 8 requests ended: 4 answered, 4 to be asked again, 0 failed" in ran.err
        run = json.loads((out / "run.json").read_text())
        assert run["money"]["spent_in_all"] == pytest.approx(run["this_run"]["spent"])
        calls = len(b.server.api.calls)
        assert cli(*command, "--base-url", b.server.base_url, "--model", "m").code == 0
        assert len(b.server.api.calls) == calls


def test_failed_articles_are_told_and_retried_by_the_next_run(tmp_path, cli, quick):
    with bench(tmp_path, ends=("cancelled:0.5",)) as b:
        out = tmp_path / "out"
        command = ("batch", archive(tmp_path, 4), "--out", str(out), "--provider-batch", "--no-dedupe")
        ran = cli(*command, "--base-url", b.server.base_url, "--model", "m")
        assert ran.code == 4
        told = [json.loads(line) for line in (out / "failures.jsonl").read_text().splitlines()]
        assert len(told) == 2
        assert "cancelled" in json.dumps(told)
        assert cli(*command, "--base-url", b.server.base_url, "--model", "m").code == 0
        assert b.paid == [1] * 4
