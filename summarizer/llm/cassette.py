"""Recording and replaying what is said to a model: a transport for `connect(settings, transport=...)`.

    with build(settings, transport=Cassette(RecordingFolder(path))) as summarizer: ...

Replay opens no socket and never waits; a question that was not recorded fails at once. Recording asks
`upstream` only what is not recorded yet, so that it can be interrupted and taken up again.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Protocol

import httpx2

from summarizer.core.errors import StaleRecordingError
from summarizer.llm.asked import Asked, parsed, read_question
from summarizer.llm.recording import Question, Recording, Subject, difference, route, stale_parts
from summarizer.llm.scrub import scrub, secrets_of

_KEPT_HEADERS = ("content-type", "openai-model", "openai-processing-ms", "openai-version")


class Store(Protocol):
    """Where recordings are kept."""

    def find(self, key: str) -> Recording | None:
        """The recording of exactly this question."""

    def nearest(self, question: Question) -> Recording | None:
        """The recording most like `question`, for telling what changed; None where nothing is close."""

    def add(self, recording: Recording) -> None:
        """Keep a recording; it takes the place of one with the same key."""


class Cassette(httpx2.BaseTransport):
    """Answers from `store`; with `upstream` given, asks there what is missing and records the answer.

    `fresh` asks even for what is recorded. `about` says what the next requests concern. Safe to share
    between threads, except for `about`.
    """

    def __init__(
        self,
        store: Store,
        upstream: Callable[[], httpx2.BaseTransport] | None = None,
        *,
        fresh: bool = False,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.played: list[Recording] = []
        """Every exchange that was answered, in order; `seconds` is from the time of the recording."""
        self.misses: list[StaleRecordingError] = []
        """Every question that replay could not answer, also those that the pipeline got over."""
        self._store = store
        self._open_upstream = upstream
        self._upstream: httpx2.BaseTransport | None = None
        self.fresh = fresh
        self._clock = clock
        self._subject = Subject()
        self._lock = threading.Lock()

    @contextmanager
    def about(self, subject: Subject) -> Iterator[None]:
        """File the requests made inside under this subject, and forget what was played before."""
        self.played.clear()
        self.misses.clear()
        before, self._subject = self._subject, subject
        try:
            yield
        finally:
            self._subject = before

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The recorded answer, or that of `upstream`. Raises `StaleRecordingError` when there is neither."""
        asked = read_question(request.read(), request.method, route(request.url.path), self._subject)
        found = None if self.fresh and self._open_upstream else self._store.find(asked.key)
        if found is not None:
            self.played.append(found)
            return _response(found, request)
        if self._open_upstream is None:
            self.misses.append(self._miss(asked.question))
            raise self.misses[-1]
        return self._record(request, asked)

    def close(self) -> None:
        """Close the connection to the model, if one was opened."""
        if self._upstream is not None:
            self._upstream.close()

    def _miss(self, question: Question) -> StaleRecordingError:
        near = self._store.nearest(question)
        label = question.subject.label or question.path
        if near is None:
            return StaleRecordingError(f"nothing is recorded for {label}", stale=(), difference="")
        stale = stale_parts(question.parts, near.parts)
        named = " and ".join(stale) or "request"
        shown = difference(
            replace(question, body=_digested(question.body, near.question.body)), near.question
        )
        return StaleRecordingError(
            f"the recording of {label} is stale: {named} changed", stale=stale, difference=shown
        )

    def _record(self, request: httpx2.Request, asked: Asked) -> httpx2.Response:
        with self._lock:
            if self._upstream is None and self._open_upstream is not None:
                self._upstream = self._open_upstream()
            upstream = self._upstream
        assert upstream is not None  # noqa: S101 - set in the line above
        begin = self._clock()
        response = upstream.handle_request(request)
        if not _worth_keeping(response.status_code):
            return response
        secrets = secrets_of(str(request.url), request.headers)
        # Not `response` itself inside: it would hold itself in memory, with all that was said.
        status, headers = response.status_code, response.headers

        def keep(raw: bytes) -> None:
            seconds = round(self._clock() - begin, 3)
            whole = httpx2.Response(status, headers=headers, content=raw)
            recording = Recording(
                key=asked.key,
                parts=asked.parts,
                question=_clean(asked, secrets),
                status=status,
                headers={name: scrub(headers[name], secrets) for name in _kept(headers)},
                body=scrub(parsed(whole.content), secrets),
                seconds=seconds,
            )
            self._store.add(recording)
            self.played.append(recording)

        if isinstance(response.stream, httpx2.SyncByteStream):
            response.stream = _Overheard(response.stream, keep)
        return response


class _Overheard(httpx2.SyncByteStream):
    """A body that is handed on as it arrives and, once it is whole, to `keep`."""

    def __init__(self, stream: httpx2.SyncByteStream, keep: Callable[[bytes], None]) -> None:
        self._stream = stream
        self._keep = keep

    def __iter__(self) -> Iterator[bytes]:
        heard = bytearray()
        for chunk in self._stream:
            heard += chunk
            yield chunk
        self._keep(bytes(heard))

    def close(self) -> None:
        self._stream.close()


def _worth_keeping(status: int) -> bool:
    """What the weather or the account says is no answer of the model."""
    return status < 500 and status not in (401, 403, 408, 409, 425, 429)


def _kept(headers: Mapping[str, str]) -> Iterator[str]:
    return (name for name in _KEPT_HEADERS if name in headers)


def _clean(asked: Asked, secrets: tuple[str, ...]) -> Question:
    question = asked.question
    body = scrub(question.body, secrets) if asked.may_hold(secrets) else question.body
    return replace(question, path=scrub(question.path, secrets), body=body)


def _digested(now: Any, recorded: Any) -> Any:
    """`now` without the fields that the recording keeps by hash only; their change is told in `stale`."""
    if not isinstance(now, dict) or not isinstance(recorded, dict):
        return now
    by_hash = {name for name, value in recorded.items() if isinstance(value, dict) and _is_digest(value)}
    return {name: recorded[name] if name in by_hash else value for name, value in now.items()}


def _is_digest(value: Mapping[str, Any]) -> bool:
    return set(value) in ({"stored"}, {"stored", "fence"}, {"sha256", "characters"})


def _response(recording: Recording, request: httpx2.Request) -> httpx2.Response:
    body = recording.body
    content = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    return httpx2.Response(
        recording.status, headers=dict(recording.headers), content=content.encode(), request=request
    )
