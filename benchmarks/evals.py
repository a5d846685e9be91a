"""What evaluation costs: `python -m benchmarks.evals`. A replay by size of the store, and whole runs."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx2

from summarizer.llm.cassette import Cassette
from summarizer.llm.recording import Question, Recording
from summarizer.llm.recording_folder import RecordingFolder

_ANSWER = {"choices": [{"message": {"role": "assistant", "content": json.dumps({"text": "x" * 1000})}}]}
_URL = "http://recorded.invalid/v1/chat/completions"


def replay_milliseconds(folder: Path, recordings: int, calls: int) -> list[float]:
    """Milliseconds of `calls` replays, spread over a folder of so many recordings (2 kB requests)."""
    store = RecordingFolder(folder)
    for n in range(recordings):
        question = Question("POST", "/chat/completions", _body(n))
        store.add(Recording(question.key, question.parts, question, 200, {}, _ANSWER, 1.0))
    cassette = Cassette(RecordingFolder(folder))
    spent = []
    for call in range(calls):
        request = httpx2.Request("POST", _URL, json=_body(call * 7919 % recordings))
        begin = time.perf_counter()
        cassette.handle_request(request).read()
        spent.append(1000 * (time.perf_counter() - begin))
    return spent


def _body(n: int) -> dict[str, object]:
    text = f"[1] Sentence {n}. " + "word " * 400
    return {"model": "m", "temperature": 0, "messages": [{"role": "user", "content": text}]}


def main() -> None:
    """Print the figures."""
    print("| recordings | median ms a replay | 95th percentile |\n|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        for size in (10, 100, 1000, 10_000):
            spent = sorted(replay_milliseconds(Path(folder) / str(size), size, calls=1000))
            print(f"| {size:,} | {statistics.median(spent):.2f} | {spent[950]:.2f} |")
    program = Path(sys.executable).with_name("summarizer")
    for command in ("status", "run"):
        begin = time.perf_counter()
        done = subprocess.run([program, "eval", command], capture_output=True, check=False)
        print(f"summarizer eval {command}: {time.perf_counter() - begin:.1f} s, exit code {done.returncode}")


if __name__ == "__main__":
    main()
