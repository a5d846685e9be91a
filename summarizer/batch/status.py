"""What a folder holds, also while a run is writing it."""

from __future__ import annotations

import fcntl
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarizer.batch.account import RUN_FILE, requests_of
from summarizer.batch.articles import Articles, Row
from summarizer.batch.ledger import Ledger
from summarizer.batch.provider_jobs import Job, open_jobs
from summarizer.batch.setup import LEDGER, LOCK
from summarizer.core.errors import UsageError

_LISTED = 10


@dataclass(frozen=True, slots=True)
class Standing:
    """A folder's state. Money in US dollars."""

    folder: Path
    running: bool
    """Whether a run is at work in it now."""
    counts: dict[str, int]
    """Articles by state."""
    totals: dict[str, Any]
    requests: dict[str, Any]
    in_flight: int
    """Requests that were sent and have not come to an end: in flight now, or when a run was killed."""
    spent: float
    responses: int
    failures: list[Row]
    """The first articles without a summary."""
    jobs: list[Job]
    """Jobs at a provider whose results are still to be collected."""
    last: dict[str, Any] | None
    """run.json, where it is there."""


def standing(folder: Path) -> Standing:
    """Look at a folder. Raises `UsageError` where there was no run, `ConfigurationError` for damage."""
    path = folder / LEDGER
    if not path.is_file():
        raise UsageError(f"{folder} holds no batch", hint="name the folder that --out named")
    ledger = Ledger(path, read_only=True)
    try:
        articles = Articles(ledger)
        failures = articles.failures()
        return Standing(
            folder=folder,
            running=_is_locked(folder / LOCK),
            counts=articles.counts(),
            totals=dict(articles.totals()),
            requests=requests_of(ledger),
            in_flight=ledger.read("SELECT count(*) FROM requests WHERE settled = 0")[0][0],
            spent=ledger.spent(),
            responses=ledger.read("SELECT count(*) FROM responses")[0][0],
            failures=[row for row, _ in zip(failures, range(_LISTED), strict=False)],
            jobs=open_jobs(ledger),
            last=_last(folder / RUN_FILE),
        )
    finally:
        ledger.close()


def _is_locked(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _last(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None
