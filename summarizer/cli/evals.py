"""`summarizer eval`: what changed, is it better, can these articles tell; offline, from recordings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli.report import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.evaluation.dataset import Dataset
    from summarizer.evaluation.results import ProfileResult
    from summarizer.evaluation.suite import Evaluated

REGRESSION = 1
STALE = 3

app = typer.Typer(
    help="Quality on annotated articles, offline, from recorded responses.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Evals = Annotated[Path, typer.Option("--evals", help="Folder with articles/, cassettes/ and baseline.json.")]
Names = Annotated[list[str] | None, typer.Argument(metavar="[PROFILE]...", help="Default: all.")]
Articles = Annotated[list[str] | None, typer.Option("--article", help="Only this article; may be repeated.")]
Prompt = Annotated[str | None, typer.Option(help="Prompt folder, for example summarize-v2.")]
HERE = Path("evals")


@app.callback()
def _group() -> None:
    """Quality on annotated articles, offline, from recorded responses.

    Exit codes: 0 ok, 1 regression (or a change that nobody accepted), 2 usage, 3 recordings stale or missing.
    """


@app.command("status")
def status(names: Names = None, evals: Evals = HERE, prompt: Prompt = None) -> None:
    """Say which recordings are ok, stale (and what changed), missing or orphaned; sends nothing."""
    from summarizer.cli import evals_view as view
    from summarizer.evaluation.dataset import load_dataset
    from summarizer.evaluation.suite import chosen_profiles, standing

    profiles = chosen_profiles(evals, names or [], prompt)
    dataset = load_dataset(evals)
    view.dataset(dataset)
    usable = True
    for profile in profiles:
        found = standing(evals, profile, dataset, dataset.examples)
        view.standing(found, full=True)
        usable = usable and found.usable
    raise typer.Exit(0 if usable else STALE)


@app.command("run")
def run(
    names: Names = None,
    evals: Evals = HERE,
    prompt: Prompt = None,
    article: Articles = None,
    tolerance: Annotated[
        float, typer.Option(help="Drop of F1 that re-recordings may show, significant or not.")
    ] = 0.01,
) -> None:
    """Replay, score and compare with the baseline.

    Same recordings: every score must equal the baseline. Re-recorded: only a significant drop beyond the
    tolerance, the collapse of an article or a floor fails.
    """
    from summarizer.cli import evals_view as view
    from summarizer.evaluation.gate import Limits
    from summarizer.evaluation.results import results_of
    from summarizer.evaluation.suite import baseline_of, verdicts

    dataset, found = _evaluated(names, evals, prompt, article)
    results = results_of(dataset, {one.standing.profile.name: one.result for one in found})
    judged = verdicts(results, baseline_of(evals), Limits(tolerance=tolerance), partly=bool(article))
    view.dataset(dataset)
    for one in found:
        view.standing(one.standing, full=False)
        view.scores(one.result)
        if one.standing.usable:
            view.verdict(judged[one.standing.profile.name])
            view.power(len({article.cluster for article in one.result.articles.values()}))
    if not all(one.standing.usable for one in found):
        raise typer.Exit(STALE)
    raise typer.Exit(REGRESSION if any(verdict.failed for verdict in judged.values()) else 0)


@app.command("compare")
def compare(
    before: Annotated[str, typer.Argument(metavar="A", help="[REVISION:]PROFILE[@PROMPT], the old one.")],
    after: Annotated[str, typer.Argument(metavar="B", help="[REVISION:]PROFILE[@PROMPT], the new one.")],
    evals: Evals = HERE,
    tolerance: Annotated[float, typer.Option(help="Drop of F1 that does not count.")] = 0.01,
) -> None:
    """Compare two models, prompts (local@extract-v2) or git revisions (main:local), article by article.

    A revision's scores come from the baseline that was accepted there.
    """
    from summarizer.cli import evals_view as view
    from summarizer.evaluation.gate import Limits
    from summarizer.evaluation.gate import compare as judge

    a, b = _side(before, evals), _side(after, evals)
    verdict = judge(b, a, Limits(tolerance=tolerance))
    view.comparison(before, after, verdict)
    view.verdict(verdict)
    raise typer.Exit(REGRESSION if verdict.failed else 0)


@app.command("accept")
def accept(names: Names = None, evals: Evals = HERE) -> None:
    """Make the present scores the baseline, and the present articles the data set; review the diff."""
    from summarizer.evaluation.results import results_of
    from summarizer.evaluation.suite import BASELINE
    from summarizer.evaluation.suite import accept as write

    dataset, found = _evaluated(names, evals, None, None)
    _refuse_stale(found)
    write(evals, results_of(dataset, {one.standing.profile.name: one.result for one in found}))
    say(f"{evals / BASELINE} holds the scores of {', '.join(one.standing.profile.name for one in found)}")
    say("→ commit it with the change that made them: the diff shows every article")


@app.command("report")
def report(
    names: Names = None,
    evals: Evals = HERE,
    prompt: Prompt = None,
    markdown: Annotated[Path | None, typer.Option(help="For a job summary. Default: to stdout.")] = None,
    html: Annotated[Path | None, typer.Option(help="One self-contained page, gold beside predicted.")] = None,
    junit: Annotated[Path | None, typer.Option(help="JUnit XML, a test case an article and metric.")] = None,
    json: Annotated[Path | None, typer.Option(help="All numbers.")] = None,
) -> None:
    """Write the results as Markdown, HTML, JUnit XML or JSON; the same bytes for the same recordings."""
    from summarizer.evaluation.report import Report, writers

    dataset, found = _evaluated(names, evals, prompt, None)
    _refuse_stale(found)
    made = Report.of(evals, dataset, found)
    wanted = {"markdown": markdown, "html": html, "junit": junit, "json": json}
    if not any(wanted.values()):
        typer.echo(writers()["markdown"](made), nl=False)
    from summarizer.evaluation.files import write_text

    for name, path in wanted.items():
        if path:
            write_text(path, writers()[name](made))


@app.command("convert")
def convert(
    source: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="One annotated article a line.")],
    evals: Evals = HERE,
) -> None:
    """Make a data set of a JSON Lines file: {"id", "title", "published", "language", "text", "gold"}."""
    from summarizer.core.errors import InputError
    from summarizer.evaluation.dataset import convert_jsonl

    try:
        lines = source.read_text("utf-8").splitlines()
    except (OSError, ValueError):
        raise InputError(f"{source} cannot be read as UTF-8 text", hint="check the path") from None
    count = convert_jsonl(lines, evals)
    say(f"{count} articles written to {evals / 'articles'}")
    say(f"→ summarizer eval record NAME --model MODEL --evals {evals}")


@app.command("record")
def record(
    name: Annotated[str, typer.Argument(metavar="PROFILE", help="Its folder under cassettes/.")],
    evals: Evals = HERE,
    model: Annotated[str | None, typer.Option(help="As in run; needed the first time.")] = None,
    base_url: Annotated[str | None, typer.Option(help="As in run.")] = None,
    style: Annotated[str | None, typer.Option(help="As in run.")] = None,
    mode: Annotated[str | None, typer.Option(help="As in run.")] = None,
    prompt: Prompt = None,
    article: Articles = None,
    only_language: Annotated[
        list[str] | None, typer.Option(help="Only articles in this language (en); may be repeated.")
    ] = None,
    made_by: Annotated[str, typer.Option(help="What really answers, in words: model, engine, machine.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="Also what is recorded and not stale.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Ask a real model what is stale or missing, and keep its answers; shows the cost first, and asks.

    Interrupted, it goes on where it stopped. Keys come from the environment and are never stored.
    """
    from summarizer.cli.evals_record import confirm, profile_for, progress
    from summarizer.evaluation.dataset import load_dataset
    from summarizer.evaluation.recorder import plan, resolved
    from summarizer.evaluation.recorder import record as ask
    from summarizer.settings import load_settings

    flags = {"model": model, "base_url": base_url, "style": style, "mode": mode}
    settings = load_settings(flags)
    profile = profile_for(name, evals, settings, made_by=made_by, new=any(flags.values()), prompt=prompt)
    if only_language:
        profile = profile.model_copy(update={"languages": tuple(only_language)})
    profile = resolved(profile, settings)
    examples = load_dataset(evals).only(article or [])
    planned = plan(evals, profile, examples, everything=everything)
    if not planned.examples:
        say(f"{profile.name}: every article is recorded, nothing to ask")
        return
    confirm(planned, profile, yes=yes)
    with progress(len(planned.examples), profile.name) as tick:
        for case in ask(evals, profile, planned.examples, settings, fresh=everything):
            tick(case)
    say(f"→ summarizer eval run {profile.name} --evals {evals}")


