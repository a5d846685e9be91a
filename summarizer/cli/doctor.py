"""`summarizer doctor`: which model would be used and why, and does it work."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Any

import typer

from summarizer.cli.report import Reports, report_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.llm.connect import Choice
    from summarizer.settings import Settings

_PACKAGES = ("openai", "instructor", "pydantic", "tenacity", "typer", "sentencex", "trafilatura", "xllamacpp")
_MOST_LISTED = 8
_PROBE = "Anna Berg sagte am Montag in Bonn, die Gespräche würden am 20. Januar fortgesetzt."


def doctor(
    model: Annotated[str | None, typer.Option(help="As in run.")] = None,
    base_url: Annotated[str | None, typer.Option(help="As in run.")] = None,
    style: Annotated[str | None, typer.Option(help="As in run.")] = None,
    mode: Annotated[str | None, typer.Option(help="As in run.")] = None,
    probe: Annotated[
        bool, typer.Option(help="Send one sentence to the model to see whether it obeys the schema.")
    ] = True,
) -> None:
    """Show which model would be used and why, whether it answers and obeys the schema, all settings
    with their origin, and versions. Never prints a key."""
    from summarizer.core.errors import SummarizerError
    from summarizer.llm.connect import choose
    from summarizer.settings import load_settings

    settings = load_settings({"model": model, "base_url": base_url, "style": style, "mode": mode})
    _table("Settings", _settings(settings))
    _table("Versions", _versions())
    failed: SummarizerError | None = None
    try:
        choice = choose(settings)
        _table("Model", _model(settings, choice))
        if probe:
            _table("Probe", _probe(settings))
    except SummarizerError as error:
        failed = error
    if failed:
        report_error(failed)
        raise typer.Exit(failed.exit_code)


def _table(title: str, rows: Iterator[tuple[str, ...]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    for row in rows:
        table.add_row("", *(Text(cell) for cell in row))
    console = Console(highlight=False)
    console.print(Text(title, style="bold"))
    console.print(table)
    console.print()


def _settings(settings: Settings) -> Iterator[tuple[str, ...]]:
    for name in type(settings).model_fields:
        if name != "origins":
            yield name, _shown(name, getattr(settings, name)), settings.origins.get(name, "default")


def _shown(name: str, value: Any) -> str:
    if name in ("api_key", "service_key", "database"):
        return "set" if value.get_secret_value() else "not set"
    if name == "prices":
        return ", ".join(value) or "shipped table"
    if name == "base_url" and value:
        from summarizer.llm.remote import endpoint_name

        return endpoint_name(value)
    return "chosen" if value is None else str(value)


def _versions() -> Iterator[tuple[str, ...]]:
    import platform
    from importlib.metadata import PackageNotFoundError, version

    from summarizer.api import tool_version

    yield "summarizer", tool_version()
    yield "python", platform.python_version()
    for name in _PACKAGES:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            yield name, "not installed"


def _model(settings: Settings, choice: Choice) -> Iterator[tuple[str, ...]]:
    from summarizer.llm.connect import LOCAL

    yield "why", choice.why
    if choice.local:
        from summarizer.llm.local.model import merged_path

        path = merged_path(settings.cache_dir)
        yield "model", choice.model or LOCAL
        yield "file", str(path)
        yield "ready", "yes" if path.exists() else "no: built at first use, or by 'summarizer local prepare'"
        return
    from summarizer.llm.remote import Endpoint

    key = settings.api_key.get_secret_value() if settings.trusts_key else ""
    endpoint = Endpoint(choice.base_url, key, choice.model or "", timeout=min(settings.timeout, 15))
    yield "model", choice.model or "the only one that the endpoint has"
    yield "endpoint", endpoint.name
    if not settings.trusts_key:
        yield "key", "OPENAI_API_KEY is not sent to an endpoint that a summarizer.toml names"
    with closing(endpoint):
        names = endpoint.models()
    listed = ", ".join(names[:_MOST_LISTED]) + (", ..." if len(names) > _MOST_LISTED else "")
    yield "reachable", f"yes, lists {len(names)} model{'s' * (len(names) != 1)}: {listed}" if names else "yes"


def _probe(settings: Settings) -> Iterator[tuple[str, ...]]:
    from summarizer.api import build
    from summarizer.core.article import Article

    with Reports(quiet=False, verbose=False).preparing() as progress:
        summarizer = build(settings, progress=progress)
    with summarizer:
        summary = summarizer.summarize(Article(text=_PROBE, language="de"))
    obeys = summary.status in ("ok", "empty")
    yield "obeys the schema", "yes" if obeys else f"no: {summary.status}"
    yield "requests", ", ".join(attempt.outcome for attempt in summary.provenance.attempts)
    yield "seconds", f"{summary.provenance.seconds:.2f}"
    cost = summary.provenance.cost
    yield "cost", "unknown: no price for this model" if cost is None else f"{cost.amount:.6f} {cost.currency}"
