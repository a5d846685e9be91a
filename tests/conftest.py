"""Shared fixtures: a clean environment, scripted endpoints, the local model."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from summarizer.core.article import Article
from summarizer.settings import Settings, load_settings
from tests.chromium import browser  # noqa: F401 - a fixture
from tests.endpoint import TEXT, Endpoint

LOCAL_CACHE = load_settings({}).cache_dir


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No key, endpoint, proxy or configuration file of this machine reaches a test."""
    import os

    for name in list(os.environ):
        if name.startswith(("SUMMARIZER_", "OPENAI_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("SUMMARIZER_CACHE_DIR", str(LOCAL_CACHE))
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")


@pytest.fixture
def article() -> Article:
    return Article(text=TEXT, language="de", published="2026-01-12")  # type: ignore[arg-type]


@pytest.fixture
def serve() -> Iterator[Callable[..., Endpoint]]:
    """Start a scripted endpoint that ends with the test."""
    with ExitStack() as stack:
        yield lambda *answers, **more: stack.enter_context(Endpoint(*answers, **more))


@pytest.fixture
def settings_for() -> Callable[..., Settings]:
    """Settings for an endpoint, with short times."""

    def make(endpoint: Endpoint | None = None, **more: Any) -> Settings:
        base = {"base_url": endpoint.base_url, "model": "m"} if endpoint else {}
        return load_settings({"timeout": 5, "deadline": 20, **base, **more})

    return make


@dataclass
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture
def cli(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Run the command line in this process, exactly as the console script does."""

    def run(*arguments: str) -> Ran:
        from summarizer.cli.main import main

        monkeypatch.setattr(sys, "argv", ["summarizer", *arguments])
        capfd.readouterr()
        with pytest.raises(SystemExit) as exited:
            main()
        out, err = capfd.readouterr()
        return Ran(int(exited.value.code or 0), out, err)

    return run


@pytest.fixture
def article_file(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, "utf-8")
    return path
