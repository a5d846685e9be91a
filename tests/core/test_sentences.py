"""Sentences: exact offsets, and the boundaries that a person would set."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.core.article import normalise_text
from summarizer.core.sentences import LONGEST_SENTENCE, split_sentences

ARTICLES = sorted((Path(__file__).parents[2] / "evals" / "articles").glob("*.json"))


def texts(text, language="de"):
    return [sentence.text for sentence in split_sentences(text, language)]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("de", ["Der 2. Weltkrieg begann.", "Am 20. Januar z. B. kam Dr. Meier."]),
        ("de", ["Er kam auf Platz 2.", "Danach ging er."]),
        ("de", ["Im 3. Quartal sank der Gewinn.", "Laut Art. 5 Abs. 2 GG gilt das."]),
        ("de", ["Die Meinungen gehen auseinander.", "18 jüngere Abgeordnete stimmen dagegen."]),
        ("de", ["„Was?“, fragte er.", "Dann ging er."]),
        ("en", ["The No. 2 official left.", "It rose 3.5 percent to $4.2 million."]),
        ("en", ["They met at 5 p.m. on Jan. 5.", "The U.S. Senate voted."]),
        ("fr", ["M. de Roquemaure évoque « une coquille ».", "MM. Durand et Petit aussi."]),
    ],
)
def test_abbreviations_ordinals_and_figures_do_not_mislead(language, sentences):
    assert texts(" ".join(sentences), language) == sentences


def test_gold_articles_are_split_as_their_annotators_numbered_them():
    """Sentence numbers of the gold are only right if the split is: all 26 must hold every number."""
    assert len(ARTICLES) >= 26
    for path in ARTICLES:
        article = json.loads(path.read_text("utf-8"))
        numbers = {s.number for s in split_sentences(normalise_text(article["text"]), article["language"])}
        cited = {
            n
            for items in article["gold"].values()
            if isinstance(items, list)
            for i in items
            for n in i["evidence"]
        }
        assert cited <= numbers, path.stem


def test_subheads_are_sentences_of_their_own():
    assert texts("Ein Satz.\n\nEine Zwischenzeile\n\nNoch ein Satz.") == [
        "Ein Satz.",
        "Eine Zwischenzeile",
        "Noch ein Satz.",
    ]


def test_hard_wrapped_text_is_not_cut_at_line_ends():
    assert len(texts("Der Minister sagte am\nMontag in Bonn, er komme.\nDann ging er.")) == 2


def test_one_paragraph_a_line_is_cut_at_line_ends():
    long = "Der Minister sagte " + "sehr " * 30 + "viel"
    assert texts(f"Kurze Überschrift\n{long}.") == ["Kurze Überschrift", f"{long}."]


def test_text_without_sentence_ends_is_cut_at_white_space():
    sentences = split_sentences("wort " * 2000, "de")
    assert max(len(s.text) for s in sentences) <= LONGEST_SENTENCE
    assert "".join(s.text.replace(" ", "") for s in sentences) == "wort" * 2000


@given(st.text(), st.sampled_from(["de", "en", "fr", "zz", None]))
def test_offsets_always_reproduce_the_text(text, language):
    text = normalise_text(text)
    sentences = split_sentences(text, language)
    assert [s.number for s in sentences] == list(range(1, len(sentences) + 1))
    for sentence in sentences:
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.text == sentence.text.strip() != ""
        assert "\n" not in sentence.line
    assert all(a.end <= b.start for a, b in pairwise(sentences))


@given(st.text(alphabet="aB .!?„“\n1", max_size=300))
def test_nothing_but_white_space_is_lost(text):
    kept = "".join(s.text for s in split_sentences(normalise_text(text), "de"))
    assert "".join(kept.split()) == "".join(normalise_text(text).split())


def test_a_paragraph_that_ends_with_an_ordinal_is_not_split_before_its_figures():
    """Its last full stop is read as part of a date, so nothing before it is looked at again."""
    text = "Es war spät. 5 Leute kamen am 3."
    assert [sentence.text for sentence in split_sentences(text, "de")] == [text]
