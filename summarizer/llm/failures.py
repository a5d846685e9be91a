"""What can go wrong on the wire, as one table: exception in, our error with cause and next step out."""

from __future__ import annotations

import datetime
import email.utils
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

import openai

from summarizer.core.article import normalise_text
from summarizer.core.errors import (
    AuthenticationError,
    BadRequestError,
    ModelNotFoundError,
    ProviderError,
    ProviderTimeoutError,
    ProviderUnavailableError,
    RateLimitedError,
)
from summarizer.core.usage import Outcome

_LONGEST_MESSAGE = 200
_SECRET = re.compile(r"(?i)\b(?:sk|pk|key|bearer|token)[-_ ][\w*.-]{6,}")
DOCTOR = "run 'summarizer doctor' to see which endpoint and model are used, and why"


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed request, classified.

    `retries` is how often this class of failure may be repeated, `wait` the seconds that the endpoint
    asked for (None: back off), `param` the request field that a 400 complains of.
    """

    error: ProviderError
    outcome: Outcome
    retries: int
    wait: float | None = None
    param: str | None = None


class UnreadableError(Exception):
    """A 200 whose body is no chat completion."""


def classify(error: Exception, *, endpoint: str, model: str, secret: str, now: float) -> Failure:
    """The failure behind an exception of the openai client; `now` is Unix time, for HTTP dates."""
    if isinstance(error.__cause__, ProviderError):
        # A transport of ours (a replay) knows better than the client what is wrong.
        return Failure(error.__cause__, Outcome.UNAVAILABLE, retries=0)
    if isinstance(error, openai.APITimeoutError):
        return Failure(
            ProviderTimeoutError(
                f"{endpoint} gave no complete answer in time",
                hint="raise --timeout (seconds a request) or --deadline (seconds an article)",
            ),
            Outcome.TIMEOUT,
            retries=1,
        )
    if isinstance(error, openai.APIStatusError):
        return _status(error, endpoint, model, secret, now)
    if isinstance(error, UnreadableError):
        return Failure(
            ProviderUnavailableError(
                f"{endpoint} answered with something that is no chat completion",
                hint=f"is the base URL right, with its /v1? {DOCTOR}",
            ),
            Outcome.UNAVAILABLE,
            retries=1,
        )
    return Failure(
        ProviderUnavailableError(
            f"cannot connect to {endpoint}: {_root_cause(error)}",
            hint=f"is the server running, is there a network? {DOCTOR}",
        ),
        Outcome.UNAVAILABLE,
        retries=1,
    )


def _root_cause(error: BaseException) -> str:
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
    return _clean(re.sub(r"^\[Errno -?\d+\] ", "", str(error)) or type(error).__name__, "")


def _clean(text: str, secret: str) -> str:
    """A provider's text, fit for one line of a terminal, with nothing in it that looks like a key."""
    line = " ".join(normalise_text(text).split())
    if secret:
        line = line.replace(secret, "[key]")
    line = _SECRET.sub("[key]", line)
    return line[: _LONGEST_MESSAGE - 1] + "…" if len(line) > _LONGEST_MESSAGE else line


def _status(error: openai.APIStatusError, endpoint: str, model: str, secret: str, now: float) -> Failure:
    status = error.status_code
    detail = _detail(error)
    said = _clean(detail.get("message", ""), secret)
    because = f": {said}" if said else ""
    if status in (401, 403):
        return Failure(
            AuthenticationError(
                f"{endpoint} does not accept the API key ({status})",
                hint="set OPENAI_API_KEY or SUMMARIZER_API_KEY to a key that may use this model",
                status=status,
            ),
            Outcome.UNAVAILABLE,
            retries=0,
        )
    if status == 404:
        return Failure(
            ModelNotFoundError(
                f"{endpoint} has no model '{model}' (404){because}",
                hint="name one that it has with --model; 'summarizer doctor' lists them",
                status=status,
            ),
            Outcome.UNAVAILABLE,
            retries=0,
        )
    if status == 429:
        return _rate_limited(endpoint, said, detail, error, now)
    if status >= 500 or status in (408, 409):
        return Failure(
            ProviderUnavailableError(
                f"{endpoint} failed with {status}{because}", hint="try again later", status=status
            ),
            Outcome.TIMEOUT if status == 408 else Outcome.UNAVAILABLE,
            retries=3,
            wait=retry_after(error.response.headers, now),
        )
    return Failure(
        BadRequestError(
            f"{endpoint} rejects the request ({status}){because}", hint=_advice(said), status=status
        ),
        Outcome.UNAVAILABLE,
        retries=0,
        param=detail.get("param"),
    )


def _rate_limited(
    endpoint: str, said: str, detail: Mapping[str, str], error: openai.APIStatusError, now: float
) -> Failure:
    if detail.get("code") == "insufficient_quota":
        exhausted = RateLimitedError(
            f"{endpoint}: the account's quota is used up (429)",
            hint="add credit or use another key; waiting does not help",
            status=429,
        )
        return Failure(exhausted, Outcome.RATE_LIMITED, retries=0)
    wait = retry_after(error.response.headers, now)
    asked = f", asks to wait {wait:.0f} s" if wait else ""
    limited = RateLimitedError(
        f"{endpoint} limits the rate (429){asked}{': ' + said if said else ''}",
        hint="wait, raise --deadline, or use a key with a higher limit",
        status=429,
    )
    return Failure(limited, Outcome.RATE_LIMITED, retries=4, wait=wait)


def _detail(error: openai.APIStatusError) -> dict[str, str]:
    """The strings of the `error` object of the body, wherever the endpoint put them."""
    try:
        body = json.loads(error.response.content)
    except ValueError:
        return {}
    found = body.get("error", body) if isinstance(body, dict) else {}
    if isinstance(found, str):
        return {"message": found}
    return {k: v for k, v in found.items() if isinstance(v, str)} if isinstance(found, dict) else {}


def _advice(said: str) -> str:
    if re.search(r"(?i)response_format|json_schema|structured|grammar", said):
        return "the endpoint lacks JSON Schema output: try --mode tools, json or md_json"
    if re.search(r"(?i)context|too (?:long|large|many tokens)|maximum.*length", said):
        return "the article exceeds the model's context: lower --input-budget"
    return DOCTOR


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds that the endpoint asks to wait: `retry-after-ms`, or `Retry-After` as seconds or date."""
    milliseconds = headers.get("retry-after-ms")
    text = headers.get("retry-after")
    try:
        if milliseconds is not None:
            return max(0.0, float(milliseconds) / 1000)
        if text is None:
            return None
        return max(0.0, float(text))
    except ValueError:
        parsed = email.utils.parsedate_to_datetime(text or "") if _is_date(text) else None
    if parsed is None:
        return None
    if parsed.tzinfo is None:
        parsed = parsed.replace(tzinfo=datetime.UTC)
    return max(0.0, parsed.timestamp() - now)


def _is_date(text: str | None) -> bool:
    return text is not None and email.utils.parsedate(text) is not None
