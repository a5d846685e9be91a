"""`summarizer batch` as people run it: signals, kills, displays, status."""

from __future__ import annotations

import json
import os
import pty
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.endpoint import running
from summarizer.batch.ledger import Ledger
from summarizer.batch.provider_jobs import Jobs
from summarizer.batch.setup import LEDGER
from tests.batch.conftest import Mock, lines_of, text


@pytest.fixture(scope="module")
def mock():
    with running() as url:
        yield Mock(url)


@pytest.fixture
def archive(tmp_path):
    def write(number: int) -> Path:
        path = tmp_path / "news.jsonl"
        with path.open("w") as file:
            for n in range(number):
                file.write(json.dumps({"text": text(n), "id": f"a{n}", "title": f"Plan {n}"}) + "\n")
        return path

    return write


def command(mock: Mock, source: Path, out: Path, *more: str) -> list[str]:
    base = [
        sys.executable,
        "-m",
        "summarizer",
        "batch",
        str(source),
        "--out",
        str(out),
        "--base-url",
        mock.url,
    ]
    return [*base, "--model", "gpt-5-mini", "--no-dedupe", *more]


def finished(mock: Mock) -> int:
    return sum(row["sent"] > 0 for row in mock.rows())


def wait_for(condition, seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)


def test_the_account_tells_what_was_done_and_what_to_do_next(cli, mock, archive, tmp_path):
    mock.reset()
    source = archive(4)
    with source.open("a") as file:
        file.write("{broken\n")
    ran = cli(*command(mock, source, tmp_path / "out")[3:])
    assert ran.code == 5
    assert "4 articles finished" in ran.out
    assert "without a summary: 1 unreadable" in ran.out
    assert "failures.jsonl" in ran.out
    assert "gpt-5-mini" in ran.err
    assert "batch" not in ran.err


def test_quiet_is_quiet_and_log_json_is_json(cli, mock, archive, tmp_path):
    mock.reset()
    source = archive(3)
    ran = cli(*command(mock, source, tmp_path / "out", "--quiet")[3:])
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    ran = cli(*command(mock, source, tmp_path / "out2", "--log-json")[3:])
    events = [json.loads(line) for line in ran.out.splitlines()]
    assert [event["event"] for event in events] == [
        "started",
        "article",
        "article",
        "article",
        "progress",
        "finished",
    ]
    assert events[-1]["this_run"]["ok"] == 3
    assert ran.err == ""


def test_status_tells_of_a_folder_and_of_none(cli, mock, archive, tmp_path):
    mock.reset()
    cli(*command(mock, archive(3), tmp_path / "out")[3:])
    ran = cli("batch", "status", str(tmp_path / "out"))
    assert ran.code == 0
    assert "3 articles" in ran.out
    assert "3 summarised" in ran.out
    assert "ended: finished" in ran.out
    found = json.loads(cli("batch", "status", str(tmp_path / "out"), "--json").out)
    assert found["articles"] == {"ok": 3}
    assert found["running"] is False
    ran = cli("batch", "status", str(tmp_path))
    assert ran.code == 2
    assert "holds no batch" in ran.err


def test_status_tells_of_jobs_that_wait_at_a_provider(cli, mock, archive, tmp_path):
    mock.reset()
    out = tmp_path / "out"
    cli(*command(mock, archive(1), out)[3:])
    ledger = Ledger(out / LEDGER)
    jobs = Jobs(ledger)
    jobs.update(
        jobs.begin().number, state="running", batch="batch_7", status="in_progress", requests=9, completed=4
    )
    ledger.close()
    ran = cli("batch", "status", str(out))
    assert "job batch_7 at the provider: in_progress, 4 of 9 requests done" in ran.out
    assert "→ run the same command again, with --provider-batch" in ran.out
    found = json.loads(cli("batch", "status", str(out), "--json").out)
    assert found["provider_jobs"] == [
        {"id": "batch_7", "status": "in_progress", "requests": 9, "completed": 4, "failed": 0}
    ]


def test_status_names_each_location_once_and_says_how_many_it_left_out(cli, mock, tmp_path):
    mock.reset()
    source = tmp_path / "news.jsonl"
    source.write_text("{broken\n" * 12)
    cli(*command(mock, source, tmp_path / "out")[3:])
    ran = cli("batch", "status", str(tmp_path / "out"))
    assert ran.out.count(f"{source}:1:") == 1
    assert "and 2 more" in ran.out
    assert ran.out.count("without a summary") == 1


