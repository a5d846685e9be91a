"""The network as the reader may see it: public addresses only, checked where the connection is made.

A name is looked up once, every address it has must be public, and the connection goes to an address
that was checked. So neither a name that answers differently the second time nor an odd spelling of
127.0.0.1 reaches an inner network.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore2

Resolve = Callable[[str, int], Sequence[str]]
"""Host name and port to numeric addresses; raises OSError when the name has none."""


def is_public(address: str) -> bool:
    """Whether a numeric IP address is one of the public internet, looking inside IPv6 forms of IPv4."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = _embedded_ipv4(ip)
        if inner is None:
            # Global unicast is 2000::/3; Python's tables leave some of what lies outside it "global".
            return ip in _GLOBAL_UNICAST and ip.is_global and not ip.is_multicast
        ip = inner
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def _embedded_ipv4(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour


def system_resolve(host: str, port: int) -> list[str]:
    """The numeric addresses the operating system knows for `host`, in its order of preference."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class GuardedBackend(httpcore2.NetworkBackend):
    """Connects to checked addresses only, and lets nothing run past `timeout` seconds from now.

    `resolve` and `network` stand for the name service and the network itself.
    """

    def __init__(
        self,
        *,
        timeout: float,
        allow_private: bool = False,
        resolve: Resolve = system_resolve,
        network: httpcore2.NetworkBackend | None = None,
    ) -> None:
        self.timeout = timeout
        self._deadline = time.monotonic() + timeout
        self._allow_private = allow_private
        self._resolve = resolve
        self._network = network or httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """A connection to one of the host's addresses, all of which must be public."""
        addresses = self._addresses(host, port)
        if not self._allow_private and not all(is_public(address) for address in addresses):
            raise NotPublicError(host)
        failure: Exception = OSError("no address")
        for left, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
            try:
                # An equal share each: one dead address must not use up the time of the others.
                share = _remaining(self._deadline) / left
                stream = self._network.connect_tcp(address, port, share, local_address, socket_options)
                return _DeadlineStream(stream, self._deadline)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure

    def _addresses(self, host: str, port: int) -> Sequence[str]:
        answer: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

        def look_up() -> None:
            try:
                answer.put(self._resolve(host, port))
            except (OSError, ValueError) as error:
                answer.put(error)

        # The system's resolver knows no time limit; a daemon thread is the only way to stop waiting.
        threading.Thread(target=look_up, daemon=True).start()
        try:
            found = answer.get(timeout=_remaining(self._deadline))
        except queue.Empty:
            raise httpcore2.ConnectTimeout from None
        if isinstance(found, Exception) or not found:
            raise UnknownHostError(host)
        return found


class UnknownHostError(Exception):
    """The host has no address."""


class NotPublicError(Exception):
    """The host has an address that is not public."""


class _DeadlineStream(httpcore2.NetworkStream):
    # httpcore2 limits each read; a server that drips one byte a second would never hit that limit.
    def __init__(self, stream: httpcore2.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _remaining(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _remaining(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, _remaining(self._deadline))
        return _DeadlineStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _remaining(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout
    return left
