"""What a batch says at its end, what `batch status` says, what --dry-run says."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from summarizer.batch.tasks import UNUSABLE
from summarizer.cli.batch_view import amount, print_line, time_span

if TYPE_CHECKING:
    from summarizer.batch.account import Account
    from summarizer.batch.job import Job
    from summarizer.batch.plan import Estimate
    from summarizer.batch.setup import Limits
    from summarizer.batch.status import Standing

_FINISHED = ("ok", "empty", "duplicate")
_NAMES = {"ok": "summarised", "empty": "nothing to report", "duplicate": "repeat another"}


def account_lines(job: Job, found: Account) -> Iterator[str]:
    """The account of a run, with the next step."""
    document = found.document
    run = document["this_run"]
    done = run["ok"] + run["empty"] + run["duplicates"]
    before = f", {run['skipped']:,} done before" if run["skipped"] else ""
    rate = f", {60 * done / document['seconds']:,.0f} a minute" if done and document["seconds"] >= 1 else ""
    yield f"{_number(done, 'article')} finished in {time_span(document['seconds'])}{rate}{before}"
    yield from _counts(document["articles"])
    yield from _money(document)
    yield f"written: {job.folder}/summaries.jsonl, {job.folder}/report.html"
    yield from _next_step(job, found)


def status_lines(found: Standing) -> Iterator[str]:
    """What a folder holds."""
    total = sum(found.counts.values())
    yield f"{found.folder}: {_number(total, 'article')}{', a run is at work' if found.running else ''}"
    yield from _counts(found.counts)
    tokens = found.totals
    yield (
        f"{_number(found.responses, 'stored answer')}, {amount(tokens['input_tokens'])} tokens in,"
        f" {amount(tokens['output_tokens'])} out, {found.spent:.4f} USD spent"
    )
    if found.in_flight:
        what = (
            "in flight, counted at their greatest cost"
            if found.running
            else "without an answer when a run was cut off, counted at the greatest cost"
        )
        yield f"{_number(found.in_flight, 'request')} {what}"
    yield from _jobs(found)
    for row in found.failures:
        yield f"    {row.location}: {row.state}: {row.reason}"
    missing = sum(number for state, number in found.counts.items() if state not in _FINISHED)
    if more := missing - len(found.failures):
        yield f"    and {more:,} more; when a run ends, all stand in {found.folder}/failures.jsonl"
    if found.last:
        ended = found.last.get("ended_by")
        how = f"ended: {ended}" if ended else "was killed" if not found.running else "under way"
        yield f"run {found.last.get('run')}, started {found.last.get('started')}: {how}"


def _jobs(found: Standing) -> Iterator[str]:
    """Jobs at a provider, with the next step."""
    for job in found.jobs:
        done = f"{job.completed + job.failed:,} of {_number(job.requests, 'request')} done"
        yield f"job {job.batch or 'without an id yet'} at the provider: {job.status or job.state}, {done}"
    if found.jobs and not found.running:
        yield "→ run the same command again, with --provider-batch: it collects them"


def show_status(found: Standing, *, as_json: bool) -> None:
    """Print it."""
    if as_json:
        data = {
            "folder": str(found.folder),
            "running": found.running,
            "articles": found.counts,
            "totals": found.totals,
            "requests": found.requests,
            "in_flight": found.in_flight,
            "provider_jobs": [
                {
                    "id": job.batch,
                    "status": job.status or job.state,
                    "requests": job.requests,
                    "completed": job.completed,
                    "failed": job.failed,
                }
                for job in found.jobs
            ],
            "spent": found.spent,
            "responses": found.responses,
            "last_run": found.last,
        }
        print_line(json.dumps(data, indent=2))
        return
    for line in status_lines(found):
        print_line(line)


def _dollars(amount: float) -> str:
    return f"{amount:.2f}" if amount >= 1 else f"{amount:.4f}"


def _number(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _counts(counts: Mapping[str, int]) -> Iterator[str]:
    finished = [f"{counts[state]:,} {_NAMES[state]}" for state in _FINISHED if counts.get(state)]
    others = [f"{number:,} {state}" for state, number in sorted(counts.items()) if state not in _FINISHED]
    if finished:
        yield "  " + ", ".join(finished)
    if others:
        yield "  without a summary: " + ", ".join(others)


def _money(document: Mapping[str, Any]) -> Iterator[str]:
    run, tokens = document["this_run"], document["tokens"]
    budget = document["limits"].get("budget")
    used = f"  {amount(tokens['input'])} tokens in, {amount(tokens['output'])} out"
    if document["model"]["price"] is None:
        yield f"{used}; the price of {document['model']['name']} is unknown"
        return
    of = f" of {budget:g}" if budget is not None else ""
    yield f"{used} · {run['spent']:.4f} USD in this run, {document['money']['spent_in_all']:.4f}{of} in all"


def _next_step(job: Job, found: Account) -> Iterator[str]:
    document = found.document
    states = {state: n for state, n in document["articles"].items() if state not in _FINISHED and n}
    ended = document["ended_by"]
    if ended == "budget":
        undone = document["undone"]["number"]
        left = f"{_number(undone, 'article')} left undone"
        yield f"→ the budget allows no further request, {left}: raise --budget, run the same command again"
    elif ended == "stopped":
        yield "→ stopped; run the same command again: it goes on here"
    elif ended not in ("finished", None):
        yield "→ ended early; the reason is above. Run the same command again: it goes on here"
    elif set(states) == {"unreadable"}:
        yield f"→ what could not be read is listed in {job.folder}/failures.jsonl"
    elif states.keys() & UNUSABLE:
        yield f"→ why: {job.folder}/failures.jsonl. Run the same command with --retry-failed to ask anew"
    elif states:
        yield f"→ why: {job.folder}/failures.jsonl. Run the same command again to retry them"


def plan_lines(found: Estimate, limits: Limits) -> Iterator[str]:
    """What a run would do and cost."""
    tokens = found.input_tokens + found.output_tokens
    yield (
        f"{_number(found.articles, 'article')} to summarise, {found.finished:,} done before,"
        f" {found.unreadable:,} unreadable; nothing was asked"
    )
    for line in found.first_unreadable:
        yield f"  {line}"
    if more := found.unreadable - len(found.first_unreadable):
        yield f"  and {more:,} more"
    error = f"± {100 * found.error:.0f} %"
    basis = (
        f"from {found.experience:,} articles of this folder"
        if found.experience >= 20
        else "a guess: run some articles first, then this estimate rests on them"
    )
    tokens_in, tokens_out = amount(found.input_tokens), amount(found.output_tokens)
    yield f"about {tokens_in} tokens in and {tokens_out} out of {found.card.name}, {error} ({basis})"
    cost = found.cost
    if cost is None:
        yield f"the price of {found.card.name} is unknown: add it to summarizer.toml"
        return
    low, high = cost * (1 - found.error), cost * (1 + found.error)
    yield f"about {_dollars(cost)} USD, between {_dollars(low)} and {_dollars(high)}"
    if limits.budget is not None:
        left = max(0.0, limits.budget - found.spent)
        enough = "is enough" if high <= left else "may not be enough" if low <= left else "is not enough"
        yield f"the budget of {limits.budget:g} USD {enough} ({_dollars(left)} left of it)"
    if limits.tpm and tokens:
        yield f"at {limits.tpm:,.0f} tokens a minute it takes {time_span(60 * tokens / limits.tpm)} at least"
