"""What must hold for any text: no exception, exact offsets, stable verdicts."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summarizer.core.article import normalise_text
from summarizer.core.draft import Draft
from summarizer.core.grounding import Grounded, ground
from summarizer.core.grounding.figures import Figures, merged, missing_dates, missing_numbers, surely_known
from summarizer.core.grounding.tokens import tokens
from summarizer.core.grounding.words import lexicon
from summarizer.core.sentences import split_sentences
from tests.core.grounding.articles import draft

WORDS = st.sampled_from(
    'Anna Berg Jens Kolb SPD (EZB) Türkei türkische nicht kein sagte said laut zufolge , . ; : „ “ " « » ’ - – 20 2,5 3. '
    "Oktober Milliarden % Uhr am Montag er she they der die Minister Ministerin lehnte ab stimmte zu and und aber but that dass "
    "according to Brücke bridge not never sei habe \n\n".split(" ")
)
PROSE = st.lists(WORDS, max_size=60).map(" ".join)
TEXT = st.one_of(st.text(max_size=200), PROSE)
NUMBERS = st.lists(st.integers(-2, 12), max_size=3)
LANGUAGE = st.sampled_from(["de", "en", "fr", "es", "it", "pl", "nl", "xx", None])
NAME = st.one_of(st.text(max_size=30), st.lists(WORDS, min_size=1, max_size=4).map(" ".join))
KIND = st.sampled_from(["person", "organization", "country", "group"])
DRAFT = st.builds(
    draft,
    abstract=st.fixed_dictionaries({"evidence": NUMBERS, "text": TEXT}),
    actors=st.lists(st.fixed_dictionaries({"evidence": NUMBERS, "name": NAME, "kind": KIND, "role": st.none() | NAME}), max_size=4),
    positions=st.lists(
        st.fixed_dictionaries({
            "evidence": NUMBERS, "holder": NAME, "statement": TEXT, "via": st.none() | NAME,
            "mode": st.sampled_from(["direct", "indirect", "reported"]),
        }), max_size=3),
    planned_talks=st.lists(
        st.fixed_dictionaries({
            "evidence": NUMBERS, "participants": st.lists(NAME, max_size=3), "topic": st.none() | NAME,
            "when": st.none() | NAME, "place": st.none() | NAME, "status": st.sampled_from(["announced", "cancelled"]),
        }), max_size=2),
    open_questions=st.lists(st.fixed_dictionaries({"evidence": NUMBERS, "question": TEXT}), max_size=2),
)  # fmt: skip
QUIET = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def everything(found: Grounded) -> list:
    accepted = [*found.actors, *found.positions, *found.planned_talks, *found.open_questions]
    return [*accepted, *(one.item for one in found.rejected)]


def again(found: Grounded) -> Draft:
    """The accepted items as a draft."""

    def of(items):
        kept = []
        for item in items:
            content = json.loads(item.model_dump_json())
            content["evidence"] = [one["sentence"] for one in content["evidence"]]
            if "participants" in content:
                content["participants"] = [one["name"] for one in content["participants"]]
            for ours in ("id", "support", "aliases", "mentions", "holder_id", "date"):
                content.pop(ours, None)
            kept.append(content)
        return kept

    return draft(
        actors=of(found.actors),
        positions=of(found.positions),
        planned_talks=of(found.planned_talks),
        open_questions=of(found.open_questions),
    )


@QUIET
@given(TEXT, DRAFT, LANGUAGE)
def test_any_draft_of_any_text_gets_a_verdict_and_offsets_that_reproduce_the_text(text, items, language):
    normal = normalise_text(text)
    found = ground(items, split_sentences(normal, language), published=None, language=language)
    for item in everything(found):
        assert bool(item.support.reasons) == (item.support.verdict != "supported")
        for one in item.evidence:
            assert normal[one.start : one.end] == one.text


@QUIET
@given(PROSE, DRAFT, st.sampled_from(["de", "en", "fr"]))
def test_no_item_disappears(text, items, language):
    found = ground(items, split_sentences(normalise_text(text), language), published=None, language=language)
    by_letter = {letter: sum(item.id[0] == letter for item in everything(found)) for letter in "ptq"}
    assert by_letter == {
        "p": len(items.positions),
        "t": len(items.planned_talks),
        "q": len(items.open_questions),
    }


def reasons_left(item) -> list[str]:
    """Sentence numbers that do not exist are gone from an accepted item, and with them that reason."""
    return [reason for reason in item.support.reasons if reason != "evidence_out_of_range"]


@QUIET
@given(PROSE, DRAFT, st.sampled_from(["de", "en"]))
def test_what_was_accepted_is_accepted_again_with_the_same_verdict(text, items, language):
    sentences = split_sentences(normalise_text(text), language)
    first = ground(items, sentences, published=None, language=language)
    second = ground(again(first), sentences, published=None, language=language)
    assert second.rejected == []
    for kind in ("actors", "positions", "planned_talks", "open_questions"):
        one, two = getattr(first, kind), getattr(second, kind)
        assert [reasons_left(item) for item in one] == [reasons_left(item) for item in two]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "„",
        "“”«»",
        "'" * 50,
        "\u0301\u0301",
        "١٢٣ ٤٥٦",
        "½ ² ③",
        "1" * 400,
        "0,0,0.0.0:0",
        "ß" * 99,
        "\U0001f600" * 9,
    ],
)
def test_odd_characters_are_no_problem(text):
    normal = normalise_text(f"Anna sagte {text} . {text}")
    items = draft(
        positions=[{"evidence": [1], "holder": "Anna", "statement": text, "mode": "direct", "via": text}]
    )
    for language in ("de", "en", "ar"):
        found = ground(items, split_sentences(normal, language), published=None, language=language)
        kept = [*found.positions, *(one.item for one in found.rejected)]
        assert all(normal[e.start : e.end] == e.text for item in kept for e in item.evidence)


PIECES = st.lists(
    st.sampled_from(
        "1 12 123 1234 000 000,5 1.5 10:30 - – -5 ² don't can’t n't „Ja“, U.S. (x) a-b ½".split()
    ),
    max_size=12,
).flatmap(lambda found: st.sampled_from([" ", "\u00a0", "\n", "\u202f"]).map(lambda blank: blank.join(found)))


@QUIET
@given(st.one_of(TEXT, PIECES), LANGUAGE)
def test_a_text_read_piece_by_piece_has_the_tokens_of_the_whole(text, language):
    words = lexicon(language)
    assert [word.text for word in words.read(text)] == tokens(text)
    assert [word.text for word in words.read(text)] == tokens(text)


FIGURES = st.builds(
    Figures,
    *[st.sets(st.integers(1, 4).map(float), max_size=3)] * 5,
    days=st.sets(st.tuples(st.integers(1, 3).map(float), st.integers(1, 2)), max_size=2),
    months=st.sets(st.integers(1, 3), max_size=2),
)


@QUIET
@given(FIGURES, FIGURES, FIGURES)
def test_what_is_surely_known_stays_known_when_more_is(stated, known, more):
    if surely_known(stated, known):
        everything = merged([known, more])
        for figures in (known, everything):
            assert not missing_numbers(stated, figures)
            assert not missing_dates(stated, figures)
