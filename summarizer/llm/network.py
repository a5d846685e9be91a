"""The network as a transport of its own, with the proxies of the environment, for recorders to wrap."""

from __future__ import annotations

import httpx2
import openai


class Network(httpx2.BaseTransport):
    """What the openai client does when it is given no transport."""

    def __init__(self) -> None:
        self._client = openai.DefaultHttpxClient()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The endpoint's answer, its body still to be read."""
        return self._client.send(request, stream=True)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()
