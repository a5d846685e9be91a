"""One real browser for the session: Debian's chromium, driven by playwright, with nothing to reach.

Skipped where there is no browser; SUMMARIZER_REQUIRE_BROWSER=1 makes that a failure.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from summarizer.render.page import to_html
from tests.render.samples import summarised

# Read here, before the fixtures clean the environment.
REQUIRED = os.environ.get("SUMMARIZER_REQUIRE_BROWSER") == "1"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def missing(what: str) -> Any:
    if REQUIRED:
        pytest.fail(f"{what}, and SUMMARIZER_REQUIRE_BROWSER=1 asks for the browser tests", pytrace=False)
    pytest.skip(f"{what}: the pages are not tried in a browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright is not installed")
    executable = next(filter(None, map(shutil.which, NAMES)), None)
    if executable is None:
        missing(f"none of {', '.join(NAMES)} is on the PATH")
    with sync_playwright() as playwright:
        # Containers run tests as root, where chromium's own sandbox cannot start.
        started = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield started
        started.close()


@dataclass
class Opened:
    """A page, and what it tried to do."""

    page: Any
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def contexts(browser: Any) -> Iterator[Callable[..., Any]]:
    """A browser context for each set of options, kept for the session: making one takes half a second."""
    made: dict[str, Any] = {}

    def context(**options: Any) -> Any:
        key = repr(sorted(options.items()))
        if key not in made:
            made[key] = browser.new_context(**options)
            made[key].set_default_timeout(5000)
        return made[key]

    yield context
    for one in made.values():
        one.close()


@pytest.fixture
def show(contexts: Callable[..., Any], tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Open HTML as a file. Every request but that for the file is noted and refused, and so are dialogs."""
    pages = []

    def opened(html: str, *, width: int = 1360, height: int = 860, **options: Any) -> Opened:
        path = tmp_path / f"{len(pages)}.html"
        path.write_text(html, "utf-8")
        page = contexts(viewport={"width": width, "height": height}, **options).new_page()
        pages.append(page)
        found = Opened(page)

        def routed(route: Any) -> None:
            if route.request.url.split("#")[0] == path.as_uri():
                route.continue_()
            else:
                found.requests.append(route.request.url)
                route.abort()

        page.route("**", routed)
        page.on("dialog", lambda dialog: (found.dialogs.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: found.errors.append(str(error)))
        page.on("console", lambda line: found.errors.append(line.text) if line.type == "error" else None)
        page.goto(path.as_uri())
        return found

    yield opened
    for page in pages:
        # File pages share one store; a choice of one test must not meet the next.
        page.evaluate("localStorage.clear()")
        page.close()


@pytest.fixture(scope="session")
def sample_page() -> str:
    return to_html(summarised())


@pytest.fixture
def reader(show: Callable[..., Opened], sample_page: str) -> Any:
    """The page of the sample, in a wide window."""
    found = show(sample_page, reduced_motion="reduce")
    yield found.page
    assert found.errors == []
    assert found.requests == []
