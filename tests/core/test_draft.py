"""Index drafts become drafts whose every string is a span of the article."""

import pytest
from pydantic import ValidationError

from summarizer.core.draft import Draft, IndexDraft
from tests.endpoint import DRAFT

LINES = {
    1: "Anna Berg sprach.",
    2: "Sie forderte Geld.",
    3: "Wann, ist offen.",
    4: "Man trifft sich am Montag in Bonn.",
}


def resolve(*rows, title=None):
    return IndexDraft.model_validate({"sentences": list(rows)}).resolve(LINES, title)


def test_statements_and_questions_are_the_sentences_themselves():
    draft = resolve({"n": 1, "said": [{"by": "Anna Berg", "mode": "indirect"}]}, {"n": 3, "open": True})
    assert draft.positions[0].statement == LINES[1]
    assert draft.open_questions[0].question == LINES[3]


def test_a_continued_statement_joins_the_same_speakers_last_one():
    said = {"by": "Anna Berg", "mode": "indirect"}
    draft = resolve({"n": 1, "said": [said]}, {"n": 2, "said": [{**said, "cont": True}]})
    assert [(p.evidence, p.statement) for p in draft.positions] == [([1, 2], f"{LINES[1]} {LINES[2]}")]


def test_a_continuation_without_a_beginning_is_a_beginning():
    draft = resolve({"n": 2, "said": [{"by": "Anna Berg", "mode": "direct", "cont": True}]})
    assert draft.positions[0].evidence == [2]


def test_a_continued_talk_keeps_date_and_place_of_its_first_row():
    first = {"with": ["Anna Berg"], "status": "announced"}
    more = {"with": ["Bonn"], "when": "am Montag", "where": "Bonn", "status": "reported", "cont": True}
    (talk,) = resolve({"n": 1, "talks": [first]}, {"n": 4, "talks": [more]}).planned_talks
    assert (talk.evidence, talk.participants, talk.when, talk.place, talk.status) == (
        [1, 4],
        ["Anna Berg"],
        None,
        None,
        "announced",
    )


def test_the_abstract_is_at_most_three_key_sentences_and_the_first_sentence_by_default():
    assert resolve(*({"n": n, "key": True} for n in LINES)).abstract.evidence == [1, 2, 3]
    assert resolve({"n": 2}).abstract.text == LINES[2]


def test_the_title_is_the_headline_where_there_is_one():
    assert resolve({"n": 2, "key": True}, title="Titel").headline == "Titel"
    assert resolve({"n": 2, "key": True}).headline == LINES[2]


def test_rows_of_sentences_that_do_not_exist_are_ignored():
    assert resolve({"n": 99, "open": True, "key": True}).open_questions == []


def test_what_a_model_writes_carries_no_controls():
    draft = Draft.model_validate({**DRAFT, "headline": "A\x1b]8;;http://x\x07B\u202e\nC"})
    assert draft.headline == "A]8;;http://xB C"


@pytest.mark.parametrize("change", [{"headline": None}, {"extra": 1}, {"actors": [{"name": "x"}]}])
def test_what_does_not_fit_the_schema_is_refused(change):
    with pytest.raises(ValidationError):
        Draft.model_validate({**DRAFT, **change})


def test_evidence_comes_first_in_every_item():
    """Ground, then speak: models fill fields in this order."""
    definitions = Draft.model_json_schema()["$defs"]
    assert all(next(iter(item["properties"])) == "evidence" for item in definitions.values())
