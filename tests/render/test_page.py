"""Pages as text: what must be in them, what must not, and that nothing gets out of its place."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import summarizer.render.page as package
from docs.generate import members
from summarizer.core.summary import ArticleSummary
from summarizer.core.support import Reason
from summarizer.render.page import LANGUAGES, IndexEntry, to_html, to_index
from summarizer.render.page.assets import asset
from summarizer.render.page.markup import data, language_code, source, tag, visible
from summarizer.render.page.passages import passages
from summarizer.render.page.words import Words, _table
from tests.render.hostile import ALL, forged, hostile_article
from tests.render.samples import TEXT, summarised


class Parsed(HTMLParser):
    """Elements and attributes of a page, as a parser sees them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.text = ""
        self._in = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._in = tag

    def handle_endtag(self, tag):
        self._in = ""

    def handle_data(self, data):
        if self._in in ("script", "style"):
            self.scripts.append(data)
        else:
            self.text += data

    def ids(self):
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]


PAGES = {
    "sample": lambda: to_html(summarised()),
    "without text": lambda: to_html(summarised(keep_text=False), language="de"),
    "hostile article": lambda: to_html(hostile_article()),
    "forged": lambda: to_html(forged(ALL), language="de"),
    "index": lambda: to_index([IndexEntry.of(summarised(), "a.html"), IndexEntry.of(forged(None), "b.html")]),
}


@pytest.mark.parametrize("name", PAGES)
def test_equal_summaries_give_equal_bytes(name):
    assert PAGES[name]() == PAGES[name]()


@pytest.mark.parametrize("name", PAGES)
def test_the_policy_admits_the_pages_own_script_and_style_and_nothing_else(name):
    page = PAGES[name]()
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    parsed = Parsed(page)
    hashes = {
        "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        for content in parsed.scripts[:2]
    }
    assert policy.replace("&#x27;", "'").startswith("default-src 'none'; script-src 'sha256-")
    assert set(re.findall(r"sha256-[A-Za-z0-9+/=]+", policy)) == hashes
    assert "unsafe" not in policy
    assert page.index("Content-Security-Policy") < page.index("<style>") < page.index("<script>")


@pytest.mark.parametrize("name", PAGES)
def test_identifiers_are_unique_and_links_within_the_page_lead_somewhere(name):
    parsed = Parsed(PAGES[name]())
    ids = parsed.ids()
    assert len(ids) == len(set(ids))
    inner = [a["href"][1:] for t, a in parsed.elements if t in ("a", "use") and a["href"].startswith("#")]
    assert set(inner) <= set(ids)


@pytest.mark.parametrize("name", PAGES)
def test_no_element_is_one_that_we_did_not_write(name):
    parsed = Parsed(PAGES[name]())
    elements = {element for element, _ in parsed.elements}
    assert not elements & {"img", "iframe", "object", "embed", "base", "link", "template"}
    attributes = {key for _, found in parsed.elements for key in found}
    assert not {key for key in attributes if key.startswith("on") or key in ("style", "srcdoc", "action")}
    hrefs = {found["href"] for element, found in parsed.elements if element == "a"}
    assert {href for href in hrefs if "javascript" in href or "data:" in href} == set()


def test_a_page_says_everything_that_the_summary_says():
    text = Parsed(to_html(summarised())).text
    summary = summarised()
    for item in (*summary.positions, *summary.open_questions):
        assert getattr(item, "statement", None) or item.question in text
    for words in (
        "via Radio Ellen",
        "quoted",
        "reported speech",
        "told without wording",
        "23 Feb – 1 Mar 2026",
        "some time that week",
        "1–30 Jun 2026",
        "Without a date that can be known",
        "cancelled",
        "proposed",
        "2,100 soldiers",
        "A number, amount or percentage that stands nowhere in the article.",
        "1 unsupported items were sent back",
        "gpt-5-mini",
        f"{summary.provenance.cost.amount:.4f} USD",
        summary.article.sha256,
    ):
        assert words in text, words


def test_every_sentence_of_the_article_is_there_once_in_order():
    parsed = Parsed(to_html(summarised()))
    sentences = [name for name in parsed.ids() if re.fullmatch(r"s\d+", name)]
    assert sentences == [f"s{n}" for n in range(1, 16)]
    assert " ".join(TEXT.split())[:300] in " ".join(
        re.sub(r"(?<!\S)\d{1,2}(?=[“A-Z])", "", parsed.text).split()
    )


