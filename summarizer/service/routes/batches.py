"""`/v1/batches`: upload many articles, watch them being summarised."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Path, Request, Response
from fastapi.responses import StreamingResponse

from summarizer.service import upload
from summarizer.service.batches import BatchState
from summarizer.service.context import Service, Serving, idempotency_key, known_id, problem_responses
from summarizer.service.jobs import Claim, KeyReusedError, QueueFullError
from summarizer.service.problems import busy, not_found
from summarizer.service.resources import BatchResource, moment
from summarizer.service.routes.summaries import IdempotencyKey, key_reused
from summarizer.service.store import ID_PATTERN

router = APIRouter(tags=["batches"])
_LINES = (
    '{"text": "Anna Berg said on Monday ...", "published": "2026-01-12"}\n'
    '{"html": "<article><p>In Bonn ...</p></article>"}\n'
)
_UPLOAD = {
    "requestBody": {
        "required": True,
        "description": "JSON Lines: on each line what /v1/summaries takes.",
        "content": {
            kind: {"schema": {"type": "string"}, "example": _LINES}
            for kind in ("application/jsonl", "application/x-ndjson")
        },
    }
}
Id = Annotated[str, Path(description="The batch's id.", json_schema_extra={"pattern": ID_PATTERN})]
_EVENT = {
    "type": "object",
    "description": "`data` is JSON: id, line and state of the article; at the end total and failed.",
    "properties": {
        "event": {"type": "string", "enum": ["article", "done"]},
        "id": {"type": "string", "pattern": "^[0-9]+$"},
        "data": {"type": "string"},
        "retry": {"type": "integer"},
    },
}
_MOST_STREAMS = 64
_LOOK_EVERY = 0.5
_SAY_SOMETHING_EVERY = 15.0


@router.post(
    "/v1/batches",
    status_code=202,
    response_model=BatchResource,
    responses=problem_responses(415, 429),
    openapi_extra=_UPLOAD,
)
async def accept(
    service: Serving,
    request: Request,
    idempotency_key_header: Annotated[IdempotencyKey, Header(alias="Idempotency-Key")] = None,
) -> Response:
    """Summarise many articles: all of the upload is accepted, or nothing.

    A line that cannot be read becomes a failed article; an upload without any readable line is refused.
    """
    key = idempotency_key(idempotency_key_header)
    batches = service.archive.batches
    try:
        batch = await service.blocking(batches.begin)
        try:
            digest = await upload.receive(service, batch, request.stream())
            claim = Claim(request.state.client, key, digest) if key else None
            accepted = await service.blocking(batches.accept, batch, claim)
        except BaseException:
            # Also when the caller went away in the middle: nothing was promised yet.
            await asyncio.shield(service.blocking(batches.drop, batch))
            raise
    except QueueFullError:
        service.metrics.shed.labels("queue").inc()
        raise busy("as many articles wait as may wait", code="queue-full", after=60) from None
    except KeyReusedError:
        raise key_reused() from None
    service.workers.wake()
    state = await service.blocking(batches.state, accepted.id)
    if state is None:
        raise not_found("batch")
    headers = {"location": f"/v1/batches/{accepted.id}"}
    if not accepted.fresh:
        headers["idempotency-replayed"] = "true"
    return _json(state, 202, headers)


def _json(state: BatchState, status: int, headers: dict[str, str]) -> Response:
    address = f"/v1/batches/{state.id}"
    resource = BatchResource(
        id=state.id,
        state="done" if state.done else "running",
        created=moment(state.created),
        total=state.total,
        finished=state.finished,
        failed=state.failed,
        links={
            "self": address,
            "events": f"{address}/events",
            "summaries": f"/v1/summaries?batch={state.id}",
        },
    )
    return Response(
        resource.model_dump_json(), status, {"cache-control": "no-store", **headers}, "application/json"
    )


@router.get("/v1/batches/{id}", response_model=BatchResource, responses=problem_responses())
async def read(service: Serving, id: Id) -> Response:
    """How far a batch is."""
    return _json(await _find(service, id), 200, {})


async def _find(service: Service, id: str) -> BatchState:
    state = await service.blocking(service.archive.batches.state, known_id(id, "batch"))
    if state is None:
        raise not_found("batch")
    return state


@router.delete("/v1/batches/{id}", status_code=204, responses=problem_responses())
async def delete(service: Serving, id: Id) -> Response:
    """Delete a batch with all its articles, texts and summaries; what waits is not summarised."""
    await _find(service, id)
    await service.blocking(service.archive.batches.drop, id)
    await service.scrub()
    return Response(status_code=204)


@router.get(
    "/v1/batches/{id}/events",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "Server-sent events: `article` for each finished one, `done` at the end.",
            "content": {"text/event-stream": {"schema": _EVENT}},
        },
        204: {"description": "All events were seen and there will be no more."},
        **problem_responses(),
    },
)
async def events(
    service: Serving,
    id: Id,
    last_event_id: Annotated[int, Header(ge=0, le=2**31 - 1, description="Go on after this event.")] = 0,
) -> Response:
    """Watch a batch; after a break, go on where it was."""
    state, seen = await _find(service, id), last_event_id
    if state.done and seen and seen >= state.finished:
        # What tells a browser's EventSource to stop asking.
        return Response(status_code=204)
    if service.streams >= _MOST_STREAMS:
        raise busy("too many streams of events are open", after=10)
    return StreamingResponse(
        _events(service, id, seen), 200, {"cache-control": "no-store"}, media_type="text/event-stream"
    )


async def _events(service: Service, id: str, seen: int) -> AsyncIterator[bytes]:
    service.streams += 1
    draining, quiet = service.pulse.watch(), 0.0
    try:
        yield b"retry: 2000\n\n"
        while not draining.is_set():
            state = await service.blocking(service.archive.batches.state, id)
            rows = await service.blocking(service.archive.batches.finished_after, id, seen)
            for row in rows:
                told = {"id": row.id, "line": row.line, "state": "failed" if row.failed else "done"}
                yield f"id: {row.place}\nevent: article\ndata: {json.dumps(told)}\n\n".encode()
                seen, quiet = row.place, 0.0
            # The state is older than the rows: what it counts has been told.
            if state is None or (state.done and not rows):
                counts = {"total": state.total, "failed": state.failed} if state else {}
                yield f"event: done\ndata: {json.dumps(counts)}\n\n".encode()
                return
            if not rows:
                await _until(draining, _LOOK_EVERY)
                quiet += _LOOK_EVERY
                if quiet >= _SAY_SOMETHING_EVERY:
                    quiet = 0.0
                    yield b": still here\n\n"
    finally:
        service.streams -= 1
        service.pulse.unwatch(draining)


async def _until(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return
