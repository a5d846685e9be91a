"""`summarizer batch`: whole archives, nothing lost, nothing paid twice, an account of it all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from summarizer.cli.loading import loading
from summarizer.cli.run import BaseUrl, Mode, Model, Style

if TYPE_CHECKING:
    from summarizer.batch.run import Choices
    from summarizer.batch.setup import EngineMaker, Limits
    from summarizer.settings import Settings


class BatchCommand(TyperCommand):
    """`batch SOURCE...`, and `batch status DIR`: a source called "status" is written ./status."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """The context of the command that the first argument names."""
        if args and args[0] == "status":
            command = typer.main.get_command(_status)
            return command.make_context(f"{info_name} status", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)


Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE...",
        help="Folder, file or pattern: text, Markdown, HTML, JSON Lines, CSV, Parquet, WARC, RSS, mail, zip,"
        " tar; or - for paths on stdin.",
    ),
]


def batch(
    sources: Sources,
    out: Annotated[Path, typer.Option("--out", help="Folder for the results; a rerun goes on there.")],
    model: Model = None,
    base_url: BaseUrl = None,
    style: Style = None,
    mode: Mode = None,
    prompt: Annotated[str | None, typer.Option(help="Prompt folder, for example summarize-v1.")] = None,
    language: Annotated[
        str | None, typer.Option(help="Output language of abstractive summaries. Default: the article's.")
    ] = None,
    timeout: Annotated[float | None, typer.Option(help="Seconds for one request.")] = None,
    deadline: Annotated[float | None, typer.Option(help="Seconds for one article, retries included.")] = None,
    input_budget: Annotated[
        int | None, typer.Option(help="Tokens of article text per request; longer articles are split.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, max=1024, help="Requests in flight at most.")] = 8,
    rpm: Annotated[float | None, typer.Option(min=0.01, help="Requests a minute at most.")] = None,
    tpm: Annotated[float | None, typer.Option(min=1, help="Tokens a minute, about.")] = None,
    budget: Annotated[
        float | None, typer.Option(min=0, help="US dollars that this folder may cost, all runs together.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it would cost; ask nothing.")] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Start over: ask, and pay, for every article again.")
    ] = False,
    retry_failed: Annotated[
        bool,
        typer.Option("--retry-failed", help="Ask anew also where the stored answer was refused or unusable."),
    ] = False,
    only_failed: Annotated[
        bool, typer.Option("--only-failed", help="Take nothing but articles that failed before.")
    ] = False,
    no_dedupe: Annotated[
        bool, typer.Option("--no-dedupe", help="Summarise every copy of the same text.")
    ] = False,
    field: Annotated[
        list[str] | None,
        typer.Option("--field", help="PART=NAME: where rows keep text, title, published, ...; repeatable."),
    ] = None,
    with_text: Annotated[
        bool, typer.Option("--with-text", "--keep-text", help="Carry the article's text in the output.")
    ] = False,
    parquet: Annotated[bool, typer.Option("--parquet", help="Write summaries.parquet as well.")] = False,
    engine: Annotated[str, typer.Option(help="threads (this machine) or ray (a cluster).")] = "threads",
    address: Annotated[
        str | None, typer.Option(help="Address of the Ray cluster. Default: a local one.")
    ] = None,
    actors: Annotated[
        int | None, typer.Option(min=1, help="Ray actors in all. Default: one for 16 --workers.")
    ] = None,
    provider_batch: Annotated[
        bool, typer.Option("--provider-batch", help="Through the endpoint's batch API: half price, hours.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Nothing but errors.")] = False,
    log_json: Annotated[bool, typer.Option("--log-json", help="Events as JSON Lines on stdout.")] = False,
) -> None:
    """Summarise archives: one JSON line an article in DIR/summaries.jsonl.

    Run the same command again to go on: finished articles are skipped, failed ones retried, and no answer
    is paid twice. Ctrl-C finishes what is in flight, twice stops at once. 'summarizer batch status DIR'
    shows what a folder holds.

    Exit codes: 0 all done, 2 usage, 3 configuration or disk, 4 articles failed or were left undone,
    5 only unreadable ones, 130 interrupted, 143 terminated.
    """
    with loading():
        from summarizer.archive.fields import FieldMap
        from summarizer.batch.run import Choices
        from summarizer.batch.setup import Limits
        from summarizer.settings import load_settings

    settings = load_settings(
        {
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
    )
    choices = Choices(
        sources=tuple(sources),
        fields=FieldMap.of(field or ()),
        keep_text=with_text,
        fresh=fresh,
        retry_failed=retry_failed,
        only_failed=only_failed,
        dedupe=not no_dedupe,
    )
    limits = Limits(workers=workers, rpm=rpm, tpm=tpm, budget=budget)
    maker = _engine(engine, address, actors, provider_batch=provider_batch)
    if dry_run:
        _plan(out, settings, choices, limits)
        return
    raise typer.Exit(_run(out, settings, choices, limits, maker, parquet, quiet=quiet, log_json=log_json))


def status(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a batch.")],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Say what a folder holds: articles by state, money, what failed; also while a run is at work."""
    from summarizer.batch.status import standing
    from summarizer.cli.batch_account import show_status

    show_status(standing(folder), as_json=as_json)


