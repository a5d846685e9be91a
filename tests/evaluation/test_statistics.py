"""Intervals and tests: against closed forms, exact enumeration and simulation."""

import itertools
import random

import pytest

from summarizer.evaluation.scoring import Counts
from summarizer.evaluation.statistics import difference, expected_detectable, holm, interval


def clusters(*matched, size=10):
    return {f"c{n}": Counts(one, size, size) for n, one in enumerate(matched)}


def test_the_bootstrap_interval_has_the_standard_error_of_the_mean():
    generator = random.Random(1)
    values = [generator.randint(2, 9) for _ in range(60)]
    found = interval(clusters(*values))
    mean = sum(values) / 600
    error = (sum((v / 10 - mean) ** 2 for v in values) / 60 / 60) ** 0.5
    assert found.low == pytest.approx(mean - 1.96 * error, abs=0.01)
    assert found.high == pytest.approx(mean + 1.96 * error, abs=0.01)


def test_results_repeat():
    a, b = clusters(5, 6, 7, 8), clusters(4, 6, 8, 7)
    assert difference(a, b) == difference(a, b)


def test_few_clusters_are_permuted_exactly():
    a, b = clusters(9, 8, 7, 9, 8), clusters(5, 6, 7, 6, 4)
    deltas = [-4, -2, 0, -3, -4]
    signs = list(itertools.product((1, -1), repeat=5))
    as_low = [sum(s * d for s, d in zip(sign, deltas, strict=True)) <= sum(deltas) for sign in signs]
    assert difference(a, b).p_drop == pytest.approx(sum(as_low) / len(signs))


def test_equal_runs_differ_by_nothing():
    found = difference(clusters(5, 6, 7), clusters(5, 6, 7))
    assert (found.delta, found.p, found.p_drop) == (0, 1, 1)
    assert found.needed(0.05) is None


def test_a_clear_drop_is_significant_and_a_rise_is_no_drop():
    high, low = clusters(*[8, 9, 7, 8] * 8), clusters(*[6, 7, 6, 5] * 8)
    assert difference(high, low).p_drop < 0.001
    assert difference(low, high).p_drop > 0.999
    assert difference(high, low).interval.high < 0


def test_more_articles_are_asked_for_the_smaller_the_difference():
    found = difference(clusters(*[8, 6, 7, 9] * 5), clusters(*[7, 7, 6, 9] * 5))
    assert found.needed(0.02) > found.needed(0.04) > 1
    assert found.detectable == pytest.approx(2.486 * found.error, rel=0.01)


def test_different_articles_are_not_compared():
    with pytest.raises(ValueError, match="same clusters"):
        difference(clusters(1), clusters(1, 2))


def test_holm_steps_down():
    found = holm({"a": 0.01, "b": 0.04, "c": 0.03})
    assert found == pytest.approx({"a": 0.03, "c": 0.06, "b": 0.06})


def test_what_can_be_detected_shrinks_with_the_root_of_the_number_of_articles():
    assert expected_detectable(25) == pytest.approx(2 * expected_detectable(100))
