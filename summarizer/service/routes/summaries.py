"""`/v1/summaries`: post an article, read, search and delete summaries."""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
from typing import Annotated, Any

from fastapi import APIRouter, Body, Header, Path, Query, Request, Response
from fastapi.responses import HTMLResponse

from summarizer.service import pages, tickets
from summarizer.service.context import Service, Serving, idempotency_key, known_id, problem_responses
from summarizer.service.jobs import Claim, KeyReusedError, QueueFullError
from summarizer.service.problems import Fault, Problem, ProblemError, busy, not_found
from summarizer.service.quick import finished
from summarizer.service.resources import (
    SummaryList,
    SummaryRequest,
    SummaryResource,
    SummaryRow,
    Ticket,
    links_of,
    moment,
)
from summarizer.service.stacks import Entry
from summarizer.service.store import ID_PATTERN

router = APIRouter(tags=["summaries"])
_EXAMPLES = {
    "text": {
        "summary": "A text",
        "value": {
            "text": "Ministerin Anna Berg sagte am Montag, die Gespräche würden am 20. Januar in Bonn "
            "fortgesetzt. Wer teilnimmt, ist offen.",
            "title": "Gespräche gehen weiter",
            "published": "2026-01-12",
        },
    },
    "html": {
        "summary": "A page",
        "value": {"html": "<article><p>Anna Berg said on Monday ...</p></article>"},
    },
    "url": {"summary": "An address", "value": {"url": "https://example.org/news/1"}},
}
Id = Annotated[str, Path(description="The article's id.", json_schema_extra={"pattern": ID_PATTERN})]
IdempotencyKey = Annotated[
    str | None,
    Header(
        description="The same key with the same body gives the same article, however often it is sent.",
        json_schema_extra={"pattern": "^[\\x21-\\x7e]{1,255}$"},
    ),
]
_RETRY = {"retry-after": "1"}


@router.post(
    "/v1/summaries",
    status_code=201,
    response_model=SummaryResource,
    responses={
        200: {"model": SummaryResource, "description": "An earlier request with this key had made it."},
        201: {"description": "The summary."},
        202: {"model": SummaryResource, "description": "Accepted; read it later at Location."},
        **problem_responses(415, 429, 502, 504),
    },
)
async def summarize(
    service: Serving,
    article: Annotated[SummaryRequest, Body(openapi_examples=_EXAMPLES)],
    request: Request,
    idempotency_key_header: Annotated[IdempotencyKey, Header(alias="Idempotency-Key")] = None,
    prefer: Annotated[
        str | None, Header(description="respond-async: 202 at once; wait=N: 202 after N seconds.")
    ] = None,
) -> Response:
    """Summarise an article.

    It is on the disk before it is answered for: once a 201 or 202 is sent, no crash loses it.
    """
    if "url" in article.model_fields_set and not service.options.allow_urls:
        raise ProblemError(
            403,
            "no-urls",
            "this service fetches no pages",
            hint="post the text, or start it with --allow-urls",
        )
    stored = article.stored()
    key = idempotency_key(idempotency_key_header)
    claim = Claim(request.state.client, key, hashlib.sha256(stored).hexdigest()) if key else None
    try:
        accepted = await service.blocking(service.archive.jobs.accept, stored, claim)
    except QueueFullError:
        service.metrics.shed.labels("queue").inc()
        raise busy("as many articles wait as may wait", code="queue-full", after=10) from None
    except KeyReusedError:
        raise key_reused() from None
    service.workers.wake()
    seconds, preference = _patience(prefer, service.options.wait)
    if seconds:
        await service.wait_for(accepted.id, seconds)
    entry = await service.blocking(service.archive.stacks.get, accepted.id)
    headers = {"location": f"/v1/summaries/{accepted.id}"}
    if preference:
        headers["preference-applied"] = preference
    if not accepted.fresh:
        headers["idempotency-replayed"] = "true"
    return _answer(entry, headers, fresh=accepted.fresh)


def key_reused() -> ProblemError:
    """422: a key came again with another body."""
    return ProblemError(
        422, "key-reused", "this Idempotency-Key came with another body before", hint="use a new key"
    )


def _patience(prefer: str | None, most: float) -> tuple[float, str]:
    """How long to wait for the summary, and what of the preference is kept."""
    wishes = [wish.strip().lower() for wish in (prefer or "").split(",")]
    if "respond-async" in wishes:
        return 0.0, "respond-async"
    for wish in wishes:
        if found := re.fullmatch(r"wait\s*=\s*(\d{1,6})", wish):
            return min(float(found.group(1)), most), wish
    return most, ""


def _answer(entry: Entry | None, headers: dict[str, str], *, fresh: bool) -> Response:
    if entry is None:
        raise ProblemError(404, "not-found", "the article was deleted before it was finished")
    if entry.body is None:
        return _json(_unfinished(entry), 202, {**headers, **_RETRY})
    if entry.state == "failed":
        problem = Problem.model_validate(json.loads(entry.body)["problem"])
        raise ProblemError(
            problem.status,
            problem.type.rpartition(":")[2],
            problem.detail,
            hint=problem.hint,
            headers={**headers, **({"retry-after": "30"} if problem.status == 503 else {})},
        )
    return _json(entry.body, 201 if fresh else 200, {**headers, "etag": entry.etag})


