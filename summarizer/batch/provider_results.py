"""What a job gave: its output and error files, line by line, into the ledger.

An answer is recorded exactly as one that came directly would be. What may work another time is put back;
what never will fails its article. Lines are the word of a stranger: broken, huge, repeated and foreign ones
are counted and passed over.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import httpx2
import openai

from summarizer.batch.ledger import is_completion
from summarizer.batch.provider_client import CHAT
from summarizer.batch.provider_files import Folder
from summarizer.batch.provider_jobs import AGAIN, ANSWERED, FAILED, Asked, Job, Jobs
from summarizer.batch.provider_pending import ADAPTABLE, Desk
from summarizer.batch.provider_states import JobState, quoted
from summarizer.batch.tasks import Failure
from summarizer.core.errors import BadRequestError, ProviderError, ProviderUnavailableError
from summarizer.core.usage import Price, Usage
from summarizer.llm.failures import Failure as Refusal
from summarizer.llm.failures import classify
from summarizer.llm.recording import Question, Recording, Subject
from summarizer.llm.scrub import scrub

_LONGEST_LINE = 16 * 1024 * 1024
_AT_ONCE = 200
_CANCELLED = "batch_cancelled"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a result file: an HTTP answer, or an error code without one."""

    key: str
    status: int | None
    body: Any
    code: str
    message: str


@dataclass(slots=True)
class Collected:
    """What a job gave: questions answered, put back, failed; lines that belong to none."""

    answered: int = 0
    again: int = 0
    failed: int = 0
    strange: int = 0


def lines(path: Path, longest: int = _LONGEST_LINE) -> Iterator[Line | None]:
    """The lines of a result file; None for one that cannot be read."""
    if not path.is_file():
        return
    with path.open("rb") as file:
        while raw := file.readline(longest):
            if len(raw) == longest and not raw.endswith(b"\n"):
                while (rest := file.readline(longest)) and not rest.endswith(b"\n"):
                    pass
                yield None
            elif raw.strip():
                yield _line(raw)


def _line(raw: bytes) -> Line | None:
    try:
        row = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    if not isinstance(row, dict) or not isinstance(row.get("custom_id"), str):
        return None
    response, error = row.get("response"), row.get("error")
    response = response if isinstance(response, dict) else {}
    error = error if isinstance(error, dict) else {}
    status = response.get("status_code")
    status = status if isinstance(status, int) and 100 <= status < 600 else None
    return Line(
        row["custom_id"],
        status,
        response.get("body"),
        str(error.get("code") or "")[:100],
        str(error.get("message") or "")[:1000],
    )


