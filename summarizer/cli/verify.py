"""`summarizer verify`: re-check a stored summary against its article, offline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.core.article import Article
    from summarizer.core.summary import ArticleSummary
    from summarizer.core.verification import Check

UNSUPPORTED = 1


def verify(
    summary: Annotated[
        Path,
        typer.Argument(
            metavar="SUMMARY.json",
            help="A summary in our schema, or a file of many: a batch's summaries.jsonl.",
        ),
    ],
    article: Annotated[str, typer.Option(help="The article: file, - for stdin, or http(s) URL.")],
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show only what is not supported.")] = False,
) -> None:
    """Check every item of a stored summary against its article, without a model: an audit, also of
    summaries made by others or edited by hand.

    Exit codes: 0 all supported or partial, 1 something is unsupported, 2 usage, 5 input unreadable.
    """
    from summarizer.archive.source import read_article
    from summarizer.archive.stored import read_summary_of
    from summarizer.core.support import Verdict
    from summarizer.core.verification import verify as check

    text = read_article(article)
    stored = read_summary_of(summary, text.sha256)
    if stored.article.language:
        text = text.model_copy(update={"language": stored.article.language})
    _warn_of_another_article(stored, text)
    checks = check(stored, text)
    _show([one for one in checks if not quiet or one.found.reasons])
    counts = {verdict: sum(one.found.verdict is verdict for one in checks) for verdict in Verdict}
    typer.echo(", ".join(f"{count} {verdict}" for verdict, count in counts.items()))
    raise typer.Exit(UNSUPPORTED if counts[Verdict.UNSUPPORTED] else 0)


def _warn_of_another_article(stored: ArticleSummary, article: Article) -> None:
    from summarizer.cli.report import say

    if stored.article.sha256 != article.sha256:
        say("warning: this is not the text that was summarised (its hash differs); checking all the same")


def _show(checks: Sequence[Check]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from summarizer.render.words import why

    colours = {"supported": "green", "partial": "yellow", "unsupported": "red"}
    table = Table(box=None, pad_edge=False)
    for title in ("id", "verdict", "item", "reasons"):
        table.add_column(title, overflow="fold")
    for check in checks:
        verdict = Text(check.found.verdict, style=colours[check.found.verdict])
        table.add_row(Text(check.id), verdict, Text(check.text), Text(why(check.found)))
    Console(highlight=False).print(table)
