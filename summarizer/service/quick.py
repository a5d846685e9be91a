"""Reads of finished articles that are in memory, answered before the framework sees them.

These come by the hundred a second. The framework's routing, dependencies and validation cost several
times what the answer does, and find nothing here: the path is an id or it is not.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from summarizer.service.stacks import Entry, Stacks

_PREFIX = "/v1/summaries/"
_LENGTH = len(_PREFIX) + 26


@dataclass(frozen=True, slots=True)
class _Route:
    path: str


_ROUTE = _Route(_PREFIX + "{id}")


class Quick:
    """Answers from memory where it can; passes everything else on."""

    def __init__(self, app: ASGIApp, stacks: Stacks) -> None:
        self._app = app
        self._stacks = stacks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and scope["method"] == "GET" and len(scope["path"]) == _LENGTH:
            path: str = scope["path"]
            entry = self._stacks.remembered(path[-26:]) if path.startswith(_PREFIX) else None
            if entry is not None:
                scope["route"] = _ROUTE
                answer = finished(entry, Headers(scope=scope).get("if-none-match"))
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)


def finished(entry: Entry, known: str | None) -> Response:
    """A finished article as it is stored, or 304 where the caller knows it."""
    headers = {"cache-control": "private, no-cache", "etag": entry.etag}
    if known and entry.etag in known:
        return Response(None, 304, headers)
    return Response(entry.body, 200, headers, "application/json")
