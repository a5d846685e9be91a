"""axe-core finds nothing: WCAG 2.2 AA and its best practices, in every guise of the pages."""

from typing import Any

import pytest

from summarizer.render.page import IndexEntry, to_html, to_index
from tests.chromium import missing
from tests.render.hostile import forged
from tests.render.samples import summarised

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def violations(page: Any) -> list[tuple[str, list[str]]]:
    try:
        from axe_playwright_python.base import AXE_SCRIPT
    except ImportError:
        missing("axe-playwright-python is not installed")
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("options => axe.run(options)", OPTIONS)["violations"]
    return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found]


def test_the_reader_as_it_opens_and_in_use(show, sample_page):
    page = show(sample_page, bypass_csp=True).page
    assert violations(page) == []
    page.click(".chip >> text=Tomas Reik")
    page.click("#p3 .said")
    page.click("#keys summary")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.click("#clear")
    page.click("[data-verdict=unsupported]")
    page.fill("#search", "soldiers")
    assert violations(page) == []


def test_the_dark_reader_with_a_sentence_chosen(show, sample_page):
    page = show(sample_page, color_scheme="dark", bypass_csp=True).page
    page.locator("#rejected").evaluate("node => { node.open = true; }")
    assert violations(page) == []
    page.click("#s1 > span")
    assert violations(page) == []


def test_the_reader_on_a_narrow_screen_in_german_without_the_text(show):
    page = show(
        to_html(summarised(keep_text=False), language="de"), width=390, height=844, bypass_csp=True
    ).page
    assert violations(page) == []
    page.click("[data-view=article]")
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_index(show, scheme):
    entries = [
        IndexEntry.of(summarised(), "a.html"),
        IndexEntry.of(forged(None), "b.html"),
        IndexEntry.duplicate(summarised().article, "c"),
    ]
    page = show(
        to_index(entries, language="de" if scheme == "dark" else "en"), color_scheme=scheme, bypass_csp=True
    ).page
    assert violations(page) == []
    page.fill("#text", "nothing has this")
    assert violations(page) == []


def test_a_forged_summary(show):
    page = show(to_html(forged(None), language="de"), bypass_csp=True).page
    assert violations(page) == []
