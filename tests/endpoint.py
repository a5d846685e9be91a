"""A real HTTP server on loopback that answers chat requests from a script and remembers what it got."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

DRAFT: dict[str, Any] = {
    "headline": "Anna Berg kündigt Gespräche an",
    "abstract": {"evidence": [1], "text": "Anna Berg kündigt Gespräche in Bonn an."},
    "actors": [{"evidence": [1], "name": "Anna Berg", "kind": "person", "role": "Ministerin"}],
    "positions": [
        {
            "evidence": [1],
            "holder": "Anna Berg",
            "statement": "Die Gespräche werden fortgesetzt.",
            "mode": "indirect",
            "via": None,
        }
    ],
    "planned_talks": [
        {
            "evidence": [1],
            "participants": ["Anna Berg"],
            "topic": None,
            "when": "am 20. Januar",
            "place": "Bonn",
            "status": "announced",
        }
    ],
    "open_questions": [{"evidence": [2], "question": "Wer nimmt teil?"}],
}
TEXT = (
    "Ministerin Anna Berg sagte am Montag, die Gespräche würden am 20. Januar in Bonn fortgesetzt. "
    "Wer teilnimmt, ist offen."
)
USAGE = {"prompt_tokens": 100, "completion_tokens": 50, "total_tokens": 150}


@dataclass
class Answer:
    """One scripted answer; `body` may be JSON or raw bytes, `delay` seconds before it, `drip` between bytes."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drip: float = 0.0


def completion(
    content: Any = None, *, finish: str = "stop", refusal: str | None = None, usage: Any = USAGE
) -> Answer:
    """A 200 with this content (JSON-encoded unless a string)."""
    text = content if isinstance(content, str | None) else json.dumps(content, ensure_ascii=False)
    message = {"role": "assistant", "content": text, "refusal": refusal}
    choice = {"index": 0, "message": message, "finish_reason": finish}
    return Answer(
        {"id": "c1", "object": "chat.completion", "model": "m", "choices": [choice], "usage": usage}
    )


def failure(
    status: int, message: str = "it failed", headers: Mapping[str, str] | None = None, **extra: Any
) -> Answer:
    """An error response as OpenAI words it."""
    return Answer({"error": {"message": message, **extra}}, status, headers or {})


class Endpoint:
    """Scripted endpoint: `answers` are given in turn, the last one for ever; `requests` are what came in."""

    def __init__(
        self, *answers: Answer | Callable[[dict[str, Any]], Answer], models: tuple[str, ...] = ("m",)
    ) -> None:
        self.answers = list(answers) or [completion(DRAFT)]
        self.models = models
        self.requests: list[dict[str, Any]] = []
        self.bodies: list[bytes] = []
        self.headers: list[dict[str, str]] = []
        self.times: list[float] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> Endpoint:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _next(self, raw: bytes, headers: Mapping[str, str]) -> Answer:
        request = json.loads(raw)
        self.requests.append(request)
        self.bodies.append(raw)
        self.headers.append({name.lower(): value for name, value in headers.items()})
        self.times.append(time.monotonic())
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return answer(request) if callable(answer) else answer

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                listed = [{"id": name, "object": "model"} for name in endpoint.models]
                self._send(Answer({"object": "list", "data": listed}))

            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["content-length"]))
                self._send(endpoint._next(raw, self.headers))

            def _send(self, answer: Answer) -> None:
                raw = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
                time.sleep(answer.delay)
                try:
                    self.send_response(answer.status)
                    for name, value in {"content-type": "application/json", **answer.headers}.items():
                        self.send_header(name, value)
                    self.send_header("content-length", str(len(raw)))
                    self.end_headers()
                    if not answer.drip:
                        self.wfile.write(raw)
                    for byte in raw if answer.drip else b"":
                        self.wfile.write(bytes([byte]))
                        self.wfile.flush()
                        time.sleep(answer.drip)
                except OSError:
                    pass  # the client gave up waiting, as some tests want it to

        return Handler