def _unfinished(entry: Entry) -> bytes:
    resource = SummaryResource(
        id=entry.id,
        state="running" if entry.state == "running" else "queued",
        created=moment(entry.created),
        batch=entry.batch,
        links=links_of(entry.id),
    )
    return resource.model_dump_json().encode()


def _json(body: bytes, status: int, headers: dict[str, str]) -> Response:
    return Response(body, status, {"cache-control": "private, no-cache", **headers}, "application/json")


@router.get(
    "/v1/summaries/{id}",
    response_model=SummaryResource,
    responses={304: {"description": "As in If-None-Match."}, **problem_responses()},
)
async def read(service: Serving, id: Id, if_none_match: Annotated[str | None, Header()] = None) -> Response:
    """An article with its summary, or how far it is."""
    entry = await find(service, id)
    if entry.body is None:
        return _json(_unfinished(entry), 200, _RETRY)
    return finished(entry, if_none_match)


async def find(service: Service, id: str) -> Entry:
    """An article. Raises 404."""
    stacks = service.archive.stacks
    entry = stacks.remembered(id) or await service.blocking(stacks.get, known_id(id))
    if entry is None:
        raise not_found("summary")
    return entry


@router.delete("/v1/summaries/{id}", status_code=204, responses=problem_responses())
async def delete(service: Serving, id: Id) -> Response:
    """Delete an article: text, summary, job and keys, so that nothing of it is left in the database."""
    if not await service.blocking(service.archive.stacks.delete, known_id(id)):
        raise not_found("summary")
    await service.scrub()
    return Response(status_code=204)


@router.get("/v1/summaries", response_model=SummaryList, responses=problem_responses())
async def search(
    service: Serving,
    query: Annotated[
        str, Query(max_length=200, description="Words that title, actors, statements and talks must have.")
    ] = "",
    batch: Annotated[str | None, Query(description="Articles of this batch.", pattern=ID_PATTERN)] = None,
    cursor: Annotated[str | None, Query(max_length=200, description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Response:
    """Articles, the newest first."""
    after = _after(cursor) if cursor else None
    rows = await service.blocking(
        service.archive.stacks.list, query=query, batch=batch, after=after, most=limit + 1
    )
    items = [
        SummaryRow(
            id=row.id,
            state=row.state,  # type: ignore[arg-type]
            created=moment(row.created),
            finished=None if row.finished is None else moment(row.finished),
            batch=row.batch,
            line=row.line,
            headline=row.headline,
            links=links_of(row.id, page=row.state == "done"),
        )
        for row in rows[:limit]
    ]
    following = _cursor(rows[limit - 1].created, rows[limit - 1].id) if len(rows) > limit else None
    return _json(SummaryList(items=items, next=following).model_dump_json().encode(), 200, {})


def _cursor(created: float, id: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([created, id]).encode()).decode().rstrip("=")


def _after(cursor: str) -> tuple[float, str]:
    try:
        content: Any = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        created, last = float(content[0]), known_id(content[1])
        if not math.isfinite(created):
            raise ValueError
    except (ValueError, TypeError, LookupError, OverflowError, RecursionError, ProblemError):
        fault = Fault(pointer="query cursor", detail="this is no cursor of this service")
        raise ProblemError(422, "invalid", fault.detail, errors=[fault]) from None
    return created, last


@router.post("/v1/summaries/{id}/ticket", response_model=Ticket, responses=problem_responses(429))
async def ticket(service: Serving, id: Id) -> Response:
    """A link to the page of an article that opens without a key, for ten minutes."""
    entry = await find(service, id)
    link = f"/v1/summaries/{entry.id}/page?ticket={tickets.make(service.secret, entry.id)}"
    return _json(Ticket(page=link).model_dump_json().encode(), 200, {})


@router.get(
    "/v1/summaries/{id}/page",
    response_class=HTMLResponse,
    responses={200: {"content": {"text/html": {}}}, **problem_responses(409)},
)
async def page(
    service: Serving,
    id: Id,
    request: Request,
    ticket: Annotated[str | None, Query(max_length=200, description="Instead of a key.")] = None,
) -> Response:
    """The summary beside its article, as a page for readers."""
    if ticket is not None and not tickets.fits(service.secret, id, ticket):
        raise ProblemError(401, "no-key", "this link has run out", headers={"www-authenticate": "Bearer"})
    entry = await find(service, id)
    if entry.state != "done" or entry.body is None:
        raise ProblemError(409, "no-summary", "the article has no summary", hint=f"see /v1/summaries/{id}")
    german = request.headers.get("accept-language", "").lower().startswith("de")
    return await service.blocking(pages.reader, service.archive.stacks, entry, german=german)
