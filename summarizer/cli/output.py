"""Where results go: stdout or a file that appears whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from summarizer.core.errors import UsageError

if TYPE_CHECKING:
    from summarizer.core.summary import ArticleSummary


@contextmanager
def open_output(path: Path | None) -> Iterator[TextIO]:
    """stdout, or a temporary file beside `path` that takes its place when everything is written."""
    if path is None:
        yield sys.stdout
        return
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
    except OSError as error:
        raise UsageError(
            f"cannot write {path}: {error.strerror}", hint="name a file in a folder that exists and is yours"
        ) from None
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        raise UsageError(
            f"cannot write {path}: {error.strerror}", hint="check the folder and its space"
        ) from None
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def open_writer(
    format: str, output: Path | None, *, many: bool, language: str | None
) -> Iterator[Callable[[ArticleSummary], None]]:
    """What writes a summary in `format` to stdout or `output`; everything is there when the block ends.

    With `many`, JSON is written one line a summary, and pages go to a folder.
    """
    if format == "html":
        from summarizer.cli.pages import page_writer

        with page_writer(output, "de" if language == "de" else "en", many=many) as write:
            yield write
    elif format == "ics":
        from summarizer.cli.pages import calendar_writer

        with calendar_writer(output) as write:
            yield write
    else:
        with open_output(output) as stream:
            yield writer(format, stream, lines=many)


def writer(format: str, stream: TextIO, *, lines: bool) -> Callable[[ArticleSummary], None]:
    """What writes a summary to `stream`; with `lines`, JSON is written one line a summary."""
    if format == "json":
        indent = None if lines else 2
        return lambda summary: print(summary.model_dump_json(indent=indent), file=stream, flush=True)
    if format == "markdown":
        from summarizer.render.markdown import to_markdown

        return lambda summary: print(to_markdown(summary), file=stream, flush=True)
    from rich.console import Console  # 60 ms that JSON output should not pay

    from summarizer.render.terminal import SummaryView

    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    return lambda summary: console.print(SummaryView(summary), *([""] if lines else []))
