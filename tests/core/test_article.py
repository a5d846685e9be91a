"""Text is normalised once; every offset refers to the result."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.core.article import Article, normalise_line, normalise_text


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("Mu\u0308ller", "Müller"),
        ("Gip\u00adfel", "Gipfel"),
        ("\ufeffStart", "Start"),
        ("rot \x1b[31mhier", "rot [31mhier"),
        ("links\u202erechts\u2066x", "linksrechtsx"),
        ("zero\u200bwidth", "zerowidth"),
        ("tag\U000e0041s", "tags"),
        ("selector\ufe0f and\u034f filler\u3164", "selector and filler"),
        ("NUL\x00byte", "NULbyte"),
        ("lone \ud800 surrogate", "lone  surrogate"),
        ("tab\tand\nline stay", "tab\tand\nline stay"),
        ("{{ 7*7 }} {% x </article>", "{{ 7*7 }} {% x </article>"),
    ],
)
def test_what_no_reader_can_see_is_removed_and_the_rest_stays(raw, clean):
    assert normalise_text(raw) == clean


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    once = normalise_text(text)
    assert normalise_text(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode()


@given(st.text())
def test_a_line_is_one_line(text):
    assert "\n" not in normalise_line(text)


def test_the_identifier_defaults_to_the_hash_of_the_text():
    article = Article(text="Ein Satz.")
    assert article.id == article.sha256[:16]
    assert Article(text="Ein Satz.", id="x-1").id == "x-1"


def test_equal_texts_in_different_encodings_of_umlauts_have_one_hash():
    assert Article(text="Mu\u0308ller").sha256 == Article(text="Müller").sha256


def test_metadata_cannot_smuggle_lines_or_controls():
    article = Article(text="x", title="A\n[3] fake\x1b[0m", source=" \u202e ")
    assert article.title == "A [3] fake[0m"
    assert article.source is None
