"""The article as the page shows it: numbered sentences, or the quotations that stand in for it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from summarizer.core.article import normalise_text
from summarizer.core.summary import (
    Actor,
    ArticleSummary,
    Evidence,
    OpenQuestion,
    PlannedTalk,
    Position,
    SentenceSpan,
)

_HARD_WRAP = 120


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the article; `number` is that of the sentence, or None between sentences."""

    number: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Passages:
    """`whole` says whether this is the article's text; `other` that the text at hand was another one."""

    paragraphs: tuple[tuple[Piece, ...], ...]
    whole: bool
    other: bool = False

    @property
    def numbers(self) -> frozenset[int]:
        """The sentences that are there to point at."""
        return frozenset(
            piece.number for pieces in self.paragraphs for piece in pieces if piece.number is not None
        )


def passages(summary: ArticleSummary, text: str | None) -> Passages:
    """The article by its sentences where `text`, or else the text in the summary, is what was summarised."""
    given = text if text is not None else summary.article.text
    if given is None:
        return Passages(tuple(_quotations(summary)), whole=False)
    found = normalise_text(given)
    if hashlib.sha256(found.encode()).hexdigest() != summary.article.sha256:
        return Passages(tuple(_quotations(summary)), whole=False, other=True)
    return Passages(
        tuple(_paragraphs(found, list(_sound(summary.article.sentences, len(found))))), whole=True
    )


def _sound(spans: Iterable[SentenceSpan], length: int) -> Iterator[SentenceSpan]:
    """The spans that lie one behind the other within the text; a forged summary may have any."""
    last, numbers = 0, set[int]()
    for span in spans:
        if last <= span.start < span.end <= length and span.n > 0 and span.n not in numbers:
            last = span.end
            numbers.add(span.n)
            yield span


def _paragraphs(text: str, spans: list[SentenceSpan]) -> Iterator[tuple[Piece, ...]]:
    wrapped = max(map(len, text.split("\n"))) <= _HARD_WRAP
    gap = re.compile(r"\n[ \t]*\n" if wrapped else r"\n")
    pieces: list[Piece] = []
    end = 0
    for span in spans:
        between = text[end : span.start]
        if gap.search(between) and pieces:
            yield tuple(pieces)
            pieces = []
        if between.strip():
            pieces.append(Piece(None, between))
        pieces.append(Piece(span.n, text[span.start : span.end]))
        end = span.end
    if text[end:].strip():
        pieces.append(Piece(None, text[end:]))
    if pieces:
        yield tuple(pieces)


def _quotations(summary: ArticleSummary) -> Iterator[tuple[Piece, ...]]:
    found: dict[int, str] = {}
    for evidence in _all_evidence(summary):
        if evidence.sentence > 0:
            found.setdefault(evidence.sentence, evidence.text)
    for number in sorted(found):
        yield (Piece(number, found[number]),)


def _all_evidence(summary: ArticleSummary) -> Iterator[Evidence]:
    if summary.abstract:
        yield from summary.abstract.evidence
    kinds: tuple[Sequence[Actor | Position | PlannedTalk | OpenQuestion], ...] = (
        summary.actors,
        summary.positions,
        summary.planned_talks,
        summary.open_questions,
    )
    for items in kinds:
        for item in items:
            yield from item.evidence
    for rejected in summary.rejected:
        yield from rejected.item.evidence
