"""`report.html`: one page that loads nothing and runs nothing. Locations and messages come from archives
and endpoints: every string is escaped where it enters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

from summarizer.batch.account import Account
from summarizer.batch.articles import FINISHED, Articles, Row
from summarizer.batch.output import FAILURES, SUMMARIES, write_whole
from summarizer.core.article import normalise_line

REPORT = "report.html"
_PER_KIND = 50
_APART = ("unreadable", "undone", "pending")
_STYLE = """
:root{color-scheme:light dark;--line:#8884;--ok:#2e8b57;--no:#c0392b;--dim:#888}
body{font:15px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;margin:.5rem 0 1.2rem;width:100%}
i{display:inline-block;width:.7em;height:.7em;border-radius:.15em;margin-right:.35em}
th:first-child{width:40%}
th,td{text-align:left;vertical-align:top;padding:.25rem .6rem;border-bottom:1px solid var(--line);
overflow-wrap:anywhere}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.bar{display:flex;height:.9rem;border-radius:.3rem;overflow:hidden;margin:1rem 0;background:var(--line)}
.bar span{display:block}.ok{background:var(--ok)}.empty{background:#7a9}.duplicate{background:#69c}
.failed{background:var(--no)}.unreadable{background:#d99a2b}.undone{background:#aaa}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.2rem}dt{color:var(--dim)}dd{margin:0}
summary{cursor:pointer;padding:.3rem 0}.dim{color:var(--dim)}@media print{details{break-inside:avoid}}
"""


def write_report(folder: Path, found: Account, articles: Articles) -> None:
    """Write report.html, whole or not at all. Raises `ConfigurationError`."""
    write_whole(
        folder / REPORT, (piece.encode("utf-8", "replace") for piece in _page(found.document, articles))
    )


def _page(document: dict[str, Any], articles: Articles) -> Iterable[str]:
    yield (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>Batch</title><style>{_STYLE}</style></head><body>\n<h1>Batch</h1>\n"
    )
    yield _overview(document)
    yield from _failures(articles)
    dear, slow = articles.extremes("cost"), articles.extremes("seconds")
    if any(row.cost for row in dear):
        yield "<h2>Most expensive</h2>" + _rows(dear, "USD", lambda row: f"{row.cost or 0:.4f}")
    if slow:
        yield "<h2>Slowest</h2>" + _rows(slow, "seconds", lambda row: f"{row.seconds or 0:.1f}")
    yield _requests(document) + "\n</body></html>\n"


def _overview(document: dict[str, Any]) -> str:
    counts = document["articles"]
    groups = {
        "ok": counts.get("ok", 0),
        "empty": counts.get("empty", 0),
        "duplicate": counts.get("duplicate", 0),
        "failed": sum(n for state, n in counts.items() if state not in (*FINISHED, *_APART)),
        "unreadable": counts.get("unreadable", 0),
        "undone": counts.get("undone", 0) + counts.get("pending", 0),
    }
    total = sum(groups.values()) or 1
    bar = "".join(
        f'<span class="{name}" style="width:{100 * number / total:.3f}%"></span>'
        for name, number in groups.items()
    )
    model, items = document["model"], document["items"]
    checked = items["found"] + items["rejected"]
    share = f" ({100 * items['rejected'] / checked:.1f} %)" if checked else ""
    facts = {
        "Model": f"{model['name']} at {model['endpoint']}, {model['style']}, prompt {model['prompt']}",
        "Items": f"{items['found']:,} in the summaries, {items['rejected']:,} rejected by the checks{share}",
        "Tokens": f"{document['tokens']['input']:,} in, {document['tokens']['output']:,} out",
        "Money": _money(document) if model["price"] else "the price of the model is unknown",
        "Run": f"number {document['run']}, started {_moment(document['started'])},"
        f" ended {_moment(document['ended'])} ({document['ended_by']})",
        "Sources": ", ".join(document["sources"]),
        "Files": f"{SUMMARIES}, {FAILURES}, responses.sqlite, run.json",
    }
    listed = "".join(f"<dt>{_text(name)}</dt><dd>{_text(value)}</dd>" for name, value in facts.items())
    legend = ", ".join(
        f'<i class="{name}"></i>{number:,} {_GROUPS[name]}' for name, number in groups.items() if number
    )
    return f'<div class="bar">{bar}</div><dl><dt>Articles</dt><dd>{legend}</dd>{listed}</dl>\n'


def _moment(iso: str | None) -> str:
    """A time of run.json as people read it; those are all in UTC."""
    return f"{(iso or '').removesuffix('+00:00').replace('T', ' ')} UTC"


def _money(document: dict[str, Any]) -> str:
    budget = document["limits"].get("budget")
    of = f", budget {budget:g}" if budget is not None else ""
    spent, now = document["money"]["spent_in_all"], document["this_run"]["spent"]
    return f"{spent:.4f} USD in all runs, {now:.4f} in this one{of}"


_GROUPS = {
    "ok": "summarised",
    "empty": "with nothing to report",
    "duplicate": "repeat another",
    "failed": "failed",
    "unreadable": "unreadable",
    "undone": "left undone",
}


def _failures(articles: Articles) -> Iterable[str]:
    counts = articles.counts()
    kinds = sorted(kind for kind in counts if kind not in FINISHED)
    if kinds:
        yield "<h2>Without a summary</h2>"
    for kind in kinds:
        rows = articles.of_state(kind, _PER_KIND)
        more = counts[kind] - len(rows)
        lines = "".join(
            f"<tr><td>{_text(row.location)}</td><td>{_text(row.reason)}"
            f'<div class="dim">{_text(row.hint or "")}</div></td></tr>'
            for row in rows
        )
        rest = f'<p class="dim">and {more:,} more, all in {FAILURES}</p>' if more else ""
        yield (
            f"<details open><summary><b>{_text(kind)}</b>: {counts[kind]:,}</summary>"
            f"<table><tr><th>article</th><th>why</th></tr>{lines}</table>{rest}</details>\n"
        )


def _rows(rows: Sequence[Row], unit: str, value: Any) -> str:
    lines = "".join(
        f'<tr><td>{_text(row.location)}</td><td class="n">{_text(value(row))}</td></tr>' for row in rows
    )
    return f'<table><tr><th>article</th><th class="n">{unit}</th></tr>{lines}</table>\n'


def _requests(document: dict[str, Any]) -> str:
    lines = "".join(
        f'<tr><td>{_text(status)}</td><td class="n">{number:,}</td></tr>'
        for status, number in sorted(document["requests"].items())
    )
    return (
        '<h2>Requests</h2><table><tr><th>HTTP status</th><th class="n">number</th></tr>'
        f'{lines}</table><p class="dim">unknown: no complete answer came; counted at its greatest cost.</p>'
    )


def _text(value: object) -> str:
    return escape(normalise_line(str(value)))
