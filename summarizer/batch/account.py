"""`run.json`: what was run, with which settings, and how it ended. No secrets, no article text."""

from __future__ import annotations

import datetime
import json
import platform
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from summarizer.api import tool_version
from summarizer.batch.articles import FINISHED, Articles
from summarizer.batch.ledger import Ledger
from summarizer.batch.output import write_whole
from summarizer.batch.progress import Progress
from summarizer.batch.run import Run
from summarizer.batch.tasks import UNDONE
from summarizer.core.extraction import ModelCard
from summarizer.settings import Settings

RUN_FILE = "run.json"
_LISTED = 20
_SETTINGS = (
    "mode",
    "language",
    "timeout",
    "deadline",
    "repairs",
    "temperature",
    "max_output_tokens",
    "input_budget",
)


@dataclass(frozen=True, slots=True)
class Account:
    """A run and the folder after it; `document` is what run.json holds."""

    document: dict[str, Any]

    @property
    def exit_code(self) -> int:
        """0 everything finished; 4 articles failed or were left undone; 5 only unreadable ones."""
        states = dict(self.document["articles"])
        unreadable = states.pop("unreadable", 0)
        if any(number for state, number in states.items() if state not in FINISHED):
            return 4
        if self.document["this_run"]["undone"]:
            return 4
        return 5 if unreadable else 0


def account(
    run: Run,
    ledger: Ledger,
    card: ModelCard,
    settings: Settings,
    *,
    limits: dict[str, Any],
    began: float,
    ended: float | None,
    progress: Progress,
) -> Account:
    """The account of a run, now; `began` and `ended` are Unix times."""
    articles = Articles(ledger)
    tally = asdict(run.tally)
    totals = articles.totals()
    # By the ledger, not the gate: what was cut off counts at its maximum in this run and in all.
    spent, before = ledger.spent(), progress.traffic.spent - progress.spent
    undone = ledger.read("SELECT location FROM articles WHERE state = ? LIMIT ?", UNDONE, _LISTED)
    document = {
        "version": tool_version(),
        "run": run.number,
        "started": _moment(began),
        "ended": _moment(ended) if ended else None,
        "seconds": round((ended or began) - began, 3),
        "ended_by": _ended_by(run) if ended else None,
        "sources": [_without_password(source) for source in run.choices.sources],
        "model": {
            "name": card.name,
            "endpoint": card.endpoint,
            "style": card.style.value,
            "prompt": card.prompt,
            "price": card.price.model_dump(mode="json") if card.price else None,
        },
        "settings": {name: getattr(settings, name) for name in _SETTINGS},
        "limits": limits,
        "this_run": {**tally, "spent": round(spent - before, 6)},
        "articles": articles.counts(),
        "undone": {"number": articles.counts().get(UNDONE, 0), "first": [row[0] for row in undone]},
        "items": {"found": totals["items"], "rejected": totals["rejected"]},
        "tokens": {"input": totals["input_tokens"], "output": totals["output_tokens"]},
        "money": {"currency": "USD", "spent_in_all": round(spent, 6)},
        "requests": requests_of(ledger),
        "python": platform.python_version(),
    }
    return Account(document)


def requests_of(ledger: Ledger) -> dict[str, Any]:
    """Requests of all runs by HTTP status; "unknown": sent, and no complete answer came."""
    rows = ledger.read("SELECT coalesce(status, 'unknown'), count(*) FROM requests GROUP BY 1")
    return {str(status): number for status, number in rows}


def write_account(folder: Path, found: Account) -> None:
    """Write run.json, whole or not at all. Raises `ConfigurationError`."""
    text = json.dumps(found.document, ensure_ascii=False, indent=1) + "\n"
    write_whole(folder / RUN_FILE, iter([text.encode("utf-8", "replace")]))


def _ended_by(run: Run) -> str:
    if run.fatal is not None:
        return run.fatal.kind
    return "stopped" if run.stopped else "finished"


def _moment(seconds: float) -> str:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).isoformat(timespec="seconds")


def _without_password(source: str) -> str:
    return re.sub(r"(?<=//)[^/?#\s]*@", "***@", source)
