"""Words that the renderings share: dates, evidence marks, what a verdict means, the line at the end."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.core.dates import DateInterval
from summarizer.core.summary import ArticleSummary, Evidence, Provenance, Rejected
from summarizer.core.support import Support, Verdict

MARK = {Verdict.SUPPORTED: "", Verdict.PARTIAL: "~", Verdict.UNSUPPORTED: "✗"}
"""Sign before an item that is not fully supported."""


def cited(evidence: Sequence[Evidence]) -> str:
    """`[3, 5]`: the sentences an item rests on."""
    return "[" + ", ".join(str(item.sentence) for item in evidence) + "]" if evidence else ""


def days(date: DateInterval) -> str:
    """`2026-01-20` or `2026-01-19 to 2026-01-25`."""
    start, end = date.start.isoformat(), date.end.isoformat()
    return start if start == end else f"{start} to {end}"


def why(support: Support) -> str:
    """The reasons in words, empty when supported."""
    return ", ".join(reason.replace("_", " ") for reason in support.reasons)


def rejected_title(item: Rejected) -> str:
    """The words of a rejected item, short."""
    match item.kind:
        case "actor":
            return item.item.name
        case "position":
            return f"{item.item.holder}: {item.item.statement}"
        case "planned_talk":
            return item.item.topic or ", ".join(one.name for one in item.item.participants)
        case "open_question":
            return item.item.question


def origin(summary: ArticleSummary) -> str:
    """`davos.de.txt · 2026-01-19 · de · 15 sentences`."""
    article = summary.article
    parts = [article.source, article.published and article.published.isoformat(), article.language]
    return " · ".join([*(part for part in parts if part), f"{len(article.sentences)} sentences"])


def made_by(provenance: Provenance) -> str:
    """Model, style, time, tokens and cost on one line."""
    usage, cost = provenance.usage, provenance.cost
    known = usage.input_tokens is not None and usage.output_tokens is not None
    tokens = (
        f"{(usage.input_tokens or 0) + (usage.output_tokens or 0):,} tokens" if known else "tokens unknown"
    )
    where = "on this machine" if provenance.endpoint == "local" else provenance.endpoint
    money = (
        "cost unknown"
        if cost is None
        else "free"
        if cost.amount == 0
        else f"{cost.amount:.4f} {cost.currency}"
    )
    return (
        f"{provenance.model} ({provenance.style}, {where}) · {provenance.seconds:.1f} s · {tokens} · {money}"
    )
