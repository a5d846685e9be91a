"""Long articles are split on sentence boundaries and merged without doubles."""

from hypothesis import given
from hypothesis import strategies as st

from summarizer.core.draft import Draft, IndexDraft
from summarizer.core.parts import estimated_tokens, merge_drafts, merge_index, split_parts
from summarizer.core.sentences import split_sentences
from tests.endpoint import DRAFT


def draft(**change):
    return Draft.model_validate({**DRAFT, **change})


@given(st.lists(st.integers(1, 40), min_size=1, max_size=60), st.integers(40, 400))
def test_parts_cover_everything_in_order_within_the_budget(lengths, budget):
    sentences = split_sentences(" ".join("Wort " * n + "endet hier." for n in lengths), "de")
    parts = split_parts(sentences, budget)
    numbers = [s.number for part in parts for s in part]
    assert sorted(set(numbers)) == [s.number for s in sentences]
    for part in parts:
        assert [s.number for s in part] == list(range(part[0].number, part[-1].number + 1))
        assert len(part) == 1 or sum(map(estimated_tokens, part)) <= budget


def test_each_part_repeats_the_sentences_before_it():
    sentences = split_sentences("Ein kurzer Satz steht hier. " * 20, "de")
    first, second, *_ = split_parts(sentences, 100)
    assert [s.number for s in second[:2]] == [s.number for s in first[-2:]]


def test_a_short_article_is_one_part():
    sentences = split_sentences("Ein Satz. Noch einer.", "de")
    assert split_parts(sentences, 1000) == [sentences]


def test_of_a_repeated_sentence_the_first_part_counts():
    early = IndexDraft.model_validate({"sentences": [{"n": 1, "key": True}, {"n": 2, "open": True}]})
    late = IndexDraft.model_validate({"sentences": [{"n": 2}, {"n": 3, "key": True}]})
    merged = merge_index([early, late])
    assert [(row.n, row.open) for row in merged.sentences] == [(1, False), (2, True), (3, False)]


def test_the_same_actor_and_position_appear_once():
    fuller = {
        **DRAFT["positions"][0],
        "evidence": [1, 2],
        "statement": "Die Gespräche werden in Bonn fortgesetzt.",
    }
    other = {**DRAFT["positions"][0], "evidence": [9], "statement": "Etwas anderes."}
    merged = merge_drafts([draft(), draft(positions=[fuller, other])])
    assert [a.name for a in merged.actors] == ["Anna Berg"]
    assert [p.statement for p in merged.positions] == [fuller["statement"], "Etwas anderes."]
    assert len(merged.planned_talks) == len(merged.open_questions) == 1


def test_two_positions_of_one_part_may_share_a_sentence():
    two = [{**DRAFT["positions"][0], "statement": text} for text in ("Ja.", "Nein.")]
    assert len(merge_drafts([draft(positions=two), draft(positions=[])]).positions) == 2
