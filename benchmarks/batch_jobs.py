"""Batch jobs as OpenAI's Batch API runs them, without a model: validation, statuses, output and error files.

A job's status follows from the clock: `validating`, then `failed` (a bad file, no credit, too many tokens
enqueued) or `in_progress`, then `finalizing`, then `completed`, `expired` or, asked to, `cancelled`. What
was answered before an expiry or a cancellation stands in the output file; the rest stands in the error
file with the code `batch_expired` or `batch_cancelled`. Only answered requests are paid.

Answers are made of verbatim pieces of the request's numbered lines (`benchmarks.drafts`). Faults hit the
n-th execution of an article's request by a hash of (seed, article, n), so that runs can be compared:

    429, 500, 400   an error response for this line, in the error file
    invalid         JSON that does not fit the schema        truncated  finish_reason "length"
    ungrounded      one actor that the article does not name refused    the model declines
    missing         no line at all                           twice      the same line two times
    broken          half of a line                           huge       a line of 20 MB
    foreign         a second line with an id nobody sent
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from benchmarks.drafts import draft, has_lines, index_draft, numbered_lines, title_of

FAULTS = (
    *("429", "500", "400", "invalid", "truncated", "ungrounded", "refused"),
    *("missing", "twice", "broken", "huge", "foreign"),
)
ENDS = ("completed", "expired", "cancelled", "failed")
ENDPOINTS = ("/v1/chat/completions", "/v1/responses", "/v1/embeddings", "/v1/completions")


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How jobs go; times in seconds, `faults` as shares of all executions.

    `ends` is how the first jobs end: "completed", "expired:SHARE" and "cancelled:SHARE" after that share
    of the requests, "failed:CODE". `enqueued` is the limit of tokens (bytes / 4) in unfinished jobs.
    `rejects` are request fields that the model does not know. `api_429` is the share of API calls that are
    refused with Retry-After; `lost` the numbers of the create calls whose answer never arrives.
    """

    validating: float = 0.0
    processing: float = 0.0
    finalizing: float = 0.0
    faults: Mapping[str, float] = field(default_factory=dict)
    seed: int = 0
    ends: tuple[str, ...] = ()
    enqueued: int | None = None
    most_requests: int = 50_000
    most_bytes: int = 200 * 1000 * 1000
    rejects: tuple[str, ...] = ()
    api_429: float = 0.0
    retry_after: float = 1.0
    lost: tuple[int, ...] = ()
    key: str | None = None

    def __post_init__(self) -> None:
        unknown = {*self.faults} - {*FAULTS} | {end.partition(":")[0] for end in self.ends} - {*ENDS}
        if unknown:
            raise ValueError(f"no such fault or end: {', '.join(sorted(unknown))}")

    def end(self, number: int) -> str:
        """How job `number` ends."""
        return self.ends[number] if number < len(self.ends) else "completed"

    def draw(self, *of: object) -> str:
        """The fault for this execution, or "ok": a pure function."""
        point = share(self.seed, *of)
        for name, portion in self.faults.items():
            point -= portion
            if point < 0:
                return name
        return "ok"


