"""The budget, against what the endpoint itself says it charged."""

from __future__ import annotations

from pathlib import Path

from benchmarks.batch.ground import Server, Table, archive, command, dice, environment, lines, run
from benchmarks.endpoint import MODEL

_FAULTS = {"429": 0.05, "500": 0.05, "malformed": 0.05, "drop": 0.02}


def budget(server: Server, folder: Path, *, quick: bool) -> Table:
    """Random prices, usage, faults, workers and budgets; each folder is run twice with the same budget."""
    times, count = (6, 30) if quick else (50, 60)
    source = archive(folder / "news.jsonl", count)
    numbers = dice("budget")
    over = stopped = unlike = 0
    closest = 0.0
    for number in range(times):
        inputs, outputs = numbers.uniform(0.05, 30), numbers.uniform(0.1, 120)
        price = f'[prices."{MODEL}"]\ninput = {inputs!r}\noutput = {outputs!r}\ndated = 2026-11-22\n'
        (folder / "summarizer.toml").write_text(price, "utf-8")
        # From less than one request to more than all of them; 8,000 output tokens are the limit of one.
        limit = numbers.uniform(0.2, count * 0.7) * (8_000 * outputs + 20_000 * inputs) / 1e6
        server.reset(latency=0.01, usage="random", seed=number, faults=_FAULTS)
        out = folder / f"out-{number}"
        flags = ("--budget", f"{limit:.6f}", "--workers", str(numbers.choice((1, 4, 16, 64))), "--no-dedupe")
        for _ in range(2):
            run(command(server.url, [source], out, *flags), folder, environment(), ok=False)
        charged = (
            sum(row["input_tokens"] * inputs + row["output_tokens"] * outputs for row in server.rows()) / 1e6
        )
        over += charged > limit
        stopped += len(lines(out)) < count
        closest = max(closest, charged / limit)
        unlike += not server.rows()
    table = Table(f"{times} random budgets, prices, usages and faults, {count} articles, two runs each")
    table.add("over budget by the endpoint's log", f"{over} runs", "0", met=over == 0)
    table.add("ended by the budget", f"{stopped} of {times}; without a single request: {unlike}")
    table.add("closest to the limit", f"{closest:.1%} of it spent")
    return table
