"""The application: everything put together for one database, one model, one set of limits."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match

from summarizer.api import Summarizer, tool_version
from summarizer.service import problems
from summarizer.service.batches import Batches
from summarizer.service.context import Service, Waiters
from summarizer.service.gate import Gate, Pulse
from summarizer.service.jobs import Jobs
from summarizer.service.model import Model
from summarizer.service.observability import Metrics
from summarizer.service.observed import Observed
from summarizer.service.options import Options
from summarizer.service.quick import Quick
from summarizer.service.reading import Connect, public_internet
from summarizer.service.routes import batches, meta, summaries
from summarizer.service.stacks import Stacks
from summarizer.service.store import Store
from summarizer.service.workers import Archive, Workers

_ROUTERS = (summaries.router, batches.router, meta.router)
_ABOUT = """Structured, evidence-linked summaries of news articles.

Errors are problem details (RFC 9457, `application/problem+json`). What is accepted (201, 202) is on the
disk and is finished, also after a crash. Send an `Idempotency-Key` to repeat a post safely.
"""


def open_archive(options: Options) -> Archive:
    """The database with what works on it. Raises ConfigurationError."""
    store = Store(options.database, connections=options.workers + 20)
    return Archive(
        store,
        Jobs(store, limit=options.queue_limit, lease=options.lease),
        Batches(store, limit=options.batch_limit),
        Stacks(store),
    )


def create_app(
    options: Options, make: Callable[[], Summarizer], *, connect: Connect = public_internet
) -> FastAPI:
    """The application; its workers run from start-up to `drain`.

    `make` builds a Summarizer for each worker, `connect` the network for each page that is fetched.
    """
    metrics, waiters, pulse, archive = Metrics(), Waiters(), Pulse(), open_archive(options)
    workers = Workers(
        archive,
        Model(make),
        connect,
        metrics,
        count=options.workers,
        lease=options.lease,
        keep_days=options.keep_days,
        finished=waiters.finished,
    )
    metrics.watch(archive.jobs.counts)
    service = Service(options, archive, workers, pulse, metrics, waiters)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        waiters.begin()
        workers.start()
        try:
            yield
        finally:
            pulse.drain()
            await service.blocking(workers.drain, options.drain)
            archive.store.close()

    app = FastAPI(
        title="summarizer",
        version=tool_version(),
        description=_ABOUT,
        lifespan=lifespan,
        # Their pages load scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.service = service
    for router in _ROUTERS:
        app.include_router(router)
    _answer_with_problems(app)
    _describe(app, keys=bool(options.keys))
    app.add_middleware(Quick, stacks=archive.stacks)
    app.add_middleware(Gate, options=options, pulse=pulse, metrics=metrics)
    app.add_middleware(Observed, metrics=metrics)
    return app


def _answer_with_problems(app: FastAPI) -> None:
    async def ours(_: Request, error: Exception) -> Response:
        assert isinstance(error, problems.ProblemError)  # noqa: S101 - registered for it alone
        return error.response()

    async def invalid(_: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it alone
        return problems.invalid(error.errors()).response()

    async def of_framework(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - registered for it alone
        return _of_framework(request, error).response()

    app.add_exception_handler(problems.ProblemError, ours)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, of_framework)


def _of_framework(request: Request, error: HTTPException) -> problems.ProblemError:
    if error.status_code == 404:
        return problems.ProblemError(404, "not-found", "there is nothing at this address")
    if error.status_code == 405:
        allowed = sorted(
            {m for router in _ROUTERS for route in router.routes for m in _methods(route, request)}
        )
        return problems.ProblemError(
            405,
            "wrong-method",
            "this address does not have that method",
            hint=f"it has {', '.join(allowed)}",
            headers={"allow": ", ".join(allowed)},
        )
    if error.status_code < 500:
        return problems.ProblemError(error.status_code, "bad-request", "the request cannot be read")
    return problems.internal()


def _methods(route: Any, request: Request) -> set[str]:
    match, _ = route.matches(request.scope)
    return set() if match == Match.NONE else set(getattr(route, "methods", None) or ())


def _describe(app: FastAPI, *, keys: bool) -> None:
    """Complete the OpenAPI description: problems everywhere, the key where one is needed."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            described = made()
            schemas = described.setdefault("components", {}).setdefault("schemas", {})
            problem = problems.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas |= problem.pop("$defs", {}) | {"Problem": problem}
            for name in ("HTTPValidationError", "ValidationError"):
                schemas.pop(name, None)
            if keys:
                _ask_for_key(described)
        assert app.openapi_schema is not None  # noqa: S101 - `made` has just set it
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _ask_for_key(described: dict[str, Any]) -> None:
    schemes = described["components"].setdefault("securitySchemes", {})
    schemes["key"] = {"type": "http", "scheme": "bearer", "description": "An API key."}
    described["security"] = [{"key": []}]
    for path in ("/healthz", "/readyz", "/v1/schema"):
        described["paths"][path]["get"]["security"] = []
