"""Gold annotations: what `evals/GUIDE.md` asks annotators to write, checked when a data set is read."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from summarizer.core.draft import ActorKind, PositionMode, TalkStatus


def _ascending(numbers: list[int]) -> list[int]:
    if numbers != sorted(set(numbers)):
        raise ValueError("sentence numbers must ascend, each once")
    return numbers


Evidence = Annotated[list[Annotated[int, Field(ge=1)]], AfterValidator(_ascending)]


class _Gold(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class GoldActor(_Gold):
    """An actor as annotated."""

    evidence: Evidence
    """Sentence of the first or fullest mention."""
    name: str
    """Fullest form in the article."""
    kind: ActorKind
    """person, organization, country or group."""
    role: str | None = None
    """Function as the article gives it."""
    aliases: list[str] = []
    """Other forms under which the article names this actor; a prediction may use any of them."""


class GoldPosition(_Gold):
    """A position as annotated."""

    evidence: Evidence
    """The fewest sentences that support it."""
    holder: str
    """The speaker."""
    statement: str
    """What is stated."""
    mode: PositionMode
    """direct, indirect or reported."""
    via: str | None = None
    """Outlet or go-between."""


class GoldTalk(_Gold):
    """A planned talk as annotated."""

    evidence: Evidence
    """The fewest sentences that support it."""
    participants: list[str]
    """Named as in actors where possible."""
    topic: str | None = None
    """Exact short phrase."""
    when: str | None = None
    """Exact short phrase."""
    place: str | None = None
    """Exact short phrase."""
    status: TalkStatus
    """announced, reported, proposed, postponed or cancelled."""


class GoldQuestion(_Gold):
    """An open question as annotated."""

    evidence: Evidence
    """The fewest sentences that support it."""
    question: str
    """One short question."""


class Gold(_Gold):
    """The annotation of one article."""

    headline: str = ""
    """Own headline; not scored."""
    summary: str = ""
    """One to three sentences; not scored."""
    actors: list[GoldActor]
    """In order of first mention."""
    positions: list[GoldPosition]
    """Every attributed statement."""
    planned_talks: list[GoldTalk]
    """Future talks."""
    open_questions: list[GoldQuestion]
    """What the article leaves open."""
