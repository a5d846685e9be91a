"""OpenAI's Batch API on loopback, without a model: for trying `--provider-batch` and testing batch clients.

    python -m benchmarks.batch_api --processing 20 --fault 500=0.05 --end expired:0.5

prints its base URL (`http://127.0.0.1:PORT/v1`) and serves until it is interrupted: `/files` (upload with
purpose "batch", list, retrieve, content, delete), `/batches` (create, list, retrieve, cancel) and
`/chat/completions`. What jobs can do is told in `benchmarks.batch_jobs`.

`GET /__log` tells every API call in the order of arrival, and how often each custom id was executed and
paid for; `POST /__reset` with the fields of `Behaviour` starts anew.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from benchmarks.batch_calls import ApiError, BatchApi
from benchmarks.batch_jobs import Behaviour


class HttpServer(ThreadingHTTPServer):
    """A thread for each connection."""

    daemon_threads = True

    def __init__(self, api: BatchApi, port: int) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.api = api


class Handler(BaseHTTPRequestHandler):
    """HTTP for the API of its server."""

    server: HttpServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_: object) -> None:
        pass

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        path = parts.path.removeprefix("/v1")
        if path.startswith("/__"):
            self._send(200, self._control(path, body))
            return
        headers: dict[str, str] = {}
        try:
            status, answer = 200, self._answer(path, parts.query, body)
        except ConnectionResetError:
            status, self.close_connection = 0, True
        except (ApiError, ValueError, LookupError, TypeError) as error:
            status, headers, answer = _refused(error)
        self.server.api.calls.append((self.command, path, status))
        if status:
            self._send(status, answer, headers)

    def _answer(self, path: str, query: str, body: bytes) -> Any:
        if (
            self.server.api.how.key
            and self.headers.get("authorization") != f"Bearer {self.server.api.how.key}"
        ):
            raise ApiError(401, "Incorrect API key provided", "invalid_api_key")
        kind = self.headers.get("content-type") or ""
        with self.server.api.lock:
            return self.server.api.answer(self.command, path, parse_qs(query), body, kind)

    def _control(self, path: str, body: bytes) -> Any:
        with self.server.api.lock:
            if path == "/__reset":
                self.server.api.reset(Behaviour(**json.loads(body or b"{}")))
            return self.server.api.log()

    def _send(self, status: int, answer: Any, headers: dict[str, str] | None = None) -> None:
        raw = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        with suppress(OSError):
            self.send_response(status)
            for name, value in {"content-type": "application/json", **(headers or {})}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

    do_GET = do_POST = do_DELETE = _serve  # noqa: N815 - the names that http.server looks for


def _refused(error: Exception) -> tuple[int, dict[str, str], dict[str, Any]]:
    if not isinstance(error, ApiError):
        error = ApiError(400, f"Invalid request ({type(error).__name__})", "invalid_request")
    code, _, param = error.code.partition("param=")
    said = {"message": str(error), "type": "invalid_request_error", "param": param or None, "code": code}
    return error.status, error.headers, {"error": said}


class Server:
    """The API in threads of this process: `with Server(Behaviour(...)) as api: api.base_url`."""

    def __init__(self, behaviour: Behaviour | None = None, port: int = 0) -> None:
        self.api = BatchApi(behaviour)
        self.http = HttpServer(self.api, port)
        self._thread = threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True)

    @property
    def base_url(self) -> str:
        """With its /v1."""
        return f"http://127.0.0.1:{self.http.server_address[1]}/v1"

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.http.shutdown()
        self.http.server_close()
        self._thread.join()


@contextmanager
def running(*arguments: str) -> Iterator[str]:
    """The API in a process of its own, with these command line arguments; gives its base URL."""
    command = [sys.executable, "-m", "benchmarks.batch_api", *arguments]
    root = Path(__file__).parent.parent
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().strip() if process.stdout else ""
        finally:
            process.terminate()


def _share(text: str) -> tuple[str, float]:
    name, _, portion = text.partition("=")
    return name, float(portion)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="OpenAI's Batch API on loopback, without a model.")
    parser.add_argument("--port", type=int, default=0, help="0 (default): any free one")
    for name in ("validating", "processing", "finalizing"):
        parser.add_argument(f"--{name}", type=float, default=0.0, help=f"seconds that a job is {name}")
    parser.add_argument("--fault", type=_share, action="append", default=[], metavar="NAME=SHARE")
    parser.add_argument("--end", action="append", default=[], help="how the next job ends: expired:0.5 …")
    parser.add_argument("--enqueued", type=int, help="limit of enqueued tokens")
    parser.add_argument("--api-429", type=float, default=0.0, help="share of API calls refused with 429")
    parser.add_argument("--reject", action="append", default=[], help="request field that is not supported")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    behaviour = Behaviour(
        given.validating,
        given.processing,
        given.finalizing,
        dict(given.fault),
        given.seed,
        tuple(given.end),
        given.enqueued,
        rejects=tuple(given.reject),
        api_429=given.api_429,
    )
    server = Server(behaviour, given.port)
    print(server.base_url, flush=True)
    with suppress(KeyboardInterrupt):
        server.http.serve_forever()


if __name__ == "__main__":
    main()
