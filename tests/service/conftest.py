"""Real servers: uvicorn on loopback, PostgreSQL on a socket, the scripted model endpoint."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from summarizer.api import Summarizer, build
from summarizer.archive.guard import GuardedBackend
from summarizer.core.errors import ConfigurationError
from summarizer.service.app import create_app
from summarizer.service.context import Service
from summarizer.service.options import Options
from summarizer.service.reading import public_internet
from summarizer.service.server import Server
from summarizer.settings import load_settings
from tests.endpoint import TEXT, Endpoint
from tests.service import postgres

ARTICLE = {"text": TEXT, "language": "de", "published": "2026-01-12"}


@dataclass
class Running:
    """A service in this process, on a port of its own."""

    url: str
    client: httpx2.Client
    service: Service
    server: Server
    endpoint: Endpoint
    thread: threading.Thread

    def post(self, body: Any = None, **headers: str) -> httpx2.Response:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post("/v1/summaries", json=ARTICLE if body is None else body, headers=names)

    def wait(self, id: str) -> dict[str, Any]:
        """The article, once it is finished."""
        for _ in range(400):
            found = self.client.get(f"/v1/summaries/{id}").json()
            if found["state"] in ("done", "failed"):
                return found
            time.sleep(0.02)
        raise AssertionError(found)

    def stop(self) -> None:
        self.server.begin_drain()
        self.thread.join(15)
        assert not self.thread.is_alive()


Start = Callable[..., Running]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with postgres.running() as server:
        yield server


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/service.sqlite"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """An empty database, once of each kind."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite"))
    return postgres.new_database(request.getfixturevalue("postgres_server"))


@contextmanager
def serving(
    *answers: Any,
    database: str,
    connect: Callable[[], GuardedBackend] = public_internet,
    endpoint: Endpoint | None = None,
    broken: int = 0,
    **more: Any,
) -> Iterator[Running]:
    """A service with short times and a model of its own, which cannot be made the first `broken` times."""
    with ExitStack() as stack:
        endpoint = endpoint or stack.enter_context(Endpoint(*answers))
        flags = {"base_url": endpoint.base_url, "model": "m", "timeout": 5, "deadline": 20}
        settings = load_settings(flags, environ={}, config_dir=Path("/nowhere"))
        options = Options(database=database, **{"port": 0, "workers": 2, "lease": 4.0, "drain": 5.0, **more})
        failures = iter(range(broken))

        def make() -> Summarizer:
            if next(failures, None) is not None:
                raise ConfigurationError("no model just now")
            return build(settings)

        app = create_app(options, make, connect=connect)
        ready = threading.Event()
        found: list[str] = []
        server = Server(app, listening=lambda url: (found.append(url), ready.set()))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        assert ready.wait(10)
        client = stack.enter_context(httpx2.Client(base_url=found[0], timeout=20, trust_env=False))
        running = Running(found[0], client, app.state.service, server, endpoint, thread)
        stack.callback(running.stop)
        yield running


@pytest.fixture
def start(sqlite: str) -> Iterator[Start]:
    """Start services that end with the test."""
    with ExitStack() as stack:
        yield lambda *answers, **more: stack.enter_context(serving(*answers, **{"database": sqlite, **more}))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service for all tests of a file, which must leave it as they find it."""
    folder = tmp_path_factory.mktemp("service")
    with serving(database=f"sqlite:///{folder}/service.sqlite", rate=0) as running:
        yield running


def is_problem(answer: httpx2.Response, status: int, code: str | None = None) -> dict[str, Any]:
    """The answer's problem, checked to be one."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"].isprintable()
    if code:
        assert problem["type"] == f"urn:summarizer:problem:{code}"
    return problem
