"""The calls of OpenAI's Batch API: upload, create, look, cancel, download; repeated where that is safe.

Creating a job costs money, so it is never repeated blindly: when its answer was lost, the jobs of the
provider are listed first, and one that works on our file is taken over.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import httpx2
import openai

from summarizer.core.article import normalise_text
from summarizer.core.errors import (
    ConfigurationError,
    ModelNotFoundError,
    ProviderError,
    ProviderUnavailableError,
    StoppedError,
)
from summarizer.llm.failures import UnreadableError, classify
from summarizer.llm.remote import endpoint_name
from summarizer.llm.scrub import scrub

_OPENAI = "https://api.openai.com/v1"
CHAT = "/v1/chat/completions"
ENDED = frozenset({"completed", "failed", "expired", "cancelled"})
"""Statuses that a job does not leave."""
JOB_KEY = "summarizer_job"
"""The field of a job's metadata that holds our own name for it."""
_REPEATS = 6
_LONGEST_WAIT = 60.0
_PAGES = 100
_CLOCK_SKEW = 3600
_CHUNK = 1 << 16
_QUOTED = 200
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a job failed as a whole; `line` is the line of its file that is to blame, if one is."""

    code: str
    message: str
    line: int | None


@dataclass(frozen=True, slots=True)
class JobState:
    """What the provider says of a job; `completed` and `failed` count requests."""

    id: str
    status: str
    input_file: str
    output_file: str | None
    error_file: str | None
    total: int
    completed: int
    failed: int
    created: float
    ended: float | None
    name: str
    problems: tuple[Problem, ...]


class BatchClient:
    """One provider's Batch API. `pause(seconds)` waits and tells whether the run goes on meanwhile.

    Every call raises `ProviderError` when it fails for good and `StoppedError` when the run stops.
    """

    def __init__(
        self,
        base_url: str | None,
        key: str,
        *,
        pause: Callable[[float], bool],
        timeout: float = 120.0,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        self._key = key
        self._pause = pause
        self._timeout = timeout
        self._base_url = base_url
        self._transport = transport
        self._opened: openai.OpenAI | None = None
        self.name = endpoint_name(base_url or _OPENAI)

    @property
    def _client(self) -> openai.OpenAI:
        if self._opened is None:
            self._opened = openai.OpenAI(
                api_key=self._key or "none",
                base_url=self._base_url,
                max_retries=0,
                http_client=openai.DefaultHttpxClient(transport=self._transport),
            )
        return self._opened

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def upload(self, path: Path, name: str) -> str:
        """Upload a file of requests under this file name; gives its id. Repeating costs nothing."""

        def send() -> str:
            with path.open("rb") as content:
                file = self._client.files.create(
                    file=(name, content, "application/jsonl"),
                    purpose="batch",
                    timeout=max(self._timeout, 600),
                )
            return _name(getattr(file, "id", None))

        try:
            return self._repeat(send)
        except ModelNotFoundError:
            raise ConfigurationError(
                f"{self.name} has no batch API (404)", hint="leave out --provider-batch"
            ) from None

    def uploaded(self, name: str) -> str | None:
        """The id of a file of that name among the latest hundred uploads, if there is one."""
        files = self._get("/files", {"purpose": "batch", "limit": 100}).get("data")
        for file in files if isinstance(files, list) else []:
            if isinstance(file, dict) and file.get("filename") == name:
                return _text(file.get("id")) or None
        return None

    def create(self, file: str, token: str, since: float) -> JobState:
        """Start a job on an uploaded file, exactly once; `token` is our own name for it."""
        body = {
            "input_file_id": file,
            "endpoint": CHAT,
            "completion_window": "24h",
            "metadata": {JOB_KEY: token},
        }

        def start() -> JobState:
            response = self._client.post(
                "/batches",
                cast_to=httpx2.Response,
                body=body,
                options={"timeout": self._timeout, "headers": {"Idempotency-Key": token}},
            )
            return _state(_json(response))

        return self._repeat(start, first=lambda: self.find(file, token, since))

    def find(self, file: str | None, token: str, since: float) -> JobState | None:
        """The job that was created for this file or under our name after Unix time `since`, if any."""
        for job in self._jobs():
            if job.name == token or (file and job.input_file == file):
                return job
            if job.created < since - _CLOCK_SKEW:
                return None
        return None

    def look(self, job: str) -> JobState | None:
        """How a job is doing; None where the provider does not know it."""
        try:
            return _state(self._get(f"/batches/{quote(job, safe='')}"))
        except ModelNotFoundError:
            return None

    def download(self, file: str, path: Path, most: int) -> bool:
        """Save a file, at most `most` bytes of it. Gives False where the provider does not have it.

        Raises `ConfigurationError` when it cannot be written.
        """

        def fetch() -> bool:
            answer = self._client.files.with_streaming_response.content(file, timeout=self._timeout)
            with answer as response, path.open("wb") as copy:
                left = most
                for chunk in response.iter_bytes(_CHUNK):
                    copy.write(chunk[:left])
                    left -= len(chunk)
                    if left <= 0:
                        break
            return True

        try:
            return self._repeat(fetch)
        except ModelNotFoundError:
            return False

    def delete(self, file: str | None) -> None:
        """Remove a file at the provider, if that works: nothing depends on it."""
        if not file:
            return
        try:
            self._client.delete(
                f"/files/{quote(file, safe='')}",
                cast_to=httpx2.Response,
                options={"timeout": min(self._timeout, 20)},
            )
        except (openai.APIError, httpx2.HTTPError):
            return

    def ask(self, body: dict[str, Any]) -> dict[str, Any]:
        """One request sent directly, at the full price. Raises openai's errors as they are."""
        return _json(
            self._client.post(
                "/chat/completions",
                cast_to=httpx2.Response,
                body=body,
                options={"timeout": self._timeout},
            )
        )

    def quoted(self, text: str) -> str:
        """The provider's words, fit for a message of ours."""
        return quoted(text, self._key)

    def classified(self, error: Exception) -> ProviderError:
        """An exception of the client as one of ours."""
        return self._classify(error)[0]

    def _jobs(self) -> Iterator[JobState]:
        query: dict[str, Any] = {"limit": 100}
        for _ in range(_PAGES):
            page = self._get("/batches", query)
            listed = page.get("data")
            jobs = [_state(one) for one in listed if isinstance(one, dict)] if listed else []
            yield from jobs
            if not jobs or not page.get("has_more"):
                return
            query["after"] = jobs[-1].id

    def _get(self, path: str, query: dict[str, Any] | None = None) -> dict[str, Any]:
        def fetch() -> dict[str, Any]:
            response = self._client.get(
                path,
                cast_to=httpx2.Response,
                options={"timeout": self._timeout, "params": query or {}},
            )
            return _json(response)

        return self._repeat(fetch)

    def _repeat(self, call: Callable[[], _T], first: Callable[[], _T | None] = lambda: None) -> _T:
        """Make a call; before each repetition ask `first`, whose answer makes the call needless."""
        for attempt in range(_REPEATS):
            try:
                return call()
            except (openai.APIError, httpx2.HTTPError, UnreadableError) as error:
                failed, again, asked = self._classify(error)
            except OSError as error:
                raise ConfigurationError(
                    f"cannot read or write the batch's files: {error.strerror or error}",
                    hint="is the disk full, is the folder writable?",
                ) from None
            if not again or attempt == _REPEATS - 1:
                raise failed
            if not self._pause(min(_LONGEST_WAIT, 2.0**attempt) if asked is None else asked):
                raise StoppedError("the run was stopped", hint="run the same command again to go on")
            if (answer := first()) is not None:
                return answer
        raise AssertionError  # pragma: no cover - the last attempt returns or raises

    def _classify(self, error: Exception) -> tuple[ProviderError, bool, float | None]:
        failure = classify(error, endpoint=self.name, model="", secret=self._key, now=time.time())
        if isinstance(error, UnreadableError):
            said = f"{self.name} answered a call of the batch API with something else"
            return ProviderUnavailableError(said, hint="does it have a batch API?"), True, None
        return failure.error, failure.retries > 0, failure.wait


