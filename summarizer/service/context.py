"""What the routes share: the archive, the workers, and how to wait for either without a thread."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, Any, ParamSpec, TypeVar

import anyio.to_thread
from fastapi import Depends, Request

from summarizer.service.gate import Pulse
from summarizer.service.observability import Metrics
from summarizer.service.options import Options
from summarizer.service.problems import ProblemError, not_found
from summarizer.service.store import ID_PATTERN
from summarizer.service.workers import Archive, Workers

P = ParamSpec("P")
T = TypeVar("T")
_ID = re.compile(ID_PATTERN)
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
# For articles that a worker of another process finishes.
_LOOK_AGAIN = 2.0


class Waiters:
    """Who waits for which article; called from the workers' threads."""

    def __init__(self) -> None:
        self._events: dict[str, list[asyncio.Event]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def begin(self) -> None:
        """Remember the running event loop."""
        self._loop = asyncio.get_running_loop()

    def finished(self, id: str) -> None:
        """Wake those who wait for this article; from any thread."""
        self.on_loop(partial(self._wake, id))

    def on_loop(self, call: Callable[[], None]) -> None:
        """Call something on the event loop; from any thread, and from a signal's handler."""
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call)

    def _wake(self, id: str) -> None:
        for event in self._events.get(id, ()):
            event.set()

    def add(self, id: str) -> asyncio.Event:
        """An event that is set when the article is finished."""
        event = asyncio.Event()
        self._events.setdefault(id, []).append(event)
        return event

    def remove(self, id: str, event: asyncio.Event) -> None:
        """Forget an event of `add`."""
        self._events[id].remove(event)
        if not self._events[id]:
            del self._events[id]


@dataclass(slots=True)
class Service:
    """One running service."""

    options: Options
    archive: Archive
    workers: Workers
    pulse: Pulse
    metrics: Metrics
    waiters: Waiters
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    streams: int = 0
    _threads: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(8))

    async def blocking(self, call: Callable[P, T], *args: P.args, **more: P.kwargs) -> T:
        """Call something that waits for the database in a thread."""
        return await anyio.to_thread.run_sync(partial(call, *args, **more), limiter=self._threads)

    async def wait_for(self, id: str, seconds: float) -> None:
        """Wait until the article is finished, the seconds are over, or the service shuts down."""
        finished, draining = self.waiters.add(id), self.pulse.watch()
        tasks = {asyncio.ensure_future(finished.wait()), asyncio.ensure_future(draining.wait())}
        deadline = asyncio.get_running_loop().time() + seconds
        try:
            while not (finished.is_set() or draining.is_set()):
                entry = await self.blocking(self.archive.stacks.get, id)
                left = deadline - asyncio.get_running_loop().time()
                if entry is None or entry.body is not None or left <= 0:
                    return
                await asyncio.wait(tasks, timeout=min(left, _LOOK_AGAIN), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            self.waiters.remove(id, finished)
            self.pulse.unwatch(draining)

    async def scrub(self) -> None:
        """After a deletion: forget it here, and make it unreadable on the disk."""
        self.archive.stacks.forget()
        for _ in range(5):
            if await self.blocking(self.archive.store.scrub):
                return
            await asyncio.sleep(0.1)


async def service_of(request: Request) -> Service:
    """The service that a request came to; async, because FastAPI gives what is not to a thread."""
    service: Service = request.app.state.service
    return service


Serving = Annotated[Service, Depends(service_of)]


def known_id(id: str, what: str = "summary") -> str:
    """The id, if it can be one: whatever else is asked for never reaches the database."""
    if not _ID.fullmatch(id):
        raise not_found(what)
    return id


def idempotency_key(header: str | None) -> str | None:
    """The value of an Idempotency-Key header. Raises 400 for one that cannot be kept."""
    if header is None:
        return None
    if not _KEY.fullmatch(header):
        raise ProblemError(400, "bad-key", "Idempotency-Key must have 1 to 255 visible ASCII characters")
    return header


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """OpenAPI's description of these errors, and of those that any request may meet."""
    reference = {"$ref": "#/components/schemas/Problem"}
    common = (400, 401, 403, 404, 405, 408, 413, 421, 422, 500, 503)
    return {
        status: {
            "description": "A problem (RFC 9457).",
            "content": {"application/problem+json": {"schema": reference}},
        }
        for status in sorted({*common, *statuses})
    }
