"""The judges of `benchmarks.batch` see what they are there to see."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("uvloop")
pytest.importorskip("httptools")

from benchmarks.batch.ground import Child, Table, environment, grouped, run, window
from benchmarks.batch.trouble import _after_success, _honoured, _repeats


def row(received: float, sent: float, kind: str = "ok", article: str = "a", **more: Any) -> dict[str, Any]:
    base = {"received": received, "sent": sent, "kind": kind, "article": article, "question": article}
    return {**base, "retry_after": 0.0, **more}


def test_a_client_that_comes_back_too_soon_is_seen() -> None:
    later = row(0.0, 0.1, "429", retry_after=2.0)
    assert _honoured([later, row(2.1, 2.2)]) == (1, 1)
    assert _honoured([later, row(2.0, 2.2)]) == (0, 1)
    assert _honoured([later, row(1.0, 1.2, article="another")]) == (0, 1), "it never came back"


def test_a_request_after_its_answer_is_seen_and_a_new_question_about_the_article_is_none() -> None:
    answered = row(0.0, 1.0)
    assert _after_success([answered, row(2.0, 3.0)]) == 1
    assert _after_success([answered, row(2.0, 3.0, question="repair")]) == 0
    assert _after_success([row(0.0, 1.0, "500"), row(2.0, 3.0)]) == 0


def test_what_was_paid_twice_is_told_from_what_was_in_flight() -> None:
    assert _repeats([row(0.0, 1.0), row(11.0, 12.0)], 10.0) == [False], "answered nine seconds before"
    assert _repeats([row(9.5, 10.4), row(11.0, 12.0)], 10.0) == [True]
    assert _repeats([row(0.0, 1.0), row(11.0, 12.0, question="b")], 10.0) == []
    assert window([row(1.0, 3.0), row(2.0, 7.0)]) == 6.0
    assert [len(rows) for rows in grouped([row(0, 1), row(1, 2)], "article").values()] == [2]


def test_a_child_is_measured_and_its_failure_ends_the_benchmark(tmp_path: Path) -> None:
    hungry = "x = bytearray(60_000_000); [n * n for n in range(2_000_000)]; import time; time.sleep(0.2)"
    ran = run([sys.executable, "-c", hungry], tmp_path)
    assert ran.peak > 60
    assert 0.02 < ran.cpu < ran.wall + 0.5
    with pytest.raises(SystemExit, match="broken"):
        run([sys.executable, "-c", "raise SystemExit('broken')"], tmp_path)
    killed = Child([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path, environment()).kill()
    assert killed.code == -9


def test_no_key_or_setting_of_this_machine_reaches_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    monkeypatch.setenv("SUMMARIZER_MODEL", "other")
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    env = environment(repairs=0)
    assert not {"OPENAI_API_KEY", "SUMMARIZER_MODEL", "https_proxy"} & env.keys()
    assert env["SUMMARIZER_REPAIRS"] == "0"


def test_a_missed_target_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    table = Table("Figures")
    table.add("fast", "0.5", ">= 0.9", met=False)
    table.add("told", "7")
    table.show()
    assert capsys.readouterr().out.splitlines()[-2:] == ["  fast  0.5  >= 0.9  missed", "  told  7"]
