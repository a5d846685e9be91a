"""Drafts: what a model fills in. Two shapes, one meaning.

`Draft` is the abstractive shape: free text, with the numbers of the supporting sentences first in
every item, so that a model grounds before it speaks. `IndexDraft` is the extractive shape: the model
only points, sentence by sentence, and `IndexDraft.resolve` turns its marks into a `Draft` whose
every string is a span of the article. The field docstrings are the schema text that models read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field

from summarizer.core.article import normalise_line
from summarizer.core.described import Described

ActorKind = Literal["person", "organization", "country", "group"]
PositionMode = Literal["direct", "indirect", "reported"]
TalkStatus = Literal["announced", "reported", "proposed", "postponed", "cancelled"]

# What a model writes is as hostile as the article: no control, bidi or invisible character passes.
Text = Annotated[str, AfterValidator(normalise_line)]

_LONGEST_ABSTRACT = 3


class DraftAbstract(Described):
    """The article in one to three sentences."""

    evidence: list[int]
    """Numbers of the sentences that the abstract rests on, ascending."""
    text: Text
    """One to three sentences, at most 60 words, nothing added from world knowledge."""


class DraftActor(Described):
    """Someone who acts, speaks or is acted upon in the story."""

    evidence: list[int]
    """Number of the sentence with the first or fullest mention; one, at most two."""
    name: Text
    """Fullest form of the name in the article, without titles or roles."""
    kind: ActorKind
    """person, organization, country (also its government) or group (a named group of people)."""
    role: Text | None
    """Function or description as the article gives it, short, in base form; null if none is given."""


class DraftPosition(Described):
    """One statement of one holder."""

    evidence: list[int]
    """Numbers of the fewest sentences that support it, ascending, one to three."""
    holder: Text
    """The speaker, named as in actors; otherwise the shortest exact phrase of the article."""
    statement: Text
    """What is stated: a self-contained clause of at most 30 words, names instead of pronouns."""
    mode: PositionMode
    """direct: wording in quotation marks; indirect: reported speech; reported: told without wording."""
    via: Text | None
    """Outlet or go-between through which it is known, where the article names one; else null."""


class DraftTalk(Described):
    """A future meeting, negotiation, summit, hearing or consultation, seen from the article."""

    evidence: list[int]
    """Numbers of the fewest sentences that support it, ascending, one to three."""
    participants: list[Text]
    """Names as in actors where possible; empty only if none is given."""
    topic: Text | None
    """Exact short phrase of the article, or null."""
    when: Text | None
    """Exact short phrase of the article ("am 20. Januar"), or null."""
    place: Text | None
    """Exact short phrase of the article, or null."""
    status: TalkStatus
    """announced by a participant or settled; reported by media or sources only; proposed, not agreed;
    postponed; cancelled."""


class DraftQuestion(Described):
    """Something that the article itself leaves or names as unknown, undecided or disputed."""

    evidence: list[int]
    """Numbers of the fewest sentences that support it, ascending, one to three."""
    question: Text
    """One short question in the article's language."""


class Draft(Described):
    """A structured summary of the numbered sentences; every item cites the sentences it rests on."""

    headline: Text
    """Own headline of at most 12 words."""
    abstract: DraftAbstract
    """What happened."""
    actors: list[DraftActor]
    """In order of first mention, at most 10, each once; outlets that merely report are not actors."""
    positions: list[DraftPosition]
    """Every attributed statement, demand, claim, denial, promise or question; one per holder and point."""
    planned_talks: list[DraftTalk]
    """Future talks only; no past meetings, trials, elections, matches or demonstrations."""
    open_questions: list[DraftQuestion]
    """Often none; no journalistic follow-ups of your own."""


class IndexActor(Described):
    """An actor first named in this sentence."""

    name: Text
    """Name, copied from this sentence."""
    kind: ActorKind
    """person, organization, country or group."""
    role: Text | None = None
    """Function or description, copied from this sentence."""


