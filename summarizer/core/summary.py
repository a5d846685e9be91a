"""The public result: `ArticleSummary`, the contract behind `schemas/article-summary.schema.json`."""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from summarizer.core.dates import DateInterval
from summarizer.core.described import Described
from summarizer.core.draft import ActorKind, PositionMode, TalkStatus
from summarizer.core.prompt import Style
from summarizer.core.support import Reason, Support
from summarizer.core.usage import Attempt, Cost, Usage

SCHEMA_VERSION: Literal["1.0"] = "1.0"


class Status(StrEnum):
    """How the summary as a whole ended; "nothing found" is never "failed"."""

    OK = "ok"
    """At least one item was found."""
    EMPTY = "empty"
    """The model answered properly and nothing in the article is to be reported."""
    REFUSED = "refused"
    """The model declined to answer."""
    TRUNCATED = "truncated"
    """The answer, or that for a part of the article, was cut at the output limit."""
    FAILED = "failed"
    """No usable answer, also after asking again."""


class Evidence(Described):
    """One sentence that supports an item."""

    sentence: int
    """Its number, from 1."""
    start: int
    """Offset of its first character in the normalised article text, in Unicode code points."""
    end: int
    """Offset behind its last character."""
    text: str
    """The article's own words: exactly `text[start:end]`."""


class SentenceSpan(Described):
    """Where a sentence stands."""

    n: int
    """Number, from 1."""
    start: int
    """Offset of the first character in the normalised article text, in Unicode code points."""
    end: int
    """Offset behind the last character."""


class ArticleReference(Described):
    """The article that was summarised, by reference: its text is not repeated here unless asked for."""

    id: str
    """Identifier within the archive; by default the first 16 digits of `sha256`."""
    source: str | None
    """Path, URL or outlet."""
    title: str | None
    """Headline of the article."""
    published: datetime.date | None
    """Day of publication."""
    language: str | None
    """ISO 639-1 code, given or detected."""
    sha256: str
    """SHA-256 of the normalised text in UTF-8, hexadecimal."""
    characters: int
    """Length of the normalised text in Unicode code points."""
    sentences: list[SentenceSpan]
    """All sentences with their offsets."""
    text: str | None = None
    """The normalised text, where the summary was asked to carry it."""


class Abstract(Described):
    """The article in one to three sentences."""

    text: str
    """The abstract; for extractive models the article's own sentences."""
    evidence: list[Evidence]
    """Sentences that it rests on."""


class Actor(Described):
    """Someone who acts, speaks or is acted upon."""

    id: str
    """Identifier within this summary, "a1", "a2", ..."""
    name: str
    """Fullest form of the name in the article."""
    kind: ActorKind
    """person, organization, country (also its government) or group."""
    role: str | None
    """Function as the article gives it."""
    aliases: list[str]
    """Other forms under which the article names this actor."""
    mentions: list[int]
    """Numbers of all sentences that name the actor in one of these forms."""
    evidence: list[Evidence]
    """Sentence of the first or fullest mention."""
    support: Support
    """Verdict of the checks."""


class Position(Described):
    """One statement of one holder."""

    id: str
    """Identifier within this summary, "p1", "p2", ..."""
    holder: str
    """Who states it, as the article names them."""
    holder_id: str | None
    """The actor who holds it, or null where the holder is no named actor."""
    statement: str
    """What is stated; for extractive models the article's own sentences."""
    mode: PositionMode
    """direct: quoted; indirect: reported speech; reported: told without wording."""
    via: str | None
    """Outlet or go-between through which it is known."""
    evidence: list[Evidence]
    """Sentences that it rests on."""
    support: Support
    """Verdict of the checks."""


class Participant(Described):
    """Who takes part in a planned talk."""

    name: str
    """As the article names them."""
    actor_id: str | None
    """The actor of this summary, or null."""


