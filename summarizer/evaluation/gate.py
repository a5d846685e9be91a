"""Two gates. A replay has no noise, so its scores must equal the baseline. Answers that a model gave
anew do, so they fail only on what is more than noise.

Second gate: an item metric drops significantly (one-sided paired permutation test over clusters, Holm
over the gated metrics) and by more than a tolerance; or one article collapses, which no test over all of
them would notice; or validity or grounding falls below a floor that it kept before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from summarizer.evaluation.results import ArticleResult, ProfileResult, total
from summarizer.evaluation.scoring import METRICS, Counts
from summarizer.evaluation.statistics import Difference, by_cluster, difference, holm

GATED = ("actors", "positions", "planned_talks", "grounding")
"""Open questions are reported only: two annotators agree too little on them."""
_POOLED = ("actors", "positions", "planned_talks")
_SIGNIFICANT = 0.05


class Outcome(StrEnum):
    """What a gate says."""

    OK = "ok"
    """As good as before, as far as these articles can tell."""
    BETTER = "better"
    """At least one metric rose significantly, none fell."""
    INCONCLUSIVE = "inconclusive"
    """A drop beyond tolerance that may be chance: more articles are needed to tell."""
    REGRESSION = "regression"
    """Worse."""
    CHANGED = "changed"
    """A replay that differs from the baseline without being worse: to be accepted or explained."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much the second gate lets pass."""

    tolerance: float = 0.01
    """A drop of F1 that nobody minds, even where it is significant."""
    collapse: float = 0.4
    """How far the pooled F1 of one article may drop."""
    collapse_items: int = 8
    """Articles with fewer gold items are too small for that: one item of them is an eighth."""
    floors: Mapping[str, float] = field(default_factory=lambda: {"validity": 0.9, "grounding": 0.7})
    """What must not be fallen below by who was above."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a gate has to say: `metric`, in words, and whether it fails the gate."""

    metric: str
    text: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a gate says of one profile; `differences` only where runs were compared statistically."""

    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    differences: Mapping[str, Difference] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Whether a pipeline must stop."""
        return self.outcome in (Outcome.REGRESSION, Outcome.CHANGED)


def judge(now: ProfileResult, before: ProfileResult | None, limits: Limits | None = None) -> Verdict:
    """The verdict of the gate that applies: equality where the recordings are the same, statistics else."""
    if before is None:
        # Not a pass: a baseline that got lost must not look like one.
        text = "no baseline yet: 'summarizer eval accept' makes these results the baseline"
        return Verdict(Outcome.CHANGED, (Finding("baseline", text, Outcome.CHANGED),))
    if all(now.articles[name].recording == before.articles[name].recording for name in _shared(now, before)):
        return equal(now, before)
    return compare(now, before, limits or Limits())


def equal(now: ProfileResult, before: ProfileResult) -> Verdict:
    """First gate: every count of every article as in the baseline."""
    findings = [one for name in METRICS if (one := _changed(name, now, before))]
    if not findings and set(now.articles) == set(before.articles):
        other = [n for n, one in now.articles.items() if one != before.articles[n]]
        findings = [_elsewhere(other)] if other else []
    if set(now.articles) != set(before.articles):
        several = sorted(set(now.articles) ^ set(before.articles))
        findings.append(Finding("articles", f"not in both: {_listed(several)}", Outcome.CHANGED))
    worst = Outcome.REGRESSION if any(f.outcome is Outcome.REGRESSION for f in findings) else Outcome.CHANGED
    return Verdict(worst if findings else Outcome.OK, tuple(findings))


def compare(now: ProfileResult, before: ProfileResult, limits: Limits) -> Verdict:
    """Second gate, over the articles that both have."""
    shared = _shared(now, before)
    if not shared:
        text = "no article in common: nothing can be compared"
        return Verdict(Outcome.INCONCLUSIVE, (Finding("articles", text, Outcome.INCONCLUSIVE),))
    differences = {name: _difference(name, now, before, shared) for name in METRICS}
    gated = [name for name in GATED if _comparable(name, now, before, shared)]
    corrected = holm({name: differences[name].p_drop for name in gated})
    raised = holm({name: 1 - differences[name].p_drop for name in gated})
    findings = [
        *_drops(differences, corrected, limits),
        *_collapses(now, before, shared, limits),
        *_floors(differences, limits),
    ]
    for name in gated:
        one = differences[name]
        if one.delta > limits.tolerance and raised[name] < _SIGNIFICANT:
            findings.append(Finding(name, f"{_moved(one)}, significant", Outcome.BETTER))
    findings.sort(key=lambda finding: finding.outcome is not Outcome.REGRESSION)
    return Verdict(_worst(findings), tuple(findings), differences)


