"""An OpenAI-compatible endpoint without a model: fast, scriptable, and it remembers every request.

    python -m benchmarks.endpoint --port 0 --latency 0.5 --fault 429=0.1 --fault 500=0.05

prints its base URL (`http://127.0.0.1:PORT/v1`) and serves until it is interrupted. One process on
one core gives several thousand answers a second, so that a client, not the endpoint, is the limit.

The answer to a chat request is a `Draft` (an `IndexDraft` where the schema asks for one) made of
verbatim pieces of the numbered lines `[n] sentence` that were sent: it passes validation, its
evidence exists, its names stand in the article. It is no summary that means anything.

Faults hit an article's n-th request by a hash of (seed, article, n): every client meets the same
ones, in whatever order and from however many connections it asks.

    429        rate limit, with Retry-After         refused    the model declines
    500        server error                         bad_body   200 with half a body
    malformed  content that is no JSON              hang       no answer, closed after --hang seconds
    invalid    JSON that does not fit the schema    drop       connection closed at once
    truncated  half of the content, finish_reason "length"

`POST /__reset` with `{"latency": ..., "faults": {...}, ...}` sets the behaviour anew and empties the
log; `GET /__log` returns it: a row per chat request in the order of arrival, with the tokens that the
answer charged for (0 for one that nobody pays) and, in seconds, the Retry-After that it gave.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import httptools
import orjson
import uvloop

from benchmarks.drafts import (
    asks_extractions,
    draft,
    extractions,
    has_lines,
    index_draft,
    numbered_lines,
    title_of,
)

FAULTS = ("429", "500", "malformed", "invalid", "truncated", "refused", "bad_body", "hang", "drop")
USAGES = ("size", "random")
MODEL = "mock"
_CACHED_ANSWERS = 20_000


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How the endpoint answers; times in seconds, `faults` as shares of all requests."""

    latency: float = 0.0
    faults: Mapping[str, float] = field(default_factory=dict)
    seed: int = 0
    retry_after: float = 2.0
    hang: float = 30.0
    usage: str = "size"
    """What answers charge: "size" (a token for four bytes), or "random" up to what the request allows: a
    token for each of its bytes, and its `max_tokens`."""

    def __post_init__(self) -> None:
        unknown = set(self.faults) - set(FAULTS)
        if unknown:
            raise ValueError(f"no such fault: {', '.join(sorted(unknown))}; known: {', '.join(FAULTS)}")
        if self.usage not in USAGES:
            raise ValueError(f"no such usage: {self.usage}; known: {', '.join(USAGES)}")

    def draw(self, article: str, attempt: int) -> str:
        """The fault for this request, or "ok": a pure function, so that runs can be compared."""
        digest = hashlib.blake2b(f"{self.seed}/{article}/{attempt}".encode(), digest_size=8).digest()
        point = int.from_bytes(digest, "big") / 2**64
        for name, share in self.faults.items():
            point -= share
            if point < 0:
                return name
        return "ok"

    def tokens(self, request: Mapping[str, Any], row: Row, content: str) -> tuple[int, int]:
        """What an answer charges for input and output."""
        if self.usage == "size":
            return row.size // 4, len(content) // 4
        dice = random.Random(f"{self.seed}/{row.article}/{row.attempt}")
        most = request.get("max_tokens") or request.get("max_completion_tokens") or 1_000
        return dice.randint(1, row.size), dice.randint(1, int(most))


@dataclass(slots=True)
class Row:
    """One chat request; times are of the monotonic clock, `sent` is 0 while the answer is due.

    `question` is the same for byte-equal requests, `article` for all about one article.
    """

    received: float
    article: str
    attempt: int
    kind: str
    connection: int
    size: int
    sent: float = 0.0
    input_tokens: int = 0
    output_tokens: int = 0
    retry_after: float = 0.0
    question: str = ""


