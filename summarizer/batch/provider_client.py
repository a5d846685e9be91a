"""The calls of OpenAI's Batch API: upload, create, look, cancel, download; repeated where that is safe.

Creating a job costs money, so it is never repeated blindly: when its answer was lost, the jobs of the
provider are listed first, and one that works on our file is taken over.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import httpx2
import openai

from summarizer.batch.provider_states import JOB_KEY, JobState, name_of, quoted, state_of, text_of
from summarizer.core.errors import (
    ConfigurationError,
    ModelNotFoundError,
    ProviderError,
    ProviderUnavailableError,
    StoppedError,
)
from summarizer.llm.failures import UnreadableError, classify
from summarizer.llm.remote import endpoint_name

_OPENAI = "https://api.openai.com/v1"
CHAT = "/v1/chat/completions"
_REPEATS = 6
_LONGEST_WAIT = 60.0
_PAGES = 100
_CLOCK_SKEW = 3600
_CHUNK = 1 << 16
_T = TypeVar("_T")


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
            return name_of(getattr(file, "id", None))

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
                return text_of(file.get("id")) or None
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
            return state_of(_json(response))

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
            return state_of(self._get(f"/batches/{quote(job, safe='')}"))
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
            jobs = [state_of(one) for one in listed if isinstance(one, dict)] if listed else []
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


def _json(response: httpx2.Response) -> dict[str, Any]:
    try:
        found = json.loads(response.content)
    except (ValueError, RecursionError) as error:
        raise UnreadableError from error
    if not isinstance(found, dict):
        raise UnreadableError
    return found
