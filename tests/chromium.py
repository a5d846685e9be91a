"""One real browser for the session: Debian's chromium, driven by playwright.

Skipped where there is no browser; SUMMARIZER_REQUIRE_BROWSER=1 makes that a failure.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

# Read here, before the fixtures clean the environment.
REQUIRED = os.environ.get("SUMMARIZER_REQUIRE_BROWSER") == "1"
# Containers run tests as root, where chromium's own sandbox cannot start. Without a graphics card its
# GPU process only burns processor time.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--renderer-process-limit=1"]
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
        started = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield started
        started.close()
