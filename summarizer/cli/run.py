"""`summarizer run`: articles in, one structured summary each out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from summarizer.cli.report import Reports, report_error

if TYPE_CHECKING:
    from summarizer.core.errors import SummarizerError
    from summarizer.core.summary import ArticleSummary
    from summarizer.settings import Settings

REJECTED = 1


class Format(StrEnum):
    """How the result is written."""

    TERMINAL = "terminal"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"
    ICS = "ics"


class StyleName(StrEnum):
    """Styles, repeated here because core.prompt is too heavy to import for --help."""

    ABSTRACTIVE = "abstractive"
    EXTRACTIVE = "extractive"


Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE...", help="File (text, Markdown, HTML, JSON), - for stdin, or http(s) URL."
    ),
]
Model = Annotated[
    str | None, typer.Option(help="Model name; 'local' for the one that ships. Default: chosen, see doctor.")
]
BaseUrl = Annotated[
    str | None, typer.Option(help="OpenAI-compatible endpoint, with its /v1 (OpenAI, Ollama, vLLM, Azure).")
]
Style = Annotated[
    StyleName | None, typer.Option(help="Default: extractive for the local model, else abstractive.")
]
Mode = Annotated[
    str | None,
    typer.Option(help="How the endpoint is asked for structure: json_schema, tools, json or md_json."),
]


def run(
    sources: Sources,
    model: Model = None,
    base_url: BaseUrl = None,
    style: Style = None,
    mode: Mode = None,
    prompt: Annotated[str | None, typer.Option(help="Prompt folder, for example summarize-v1.")] = None,
    format: Annotated[Format, typer.Option(help="How the result is written.")] = Format.TERMINAL,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="File instead of stdout; for several pages a folder."),
    ] = None,
    title: Annotated[str | None, typer.Option(help="Headline of the article.")] = None,
    published: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of publication, YYYY-MM-DD.")
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="Output language of abstractive summaries. Default: the article's.")
    ] = None,
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Carry the article's text in the JSON.")
    ] = False,
    timeout: Annotated[float | None, typer.Option(help="Seconds for one request.")] = None,
    deadline: Annotated[float | None, typer.Option(help="Seconds for one article, retries included.")] = None,
    input_budget: Annotated[
        int | None, typer.Option(help="Tokens of article text per request; longer articles are split.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 when anything was rejected.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Nothing on stderr but errors.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Every request on stderr.")] = False,
) -> None:
    """Summarise articles. Several sources give one result each, as JSON Lines with --format json.

    stdout carries only results; progress, the model in use and warnings go to stderr.
    """
    from summarizer.cli.output import open_writer
    from summarizer.core.errors import SummarizerError, UsageError
    from summarizer.settings import load_settings

    if len(sources) > 1 and (title or published):
        raise UsageError("--title and --published describe one article", hint="run the sources one by one")
    if sources.count("-") > 1:
        raise UsageError("stdin can be read only once", hint="name '-' once")
    flags = {
        "model": model,
        "base_url": base_url,
        "style": style and style.value,
        "mode": mode,
        "prompt": prompt,
        "language": language,
        "timeout": timeout,
        "deadline": deadline,
        "input_budget": input_budget,
    }
    settings = load_settings(flags)
    metadata = {"title": title, "published": published.date() if published else None}
    reports = Reports(quiet=quiet, verbose=verbose)
    worst = 0
    # A page shows the article beside the summary, so there the summary carries it.
    keep_text = with_text or format is Format.HTML
    with open_writer(format, output, many=len(sources) > 1, language=language) as write:
        for result in _summaries(sources, metadata, settings, reports, keep_text=keep_text):
            if not isinstance(result, SummarizerError):
                write(result)
            worst = max(worst, _exit_code(result, strict=strict))
    raise typer.Exit(worst)


def _summaries(
    sources: Sequence[str],
    metadata: Mapping[str, Any],
    settings: Settings,
    reports: Reports,
    *,
    keep_text: bool,
) -> Iterator[ArticleSummary | SummarizerError]:
    """One summary or one reported error per source; the model is made ready for the first readable one."""
    from summarizer.api import build
    from summarizer.archive.source import read_article
    from summarizer.core.errors import InputError, ProviderError

    with ExitStack() as stack:
        summarizer = None
        for source in sources:
            try:
                article = read_article(source, **metadata)
                if summarizer is None:
                    with reports.preparing() as progress:
                        summarizer = stack.enter_context(build(settings, progress=progress))
                    reports.announce(summarizer.card)
                with reports.working(f"{summarizer.card.name} reads {source}"):
                    summary = summarizer.summarize(article, keep_text=keep_text)
            except (InputError, ProviderError) as error:
                report_error(error, source if len(sources) > 1 else None)
                yield error
            else:
                reports.finished(summary)
                yield summary


def _exit_code(result: ArticleSummary | SummarizerError, *, strict: bool) -> int:
    from summarizer.core.errors import ProviderError, SummarizerError
    from summarizer.core.summary import Status

    if isinstance(result, SummarizerError):
        return result.exit_code
    if result.status not in (Status.OK, Status.EMPTY):
        return ProviderError.exit_code
    return REJECTED if strict and result.rejected else 0
