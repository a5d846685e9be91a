"""How well a summary agrees with a gold annotation, field by field.

Items are matched one to one by optimal assignment (greedy matching is worse in most cases); a pair
counts from a similarity of one half on. Definitions follow `evals/GUIDE.md`:

- actors: similarity of names (alias forms included);
- positions: the holder must match, then half overlap of evidence, half similarity of statements;
- planned talks: half overlap of evidence, half agreement of when, place, status and participants;
- open questions: half overlap of evidence, half similarity of questions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz
from scipy.optimize import linear_sum_assignment

from summarizer.core.summary import ArticleSummary, PlannedTalk, Position

_COUNTS = 0.5
_SAME_NAME = 0.85


@dataclass(frozen=True, slots=True)
class Counts:
    """Matched, predicted and gold items; counts of several articles may be added."""

    matched: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.matched + other.matched, self.predicted + other.predicted, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """Share of the predicted items that are in the gold; 1 when nothing was predicted."""
        return self.matched / self.predicted if self.predicted else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold items that were predicted; 1 when there are none."""
        return self.matched / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both; empty against empty is 1."""
        total = self.predicted + self.gold
        return 2 * self.matched / total if total else 1.0


def score(summary: ArticleSummary, gold: Mapping[str, Any]) -> dict[str, Counts]:
    """Counts per field for one article; `gold` is an annotation after `evals/GUIDE.md`."""
    names = {actor.id: (actor.name, *actor.aliases) for actor in summary.actors}

    def holder(position: Position) -> tuple[str, ...]:
        return (position.holder, *names.get(position.holder_id or "", ()))

    return {
        "actors": _matched(
            summary.actors, gold["actors"], lambda p, g: _names((p.name, *p.aliases), g["name"])
        ),
        "positions": _matched(
            summary.positions,
            gold["positions"],
            lambda p, g: (
                (_names(holder(p), g["holder"]) >= _SAME_NAME)
                * (_overlap(_cited(p), g["evidence"]) + _similar(p.statement, g["statement"]))
                / 2
            ),
        ),
        "planned_talks": _matched(summary.planned_talks, gold["planned_talks"], _talk),
        "open_questions": _matched(
            summary.open_questions,
            gold["open_questions"],
            lambda p, g: (_overlap(_cited(p), g["evidence"]) + _similar(p.question, g["question"])) / 2,
        ),
    }


def _matched(
    predicted: Sequence[Any], gold: Sequence[Mapping[str, Any]], similarity: Callable[[Any, Any], float]
) -> Counts:
    if not predicted or not gold:
        return Counts(0, len(predicted), len(gold))
    table = [[similarity(p, g) for g in gold] for p in predicted]
    rows, columns = linear_sum_assignment(table, maximize=True)
    matched = sum(table[r][c] >= _COUNTS for r, c in zip(rows, columns, strict=True))
    return Counts(int(matched), len(predicted), len(gold))


def _talk(predicted: PlannedTalk, gold: Mapping[str, Any]) -> float:
    names = [one.name for one in predicted.participants]
    fields = (
        _same_or_missing(predicted.when, gold["when"]),
        _same_or_missing(predicted.place, gold["place"]),
        float(predicted.status == gold["status"]),
        _party(names, gold["participants"]),
    )
    return (_overlap(_cited(predicted), gold["evidence"]) + sum(fields) / len(fields)) / 2


def _party(predicted: Sequence[str], gold: Sequence[str]) -> float:
    found = sum(any(_names((p,), g) >= _SAME_NAME for p in predicted) for g in gold)
    return 2 * found / (len(predicted) + len(gold)) if predicted or gold else 1.0


def _same_or_missing(predicted: str | None, gold: str | None) -> float:
    if predicted is None or gold is None:
        return float(predicted is gold)
    return fuzz.token_set_ratio(_plain(predicted), _plain(gold)) / 100


def _cited(item: Any) -> set[int]:
    return {evidence.sentence for evidence in item.evidence}


def _overlap(predicted: set[int], gold: Iterable[int]) -> float:
    wanted = set(gold)
    return len(predicted & wanted) / len(predicted | wanted) if predicted or wanted else 1.0


def _names(forms: Iterable[str], gold: str) -> float:
    return max(fuzz.token_sort_ratio(_plain(form), _plain(gold)) / 100 for form in forms)


def _similar(predicted: str, gold: str) -> float:
    return fuzz.token_set_ratio(_plain(predicted), _plain(gold)) / 100


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
