"""What goes to stderr: errors, warnings, progress. stdout belongs to results."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from summarizer.core.errors import SummarizerError

if TYPE_CHECKING:
    from summarizer.core.extraction import ModelCard
    from summarizer.core.summary import ArticleSummary


_PROBLEMS = {
    "refused": "the model declined to summarise this article",
    "truncated": "the answer was cut at the output limit; raise SUMMARIZER_MAX_OUTPUT_TOKENS",
    "failed": "no usable answer from the model; run again with --verbose to see every request",
}


def say(text: str) -> None:
    """One line to stderr, with nothing in it that could steer a terminal."""
    from summarizer.core.article import normalise_line

    print(normalise_line(text), file=sys.stderr, flush=True)


def report_error(error: SummarizerError, source: str | None = None) -> None:
    """The cause on one line, the next step on a second."""
    say(f"summarizer: {source + ': ' if source else ''}{error}")
    if error.hint:
        say(f"→ {error.hint}")


class Reports:
    """What a run tells on stderr besides errors."""

    def __init__(self, *, quiet: bool, verbose: bool) -> None:
        self._quiet = quiet
        self._verbose = verbose
        self._spins = sys.stderr.isatty() and not quiet

    def announce(self, card: ModelCard) -> None:
        """Which model is used, and what that means."""
        if self._quiet:
            return
        if card.endpoint == "local":
            say(
                f"model: {card.name}, {card.style}, on this machine. It copies sentences; a larger model"
                " writes better: set OPENAI_API_KEY or --base-url"
            )
        else:
            say(f"model: {card.name}, {card.style}, at {card.endpoint}")

    def finished(self, summary: ArticleSummary) -> None:
        """A warning when the summary is not whole; every request of it under --verbose."""
        if summary.status not in ("ok", "empty"):
            say(f"summarizer: {summary.article.source or summary.article.id}: {_PROBLEMS[summary.status]}")
        if not self._verbose:
            return
        for n, attempt in enumerate(summary.provenance.attempts, 1):
            counted = attempt.usage.input_tokens, attempt.usage.output_tokens
            tokens = "no usage" if None in counted else "{} tokens in, {} out".format(*counted)
            say(f"request {n}: {attempt.outcome}, {attempt.seconds:.2f} s, {tokens}")
        say(f"key: {summary.provenance.key}")

    @contextmanager
    def preparing(self) -> Iterator[Callable[[float], None]]:
        """Progress of building the local model; shows only when there is something to build."""
        if self._spins:
            with _bar() as progress:
                yield progress
        else:
            yield self._say_once()

    def _say_once(self) -> Callable[[float], None]:
        lines = iter([] if self._quiet else ["preparing the local model, once (292 MB, about 15 s) ..."])

        def progress(share: float) -> None:
            for line in lines:
                say(line)

        return progress

    @contextmanager
    def working(self, text: str) -> Iterator[None]:
        """A spinner while the model reads."""
        if not self._spins:
            yield
            return
        from rich.console import Console  # only where a spinner is shown
        from rich.text import Text

        with Console(stderr=True).status(Text(text)):
            yield


@contextmanager
def _bar() -> Iterator[Callable[[float], None]]:
    from rich.console import Console  # only where a bar is shown
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("preparing the local model, once (292 MB)", total=1.0, visible=False)
        yield lambda share: bar.update(task, completed=share, visible=share < 1)