def _evaluated(
    names: Sequence[str] | None, evals: Path, prompt: str | None, articles: Sequence[str] | None
) -> tuple[Dataset, list[Evaluated]]:
    from summarizer.evaluation.dataset import load_dataset
    from summarizer.evaluation.suite import chosen_profiles, evaluate

    profiles = chosen_profiles(evals, names or [], prompt)
    dataset = load_dataset(evals)
    examples = dataset.only(articles or [])
    return dataset, [evaluate(evals, profile, dataset, examples) for profile in profiles]


def _refuse_stale(found: Sequence[Evaluated]) -> None:
    from summarizer.cli import evals_view as view

    stale = [one.standing for one in found if not one.standing.usable]
    for one in stale:
        view.standing(one, full=True)
    if stale:
        raise typer.Exit(STALE)


def _side(spec: str, evals: Path) -> ProfileResult:
    from summarizer.core.errors import UsageError
    from summarizer.evaluation.revisions import baseline_at

    revision, _, name = spec.rpartition(":")
    if not revision:
        _, found = _evaluated([name], evals, None, None)
        _refuse_stale(found)
        return found[0].result
    results = baseline_at(revision, evals)
    if name not in results.profiles:
        known = ", ".join(results.profiles)
        raise UsageError(f"the baseline at {revision} has no profile '{name}'", hint=f"it has {known}")
    return results.profiles[name]
