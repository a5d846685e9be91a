"""What a request cost: attempts, tokens, money."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from enum import StrEnum

from summarizer.core.described import Described


class Outcome(StrEnum):
    """How one request to the model ended."""

    OK = "ok"
    """A draft that parses."""
    INVALID = "invalid"
    """An answer that is not JSON or does not fit the schema."""
    TRUNCATED = "truncated"
    """The answer stopped at the output limit."""
    REFUSED = "refused"
    """The model declined to answer."""
    NO_CHOICES = "no_choices"
    """The endpoint answered without any content."""
    RATE_LIMITED = "rate_limited"
    """429; asked again after the time that the endpoint named."""
    TIMEOUT = "timeout"
    """No complete answer in time."""
    UNAVAILABLE = "unavailable"
    """Connection failed, or a 5xx."""


class Usage(Described):
    """Tokens as the endpoint counted them; null where it did not say."""

    input_tokens: int | None = None
    """Tokens of the request, cached ones included."""
    output_tokens: int | None = None
    """Tokens of the answer, reasoning included."""
    cached_tokens: int | None = None
    """Part of `input_tokens` that was served from the provider's prompt cache."""

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            input_tokens=_sum(self.input_tokens, other.input_tokens),
            output_tokens=_sum(self.output_tokens, other.output_tokens),
            cached_tokens=_sum(self.cached_tokens, other.cached_tokens),
        )


def _sum(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else one + other


class Attempt(Described):
    """One request as it was sent and answered."""

    outcome: Outcome
    """How it ended."""
    usage: Usage
    """Tokens of this request alone."""
    started: datetime.datetime
    """When it was sent, UTC."""
    seconds: float
    """From sending to the end of the answer."""


class Price(Described):
    """List price of a model."""

    input: float
    """US dollars per million input tokens."""
    output: float
    """US dollars per million output tokens."""
    cached: float | None = None
    """US dollars per million cached input tokens; null: the same as `input`."""
    dated: datetime.date
    """The day on which this price was looked up."""

    def cost(self, usage: Usage) -> Cost | None:
        """What `usage` costs, or None where the endpoint did not count tokens."""
        if usage.input_tokens is None or usage.output_tokens is None:
            return None
        cached = usage.cached_tokens or 0
        cached_price = self.input if self.cached is None else self.cached
        dollars = (
            (usage.input_tokens - cached) * self.input
            + cached * cached_price
            + usage.output_tokens * self.output
        ) / 1e6
        return Cost(amount=round(dollars, 8), currency="USD", prices_dated=self.dated)


class Cost(Described):
    """Money spent according to the price table; an estimate, not an invoice."""

    amount: float
    """In units of `currency`."""
    currency: str
    """ISO 4217 code."""
    prices_dated: datetime.date
    """The day of the price table entry that was used."""


def total_usage(attempts: Iterable[Attempt]) -> Usage:
    """Sum over attempts; a field stays null when no attempt counted it."""
    return sum((attempt.usage for attempt in attempts), Usage())
