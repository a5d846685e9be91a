"""One repair round: what was rejected is sent back once, with the reasons."""

import json

from summarizer.core.errors import ProviderUnavailableError
from summarizer.core.pipeline import Options, summarize_article
from summarizer.core.usage import Outcome
from summarizer.resources import load_prompt
from tests.core.test_pipeline import LONG, PROMPT, Scripted
from tests.endpoint import DRAFT

INVENTED = {**DRAFT["positions"][0], "holder": "Otto Niemand", "statement": "Otto Niemand ist dagegen."}
BAD = {**DRAFT, "positions": [*DRAFT["positions"], INVENTED]}
NOTHING = {
    **DRAFT,
    "headline": "",
    "abstract": {"evidence": [], "text": ""},
    "actors": [],
    "positions": [],
    "planned_talks": [],
    "open_questions": [],
}
CORRECTED = {
    **NOTHING,
    "positions": [
        {**INVENTED, "holder": "Anna Berg", "statement": "Die Gespräche würden in Bonn fortgesetzt."}
    ],
}


def run(article, *results, **more):
    extractor = Scripted(*results, **more)
    return summarize_article(article, extractor, PROMPT, Options()), extractor


def holders(summary):
    return [position.holder for position in summary.positions]


def test_the_item_and_its_reasons_are_quoted_after_the_models_own_answer(article):
    _, extractor = run(article, BAD, CORRECTED)
    first, second = extractor.requests
    assert second.messages[: len(first.messages)] == first.messages
    answer, ask = second.messages[-2:]
    assert answer.role == "assistant"
    assert json.loads(answer.content)["headline"] == DRAFT["headline"]
    assert "Otto Niemand" in ask.content
    assert "name not in article" in ask.content
    assert "Anna Berg kündigt" not in ask.content


def test_a_correction_takes_the_place_of_the_rejected_item(article):
    summary, _ = run(article, BAD, CORRECTED)
    assert summary.rejected == []
    assert holders(summary) == ["Anna Berg", "Anna Berg"]
    assert summary.headline == DRAFT["headline"]
    assert summary.provenance.repairs == 1
    assert len(summary.provenance.attempts) == 2
    assert summary.provenance.usage.input_tokens == 20
    assert "corrected or withdrew" in summary.notices[-1]


def test_an_item_that_the_model_withdraws_is_reported_as_such(article):
    summary, _ = run(article, BAD, NOTHING)
    assert summary.rejected == []
    assert holders(summary) == ["Anna Berg"]
    assert summary.notices == [
        "1 unsupported items were sent back to the model, which corrected or withdrew them"
    ]


def test_an_item_that_fails_again_is_rejected_once(article):
    summary, extractor = run(article, BAD, {**NOTHING, "positions": [INVENTED]})
    assert [item.item.holder for item in summary.rejected] == ["Otto Niemand"]
    assert len(extractor.requests) == 2


def test_a_model_that_repeats_its_whole_answer_doubles_nothing(article):
    summary, _ = run(article, BAD, BAD)
    assert holders(summary) == ["Anna Berg"]
    assert len(summary.rejected) == len(summary.actors) == 1


def test_without_a_usable_answer_the_first_one_stands(article):
    for result in (Outcome.REFUSED, ProviderUnavailableError("gone")):
        summary, _ = run(article, BAD, result)
        assert summary.status == "ok"
        assert holders(summary) == ["Anna Berg"]
        assert len(summary.rejected) == 1
        assert "no usable answer" in summary.notices[-1]


def test_nothing_is_sent_when_nothing_was_rejected(article):
    assert len(run(article, DRAFT)[1].requests) == 1


def test_the_local_model_and_long_articles_are_not_asked_again(article):
    import dataclasses

    extractor = Scripted(BAD)
    extractor.card = dataclasses.replace(extractor.card, repairs_items=False)
    assert len(summarize_article(article, extractor, load_prompt("summarize-v1"), Options()).rejected) == 1
    assert len(extractor.requests) == 1
    summary, extractor = run(LONG, BAD, DRAFT, budget=300)
    assert len(extractor.requests) == summary.provenance.parts


def test_what_is_cut_or_left_out_of_a_correction_is_reported_too(article):
    talk = {**DRAFT["planned_talks"][0], "when": "nach Angaben aus Bonn", "place": None}
    flood = {**CORRECTED, "planned_talks": [talk], "open_questions": [DRAFT["open_questions"][0]] * 100}
    summary, _ = run(article, BAD, flood)
    assert any("open questions beyond the first" in notice for notice in summary.notices)
    assert any("names no time: nach Angaben aus Bonn" in notice for notice in summary.notices)
