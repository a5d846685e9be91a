"""Costs: unknown is null, never zero."""

import datetime

from summarizer.core.usage import Price, Usage, total_usage

PRICE = Price(input=1.0, output=10.0, cached=0.1, dated=datetime.date(2026, 1, 1))


def test_cached_tokens_cost_their_own_price():
    cost = PRICE.cost(Usage(input_tokens=1_000_000, cached_tokens=500_000, output_tokens=100_000))
    assert cost is not None
    assert cost.amount == 0.5 + 0.05 + 1.0
    assert cost.prices_dated == PRICE.dated


def test_tokens_that_nobody_counted_have_no_cost():
    assert PRICE.cost(Usage()) is None
    assert PRICE.cost(Usage(input_tokens=5)) is None


def test_usage_adds_up_and_stays_null_where_nobody_counted():
    from summarizer.core.usage import Attempt, Outcome

    at = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    attempts = [
        Attempt(outcome=Outcome.RATE_LIMITED, usage=Usage(), started=at, seconds=0.1),
        Attempt(outcome=Outcome.OK, usage=Usage(input_tokens=3, output_tokens=2), started=at, seconds=1),
        Attempt(outcome=Outcome.OK, usage=Usage(input_tokens=4, output_tokens=2), started=at, seconds=1),
    ]
    assert total_usage(attempts) == Usage(input_tokens=7, output_tokens=4, cached_tokens=None)
