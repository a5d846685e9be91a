"""Errors as RFC 9457 problem details: what is wrong and what to do, nothing of how it looks inside."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException
from starlette.responses import Response

from summarizer.core.article import normalise_line
from summarizer.core.errors import (
    InputError,
    ProviderError,
    ProviderTimeoutError,
    RateLimitedError,
    SummarizerError,
)

MEDIA_TYPE = "application/problem+json"
_SHORT = 200
_MOST_FAULTS = 20


class Fault(BaseModel):
    """One part of a request that is wrong."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    pointer: str
    """Where: a JSON pointer into the body, or the name of a parameter."""
    detail: str
    """What is wrong there."""


class Problem(BaseModel):
    """A problem as callers read it (RFC 9457)."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    type: str
    """Kind of problem: "urn:summarizer:problem:" and a word that stays the same."""
    title: str
    """The HTTP status in words."""
    status: int
    """The HTTP status."""
    detail: str
    """What is wrong, in one line."""
    hint: str | None = None
    """What to do about it."""
    errors: list[Fault] | None = None
    """The parts of the request that are wrong."""


class ProblemError(HTTPException):
    """A request that ends with a problem.

    An HTTPException, because FastAPI hides all others that are raised while it reads a body.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        hint: str | None = None,
        headers: Mapping[str, str] | None = None,
        errors: Sequence[Fault] = (),
    ) -> None:
        super().__init__(status, detail, dict(headers or {}))
        self.problem = Problem(
            type=f"urn:summarizer:problem:{code}",
            title=HTTPStatus(status).phrase,
            status=status,
            detail=detail,
            hint=hint,
            errors=list(errors) or None,
        )

    @property
    def code(self) -> str:
        """The word that names the kind of problem."""
        return self.problem.type.rpartition(":")[2]

    def response(self) -> Response:
        """The problem as a response."""
        return Response(
            body(self.problem),
            self.problem.status,
            {**(self.headers or {}), "cache-control": "no-store"},
            MEDIA_TYPE,
        )


def body(problem: Problem) -> bytes:
    """A problem as JSON; characters that UTF-8 does not have are escaped."""
    return json.dumps(problem.model_dump(exclude_none=True)).encode()


def not_found(what: str) -> ProblemError:
    """404."""
    return ProblemError(404, "not-found", f"there is no such {what}", hint="it may have been deleted")


def busy(detail: str, *, code: str = "overloaded", after: int = 5, status: int = 503) -> ProblemError:
    """503 or 429, with the seconds after which to try again."""
    return ProblemError(
        status, code, detail, hint=f"try again in {after} s", headers={"retry-after": str(after)}
    )


def invalid(errors: Sequence[Any]) -> ProblemError:
    """422 for a request that does not fit its description, from pydantic's list of errors."""
    faults = [_fault(error) for error in errors[:_MOST_FAULTS]]
    detail = f"{faults[0].pointer}: {faults[0].detail}" if faults else "the request is not as described"
    return ProblemError(422, "invalid", detail, hint="see /openapi.json for what is expected", errors=faults)


def _fault(error: Mapping[str, Any]) -> Fault:
    if error.get("type") == "json_invalid":
        # Its place is an offset, not a part of the body.
        return Fault(pointer="/", detail="the body is not JSON")
    # What our own checks say comes behind pydantic's word for them.
    told = str(error["msg"]).removeprefix("Value error, ")
    return Fault(pointer=_pointer(error["loc"]), detail=_short(told))


def of_error(error: SummarizerError) -> ProblemError:
    """What a failed article is to the caller.

    A provider's message may quote its account, its address or the article; callers get the kind alone.
    """
    if isinstance(error, InputError):
        return ProblemError(422, "unreadable", _short(str(error)), hint=_short(error.hint) or None)
    if isinstance(error, ProviderTimeoutError):
        return ProblemError(504, "model-timeout", "the model did not answer in time", hint="try again later")
    if isinstance(error, RateLimitedError):
        return busy("the model's endpoint asks for a pause", code="model-busy", after=30)
    if isinstance(error, ProviderError):
        return ProblemError(
            502,
            "model-failed",
            "the model's endpoint failed",
            hint="try again; the service's log has the cause",
        )
    return internal()


def internal() -> ProblemError:
    """500."""
    return ProblemError(500, "internal", "something went wrong here", hint="the service's log has the cause")


def _pointer(location: Sequence[Any]) -> str:
    where, *path = [str(part) for part in location] or [""]
    if where == "body":
        return _short("/" + "/".join(part.replace("~", "~0").replace("/", "~1") for part in path))
    return _short(" ".join([where, *path]))


def _short(text: str) -> str:
    line = normalise_line(text)
    return line if len(line) <= _SHORT else line[: _SHORT - 1] + "…"
