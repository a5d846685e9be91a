"""Logs as JSON lines and metrics for Prometheus; neither holds article text, queries, keys or addresses."""

from __future__ import annotations

import json
import logging
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

log = logging.getLogger("summarizer.service")


class JsonLines(logging.Formatter):
    """One JSON object a line.

    Of an exception only its type and the places in the code: messages of libraries quote what they
    were given, and that may be an article or a key.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        ours = record.name.startswith("summarizer")
        line: dict[str, Any] = {
            "time": time.strftime(f"%Y-%m-%dT%H:%M:%S.{record.msecs:03.0f}Z", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "event": record.getMessage() if ours or record.name == "uvicorn.error" else record.name,
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            line["at"] = [
                f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])[-8:]
            ]
        return json.dumps(line)


def start_logging() -> None:
    """Send this service's log, and the server's, to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    for name, level in (("summarizer.service", logging.INFO), ("uvicorn.error", logging.WARNING)):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(level)


def note(event: str, level: int = logging.INFO, **fields: Any) -> None:
    """One line in the log."""
    log.log(level, event, extra={"fields": fields})


class Metrics:
    """What Prometheus reads; a registry of its own, so that two services fit in one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "summarizer_http_requests", "Requests answered.", ["method", "route", "status"],
            registry=self.registry,
        )  # fmt: skip
        self.seconds = Histogram(
            "summarizer_http_seconds", "Until the end of the answer.", ["route"],
            buckets=(0.005, 0.02, 0.1, 0.5, 2, 10, 60), registry=self.registry,
        )  # fmt: skip
        self.in_flight = Gauge("summarizer_http_in_flight", "Requests being served.", registry=self.registry)
        self.shed = Counter(
            "summarizer_http_shed", "Requests turned away, by reason.", ["reason"], registry=self.registry
        )
        self.jobs = Counter(
            "summarizer_jobs_finished", "Articles finished, by result.", ["result"], registry=self.registry
        )
        self.job_seconds = Histogram(
            "summarizer_job_seconds", "Work on one article, without waiting.",
            buckets=(0.1, 0.5, 1, 2, 5, 10, 30, 120, 600), registry=self.registry,
        )  # fmt: skip
        self.tokens = Counter(
            "summarizer_tokens", "Tokens used by the model.", ["direction"], registry=self.registry
        )

    def watch(self, counts: Callable[[], dict[str, int]]) -> None:
        """Ask `counts` for the rows by state whenever the metrics are read."""
        self.registry.register(_States(counts))

    def text(self) -> bytes:
        """The metrics in Prometheus's text format."""
        return generate_latest(self.registry)


class _States(Collector):
    def __init__(self, counts: Callable[[], dict[str, int]]) -> None:
        self._counts = counts

    def collect(self) -> Iterator[GaugeMetricFamily]:
        family = GaugeMetricFamily("summarizer_articles", "Articles stored, by state.", labels=["state"])
        counts = self._counts()
        for state in ("held", "queued", "running", "done", "failed"):
            family.add_metric([state], counts.get(state, 0))
        yield family
