"""Health, metrics, the schema, and the service's own page."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from prometheus_client import CONTENT_TYPE_LATEST

from summarizer.resources import resource_folder
from summarizer.service import pages
from summarizer.service.context import Serving, problem_responses
from summarizer.service.problems import busy, not_found

router = APIRouter()
_TEXT: dict[int | str, dict[str, Any]] = {200: {"content": {"text/plain": {"schema": {"type": "string"}}}}}
_HEALTH: dict[str, Any] = {"tags": ["operations"]}


@router.get("/v1/schema", tags=["summaries"], responses=problem_responses())
async def schema() -> dict[str, Any]:
    """JSON Schema of a summary."""
    found: dict[str, Any] = json.loads(
        (resource_folder("schemas") / "article-summary.schema.json").read_text("utf-8")
    )
    return found


@router.get("/healthz", responses={**_TEXT, **problem_responses()}, response_class=Response, **_HEALTH)
async def healthy() -> Response:
    """Whether the process answers."""
    return Response("ok\n", media_type="text/plain")


@router.get("/readyz", responses={**_TEXT, **problem_responses()}, response_class=Response, **_HEALTH)
async def ready(service: Serving) -> Response:
    """Whether the service can work: database, workers, a model, not shutting down."""
    if service.pulse.draining:
        raise busy("the service is shutting down", code="draining", after=10)
    if not service.workers.alive or not await service.blocking(service.archive.store.ping):
        raise busy("the service has no workers or no database", code="not-ready", after=10)
    model = service.workers.model
    if model.problem:
        after = max(1, round(model.pause))
        raise busy(
            f"the model cannot be made ({model.problem}); what is accepted waits",
            code="no-model",
            after=after,
        )
    return Response("ready\n", media_type="text/plain")


@router.get("/metrics", responses={**_TEXT, **problem_responses()}, response_class=Response, **_HEALTH)
async def metrics(service: Serving) -> Response:
    """Metrics for Prometheus."""
    return Response(
        await service.blocking(service.metrics.text), headers={"content-type": CONTENT_TYPE_LATEST}
    )


@router.get("/", include_in_schema=False)
async def front() -> Response:
    """The page on which an article can be pasted."""
    return pages.front()


@router.get("/assets/{name}", include_in_schema=False)
async def asset(name: Annotated[str, Path()]) -> Response:
    """A part of the page."""
    found = pages.asset(name)
    if found is None:
        raise not_found("file")
    return found