@dataclass(slots=True)
class Job:
    """One batch; `lines` are its requests where the file is valid, `errors` why it is not."""

    id: str
    file: str
    endpoint: str
    metadata: Mapping[str, str] | None
    created: float
    end: str = "completed"
    share: float = 1.0
    lines: list[dict[str, Any]] = field(default_factory=list)
    tokens: int = 0
    errors: list[dict[str, Any]] = field(default_factory=list)
    cancelling: float | None = None
    output: str | None = None
    failed: str | None = None
    closed: bool = False
    counts: tuple[int, int] | None = None

    def status(self, how: Behaviour, now: float) -> str:
        """What it is doing now."""
        passed = now - self.created - how.validating
        if passed < 0:
            return "validating"
        if self.errors:
            return "failed"
        if self.cancelling is not None:
            return "cancelling" if now - self.cancelling < how.finalizing else "cancelled"
        if passed < how.processing:
            return "in_progress"
        return "finalizing" if passed < how.processing + how.finalizing else self.end

    def done(self, how: Behaviour, now: float) -> int:
        """How many requests have been worked on."""
        until = now if self.cancelling is None else self.cancelling
        passed = until - self.created - how.validating
        part = min(1.0, passed / how.processing) if how.processing else float(passed >= 0)
        return max(0, int(len(self.lines) * min(part, self.share)))

    def shown(self, how: Behaviour, now: float) -> dict[str, Any]:
        """The batch object of the API."""
        status, start = self.status(how, now), int(self.created)
        ended = start + int(how.validating + how.processing + how.finalizing)
        errors = {"object": "list", "data": self.errors} if status == "failed" else None
        completed, failed = self.counts or (self.done(how, now), 0)
        return {
            "id": self.id,
            "object": "batch",
            "endpoint": self.endpoint,
            "model": self.lines[0]["body"].get("model") if self.lines else None,
            "errors": errors,
            "input_file_id": self.file,
            "completion_window": "24h",
            "status": status,
            "output_file_id": self.output,
            "error_file_id": self.failed,
            "created_at": start,
            "in_progress_at": None if status in ("validating", "failed") else start,
            "expires_at": start + 86400,
            "finalizing_at": ended if status in ("finalizing", "completed") else None,
            "completed_at": ended if status == "completed" else None,
            "failed_at": start if status == "failed" else None,
            "expired_at": ended if status == "expired" else None,
            "cancelling_at": None if self.cancelling is None else int(self.cancelling),
            "cancelled_at": ended if status == "cancelled" else None,
            "request_counts": {
                "total": 0 if status == "validating" else len(self.lines),
                "completed": completed,
                "failed": failed,
            },
            "metadata": self.metadata,
        }


class Executor:
    """Answers requests and counts what was executed and paid for, by custom id and by article."""

    def __init__(self, how: Behaviour) -> None:
        self.how = how
        self.paid: Counter[str] = Counter()
        self.executed: Counter[str] = Counter()

    def files(self, job: Job, done: int) -> tuple[list[str], list[str]]:
        """The lines of the output and of the error file."""
        output: list[str] = []
        failed: list[str] = []
        for number, line in enumerate(job.lines):
            if number < done:
                status, texts = self._executed(line)
                (output if status == 200 else failed).extend(texts)
            else:
                code = "batch_cancelled" if job.cancelling is not None else f"batch_{job.end}"
                said = "This request could not be executed before the completion window expired."
                failed.append(_row(line["custom_id"], None, {"code": code, "message": said}))
        return output, failed

    def _executed(self, line: dict[str, Any]) -> tuple[int, list[str]]:
        name, body = line["custom_id"], line["body"]
        self.executed[name] += 1
        fault = self.how.draw(name, self.executed[name])
        if rejected := next((field for field in self.how.rejects if field in body), None):
            said = f"Unsupported parameter: '{rejected}' is not supported with this model."
            return 400, [_row(name, (400, _error(said, "unsupported_parameter", rejected)))]
        if fault in ("429", "500", "400"):
            said = {"429": "Rate limit reached", "500": "The server had an error", "400": "Bad input"}[fault]
            return int(fault), [_row(name, (int(fault), _error(said, "fault", None)))]
        self.paid[name] += 1
        return 200, _spoilt(name, body, fault)