_status = typer.Typer(rich_markup_mode=None, add_completion=False)
_status.command()(status)


def _engine(name: str, address: str | None, actors: int | None, *, provider_batch: bool) -> EngineMaker:
    from summarizer.core.errors import ConfigurationError, UsageError

    if name not in ("threads", "ray"):
        raise UsageError(f"there is no engine '{name}'", hint="choose threads or ray")
    if name == "ray" and provider_batch:
        raise UsageError("--engine ray and --provider-batch exclude each other", hint="choose one")
    if (address or actors) and name != "ray":
        raise UsageError("--address and --actors are for --engine ray", hint="add --engine ray")
    if name == "threads" and not provider_batch:
        from summarizer.batch.setup import threads

        return threads
    from importlib import import_module

    # By name: both need packages or modules that most runs do without.
    wanted = "provider" if provider_batch else "cluster"
    try:
        module = import_module(f"summarizer.batch.{wanted}")
    except ImportError as error:
        raise ConfigurationError(
            f"{'--provider-batch' if provider_batch else '--engine ray'} is not available: {error}",
            hint="pip install 'summarizer[ray]'" if wanted == "cluster" else "update summarizer",
        ) from None
    maker: EngineMaker = module.engine_at(address, actors) if wanted == "cluster" else module.engine
    return maker


def _plan(out: Path, settings: Settings, choices: Choices, limits: Limits) -> None:
    from summarizer.batch.plan import plan
    from summarizer.cli.batch_account import plan_lines
    from summarizer.cli.batch_view import print_line

    for line in plan_lines(plan(out, settings, choices), limits):
        print_line(line)


def _run(
    out: Path,
    settings: Settings,
    choices: Choices,
    limits: Limits,
    maker: EngineMaker,
    parquet: bool,  # noqa: FBT001 - a flag handed on
    *,
    quiet: bool,
    log_json: bool,
) -> int:
    with loading():
        from summarizer.batch.job import Job
        from summarizer.cli.batch_view import view_for
        from summarizer.cli.report import Reports
        from summarizer.cli.signals import stopping
        from summarizer.llm.connect import LOCAL

    view = view_for(quiet=quiet, log_json=log_json)
    with Reports(quiet=quiet, verbose=False).preparing() as progress:
        job = Job(
            out, settings, choices, limits, engine=maker, watch=view.event, progress=progress, parquet=parquet
        )
    with job.opened() as opened, stopping(opened.run.stop) as signalled:
        view.started(job, opened)
        with view.watching(job.meter, opened.run):
            job.run()
        found = job.finish()
        if signalled.times > 1 and opened.card.endpoint == LOCAL:
            # Letting go of the local model waits for all that it was asked. Everything is written by now,
            # and the ledger is made for ends like this one.
            view.finished(job, found)
            os._exit(signalled.exit_code)
    view.finished(job, found)
    return signalled.exit_code or job.exit_code(found)
