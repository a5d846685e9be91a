"""The baseline that was accepted at another git revision."""

from __future__ import annotations

import subprocess
from pathlib import Path

from summarizer.core.errors import UsageError
from summarizer.evaluation.results import Results, parse_results


def baseline_at(revision: str, evals: Path) -> Results:
    """`baseline.json` of `evals` as git has it at `revision`. Raises `UsageError` and `InputError`."""
    spec = f"{revision}:./baseline.json"
    if revision.startswith("-"):
        raise UsageError(f"'{revision}' is no git revision", hint="name a branch, a tag or a commit")
    try:
        shown = subprocess.run(  # noqa: S603 - no shell; the revision cannot be read as an option
            ["git", "show", spec],  # noqa: S607 - the user's own git
            cwd=evals,
            capture_output=True,
            text=True,
            check=True,
            timeout=30,
        )
    except (OSError, subprocess.SubprocessError) as error:
        said = (getattr(error, "stderr", "") or str(error)).strip().splitlines()
        raise UsageError(
            f"git has no baseline at '{revision}': {said[-1] if said else error}",
            hint="name a revision at which evals/baseline.json was committed",
        ) from None
    return parse_results(shown.stdout, spec)