class IndexSpeech(Described):
    """Someone states something in this sentence."""

    by: Text
    """The speaker, copied from the article."""
    mode: PositionMode
    """direct, indirect or reported."""
    via: Text | None = None
    """Outlet or go-between, copied from the article."""
    cont: bool = False
    """True when this continues the same speaker's statement before it."""


class IndexTalk(Described):
    """A planned talk that this sentence tells of."""

    model_config = ConfigDict(populate_by_name=True)

    participants: list[Text] = Field(alias="with")
    """Participants, copied from the article."""
    when: Text | None = None
    """When, copied from this sentence."""
    where: Text | None = None
    """Where, copied from this sentence."""
    status: TalkStatus
    """announced, reported, proposed, postponed or cancelled."""
    cont: bool = False
    """True when this continues the talk before it."""


class IndexRow(Described):
    """Marks of one sentence; what does not apply is left out."""

    n: int
    """Number of the sentence."""
    key: bool = False
    """True when the sentence belongs to the abstract."""
    actors: list[IndexActor] = Field(default=[])
    """Actors that are new in this sentence."""
    said: list[IndexSpeech] = Field(default=[])
    """Who states something in it."""
    talks: list[IndexTalk] = Field(default=[])
    """Planned talks in it."""
    open: bool = False
    """True when it leaves or names something unknown, undecided or disputed."""


class IndexDraft(Described):
    """The article indexed sentence by sentence; every string is copied from it."""

    sentences: list[IndexRow]
    """One row a sentence, in order."""

    def resolve(self, lines: Mapping[int, str], title: str | None) -> Draft:
        """The same content as a `Draft`; statements and questions are the sentences themselves.

        `lines` maps sentence numbers to their text; rows of other numbers are ignored. `cont` joins a
        row's statement to the same speaker's last one, and its talk to the last talk. A continued talk
        keeps the date and place of its first row: a wrong date is worse than none.
        """
        rows = [row for row in self.sentences if row.n in lines]
        key = [row.n for row in rows if row.key][:_LONGEST_ABSTRACT] or [row.n for row in rows[:1]]
        return Draft(
            headline=title or (lines[key[0]] if key else ""),
            abstract=DraftAbstract(evidence=key, text=_joined(key, lines)),
            actors=[
                DraftActor(evidence=[row.n], name=actor.name, kind=actor.kind, role=actor.role)
                for row in rows
                for actor in row.actors
            ],
            positions=_positions(rows, lines),
            planned_talks=_talks(rows),
            open_questions=[
                DraftQuestion(evidence=[row.n], question=lines[row.n]) for row in rows if row.open
            ],
        )


def _joined(numbers: list[int], lines: Mapping[int, str]) -> str:
    return " ".join(lines[n] for n in numbers)


def _positions(rows: list[IndexRow], lines: Mapping[int, str]) -> list[DraftPosition]:
    found: list[tuple[IndexSpeech, list[int]]] = []
    for row in rows:
        for said in row.said:
            earlier = [numbers for first, numbers in found if first.by == said.by] if said.cont else []
            if not earlier:
                found.append((said, [row.n]))
            elif row.n not in earlier[-1]:
                earlier[-1].append(row.n)
    return [
        DraftPosition(
            evidence=numbers,
            holder=said.by,
            statement=_joined(numbers, lines),
            mode=said.mode,
            via=said.via,
        )
        for said, numbers in found
    ]


def _talks(rows: list[IndexRow]) -> list[DraftTalk]:
    found: list[tuple[list[IndexTalk], list[int]]] = []
    for row in rows:
        for talk in row.talks:
            if talk.cont and found:
                found[-1][0].append(talk)
                if row.n not in found[-1][1]:
                    found[-1][1].append(row.n)
            else:
                found.append(([talk], [row.n]))
    return [
        DraftTalk(
            evidence=numbers,
            participants=next((talk.participants for talk in talks if talk.participants), []),
            topic=None,
            when=talks[0].when,
            place=talks[0].where,
            status=talks[0].status,
        )
        for talks, numbers in found
    ]