def test_a_text_that_was_not_summarised_is_not_shown_beside_the_summary():
    page = to_html(summarised(keep_text=False), TEXT.replace("Geneva", "Vienna"))
    assert "is not the one that was summarised" in Parsed(page).text
    assert "Vienna" not in page


def test_the_article_given_is_shown_where_the_summary_does_not_carry_it():
    assert passages(summarised(keep_text=False), TEXT).whole
    assert passages(summarised(), None).whole
    assert not passages(summarised(keep_text=False), None).whole


def test_forged_offsets_lose_no_word_of_the_article():
    summary = summarised()
    for spans in (
        [],
        [{"n": 1, "start": 40, "end": 20}, {"n": 1, "start": 5, "end": 50}, {"n": 1, "start": 60, "end": 99}],
    ):
        forged_one = summary.model_dump(mode="json")
        forged_one["article"]["sentences"] = spans
        found = passages(ArticleSummary.model_validate(forged_one, strict=False), None)
        words = " ".join(piece.text for paragraph in found.paragraphs for piece in paragraph)
        assert "".join(words.split()) == "".join(TEXT.split())


def test_only_addresses_of_the_web_become_links():
    link = source("https://news.example.org/a?b=c&d")
    assert link == '<a href="https://news.example.org/a?b=c&amp;d" rel="noopener noreferrer">' \
        "https://news.example.org/a?b=c&amp;d</a>"  # fmt: skip
    for other in (
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)//https://x",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://a b",
        "https://a\u202eb",
        "//evil.example",
        " https://x",
        "https://x\n",
        "davos.de.txt",
    ):
        assert "<a" not in source(other)


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_no_text_gets_out_of_its_element(text):
    parsed = Parsed(tag("p", tag("b", text), text, title=text))
    assert [element for element, _ in parsed.elements] == ["p", "b"]
    assert parsed.text == visible(text) * 2
    assert parsed.elements[0][1] == {"title": visible(text)}


@given(
    st.recursive(st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
)
@settings(max_examples=200, deadline=None)
def test_data_comes_back_as_it_was_and_cannot_end_its_element(value):
    (content,) = re.fullmatch(
        r'<script type="application/json" id="x">(.*)</script>', data("x", value), re.S
    ).groups()
    assert not set("<>&\u2028\u2029") & set(content)
    assert json.loads(content) == value


def test_both_languages_have_the_same_words_and_the_reasons_are_those_of_the_checks():
    english, german = _table("en"), _table("de")
    assert set(english["words"]) == set(german["words"])
    assert english["reasons"] == members(Reason)
    assert set(german["reasons"]) == set(english["reasons"])
    for key, words in english["words"].items():
        assert sorted(re.findall(r"\{\w+\}", words)) == sorted(
            re.findall(r"\{\w+\}", german["words"][key])
        ), key
    assert LANGUAGES == ("en", "de")


def test_every_word_is_used():
    folder = Path(package.__file__).parent
    code = asset("reader.js") + "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    built = ("precision_", "status_", "count_", "verdict_")
    enums = "announced cancelled postponed proposed person country group organization position planned_talk actor".split()
    enums += "open_question empty refused truncated failed abstractive extractive supported partial unsupported".split()
    unused = [
        key
        for key in _table("en")["words"]
        if not re.search(f"[\"']{key}[\"']", code) and not key.startswith(built) and key not in enums
    ]
    assert unused == []


def test_days_are_written_as_the_language_does():
    summary = summarised()
    dates = [talk.date for talk in summary.planned_talks if talk.date]
    english = [Words("en").days(date) for date in dates]
    german = [Words("de").days(date) for date in dates]
    assert english == ["3 Mar 2026", "23 Feb – 1 Mar 2026", "20 Feb 2026", "1–30 Jun 2026"]
    assert german == ["3. März 2026", "23. Feb. – 1. März 2026", "20. Feb. 2026", "1.–30. Juni 2026"]


def test_language_codes_are_codes_or_nothing():
    assert [language_code(value) for value in ("de", "EN", 'x" onload="', "", None, "de-DE")] == [
        "de",
        "en",
        None,
        None,
        None,
        None,
    ]


def test_entries_in_any_order_give_the_same_index():
    entries = [replace(IndexEntry.of(summarised(), f"{n}.html"), title=f"{n % 2}") for n in range(4)]
    assert to_index(entries) == to_index(entries[::-1])
