"""What the tests of the provider batch share: articles, an engine over the local server, and its account."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.batch_api import Server
from benchmarks.batch_jobs import Behaviour
from summarizer.batch.ledger import Ledger
from summarizer.batch.provider import ProviderBatch, Terms
from summarizer.batch.provider_jobs import Job, open_jobs
from summarizer.batch.tasks import Result, Task
from summarizer.batch.worker import Plan
from summarizer.core.article import Article
from summarizer.settings import load_settings

PRICE = {"input": 1.0, "output": 2.0, "dated": "2026-11-01"}
QUICK = (0.01, 0.05)


def article(number: int, sentences: int = 1) -> Article:
    said = " ".join(
        f"Minister Anna Berg said on Monday that talks {number}.{n} continue on January 20 in Bonn. "
        f"It is unclear who takes part in meeting {number}.{n}."
        for n in range(sentences)
    )
    return Article(text=said, language="en", id=f"id-{number}")


def tasks(count: int, sentences: int = 1) -> list[Task]:
    return [Task(f"news.jsonl:{n}", article(n, sentences)) for n in range(count)]


@dataclass
class Bench:
    """One folder and one server: engines come and go as processes would."""

    folder: Path
    server: Server
    settings: dict[str, Any] = field(default_factory=dict)
    seen: list[Any] = field(default_factory=list)

    @contextmanager
    def engine(self, *, fresh: bool = False, **terms: Any) -> Iterator[ProviderBatch]:
        flags = {"base_url": self.server.base_url, "model": "m", "prices": {"m": PRICE}, **self.settings}
        ledger = Ledger(self.folder / "responses.sqlite")
        engine = ProviderBatch(
            Plan(load_settings(flags), None, fresh=fresh),
            ledger,
            self.folder / "provider",
            Terms(**{"poll": QUICK, **terms}),
            progress=self.seen.append,
        )
        try:
            yield engine
        finally:
            engine.close()
            ledger.close()

    def run(self, todo: list[Task], **terms: Any) -> dict[str, Result]:
        """One process from start to end."""
        with self.engine(**terms) as engine:
            results = list(engine.map(iter(todo)))
        found = {result.location: result for result in results}
        assert len(found) == len(results)
        return found

    @property
    def paid(self) -> list[int]:
        """How often each question was paid for."""
        return list(self.server.api.paid.values())

    @property
    def sizes(self) -> list[int]:
        """Requests in each job, in the order of their creation."""
        return [len(job.lines) for job in self.server.api.jobs.values()]

    def open_jobs(self) -> list[Job]:
        ledger = Ledger(self.folder / "responses.sqlite", read_only=True)
        try:
            return open_jobs(ledger)
        finally:
            ledger.close()

    def spent(self) -> float:
        ledger = Ledger(self.folder / "responses.sqlite", read_only=True)
        try:
            return ledger.spent()
        finally:
            ledger.close()


@contextmanager
def bench(folder: Path, **behaviour: Any) -> Iterator[Bench]:
    with Server(Behaviour(**behaviour)) as server:
        yield Bench(folder, server)


def statuses(results: dict[str, Result]) -> dict[str, int]:
    """How many articles ended how: a status, or the kind of a failure."""
    counts: dict[str, int] = {}
    for result in results.values():
        how = result.error.kind if result.error else str(result.summary and result.summary.status)
        counts[how] = counts.get(how, 0) + 1
    return counts
