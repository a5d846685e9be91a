"""Ctrl-C and SIGTERM as a request to stop."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

_MOST = 2


@dataclass(slots=True)
class Signalled:
    """Which signal came, if any."""

    number: int = 0
    times: int = 0

    @property
    def exit_code(self) -> int:
        """128 + the signal's number, as shells have it; 0 where none came."""
        return 128 + self.number if self.number else 0


@contextmanager
def stopping(stop: Callable[[], None]) -> Iterator[Signalled]:
    """Call `stop` at the first two SIGINT or SIGTERM; the third does what it always does."""
    signalled = Signalled()

    def handle(number: int, frame: FrameType | None) -> None:
        signalled.number = signalled.number or number
        signalled.times += 1
        if signalled.times >= _MOST:
            for one, former in before.items():
                signal.signal(one, former)
        stop()

    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    for one in before:
        signal.signal(one, handle)
    try:
        yield signalled
    finally:
        for one, former in before.items():
            signal.signal(one, former)
