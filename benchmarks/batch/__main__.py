"""The figures of `summarizer batch`, each beside its target.

    python -m benchmarks.batch efficiency|cpu|memory|faults|kill|budget|sources|all [--quick]

The program runs as a user runs it, a child process (`python -m summarizer batch`) on one core; the
endpoint of `benchmarks.endpoint` is another process on another core, and its log is the judge. Repairs
are off except in `budget` and `faults`, so that an article is one paid request. The window of a run goes
from its first request to its last answer; CPU is that of the child. `--quick` takes sizes for trying.
The exit code is 0 whether targets are met or missed: read the table.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.batch.ground import Table, server
from benchmarks.batch.money import budget
from benchmarks.batch.size import memory, sources
from benchmarks.batch.speed import cpu, efficiency
from benchmarks.batch.trouble import faults, kill


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="The figures of summarizer batch.")
    figures: dict[str, Callable[..., Table]] = {
        "efficiency": efficiency,
        "cpu": cpu,
        "memory": memory,
        "faults": faults,
        "kill": kill,
        "budget": budget,
        "sources": sources,
    }
    parser.add_argument("figure", nargs="+", choices=[*figures, "all"])
    parser.add_argument("--quick", action="store_true", help="sizes for trying")
    parser.add_argument("--langextract", metavar="PYTHON", help="a Python that has langextract")
    given = parser.parse_args()
    figures["cpu"] = partial(cpu, langextract=given.langextract or _own_langextract())
    for name in figures if "all" in given.figure else given.figure:
        folder = Path(tempfile.mkdtemp(prefix="summarizer-batch-"))
        with server() as endpoint:
            figures[name](endpoint, folder, quick=given.quick).show()
        # Kept where a benchmark failed: the runs are the evidence.
        shutil.rmtree(folder)


def _own_langextract() -> str | None:
    from importlib.util import find_spec

    return sys.executable if find_spec("langextract") else None


if __name__ == "__main__":
    main()
