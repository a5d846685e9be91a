"""`summarizer serve`: the same summaries over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from summarizer.cli.report import Reports, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.service.keys import Key
    from summarizer.service.options import Options
    from summarizer.settings import Settings

_DATABASE = "service.sqlite"
_KEYS = "service-keys.json"
_PACKAGES = ("fastapi", "uvicorn", "sqlalchemy", "prometheus_client")


def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen on; other than loopback only with an API key.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: any free one.")] = 8000,
    name: Annotated[
        list[str] | None, typer.Option(help="Host name under which callers reach it; repeatable.")
    ] = None,
    database: Annotated[
        str | None, typer.Option(help="File, or postgresql:// URL. Default: in the user's data folder.")
    ] = None,
    new_key: Annotated[
        str | None, typer.Option(metavar="NAME", help="Make an API key, show it once, and end.")
    ] = None,
    key_file: Annotated[
        Path | None, typer.Option(help="File with the hashes of API keys. Default: in the data folder.")
    ] = None,
    keep_days: Annotated[
        float | None, typer.Option(min=0.0, help="Delete articles and summaries so many days after.")
    ] = None,
    allow_urls: Annotated[
        bool, typer.Option("--allow-urls", help="Let callers name public pages to fetch.")
    ] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, max=64, help="Articles at once. Default: 4; local model: 1.")
    ] = None,
    queue_limit: Annotated[int, typer.Option(min=1, help="Single articles that may wait.")] = 1000,
    rate: Annotated[int, typer.Option(min=0, help="Posts a minute of one caller; 0: any number.")] = 600,
    max_body: Annotated[int, typer.Option(min=1000, help="Bytes of one article.")] = 2_000_000,
    max_batch: Annotated[int, typer.Option(min=1000, help="Bytes of one batch.")] = 200_000_000,
    wait: Annotated[
        float, typer.Option(min=0.0, help="Seconds a post waits for its summary before it gets a 202.")
    ] = 60.0,
    drain: Annotated[float, typer.Option(min=0.0, help="Seconds for work in flight after SIGTERM.")] = 30.0,
    model: Annotated[str | None, typer.Option(help="As in run.")] = None,
    base_url: Annotated[str | None, typer.Option(help="As in run.")] = None,
    style: Annotated[str | None, typer.Option(help="As in run.")] = None,
    mode: Annotated[str | None, typer.Option(help="As in run.")] = None,
) -> None:
    """Serve summaries over HTTP: an API, its description at /openapi.json, and a page at /.

    Accepted articles are on the disk before they are answered for, and are finished after a restart.
    The log goes to stderr, one JSON object a line, without article text.
    """
    _check_packages()
    from summarizer.service.keys import new_key as make_key
    from summarizer.settings import load_settings

    settings = load_settings(
        {"model": model, "base_url": base_url, "style": style, "mode": mode, "database": database}
    )
    key_file = key_file or settings.data_dir / _KEYS
    if new_key is not None:
        typer.echo(make_key(key_file, new_key))
        say(f"the key is shown this once; its hash is in {key_file}")
        return
    limits = {
        "host": host,
        "port": port,
        "names": tuple(one.lower() for one in name or ()),
        "keep_days": keep_days,
        "allow_urls": allow_urls,
        "queue_limit": queue_limit,
        "rate": rate,
        "max_body": max_body,
        "max_batch": max_batch,
        "wait": wait,
        "drain": drain,
    }
    _serve(settings, _options(settings, key_file, workers, limits))


def _check_packages() -> None:
    from importlib.util import find_spec

    from summarizer.core.errors import ConfigurationError

    if missing := [name for name in _PACKAGES if find_spec(name) is None]:
        raise ConfigurationError(
            f"the service needs packages that are not installed: {', '.join(missing)}",
            hint="pip install 'summarizer[service]'",
        )


def _options(settings: Settings, key_file: Path, workers: int | None, limits: dict[str, Any]) -> Options:
    from summarizer.llm.connect import choose
    from summarizer.service.options import Options

    # The local model uses all cores for one article.
    workers = workers or (1 if choose(settings).local else 4)
    return Options(database=_database(settings), keys=_keys(settings, key_file), workers=workers, **limits)


def _keys(settings: Settings, key_file: Path) -> Sequence[Key]:
    from summarizer.service.keys import hashed, read_keys

    given = settings.service_key.get_secret_value()
    return [*read_keys(key_file), *([hashed("environment", given)] if given else [])]


def _database(settings: Settings) -> str:
    given = settings.database.get_secret_value()
    if "://" in given:
        return given
    path = Path(given).absolute() if given else settings.data_dir / _DATABASE
    return f"sqlite:///{path}"


def _serve(settings: Settings, options: Options) -> None:
    from summarizer.api import build
    from summarizer.service.app import create_app
    from summarizer.service.observability import start_logging
    from summarizer.service.server import Server, check_address

    check_address(options.host, options.port)
    reports = Reports(quiet=False, verbose=False)
    with reports.preparing() as progress:
        # Built once here, so that a missing model is told before anybody is let in.
        first = build(settings, progress=progress)
    reports.announce(first.card)
    spare = [first]
    start_logging()
    app = create_app(options, lambda: spare.pop() if spare else build(settings))
    Server(app, listening=lambda address: say(f"serving at {address}")).run()
