"""The gates: planted regressions are caught with the metric named, noise is not."""

import random

import pytest

from summarizer.evaluation.gate import Limits, Outcome, compare, equal, judge
from summarizer.evaluation.results import ArticleResult, ProfileResult
from summarizer.evaluation.scoring import METRICS, Counts

ARTICLES = 50
NOISE = 0.06


def run(seed=1, articles=ARTICLES, **shares):
    """A run with items as articles have them (8 to 14 positions, 1 to 3 talks) and given hit rates."""
    generator = random.Random(seed)
    found = {}
    for n in range(articles):
        sizes = {
            "actors": generator.randint(5, 9),
            "positions": generator.randint(8, 14),
            "planned_talks": generator.randint(1, 3),
        }
        counts = {}
        for metric in METRICS:
            size = sizes.get(metric, 20)
            share = shares.get(metric, 0.7)
            hits = sum(generator.random() < share for _ in range(size))
            counts[metric] = Counts(hits, size, size)
        counts["validity"] = Counts(1, 1, 1)
        found[f"a{n:02}"] = ArticleResult(cluster=f"a{n:02}", status="ok", recording="r", counts=counts)
    return ProfileResult(
        model="m", made_by="t", style="abstractive", prompt="p", prompt_sha256="0", articles=found
    )


def changed(result, change, recording="r"):
    """The run with `change(article name, counts)` applied to every article."""
    articles = {
        name: one.model_copy(update={"counts": one.counts | change(name, one.counts), "recording": recording})
        for name, one in result.articles.items()
    }
    return result.model_copy(update={"articles": articles})


def re_recorded(result, generator, spread=NOISE * 2**0.5):
    """The same model asked anew: every item is lost or found with a chance that keeps the expectation."""

    def flip(name, counts):
        made = {}
        for metric in ("actors", "positions", "planned_talks", "grounding"):
            one = counts[metric]
            missed = one.gold - one.matched
            # Variance of the share is 2 * matched * p / gold^2 when what is lost equals what is found.
            p = min(1.0, spread**2 * 10 / 2 / 0.7)
            back = min(1.0, p * one.matched / missed) if missed else 0
            lost = sum(generator.random() < p for _ in range(one.matched))
            found = sum(generator.random() < back for _ in range(missed))
            made[metric] = Counts(one.matched - lost + found, one.predicted, one.gold)
        return made

    return changed(result, flip, "again")


def test_equal_runs_pass_and_a_missing_baseline_does_not():
    assert judge(run(), run()).outcome is Outcome.OK
    assert "eval accept" in judge(run(), None).findings[0].text


def test_a_replay_that_differs_in_one_count_fails_with_metric_and_article():
    after = changed(
        run(),
        lambda n, c: (
            {"positions": Counts(c["positions"].matched - 1, *2 * [c["positions"].gold])}
            if n == "a07"
            else {}
        ),
    )
    verdict = judge(after, run())
    assert verdict.outcome is Outcome.REGRESSION
    assert verdict.findings[0].metric == "positions"
    assert "a07" in verdict.findings[0].text


def test_a_replay_that_is_better_is_a_change_to_accept():
    after = changed(run(), lambda n, c: {"actors": Counts(c["actors"].gold, *2 * [c["actors"].gold])})
    verdict = judge(after, run())
    assert (verdict.outcome, verdict.failed) == (Outcome.CHANGED, True)


def test_figures_beside_the_scores_count_too():
    after = run()
    first = after.articles["a00"].model_copy(update={"repairs": 3})
    after = after.model_copy(update={"articles": after.articles | {"a00": first}})
    assert equal(after, run()).findings[0].metric == "figures"


def test_articles_on_one_side_only_are_named():
    assert "a49" in equal(run(articles=49), run()).findings[-1].text


PLANTED = {
    "every fifth position dropped": (
        "positions",
        lambda n, c: {
            "positions": Counts(
                round(c["positions"].matched * 0.8),
                round(c["positions"].predicted * 0.8),
                c["positions"].gold,
            )
        },
    ),
    "holders swapped": (
        "positions",
        lambda n, c: {
            "positions": Counts(c["positions"].matched // 3, c["positions"].predicted, c["positions"].gold)
        },
    ),
    "no talks": ("planned_talks", lambda n, c: {"planned_talks": Counts(0, 0, c["planned_talks"].gold)}),
}


@pytest.mark.parametrize("planted", PLANTED)
@pytest.mark.parametrize("recording", ["r", "again"])
def test_planted_regressions_are_caught_with_the_metric_named(planted, recording):
    metric, change = PLANTED[planted]
    verdict = judge(changed(run(), change, recording), run())
    assert verdict.outcome is Outcome.REGRESSION
    assert metric in {finding.metric for finding in verdict.findings if finding.outcome is Outcome.REGRESSION}


def test_regressions_are_found_under_the_noise_of_re_recording_too():
    for planted, (metric, change) in PLANTED.items():
        after = re_recorded(changed(run(), change), random.Random(4))
        named = {
            finding.metric
            for finding in judge(after, run()).findings
            if finding.outcome is Outcome.REGRESSION
        }
        assert metric in named, planted


def false_alarms(draws):
    before = run()
    return sum(judge(re_recorded(before, random.Random(seed)), before).failed for seed in range(draws))


def test_the_simulated_noise_has_the_size_it_claims():
    before = run()
    deltas = []
    for seed in range(20):
        after = re_recorded(before, random.Random(seed))
        deltas += [
            after.articles[n].counts["positions"].f1 - one.counts["positions"].f1
            for n, one in before.articles.items()
        ]
    spread = (sum(d * d for d in deltas) / len(deltas)) ** 0.5
    assert abs(sum(deltas) / len(deltas)) < 0.005
    assert spread == pytest.approx(NOISE * 2**0.5, abs=0.02)


def test_noise_of_re_recording_seldom_fails():
    assert false_alarms(20) <= 1


@pytest.mark.slow
def test_at_most_five_percent_false_alarms_in_two_hundred_re_recordings():
    assert false_alarms(200) <= 10


def test_one_collapsed_article_fails_though_no_test_over_all_would_notice():
    nothing = {m: Counts(0, 0, 9) for m in ("actors", "positions", "planned_talks")}
    after = changed(run(), lambda n, c: nothing if n == "a03" else {}, "again")
    verdict = judge(after, run())
    assert verdict.outcome is Outcome.REGRESSION
    assert any("a03 collapses" in finding.text for finding in verdict.findings)


def test_a_floor_that_is_broken_fails():
    after = changed(run(), lambda n, c: {"validity": Counts(int(n > "a10"), 1, 1)}, "again")
    found = [finding for finding in judge(after, run()).findings if finding.metric == "validity"]
    assert "below its floor" in found[0].text


def test_a_drop_that_may_be_chance_is_inconclusive_and_says_how_many_articles_would_tell():
    before, after = run(articles=8), run(articles=8, seed=5)
    after = changed(after, lambda n, c: {}, "again")
    verdict = compare(after, before, Limits())
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert not verdict.failed
    assert "articles needed to tell" in " ".join(finding.text for finding in verdict.findings)


def test_a_significant_rise_is_called_better():
    before = run(positions=0.5)
    after = changed(run(positions=0.9), lambda n, c: {}, "again")
    assert compare(after, before, Limits()).outcome in (Outcome.BETTER, Outcome.INCONCLUSIVE)
    assert any(finding.outcome is Outcome.BETTER for finding in compare(after, before, Limits()).findings)
