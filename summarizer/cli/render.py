"""`summarizer render`: stored summaries as a page, as Markdown or as a calendar; offline, without a model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.core.errors import UsageError

if TYPE_CHECKING:
    from summarizer.archive.stored import Stored
    from summarizer.core.summary import ArticleSummary


class Target(StrEnum):
    """What a summary is turned into."""

    HTML = "html"
    MARKDOWN = "md"
    CALENDAR = "ics"


class PageLanguage(StrEnum):
    """Languages of the page's own words."""

    ENGLISH = "en"
    GERMAN = "de"


def render(
    summaries: Annotated[
        list[Path],
        typer.Argument(
            metavar="SUMMARY.json...",
            help="Summaries in our schema: single ones, JSON Lines, or a batch's summaries.jsonl.",
        ),
    ],
    to: Annotated[
        Target, typer.Option(help="A page to read, Markdown, or the planned talks as a calendar.")
    ] = Target.HTML,
    article: Annotated[
        str | None,
        typer.Option(help="The article of a single summary, to stand beside it: file, - or http(s) URL."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="File instead of stdout; for several pages a folder."),
    ] = None,
    language: Annotated[
        PageLanguage, typer.Option(help="Language of the page's own words.")
    ] = PageLanguage.ENGLISH,
) -> None:
    """Show stored summaries: as one self-contained page each (several: with an index that filters), as
    Markdown, or the planned talks as an iCalendar file.

    A page shows the article beside the summary where the summary carries its text (run --with-text) or
    --article names it; else the sentences that the summary quotes.
    """
    from summarizer.cli.pages import names_folder

    found = _read(summaries)
    if to is Target.HTML and names_folder(output):
        if article:
            raise UsageError("--article belongs to a single page", hint="name a file with --output")
        _folder(found, output or Path(), language)
    elif to is Target.HTML:
        _page(found, article, output, language)
    elif article:
        raise UsageError("--article is for --to html", hint="leave it out")
    elif to is Target.MARKDOWN:
        _markdown(found, output)
    else:
        from summarizer.cli.pages import write_calendar

        write_calendar(list(_summaries(found)), output)


def _read(paths: Sequence[Path]) -> Iterator[Stored]:
    from summarizer.archive.stored import read_summaries

    empty = True
    for path in paths:
        for one in read_summaries(path):
            empty = False
            yield one
    if empty:
        raise _nothing()


def _nothing() -> UsageError:
    return UsageError(
        "there is no summary in what was given",
        hint="make one with: summarizer run ARTICLE --format json --output SUMMARY.json",
    )


def _summaries(found: Iterator[Stored]) -> Iterator[ArticleSummary]:
    return (one.summary for one in found if one.summary)


def _folder(found: Iterator[Stored], output: Path, language: PageLanguage) -> None:
    from summarizer.cli.pages import PageFolder
    from summarizer.cli.report import say

    folder = PageFolder(output, language.value)
    for one in found:
        if one.summary:
            folder.add(one.summary)
        else:
            folder.add_duplicate(one.article, one.duplicate_of or "?")
    say(f"index: {folder.finish()}")


def _page(found: Iterator[Stored], article: str | None, output: Path | None, language: PageLanguage) -> None:
    from summarizer.cli.output import open_output
    from summarizer.render.page import to_html

    summaries = _summaries(found)
    summary = next(summaries, None)
    if summary is None:
        raise _nothing()
    if next(summaries, None) is not None:
        raise UsageError("several summaries need a folder for their pages", hint="name one: --output FOLDER")
    page = to_html(summary, _text(summary, article) if article else None, language=language.value)
    with open_output(output) as stream:
        stream.write(page)


def _text(summary: ArticleSummary, article: str) -> str:
    from summarizer.archive.source import read_article
    from summarizer.cli.report import say

    found = read_article(article, language=summary.article.language)
    if found.sha256 != summary.article.sha256:
        say("warning: this is not the text that was summarised (its hash differs); the page says so, too")
    return found.text


def _markdown(found: Iterator[Stored], output: Path | None) -> None:
    from summarizer.cli.output import open_output
    from summarizer.render.markdown import to_markdown

    with open_output(output) as stream:
        for summary in _summaries(found):
            print(to_markdown(summary), file=stream)
