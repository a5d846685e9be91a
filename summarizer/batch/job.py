"""A batch as a command has it: open the folder, run, write the accounts, close."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from summarizer.archive.places import checked
from summarizer.batch.account import Account, account, write_account
from summarizer.batch.articles import Articles
from summarizer.batch.output import write_failures
from summarizer.batch.progress import Meter, count_articles
from summarizer.batch.report import write_report
from summarizer.batch.run import Choices
from summarizer.batch.setup import EngineMaker, Limits, Opened, opened, threads
from summarizer.core.errors import ConfigurationError
from summarizer.settings import Settings


class Job:
    """One run of the command, with everything that it writes into its folder."""

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        choices: Choices,
        limits: Limits,
        *,
        engine: EngineMaker = threads,
        watch: Callable[[str, Mapping[str, Any]], None] = lambda event, data: None,
        progress: Callable[[float], None] = lambda share: None,
        parquet: bool = False,
    ) -> None:
        self.folder = folder
        self.settings = settings
        self.choices = choices
        self.limits = limits
        self._engine = engine
        self._watch = watch
        self._progress = progress
        self._parquet = parquet
        self._began = time.time()

    @contextmanager
    def opened(self) -> Iterator[Opened]:
        """The run, ready. Raises what `setup.opened` raises, `ConfigurationError` for --parquet, and
        `UsageError` and `InputError` for sources that are not there."""
        if self._parquet:
            from summarizer.batch.table import check_parquet  # pyarrow takes half a second to load

            check_parquet()
        # Before there is a folder: a name that was mistyped leaves nothing behind.
        checked(self.choices.sources)
        with opened(
            self.folder,
            self.settings,
            self.choices,
            self.limits,
            engine=self._engine,
            watch=self._watch,
            progress=self._progress,
        ) as found:
            self._opened = found
            self.meter = Meter(found.run.tally, found.gate)
            write_account(self.folder, self._account(None))
            yield found

    def run(self) -> None:
        """Do it; returns when the sources are read to the end or the run was stopped."""
        counting = threading.Event()
        counter = threading.Thread(target=self._count, args=(counting,), daemon=True)
        counter.start()
        try:
            self._opened.run.run()
        finally:
            counting.set()

    def finish(self) -> Account:
        """Write failures.jsonl, run.json, report.html and, where wanted, summaries.parquet."""
        self._opened.summaries.close()
        articles = Articles(self._opened.ledger)
        write_failures(self.folder, articles)
        found = self._account(time.time())
        write_report(self.folder, found, articles)
        if self._parquet:
            from summarizer.batch.table import write_parquet  # see above

            write_parquet(self.folder)
        write_account(self.folder, found)
        return found

    def exit_code(self, found: Account) -> int:
        """What the command ends with where no signal ended it."""
        fatal = self._opened.run.fatal
        if fatal is not None and fatal.kind == "settings":
            return ConfigurationError.exit_code
        return found.exit_code

    def _count(self, ended: threading.Event) -> None:
        self.meter.total = count_articles(self.choices.sources, lambda: not ended.is_set())

    def _account(self, ended: float | None) -> Account:
        found = self._opened
        return account(
            found.run,
            found.ledger,
            found.card,
            self.settings,
            limits=asdict(self.limits),
            began=self._began,
            ended=ended,
            progress=self.meter.read(),
        )
