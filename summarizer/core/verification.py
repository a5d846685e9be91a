"""Re-checking a stored summary against its article: ours, or anyone's in our schema."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from summarizer.core.article import Article
from summarizer.core.draft import (
    Draft,
    DraftAbstract,
    DraftActor,
    DraftPosition,
    DraftQuestion,
    DraftTalk,
)
from summarizer.core.grounding import Grounded, ground
from summarizer.core.names import name_key
from summarizer.core.sentences import split_sentences
from summarizer.core.summary import Actor, ArticleSummary, Evidence, OpenQuestion, PlannedTalk, Position
from summarizer.core.support import Reason, Support, Verdict

Item = Actor | Position | PlannedTalk | OpenQuestion


@dataclass(frozen=True, slots=True)
class Check:
    """The verdict on one accepted item of a stored summary."""

    id: str
    """As in the summary."""
    text: str
    """What the item says."""
    stored: Support
    """What the summary says of its support."""
    found: Support
    """What the checks say now."""


def verify(summary: ArticleSummary, article: Article) -> list[Check]:
    """Check every accepted item of `summary` against `article`, without a model.

    The item is grounded anew from its words and the sentences it cites, and each evidence must be the
    article's own text at its offsets. What the summary itself claims of its support is not trusted.
    """
    sentences = split_sentences(article.text, article.language or summary.article.language)
    actors = {name_key(actor.name): actor for actor in reversed(summary.actors)}
    once = [*reversed(actors.values())]
    grounded = ground(
        as_draft(summary.model_copy(update={"actors": once})),
        sentences,
        published=article.published or summary.article.published,
        language=article.language or summary.article.language,
    )
    supports = _supports(grounded)
    places = {name: f"a{n}" for n, name in enumerate(reversed(actors), 1)}
    items: list[tuple[str, Item, str]] = [
        *((places[name_key(item.name)], item, item.name) for item in summary.actors),
        *((f"p{n}", item, f"{item.holder}: {item.statement}") for n, item in enumerate(summary.positions, 1)),
        *((f"t{n}", item, _talk(item)) for n, item in enumerate(summary.planned_talks, 1)),
        *((f"q{n}", item, item.question) for n, item in enumerate(summary.open_questions, 1)),
    ]
    return [
        Check(item.id, text, item.support, _with_offsets(supports[place], item.evidence, article.text))
        for place, item, text in items
    ]


def as_draft(summary: ArticleSummary) -> Draft:
    """The accepted items of a summary as a model would have drafted them."""

    def cited(evidence: Iterable[Evidence]) -> list[int]:
        return [one.sentence for one in evidence]

    abstract = summary.abstract
    return Draft(
        headline=summary.headline,
        abstract=DraftAbstract(
            evidence=cited(abstract.evidence) if abstract else [], text=abstract.text if abstract else ""
        ),
        actors=[
            DraftActor(evidence=cited(a.evidence), name=a.name, kind=a.kind, role=a.role)
            for a in summary.actors
        ],
        positions=[
            DraftPosition(
                evidence=cited(p.evidence), holder=p.holder, statement=p.statement, mode=p.mode, via=p.via
            )
            for p in summary.positions
        ],
        planned_talks=[
            DraftTalk(
                evidence=cited(t.evidence),
                participants=[one.name for one in t.participants],
                topic=t.topic,
                when=t.when,
                place=t.place,
                status=t.status,
            )
            for t in summary.planned_talks
        ],
        open_questions=[
            DraftQuestion(evidence=cited(q.evidence), question=q.question) for q in summary.open_questions
        ],
    )


def _supports(grounded: Grounded) -> Mapping[str, Support]:
    """Verdicts by place in the draft: grounding numbers its items in that order."""
    accepted: list[Item] = [
        *grounded.actors,
        *grounded.positions,
        *grounded.planned_talks,
        *grounded.open_questions,
    ]
    items = [*accepted, *(rejected.item for rejected in grounded.rejected)]
    unsure = Support(verdict=Verdict.PARTIAL, reasons=[Reason.EVIDENCE_WEAK])
    # Two actors that turn out to be one ("Kremlin spokesman Peskow", "Peskow") are checked once.
    return defaultdict(lambda: unsure, {item.id: item.support for item in items})


def _with_offsets(support: Support, evidence: Sequence[Evidence], text: str) -> Support:
    if all(text[one.start : one.end] == one.text for one in evidence):
        return support
    reasons = [*support.reasons, Reason.SPAN_NOT_VERBATIM]
    return Support(verdict=Verdict.UNSUPPORTED, reasons=reasons)


def _talk(talk: PlannedTalk) -> str:
    names = ", ".join(one.name for one in talk.participants)
    return " · ".join(part for part in (talk.when, talk.place, talk.topic, names) if part)
