"""The process: listens, and on SIGTERM finishes what it has begun before it stops listening."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from types import FrameType

import uvicorn
from fastapi import FastAPI

from summarizer.archive.encoding import shown
from summarizer.core.errors import ConfigurationError
from summarizer.service.connection import limited
from summarizer.service.context import Service
from summarizer.service.observability import note


def check_address(host: str, port: int) -> None:
    """Raises ConfigurationError where nothing can listen at this address: it is taken, not this
    machine's, or needs more rights."""
    try:
        for family, kind, protocol, _, address in socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        ):
            with socket.socket(family, kind, protocol) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                if family == socket.AF_INET6:
                    probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                probe.bind(address)
    except OSError as error:
        raise ConfigurationError(
            f"cannot listen on {shown(host)}, port {port}: {error.strerror}",
            hint="name another with --port (0: any free one) or --host",
        ) from None


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
