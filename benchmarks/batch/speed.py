"""Efficiency at 500 ms latency, and CPU an article against other clients."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from statistics import median

from benchmarks.batch.ground import (
    Ran,
    Server,
    Table,
    archive,
    command,
    environment,
    lines,
    run,
    window,
)
from benchmarks.client_overhead import prepared

LATENCY = 0.5
CEILINGS = {16: 0.98, 64: 0.97, 256: 0.93}
CPU_LIMIT, CPU_VERIFIED = 1.3, 5.0
FASTER = {"langextract": 10.0, "langextract-tuned": None, "instructor": 2.0}
_CPU_BOUND = 0.9
_WORKERS = 64


def efficiency(server: Server, folder: Path, *, quick: bool) -> Table:
    """Articles a second at 500 ms latency, as a share of what that many lanes could do in whole waves."""
    table = Table(f"Efficiency at {LATENCY * 1000:.0f} ms latency (first request in to last answer out)")
    waves, least = (6, 0) if quick else (20, 500)
    source = archive(folder / "news.jsonl", max(CEILINGS) * waves)
    for workers, target in CEILINGS.items():
        count = workers * max(waves, math.ceil(least / workers))
        part = folder / f"news-{workers}.jsonl"
        with source.open(encoding="utf-8") as file:
            part.write_text("".join(next(file) for _ in range(count)), "utf-8")
        server.reset(latency=LATENCY)
        out = folder / f"out-{workers}"
        flags = ("--workers", str(workers), "--no-dedupe")
        ran = run(command(server.url, [part], out, *flags), folder)
        rows, written = server.rows(), len(lines(out))
        if len(rows) != count or written != count:
            raise SystemExit(f"{len(rows)} requests and {written} lines for {count} articles")
        took = window(rows)
        share = math.ceil(count / workers) * LATENCY / took
        most = server.log()["most_in_flight"]
        figure = f"{share:.3f} of the ceiling, {count / took:.0f} articles/s, at most {most} in flight"
        # Other programs on the core make a run CPU-bound as its own work does.
        busy, away = ran.cpu / ran.wall, ran.starved / ran.wall
        bound = f"; core {busy:.0%} ours, {away:.2f} threads waiting for it"
        bound += "; CPU-bound" if busy >= _CPU_BOUND else ""
        table.add(f"{workers} workers, {count} articles", figure + bound, f">= {target}", met=share >= target)
    return table


def cpu(server: Server, folder: Path, *, quick: bool, langextract: str | None) -> Table:
    """CPU ms an article by slope, in turns, and articles a second at zero latency."""
    # Short rounds and many: a shared machine changes its speed from minute to minute.
    few, many, rounds = (60, 240, 1) if quick else (250, 1_250, 7)
    bodies = _bodies(server, folder, many)
    small, large = archive(folder / "few.jsonl", few), archive(folder / "many.jsonl", many)
    slow = {"instructor": sys.executable}
    if langextract:
        slow |= {"langextract": langextract, "langextract-tuned": langextract}
    slopes: dict[str, list[float]] = {}
    rates: dict[str, list[float]] = {}

    def rival(name: str, python: str, *sizes: int) -> None:
        pair = [_rival(server, folder, python, name, bodies, size) for size in sizes]
        slopes.setdefault(name, []).append(_slope(pair[0].cpu, pair[1].cpu, *sizes))
        rates.setdefault(name, []).append(_slope_rate(pair[0].wall, pair[1].wall, *sizes))

    for turn in range(rounds):
        rival("openai-aiohttp", sys.executable, few, many)
        for name, flags in (("ours", ("--no-dedupe",)), ("ours, wire copy sought", ())):
            first = _ours(server, folder, small, few, f"{turn} {name} few", *flags)
            second = _ours(server, folder, large, many, f"{turn} {name} many", *flags)
            slopes.setdefault(name, []).append(_slope(first[0].cpu, second[0].cpu, few, many))
            rates.setdefault(name, []).append(_slope_rate(first[0].wall, second[0].wall, few, many))
            bare = _slope(first[0].cpu - first[1], second[0].cpu - second[1], few, many)
            slopes.setdefault(f"{name}, without checks", []).append(bare)
        for name, python in slow.items():
            # On fewer articles: its figures are those of one article anyway.
            rival(name, python, few // 4, many // 4)
    return _cpu_table(slopes, rates, few, many)


def _cpu_table(slopes: dict[str, list[float]], rates: dict[str, list[float]], few: int, many: int) -> Table:
    table = Table(f"CPU an article (slope from {few} to {many}), {_WORKERS} in flight, latency 0; medians")
    reference = slopes["openai-aiohttp"]
    for name, found in slopes.items():
        ratios = [mine / theirs for mine, theirs in zip(found, reference, strict=True)]
        rate = f", {median(rates[name]):.0f} articles/s" if name in rates else ""
        figure = f"{median(found):.2f} ms, {median(ratios):.2f} x the reference{rate}"
        match name:
            case "ours, without checks":
                table.add(name, figure, f"<= {CPU_LIMIT} x", met=median(ratios) <= CPU_LIMIT)
            case "ours":
                table.add(name, figure, f"<= {CPU_VERIFIED:g} ms", met=median(found) <= CPU_VERIFIED)
            case _:
                table.add(name, figure)
    for name, target in FASTER.items():
        if name in rates:
            faster = median(o / t for o, t in zip(rates["ours"], rates[name], strict=True))
            aim = f">= {target:g} x" if target else ""
            table.add(f"faster than {name}", f"{faster:.1f} x", aim, met=faster >= target if target else None)
        else:
            table.add(f"faster than {name}", "not measured: name a Python that has it (--langextract)")
    return table


def _slope(few_cpu: float, many_cpu: float, few: int, many: int) -> float:
    return (many_cpu - few_cpu) / (many - few) * 1e3


def _slope_rate(few_wall: float, many_wall: float, few: int, many: int) -> float:
    """Articles a second without start-up. Not by the endpoint's log: some prepare everything before the
    first request, or evaluate behind the last answer, and that is work too."""
    return (many - few) / (many_wall - few_wall)


def _bodies(server: Server, folder: Path, count: int) -> Path:
    """The requests that ours sends, so that the others send the same."""
    path = folder / "bodies.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for case in prepared(server.url, count):
            row = {"body": case.body, "text": case.article.text}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def _rival(server: Server, folder: Path, python: str, name: str, bodies: Path, count: int) -> Ran:
    server.reset()
    out = folder / "rival.jsonl"
    script = Path(__file__).with_name("rivals.py")
    ran = run(
        [python, str(script), name, server.url, str(bodies), str(out), str(count), str(_WORKERS)], folder
    )
    answers = out.read_text("utf-8").count("\n")
    rows = server.rows()
    chunked = name == "langextract"
    if answers != count or (len(rows) != count and not chunked):
        raise SystemExit(f"{name}: {answers} answers, {len(rows)} requests for {count} articles")
    return ran


def _ours(
    server: Server, folder: Path, source: Path, count: int, name: str, *flags: str
) -> tuple[Ran, float]:
    """The run, and the CPU seconds of its checks."""
    server.reset()
    out, checks = folder / name.replace(" ", "-").replace(",", ""), folder / "checks"
    arguments = command(
        server.url, [source], out, "--workers", str(_WORKERS), *flags, module="benchmarks.batch.timed"
    )
    ran = run(arguments, folder, {**environment(repairs=0), "BENCHMARK_CHECKS": str(checks)})
    seconds, calls = checks.read_text().split()
    if int(calls) < count or len(lines(out)) != count:
        raise SystemExit(f"{calls} checks and {len(lines(out))} lines for {count} articles")
    return ran, float(seconds)
