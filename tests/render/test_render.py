"""Renderings show everything and interpret nothing."""

import io

import pytest
from rich.console import Console

from summarizer.core.article import Article
from summarizer.core.pipeline import Options, summarize_article
from summarizer.render.markdown import escaped, to_markdown
from summarizer.render.terminal import SummaryView
from summarizer.resources import load_prompt
from tests.core.test_pipeline import Scripted
from tests.endpoint import DRAFT

HOSTILE = (
    "</script><img src=x onerror=alert(1)> [click](javascript:alert(1)) `code` **b** | $x$ \x1b[31m \u202e"
)
PROMPT = load_prompt("summarize-v1")


def summary_of(article, **change):
    return summarize_article(article, Scripted({**DRAFT, **change}), PROMPT, Options())


def shown(summary, width=80):
    stream = io.StringIO()
    Console(file=stream, width=width, force_terminal=True, color_system="truecolor").print(
        SummaryView(summary)
    )
    return stream.getvalue()


def plain(summary, width=80):
    stream = io.StringIO()
    Console(file=stream, width=width).print(SummaryView(summary))
    return stream.getvalue()


def test_every_item_is_there_with_its_sentence(article):
    for text in (plain(summary_of(article)), to_markdown(summary_of(article))):
        for words in (
            "Anna Berg",
            "Ministerin",
            "am 20. Januar",
            "2026-01-20",
            "Bonn",
            "announced",
            "Wer nimmt teil?",
        ):
            assert words in text
        assert "1" in text


def test_long_names_wrap_instead_of_disappearing_on_a_narrow_terminal(article):
    text = plain(summary_of(article, headline="Gespräche " * 20), width=40)
    assert text.count("Gespräche") >= 20
    assert max(map(len, text.splitlines())) <= 40


def test_rejected_items_are_shown_with_their_reason(article):
    summary = summary_of(article, actors=[{**DRAFT["actors"][0], "name": "Otto Niemand"}])
    assert "name not in article" in plain(summary)
    assert "name not in article" in to_markdown(summary)


def test_hostile_strings_stay_text_on_a_terminal(article):
    text = shown(summary_of(Article(text=article.text, language="de", title=HOSTILE), headline=""))
    assert "\x1b[31m \u202e" not in text
    assert "\u202e" not in text
    assert "[click](javascript:alert(1))" in text.replace("\n", " ")


def test_hostile_strings_stay_text_in_markdown(article):
    text = to_markdown(summary_of(Article(text=article.text, language="de", title=HOSTILE), headline=""))
    assert "<img" not in text.replace(r"\<img", "")
    assert "](javascript" not in text.replace(r"\](javascript", "")
    assert "\x1b" not in text


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("a*b", r"a\*b"),
        ("<b>", r"\<b\>"),
        ("x\ny", "x y"),
        ("[1]", r"\[1\]"),
        ("12. März", r"12\. März"),
        ("- x", r"\- x"),
        ("https://x.y", r"https\://x.y"),
    ],
)
def test_markdown_escapes(raw, safe):
    assert escaped(raw) == safe
