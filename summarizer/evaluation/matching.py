"""Which predicted item stands for which gold item, and why.

Items are matched one to one by optimal assignment (Kuhn 1955, Naval Research Logistics 2; greedy
matching is worse in most cases); a pair counts from a similarity of one half on.

- actors: similarity of names (alias forms included);
- positions: the holder must match, then half overlap of evidence, half similarity of statements;
- planned talks: half overlap of evidence, half agreement of when, place, status and participants;
- open questions: half overlap of evidence, half similarity of questions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz

from summarizer.core.summary import Actor, ArticleSummary, OpenQuestion, PlannedTalk, Position

COUNTS = 0.5
SAME_NAME = 0.85

Gold = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two items are, 0 to 1, and the comparisons that make it up."""

    value: float
    parts: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold item (by index) beside a predicted one; None where one side has no partner.

    `counted` says whether it counts as found. `closest` is set where nothing matched: what came closest
    and failed, for the reader.
    """

    gold: int | None
    predicted: int | None
    likeness: Likeness | None = None
    closest: tuple[int, Likeness] | None = None

    @property
    def counted(self) -> bool:
        """Whether gold and prediction stand for each other."""
        return self.likeness is not None


def pairs_of(summary: ArticleSummary, gold: Gold) -> dict[str, tuple[Pair, ...]]:
    """All items of both sides, field by field, matched; gold first, then what was predicted beyond it."""
    names = {actor.id: (actor.name, *actor.aliases) for actor in summary.actors}

    def position(predicted: Position, wanted: Gold) -> Likeness:
        return _position(predicted, names.get(predicted.holder_id or "", ()), wanted)

    return {
        "actors": _paired(summary.actors, gold["actors"], _actor),
        "positions": _paired(summary.positions, gold["positions"], position),
        "planned_talks": _paired(summary.planned_talks, gold["planned_talks"], _talk),
        "open_questions": _paired(summary.open_questions, gold["open_questions"], _question),
    }


def same_party(predicted: Sequence[str], gold: Sequence[str]) -> int:
    """How many of the gold names are among the predicted ones."""
    return sum(any(_names((p,), g) >= SAME_NAME for p in predicted) for g in gold)


def same_or_missing(predicted: str | None, gold: str | None) -> float:
    """Similarity of two short phrases; 1 when both are missing, 0 when one is."""
    if predicted is None or gold is None:
        return float(predicted is gold)
    return fuzz.token_set_ratio(_plain(predicted), _plain(gold)) / 100


def cited(item: Any) -> set[int]:
    """Numbers of the sentences that an item of a summary cites."""
    return {evidence.sentence for evidence in item.evidence}


def _actor(predicted: Actor, gold: Gold) -> Likeness:
    forms = (gold["name"], *gold.get("aliases", ()))
    name = max(_names((predicted.name, *predicted.aliases), form) for form in forms)
    return Likeness(name, (("name", name),))


def _position(predicted: Position, aliases: Iterable[str], gold: Gold) -> Likeness:
    holder = _names((predicted.holder, *aliases), gold["holder"])
    evidence = _overlap(cited(predicted), gold["evidence"])
    statement = _similar(predicted.statement, gold["statement"])
    value = (holder >= SAME_NAME) * (evidence + statement) / 2
    return Likeness(value, (("holder", holder), ("evidence", evidence), ("statement", statement)))


def _talk(predicted: PlannedTalk, gold: Gold) -> Likeness:
    evidence = _overlap(cited(predicted), gold["evidence"])
    names = [one.name for one in predicted.participants]
    fields = (
        ("when", same_or_missing(predicted.when, gold["when"])),
        ("place", same_or_missing(predicted.place, gold["place"])),
        ("status", float(predicted.status == gold["status"])),
        ("participants", _party(names, gold["participants"])),
    )
    agreed = sum(value for _, value in fields) / len(fields)
    return Likeness((evidence + agreed) / 2, (("evidence", evidence), *fields))


def _question(predicted: OpenQuestion, gold: Gold) -> Likeness:
    evidence = _overlap(cited(predicted), gold["evidence"])
    question = _similar(predicted.question, gold["question"])
    return Likeness((evidence + question) / 2, (("evidence", evidence), ("question", question)))


def _paired(
    predicted: Sequence[Any], gold: Sequence[Gold], likeness: Callable[[Any, Gold], Likeness]
) -> tuple[Pair, ...]:
    if not predicted or not gold:
        return (*(Pair(g, None) for g in range(len(gold))), *(Pair(None, p) for p in range(len(predicted))))
    from scipy.optimize import linear_sum_assignment  # half a second that `status` should not pay

    table = [[likeness(p, g) for g in gold] for p in predicted]
    rows, columns = linear_sum_assignment([[cell.value for cell in row] for row in table], maximize=True)
    found = {int(c): int(r) for r, c in zip(rows, columns, strict=True) if table[r][c].value >= COUNTS}
    missed = [
        Pair(g, found[g], table[found[g]][g]) if g in found else Pair(g, None, closest=_closest(table, g))
        for g in range(len(gold))
    ]
    taken = set(found.values())
    return (*missed, *(Pair(None, p) for p in range(len(predicted)) if p not in taken))


def _closest(table: Sequence[Sequence[Likeness]], gold: int) -> tuple[int, Likeness] | None:
    """The prediction that shares most with this gold item, though not enough: mean of all comparisons."""

    def shared(row: int) -> float:
        parts = table[row][gold].parts
        return sum(value for _, value in parts) / len(parts)

    best = max(range(len(table)), key=shared)
    return (best, table[best][gold]) if shared(best) >= COUNTS else None


def _party(predicted: Sequence[str], gold: Sequence[str]) -> float:
    both = len(predicted) + len(gold)
    return 2 * same_party(predicted, gold) / both if both else 1.0


def _overlap(predicted: set[int], gold: Iterable[int]) -> float:
    wanted = set(gold)
    return len(predicted & wanted) / len(predicted | wanted) if predicted or wanted else 1.0


def _names(forms: Iterable[str], gold: str) -> float:
    return max(fuzz.token_sort_ratio(_plain(form), _plain(gold)) / 100 for form in forms)


def _similar(predicted: str, gold: str) -> float:
    return fuzz.token_set_ratio(_plain(predicted), _plain(gold)) / 100


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
