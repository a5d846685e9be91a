"""What `summarizer serve` may be told, beyond the settings of the model."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from summarizer.core.errors import ConfigurationError
from summarizer.service.keys import Key


@dataclass(frozen=True, slots=True)
class Options:
    """Limits and places of one service; sizes in bytes, times in seconds."""

    database: str
    """SQLAlchemy URL."""
    host: str = "127.0.0.1"
    port: int = 8000
    names: tuple[str, ...] = ()
    """Further host names under which the service may be called; empty beyond loopback: any."""
    keys: Sequence[Key] = field(default=(), repr=False)
    """Where there are any, every request needs one."""
    workers: int = 4
    """Articles summarised at once."""
    keep_days: float | None = None
    """Days that finished work is kept; None: until it is deleted."""
    allow_urls: bool = False
    max_body: int = 2_000_000
    max_batch: int = 200_000_000
    max_lines: int = 20_000
    """Articles in one batch."""
    queue_limit: int = 1000
    """Single articles that may wait."""
    batch_limit: int = 100_000
    """Articles of batches that may wait."""
    requests: int = 256
    """Requests served at once; streams of events count."""
    connections: int = 2000
    rate: int = 600
    """Posts a minute of one client (a key, else an address); 0: any number."""
    wait: float = 60.0
    """How long a post waits for its summary before it becomes a job."""
    body_time: float = 30.0
    """For reading the head or the body of a request; a batch may take ten times as long."""
    drain: float = 30.0
    """For work in flight after SIGTERM."""
    lease: float = 20.0
    """After which work of a process that died is taken up again."""

    def __post_init__(self) -> None:
        if not is_loopback(self.host) and not self.keys:
            raise ConfigurationError(
                f"--host {self.host} is reachable from other machines, and no API key is set",
                hint="make one with 'summarizer serve --new-key NAME', or set SUMMARIZER_SERVICE_KEY",
            )

    def accepts_host(self, header: str) -> bool:
        """Whether a request's Host header names this service.

        A page elsewhere may point a name of its own at 127.0.0.1; its requests carry that name.
        """
        name = re.sub(r":\d+$", "", header.strip().lower()).strip("[]").rstrip(".")
        if name in self.names:
            return True
        if is_loopback(self.host):
            return name == "localhost" or _is_loopback_address(name)
        return not self.names or name == self.host.lower()


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server that binds `host`."""
    return host.lower() == "localhost" or _is_loopback_address(host)


def _is_loopback_address(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
