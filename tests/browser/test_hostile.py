"""Hostile articles and forged summaries in a real browser: text, whatever they say."""

from typing import Any

import pytest

from summarizer.render.page import IndexEntry, to_html, to_index
from tests.render.hostile import ALL, forged, hostile_article

PAGES = {
    "an article full of markup": lambda: to_html(hostile_article()),
    "a forged summary": lambda: to_html(forged(None)),
    "a forged summary with a forged text": lambda: to_html(forged(ALL)),
    "an index of both": lambda: to_index(
        [IndexEntry.of(hostile_article(), "a.html"), IndexEntry.of(forged(None), "b.html")]
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_it_renders_as_text_runs_nothing_and_asks_for_nothing(show, name):
    found = show(PAGES[name]())
    page: Any = found.page
    poke(page)
    assert page.evaluate("window.ran") is None
    assert (found.requests, found.dialogs, found.errors) == ([], [], [])
    assert (
        page.locator("img, iframe, base, object, embed, link, body style, body form:not(#filters)").count()
        == 0
    )
    assert page.locator("body script:not([type='application/json'])").count() == 0
    assert page.locator("[onload], [onerror], [onmouseover], [style], [srcdoc]").count() == 0
    links = page.eval_on_selector_all("a", "nodes => nodes.map(n => n.getAttribute('href'))")
    assert {link.split(":")[0] for link in links if not link.startswith("#")} <= {"https", "a.html", "b.html"}
    text = page.inner_text("body")
    assert "<img src=x onerror=window.ran=1>" in text
    assert "</script><script>window.ran = 1</script>" in text


def test_what_nobody_could_see_is_spelled_out(show):
    text = show(to_html(forged(None))).page.inner_text("body")
    assert "[U+202E]detrever[U+2066][U+200B][U+2028]" in text
    assert "[U+001B][31m" in text
    assert not set(text) & set("\x00\x08\x1b\u202e\u2066\u200b\u2028\u2029\ufeff\U000e0041")


def test_the_policy_stops_a_script_that_got_in_all_the_same(show):
    """What if the escaping failed? The page's own policy is the second wall."""
    page = to_html(hostile_article()).replace(
        "</body>", "<script>window.ran=1</script><img src=https://evil.example/x onerror=window.ran=2></body>"
    )
    found = show(page)
    assert found.page.evaluate("window.ran") is None
    assert found.requests == []
    assert any("Content Security Policy" in error for error in found.errors)


def test_the_probe_sees_a_script_that_does_run(show):
    """Without policy and escaping the same payload is seen to run, so the tests above can fail."""
    found = show(f"<!doctype html><body>{ALL}</body>")
    assert found.page.evaluate("window.ran") == 1
    assert found.requests != []


def poke(page: Any) -> None:
    """Use whatever can be used, so that a handler would have its chance."""
    page.evaluate(
        """() => {
          for (const selector of [".item", ".s.rests", ".chip", ".mark", "summary", "#rows > li"]) {
            for (const node of document.querySelectorAll(selector)) {
              for (const type of ["pointerover", "mouseover", "focusin", "click"]) {
                node.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }));
              }
            }
          }
        }"""
    )
    for identifier in ("#search", "#text", "#actor"):
        if page.locator(identifier).count():
            page.fill(identifier, ALL[:200])
            page.press(identifier, "Enter")
            page.fill(identifier, "")
    page.keyboard.press("j")