def test_stored_answers_that_are_no_use_need_another_flag_and_the_account_says_so(
    cli, mock, archive, tmp_path
):
    mock.reset(faults={"refused": 1.0})
    source, out = archive(2), tmp_path / "out"
    ran = cli(*command(mock, source, out)[3:])
    assert ran.code == 4
    assert "--retry-failed" in ran.out
    asked = len(mock.rows())
    cli(*command(mock, source, out)[3:])
    assert len(mock.rows()) == asked
    mock.reset()
    ran = cli(*command(mock, source, out, "--retry-failed")[3:])
    assert ran.code == 0
    assert "2 summarised" in ran.out


def test_tokens_are_those_that_were_paid_for_failures_included(cli, mock, archive, tmp_path):
    mock.reset(faults={"refused": 0.5}, seed=1)
    out = tmp_path / "out"
    cli(*command(mock, archive(8), out)[3:])
    rows = mock.rows()
    assert {row["kind"] for row in rows} == {"ok", "refused"}
    tokens = json.loads((out / "run.json").read_text())["tokens"]
    assert tokens == {name: sum(row[f"{name}_tokens"] for row in rows) for name in ("input", "output")}


def test_a_source_that_is_not_there_leaves_no_folder_behind(cli, mock, tmp_path):
    ran = cli(*command(mock, tmp_path / "nowhere", tmp_path / "out")[3:])
    assert ran.code == 5
    assert "no such file" in ran.err
    assert not (tmp_path / "out").exists()


def test_a_budget_too_small_for_one_request_says_what_a_request_can_cost(cli, mock, archive, tmp_path):
    mock.reset()
    ran = cli(*command(mock, archive(2), tmp_path / "out", "--budget", "0.001")[3:])
    assert ran.code == 4
    assert "0.0010 USD of the budget of 0.001 are left, and a request can cost 0.0" in ran.err
    assert "2 articles left undone: raise --budget" in ran.out
    assert mock.rows() == []


def test_wire_copy_is_asked_once_and_stands_in_the_output_as_a_copy(cli, mock, tmp_path):
    mock.reset()
    source, out = tmp_path / "news", tmp_path / "out"
    source.mkdir()
    wire = " ".join(f"Anna Berg traf am Tag {n} die Delegation {n} in Wien zu Gesprächen." for n in range(9))
    (source / "a.txt").write_text(f"Wien (dpa) - {wire}")
    (source / "b.txt").write_text(f"Treffen in Wien\n\nWien (dpa) - {wire}\n\n(c) Blatt B")
    (source / "c.txt").write_text(f"Wien (dpa) - {wire}".replace("Tag 3", "Tag 33"))
    flags = [part for part in command(mock, source, out)[3:] if part != "--no-dedupe"]
    ran = cli(*flags)
    assert ran.code == 0
    assert "2 summarised, 1 repeat another" in ran.out
    assert len(mock.rows()) == 2
    lines = {Path(line["location"]).name: line for line in lines_of(out)}
    assert [lines[name]["status"] for name in ("a.txt", "b.txt", "c.txt")] == ["ok", "duplicate", "ok"]
    assert lines["b.txt"]["duplicate_of"]["location"] == lines["a.txt"]["location"]
    assert lines["b.txt"]["summary"] is None
    assert cli(*flags).code == 0
    assert len(mock.rows()) == 2
    ran = cli(*flags, "--no-dedupe")
    assert "3 summarised" in ran.out
    assert len(mock.rows()) == 3


def test_a_dry_run_tells_the_cost_and_asks_nothing(cli, mock, archive, tmp_path):
    mock.reset()
    source = archive(30)
    ran = cli(*command(mock, source, tmp_path / "out", "--dry-run", "--budget", "1")[3:])
    assert ran.code == 0
    assert "30 articles to summarise" in ran.out
    assert "USD, between" in ran.out
    assert mock.rows() == []
    assert not (tmp_path / "out").exists()
    cli(*command(mock, source, tmp_path / "out")[3:])
    with source.open("a") as file:
        for n in range(30, 40):
            file.write(json.dumps({"text": text(n)}) + "\n")
    ran = cli(*command(mock, source, tmp_path / "out", "--dry-run")[3:])
    assert "10 articles to summarise, 30 done before" in ran.out
    assert "out of gpt-5-mini" in ran.out
    low, high = re.search(r"between (\S+) and (\S+)", ran.out).groups()
    assert 0 < float(low) < float(high)
    assert "from 30 articles of this folder" in ran.out


