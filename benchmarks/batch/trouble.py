"""Faults of the endpoint, and kill -9."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.batch.ground import (
    Child,
    Server,
    Table,
    archive,
    command,
    dice,
    environment,
    grouped,
    lines,
    run,
    window,
)
from benchmarks.client_overhead import prepared

FAULTS = {"429": 0.10, "500": 0.05, "malformed": 0.05, "hang": 0.02}
WALL = 0.8
_RETRY_AFTER = 2.0
_TIMEOUT = 5
_WORKERS = 16
_CLOCK = 0.01
_MOMENT = 0.25
"""Seconds within which an answer that has left the endpoint is in the ledger, on a loaded machine."""

Rows = Sequence[Mapping[str, Any]]


def faults(server: Server, folder: Path, *, quick: bool) -> Table:
    """2,000 articles at an endpoint that fails one request in five, against a gather loop."""
    count = 300 if quick else 2_000
    source = archive(folder / "news.jsonl", count)
    server.reset()
    cases = folder / "bodies.jsonl"
    with cases.open("w", encoding="utf-8") as file:
        for case in prepared(server.url, count):
            file.write(json.dumps({"body": case.body, "text": case.article.text}, ensure_ascii=False) + "\n")
    _reset(server)
    out = folder / "out"
    flags = ("--workers", str(_WORKERS), "--timeout", str(_TIMEOUT), "--no-dedupe")
    # With repairs: they are what a malformed answer gets.
    ours = run(command(server.url, [source], out, *flags), folder, environment(), ok=False)
    rows = server.rows()
    table = Table(
        f"{count} articles, {_WORKERS} workers, latency 0.1 s: 10 % 429 (Retry-After {_RETRY_AFTER:g} s),"
        " 5 % 500, 5 % malformed, 2 % time-outs"
    )
    found = Counter(line["location"] for line in lines(out))
    lost, twice = count - len(found), sum(found.values()) - len(found)
    table.add("lost", f"{lost} (exit code {ours.code})", "0", met=lost == 0)
    table.add("duplicated", str(twice), "0", met=twice == 0)
    honoured, asked = _honoured(rows)
    table.add("Retry-After honoured", f"{honoured} of {asked}", "all", met=honoured == asked > 0)
    again = _after_success(rows)
    table.add("requests after success", str(again), "0", met=again == 0)
    kinds = Counter(str(row["kind"]) for row in rows)
    table.add("requests", f"{len(rows)}: {', '.join(f'{n} {kind}' for kind, n in sorted(kinds.items()))}")
    _reset(server)
    answers = folder / "rival.jsonl"
    script = str(Path(__file__).with_name("rivals.py"))
    loop = run(
        [sys.executable, script, "gather", server.url, str(cases), str(answers), str(count), str(_WORKERS)],
        folder,
    )
    delivered = count - answers.read_text("utf-8").count('{"error"')
    theirs, mine = window(server.rows()), window(rows)
    table.add("gather loop over the openai client", f"{theirs:.1f} s, {delivered} of {count} delivered")
    table.add("ours", f"{mine:.1f} s", f"<= {WALL} x", met=mine <= WALL * theirs)
    table.add("with start-up", f"{ours.wall:.1f} s, {loop.wall:.1f} s, {ours.wall / loop.wall:.2f} x")
    return table


def _reset(server: Server) -> None:
    server.reset(latency=0.1, faults=FAULTS, retry_after=_RETRY_AFTER, hang=60.0, seed=7)


def _honoured(rows: Rows) -> tuple[int, int]:
    """How often an article that was told "later" came back no sooner, and how often it was told."""
    waits = [
        after["received"] - before["sent"] - before["retry_after"]
        for of_one in grouped(rows, "article").values()
        for before, after in pairwise(of_one)
        if before["retry_after"]
    ]
    return sum(wait >= -_CLOCK for wait in waits), sum(bool(row["retry_after"]) for row in rows)


def _after_success(rows: Rows) -> int:
    """Requests that had their answer already."""
    return sum(
        row["received"] > before["sent"]
        for of_one in grouped(rows, "question").values()
        for place, before in enumerate(of_one)
        if before["kind"] == "ok" and before["sent"]
        for row in of_one[place + 1 :]
    )


def kill(server: Server, folder: Path, *, quick: bool) -> Table:
    """500 articles, killed at a random moment, 20 times, and run again each time."""
    count, times = (150, 4) if quick else (500, 20)
    source = archive(folder / "news.jsonl", count)
    moments = dice("kill")
    table = Table(
        f"kill -9 at {times} random moments of a run of {count} articles, then the same command again"
    )
    wrong = repeated = old = flying = early = 0
    for number in range(times):
        server.reset(latency=0.1)
        arguments = command(server.url, [source], folder / f"out-{number}", "--workers", "8")
        child = Child(arguments, folder, environment(repairs=0))
        # By progress, not by time: a shared machine is twice as slow from one run to the next. One kill in
        # ten falls into the start.
        progress = moments.uniform(-0.1, 0.95) * count
        while len(server.rows()) < progress and child.process.poll() is None:
            time.sleep(0.02)
        time.sleep(moments.uniform(0, 0.2))
        killed = time.monotonic()
        early += child.kill().code >= 0
        before = server.rows()
        run(arguments, folder)
        wrong += Counter(line["location"] for line in lines(folder / f"out-{number}")) != _each_once(
            source, count
        )
        flying += sum(_late(row, killed) for row in before)
        repeats = _repeats(server.rows(), killed)
        repeated += len(repeats)
        old += sum(not late for late in repeats)
    table.add("runs without exactly one line an article", str(wrong), "0", met=wrong == 0)
    table.add("in flight at the kills", f"{flying} requests, {flying / times:.1f} a kill")
    table.add("paid twice", f"{repeated} requests, {repeated / times:.1f} a kill")
    table.add("of those, not in flight at the kill", str(old), "0", met=old == 0)
    if early:
        table.add("over before the kill", f"{early} runs", "0", met=False)
    return table


def _each_once(source: Path, count: int) -> Counter[str]:
    return Counter({f"{source}:{number}": 1 for number in range(1, count + 1)})


def _late(row: Mapping[str, Any], killed: float) -> bool:
    """Whether a request was under way at the kill: its answer not out, or just out."""
    return row["received"] <= killed and (not row["sent"] or row["sent"] > killed - _MOMENT)


def _repeats(rows: Rows, killed: float) -> list[bool]:
    """For each request after the kill that was answered before: was that answer under way at the kill?"""
    return [
        _late(first, killed)
        for of_one in grouped(rows, "question").values()
        for first, again in pairwise(of_one)
        if first["kind"] == again["kind"] == "ok"
    ]
