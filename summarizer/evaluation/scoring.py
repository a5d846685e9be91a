"""How well a summary agrees with a gold annotation, field by field. See `matching` for what counts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from summarizer.core.dates import resolve_date
from summarizer.core.summary import ArticleSummary, Status
from summarizer.core.support import Verdict
from summarizer.evaluation.matching import (
    SAME_NAME,
    Pair,
    cited,
    pairs_of,
    same_or_missing,
    same_party,
)

ITEMS = ("actors", "positions", "planned_talks", "open_questions")
METRICS = (
    *ITEMS,
    "position_evidence",
    "talk_status",
    "talk_date",
    "talk_place",
    "talk_participants",
    "abstract_support",
    "grounding",
    "validity",
)
"""All metrics, each a share or an F1 of counts that may be added over articles.

Items: found against gold. `position_evidence`: sentences cited by matched positions. `talk_*`: fields of
matched talks. `abstract_support`: content words of the abstract that stand in its evidence. `grounding`:
items that our checks find supported, rejected ones counted as not. `validity`: articles with a usable answer.
"""
_CONTENT_WORD = re.compile(r"[^\W\d_]{4,}|\d+")


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


@dataclass(frozen=True, slots=True)
class Score:
    """One article: counts per metric, how items were paired, and right statements of wrong holders."""

    counts: Mapping[str, Counts]
    pairs: Mapping[str, tuple[Pair, ...]]
    attribution_errors: int


def score(summary: ArticleSummary, gold: Mapping[str, Any]) -> dict[str, Counts]:
    """Counts of the four kinds of items for one article; `gold` is an annotation after `evals/GUIDE.md`."""
    pairs = pairs_of(summary, gold)
    return {field: _counts(pairs[field]) for field in ITEMS}


def explain(summary: ArticleSummary | None, gold: Mapping[str, Any]) -> Score:
    """All metrics of one article with the pairs behind them; without a summary nothing was found."""
    if summary is None:
        missed = {field: tuple(Pair(n, None) for n in range(len(gold[field]))) for field in ITEMS}
        counts = {field: _counts(missed[field]) for field in ITEMS}
        nothing = dict.fromkeys(METRICS[len(ITEMS) :], Counts())
        return Score({**counts, **nothing, "validity": Counts(0, 1, 1)}, missed, 0)
    pairs = pairs_of(summary, gold)
    counts = {
        **{field: _counts(pairs[field]) for field in ITEMS},
        "position_evidence": _evidence(summary, gold, pairs["positions"]),
        **_talks(summary, gold, pairs["planned_talks"]),
        "abstract_support": _abstract(summary),
        "grounding": _grounding(summary),
        "validity": _share(int(summary.status in (Status.OK, Status.EMPTY)), 1),
    }
    return Score(counts, pairs, sum(map(_misattributed, pairs["positions"])))


def _counts(pairs: Sequence[Pair]) -> Counts:
    return Counts(
        sum(pair.counted for pair in pairs),
        sum(pair.predicted is not None for pair in pairs),
        sum(pair.gold is not None for pair in pairs),
    )


def _share(part: int, whole: int) -> Counts:
    return Counts(part, whole, whole)


def _evidence(summary: ArticleSummary, gold: Mapping[str, Any], pairs: Sequence[Pair]) -> Counts:
    total = Counts()
    for pair in pairs:
        if pair.gold is not None and pair.predicted is not None:
            found, wanted = (
                cited(summary.positions[pair.predicted]),
                set(gold["positions"][pair.gold]["evidence"]),
            )
            total += Counts(len(found & wanted), len(found), len(wanted))
    return total


def _talks(summary: ArticleSummary, gold: Mapping[str, Any], pairs: Sequence[Pair]) -> dict[str, Counts]:
    found = dict.fromkeys(("talk_status", "talk_date", "talk_place", "talk_participants"), Counts())
    published, language = summary.article.published, summary.article.language
    for pair in pairs:
        if pair.gold is None or pair.predicted is None:
            continue
        talk, wanted = summary.planned_talks[pair.predicted], gold["planned_talks"][pair.gold]
        date = resolve_date(wanted["when"], published, language) if wanted["when"] else None
        names = [one.name for one in talk.participants]
        found["talk_status"] += _share(int(talk.status == wanted["status"]), 1)
        found["talk_date"] += _share(int(talk.date == date), 1)
        found["talk_place"] += _share(int(same_or_missing(talk.place, wanted["place"]) >= SAME_NAME), 1)
        found["talk_participants"] += Counts(
            min(same_party(names, wanted["participants"]), len(names)),
            len(names),
            len(wanted["participants"]),
        )
    return found


def _abstract(summary: ArticleSummary) -> Counts:
    if summary.abstract is None:
        return Counts()
    said = set(_CONTENT_WORD.findall(summary.abstract.text.casefold()))
    evidence = " ".join(one.text for one in summary.abstract.evidence).casefold()
    return _share(len(said & set(_CONTENT_WORD.findall(evidence))), len(said))


def _grounding(summary: ArticleSummary) -> Counts:
    items = [item for field in ITEMS for item in getattr(summary, field)]
    supported = sum(item.support.verdict is Verdict.SUPPORTED for item in items)
    return _share(supported, len(items) + len(summary.rejected))


def _misattributed(pair: Pair) -> bool:
    """The statement was found, with its evidence, but somebody else is said to hold it."""
    if pair.closest is None:
        return False
    parts = dict(pair.closest[1].parts)
    return parts["holder"] < SAME_NAME and parts["evidence"] + parts["statement"] >= 1
