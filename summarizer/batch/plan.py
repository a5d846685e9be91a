"""--dry-run: what a run would do and cost, without asking the endpoint anything."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from summarizer.api import build
from summarizer.archive.record import read_records
from summarizer.batch.articles import Articles, Row
from summarizer.batch.budget import greatest_cost
from summarizer.batch.ledger import Ledger
from summarizer.batch.run import Choices
from summarizer.batch.setup import LEDGER
from summarizer.core.article import Article
from summarizer.core.errors import ProviderUnavailableError
from summarizer.core.extraction import ModelCard
from summarizer.core.usage import Price
from summarizer.settings import Settings

_BYTES_A_TOKEN = 4.0
_OVERHEAD = 3500
"""Tokens of prompt, schema and numbering in each request, about."""
_OUTPUT_TOKENS = 900.0
_FIRST_ERROR = 0.5
"""Relative error of a guess without any experience of this archive and model."""
_ENOUGH = 20
_LEAST_ERROR = 0.1
_UNNAMED = "?"


@dataclass(slots=True)
class Estimate:
    """What a run would do. Tokens and US dollars are expectations; `error` is their relative error."""

    card: ModelCard
    articles: int = 0
    """To be summarised."""
    finished: int = 0
    """Already done, or not asked for."""
    unreadable: int = 0
    text_bytes: int = 0
    input_tokens: float = 0.0
    output_tokens: float = 0.0
    error: float = _FIRST_ERROR
    experience: int = 0
    """Answered articles that the estimate rests on."""
    spent: float = 0.0
    """By earlier runs."""
    first_unreadable: list[str] = field(default_factory=list)

    @property
    def cost(self) -> float | None:
        """Expected US dollars; None where the price is unknown."""
        return greatest_cost(self.card.price, round(self.input_tokens), round(self.output_tokens))


def plan(folder: Path, settings: Settings, choices: Choices) -> Estimate:
    """Read the sources to their end and estimate. Raises what opening a run raises, except for a lock."""
    named = (
        settings
        if settings.model or not settings.base_url
        else settings.model_copy(update={"model": _UNNAMED})
    )
    with build(named, transport=_Nowhere()) as summarizer:
        found = Estimate(summarizer.card)
        ledger = Ledger(folder / LEDGER, read_only=True) if (folder / LEDGER).is_file() else None
        articles = Articles(ledger) if ledger else None
        for record in read_records(choices.sources, choices.fields):
            row = articles.get(record.location) if articles and not choices.fresh else None
            if record.article is None:
                found.unreadable += 1
                if len(found.first_unreadable) < 5:
                    found.first_unreadable.append(str(record.error))
            elif _is_wanted(record.article, row, choices, summarizer.key):
                found.articles += 1
                found.text_bytes += len(record.article.text.encode())
            else:
                found.finished += 1
        _estimate(found, ledger)
        if ledger:
            ledger.close()
    return found


def _is_wanted(article: Article, row: Row | None, choices: Choices, key: object) -> bool:
    if choices.only_failed:
        return bool(row and row.failed)
    if row is None or not row.finished:
        return True
    assert callable(key)  # noqa: S101 - a method of the summarizer
    return bool(row.key != key(article) + ("+text" if choices.keep_text else ""))


def _estimate(found: Estimate, ledger: Ledger | None) -> None:
    mean_input = found.text_bytes / max(1, found.articles) / _BYTES_A_TOKEN + _OVERHEAD
    mean_output = _OUTPUT_TOKENS
    if ledger is not None:
        found.spent = ledger.spent()
        found.experience, i, o, ii, oo = ledger.read(
            "SELECT count(*), avg(input_tokens), avg(output_tokens), avg(input_tokens * input_tokens),"
            " avg(output_tokens * output_tokens) FROM articles WHERE input_tokens IS NOT NULL"
            " AND output_tokens IS NOT NULL"
        )[0]
        if found.experience >= _ENOUGH:
            mean_input, mean_output = i, o
            found.error = _error(found, found.card.price, (i, o, ii, oo))
    found.input_tokens = found.articles * mean_input
    found.output_tokens = found.articles * mean_output


def _error(found: Estimate, price: Price | None, moments: tuple[float, ...]) -> float:
    """Twice the standard error of the sum, relative; never below what articles of other kinds may do."""
    i, o, ii, oo = moments
    weights = (price.input, price.output) if price and price.output else (1.0, 1.0)
    mean = weights[0] * i + weights[1] * o
    deviation = weights[0] * math.sqrt(max(0.0, ii - i * i)) + weights[1] * math.sqrt(max(0.0, oo - o * o))
    if not mean:
        return _FIRST_ERROR
    number = max(1, found.articles)
    spread = 2 * deviation / mean * math.sqrt(1 / found.experience + 1 / number)
    return max(_LEAST_ERROR, spread)


class _Nowhere(httpx2.BaseTransport):
    """Asks nothing."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Refuse."""
        raise ProviderUnavailableError("a dry run asks nothing of the endpoint")
