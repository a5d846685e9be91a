"""Is a difference more than chance? Intervals and tests over clusters of articles, all of them seeded.

Scores are F1 over counts summed across articles (micro-averaged), so every procedure here resamples or
swaps whole clusters of counts and sums anew. Articles about one event are not independent: an interval
that ignores that covers 74 % where it says 95 % (five articles a topic, intra-class correlation .5).

- Cluster bootstrap, percentile interval: Davison & Hinkley 1997, Bootstrap Methods, ch. 2.4 and 3.8.
- Paired permutation (sign-flip) test: Yeh 2000, COLING, "More accurate tests for the statistical
  significance of result differences"; p with the observed one counted in: Phipson & Smyth 2010.
- Step-down correction for several metrics: Holm 1979, Scandinavian Journal of Statistics 6.
- Paired comparison and power before running: Miller 2024, "Adding Error Bars to Evals", arXiv 2411.00640.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

from summarizer.evaluation.scoring import Counts

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

DRAWS = 10_000
SEED = 20261122
RERECORDING_NOISE = 0.06
"""Assumed standard deviation of one article's F1 when a model answers anew."""
_EXACT_CLUSTERS = 12
_CONFIDENCE = 0.95
_POWER = 0.8

Clusters = Mapping[str, Counts]
"""Counts of each cluster, summed over its articles."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """B minus A on the same clusters, in F1.

    `p` is two-sided, `p_drop` one-sided (that B is worse by chance alone). `error` is the standard error
    of the difference; `detectable` the smallest drop that a one-sided test at 5 % finds four times in
    five on these articles.
    """

    before: float
    after: float
    interval: Interval
    p: float
    p_drop: float
    error: float
    clusters: int

    @property
    def delta(self) -> float:
        """B minus A."""
        return self.after - self.before

    @property
    def detectable(self) -> float:
        """Minimum detectable difference, in F1."""
        return (_z(_CONFIDENCE) + _z(_POWER)) * self.error

    def needed(self, effect: float) -> int | None:
        """How many clusters would show a difference of size `effect`; None where nothing varies."""
        if not self.error or not effect:
            return None
        return math.ceil(self.clusters * (self.detectable / effect) ** 2)


def interval(clusters: Clusters, *, draws: int = DRAWS, seed: int = SEED) -> Interval:
    """Cluster bootstrap interval of micro-averaged F1."""
    table = _table(clusters, sorted(clusters))
    return _percentiles(_f1(_resampled(len(table), draws, seed) @ table))


def difference(before: Clusters, after: Clusters, *, draws: int = DRAWS, seed: int = SEED) -> Difference:
    """Paired comparison of two runs. Raises ValueError unless both have the same clusters."""
    import numpy  # with scipy, only for those who evaluate

    if set(before) != set(after) or not before:
        raise ValueError("a paired comparison needs the same clusters on both sides")
    names = sorted(before)
    a, b = _table(before, names), _table(after, names)
    weights = _resampled(len(names), draws, seed)
    drawn = _f1(weights @ b) - _f1(weights @ a)
    swaps = _swaps(len(names), draws, seed)
    moved = swaps @ (b - a)
    by_chance = _f1(b.sum(0) - moved) - _f1(a.sum(0) + moved)
    one, other = float(_f1(a.sum(0)[None])[0]), float(_f1(b.sum(0)[None])[0])
    return Difference(
        before=one,
        after=other,
        interval=_percentiles(drawn),
        p=_share(numpy.abs(by_chance) >= abs(other - one) - 1e-12, exact=len(names) <= _EXACT_CLUSTERS),
        p_drop=_share(by_chance <= other - one + 1e-12, exact=len(names) <= _EXACT_CLUSTERS),
        error=float(drawn.std(ddof=1)),
        clusters=len(names),
    )


def expected_detectable(clusters: int) -> float:
    """The smallest drop of F1 that re-recording this many clusters will probably show (80 % power,
    one-sided 5 %), before it was tried: with `RERECORDING_NOISE` on both sides."""
    return (_z(_CONFIDENCE) + _z(_POWER)) * RERECORDING_NOISE * math.sqrt(2 / clusters)


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """P-values corrected for there being several, step-down."""
    corrected: dict[str, float] = {}
    highest = 0.0
    ordered = sorted(p_values.items(), key=lambda pair: pair[1])
    for rank, (name, p) in enumerate(ordered):
        highest = max(highest, min(1.0, p * (len(ordered) - rank)))
        corrected[name] = highest
    return corrected


def by_cluster(counts: Mapping[str, Counts], cluster_of: Callable[[str], str]) -> dict[str, Counts]:
    """Counts of articles, summed by cluster."""
    found: dict[str, Counts] = {}
    for name, one in counts.items():
        cluster = cluster_of(name)
        found[cluster] = found.get(cluster, Counts()) + one
    return found


def _table(clusters: Clusters, names: Sequence[str]) -> Array:
    import numpy

    return numpy.array(
        [(clusters[n].matched, clusters[n].predicted, clusters[n].gold) for n in names], dtype=float
    )


def _f1(sums: Array) -> Array:
    """F1 of rows of (matched, predicted, gold); empty against empty is 1, as in `Counts`."""
    import numpy

    total = sums[..., 1] + sums[..., 2]
    matched = sums[..., 0]
    return numpy.where(total > 0, 2 * matched / numpy.where(total > 0, total, 1), 1.0)


@lru_cache(maxsize=8)
def _resampled(size: int, draws: int, seed: int) -> Array:
    """How often each cluster was drawn, one row a draw. All metrics see the same draws."""
    import numpy

    drawn: Array = (
        numpy.random.default_rng(seed).multinomial(size, [1 / size] * size, size=draws).astype(float)
    )
    return drawn


@lru_cache(maxsize=8)
def _swaps(size: int, draws: int, seed: int) -> Array:
    """Which clusters trade sides: every combination for few clusters, drawn at random for many."""
    import numpy

    if size <= _EXACT_CLUSTERS:
        return numpy.array(list(itertools.product((0.0, 1.0), repeat=size)))
    drawn: Array = numpy.random.default_rng(seed + 1).integers(0, 2, size=(draws, size)).astype(float)
    return drawn


def _share(hits: Array, *, exact: bool) -> float:
    return float(hits.mean()) if exact else float((hits.sum() + 1) / (len(hits) + 1))


def _percentiles(drawn: Array) -> Interval:
    import numpy

    low, high = numpy.percentile(drawn, [2.5, 97.5])
    return Interval(float(low), float(high))


def _z(probability: float) -> float:
    return NormalDist().inv_cdf(probability)
