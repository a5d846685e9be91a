"""The library: one function, the same path as the command line."""

import json

import pytest

from summarizer import Article, ArticleSummary, ProviderError, build, summarize
from tests.endpoint import DRAFT, TEXT, completion, failure


def test_summarize_takes_a_text_or_an_article(serve):
    server = serve(completion(DRAFT))
    for article in (TEXT, Article(text=TEXT, language="de")):
        summary = summarize(article, model="m", base_url=server.base_url)
        assert isinstance(summary, ArticleSummary)
        assert summary.article.language == "de"
    assert len(server.requests) == 2


def test_the_command_line_gives_the_same_summary(serve, cli, article_file):
    server = serve(completion(DRAFT))
    ours = summarize(Article(text=TEXT, source=str(article_file)), model="m", base_url=server.base_url)
    printed = json.loads(
        cli("run", str(article_file), "--format", "json", "--model", "m", "--base-url", server.base_url).out
    )
    mine = json.loads(ours.model_dump_json())
    for summary in (mine, printed):
        for changing in ("attempts", "started", "seconds"):
            del summary["provenance"][changing]
    assert mine == printed


def test_a_broken_endpoint_is_an_exception_of_ours(serve):
    with pytest.raises(ProviderError, match="API key") as raised:
        summarize(TEXT, model="m", base_url=serve(failure(401)).base_url)
    assert raised.value.hint
    assert len(raised.value.attempts) == 1


def test_a_summary_round_trips_through_json(serve, settings_for, article):
    with build(settings_for(serve(completion(DRAFT)))) as summarizer:
        summary = summarizer.summarize(article, keep_text=True)
    assert ArticleSummary.model_validate_json(summary.model_dump_json()) == summary
    assert summary.article.text == article.text


@pytest.fixture(autouse=True)
def _forget_the_shared_connection():
    yield
    from summarizer import api

    if hasattr(api._recent, "summarizer"):
        api._recent.summarizer.close()
        del api._recent.summarizer, api._recent.settings