class PlannedTalk(Described):
    """A meeting, negotiation or hearing that lies in the future, seen from the article."""

    id: str
    """Identifier within this summary, "t1", "t2", ..."""
    participants: list[Participant]
    """May be empty where the article names none."""
    topic: str | None
    """What it is about, in the article's words."""
    when: str | None
    """When, in the article's words."""
    date: DateInterval | None
    """The days that `when` denotes, given the day of publication; null where that cannot be known."""
    place: str | None
    """Where, in the article's words."""
    status: TalkStatus
    """announced, reported, proposed, postponed or cancelled."""
    evidence: list[Evidence]
    """Sentences that it rests on."""
    support: Support
    """Verdict of the checks."""


class OpenQuestion(Described):
    """Something that the article leaves or names as unknown, undecided or disputed."""

    id: str
    """Identifier within this summary, "q1", "q2", ..."""
    question: str
    """The question; for extractive models the sentence that leaves it open."""
    evidence: list[Evidence]
    """Sentences that it rests on."""
    support: Support
    """Verdict of the checks."""


class RejectedActor(Described):
    """An actor that did not pass the checks."""

    kind: Literal["actor"] = "actor"
    """What kind of item it is."""
    item: Actor
    """The item as the model gave it."""
    reasons: list[Reason]
    """Why it was rejected."""


class RejectedPosition(Described):
    """A position that did not pass the checks."""

    kind: Literal["position"] = "position"
    """What kind of item it is."""
    item: Position
    """The item as the model gave it."""
    reasons: list[Reason]
    """Why it was rejected."""


class RejectedTalk(Described):
    """A planned talk that did not pass the checks."""

    kind: Literal["planned_talk"] = "planned_talk"
    """What kind of item it is."""
    item: PlannedTalk
    """The item as the model gave it."""
    reasons: list[Reason]
    """Why it was rejected."""


class RejectedQuestion(Described):
    """An open question that did not pass the checks."""

    kind: Literal["open_question"] = "open_question"
    """What kind of item it is."""
    item: OpenQuestion
    """The item as the model gave it."""
    reasons: list[Reason]
    """Why it was rejected."""


Rejected = Annotated[
    RejectedActor | RejectedPosition | RejectedTalk | RejectedQuestion, Field(discriminator="kind")
]


class PromptReference(Described):
    """Which prompt made the request."""

    name: str
    """Folder under prompts/."""
    version: int
    """Version within that name."""
    sha256: str
    """Hash of its texts and style."""


class Provenance(Described):
    """How the summary came about, complete enough to repeat or audit it."""

    key: str
    """SHA-256 over article, prompt, schema, model and parameters: equal keys, equal question."""
    model: str
    """Model name as the endpoint knows it."""
    endpoint: str
    """Where it runs, without credentials; "local" for the model that ships with the program."""
    style: Style
    """abstractive or extractive."""
    prompt: PromptReference
    """The prompt."""
    schema_version: str
    """Version of this schema."""
    tool_version: str
    """Version of the program."""
    parts: int
    """Into how many parts a long article was split; 1 for most."""
    repairs: int
    """Requests that asked again because an answer was invalid or items were unsupported."""
    attempts: list[Attempt]
    """Every request that was sent, failed ones included."""
    usage: Usage
    """Tokens, summed over the attempts."""
    cost: Cost | None
    """Estimated cost, or null where the price of the model or its usage is unknown."""
    started: datetime.datetime | None
    """When the first request was sent, UTC."""
    seconds: float
    """Spent on requests, retries and waiting included."""


class ArticleSummary(Described):
    """A structured summary of one news article, every item tied to the sentences that support it."""

    schema_version: Literal["1.0"] = SCHEMA_VERSION
    """Version of this schema."""
    status: Status
    """ok, empty, refused, truncated or failed."""
    notices: list[str]
    """What a reader should know of how the summary came about: parts missing, items cut."""
    article: ArticleReference
    """The article."""
    headline: str
    """Headline; the article's own title or a sentence of it for extractive models, and where the article
    does not support the model's."""
    abstract: Abstract | None
    """What happened, or null where the model gave none."""
    actors: list[Actor]
    """Who is involved."""
    positions: list[Position]
    """Who said what."""
    planned_talks: list[PlannedTalk]
    """Which talks are planned."""
    open_questions: list[OpenQuestion]
    """What is still open."""
    rejected: list[Rejected]
    """Items of the model that the article does not support; never dropped silently."""
    provenance: Provenance
    """How the summary came about."""
