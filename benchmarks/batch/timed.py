"""`summarizer` as it is, with the CPU time of its checks written down at the end, for `benchmarks.batch cpu`.

The file to write to is named by BENCHMARK_CHECKS: seconds of CPU, summed over threads.
"""

from __future__ import annotations

import atexit
import os
import time
from pathlib import Path
from typing import Any

from summarizer.cli.main import main
from summarizer.core import pipeline

_spent: list[float] = []
_ground = pipeline.ground


def _timed(*arguments: Any, **named: Any) -> Any:
    begin = time.thread_time()
    try:
        return _ground(*arguments, **named)
    finally:
        _spent.append(time.thread_time() - begin)


if __name__ == "__main__":
    pipeline.ground = _timed  # type: ignore[attr-defined]
    atexit.register(lambda: Path(os.environ["BENCHMARK_CHECKS"]).write_text(f"{sum(_spent)} {len(_spent)}"))
    main()
