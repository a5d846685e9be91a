"""The benchmark endpoint answers as an endpoint would, and fails where and how it is told to."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest

pytest.importorskip("uvloop")
pytest.importorskip("httptools")

from benchmarks.articles import WORDS, make_article
from benchmarks.endpoint import FAULTS, MODEL, Behaviour, running
from summarizer.api import build
from summarizer.core.errors import ProviderError
from summarizer.core.summary import ArticleSummary, Status
from summarizer.settings import Settings

ARTICLE = make_article(3)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running() as base_url:
        yield base_url


@pytest.fixture
def control(url: str) -> Callable[..., Any]:
    def call(path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(url.removesuffix("/v1") + path, data, timeout=5) as response:
            return json.load(response)

    call("/__reset", {})
    return call


def summarised(url: str, **more: Any) -> ArticleSummary:
    given = {"model": MODEL, "timeout": 5, "repairs": 0, "origins": {"base_url": "test"}, **more}
    with build(Settings(base_url=url, **given)) as summarizer:
        return summarizer.summarize(ARTICLE)


def test_articles_are_repeatable_and_long_enough() -> None:
    assert make_article(3) == ARTICLE
    assert make_article(4).text != ARTICLE.text
    assert WORDS <= len(ARTICLE.text.split()) < WORDS + 30


@pytest.mark.parametrize("more", [{"style": "abstractive"}, {"style": "extractive"}, {"mode": "tools"}])
def test_answer_is_a_valid_draft_of_the_article(url: str, control: Callable[..., Any], more: Any) -> None:
    summary = summarised(url, **more)
    assert summary.status is Status.OK
    assert summary.positions
    assert summary.headline == ARTICLE.title
    for evidence in (evidence for position in summary.positions for evidence in position.evidence):
        assert evidence.text == ARTICLE.text[evidence.start : evidence.end]


def test_log_tells_every_request(url: str, control: Callable[..., Any]) -> None:
    summarised(url)
    summarised(url)
    log = control("/__log")
    assert [(row["attempt"], row["kind"]) for row in log["rows"]] == [(1, "ok"), (2, "ok")]
    assert log["most_in_flight"] == 1
    assert all(row["sent"] >= row["received"] and row["size"] > len(ARTICLE.text) for row in log["rows"])


@pytest.mark.parametrize(
    ("fault", "ending"),
    [
        ("429", "429"),
        ("500", "500"),
        ("malformed", "failed"),
        ("invalid", "failed"),
        ("truncated", "truncated"),
        ("refused", "refused"),
        ("bad_body", "no chat completion"),
        ("hang", "cannot connect|no complete answer"),
        ("drop", "cannot connect"),
    ],
)
def test_faults_end_as_a_client_expects(
    url: str, control: Callable[..., Any], fault: str, ending: str
) -> None:
    control("/__reset", {"faults": {fault: 1}, "retry_after": 0, "hang": 0.1})
    if ending in {"failed", "truncated", "refused"}:
        assert summarised(url).status == ending
    else:
        with pytest.raises(ProviderError, match=ending):
            summarised(url, deadline=1)
    assert {row["kind"] for row in control("/__log")["rows"]} == {fault}


def test_faults_are_a_pure_function_with_the_asked_shares() -> None:
    behaviour = Behaviour(faults={"429": 0.1, "500": 0.05}, seed=7)
    drawn = [behaviour.draw(f"{number}", 1) for number in range(4000)]
    assert drawn == [behaviour.draw(f"{number}", 1) for number in range(4000)]
    assert drawn.count("429") == pytest.approx(400, abs=60)
    assert drawn.count("500") == pytest.approx(200, abs=45)
    assert drawn != [Behaviour(faults={"429": 0.1, "500": 0.05}, seed=8).draw(f"{n}", 1) for n in range(4000)]


def test_unknown_fault_is_refused() -> None:
    with pytest.raises(ValueError, match=FAULTS[0]):
        Behaviour(faults={"teapot": 1})


def test_random_usage_stays_within_what_the_request_allows(url: str, control: Callable[..., Any]) -> None:
    control("/__reset", {"usage": "random", "seed": 5})
    told = summarised(url, max_output_tokens=900).provenance.usage
    summarised(url, max_output_tokens=900)
    one, other = control("/__log")["rows"]
    assert (one["input_tokens"], one["output_tokens"]) == (told.input_tokens, told.output_tokens)
    assert 1 <= one["input_tokens"] <= one["size"]
    assert 1 <= one["output_tokens"] <= 900
    assert one["output_tokens"] != other["output_tokens"]
    assert one["question"] == other["question"]


def test_log_tells_what_a_rate_limit_asked_for_and_that_it_cost_nothing(
    url: str, control: Callable[..., Any]
) -> None:
    control("/__reset", {"faults": {"429": 1.0}, "retry_after": 30.0})
    with pytest.raises(ProviderError):
        summarised(url, deadline=5)
    row = control("/__log")["rows"][0]
    assert (row["retry_after"], row["input_tokens"], row["output_tokens"]) == (30.0, 0, 0)
