"""Turns at the processor: of the threads of a process one computes, the others talk to the endpoint or wait.

Python runs one thread at a time anyway. Left to it, all that have something to compute would want to run
at once, and an answer that arrives would wait for several of them, each step of its way into the ledger,
before its lane is free; and those that wait for their turn would wake up hundreds of times a second to
ask for it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx2


class Turn:
    """The turn of one thread. `lock` is what the threads of the process share; waiting for it is no time
    by the clock that `standing` stops."""

    def __init__(self, lock: threading.Lock, standing: Callable[[], Any]) -> None:
        self._lock = lock
        self._standing = standing
        self._mine = False

    def take(self) -> None:
        """Wait for it, unless it is ours."""
        if not self._mine:
            with self._standing():
                self._lock.acquire()
            self._mine = True

    def give(self) -> bool:
        """Let others have it; gives whether it was ours."""
        was_mine, self._mine = self._mine, False
        if was_mine:
            self._lock.release()
        return was_mine

    @contextmanager
    def computing(self) -> Iterator[None]:
        """It is ours inside."""
        self.take()
        try:
            yield
        finally:
            self.give()

    def sleep(self, seconds: float) -> None:
        """As `time.sleep`, without it."""
        was_mine = self.give()
        time.sleep(seconds)
        if was_mine:
            self.take()


class WithoutTurn(httpx2.BaseTransport):
    """`inner`, for a thread that gives its turn away until the answer is there and stored."""

    def __init__(self, inner: httpx2.BaseTransport, turn: Turn) -> None:
        self._inner = inner
        self._turn = turn

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """As `inner` does."""
        if not self._turn.give():
            return self._inner.handle_request(request)
        try:
            response = self._inner.handle_request(request)
        except BaseException:
            self._turn.take()
            raise
        if isinstance(response.stream, httpx2.SyncByteStream) and not response.is_closed:
            response.stream = _Returning(response.stream, self._turn)
        else:
            self._turn.take()
        return response

    def close(self) -> None:
        """Close `inner`."""
        self._inner.close()


class _Returning(httpx2.SyncByteStream):
    """A body at whose end the turn is taken again."""

    def __init__(self, stream: httpx2.SyncByteStream, turn: Turn) -> None:
        self._stream = stream
        self._turn = turn

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        try:
            self._stream.close()
        finally:
            self._turn.take()