def quoted(text: str, key: str) -> str:
    """A provider's words for a message of ours: one line, not long, nothing in it that is a key."""
    line = " ".join(normalise_text(str(scrub(text[:2000], (key,) if key else ()))).split())
    return line if len(line) <= _QUOTED else line[: _QUOTED - 1] + "…"


def _json(response: httpx2.Response) -> dict[str, Any]:
    try:
        found = json.loads(response.content)
    except (ValueError, RecursionError) as error:
        raise UnreadableError from error
    if not isinstance(found, dict):
        raise UnreadableError
    return found


def _name(found: object) -> str:
    if not isinstance(found, str) or not found:
        raise UnreadableError
    return found


def _state(found: dict[str, Any]) -> JobState:
    counts = found.get("request_counts")
    counts = counts if isinstance(counts, dict) else {}
    metadata = found.get("metadata")
    errors = found.get("errors")
    listed = errors.get("data") if isinstance(errors, dict) else None
    ended = [found.get(f"{status}_at") for status in ENDED]
    return JobState(
        id=_name(found.get("id")),
        status=_text(found.get("status")),
        input_file=_text(found.get("input_file_id")),
        output_file=_text(found.get("output_file_id")) or None,
        error_file=_text(found.get("error_file_id")) or None,
        total=_count(counts.get("total")),
        completed=_count(counts.get("completed")),
        failed=_count(counts.get("failed")),
        created=float(_count(found.get("created_at"))),
        ended=next((float(one) for one in ended if isinstance(one, int)), None),
        name=_text(metadata.get(JOB_KEY)) if isinstance(metadata, dict) else "",
        problems=tuple(
            Problem(_text(one.get("code")), _text(one.get("message")), _line(one.get("line")))
            for one in (listed if isinstance(listed, list) else [])
            if isinstance(one, dict)
        ),
    )


def _text(found: object) -> str:
    return found if isinstance(found, str) else ""


def _count(found: object) -> int:
    return found if isinstance(found, int) and found >= 0 else 0


def _line(found: object) -> int | None:
    return found if isinstance(found, int) and found > 0 else None