def _spoilt(name: str, body: dict[str, Any], fault: str) -> list[str]:
    text = _row(name, (200, completion(body, fault)))
    match fault:
        case "missing":
            return []
        case "twice":
            return [text, text]
        case "broken":
            return [text[: len(text) // 2]]
        case "huge":
            return [text[:-2] + " " * 20_000_000 + text[-2:]]
        case "foreign":
            return [text, _row("somebody-else", (200, completion(body)))]
    return [text]


def share(*of: object) -> float:
    """A number in [0, 1) that depends on nothing else."""
    digest = hashlib.blake2b("/".join(map(str, of)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


def problems(how: Behaviour, content: bytes, endpoint: str) -> Iterator[dict[str, Any]]:
    """What is wrong with an input file, as the batch object tells it."""
    lines = content.splitlines()
    if not lines:
        yield _problem("empty_file", "The batch input file is empty.")
    if len(content) > how.most_bytes:
        yield _problem("file_too_large", "The file is larger than the limit.")
    if len(lines) > how.most_requests:
        yield _problem("too_many_tasks", f"The batch has more than {how.most_requests} requests.")
    seen: set[str] = set()
    for number, text in enumerate(lines, 1):
        if found := _wrong(text, endpoint, seen):
            yield _problem(*found, number)


def _wrong(text: bytes, endpoint: str, seen: set[str]) -> tuple[str, str] | None:
    try:
        line = json.loads(text)
        name, url, body = line["custom_id"], line["url"], line["body"]
    except ValueError:
        return "invalid_json_line", "This line is not parseable as valid JSON."
    except (LookupError, TypeError):
        return "missing_required_parameter", "A required field is missing."
    if name in seen:
        return "duplicate_custom_id", f"The custom_id '{name[:20]}' occurs twice."
    seen.add(str(name))
    if url != endpoint or line.get("method") != "POST":
        return "url_mismatch", "Method or URL do not match those of the batch."
    return None if isinstance(body, dict) else ("invalid_request", "The body is no object.")


def _problem(code: str, message: str, line: int | None = None) -> dict[str, Any]:
    return {"code": code, "message": message, "param": None, "line": line}


def completion(body: Mapping[str, Any], fault: str = "ok") -> dict[str, Any]:
    """A chat completion for this request; repairs are answered with an empty draft."""
    messages = body.get("messages", [])
    user = next((m["content"] for m in messages if has_lines(str(m["content"]))), "")
    repair = any(m["role"] == "assistant" and m["content"][:1] == "{" for m in messages)
    again = repair and "evidence" in next(m["content"] for m in messages if m["role"] == "assistant")
    schema = ((body.get("response_format") or {}).get("json_schema") or {}).get("schema") or {}
    lines = [] if again else numbered_lines(user)
    if "sentences" in schema.get("properties", {}):
        content = index_draft(lines)
    else:
        content = draft(lines, title_of(user))
        if fault == "ungrounded" and not again:
            nobody = {"evidence": [1], "name": "Zacharias Nirgendwo", "kind": "person", "role": None}
            content["actors"].append(nobody)
    text = json.dumps(content, ensure_ascii=False)
    message: dict[str, Any] = {"role": "assistant", "content": text, "refusal": None}
    match fault:
        case "invalid" if not repair:
            message["content"] = '{"answer": "something else"}'
        case "truncated":
            message["content"] = text[: len(text) // 2]
        case "refused":
            message |= {"content": None, "refusal": "I cannot help with that."}
    tokens = {"prompt_tokens": len(json.dumps(messages)) // 4, "completion_tokens": len(text) // 4}
    finish = "length" if fault == "truncated" else "stop"
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1767225600,
        "model": body.get("model"),
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": finish}],
        "usage": {**tokens, "total_tokens": sum(tokens.values())},
    }


def _error(message: str, code: str, param: str | None) -> dict[str, Any]:
    return {"error": {"message": message, "type": "invalid_request_error", "param": param, "code": code}}


def _row(name: str, answer: tuple[int, Any] | None, error: Mapping[str, str] | None = None) -> str:
    response = answer and {"status_code": answer[0], "request_id": f"req_{name[:8]}", "body": answer[1]}
    row = {"id": f"batch_req_{name[:8]}", "custom_id": name, "response": response, "error": error}
    return json.dumps(row, ensure_ascii=False)