class Endpoint:
    """Behaviour, log and answers, shared by all connections."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.connections = 0
        self._contents: dict[tuple[str, bool], str] = {}
        self.reset(behaviour)

    def reset(self, behaviour: Behaviour) -> None:
        """Start anew with this behaviour and an empty log."""
        self.behaviour = behaviour
        self._rows: list[Row] = []
        self._attempts: Counter[str] = Counter()
        self._due = self._most_due = 0

    def log(self) -> dict[str, Any]:
        """All requests so far, how many were due at once at most, and connections since the start."""
        rows = [asdict(row) for row in self._rows]
        return {"rows": rows, "most_in_flight": self._most_due, "connections": self.connections}

    def chat(self, body: bytes, connection: int) -> tuple[Row, bytes, float]:
        """What to answer to a chat request, and after how many seconds; b"": close instead."""
        row = Row(time.monotonic(), "", 0, "unreadable", connection, len(body))
        self._rows.append(row)
        self._due += 1
        self._most_due = max(self._most_due, self._due)
        try:
            request = orjson.loads(body)
            user = _question(request["messages"])
        except (ValueError, LookupError, TypeError, StopIteration):
            return row, _error(400, "no message with numbered lines '[1] Sentence.'", "invalid_request"), 0.0
        row.question = hashlib.blake2b(body, digest_size=8).hexdigest()
        row.article = hashlib.blake2b(user.encode(), digest_size=8).hexdigest()
        self._attempts[row.article] += 1
        row.attempt = self._attempts[row.article]
        row.kind = self.behaviour.draw(row.article, row.attempt)
        return row, *self._answer(request, row, user)

    def sent(self, row: Row) -> None:
        """Close the row of an answer that has left."""
        row.sent = time.monotonic()
        self._due -= 1

    def _answer(self, request: Mapping[str, Any], row: Row, user: str) -> tuple[bytes, float]:
        how = self.behaviour
        match row.kind:
            case "429":
                row.retry_after = how.retry_after
                extra = f"retry-after: {how.retry_after:g}\r\n"
                return _error(429, "Rate limit reached", "rate_limit_exceeded", extra), 0.0
            case "500":
                return _error(500, "The server had an error", "server_error"), 0.0
            case "hang":
                return b"", how.hang
            case "drop":
                return b"", 0.0
        content = self._content(request, row, user)
        row.input_tokens, row.output_tokens = how.tokens(request, row, content)
        completion = orjson.dumps(_completion(request, content, row))
        if row.kind == "bad_body":
            completion = completion[: len(completion) // 2]
        return _http(200, completion), how.latency

    def _content(self, request: Mapping[str, Any], row: Row, user: str) -> str:
        if asks_extractions(user):
            return orjson.dumps(extractions(user)).decode()
        indexed = "sentences" in _schema(request).get("properties", {})
        key = (row.article, indexed)
        content = self._contents.get(key)
        if content is None:
            lines = numbered_lines(user)
            found = index_draft(lines) if indexed else draft(lines, title_of(user))
            content = orjson.dumps(found).decode()
            if len(self._contents) < _CACHED_ANSWERS:
                self._contents[key] = content
        return content


def _question(messages: Sequence[Mapping[str, Any]]) -> str:
    """The message with the article: numbered lines, or what langextract asks."""
    for message in messages:
        if has_lines(message["content"]) or asks_extractions(message["content"]):
            return str(message["content"])
    raise LookupError


def _schema(request: Mapping[str, Any]) -> Mapping[str, Any]:
    if tools := request.get("tools"):
        found = tools[0]["function"].get("parameters")
    else:
        found = ((request.get("response_format") or {}).get("json_schema") or {}).get("schema")
    return found if isinstance(found, Mapping) else {}


def _completion(request: Mapping[str, Any], content: str, row: Row) -> dict[str, Any]:
    finish = "stop"
    match row.kind:
        case "malformed":
            content = content.replace('":', '" =', 2)
        case "invalid":
            content = '{"answer": "something else"}'
        case "truncated":
            content, finish = content[: len(content) // 2], "length"
    message: dict[str, Any] = {"role": "assistant", "content": content, "refusal": None}
    if row.kind == "refused":
        message |= {"content": None, "refusal": "I cannot help with that."}
    elif tools := request.get("tools"):
        function = {"name": tools[0]["function"]["name"], "arguments": content}
        message |= {
            "content": None,
            "tool_calls": [{"id": "call_1", "type": "function", "function": function}],
        }
        finish = "tool_calls" if finish == "stop" else finish
    tokens = {"prompt_tokens": row.input_tokens, "completion_tokens": row.output_tokens}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1767225600,
        "model": request.get("model", MODEL),
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": finish}],
        "usage": {**tokens, "total_tokens": sum(tokens.values())},
    }


_PHRASES = {200: "OK", 400: "Bad Request", 404: "Not Found", 429: "Too Many Requests", 500: "Server Error"}


def _http(status: int, body: bytes, extra: str = "") -> bytes:
    head = f"HTTP/1.1 {status} {_PHRASES[status]}\r\ncontent-type: application/json\r\n"
    return f"{head}content-length: {len(body)}\r\n{extra}\r\n".encode() + body


def _error(status: int, message: str, code: str, extra: str = "") -> bytes:
    error = {"message": message, "type": code, "param": None, "code": code}
    return _http(status, orjson.dumps({"error": error}), extra)


class _Connection(asyncio.Protocol):
    """HTTP/1.1 over one connection, without a framework: that is where other mocks spend their time."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._path = b""
        self._body: list[bytes] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport
        self._parser = httptools.HttpRequestParser(self)
        self._endpoint.connections += 1
        self._number = self._endpoint.connections

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._transport.close()

    def on_message_begin(self) -> None:
        self._path, self._body = b"", []

    def on_url(self, url: bytes) -> None:
        self._path += url

    def on_body(self, body: bytes) -> None:
        self._body.append(body)

    def on_message_complete(self) -> None:
        body = b"".join(self._body)
        if self._path.endswith(b"/chat/completions"):
            row, answer, delay = self._endpoint.chat(body, self._number)
            if delay > 0:
                asyncio.get_running_loop().call_later(delay, self._finish, row, answer)
            else:
                self._finish(row, answer)
        else:
            self._transport.write(self._other(body))

    def _other(self, body: bytes) -> bytes:
        if self._path.endswith(b"/models"):
            model = {"id": MODEL, "object": "model", "created": 1767225600, "owned_by": "benchmarks"}
            return _http(200, orjson.dumps({"object": "list", "data": [model]}))
        if self._path == b"/__log":
            return _http(200, orjson.dumps(self._endpoint.log()))
        if self._path == b"/__reset":
            try:
                self._endpoint.reset(Behaviour(**orjson.loads(body or b"{}")))
            except (ValueError, TypeError) as error:
                return _error(400, str(error), "invalid_request")
            return _http(200, b"{}")
        return _error(404, "no such path", "not_found")

    def _finish(self, row: Row, answer: bytes) -> None:
        self._endpoint.sent(row)
        if self._transport.is_closing():
            return
        if answer:
            self._transport.write(answer)
        else:
            self._transport.close()


