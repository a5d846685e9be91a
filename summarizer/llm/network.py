"""The network as a transport of its own, with the proxies of the environment, for recorders to wrap."""

from __future__ import annotations

import httpx2
import openai


class Network(httpx2.BaseTransport):
    """What the openai client does when it is given no transport; safe to share between threads."""

    def __init__(self, connections: int | None = None) -> None:
        """At most `connections` at once; None: as the openai client has it."""
        if connections is None:
            self._client: httpx2.Client = openai.DefaultHttpxClient()
            return
        limits = httpx2.Limits(max_connections=None, max_keepalive_connections=connections)
        self._client = openai.DefaultHttpxClient(limits=limits)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The endpoint's answer, its body still to be read."""
        return self._client.send(request, stream=True)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()
