"""What `summarizer eval` shows on a terminal: short, and with the next step at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from summarizer.evaluation.gate import GATED, Finding, Outcome, Verdict
from summarizer.evaluation.replay import State
from summarizer.evaluation.results import ProfileResult
from summarizer.evaluation.scoring import ITEMS
from summarizer.evaluation.statistics import expected_detectable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.evaluation.dataset import Dataset
    from summarizer.evaluation.suite import Standing

_COLOURS = {
    Outcome.OK: "green",
    Outcome.BETTER: "green",
    Outcome.INCONCLUSIVE: "yellow",
    Outcome.REGRESSION: "red",
    Outcome.CHANGED: "yellow",
}
_SIGNS = {Outcome.OK: "✓", Outcome.BETTER: "✓", Outcome.INCONCLUSIVE: "?"}
_NEXT = {
    Outcome.REGRESSION: "see: summarizer eval report --html report.html; if wanted: summarizer eval accept",
    Outcome.CHANGED: "if this is intended: summarizer eval accept",
    Outcome.INCONCLUSIVE: "annotate more articles, or keep the old one",
}
_SHOWN = 6


def dataset(found: Dataset) -> None:
    """What is measured on, and whether the manifest still says so."""
    clusters = len({example.cluster for example in found.examples})
    languages = sorted({example.article.language or "?" for example in found.examples})
    _print(
        f"{found.name} {found.version}: {len(found.examples)} articles in {clusters} clusters"
        f" ({', '.join(languages)})",
        "bold",
    )
    if found.changed:
        _print(f"changed since the manifest: {_listed(found.changed)}", "yellow")
        _next("summarizer eval accept writes a new manifest and baseline")


def standing(found: Standing, *, full: bool) -> None:
    """Whether a profile can be replayed, and if not, which part of the question changed."""
    name = found.profile.name
    if full and found.usable:
        _print(f"✓ {name}: all {len(found.cases)} recordings are ok", "green")
    for parts, articles in sorted(found.stale.items()):
        _print(
            f"✗ {name}: stale, {' and '.join(parts)} changed: {_articles(articles, len(found.cases))}", "red"
        )
        miss = next(c.miss for c in found.cases if c.example.id == articles[0])
        if full and miss and miss.difference:
            _print(f"{articles[0]}:\n{miss.difference}", "dim")
    missing = [case.example.id for case in found.of(State.MISSING)]
    if missing:
        _print(f"✗ {name}: never recorded: {_articles(missing, len(found.cases))}", "red")
    if found.orphans:
        _print(f"! {name}: orphans, no article has these ids: {_listed(found.orphans)}", "yellow")
    if found.unplayed:
        _print(f"! {name}: recordings that nothing asks for any more: {_listed(found.unplayed)}", "yellow")
    if not found.usable:
        base, _, prompt = name.partition("@")
        _next(f"summarizer eval record {base}{f' --prompt {prompt}' if prompt else ''}")


def scores(result: ProfileResult) -> None:
    """All metrics of a profile with their intervals, and what it took."""
    from summarizer.evaluation.report import rows  # `status` has no scores to show

    if not result.articles:
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False)
    table.add_column(f"{result.model}", style="cyan", min_width=20)
    for title in ("F1", "95 %", "precision", "recall", "items"):
        table.add_column(title, justify="right")
    for title, f1, *cells in rows(result, None, ""):
        name = title.replace(" ", "_")
        table.add_row(
            Text(f"  {title}", style="" if name in ITEMS else "dim"),
            Text(f1, style="bold" if name in GATED else ""),
            *cells[:-1],
        )
    console = _console()
    console.print(table)
    _print("  " + effort(result), "dim")


def effort(result: ProfileResult) -> str:
    """Rejections, repairs, tokens, time and money on one line."""
    every = list(result.articles.values())
    tokens = sum(one.input_tokens + one.output_tokens for one in every)
    costs = [one.cost for one in every]
    money = "cost unknown" if None in costs else f"{sum(c or 0 for c in costs):.4f} USD"
    wrong = sum(one.attribution_errors for one in every)
    return (
        f"{sum(one.rejected for one in every)} rejected · {wrong} right statements of wrong holders ·"
        f" {sum(one.repairs for one in every)} repairs · {tokens:,} tokens ·"
        f" {sum(one.seconds for one in every):.0f} s and {money} when recorded"
    )


def verdict(found: Verdict) -> None:
    """What the gate says, each finding with its metric, and the next step."""
    for finding in found.findings:
        _finding(finding)
    if found.outcome is Outcome.OK and not found.findings:
        text = "no significant drop" if found.differences else "equal to the baseline"
        _print(f"  ✓ {text}", "green")
    if found.differences:
        one = found.differences["positions"]
        _print(f"  smallest drop of positions F1 that these articles can show: {one.detectable:.3f}", "dim")
    if found.outcome in _NEXT:
        _next(_NEXT[found.outcome])


def power(clusters: int) -> None:
    """What a re-recording of so many clusters will be able to show."""
    _print(f"  a re-recording can show a drop of about {expected_detectable(clusters):.3f} F1", "dim")


def comparison(before: str, after: str, found: Verdict) -> None:
    """Both sides, metric by metric, with the interval of the difference."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False)
    table.add_column("", style="cyan", min_width=20)
    for title in (before, after, "difference", "95 %", "p"):
        table.add_column(title, justify="right", overflow="fold")
    for name, one in found.differences.items():
        table.add_row(
            Text(f"  {name.replace('_', ' ')}", style="" if name in GATED else "dim"),
            f"{one.before:.3f}",
            f"{one.after:.3f}",
            f"{one.delta:+.3f}",
            f"{one.interval.low:+.3f} to {one.interval.high:+.3f}",
            f"{one.p:.3f}",
        )
    _console().print(table)


def _finding(finding: Finding) -> None:
    name = f"{finding.metric.replace('_', ' ')}: " if finding.metric else ""
    colour = _COLOURS[finding.outcome]
    _print(f"  {_SIGNS.get(finding.outcome, '✗')} {name}{finding.text}", colour)


def _articles(names: Sequence[str], everything: int) -> str:
    return f"all {len(names)} articles" if len(names) == everything else _listed(names)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")


def _next(text: str) -> None:
    _print(f"  → {text}", "")


def _print(text: str, style: str) -> None:
    _console().print(Text(text, style=style))


def _console() -> Console:
    return Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
