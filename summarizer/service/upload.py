"""JSON Lines on their way from the network to the disk, never more than a piece of them in memory."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Sequence

from pydantic import ValidationError

from summarizer.service import problems
from summarizer.service.batches import Line
from summarizer.service.context import Service
from summarizer.service.gate import too_large
from summarizer.service.resources import SummaryRequest
from summarizer.service.store import new_id, now
from summarizer.service.workers import failed_body

_PIECE_LINES = 200
_PIECE_BYTES = 1_000_000


async def receive(service: Service, batch: str, stream: AsyncIterator[bytes]) -> str:
    """Store an upload's lines in `batch`; gives the SHA-256 of the upload.

    Raises 413 for a line or a number of lines above the limits, 422 where no line can be read.
    """
    digest, readable = hashlib.sha256(), 0
    reader = _Lines(service.options.max_body, service.options.max_lines)
    async for chunk in stream:
        digest.update(chunk)
        if piece := reader.feed(chunk):
            readable += await service.blocking(_store, service, batch, piece)
    if piece := reader.rest():
        readable += await service.blocking(_store, service, batch, piece)
    if not readable:
        raise problems.ProblemError(
            422, "invalid", "no line of the upload is an article", hint="send JSON Lines, one object a line"
        )
    return digest.hexdigest()


class _Lines:
    """Cuts a stream into numbered lines, and gives them in pieces of a size that is worth a transaction."""

    def __init__(self, longest: int, most: int) -> None:
        self._longest, self._most = longest, most
        self._open = bytearray()
        self._piece: list[tuple[int, bytes]] = []
        self._size = self._number = self._articles = 0

    def feed(self, chunk: bytes) -> Sequence[tuple[int, bytes]]:
        first, *others = chunk.split(b"\n")
        self._extend(first)
        for part in others:
            self._end()
            self._extend(part)
        full = len(self._piece) >= _PIECE_LINES or self._size >= _PIECE_BYTES
        return self._take() if full else ()

    def rest(self) -> Sequence[tuple[int, bytes]]:
        self._end()
        return self._take()

    def _extend(self, part: bytes) -> None:
        self._open += part
        if len(self._open) > self._longest:
            raise too_large(self._longest)

    def _end(self) -> None:
        line, self._open = bytes(self._open), bytearray()
        self._number += 1
        if not line.strip():
            return
        self._articles += 1
        if self._articles > self._most:
            raise problems.ProblemError(
                413,
                "too-many-lines",
                f"the upload has more than {self._most:,} articles",
                hint="send several batches",
                headers={"connection": "close"},
            )
        self._piece.append((self._number, line))
        self._size += len(line)

    def _take(self) -> Sequence[tuple[int, bytes]]:
        piece, self._piece, self._size = self._piece, [], 0
        return piece


def _store(service: Service, batch: str, piece: Sequence[tuple[int, bytes]]) -> int:
    """Put lines on the disk; gives how many of them are articles."""
    lines = [_line(service, batch, number, raw) for number, raw in piece]
    service.archive.batches.add(batch, lines)
    return sum(line.request is not None for line in lines)


def _line(service: Service, batch: str, number: int, raw: bytes) -> Line:
    made = new_id()
    try:
        content = json.loads(raw)
        article = SummaryRequest.model_validate(content)
        if "url" in article.model_fields_set and not service.options.allow_urls:
            raise problems.ProblemError(403, "no-urls", "this service fetches no pages")
    except ValidationError as error:
        problem = problems.invalid([{**one, "loc": ("body", *one["loc"])} for one in error.errors()])
    except (ValueError, RecursionError):
        problem = problems.ProblemError(422, "invalid", "the line is not JSON in UTF-8")
    except problems.ProblemError as error:
        problem = error
    else:
        return Line(made, number, article.stored())
    return Line(made, number, None, failed_body(made, batch, now(), problem))
