"""The model's word is never enough: every item is checked against the sentences it cites.

This first layer asks whether the evidence exists, whether names occur in the article and whether
copied phrases are verbatim. It decides who is an actor, which actor holds a position, and what is
rejected; nothing of what a model gave disappears silently.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from summarizer.core.dates import resolve_date
from summarizer.core.draft import Draft, DraftActor, DraftPosition, DraftQuestion, DraftTalk
from summarizer.core.names import NameIndex, name_key
from summarizer.core.sentences import Sentence
from summarizer.core.summary import (
    Abstract,
    Actor,
    Evidence,
    OpenQuestion,
    Participant,
    PlannedTalk,
    Position,
    Reason,
    Rejected,
    RejectedActor,
    RejectedPosition,
    RejectedQuestion,
    RejectedTalk,
    Support,
    Verdict,
)

_FATAL = frozenset({Reason.EVIDENCE_MISSING, Reason.NAME_NOT_IN_ARTICLE, Reason.SPAN_NOT_VERBATIM})


@dataclass(frozen=True, slots=True)
class Grounded:
    """The items of a draft after the checks."""

    abstract: Abstract | None
    actors: list[Actor]
    positions: list[Position]
    planned_talks: list[PlannedTalk]
    open_questions: list[OpenQuestion]
    rejected: list[Rejected]


def ground(
    draft: Draft, sentences: Sequence[Sentence], *, published: datetime.date | None, language: str | None
) -> Grounded:
    """Check every item of `draft` against `sentences`; unsupported ones end up in `rejected`."""
    return _Grounding(sentences, published, language).run(draft)


def verdict(reasons: Iterable[Reason]) -> Support:
    """Unsupported if any reason is fatal, partial if there is any, else supported."""
    found = list(dict.fromkeys(reasons))
    if _FATAL.intersection(found):
        return Support(verdict=Verdict.UNSUPPORTED, reasons=found)
    return Support(verdict=Verdict.PARTIAL if found else Verdict.SUPPORTED, reasons=found)


def _squeezed(text: str) -> str:
    return " ".join(text.split()).casefold()


class _Grounding:
    def __init__(
        self, sentences: Sequence[Sentence], published: datetime.date | None, language: str | None
    ) -> None:
        self._sentences = {s.number: s for s in sentences}
        self._names = NameIndex(sentences)
        self._published = published
        self._language = language
        self._actors: dict[str, Actor] = {}

    def run(self, draft: Draft) -> Grounded:
        actors = [self._actor(f"a{n}", item) for n, item in enumerate(_once(draft.actors), 1)]
        kept = [actor for actor in actors if actor.support.verdict is not Verdict.UNSUPPORTED]
        self._remember(kept)
        positions = [self._position(f"p{n}", item) for n, item in enumerate(draft.positions, 1)]
        talks = [self._talk(f"t{n}", item) for n, item in enumerate(draft.planned_talks, 1)]
        questions = [self._question(f"q{n}", item) for n, item in enumerate(draft.open_questions, 1)]
        rejected: list[Rejected] = [
            *(RejectedActor(item=i, reasons=i.support.reasons) for i in actors if _failed(i.support)),
            *(RejectedPosition(item=i, reasons=i.support.reasons) for i in positions if _failed(i.support)),
            *(RejectedTalk(item=i, reasons=i.support.reasons) for i in talks if _failed(i.support)),
            *(RejectedQuestion(item=i, reasons=i.support.reasons) for i in questions if _failed(i.support)),
        ]
        abstract, _ = self._evidence(draft.abstract.evidence)
        return Grounded(
            abstract=Abstract(text=draft.abstract.text, evidence=abstract) if draft.abstract.text else None,
            actors=kept,
            positions=[item for item in positions if not _failed(item.support)],
            planned_talks=[item for item in talks if not _failed(item.support)],
            open_questions=[item for item in questions if not _failed(item.support)],
            rejected=rejected,
        )

    def _remember(self, actors: Iterable[Actor]) -> None:
        for actor in actors:
            for form in (actor.name, *actor.aliases):
                self._actors.setdefault(name_key(form), actor)

    def _actor_id(self, name: str) -> str | None:
        actor = self._actors.get(name_key(name))
        return actor.id if actor else None

    def _evidence(self, numbers: Iterable[int]) -> tuple[list[Evidence], list[Reason]]:
        cited = sorted(set(numbers))
        valid = [self._sentences[n] for n in cited if n in self._sentences]
        evidence = [Evidence(sentence=s.number, start=s.start, end=s.end, text=s.text) for s in valid]
        if not valid:
            return evidence, [Reason.EVIDENCE_MISSING]
        return evidence, [Reason.EVIDENCE_OUT_OF_RANGE] if len(valid) < len(cited) else []

    def _name(self, name: str | None, evidence: Sequence[Evidence]) -> list[Reason]:
        if name is None:
            return []
        found = self._names.sentences_with(name)
        if not found:
            return [Reason.NAME_NOT_IN_ARTICLE]
        cited = {item.sentence for item in evidence}
        return [] if cited.intersection(found) else [Reason.NAME_NOT_IN_EVIDENCE]

    def _phrase(self, phrase: str | None, evidence: Sequence[Evidence]) -> list[Reason]:
        if phrase is None or any(_squeezed(phrase) in _squeezed(item.text) for item in evidence):
            return []
        return [Reason.PHRASE_NOT_IN_EVIDENCE]

    def _actor(self, identifier: str, item: DraftActor) -> Actor:
        evidence, reasons = self._evidence(item.evidence)
        mentions = self._names.sentences_with(item.name)
        surname = item.name.split()[-1] if item.kind == "person" and " " in item.name else None
        short = self._names.sentences_with(surname) if surname else []
        alias = [surname] if surname and set(short) - set(mentions) else []
        return Actor(
            id=identifier,
            name=item.name,
            kind=item.kind,
            role=item.role,
            aliases=alias,
            mentions=sorted({*mentions, *short}),
            evidence=evidence,
            support=verdict([*reasons, *self._name(item.name, evidence)]),
        )

    def _position(self, identifier: str, item: DraftPosition) -> Position:
        evidence, reasons = self._evidence(item.evidence)
        known = self._names.sentences_with(item.holder)
        return Position(
            id=identifier,
            holder=item.holder,
            holder_id=self._actor_id(item.holder),
            statement=item.statement,
            mode=item.mode,
            via=item.via,
            evidence=evidence,
            support=verdict(
                [
                    *reasons,
                    *([] if known else [Reason.NAME_NOT_IN_ARTICLE]),
                    *self._name_anywhere(item.via),
                ]
            ),
        )

    def _name_anywhere(self, name: str | None) -> list[Reason]:
        return [] if name is None or self._names.sentences_with(name) else [Reason.NAME_NOT_IN_ARTICLE]

    def _talk(self, identifier: str, item: DraftTalk) -> PlannedTalk:
        evidence, reasons = self._evidence(item.evidence)
        names = [reason for name in item.participants for reason in self._name_anywhere(name)]
        phrases = [reason for phrase in (item.when, item.place) for reason in self._phrase(phrase, evidence)]
        return PlannedTalk(
            id=identifier,
            participants=[Participant(name=n, actor_id=self._actor_id(n)) for n in item.participants],
            topic=item.topic,
            when=item.when,
            date=resolve_date(item.when, self._published, self._language) if item.when else None,
            place=item.place,
            status=item.status,
            evidence=evidence,
            support=verdict([*reasons, *names, *phrases]),
        )

    def _question(self, identifier: str, item: DraftQuestion) -> OpenQuestion:
        evidence, reasons = self._evidence(item.evidence)
        return OpenQuestion(
            id=identifier, question=item.question, evidence=evidence, support=verdict(reasons)
        )


def _failed(support: Support) -> bool:
    return support.verdict is Verdict.UNSUPPORTED


def _once(actors: Iterable[DraftActor]) -> list[DraftActor]:
    first: dict[str, DraftActor] = {}
    for actor in actors:
        first.setdefault(name_key(actor.name), actor)
    return list(first.values())
