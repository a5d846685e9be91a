"""The calls of the Batch API: files in memory, jobs, and a log of everything that was asked."""

from __future__ import annotations

import json
import re
import threading
import time
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from benchmarks.batch_jobs import ENDPOINTS, Behaviour, Executor, Job, completion, problems, share

_TERMINAL = ("completed", "failed", "expired", "cancelled")


class ApiError(Exception):
    """An error response."""

    def __init__(self, status: int, message: str, code: str, **headers: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


@dataclass(slots=True)
class File:
    """A file as it was uploaded or made by a job."""

    id: str
    purpose: str
    name: str
    content: bytes
    created: float

    def shown(self) -> dict[str, Any]:
        """The file object of the API."""
        return {
            "id": self.id,
            "object": "file",
            "bytes": len(self.content),
            "created_at": int(self.created),
            "filename": self.name,
            "purpose": self.purpose,
            "status": "processed",
        }


@dataclass(frozen=True, slots=True)
class Call:
    """One call: the path below its first part, the query, the body and its content type."""

    rest: list[str]
    query: dict[str, list[str]]
    body: bytes
    kind: str


class BatchApi:
    """Files, jobs and the log; every call is made under one lock."""

    def __init__(self, behaviour: Behaviour | None = None) -> None:
        self.lock = threading.Lock()
        self.reset(behaviour or Behaviour())

    def reset(self, behaviour: Behaviour) -> None:
        """Start anew."""
        self.how = behaviour
        self.files: dict[str, File] = {}
        self.jobs: dict[str, Job] = {}
        self.calls: list[tuple[str, str, int]] = []
        self.chats: list[dict[str, Any]] = []
        self.created = 0
        self.executor = Executor(behaviour)

    @property
    def paid(self) -> dict[str, int]:
        """How often each custom id was answered, which is what costs money."""
        return dict(self.executor.paid)

    def log(self) -> dict[str, Any]:
        """Calls as (method, path, status), executions and payments by custom id, files and jobs."""
        return {
            "calls": self.calls,
            "executed": dict(self.executor.executed),
            "paid": self.paid,
            "jobs": [self._shown(job) for job in self.jobs.values()],
            "files": [file.shown() for file in self.files.values()],
        }

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: bytes, kind: str) -> Any:
        """The answer to one call: JSON data or bytes. Raises `ApiError`."""
        if self.how.api_429 and share(self.how.seed, "api", len(self.calls)) < self.how.api_429:
            wait = f"{self.how.retry_after:g}"
            raise ApiError(429, "Rate limit reached", "rate_limit_exceeded", retry_after=wait)
        first, *rest = path.strip("/").split("/")
        call = getattr(self, f"_{method.lower()}_{first}", None)
        if call is None:
            raise ApiError(404, f"no {method} {path}", "not_found")
        return call(Call(rest, query, body, kind))

    def _get_files(self, call: Call) -> Any:
        if not call.rest:
            wanted = call.query.get("purpose", [None])[0]
            return self._page([f for f in self.files.values() if wanted in (None, f.purpose)], call)
        file = self._found(self.files, call.rest[0])
        return file.content if call.rest[1:] == ["content"] else file.shown()

    def _delete_files(self, call: Call) -> Any:
        name = self._found(self.files, call.rest[0]).id
        del self.files[name]
        return {"id": name, "object": "file", "deleted": True}

    def _get_batches(self, call: Call) -> Any:
        if not call.rest:
            return self._page(list(self.jobs.values()), call)
        return self._shown(self._found(self.jobs, call.rest[0]))

    def _post_batches(self, call: Call) -> Any:
        if call.rest[1:] == ["cancel"]:
            return self._cancel(self._found(self.jobs, call.rest[0]))
        return self._create(json.loads(call.body))

    def _get_models(self, call: Call) -> Any:
        return {"object": "list", "data": [{"id": "mock", "object": "model"}]}

    def _post_chat(self, call: Call) -> dict[str, Any]:
        body = json.loads(call.body)
        self.chats.append(body)
        if rejected := next((name for name in self.how.rejects if name in body), None):
            raise ApiError(400, f"Unsupported parameter: '{rejected}'", f"param={rejected}")
        return completion(body)

    def _found(self, among: dict[str, Any], name: str) -> Any:
        if name not in among:
            raise ApiError(404, f"No such object: {name}", "not_found")
        return among[name]

    def _page(self, among: list[Any], call: Call) -> dict[str, Any]:
        newest = among[::-1]
        if after := call.query.get("after", [""])[0]:
            skipped = len(list(takewhile(lambda one: one.id != after, newest)))
            newest = newest[skipped + 1 :]
        limit = int(call.query.get("limit", ["20"])[0])
        data = [self._shown(one) if isinstance(one, Job) else one.shown() for one in newest[:limit]]
        ids = {"first_id": data[0]["id"], "last_id": data[-1]["id"]} if data else {}
        return {"object": "list", "data": data, "has_more": len(newest) > limit, **ids}

    def _post_files(self, call: Call) -> dict[str, Any]:
        fields = multipart(call.body, call.kind)
        name, content = fields.get("file", ("", b""))
        purpose = fields.get("purpose", ("", b""))[1].decode()
        if purpose == "batch" and not name.endswith(".jsonl"):
            raise ApiError(400, "Invalid file format for Batch API. Must be .jsonl", "invalid_file")
        return self._file(purpose, name, content).shown()

    def _file(self, purpose: str, name: str, content: bytes) -> File:
        file = File(f"file-{len(self.calls)}-{len(self.files)}", purpose, name, content, time.time())
        self.files[file.id] = file
        return file

    def _create(self, asked: dict[str, Any]) -> dict[str, Any]:
        if asked.get("completion_window") != "24h" or asked.get("endpoint") not in ENDPOINTS:
            raise ApiError(400, "Invalid completion_window or endpoint", "invalid_value")
        file = self._found(self.files, asked["input_file_id"])
        number, self.created = self.created, self.created + 1
        job = Job(f"batch_{number}", file.id, asked["endpoint"], asked.get("metadata"), time.time())
        end, _, detail = (self.how.ends[number] if number < len(self.how.ends) else "completed").partition(
            ":"
        )
        job.errors = list(problems(self.how, file.content, job.endpoint))
        job.tokens = len(file.content) // 4
        if end == "failed":
            said = f"The batch failed: {detail}"
            job.errors.append({"code": detail, "message": said, "param": None, "line": None})
        elif self.how.enqueued is not None and self._enqueued() + job.tokens > self.how.enqueued:
            said = f"Enqueued token limit reached for mock. Limit: {self.how.enqueued:,} enqueued tokens."
            job.errors.append({"code": "token_limit_exceeded", "message": said, "param": None, "line": None})
        if not job.errors:
            job.lines = [json.loads(line) for line in file.content.splitlines()]
            job.end, job.share = end, float(detail or 1)
        self.jobs[job.id] = job
        if number in self.how.lost:
            raise ConnectionResetError
        return self._shown(job)

    def _enqueued(self) -> int:
        return sum(job.tokens for job in self.jobs.values() if self._shown(job)["status"] not in _TERMINAL)

    def _cancel(self, job: Job) -> dict[str, Any]:
        now = time.time()
        if job.status(self.how, now) in _TERMINAL:
            raise ApiError(409, "Cannot cancel a batch that has ended", "invalid_state")
        job.cancelling = job.cancelling or now
        return self._shown(job)

    def _shown(self, job: Job) -> dict[str, Any]:
        now = time.time()
        status = job.status(self.how, now)
        if status in _TERMINAL and status != "failed" and not job.closed:
            output, failed = self.executor.files(job, job.done(self.how, now))
            job.closed, job.counts = True, (len(output), len(failed))
            for attribute, lines in (("output", output), ("failed", failed)):
                if lines:
                    content = "\n".join(lines).encode() + b"\n"
                    name = f"{job.id}_{attribute}.jsonl"
                    setattr(job, attribute, self._file("batch_output", name, content).id)
        return job.shown(self.how, now)


def multipart(body: bytes, kind: str) -> dict[str, tuple[str, bytes]]:
    """The fields of a form by name: file name (or "") and content."""
    mark = re.search(r'boundary="?([^";]+)', kind)
    fields: dict[str, tuple[str, bytes]] = {}
    for part in body.split(b"--" + (mark[1].encode() if mark else b"?"))[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        named = dict(re.findall(r'(\w+)="([^"]*)"', head.decode("utf-8", "replace")))
        fields[named.get("name", "")] = (named.get("filename", ""), content.removesuffix(b"\r\n"))
    return fields
