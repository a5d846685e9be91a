"""An OpenAI-compatible endpoint: one request at a time, with the only retries that the wire gets.

Retry policy (each class has one owner, this module; the SDK's and instructor's retries are off):
429 up to 4 repeats and 5xx, 408, 409 up to 3, after Retry-After or exponential back-off with jitter;
time-outs, failed connections and unreadable bodies 1; every other status none. No wait ever runs past
the deadline.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import httpx2
import openai
import tenacity

from summarizer.core.errors import ConfigurationError, InputError, ProviderError, ProviderTimeoutError
from summarizer.core.usage import Attempt, Outcome, Usage
from summarizer.llm.asked import read_json, written
from summarizer.llm.failures import Failure, UnreadableError, classify

_LARGEST_ANSWER = 16 * 1024 * 1024
# What an endpoint that rejects a parameter by name understands instead; None: leave it out.
_SUBSTITUTES: dict[str, str | None] = {"max_tokens": "max_completion_tokens", "temperature": None}


@dataclass(frozen=True, slots=True)
class Completion:
    """One answer: `response` is the body with attribute access, `usage` its token counts."""

    response: Any
    usage: Usage
    started: datetime.datetime
    seconds: float

    def attempt(self, outcome: Outcome) -> Attempt:
        """This answer as an entry of the provenance."""
        return Attempt(outcome=outcome, usage=self.usage, started=self.started, seconds=self.seconds)


@dataclass(slots=True)
class _Exchange:
    """State of one `complete` call: the failures so far and when it must end."""

    deadline: float
    attempts: list[Attempt] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


class _RetryableError(Exception):
    def __init__(self, failure: Failure) -> None:
        super().__init__(str(failure.error))
        self.failure = failure


class Endpoint:
    """A connection to one endpoint for one model; not shared between threads.

    `transport` replaces the network (recordings); `sleep` and `clock` are seams for tests.
    """

    def __init__(
        self,
        base_url: str | None,
        api_key: str,
        model: str,
        *,
        timeout: float = 120.0,
        transport: httpx2.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.model = model
        self._key = api_key
        self._timeout = timeout
        self._sleep = sleep
        self.clock = clock
        self._deadline = clock()
        self._adapted: dict[str, str | None] = {}
        self._client = openai.OpenAI(
            api_key=api_key or "none",
            base_url=base_url,
            max_retries=0,
            http_client=openai.DefaultHttpxClient(
                transport=transport, event_hooks={"response": [self._bound_body]}
            ),
        )
        self.name = endpoint_name(str(self._client.base_url))

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def forget(self) -> None:
        """Unlearn which parameters the endpoint rejects, so that requests do not depend on order."""
        self._adapted.clear()

    def models(self) -> list[str]:
        """Names of the models that the endpoint lists. Raises `ProviderError`."""
        self._deadline = self.clock() + self._timeout
        try:
            return [model.id for model in self._client.models.list(timeout=self._timeout).data or []]
        except (openai.APIError, ValueError, TypeError, AttributeError) as error:
            raise self._classify(error).error from None

    def complete(self, body: dict[str, Any], seconds: float) -> tuple[Completion, list[Attempt]]:
        """Send one chat request; repeat it as the policy says, for at most `seconds` in all.

        Returns the answer and the failed attempts before it. Raises `ProviderError`, whose `attempts`
        holds what was tried.
        """
        exchange = _Exchange(deadline=self.clock() + seconds)
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(_RetryableError),
            stop=lambda state: self._gives_up(exchange, state),
            wait=lambda state: _wait(exchange, state),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return retrying(self._once, body, exchange), exchange.attempts
        except _RetryableError as error:
            error.failure.error.attempts = tuple(exchange.attempts)
            raise error.failure.error from None
        except ProviderError as error:
            error.attempts = tuple(exchange.attempts)
            raise

    def _gives_up(self, exchange: _Exchange, state: tenacity.RetryCallState) -> bool:
        last = exchange.failures[-1]
        same_class = sum(failure.outcome is last.outcome for failure in exchange.failures)
        return same_class > last.retries or self.clock() + state.upcoming_sleep >= exchange.deadline

    def _once(self, body: dict[str, Any], exchange: _Exchange) -> Completion:
        left = exchange.deadline - self.clock()
        if left <= 0:
            raise ProviderTimeoutError(
                f"the time for this article was used up before {self.name} could be asked",
                hint="raise --deadline (seconds an article)",
            )
        started, begin = datetime.datetime.now(datetime.UTC), self.clock()
        try:
            return self._send(body, min(left, self._timeout), started, begin)
        except (openai.APIError, UnreadableError, httpx2.TransportError) as error:
            if isinstance(error.__cause__, InputError | ConfigurationError):
                raise error.__cause__ from None  # a recording is damaged or cannot be written
            failure = self._classify(error)
        seconds = round(self.clock() - begin, 3)
        exchange.attempts.append(
            Attempt(outcome=failure.outcome, usage=Usage(), started=started, seconds=seconds)
        )
        if self._adapt(failure, body):
            return self._once(body, exchange)
        if not failure.retries:
            raise failure.error
        exchange.failures.append(failure)
        raise _RetryableError(failure)

    def _send(
        self, body: dict[str, Any], timeout: float, started: datetime.datetime, begin: float
    ) -> Completion:
        self._deadline = begin + timeout
        # The SDK's typed `create` walks request and answer field by field (1 ms of CPU an article);
        # `post` is its documented way past that, with the same authentication and errors.
        response = self._client.post(
            "/chat/completions",
            cast_to=httpx2.Response,
            content=written(self._adapted_body(body)),
            options={"timeout": timeout},
        )
        try:
            parsed = _attributes(read_json(response.content))
            usage = _usage(getattr(parsed, "usage", None))
        except (ValueError, TypeError, RecursionError) as error:
            raise UnreadableError from error
        if not isinstance(getattr(parsed, "choices", None), list):
            raise UnreadableError
        return Completion(parsed, usage, started, round(self.clock() - begin, 3))

    def _classify(self, error: Exception) -> Failure:
        return classify(error, endpoint=self.name, model=self.model, secret=self._key, now=time.time())

    def _adapt(self, failure: Failure, body: dict[str, Any]) -> bool:
        """Newer models reject `max_tokens` or `temperature`: learn it once, from their own words."""
        param = failure.param
        if param not in _SUBSTITUTES or param not in body or param in self._adapted:
            return False
        self._adapted[param] = _SUBSTITUTES[param]
        return True

    def _adapted_body(self, body: dict[str, Any]) -> dict[str, Any]:
        if not self._adapted:
            return body
        named = {self._adapted.get(field, field): value for field, value in body.items()}
        return {field: value for field, value in named.items() if field is not None}

    def _bound_body(self, response: httpx2.Response) -> None:
        stream = response.stream
        if isinstance(stream, httpx2.SyncByteStream):
            response.stream = _Bounded(stream, response.request, self._deadline, self.clock)


class _Bounded(httpx2.SyncByteStream):
    """A body that must end in time: httpx2's own limit restarts with every byte that drips in."""

    def __init__(
        self,
        stream: httpx2.SyncByteStream,
        request: httpx2.Request,
        deadline: float,
        clock: Callable[[], float],
    ) -> None:
        self._stream = stream
        self._request = request
        self._deadline = deadline
        self.clock = clock

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for chunk in self._stream:
            size += len(chunk)
            if self.clock() > self._deadline:
                raise httpx2.ReadTimeout("deadline", request=self._request)
            if size > _LARGEST_ANSWER:
                raise httpx2.ReadError("the answer is larger than 16 MB", request=self._request)
            yield chunk

    def close(self) -> None:
        self._stream.close()


def endpoint_name(base_url: str) -> str:
    """Scheme, host, port and path: what may be shown and stored of a base URL."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{host}{port}{parts.path.rstrip('/')}"


def _wait(exchange: _Exchange, state: tenacity.RetryCallState) -> float:
    asked = exchange.failures[-1].wait
    return (
        asked
        if asked is not None
        else tenacity.wait_exponential_jitter(multiplier=0.5, max=20, jitter=0.25)(state)
    )


def _attributes(value: Any) -> Any:
    """Parsed JSON with attribute access; a copy, that whoever gets it may change."""
    if isinstance(value, dict):
        return SimpleNamespace(**{name: _attributes(one) for name, one in value.items()})
    return [_attributes(one) for one in value] if isinstance(value, list) else value


def _usage(found: Any) -> Usage:
    details = getattr(found, "prompt_tokens_details", None)
    return Usage(
        input_tokens=_count(found, "prompt_tokens"),
        output_tokens=_count(found, "completion_tokens"),
        cached_tokens=_count(details, "cached_tokens"),
    )


def _count(found: Any, name: str) -> int | None:
    value = getattr(found, name, None)
    return value if isinstance(value, int) and value >= 0 else None
