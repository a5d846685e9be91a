"""The outermost layer: counts and logs each request, and puts the safety headers on each answer."""

from __future__ import annotations

import logging
import secrets
import time

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from summarizer.service.observability import Metrics, log, note
from summarizer.service.problems import internal

_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_QUIET = {"/healthz", "/readyz", "/metrics"}
_POLICY = b"content-security-policy"
_STRICT = b"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_ALWAYS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
]


class Observed:
    """Around everything."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request; an error that nobody handled becomes a problem and a line in the log."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1000})
            return
        scope.setdefault("state", {})
        answer = _Answer(send)
        began = time.perf_counter()
        self._metrics.in_flight.inc()
        try:
            await self._app(scope, receive, answer)
        except ClientDisconnect:
            answer.status = answer.status or 499
        except Exception as error:  # noqa: BLE001 - the last place before the connection
            log.error("request failed", exc_info=error, extra={"fields": {"request": answer.request}})
            if not answer.status:
                await internal().response()(scope, receive, answer)
        finally:
            self._metrics.in_flight.dec()
            self._tell(scope, answer, time.perf_counter() - began)

    def _tell(self, scope: Scope, answer: _Answer, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route = getattr(scope.get("route"), "path", "other")
        self._metrics.requests.labels(method, route, answer.status).inc()
        self._metrics.seconds.labels(route).observe(seconds)
        # Reads that went well are counted, not told: they may come by the hundred a second.
        if answer.status < 400 and (method == "GET" or scope["path"] in _QUIET):
            return
        note(
            "request",
            logging.ERROR if answer.status >= 500 and answer.status != 503 else logging.INFO,
            request=answer.request,
            method=method,
            route=route,
            status=answer.status,
            ms=round(seconds * 1000, 1),
        )


class _Answer:
    """`send`, with the headers added and the status kept."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 0
        self.request = secrets.token_hex(8)

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = [*message.get("headers", []), *_ALWAYS, (b"x-request-id", self.request.encode())]
            if not any(name == _POLICY for name, _ in headers):
                headers.append((_POLICY, _STRICT))
            message = {**message, "headers": headers}
        await self._send(message)
