"""The whole path with a scripted extractor: statuses, parts, provenance."""

import datetime

import pytest

from summarizer.core.article import Article
from summarizer.core.draft import Draft
from summarizer.core.errors import InputError, ProviderUnavailableError
from summarizer.core.extraction import Extraction, ModelCard
from summarizer.core.pipeline import Options, summarize_article
from summarizer.core.prompt import Style
from summarizer.core.provenance import summary_key
from summarizer.core.usage import Attempt, Outcome, Price, Usage
from summarizer.resources import load_prompt
from tests.endpoint import DRAFT

PROMPT = load_prompt("summarize-v1")
EMPTY = {**DRAFT, "actors": [], "positions": [], "planned_talks": [], "open_questions": []}
AT = datetime.datetime(2026, 1, 12, 8, tzinfo=datetime.UTC)
PRICE = Price(input=1, output=1, dated=datetime.date(2026, 1, 1))


class Scripted:
    """An extractor that gives prepared outcomes and remembers the requests."""

    def __init__(self, *results, budget=10_000, price=PRICE, seconds=300.0):
        self.results = list(results)
        self.requests = []
        self.card = ModelCard("m", "http://x/v1", Style.ABSTRACTIVE, "summarize-v1", budget, price, seconds)

    def extract(self, request):
        self.requests.append(request)
        result = self.results.pop(0) if len(self.results) > 1 else self.results[0]
        if isinstance(result, Exception):
            raise result
        outcome = result if isinstance(result, Outcome) else Outcome.OK
        draft = None if isinstance(result, Outcome) else Draft.model_validate(result)
        usage = Usage(input_tokens=10, output_tokens=5)
        attempt = Attempt(outcome=outcome, usage=usage, started=AT, seconds=1.0)
        return Extraction(draft, outcome, (attempt,), 2.0)


def run(article, *results, options=None, **more):
    extractor = Scripted(*results, **more)
    return summarize_article(article, extractor, PROMPT, options or Options()), extractor


def test_a_good_draft_becomes_a_summary_with_its_provenance(article):
    summary, _ = run(article, DRAFT)
    assert summary.status == "ok"
    assert summary.planned_talks[0].date.start == datetime.date(2026, 1, 20)
    assert summary.positions[0].holder_id == summary.actors[0].id
    provenance = summary.provenance
    assert (provenance.model, provenance.parts, provenance.seconds) == ("m", 1, 2.0)
    assert provenance.cost.amount == 15e-6
    assert provenance.started == AT
    assert provenance.prompt.sha256 == PROMPT.sha256


@pytest.mark.parametrize(
    ("result", "status"),
    [
        (EMPTY, "empty"),
        (Outcome.REFUSED, "refused"),
        (Outcome.TRUNCATED, "truncated"),
        (Outcome.INVALID, "failed"),
        (Outcome.NO_CHOICES, "failed"),
    ],
)
def test_nothing_found_is_never_failed_and_every_failure_keeps_its_usage(article, result, status):
    summary, _ = run(article, result)
    assert summary.status == status
    assert summary.provenance.usage.input_tokens == 10


def test_an_unknown_price_is_null(article):
    assert run(article, DRAFT, price=None)[0].provenance.cost is None


def test_an_article_without_a_sentence_is_refused_before_any_request():
    extractor = Scripted(DRAFT)
    with pytest.raises(InputError, match="no sentence"):
        summarize_article(Article(text=" \n "), extractor, PROMPT, Options())
    assert extractor.requests == []


LONG = Article(text="Ministerin Anna Berg sagte in Bonn wieder etwas. " * 40, language="de")


def test_a_long_article_is_drafted_in_parts_with_its_own_numbers():
    summary, extractor = run(LONG, DRAFT, EMPTY, budget=300)
    assert summary.provenance.parts == len(extractor.requests) > 2
    assert "[1] " in extractor.requests[0].messages[1].content
    assert f"[{extractor.requests[-1].sentences[-1].number}] " in extractor.requests[-1].messages[1].content
    assert summary.notices[0].startswith("long article")
    assert [actor.name for actor in summary.actors] == ["Anna Berg"]


def test_the_deadline_is_shared_by_all_parts():
    summary, extractor = run(LONG, DRAFT, EMPTY, budget=300, seconds=60)
    whole = 60 * summary.provenance.parts
    assert [request.seconds for request in extractor.requests][:3] == [whole, whole - 2, whole - 4]


def test_a_part_that_fails_is_named_and_the_others_stay():
    summary, _ = run(LONG, DRAFT, Outcome.TRUNCATED, EMPTY, budget=300)
    assert summary.status == "truncated"
    assert summary.actors
    assert any("missing: truncated" in notice for notice in summary.notices)


def test_an_endpoint_that_dies_between_parts_does_not_lose_the_paid_ones():
    summary, _ = run(LONG, DRAFT, ProviderUnavailableError("gone"), budget=300)
    assert summary.status == "failed"
    assert summary.actors
    assert summary.provenance.usage.input_tokens == 10


def test_an_endpoint_that_is_dead_from_the_start_is_an_error(article):
    with pytest.raises(ProviderUnavailableError):
        run(article, ProviderUnavailableError("gone"))


def test_the_key_hashes_the_question_and_nothing_else(article):
    card = Scripted(DRAFT).card
    key = summary_key(article, card, PROMPT, None)
    assert key == summary_key(article, card, PROMPT, None)
    assert key != summary_key(article, card, PROMPT, "English")
    assert key != summary_key(article, card, load_prompt("extract-v1"), None)
    assert key != summary_key(article.model_copy(update={"title": "T"}), card, PROMPT, None)
    assert run(article, DRAFT, seconds=5)[0].provenance.key == key


def test_the_text_is_carried_only_when_asked_for(article):
    assert run(article, DRAFT)[0].article.text is None
    assert run(article, DRAFT, options=Options(keep_text=True))[0].article.text == article.text


def test_every_offset_reproduces_the_article(article):
    summary, _ = run(article, DRAFT)
    items = [*summary.actors, *summary.positions, *summary.planned_talks, *summary.open_questions]
    evidence = [one for item in items for one in item.evidence] + summary.abstract.evidence
    assert evidence
    assert all(article.text[one.start : one.end] == one.text for one in evidence)
    assert [article.text[s.start : s.end] for s in summary.article.sentences][
        1
    ] == "Wer teilnimmt, ist offen."


def test_a_headline_that_the_article_does_not_support_gives_way_to_the_articles_own():
    article = Article(text=LONG.text, language="de", title="Berg in Bonn")
    invented = {**DRAFT, "headline": "Otto Niemand zahlt 400 Millionen"}
    for one, headline in (
        (article, "Berg in Bonn"),
        (LONG, "Ministerin Anna Berg sagte in Bonn wieder etwas."),
    ):
        summary, _ = run(one, invented)
        assert summary.headline == headline
        assert any(notice.startswith("headline withheld") for notice in summary.notices)
