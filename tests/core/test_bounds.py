"""A reply that floods is cut, and what was cut is reported."""

from summarizer.core.bounds import LONGEST_NAME, LONGEST_TEXT, MOST_ITEMS, MOST_PARTICIPANTS, bounded
from summarizer.core.draft import Draft
from tests.endpoint import DRAFT


def draft(**change):
    return Draft.model_validate({**DRAFT, **change})


def test_a_normal_draft_passes_unchanged():
    assert bounded(draft(), verbatim=False) == (draft(), [])


def test_items_strings_and_lists_are_cut_and_reported():
    actor = {**DRAFT["actors"][0], "name": "A" * 10_000, "evidence": list(range(500))}
    talk = {**DRAFT["planned_talks"][0], "participants": ["B" * 9_000] * 100}
    cut, notices = bounded(
        draft(
            headline="H" * 100_000,
            actors=[actor] * (MOST_ITEMS["actors"] + 7),
            positions=[{**DRAFT["positions"][0], "statement": "S" * 100_000}],
            planned_talks=[talk],
        ),
        verbatim=False,
    )
    assert len(cut.actors) == MOST_ITEMS["actors"]
    assert len(cut.actors[0].name) == LONGEST_NAME
    assert len(cut.positions[0].statement) == LONGEST_TEXT
    assert len(cut.planned_talks[0].participants) == MOST_PARTICIPANTS
    assert len(cut.planned_talks[0].participants[0]) == LONGEST_NAME
    assert len(cut.headline) <= LONGEST_TEXT
    assert notices[0] == "7 actors beyond the first 60 were cut"
    assert any("over-long texts" in notice for notice in notices)
    assert any("lists of participants" in notice for notice in notices)


def test_sentences_of_the_article_keep_their_length():
    long = "Wort " * 1000
    kept, notices = bounded(draft(positions=[{**DRAFT["positions"][0], "statement": long}]), verbatim=True)
    assert kept.positions[0].statement == long.strip()
    assert notices == []
