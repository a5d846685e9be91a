"""A process that dies at any step of a provider batch: the next one goes on, and nothing is paid twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks.batch_api import Server
from summarizer.batch.ledger import Ledger
from summarizer.batch.provider_client import BatchClient
from summarizer.batch.provider_files import Folder, Spool
from summarizer.batch.provider_jobs import Jobs
from summarizer.batch.provider_results import Collector
from summarizer.batch.provider_rounds import Rounds
from tests.batch.provider_bench import Bench, bench, statuses, tasks


class Killed(BaseException):
    """Stands for SIGKILL: nothing of ours catches it."""


STEPS: list[tuple[type, str, str]] = [
    (Spool, "add", "after"),
    (Spool, "seal", "before"),
    (Spool, "seal", "after"),
    (BatchClient, "upload", "before"),
    (BatchClient, "upload", "after"),
    (BatchClient, "create", "before"),
    (BatchClient, "create", "after"),
    (Jobs, "seen", "after"),
    (BatchClient, "look", "after"),
    (BatchClient, "download", "after"),
    (Ledger, "add", "after"),
    (Collector, "_keep", "after"),
    (Collector, "collect", "after"),
    (Rounds, "_close", "after"),
    (Folder, "waiting", "after"),
]


def dying(method: Callable[..., Any], when: str, call: int) -> Callable[..., Any]:
    calls = 0

    def wrapped(*given: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == call and when == "before":
            raise Killed
        result = method(*given, **named)
        if calls == call:
            raise Killed
        return result

    return wrapped


AGAIN = [(*STEPS[step], 2) for step in (0, 6, 8, 11, 12, 14)]
"""Steps that are gone through once more, in the second round."""


@pytest.mark.parametrize(
    ("owner", "name", "when", "call"),
    [*((*step, 1) for step in STEPS), *AGAIN],
    ids=lambda part: str(getattr(part, "__name__", part)),
)
def test_a_death_at_any_step_costs_nothing(tmp_path, monkeypatch, owner, name, when, call):
    with bench(tmp_path, faults={"ungrounded": 0.5}, ends=("expired:0.5",), seed=2) as b:
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, dying(getattr(owner, name), when, call))
            patch.setattr("summarizer.batch.provider_rounds._SETTLING", 0.0)
            with pytest.raises(Killed):
                b.run(tasks(4))
        monkeypatch.setattr("summarizer.batch.provider_rounds._SETTLING", 0.0)
        found = b.run(tasks(4))
        assert statuses(found) == {"ok": 4}
        assert set(b.paid) == {1}
        assert not b.open_jobs()


def test_results_of_articles_that_are_no_longer_asked_for_are_kept(tmp_path):
    with bench(tmp_path, processing=0.2) as b:
        with b.engine() as engine:
            engine._rounds._progress = lambda progress: engine.stop(now=False)
            list(engine.map(iter(tasks(4))))
        time.sleep(0.25)
        assert statuses(b.run(tasks(1))) == {"ok": 1}
        assert statuses(b.run(tasks(4))) == {"ok": 4}
        assert b.sizes == [4]


def test_a_job_that_the_provider_lost_fails_its_articles_and_is_told(tmp_path):
    with bench(tmp_path, processing=0.2) as b:
        with b.engine() as engine:
            engine._rounds._progress = lambda progress: engine.stop(now=False)
            list(engine.map(iter(tasks(2))))
        spent = b.spent()
        b.server.api.jobs.clear()
        found = b.run(tasks(2))
        assert statuses(found) == {"batch": 2}
        messages = {result.error.message for result in found.values() if result.error}
        assert all("no longer has the results" in message for message in messages)
        assert b.spent() == pytest.approx(spent)  # who knows: it stays counted at its maximum


def test_lingering_uploads_of_a_dead_process_are_removed(tmp_path, monkeypatch):
    with bench(tmp_path) as b:
        with monkeypatch.context() as patch:
            patch.setattr(BatchClient, "upload", dying(BatchClient.upload, "after", 1))
            with pytest.raises(Killed):
                b.run(tasks(2))
        assert len(b.server.api.files) == 1
        b.run(tasks(2))
        assert not b.server.api.files
        assert b.sizes == [2]


_PROCESS = """
import sys
from pathlib import Path
from types import SimpleNamespace
from tests.batch.provider_bench import Bench, statuses, tasks
bench = Bench(Path(sys.argv[1]), SimpleNamespace(base_url=sys.argv[2]))
print(statuses(bench.run(tasks(30))), flush=True)
"""


def test_a_killed_process_is_followed_by_one_that_pays_nothing_again(tmp_path):
    with Server() as server:
        server.api.how = type(server.api.how)(processing=0.3, faults={"ungrounded": 0.3})
        server.api.executor.how = server.api.how
        process = _process(tmp_path, server)
        while len(server.api.calls) < 5 and process.poll() is None:
            time.sleep(0.005)
        os.kill(process.pid, signal.SIGKILL)
        assert process.communicate()[0] == ""
        told, _ = _process(tmp_path, server).communicate(timeout=120)
        assert told == "{'ok': 30}\n"
        assert set(server.api.paid.values()) == {1}
        assert not Bench(tmp_path, server).open_jobs()


def _process(folder: Path, server: Server) -> subprocess.Popen[str]:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", _PROCESS, str(folder), server.base_url]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    return subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.PIPE, text=True)
