"""How long `summarizer --help` takes: `python -m benchmarks.startup [--runs 20]`.

Wall time, warm, interleaved with a bare Typer application and with Python doing nothing, so that the
machine's mood is visible in the same run. Exits with 1 when the median reaches 150 ms.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time

LIMIT = 0.150
BARE = (
    "import typer\napp = typer.Typer(rich_markup_mode=None)\n"
    "@app.command()\ndef one(): ...\n@app.command()\ndef two(): ...\napp()"
)
COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "bare typer --help": ["-c", BARE, "--help"],
    "summarizer --help": ["-m", "summarizer", "--help"],
    "summarizer run --help": ["-m", "summarizer", "run", "--help"],
}


def main() -> int:
    """Print medians; 1 when the limit is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20)
    runs = parser.parse_args().runs
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(runs + 1):
        for name, arguments in COMMANDS.items():
            begin = time.perf_counter()
            subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
            seconds[name].append(time.perf_counter() - begin)
    for name, found in seconds.items():
        median, best = statistics.median(found[1:]) * 1000, min(found) * 1000
        print(f"{name:24} median {median:6.0f} ms   best {best:6.0f} ms")
    missed = statistics.median(seconds["summarizer --help"][1:]) >= LIMIT
    print(f"limit {LIMIT * 1000:.0f} ms: {'FAIL' if missed else 'PASS'}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
