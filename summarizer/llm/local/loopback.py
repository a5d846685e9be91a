"""The way to the local model's server: a transport that knows its port and its key."""

from __future__ import annotations

import httpx2

from summarizer.llm.local.server import LocalServer


class LocalTransport(httpx2.BaseTransport):
    """Sends every request to `server`, whatever host it names; the server lives as long as this."""

    def __init__(self, server: LocalServer) -> None:
        self._server: LocalServer | None = server
        self._address = httpx2.URL(server.base_url)
        self._authorization = f"Bearer {server.api_key}"
        # Plain HTTP on loopback: certificates would only cost the time to load them.
        self._inner = httpx2.HTTPTransport(verify=False)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The server's answer."""
        request.url = request.url.copy_with(
            scheme=self._address.scheme, host=self._address.host, port=self._address.port
        )
        request.headers["host"] = self._address.netloc.decode()
        request.headers["authorization"] = self._authorization
        return self._inner.handle_request(request)

    def close(self) -> None:
        """Close the connection and let go of the server."""
        self._inner.close()
        self._server = None