async def serve(endpoint: Endpoint, port: int) -> None:
    """Serve on loopback for ever; the base URL goes to stdout as the only line."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(endpoint), "127.0.0.1", port, backlog=2048)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1", flush=True)
    await server.serve_forever()


@contextmanager
def running(*arguments: str) -> Iterator[str]:
    """The endpoint in a process of its own, with these command line arguments; gives its base URL."""
    command = [sys.executable, "-m", "benchmarks.endpoint", *arguments]
    root = Path(__file__).parent.parent
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        try:
            url = process.stdout.readline().strip() if process.stdout else ""
            if not url:
                raise RuntimeError("the endpoint did not start; its own message is above")
            yield url
        finally:
            process.terminate()


def pin(core: int) -> bool:
    """Keep this process on one core, where the system can; tells whether it did."""
    if not hasattr(os, "sched_setaffinity") or core not in os.sched_getaffinity(0):
        return False
    os.sched_setaffinity(0, {core})
    return True


def _fault(text: str) -> tuple[str, float]:
    name, _, share = text.partition("=")
    if name not in FAULTS:
        raise argparse.ArgumentTypeError(f"no fault '{name}'; one of {', '.join(FAULTS)}")
    return name, float(share)


def main() -> None:
    """Command line."""
    default = Behaviour()
    parser = argparse.ArgumentParser(description="An OpenAI-compatible endpoint without a model.")
    parser.add_argument("--port", type=int, default=0, help="0 (default): any free one")
    parser.add_argument("--latency", type=float, default=default.latency, help="seconds before an answer")
    parser.add_argument(
        "--fault",
        type=_fault,
        action="append",
        default=[],
        metavar="NAME=SHARE",
        help=f"share of requests that fail, repeatable: {', '.join(FAULTS)}",
    )
    parser.add_argument("--seed", type=int, default=default.seed, help="which requests are hit by faults")
    parser.add_argument("--retry-after", type=float, default=default.retry_after, help="seconds, with 429")
    parser.add_argument("--hang", type=float, default=default.hang, help="seconds until a hanging one closes")
    parser.add_argument("--usage", choices=USAGES, default=default.usage, help="what answers charge")
    parser.add_argument("--core", type=int, help="keep to this core")
    given = parser.parse_args()
    if given.core is not None:
        pin(given.core)
    behaviour = Behaviour(
        given.latency, dict(given.fault), given.seed, given.retry_after, given.hang, given.usage
    )
    with suppress(KeyboardInterrupt):
        uvloop.run(serve(Endpoint(behaviour), given.port))


if __name__ == "__main__":
    main()
