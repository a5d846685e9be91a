"""`summarizer schema`: the public JSON Schema."""

from __future__ import annotations

from typing import Annotated

import typer


def schema(
    name: Annotated[
        str, typer.Argument(metavar="[NAME]", help="article-summary, article, draft or index-draft.")
    ] = "article-summary",
) -> None:
    """Print a JSON Schema; by default that of the result."""
    from summarizer.core.errors import UsageError
    from summarizer.resources import resource_folder

    folder = resource_folder("schemas")
    known = sorted(path.name.removesuffix(".schema.json") for path in folder.glob("*.schema.json"))
    if name not in known:
        raise UsageError(f"there is no schema '{name}'", hint=f"choose one of {', '.join(known)}")
    typer.echo((folder / f"{name}.schema.json").read_text("utf-8"), nl=False)
