"""Results for people and machines: Markdown, one HTML page, JUnit XML, JSON. Same results, same bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from summarizer.core.article import normalise_line
from summarizer.evaluation.dataset import Dataset
from summarizer.evaluation.gate import GATED, Outcome, Verdict
from summarizer.evaluation.results import ProfileResult, Results, results_of
from summarizer.evaluation.scoring import ITEMS, METRICS
from summarizer.evaluation.statistics import by_cluster, expected_detectable, interval
from summarizer.evaluation.suite import Evaluated, baseline_of, verdicts

_WORST = 10
_SIGN = {Outcome.OK: "✅", Outcome.BETTER: "✅", Outcome.INCONCLUSIVE: "❔"}


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a report is made from."""

    dataset: Dataset
    found: Sequence[Evaluated]
    results: Results
    baseline: Results | None
    verdicts: Mapping[str, Verdict]

    @classmethod
    def of(cls, evals: Path, dataset: Dataset, found: Sequence[Evaluated]) -> Report:
        """A report on what was evaluated, judged against the accepted baseline of `evals`."""
        results = results_of(dataset, {one.standing.profile.name: one.result for one in found})
        baseline = baseline_of(evals)
        return cls(dataset, found, results, baseline, verdicts(results, baseline))


def writers() -> dict[str, Callable[[Report], str]]:
    """Format name to what writes it."""
    from summarizer.evaluation.page import to_html  # it imports this module's `Report`

    return {"markdown": to_markdown, "html": to_html, "junit": to_junit, "json": to_json}


def to_json(report: Report) -> str:
    """All numbers, as in the baseline."""
    return report.results.model_dump_json(indent=1) + "\n"


def to_markdown(report: Report) -> str:
    """A job summary: scores with intervals, what the gate says, the weakest articles."""
    lines = [f"# Evaluation: {plain(report.results.dataset)}", ""]
    for name, one in report.results.profiles.items():
        lines += [f"## {plain(name)}", "", f"{plain(one.model)}, {one.style}, prompt `{one.prompt}`"]
        lines += [f"({plain(one.made_by)})", ""]
        lines += [*_findings(report.verdicts[name]), "", *_table(one, report.baseline, name), ""]
        lines += ["<details><summary>Weakest articles</summary>", "", *_weakest(one), "", "</details>", ""]
    clusters = len({example.cluster for example in report.dataset.examples})
    lines.append(
        f"Re-recording {clusters} clusters can show a drop of about"
        f" {expected_detectable(clusters):.3f} F1 (80 % power); smaller ones need more articles."
    )
    return "\n".join(lines) + "\n"


def to_junit(report: Report) -> str:
    """A test case an article and gated metric; failing where the article is worse than in the baseline."""
    suites = []
    for name, one in report.results.profiles.items():
        before = report.baseline.profiles.get(name) if report.baseline else None
        cases = [case for article in one.articles for case in _cases(name, article, one, before)]
        failed = sum("<failure" in case for case in cases)
        head = f"<testsuite name={quoteattr(name)} tests={quoteattr(str(len(cases)))} failures="
        suites.append(f'{head}"{failed}">\n' + "\n".join(cases) + "\n</testsuite>")
    body = "\n".join(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n{body}\n</testsuites>\n'


def weakest(result: ProfileResult) -> list[str]:
    """Article ids, those first whose items are matched worst."""

    def found(name: str) -> tuple[float, str]:
        counts = result.articles[name].counts
        return sum(counts[metric].f1 for metric in ITEMS), name

    return sorted(result.articles, key=found)


def rows(
    result: ProfileResult, baseline: Results | None, name: str
) -> list[tuple[str, str, str, str, str, str, str]]:
    """Metric, F1, interval, precision, recall, items, F1 of the baseline: as text."""
    before = baseline.profiles.get(name) if baseline else None
    old, new = before.totals() if before else {}, result.totals()
    made = []
    for metric in METRICS:
        one = new[metric]
        spread = interval(by_cluster(result.metric(metric), lambda n: result.articles[n].cluster))
        sides = (
            (shown(one.precision, one.predicted), shown(one.recall, one.gold))
            if metric in ITEMS
            else ("", "")
        )
        was = shown(old[metric].f1, old[metric].predicted + old[metric].gold) if metric in old else ""
        some = one.predicted + one.gold
        between = f"{spread.low:.2f} to {spread.high:.2f}" if some else ""
        made.append((metric.replace("_", " "), shown(one.f1, some), between, *sides, str(one.gold), was))
    return made


def shown(share: float, items: int) -> str:
    """A share of so many items; of none there is nothing to say."""
    return f"{share:.3f}" if items else "–"


def plain(text: str) -> str:
    """Text that Markdown and the HTML inside it read as text."""
    return escape(normalise_line(text)).replace("|", "\\|").replace("`", "'")


def _table(result: ProfileResult, baseline: Results | None, name: str) -> list[str]:
    lines = [
        "| metric | F1 | 95 % | precision | recall | items | baseline |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for metric, *cells in rows(result, baseline, name):
        gated = metric.replace(" ", "_") in GATED
        lines.append(f"| {f'**{metric}**' if gated else metric} | " + " | ".join(cells) + " |")
    return lines


def _findings(verdict: Verdict) -> list[str]:
    if not verdict.findings:
        return ["✅ no significant drop" if verdict.differences else "✅ equal to the baseline"]
    return [
        f"- {_SIGN.get(one.outcome, '❌')} {_bold(one.metric)}{plain(one.text)}" for one in verdict.findings
    ]


def _bold(metric: str) -> str:
    return f"**{plain(metric.replace('_', ' '))}** " if metric else ""


def _weakest(result: ProfileResult) -> list[str]:
    lines = [
        "| article | " + " | ".join(name.replace("_", " ") for name in ITEMS) + " |",
        "|---|--:|--:|--:|--:|",
    ]
    for article in weakest(result)[:_WORST]:
        counts = result.articles[article].counts
        lines.append(f"| {plain(article)} | " + " | ".join(f"{counts[name].f1:.2f}" for name in ITEMS) + " |")
    return lines


def _cases(profile: str, article: str, now: ProfileResult, before: ProfileResult | None) -> list[str]:
    made = []
    for metric in GATED:
        new = now.articles[article].counts[metric]
        head = f"  <testcase classname={quoteattr(f'{profile}.{metric}')} name={quoteattr(article)}"
        timed = f'{head} time="{now.articles[article].seconds / len(GATED):.3f}"'
        old = before.articles[article].counts.get(metric) if before and article in before.articles else None
        if old is not None and new.f1 < old.f1:
            text = f"{metric} F1 {old.f1:.3f} -> {new.f1:.3f}"
            made.append(f"{timed}><failure message={quoteattr(text)}/></testcase>")
        else:
            made.append(f"{timed}/>")
    return made