class Collector:
    """Takes the result files of ended jobs into the ledger; doing so twice changes nothing."""

    def __init__(
        self, jobs: Jobs, folder: Folder, desk: Desk, *, endpoint: str, key: str, tries: int
    ) -> None:
        self._jobs = jobs
        self._folder = folder
        self._desk = desk
        self._endpoint = endpoint
        self._key = key
        self._tries = tries

    def collect(self, job: Job, state: JobState) -> Collected:
        """Take in what was downloaded; afterwards no question of the job is open."""
        told = Collected()
        open_ones = self._jobs.in_state(job.number)
        seconds = max(0.0, (state.ended or time.time()) - state.created)
        with closing(_Bodies(self._folder.requests(job.number))) as bodies:
            for kind in ("output", "error"):
                read = lines(self._folder.results(job.number, kind))
                while some := list(islice(read, _AT_ONCE)):
                    with self._jobs.ledger.transaction():
                        for line in some:
                            asked = open_ones.pop(line.key, None) if line else None
                            if line is None or asked is None:
                                told.strange += 1
                            else:
                                self._one(asked, line, bodies, seconds, told)
        # Where the provider executed no more than it told, the rest cost nothing.
        charged = 0.0 if state.status != "completed" and state.completed <= told.answered else None
        lost = ProviderUnavailableError(
            f"{self._endpoint} gave no answer to this request in a batch that it calls {state.status}",
            hint="run the same command again to ask once more",
        )
        self._rest(job, lost, charged, told, again=state.status != "cancelled")
        return told

    def refuse(self, job: Job, error: ProviderError, *, lines_at: Mapping[int, str]) -> Collected:
        """The provider refused the whole file, so nothing was paid: lines that it names fail, and the
        others are put back; without such lines all of them fail with `error`."""
        told = Collected()
        open_ones = self._jobs.in_state(job.number)
        with closing(_Bodies(self._folder.requests(job.number))) as bodies:
            keys = list(bodies.offsets)
        for number, key in enumerate(keys, 1):
            if number in lines_at and (asked := open_ones.get(key)):
                said = BadRequestError(f"{self._endpoint} rejects the request: {lines_at[number]}")
                self._end(asked, said, 0.0, told)
        self._rest(job, error, 0.0, told, again=bool(told.failed))
        return told

    def lose(self, job: Job) -> Collected:
        """The provider no longer has the job or its results: what that cost is unknown."""
        told = Collected()
        gone = ProviderUnavailableError(
            f"{self._endpoint} no longer has the results of this batch job",
            hint="running the same command again asks, and pays, once more",
        )
        self._rest(job, gone, None, told, again=False)
        return told

    def _one(self, asked: Asked, line: Line, bodies: _Bodies, seconds: float, told: Collected) -> None:
        if line.status == 200 and is_completion(line.body):
            self._keep(asked, line.body, bodies, seconds)
            told.answered += 1
        else:
            self._refused(asked, line, bodies, told)

    def _keep(self, asked: Asked, body: Any, bodies: _Bodies, seconds: float) -> None:
        subject = Subject(asked.label)
        question = Question("POST", CHAT.removeprefix("/v1"), bodies.of(asked.key), subject)
        secrets = (self._key,) if self._key else ()
        clean = Question(question.method, question.path, scrub(question.body, secrets), subject)
        headers = {"content-type": "application/json"}
        kept = Recording(
            asked.key, question.parts, clean, 200, headers, scrub(body, secrets), round(seconds, 3)
        )
        self._jobs.ledger.add(kept)
        usage = usage_of(body)
        self._jobs.settle(asked, ANSWERED, self._charged(usage, asked), usage)

    def _charged(self, usage: Usage, asked: Asked) -> float | None:
        price: Price | None = self._desk.price
        cost = price.cost(usage) if price else None
        return cost.amount if cost else self._most(asked)

    def _most(self, asked: Asked) -> float | None:
        rows = self._jobs.ledger.read("SELECT most FROM requests WHERE id = ?", asked.request)
        most = rows[0][0] if rows else None
        return None if most is None else float(most)

    def _refused(self, asked: Asked, line: Line, bodies: _Bodies, told: Collected) -> None:
        if line.status == 200:
            said = f"{self._endpoint} answered with something that is no chat completion"
            self._back(asked, ProviderUnavailableError(said), self._most(asked), told)
        elif line.status is None:
            self._without_answer(asked, line, told)
        else:
            body = bodies.of(asked.key)
            failure = _classified(line, self._endpoint, str(body.get("model") or ""), self._key)
            if failure.param in ADAPTABLE and failure.param in body:
                self._desk.reject(str(body.get("model")), failure.param, str(failure.error))
                self._jobs.settle(asked, AGAIN, 0.0)
                told.again += 1
            elif failure.retries:
                self._back(asked, failure.error, 0.0, told)
            else:
                self._end(asked, failure.error, 0.0, told)

    def _without_answer(self, asked: Asked, line: Line, told: Collected) -> None:
        if line.code == _CANCELLED:
            cancelled = ProviderUnavailableError(
                "the provider's batch job was cancelled", hint="run the same command again to ask once more"
            )
            self._end(asked, cancelled, 0.0, told)
            return
        because = f": {quoted(line.message, self._key)}" if line.message else ""
        code = quoted(line.code, self._key) or "no reason"
        said = f"{self._endpoint} did not execute the request ({code}){because}"
        again = "run the same command again to ask once more"
        self._back(asked, ProviderUnavailableError(said, hint=again), 0.0, told)

    def _rest(
        self, job: Job, error: ProviderError, charged: float | None, told: Collected, *, again: bool
    ) -> None:
        left = iter(self._jobs.in_state(job.number).values())
        while some := list(islice(left, _AT_ONCE)):
            with self._jobs.ledger.transaction():
                for asked in some:
                    cost = self._most(asked) if charged is None else charged
                    (self._back if again else self._end)(asked, error, cost, told)

    def _back(self, asked: Asked, error: ProviderError, charged: float | None, told: Collected) -> None:
        if asked.tries >= self._tries:
            self._end(asked, error, charged, told)
            return
        self._jobs.settle(asked, AGAIN, charged)
        told.again += 1

    def _end(self, asked: Asked, error: ProviderError, charged: float | None, told: Collected) -> None:
        self._jobs.settle(asked, FAILED, charged)
        self._jobs.fail(asked, Failure.of(error).kind, error)
        told.failed += 1


class _Bodies:
    """The requests of a job by key, read from its file when they are needed."""

    def __init__(self, path: Path) -> None:
        self.offsets: dict[str, int] = {}
        self._file = path.open("rb") if path.is_file() else None
        at = 0
        for raw in self._file or ():
            if (row := _line(raw)) is not None:
                self.offsets[row.key] = at
            at += len(raw)

    def of(self, key: str) -> dict[str, Any]:
        """The body of a request; empty where the file is gone."""
        if self._file is None or key not in self.offsets:
            return {}
        self._file.seek(self.offsets[key])
        body = json.loads(self._file.readline())["body"]
        return body if isinstance(body, dict) else {}

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()


def usage_of(body: Mapping[str, Any]) -> Usage:
    """Token counts of a completion, None where they are missing or no counts."""
    found = body.get("usage")
    found = found if isinstance(found, dict) else {}
    details = found.get("prompt_tokens_details")
    return Usage(
        input_tokens=_count(found.get("prompt_tokens")),
        output_tokens=_count(found.get("completion_tokens")),
        cached_tokens=_count(details.get("cached_tokens")) if isinstance(details, dict) else None,
    )


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _classified(line: Line, endpoint: str, model: str, key: str) -> Refusal:
    response = httpx2.Response(
        line.status or 500, json=line.body, request=httpx2.Request("POST", f"https://batch.invalid{CHAT}")
    )
    error = openai.APIStatusError("failed", response=response, body=line.body)
    return classify(error, endpoint=endpoint, model=model, secret=key, now=time.time())
