"""The conversation of `summarizer eval record`: which profile, at what cost, how far it is."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from summarizer.cli.report import say
from summarizer.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from summarizer.evaluation.profile import Profile
    from summarizer.evaluation.recorder import Plan
    from summarizer.evaluation.replay import Case
    from summarizer.settings import Settings


def profile_for(
    name: str, evals: Path, settings: Settings, *, made_by: str, new: bool, prompt: str | None
) -> Profile:
    """The profile to record: as the flags say, or as it was recorded before. Raises `UsageError`."""
    from summarizer.evaluation.profile import load_profile, profile_from, profile_names
    from summarizer.evaluation.suite import variant

    if new:
        profile = profile_from(name, settings, made_by)
    elif name in profile_names(evals):
        profile = load_profile(evals, name)
    else:
        raise UsageError(
            f"there is no profile '{name}' yet", hint="say which model it records: --model, --base-url"
        )
    return variant(profile, prompt) if prompt and not (new and not profile.prompt) else profile


def confirm(planned: Plan, profile: Profile, *, yes: bool) -> None:
    """Say what a recording will ask and cost, and ask. Raises `UsageError` and `typer.Abort`."""
    card, usage, cost = planned.card, planned.usage, planned.cost
    where = "on this machine" if card.endpoint == "local" else f"at {card.endpoint}"
    tokens = f"about {usage.input_tokens:,} tokens in and {usage.output_tokens:,} out"
    money = (
        "cost unknown: no price for this model"
        if cost is None
        else f"about {cost.amount:.2f} {cost.currency}"
    )
    say(f"{profile.name}: {len(planned.examples)} articles to {card.name} {where}, {tokens}, {money}")
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError("nobody is there to be asked whether to record", hint="say so with --yes")
    typer.confirm("Record them?", abort=True, err=True)


@contextmanager
def progress(count: int, name: str) -> Iterator[Callable[[Case], None]]:
    """A bar on a terminal, a line an article elsewhere."""
    if not sys.stderr.isatty():
        done = iter(range(1, count + 1))
        yield lambda case: say(f"{next(done)}/{count} {case.example.id}: {_told(case)}")
        return
    from rich.console import Console  # only where a bar is shown
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"recording {name}", total=count)
        yield lambda case: bar.update(task, advance=1, description=f"recording {name}: {case.example.id}")


def _told(case: Case) -> str:
    outcome = case.summary.status if case.summary else case.failure
    return f"{outcome}, {case.seconds:.1f} s"
