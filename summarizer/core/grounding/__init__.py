"""The model's word is never enough: every item is checked against the sentences it cites."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from summarizer.core.draft import Draft
from summarizer.core.grounding.items import Items
from summarizer.core.grounding.reading import Reading
from summarizer.core.grounding.verdicts import failed, verdict
from summarizer.core.sentences import Sentence
from summarizer.core.summary import (
    Abstract,
    Actor,
    OpenQuestion,
    PlannedTalk,
    Position,
    Rejected,
    RejectedActor,
    RejectedPosition,
    RejectedQuestion,
    RejectedTalk,
)

__all__ = ["Grounded", "ground", "verdict"]


@dataclass(frozen=True, slots=True)
class Grounded:
    """The items of a draft after the checks."""

    headline: str
    """As the model wrote it; empty where the article does not support it."""
    abstract: Abstract | None
    actors: list[Actor]
    positions: list[Position]
    planned_talks: list[PlannedTalk]
    open_questions: list[OpenQuestion]
    rejected: list[Rejected]
    notices: list[str] = field(default_factory=list)
    """What a reader should know of the checks: made without language knowledge, abstract withheld."""


def ground(
    draft: Draft,
    sentences: Sequence[Sentence],
    *,
    published: datetime.date | None,
    language: str | None,
    title: str | None = None,
) -> Grounded:
    """Check every item of `draft` against `sentences`; unsupported ones end up in `rejected`.

    `published` anchors dates; the headline may also say what the article's `title` says.
    """
    reading = Reading(sentences, language)
    items = Items(reading, published, language)
    actors = items.actors(draft)
    positions = [items.position(f"p{n}", item) for n, item in enumerate(draft.positions, 1)]
    talks = [items.talk(f"t{n}", item) for n, item in enumerate(draft.planned_talks, 1)]
    questions = [items.question(f"q{n}", item) for n, item in enumerate(draft.open_questions, 1)]
    headline, doubts = items.headline(draft.headline, title)
    abstract, notices = items.abstract(draft)
    rejected: list[Rejected] = [
        *(RejectedActor(item=i, reasons=i.support.reasons) for i in actors if failed(i.support)),
        *(RejectedPosition(item=i, reasons=i.support.reasons) for i in positions if failed(i.support)),
        *(RejectedTalk(item=i, reasons=i.support.reasons) for i in talks if failed(i.support)),
        *(RejectedQuestion(item=i, reasons=i.support.reasons) for i in questions if failed(i.support)),
    ]
    return Grounded(
        headline=headline,
        abstract=abstract,
        actors=[item for item in actors if not failed(item.support)],
        positions=[item for item in positions if not failed(item.support)],
        planned_talks=[item for item in talks if not failed(item.support)],
        open_questions=[item for item in questions if not failed(item.support)],
        rejected=rejected,
        notices=[*_language_notice(language, reading), *doubts, *notices],
    )


def _language_notice(language: str | None, reading: Reading) -> list[str]:
    if reading.table.code:
        return []
    named = f'language "{language}"' if language else "unknown language"
    return [f"{named}: only the checks that hold in every language (no negation, number words, speakers)"]
