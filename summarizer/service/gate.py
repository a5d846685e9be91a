"""What every request must pass before a route sees it: host, origin, key, limits, size, time.

Plain ASGI: these checks run on each of hundreds of reads a second.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from summarizer.service import keys
from summarizer.service.observability import Metrics
from summarizer.service.options import Options
from summarizer.service.problems import ProblemError, busy

_SAFE = {"GET", "HEAD", "OPTIONS"}
_OPEN = {"/", "/healthz", "/readyz", "/openapi.json", "/v1/schema"}
_PROBES = {"/healthz", "/readyz"}
_BATCHES = "/v1/batches"
_TYPES = {
    "/v1/summaries": ("application/json",),
    _BATCHES: ("application/jsonl", "application/x-ndjson", "application/x-jsonlines"),
}
_MOST_CLIENTS = 10_000


class Pulse:
    """Whether the service still accepts work; turns once, at shutdown."""

    def __init__(self) -> None:
        self.draining = False
        self._changed: list[asyncio.Event] = []

    def watch(self) -> asyncio.Event:
        """An event that is set when draining begins."""
        event = asyncio.Event()
        if self.draining:
            event.set()
        self._changed.append(event)
        return event

    def unwatch(self, event: asyncio.Event) -> None:
        """Forget an event of `watch`."""
        self._changed.remove(event)

    def drain(self) -> None:
        """Accept no more; on the event loop."""
        self.draining = True
        for event in self._changed:
            event.set()


@dataclass(slots=True)
class Rate:
    """Posts a minute by client: a bucket that holds a minute's worth and fills steadily."""

    a_minute: int
    _buckets: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def wait_for(self, client: str, moment: float) -> float:
        """Take one post of this client; gives the seconds to wait where there is none, else 0."""
        if not self.a_minute:
            return 0.0
        left, since = self._buckets.pop(client, (float(self.a_minute), moment))
        a_second = self.a_minute / 60
        left = min(float(self.a_minute), left + (moment - since) * a_second)
        self._buckets[client] = (left - (left >= 1), moment)
        while len(self._buckets) > _MOST_CLIENTS:
            self._buckets.popitem(last=False)
        return 0.0 if left >= 1 else (1 - left) / a_second


class Gate:
    """The checks, around an application."""

    def __init__(self, app: ASGIApp, options: Options, pulse: Pulse, metrics: Metrics) -> None:
        self._app = app
        self._options = options
        self._pulse = pulse
        self._metrics = metrics
        self._rate = Rate(options.rate)
        self._serving = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with what is wrong."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            self._check(scope)
            counted = scope["path"] not in _PROBES
            if counted and self._serving >= self._options.requests:
                self._metrics.shed.labels("requests").inc()
                raise busy("too many requests are being served", after=1)
            receive = self._limited(scope, receive)
        except ProblemError as error:
            await error.response()(scope, receive, send)
            return
        self._serving += counted
        try:
            await self._app(scope, receive, send)
        finally:
            self._serving -= counted

    def _check(self, scope: Scope) -> None:
        headers, path = Headers(scope=scope), scope["path"]
        self._check_host(headers)
        if scope["method"] not in _SAFE:
            _check_origin(headers)
        client = self._client(scope, headers)
        scope["state"]["client"] = client
        if scope["method"] != "POST":
            return
        if self._pulse.draining:
            self._metrics.shed.labels("draining").inc()
            raise busy("the service is shutting down", code="draining", after=10)
        if path in _TYPES:
            _check_type(headers, _TYPES[path])
            if seconds := self._rate.wait_for(client, time.monotonic()):
                self._metrics.shed.labels("rate").inc()
                after = int(seconds) + 1
                raise busy("too many posts in a minute", code="too-many-posts", after=after, status=429)

    def _check_host(self, headers: Headers) -> None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._options.accepts_host(hosts[0]):
            raise ProblemError(
                421,
                "wrong-host",
                "the request's Host header does not name this service",
                hint="behind a proxy, start the service with --name HOST",
            )

    def _client(self, scope: Scope, headers: Headers) -> str:
        """Who asks: the name of the key, or else the address. Raises 401."""
        if self._options.keys:
            scheme, _, presented = headers.get("authorization", "").partition(" ")
            name = keys.find(self._options.keys, presented.strip())
            if name and scheme.lower() == "bearer":
                return f"key:{name}"
            if not _is_open(scope):
                raise ProblemError(
                    401,
                    "no-key",
                    "this needs an API key",
                    hint="send the header Authorization: Bearer KEY",
                    headers={"www-authenticate": "Bearer"},
                )
        return str((scope.get("client") or ("local",))[0])

    def _limited(self, scope: Scope, receive: Receive) -> Receive:
        batch = scope["path"] == _BATCHES
        most = self._options.max_batch if batch else self._options.max_body
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdecimal() and (len(declared) > 15 or int(declared) > most):
            raise too_large(most)
        return _LimitedBody(receive, most, self._options.body_time * (10 if batch else 1))


def too_large(most: int) -> ProblemError:
    """413."""
    return ProblemError(
        413,
        "too-large",
        f"the request has more than {most:,} bytes",
        hint="post one article at a time, or several smaller batches",
        headers={"connection": "close"},
    )


def _is_open(scope: Scope) -> bool:
    path = scope["path"]
    # A page may show a ticket instead of the key; its route checks it.
    ticket = path.endswith("/page") and b"ticket=" in scope["query_string"]
    return path in _OPEN or path.startswith("/assets/") or ticket


def _check_origin(headers: Headers) -> None:
    """A browser names the page that a request comes from; only this service's own page may write."""
    origin, site = headers.get("origin"), headers.get("sec-fetch-site", "same-origin")
    try:
        own = origin is None or urlsplit(origin).netloc.lower() == headers.get("host", "").lower()
    except ValueError:
        own = False
    if not own or site not in ("same-origin", "none"):
        raise ProblemError(403, "cross-site", "another site's page may not send this")


def _check_type(headers: Headers, accepted: tuple[str, ...]) -> None:
    given = headers.get("content-type", "").partition(";")[0].strip().lower()
    if given not in accepted:
        raise ProblemError(
            415,
            "wrong-type",
            "the body's Content-Type is not one that is read here",
            hint=f"send {accepted[0]}",
            headers={"accept": ", ".join(accepted)},
        )
    if headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise ProblemError(415, "compressed", "compressed bodies are not read", hint="send the body as it is")


class _LimitedBody:
    """A request's body, up to so many bytes and seconds."""

    def __init__(self, receive: Receive, most: int, seconds: float) -> None:
        self._receive = receive
        self._most = self._left = most
        self._seconds = seconds
        self._deadline: float | None = None
        self._complete = False

    async def __call__(self) -> Message:
        if self._complete:
            return await self._receive()
        loop = asyncio.get_running_loop()
        self._deadline = self._deadline or loop.time() + self._seconds
        try:
            async with asyncio.timeout_at(self._deadline):
                message = await self._receive()
        except TimeoutError:
            raise ProblemError(
                408, "slow", "the request's body did not come in time", headers={"connection": "close"}
            ) from None
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise too_large(self._most)
        self._complete = not message.get("more_body", False)
        return message
