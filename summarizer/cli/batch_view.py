"""How a batch looks: a live display, plain lines, or JSON events; and its account at the end."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from summarizer.cli.report import say

if TYPE_CHECKING:
    from rich.console import RenderableType

    from summarizer.batch.account import Account
    from summarizer.batch.job import Job
    from summarizer.batch.progress import Meter, Progress
    from summarizer.batch.run import Run
    from summarizer.batch.setup import Opened

_LINE_EVERY = 10.0
_EVENT_EVERY = 5.0
_MINUTE = 59.0


class View:
    """Shows nothing: --quiet."""

    def event(self, name: str, data: Mapping[str, Any]) -> None:
        """Something happened; called from the thread that writes."""

    def started(self, job: Job, found: Opened) -> None:
        """The run begins."""

    @contextmanager
    def watching(self, meter: Meter, run: Run) -> Iterator[None]:
        """Show how it goes on inside."""
        yield

    def finished(self, job: Job, found: Account) -> None:
        """The run has ended."""


class Lines(View):
    """Plain lines on stderr, the account on stdout."""

    def started(self, job: Job, found: Opened) -> None:
        """Which model, where to."""
        card = found.card
        where = "on this machine" if card.endpoint == "local" else f"at {card.endpoint}"
        say(f"model: {card.name}, {card.style}, {where}; into {found.folder}")
        if found.summaries.lost:
            say(f"{found.summaries.lost} lines were missing from {found.summaries.path}: they are made again")

    @contextmanager
    def watching(self, meter: Meter, run: Run) -> Iterator[None]:
        """A line every ten seconds; once a minute where nothing changes."""
        shown = (-1, -_MINUTE)

        def tell() -> None:
            nonlocal shown
            now = meter.read()
            if now.tally.done != shown[0] or now.seconds - shown[1] >= _MINUTE:
                shown = (now.tally.done, now.seconds)
                say(" · ".join(_figures(now, run)))

        with _every(_LINE_EVERY, tell):
            yield

    def event(self, name: str, data: Mapping[str, Any]) -> None:
        """Only why a run ends early, and how jobs at a provider do."""
        if name == "ending":
            say(f"summarizer: {data['message']}; finishing what is in flight")
        elif name == "provider_jobs":
            say(str(data["message"]))

    def finished(self, job: Job, found: Account) -> None:
        """The account."""
        from summarizer.cli.batch_account import account_lines

        for line in account_lines(job, found):
            print_line(line)


class Live(Lines):
    """A display on a terminal, kept up to date."""

    @contextmanager
    def watching(self, meter: Meter, run: Run) -> Iterator[None]:
        """The display."""
        from rich.console import Console  # only where something is drawn
        from rich.live import Live as Display

        console = Console(stderr=True, highlight=False, markup=False, emoji=False)
        with Display(
            get_renderable=lambda: _display(meter.read(), run),
            console=console,
            refresh_per_second=4,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=True,
        ):
            yield


class Events(View):
    """JSON Lines on stdout."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def event(self, name: str, data: Mapping[str, Any]) -> None:
        """One line."""
        with self._lock:
            print_line(json.dumps({"event": name, **data}))

    def started(self, job: Job, found: Opened) -> None:
        """The model and the folder."""
        card = found.card
        self.event(
            "started",
            {"run": found.run.number, "model": card.name, "endpoint": card.endpoint, "out": str(job.folder)},
        )

    @contextmanager
    def watching(self, meter: Meter, run: Run) -> Iterator[None]:
        """An event every five seconds."""

        def tell() -> None:
            self.event("progress", asdict(meter.read()))

        with _every(_EVENT_EVERY, tell):
            yield
        tell()

    def finished(self, job: Job, found: Account) -> None:
        """The whole account."""
        self.event("finished", found.document)


def view_for(*, quiet: bool, log_json: bool) -> View:
    """The view that fits the flags and the terminal."""
    if log_json:
        return Events()
    if quiet:
        return View()
    return Live() if sys.stderr.isatty() else Lines()


def print_line(text: str) -> None:
    """One line to stdout, with nothing in it that could steer a terminal."""
    from summarizer.core.article import normalise_text

    sys.stdout.write(normalise_text(text) + "\n")
    sys.stdout.flush()


@contextmanager
def _every(seconds: float, do: Callable[[], None]) -> Iterator[None]:
    ended = threading.Event()

    def loop() -> None:
        while not ended.wait(seconds):
            do()

    thread = threading.Thread(target=loop, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _figures(now: Progress, run: Run) -> list[str]:
    tally = now.tally
    of = f" of {now.total:,}" if now.total is not None else ""
    share = f" ({100 * tally.done / now.total:.0f} %)" if now.total else ""
    counts = [
        f"{number:,} {name}"
        for name, number in (
            ("ok", tally.ok),
            ("empty", tally.empty),
            ("duplicates", tally.duplicates),
            ("failed", tally.failed),
            ("unreadable", tally.unreadable),
            ("to be tried again", tally.deferred),
            ("undone", tally.undone),
            ("done before", tally.skipped),
        )
        if number
    ]
    return [f"{tally.done:,}{of} articles{share}", *counts, *_pace(now), *_use(now), *_stopping(now, run)]


def _pace(now: Progress) -> list[str]:
    traffic = now.traffic
    figures = [f"{now.per_minute:,.0f} a minute"] if now.per_minute else []
    figures.append(f"{traffic.in_flight} of {traffic.width} lanes busy")
    if now.left is not None:
        figures.append(f"{time_span(now.left)} left")
    return figures


def _use(now: Progress) -> list[str]:
    tally, figures = now.tally, []
    if tally.input_tokens:
        figures.append(f"{amount(tally.input_tokens)} tokens in, {amount(tally.output_tokens)} out")
    if now.spent:
        projected = f", {now.projected:.2f} at the end" if now.projected else ""
        figures.append(f"{now.spent:.4f} USD{projected}")
    return figures


def _stopping(now: Progress, run: Run) -> list[str]:
    if run.stopped and not run.fatal:
        return [f"stopping: {now.traffic.in_flight} in flight (Ctrl-C again: at once)"]
    return []


def _display(now: Progress, run: Run) -> RenderableType:
    from rich.console import Group  # see above
    from rich.progress_bar import ProgressBar
    from rich.table import Table
    from rich.text import Text

    figures = _figures(now, run)
    known = now.total is not None
    bar = ProgressBar(
        total=now.total if known else None,
        completed=now.tally.done,
        width=48,
        pulse=not known and not run.stopped,
    )
    counts = [one for one in figures[1:] if one not in (*_pace(now), *_use(now))]
    # A bar alone does not end its line.
    line = Table.grid()
    line.add_row(bar)
    return Group(
        line,
        Text(f"{figures[0]} in {time_span(now.seconds)}", style="bold"),
        Text(" · ".join(counts), style="default"),
        Text(" · ".join(_pace(now)), style="dim"),
        Text(" · ".join(_use(now)), style="dim"),
    )


def amount(number: float) -> str:
    """A number for people: 950, 12.3 k, 4.56 M."""
    for size, unit in ((1e9, " G"), (1e6, " M"), (1e3, " k")):
        if number >= size:
            return f"{number / size:.3g}{unit}"
    return f"{number:.0f}"


def time_span(seconds: float) -> str:
    """A duration for people: 48 s, 4 min 12 s, 3 h 20 min."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
