"""A scriptable endpoint in a process of its own, small archives, and jobs over them."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.endpoint import running
from summarizer.batch.account import Account
from summarizer.batch.job import Job
from summarizer.batch.run import Choices
from summarizer.batch.setup import Limits
from summarizer.settings import Settings, load_settings

NAMES = ("Anna Berg", "Bruno Falk", "Clara Stein", "Dario Lund", "Edda Krone")


def text(number: int) -> str:
    """A short article; each number has its own."""
    name = NAMES[number % len(NAMES)]
    return (
        f"{name} sagte am Montag, der Plan {number} werde am 20. Januar in Bonn beraten. "
        f"Ob die Stadt {number} Millionen Euro zahlt, ist offen."
    )


class Mock:
    """The endpoint of benchmarks/endpoint.py."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._root = url.removesuffix("/v1")

    def reset(self, **behaviour: Any) -> None:
        body = json.dumps(behaviour).encode()
        urllib.request.urlopen(urllib.request.Request(f"{self._root}/__reset", body)).read()

    def rows(self) -> list[dict[str, Any]]:
        return json.loads(urllib.request.urlopen(f"{self._root}/__log").read())["rows"]

    def settings(self, **more: Any) -> Settings:
        flags = {"base_url": self.url, "model": "gpt-5-mini", "timeout": 5, "deadline": 60, **more}
        return load_settings(flags)


@pytest.fixture(scope="session")
def _mock_process() -> Iterator[Mock]:
    with running() as url:
        yield Mock(url)


@pytest.fixture
def mock(_mock_process: Mock) -> Mock:
    _mock_process.reset()
    return _mock_process


@pytest.fixture
def archive(tmp_path: Path) -> Callable[..., Path]:
    """Write a JSON Lines archive with this many articles."""

    def write(number: int, name: str = "news.jsonl", first: int = 0) -> Path:
        path = tmp_path / name
        lines = [{"text": text(n), "title": f"Plan {n}", "id": f"a{n}"} for n in range(first, first + number)]
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
        return path

    return write


@pytest.fixture
def batch(mock: Mock, tmp_path: Path) -> Callable[..., Account]:
    """Run a job in this process; `job` flags are those of `Choices` and `Limits`."""

    def run(*sources: Path, out: str = "out", settings: Settings | None = None, **flags: Any) -> Account:
        limits = {name: flags.pop(name) for name in ("workers", "rpm", "tpm", "budget") if name in flags}
        keep = {name: flags.pop(name) for name in ("watch", "parquet") if name in flags}
        choices = Choices(sources=tuple(map(str, sources)), **{"dedupe": False, **flags})
        job = Job(tmp_path / out, settings or mock.settings(), choices, Limits(**limits), **keep)
        with job.opened():
            job.run()
            return job.finish()

    return run


def lines_of(folder: Path, name: str = "summaries.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines()]
