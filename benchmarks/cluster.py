"""The Ray engine against the thread engine, and what a lost worker or node costs.

    python -m benchmarks.cluster compare --rounds 3        # throughput of both, at equal concurrency
    python -m benchmarks.cluster run --engine ray --kill worker
    python -m benchmarks.cluster run --engine ray --kill node

Each run is a whole batch (archive file, ledger, one line an article) against the mock endpoint in a
process of its own; with Ray it is a cluster of several nodes on this machine. Throughput is taken
between the first and the last quarter of the results: without the start of Ray, which takes 10 to 30
seconds on two cores, and without the tail. Every run prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import psutil
from pydantic import SecretStr

from benchmarks.articles import make_article
from benchmarks.endpoint import MODEL, running
from summarizer.batch.cluster import engine_at
from summarizer.batch.run import Choices
from summarizer.batch.setup import LEDGER, Limits, opened, threads
from summarizer.settings import Settings

KEY = "sk-cluster-benchmark-0123456789abcdef"
_MAPPER = "ray::MapWorker"
_READER = "ray::Read"
_STORE_BYTES = 100 * 1024 * 1024


@dataclass
class Nodes:
    """A Ray cluster on this machine: a head, which the driver uses, and others, which can be lost."""

    address: str
    session: Path
    others: list[Any]
    cluster: Any

    def lose(self, what: str) -> int:
        """Kill a process that maps, the one that reads, or a node with all its processes.

        Gives how many workers that were.
        """
        if what == "worker":
            _processes(_MAPPER)[0].send_signal(signal.SIGKILL)
            return 1
        if what == "reader":
            _processes(_READER)[0].send_signal(signal.SIGKILL)
            return 0
        before = len(_processes(_MAPPER))
        # Not the graceful way: a machine that is gone says nothing.
        self.cluster.remove_node(self.others.pop(), allow_graceful=False)
        return before - len(_processes(_MAPPER))


def _processes(name: str) -> list[psutil.Process]:
    found = []
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            if " ".join(process.cmdline()).startswith(name):
                found.append(process)
    return found


@contextmanager
def nodes(count: int) -> Iterator[Nodes]:
    """`count` nodes with one processor each; all of their processes end with the block."""
    from ray.cluster_utils import Cluster

    one = {"num_cpus": 1, "object_store_memory": _STORE_BYTES, "include_dashboard": False}
    cluster = Cluster(initialize_head=True, head_node_args=one)
    others = [cluster.add_node(**one) for _ in range(count - 1)]
    try:
        yield Nodes(cluster.address, Path(cluster.head_node.get_session_dir_path()), others, cluster)
    finally:
        for node in [*others, cluster.head_node]:
            with suppress(Exception):
                node.kill_all_processes(check_alive=False, allow_graceful=False)


@dataclass
class Watch:
    """Notes when each result came, and breaks something after a share of them."""

    breaks_at: int = 0
    breaks: Any = None
    stamps: list[float] = field(default_factory=list)
    broken: float = 0.0
    workers_lost: int = 0

    def __call__(self, event: str, data: Mapping[str, Any]) -> None:
        if event != "article":
            return
        self.stamps.append(time.monotonic())
        if self.breaks and not self.broken and len(self.stamps) >= self.breaks_at:
            self.broken = time.monotonic()
            self.workers_lost = self.breaks()

    def rate(self) -> float:
        """Articles a second between the first and the last quarter."""
        low, high = len(self.stamps) // 4, 3 * len(self.stamps) // 4
        return (high - low) / (self.stamps[high] - self.stamps[low])


def run(given: argparse.Namespace) -> dict[str, Any]:
    """One batch; what it gave and what it cost."""
    with (
        running("--latency", str(given.latency)) as url,
        tempfile.TemporaryDirectory() as folder,
    ):
        archive = Path(folder, "archive.jsonl")
        with archive.open("w", encoding="utf-8") as file:
            for number in range(given.articles):
                file.write(make_article(number).model_dump_json(include={"id", "text", "title"}) + "\n")
        settings = Settings(
            base_url=url, model=MODEL, api_key=SecretStr(KEY), language="de", origins={"base_url": "flag"}
        )
        out = Path(folder, "out")
        watch = Watch(breaks_at=int(given.articles * given.after))
        if given.engine == "threads":
            _batch(given, settings, archive, out, watch, threads)
            return _account(given, watch, url, out) | {"key_in_files": False}
        if not given.nodes:
            _batch(given, settings, archive, out, watch, engine_at(None, given.actors))
            session = Path("/tmp/ray/session_latest").resolve()
            return _account(given, watch, url, out) | {"key_in_files": _holds_key(session) or _holds_key(out)}
        with nodes(given.nodes) as cluster:
            if given.kill:
                watch.breaks = lambda: cluster.lose(given.kill)
            _batch(given, settings, archive, out, watch, engine_at(cluster.address, given.actors))
            account = _account(given, watch, url, out)
        return account | {"key_in_files": _holds_key(cluster.session) or _holds_key(out)}


def _batch(
    given: argparse.Namespace, settings: Settings, archive: Path, out: Path, watch: Watch, engine: Any
) -> None:
    choices = Choices(sources=(str(archive),), dedupe=False)
    limits = Limits(workers=given.lanes)
    with opened(out, settings, choices, limits, engine=engine, watch=watch) as ready:
        ready.run.run()


def _account(given: argparse.Namespace, watch: Watch, url: str, out: Path) -> dict[str, Any]:
    lines = [json.loads(line)["location"] for line in (out / "summaries.jsonl").open(encoding="utf-8")]
    rows = httpx2.get(url.removesuffix("/v1") + "/__log").json()["rows"]
    asked = Counter(row["article"] for row in rows)
    # A request that was repeated although its answer had left well before the loss was paid twice.
    late = watch.broken - 0.25 if watch.broken else 0.0
    twice = [
        row for row in rows if asked[row["article"]] > 1 and row["attempt"] == 1 and 0 < row["sent"] < late
    ]
    return {
        "engine": given.engine,
        "lanes": given.lanes,
        "articles": given.articles,
        "lines": len(lines),
        "distinct": len(set(lines)),
        "articles_a_second": round(watch.rate(), 1),
        "killed": given.kill,
        "workers_lost": watch.workers_lost,
        "requests": len(rows),
        "repeated": sum(count - 1 for count in asked.values()),
        "paid_twice": len(twice) if watch.broken else sum(count - 1 for count in asked.values()),
        "seconds_after_loss": round(watch.stamps[-1] - watch.broken, 1) if watch.broken else None,
        "longest_pause": round(max(b - a for a, b in zip(watch.stamps, watch.stamps[1:], strict=False)), 1),
    }


def _holds_key(folder: Path) -> bool:
    return any(
        KEY.encode() in path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink() and path.name != LEDGER + "-shm"
    )


def compare(given: argparse.Namespace) -> dict[str, Any]:
    """Both engines in turn, each in a fresh process; medians."""
    rates: dict[str, list[float]] = {"threads": [], "ray": []}
    for _ in range(given.rounds):
        for engine, found in rates.items():
            command = [sys.executable, "-m", "benchmarks.cluster", "run", "--engine", engine]
            for name in ("lanes", "actors", "articles", "latency", "nodes"):
                command += [f"--{name}", str(getattr(given, name))]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
            print(done.stdout.strip().splitlines()[-1], flush=True)
            found.append(json.loads(done.stdout.strip().splitlines()[-1])["articles_a_second"])
    medians = {engine: statistics.median(found) for engine, found in rates.items()}
    return {
        "lanes": given.lanes,
        "actors": given.actors,
        "ceiling": given.lanes / given.latency,
        **medians,
        "ratio": round(medians["ray"] / medians["threads"], 3),
        "load": os.getloadavg()[0],
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="The Ray engine on several nodes of this machine.")
    parser.add_argument("what", choices=("run", "compare"))
    parser.add_argument("--engine", choices=("ray", "threads"), default="ray")
    parser.add_argument("--lanes", type=int, default=16, help="requests at once")
    parser.add_argument("--actors", type=int, default=4, help="Ray workers")
    parser.add_argument("--nodes", type=int, default=3, help="0: Ray as the engine starts it")
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--latency", type=float, default=0.5, help="seconds of the endpoint")
    parser.add_argument(
        "--kill", choices=("worker", "reader", "node"), default="", help="lose one in mid-run"
    )
    parser.add_argument("--after", type=float, default=0.3, help="share of results before that")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    print(json.dumps(run(given) if given.what == "run" else compare(given)), flush=True)


if __name__ == "__main__":
    main()
