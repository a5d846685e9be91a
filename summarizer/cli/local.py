"""`summarizer local`: the model that ships with the program."""

from __future__ import annotations

from typing import Annotated

import typer

from summarizer.cli.report import Reports, say

app = typer.Typer(help="The local model.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _group() -> None:
    """The local model."""


@app.command("prepare")
def prepare(
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Nothing on stderr but errors.")] = False,
) -> None:
    """Build the merged model ahead of time (292 MB in the cache folder, about 15 s), and print its path."""
    from summarizer.llm.local import model
    from summarizer.settings import load_settings

    cache = load_settings().cache_dir
    with Reports(quiet=quiet, verbose=False).preparing() as progress:
        path = model.prepare(cache, progress)
    if not quiet:
        say("the local model is ready")
    typer.echo(path)
