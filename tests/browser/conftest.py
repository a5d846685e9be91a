"""Pages opened from files, in tabs that tell what the page tried to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from summarizer.render.page import to_html
from tests.render.samples import summarised


@dataclass
class Opened:
    """A page, and what it tried to do."""

    page: Any
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Tab:
    """A page of a context, used by one test after another: a fresh one costs a second of processor time."""

    def __init__(self, context: Any) -> None:
        context.set_default_timeout(5000)
        self.context = context
        self.page = context.new_page()
        self.now = Opened(self.page)
        self._shown = ""
        self.page.route("**", self._routed)
        self.page.on("dialog", self._dialog)
        self.page.on("pageerror", lambda error: self.now.errors.append(str(error)))
        self.page.on("console", self._logged)

    def show(self, path: Path) -> Opened:
        self.now = Opened(self.page)
        self._shown = path.as_uri()
        self.page.goto(self._shown)
        return self.now

    def leave(self) -> None:
        # File pages share one store; a choice of one test must not meet the next.
        self.page.evaluate("localStorage.clear()")
        self.page.emulate_media(media="null")

    def _routed(self, route: Any) -> None:
        if route.request.url.split("#")[0] == self._shown:
            route.continue_()
        else:
            self.now.requests.append(route.request.url)
            route.abort()

    def _dialog(self, dialog: Any) -> None:
        self.now.dialogs.append(dialog.message)
        dialog.dismiss()

    def _logged(self, line: Any) -> None:
        if line.type == "error":
            self.now.errors.append(line.text)


@pytest.fixture(scope="session")
def tabs(browser: Any) -> Iterator[Callable[..., Tab]]:
    """A tab for each set of options, kept for the session."""
    made: dict[str, Tab] = {}

    def tab(**options: Any) -> Tab:
        key = repr(sorted(options.items()))
        if key not in made:
            made[key] = Tab(browser.new_context(**options))
        return made[key]

    yield tab
    for one in made.values():
        one.context.close()


@pytest.fixture
def show(tabs: Callable[..., Tab], tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Open HTML as a file. Every request but that for the file is noted and refused, and so are dialogs.

    Pages opened with the same options take each other's place.
    """
    used: list[Tab] = []

    def opened(html: str, *, width: int = 1360, height: int = 860, **options: Any) -> Opened:
        path = tmp_path / f"{len(used)}.html"
        path.write_text(html, "utf-8")
        options = {"reduced_motion": "reduce", **options}
        used.append(tabs(viewport={"width": width, "height": height}, **options))
        return used[-1].show(path)

    yield opened
    for tab in used:
        tab.leave()


@pytest.fixture(scope="session")
def sample_page() -> str:
    return to_html(summarised())


@pytest.fixture
def reader(show: Callable[..., Opened], sample_page: str) -> Any:
    """The page of the sample, in a wide window."""
    found = show(sample_page)
    yield found.page
    assert found.errors == []
    assert found.requests == []
