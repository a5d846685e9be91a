"""The page at `/` in a real browser: paste, watch, read, delete; and nothing of an article runs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from summarizer.service.keys import hashed
from tests.endpoint import DRAFT, TEXT, completion
from tests.service.conftest import Running, Start

KEY = "smz_" + "k" * 43
HOSTILE = "</script><img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script> {{7*7}} \x1b[31m"


@pytest.fixture(scope="module", autouse=True)
def patience() -> None:
    expect.set_options(timeout=20_000)


class Visit:
    """The page in a browser of its own, with everything that it asked for and complained of."""

    def __init__(self, browser: Browser, service: Running, **options: Any) -> None:
        self.context = browser.new_context(**options)
        self.page: Page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console", lambda line: self.complaints.append(line.text) if line.type == "error" else None
        )
        self.page.goto(service.url)


@pytest.fixture
def visit(browser: Browser) -> Iterator[Any]:
    made: list[Visit] = []

    def open_page(service: Running, **options: Any) -> Visit:
        made.append(Visit(browser, service, **options))
        return made[-1]

    yield open_page
    for one in made:
        one.context.close()


def test_a_pasted_article_is_read_beside_its_summary_and_deleted(start: Start, visit: Any) -> None:
    release = threading.Event()

    def late(_: Any) -> Any:
        release.wait(10)
        return completion(DRAFT)

    service = start(late)
    seen = visit(service)
    page = seen.page
    page.get_by_label("Article").fill(TEXT)
    page.get_by_label("Day of publication").fill("2026-01-12")
    page.get_by_label("Article").press("Tab")
    page.get_by_role("button", name="Summarise").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("reading")
    release.set()
    frame = page.frame_locator("#result")
    expect(frame.locator("body")).to_contain_text("Anna Berg")
    expect(page.get_by_role("status")).to_have_text("Done.")
    assert seen.complaints == []
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("status")).to_have_text("Deleted.")
    assert service.client.get("/v1/summaries").json()["items"] == []
    assert {url.split("/")[2] for url in seen.requests} == {service.url.split("/")[2]}


def test_a_hostile_article_is_text_and_nothing_leaves_the_page(start: Start, visit: Any) -> None:
    draft = {**DRAFT, "headline": HOSTILE, "open_questions": [{"evidence": [2], "question": HOSTILE}]}
    service = start(completion(draft))
    seen = visit(service)
    page = seen.page
    page.get_by_label("Article").fill(f"{TEXT} {HOSTILE}")
    page.get_by_label("Headline").fill(HOSTILE)
    page.get_by_role("button", name="Summarise").click()
    expect(page.get_by_role("status")).to_have_text("Done.")
    expect(page.frame_locator("#result").locator("body")).to_contain_text("onerror")
    titles = [frame.evaluate("document.title") for frame in page.frames]
    assert "owned" not in titles
    assert all(url.startswith(service.url) for url in seen.requests)
    # The frame is an origin of its own: what it shows cannot reach the page around it, or its key.
    assert page.frames[1].evaluate("self.origin") == "null"


def test_with_a_key_the_page_asks_for_it_and_says_what_is_wrong_without(start: Start, visit: Any) -> None:
    service = start(keys=[hashed("desk", KEY)])
    page = visit(service).page
    page.get_by_label("Article").fill(TEXT)
    expect(page.get_by_label("API key")).to_be_hidden()
    page.get_by_role("button", name="Summarise").click()
    expect(page.get_by_role("status")).to_contain_text("API key")
    expect(page.get_by_label("API key")).to_be_focused()
    page.get_by_label("API key").fill(KEY)
    page.get_by_role("button", name="Summarise").click()
    expect(page.frame_locator("#result").locator("body")).to_contain_text("Anna Berg")
    assert KEY not in page.url


def test_in_german_on_a_narrow_dark_screen(start: Start, visit: Any) -> None:
    seen = visit(start(), locale="de-DE", viewport={"width": 390, "height": 800}, color_scheme="dark")
    page = seen.page
    expect(page.get_by_role("button", name="Zusammenfassen")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_label("Artikel").fill("https://example.org/news/1")
    page.get_by_role("button", name="Zusammenfassen").click()
    expect(page.get_by_role("status")).to_contain_text("fetches no pages")
    page.get_by_label("Artikel").fill("...")
    page.get_by_role("button", name="Zusammenfassen").click()
    expect(page.get_by_role("status")).to_contain_text("at least one sentence")
    page.get_by_label("Artikel").fill(TEXT)
    page.get_by_role("button", name="Zusammenfassen").click()
    # On a small screen the result is far below the form.
    expect(page.get_by_role("link", name="Auf eigener Seite öffnen")).to_be_in_viewport()


def test_axe_finds_nothing(start: Start, browser: Browser) -> None:
    service = start()
    # axe is put into the page by the test; the page's own policy would not let it in.
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(service.url)
    # What is only seen in trouble belongs to it.
    page.evaluate("say('wrong', true); at('locked').hidden = at('links').hidden = false")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    context.close()