def _changed(name: str, now: ProfileResult, before: ProfileResult) -> Finding | None:
    shared = _shared(now, before)
    pairs = {n: (before.articles[n].counts.get(name, Counts()), now.articles[n].counts[name]) for n in shared}
    moved = {n: b.f1 - a.f1 for n, (a, b) in pairs.items() if a != b}
    if not moved:
        return None
    a, b = (total(pair[side] for pair in pairs.values()).f1 for side in (0, 1))
    worse = [n for n in moved if moved[n] < 0]
    text = f"{a:.3f} → {b:.3f}: {len(worse)} articles worse, {len(moved) - len(worse)} better or other counts"
    worst = sorted(moved, key=lambda n: moved[n])
    outcome = Outcome.REGRESSION if b < a else Outcome.CHANGED
    return Finding(name, f"{text} ({_listed(worst)})", outcome)


def _elsewhere(names: list[str]) -> Finding:
    text = f"other figures than scores differ (status, repairs, tokens, cost) in {_listed(names)}"
    return Finding("figures", text, Outcome.CHANGED)


def _comparable(name: str, now: ProfileResult, before: ProfileResult, shared: list[str]) -> bool:
    """Whether both sides have something to count: a model that finds nothing has no grounding."""
    sides = (total(one.articles[n].counts[name] for n in shared) for one in (now, before))
    return all(side.predicted + side.gold for side in sides)


def _difference(name: str, now: ProfileResult, before: ProfileResult, shared: list[str]) -> Difference:
    def cluster(article: str) -> str:
        return now.articles[article].cluster

    sides = ({n: one.metric(name)[n] for n in shared} for one in (before, now))
    return difference(*(by_cluster(side, cluster) for side in sides))


def _drops(
    differences: Mapping[str, Difference], corrected: Mapping[str, float], limits: Limits
) -> list[Finding]:
    found = []
    for name in corrected:
        one = differences[name]
        if one.delta >= -limits.tolerance:
            continue
        if corrected[name] < _SIGNIFICANT:
            text = f"{_moved(one)}, significant (p = {corrected[name]:.3f} after Holm)"
            found.append(Finding(name, text, Outcome.REGRESSION))
        else:
            needed = one.needed(abs(one.delta))
            more = f"; about {needed} articles needed to tell" if needed else ""
            found.append(
                Finding(
                    name,
                    f"{_moved(one)}, may be chance (p = {corrected[name]:.2f}){more}",
                    Outcome.INCONCLUSIVE,
                )
            )
    return found


def _collapses(now: ProfileResult, before: ProfileResult, shared: list[str], limits: Limits) -> list[Finding]:
    found = []
    for name in shared:
        a, b = _pooled(before.articles[name]), _pooled(now.articles[name])
        if a.gold >= limits.collapse_items and a.f1 - b.f1 > limits.collapse:
            text = f"{name} collapses: all its items together {a.f1:.2f} → {b.f1:.2f}"
            found.append(Finding("article", text, Outcome.REGRESSION))
    return found


def _floors(differences: Mapping[str, Difference], limits: Limits) -> list[Finding]:
    return [
        Finding(name, f"{_moved(differences[name])}, below its floor of {floor:.2f}", Outcome.REGRESSION)
        for name, floor in limits.floors.items()
        if differences[name].after < floor <= differences[name].before
    ]


def _shared(now: ProfileResult, before: ProfileResult) -> list[str]:
    return sorted(set(now.articles) & set(before.articles))


def _pooled(article: ArticleResult) -> Counts:
    return total(article.counts[name] for name in _POOLED)


def _moved(one: Difference) -> str:
    return f"{one.before:.3f} → {one.after:.3f} [{one.interval.low:+.3f}, {one.interval.high:+.3f}]"


def _worst(findings: list[Finding]) -> Outcome:
    for outcome in (Outcome.REGRESSION, Outcome.INCONCLUSIVE, Outcome.BETTER):
        if any(finding.outcome is outcome for finding in findings):
            return outcome
    return Outcome.OK


def _listed(names: list[str]) -> str:
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
