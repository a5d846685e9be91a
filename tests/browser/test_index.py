"""The index over many summaries: filters, and how quick they are at 2,000 articles."""

import statistics
from dataclasses import replace

import pytest

from benchmarks.reader import filtering, long_summary, many_entries, usable
from summarizer.render.page import IndexEntry, to_html, to_index
from tests.render.samples import summarised


@pytest.fixture
def index(show):
    base = IndexEntry.of(summarised(), "lake.html")
    entries = [
        base,
        replace(base, href="b.html", title="Zweiter Bericht", language="de", actors=("Anna Berg",),
                holders=("Anna Berg",), rejected=0, partial=0),
        replace(base, href="c.html", title="Nothing here", status="empty", published=None, actors=(),
                holders=(), rejected=0, partial=0),
        IndexEntry.duplicate(summarised().article, "eval-1"),
    ]  # fmt: skip
    found = show(to_index(entries))
    yield found.page
    assert (found.errors, found.requests) == ([], [])


def titles(page):
    return page.eval_on_selector_all(
        "#rows > li",
        "rows => rows.filter(row => !row.hidden).map(row => row.querySelector('h2').textContent)",
    )


FILTERS = (
    ("text", "zweiter", 1),
    ("text", "norvania lake", 1),
    ("actor", "berg", 1),
    ("actor", "ilse v", 1),
    ("holder", "diallo", 1),
    ("from", "2026-02-12", 3),
    ("to", "2026-02-11", 0),
    ("verdict", "rejected", 1),
    ("verdict", "partial", 1),
    ("verdict", "clean", 1),
    ("language", "de", 1),
    ("status", "empty", 1),
    ("status", "duplicate", 1),
)


def test_each_filter_narrows_the_list_and_says_how_far(index):
    for field, value, expected in FILTERS:
        assert len(titles(index)) == 4
        if field in ("verdict", "language", "status"):
            index.select_option(f"#{field}", value)
        else:
            index.fill(f"#{field}", value)
        assert len(titles(index)) == expected, (field, value)
        assert index.inner_text("#count") == f"{expected} of 4 articles"
        assert index.is_visible("#nothing") == (expected == 0)
        index.click("#filters button")
        index.wait_for_selector("#count:has-text('4 of 4')")


def test_rows_link_to_their_pages_and_say_what_is_in_them(index):
    assert index.get_attribute("#rows a", "href") == "lake.html"
    text = index.inner_text("#rows > li:has(a[href='lake.html'])")
    assert "23 supported" in text
    assert "1 partial" in text
    assert "1 rejected" in text
    assert "near-duplicate of eval-1" in index.inner_text("#rows")


def test_two_thousand_articles_filter_in_less_than_a_tenth_of_a_second(show, tmp_path):
    """The figures are printed by `python -m benchmarks.reader`; here a busy machine gets its share."""
    page = show("").page
    path = tmp_path / "0.html"  # the one file that this tab may load
    path.write_text(to_index(many_entries()), "utf-8")
    assert statistics.median(filtering(page, path, 2)) < 100


def test_a_page_of_a_thousand_words_is_small_and_soon_usable(show, tmp_path):
    page = show("").page
    path = tmp_path / "0.html"  # the one file that this tab may load
    html = to_html(long_summary())
    path.write_text(html, "utf-8")
    assert len(html.encode()) < 150_000
    assert min(usable(page, path, 3)) < 300
