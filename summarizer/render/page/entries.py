"""What rests on what: every item under an identifier of the page's own, with sentences and actors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from summarizer.core.summary import Actor, ArticleSummary, Evidence, PlannedTalk, Position
from summarizer.core.support import Verdict


@dataclass(frozen=True, slots=True)
class Entry:
    """One item. `id` is ours: those of a summary may be repeated or forged."""

    id: str
    evidence: tuple[int, ...]
    actors: tuple[str, ...] = ()
    verdict: Verdict | None = None
    rejected: bool = False

    def as_data(self) -> dict[str, Any]:
        """What the script needs to know of it."""
        found: dict[str, Any] = {"id": self.id, "s": self.evidence}
        if self.actors:
            found["a"] = self.actors
        if self.verdict:
            found["v"] = str(self.verdict)
        return found | ({"r": 1} if self.rejected else {})


def entries(summary: ArticleSummary) -> list[Entry]:
    """All items in the order of the page."""
    return [
        *([Entry("abstract", numbers(summary.abstract.evidence))] if summary.abstract else []),
        *_actors(summary.actors),
        *_others(summary),
        *(
            Entry(f"r{n}", numbers(one.item.evidence), verdict=one.item.support.verdict, rejected=True)
            for n, one in enumerate(summary.rejected, 1)
        ),
    ]


def resting(found: Iterable[Entry]) -> dict[int, list[str]]:
    """Sentence to the items that rest on it, rejected ones left out."""
    table: dict[int, list[str]] = {}
    for entry in found:
        if not entry.rejected:
            for number in entry.evidence:
                table.setdefault(number, []).append(entry.id)
    return table


def numbers(evidence: Sequence[Evidence]) -> tuple[int, ...]:
    """The sentences cited, each once, in order."""
    return tuple(sorted({one.sentence for one in evidence}))


def holder_key(position: Position) -> tuple[bool, str]:
    """Equal for positions of the same holder."""
    if position.holder_id is not None:
        return True, position.holder_id
    return False, position.holder.casefold()


def _actors(actors: Sequence[Actor]) -> Iterator[Entry]:
    for n, actor in enumerate(actors, 1):
        yield Entry(f"a{n}", numbers(actor.evidence), (f"a{n}",), actor.support.verdict)


def _others(summary: ArticleSummary) -> Iterator[Entry]:
    ours: dict[str, str] = {}
    for n, actor in enumerate(summary.actors, 1):
        ours.setdefault(actor.id, f"a{n}")
    for n, position in enumerate(summary.positions, 1):
        concerned = _holder(position, ours, summary.actors)
        yield Entry(f"p{n}", numbers(position.evidence), concerned, position.support.verdict)
    for n, talk in enumerate(summary.planned_talks, 1):
        yield Entry(f"t{n}", numbers(talk.evidence), _participants(talk, ours), talk.support.verdict)
    for n, question in enumerate(summary.open_questions, 1):
        cited = numbers(question.evidence)
        # A question has no holder: it concerns whom its sentences name.
        named = tuple(f"a{m}" for m, one in enumerate(summary.actors, 1) if set(cited) & set(one.mentions))
        yield Entry(f"q{n}", cited, named, question.support.verdict)


def _holder(position: Position, ours: dict[str, str], actors: Sequence[Actor]) -> tuple[str, ...]:
    found = [ours[position.holder_id]] if position.holder_id in ours else []
    found += [f"a{n}" for n, actor in enumerate(actors, 1) if actor.name == position.via]
    return tuple(dict.fromkeys(found))


def _participants(talk: PlannedTalk, ours: dict[str, str]) -> tuple[str, ...]:
    found = (ours.get(one.actor_id or "") for one in talk.participants)
    return tuple(dict.fromkeys(one for one in found if one))
