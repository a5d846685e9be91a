"""The `summarizer` command and its groups."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from summarizer.cli import batch, doctor, evals, local, render, run, schema, serve, verify

app = typer.Typer(
    name="summarizer",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    # Plain help: rich's costs 0.1 s of start-up.
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:  # noqa: FBT001 - Typer's callback signature
    if wanted:
        from importlib.metadata import version  # 50 ms that --help should not pay

        typer.echo(f"summarizer {version('summarizer')}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Structured, evidence-linked summaries of news articles: who is involved, who said what,
    which talks are planned, what is still open.

    Exit codes: 0 ok, 1 something was rejected (run --strict) or is unsupported (verify), 2 usage,
    3 configuration (no model), 4 provider failed, 5 input unreadable, 130 interrupted, 143 terminated.
    """


app.command("run")(run.run)
app.command("batch", cls=batch.BatchCommand)(batch.batch)
app.command("verify")(verify.verify)
app.command("render")(render.render)
app.command("schema")(schema.schema)
app.command("serve")(serve.serve)
app.command("doctor")(doctor.doctor)
app.add_typer(local.app, name="local")
app.add_typer(evals.app, name="eval")


def main() -> None:
    """Entry point of the console script: errors become one line, Ctrl-C exits with 130."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except Exception as error:
        # pydantic and openai are loaded by now if they are needed at all; core.errors is light.
        from summarizer.cli.report import report_error
        from summarizer.core.errors import SummarizerError

        if not isinstance(error, SummarizerError):
            raise
        report_error(error)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
