"""How far a run is: numbers for people who wait."""

from __future__ import annotations

import glob
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from summarizer.batch.local_gate import LocalGate, Traffic
from summarizer.batch.run import Tally

_WINDOW = 60.0
_CHUNK = 1 << 20
_ONE_EACH = frozenset({".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".json", ".eml"})
_ONE_A_LINE = frozenset({".jsonl", ".ndjson"})


@dataclass(frozen=True, slots=True)
class Progress:
    """A moment of a run. Money in US dollars, times in seconds."""

    tally: Tally
    traffic: Traffic
    total: int | None
    """Articles in all sources, where that can be known cheaply."""
    seconds: float
    """Since the start."""
    per_minute: float
    """Articles a minute, of late."""
    spent: float
    """By this run."""
    projected: float | None
    """What this run will have spent at its end; None where that is unknown."""
    left: float | None
    """Seconds until the end; None where that is unknown."""


class Meter:
    """Reads a run's numbers from another thread; `total` may be set when it becomes known."""

    def __init__(self, tally: Tally, gate: LocalGate, clock: Callable[[], float] = time.monotonic) -> None:
        self.total: int | None = None
        self._tally = tally
        self._gate = gate
        self._clock = clock
        self._began = clock()
        self._spent_before = gate.traffic().spent
        self._samples: deque[tuple[float, int]] = deque([(self._began, 0)])

    def read(self) -> Progress:
        """The moment now."""
        now, tally, traffic = self._clock(), self._tally, self._gate.traffic()
        worked = tally.done - tally.skipped
        if not tally.ok + tally.empty + tally.failed:
            # Copies and unreadable ones take no time: until an answer came, nobody knows how long one takes.
            self._samples = deque([(self._began, worked)])
        rate = self._rate(now, worked)
        total = self._total()
        spent = traffic.spent - self._spent_before
        left = None if total is None else max(0, total - tally.done)
        return Progress(
            tally=tally,
            traffic=traffic,
            total=total,
            seconds=now - self._began,
            per_minute=rate * 60,
            spent=spent,
            projected=spent + left * spent / worked if left is not None and worked else None,
            left=left / rate if left is not None and rate else None,
        )

    def _total(self) -> int | None:
        if self._tally.complete:
            return self._tally.read
        return None if self.total is None else max(self.total, self._tally.read)

    def _rate(self, now: float, worked: int) -> float:
        samples = self._samples
        if now - samples[-1][0] >= 1.0:
            samples.append((now, worked))
        while len(samples) > 2 and now - samples[1][0] > _WINDOW:
            samples.popleft()
        began, then = samples[0]
        return (worked - then) / (now - began) if now > began else 0.0


def count_articles(sources: Iterable[str], wanted: Callable[[], bool] = lambda: True) -> int | None:
    """Articles in the sources by lines and files; None where that cannot be told without reading them
    all, or once `wanted` says no. An estimate: blank and unreadable ones count."""
    total = 0
    for path in _files(sources):
        if path is None or not wanted():
            return None
        suffix = path.suffix.lower()
        if suffix in _ONE_EACH:
            total += 1
        elif suffix in _ONE_A_LINE:
            total += _lines(path, wanted)
        else:
            return None
    return total


def _files(sources: Iterable[str]) -> Iterator[Path | None]:
    for source in sources:
        path = Path(source)
        if path.is_dir():
            for folder, names, files in os.walk(path):
                names[:] = [name for name in names if not name.startswith(".")]
                yield from (Path(folder, name) for name in files if not name.startswith("."))
        elif path.is_file():
            yield path
        elif glob.has_magic(source):
            # Path.glob knows no absolute patterns.
            yield from _files(glob.iglob(source, recursive=True))  # noqa: PTH207 - see above
        else:
            yield None


def _lines(path: Path, wanted: Callable[[], bool]) -> int:
    number, last = 0, b"\n"
    try:
        with path.open("rb", buffering=0) as file:
            while wanted() and (chunk := file.read(_CHUNK)):
                number += chunk.count(b"\n")
                last = chunk
                # A thread of its own that must not slow the others.
                time.sleep(0.0005)
    except OSError:
        return number
    return number + (not last.endswith(b"\n"))
