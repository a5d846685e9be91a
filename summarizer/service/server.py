"""The process: listens, and on SIGTERM finishes what it has begun before it stops listening."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import FrameType

import uvicorn
from fastapi import FastAPI

from summarizer.service.connection import limited
from summarizer.service.context import Service
from summarizer.service.observability import note


class Server(uvicorn.Server):
    """A server whose first signal begins to drain: new posts get 503, reads go on, work in flight is
    finished; then it closes. A second signal closes at once; what is unfinished is taken up again at
    the next start."""

    def __init__(self, app: FastAPI, *, listening: Callable[[str], None] = lambda address: None) -> None:
        self._service: Service = app.state.service
        self._listening = listening
        options = self._service.options
        super().__init__(
            uvicorn.Config(
                app,
                host=options.host,
                port=options.port,
                http=limited(options.connections, options.body_time),
                h11_max_incomplete_event_size=65_536,
                ws="none",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_keep_alive=15,
                timeout_graceful_shutdown=int(min(options.drain, 10)) + 1,
            )
        )

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        """Start, and tell the address."""
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.started:
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
            note("listening", address=address)
            self._listening(address)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """What a signal does."""
        if self._service.pulse.draining:
            self.should_exit = self.force_exit = True
            return
        self.begin_drain()

    def begin_drain(self) -> None:
        """Accept no more work, and close when what is in flight is done."""
        note("draining")
        self._service.pulse.draining = True
        self._service.waiters.on_loop(self._service.pulse.drain)
        threading.Thread(target=self._drain, daemon=True).start()

    def _drain(self) -> None:
        left = self._service.workers.drain(self._service.options.drain)
        note("drained", given_back=left)
        self.should_exit = True