def test_wrong_flags_are_told(cli, mock, archive, tmp_path):
    source = archive(1)
    assert cli("batch", str(source)).code == 2
    assert cli(*command(mock, source, tmp_path / "out", "--engine", "magic")[3:]).code == 2
    assert cli(*command(mock, source, tmp_path / "out", "--address", "x")[3:]).code == 2
    assert cli(*command(mock, source, tmp_path / "out", "--field", "text")[3:]).code == 2


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_one_signal_finishes_what_is_in_flight(mock, archive, tmp_path, number, code):
    mock.reset(latency=0.4)
    source, out = archive(200), tmp_path / "out"
    with subprocess.Popen(command(mock, source, out), stdout=-1, stderr=-1, text=True) as process:
        wait_for(lambda: finished(mock) >= 8)
        process.send_signal(number)
        stdout, stderr = process.communicate(timeout=30)
    assert process.returncode == code, stderr
    assert "run the same command again" in stdout
    rows = mock.rows()
    assert len(rows) < 60
    assert all(row["sent"] for row in rows)
    assert len(lines_of(out)) == len(rows)
    assert json.loads((out / "run.json").read_text())["ended_by"] == "stopped"


def test_two_signals_stop_at_once_and_lose_nothing_that_arrived(mock, archive, tmp_path):
    mock.reset(latency=0.2, faults={"hang": 0.5}, hang=60)
    source, out = archive(100), tmp_path / "out"
    with subprocess.Popen(command(mock, source, out), stdout=-1, stderr=-1, text=True) as process:
        wait_for(lambda: sum(row["kind"] == "ok" and row["sent"] > 0 for row in mock.rows()) >= 2)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        time.sleep(0.5)
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=30)
    assert time.monotonic() - began < 5
    assert process.returncode == 130, stderr
    answered = {row["article"] for row in mock.rows() if row["kind"] == "ok"}
    assert len(lines_of(out)) == len(answered)


def killed_runs(mock: Mock, source: Path, out: Path, kills: int, articles: int, dice: random.Random) -> None:
    """Run, kill at a random moment, and so on; then to the end. What was paid twice was in flight."""
    allowed = 0
    for _ in range(kills):
        before = len(mock.rows())
        with subprocess.Popen(command(mock, source, out), stdout=-1, stderr=-1) as process:
            target = before + dice.randint(1, max(2, articles // kills))
            wait_for(
                lambda target=target, process=process: (
                    len(mock.rows()) >= target or process.poll() is not None
                )
            )
            time.sleep(dice.uniform(0, 0.1))
            process.kill()
        time.sleep(0.3)
        # At the kill at most eight were in flight; the endpoint's log has them as sent later.
        allowed += 8
    ran = subprocess.run(command(mock, source, out), capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 0, ran.stderr
    locations = [line["location"] for line in lines_of(out)]
    assert len(locations) == len(set(locations)) == articles
    rows = mock.rows()
    assert len({row["article"] for row in rows}) == articles
    assert len(rows) - articles <= allowed
    # Nothing that had arrived before a kill was asked again.
    status = json.loads((out / "run.json").read_text())
    assert status["requests"].get("unknown", 0) <= allowed
    # An answer is stored before its request is settled: what is settled is never paid for again.
    assert status["requests"]["200"] <= articles
    assert status["requests"]["200"] + status["requests"].get("unknown", 0) >= len(rows)


def test_kill_nine_loses_nothing_and_repeats_only_what_was_in_flight(mock, archive, tmp_path):
    mock.reset(latency=0.1)
    killed_runs(mock, archive(60), tmp_path / "out", 2, 60, random.Random(4))


@pytest.mark.slow
def test_twenty_kills_of_five_hundred_articles(mock, archive, tmp_path):
    mock.reset(latency=0.1)
    killed_runs(mock, archive(500), tmp_path / "out", 20, 500, random.Random(5))


def test_the_live_display_survives_hostile_names(mock, tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "[bold red]\x1b]0;owned\x07.txt").write_text("\x00\x01")
    for n in range(6):
        (folder / f"{n}.txt").write_text(text(n))
    mock.reset(latency=0.2)
    main, terminal = pty.openpty()
    with subprocess.Popen(
        command(mock, folder, tmp_path / "out"), stdout=terminal, stderr=terminal
    ) as process:
        os.close(terminal)
        shown = b""
        try:
            while piece := os.read(main, 65536):
                shown += piece
        except OSError:
            pass
    os.close(main)
    assert process.returncode == 5
    assert b"lanes busy" in shown
    # The bar has a line of its own.
    assert re.search(rb"\xe2\x94\x81[^\n]*\n[^\n]*articles", shown)
    assert b"6 summarised" in shown
    assert b"\x1b]0;owned" not in shown
