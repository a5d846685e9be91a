"""HTTP connections with limits that the server itself does not have: their number, and slow heads."""

from __future__ import annotations

import asyncio
from typing import ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from summarizer.service.problems import ProblemError, body, busy


def limited(most: int, seconds: float) -> type[H11Protocol]:
    """A protocol class: at most so many connections, so many seconds for a request's head."""
    return type("LimitedConnection", (_Connection,), {"most": most, "seconds": seconds})


class _Connection(H11Protocol):
    most: ClassVar[int]
    seconds: ClassVar[float]
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self.most:
            self._refuse(busy("too many connections are open"))
            return
        self._expect_head()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._timer:
            self._timer.cancel()
        super().connection_lost(exc)

    def _expect_head(self) -> None:
        waits = self.conn.their_state is h11.IDLE
        if waits and self._timer is None:
            self._timer = self.loop.call_later(self.seconds, self._refuse, _SLOW)
        elif not waits and self._timer:
            self._timer.cancel()
            self._timer = None

    def on_response_complete(self) -> None:
        super().on_response_complete()
        # A connection that is kept open without a request is the server's own to close.
        if self.conn.trailing_data[0]:
            self._expect_head()

    def send_400_response(self, msg: str) -> None:
        self._refuse(ProblemError(400, "bad-request", "this is not a request in HTTP/1.1"))

    def _refuse(self, error: ProblemError) -> None:
        content = body(error.problem)
        head = [
            f"HTTP/1.1 {error.problem.status} {error.problem.title}",
            "content-type: application/problem+json",
            f"content-length: {len(content)}",
            *(f"{name}: {value}" for name, value in (error.headers or {}).items()),
            "x-content-type-options: nosniff",
            "connection: close",
        ]
        self.transport.write("\r\n".join([*head, "", ""]).encode() + content)
        self.transport.close()


_SLOW = ProblemError(408, "slow", "the request's head did not come in time")
