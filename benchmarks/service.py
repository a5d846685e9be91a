"""What the service stands, on this machine: `python -m benchmarks.service load|burst|kill`.

Each starts `summarizer serve` as a process on loopback, with the model of `benchmarks.endpoint`, on
SQLite (or --database), and prints one JSON object.

    load    wrk (from Debian) reads stored summaries for --seconds at --rate requests a second (0: as
            fast as it goes) over --connections connections; latencies, memory before and after
    burst   --posts posts at once, with room for --queue in the queue: how many were accepted, how many
            turned away, and whether all that was accepted is finished; with --posts-a-minute N that
            rate limit is on, too, and what is above it gets 429
    kill    kill -9 while --posts accepted articles wait; starts it again and counts what is finished
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import psutil

from benchmarks import endpoint
from benchmarks.articles import make_article

ROOT = Path(__file__).parents[1]
WRK = """
local places = {{{places}}}
local n = 0
function request()
  n = n + 1
  return wrk.format("GET", places[n % #places + 1])
end
if {rate} > 0 then
  function delay() return 1000 * {connections} / {rate} end
end
"""


class Serving:
    """`summarizer serve` in a process of its own."""

    def __init__(self, database: str, model: str, *arguments: str, rate: int = 0) -> None:
        arguments = ("--rate", str(rate), *arguments)
        command = [
            sys.executable, "-m", "summarizer", "serve", "--port", "0", "--base-url", model,
            "--model", "mock", "--database", database, *arguments,
        ]  # fmt: skip
        self.log = tempfile.TemporaryFile("w+")  # noqa: SIM115 - lives as long as the process
        self.process = subprocess.Popen(command, cwd=ROOT, stderr=self.log, text=True)
        self.url = self._address()
        self.client = httpx2.Client(base_url=self.url, timeout=120, trust_env=False)

    def _address(self) -> str:
        until = time.monotonic() + 120
        while time.monotonic() < until:
            self.log.seek(0)
            if found := re.search(r"^serving at (\S+)", self.log.read(), re.MULTILINE):
                return found.group(1)
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError("the service did not start")

    def end(self, number: int = signal.SIGTERM) -> None:
        self.client.close()
        if self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait(60)
        self.log.close()

    def memory(self) -> float:
        """Resident memory in MiB."""
        return round(psutil.Process(self.process.pid).memory_info().rss / 2**20, 1)

    def cpu(self) -> float:
        """Seconds of CPU so far."""
        spent = psutil.Process(self.process.pid).cpu_times()
        return spent.user + spent.system

    def states(self) -> dict[str, int]:
        """Articles by state, as the metrics count them."""
        text = self.client.get("/metrics").text
        return {
            name: int(float(n)) for name, n in re.findall(r'summarizer_articles\{state="(\w+)"\} (\S+)', text)
        }

    def finished(self, seconds: float) -> dict[str, int]:
        """The states once nothing waits any more."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            states = self.states()
            if not states["queued"] + states["running"] + states["held"]:
                break
            time.sleep(0.25)
        return {state: count for state, count in self.states().items() if count}


@contextmanager
def serving(database: str, model: str, *arguments: str, rate: int = 0) -> Iterator[Serving]:
    service = Serving(database, model, *arguments, rate=rate)
    try:
        yield service
    finally:
        service.end()


def article(n: int) -> dict[str, str]:
    """A different article of about 500 words each time."""
    made = make_article(n)
    return {"text": made.text, "title": made.title or "", "published": str(made.published)}


def post(client: httpx2.Client, n: int) -> httpx2.Response:
    return client.post("/v1/summaries", json=article(n), headers={"prefer": "respond-async"})


def load(given: argparse.Namespace, database: str, model: str) -> dict[str, Any]:
    with serving(database, model) as service:
        places = [post(service.client, n).headers["location"] for n in range(given.stored)]
        service.finished(600)
        sizes = [len(service.client.get(place).content) for place in places]
        before = service.memory()
        _wrk(given, service.url, places, 5)
        at_start = service.memory()
        cpu = service.cpu()
        measured = _wrk(given, service.url, places, given.seconds)
        cpu = service.cpu() - cpu
        return {
            "stored": len(places),
            "bytes_median": int(statistics.median(sizes)),
            "connections": given.connections,
            "seconds": given.seconds,
            "rate_asked": given.rate or "any",
            **measured,
            "cpu_ms_a_request": round(cpu * 1000 / given.seconds / (measured["requests_a_second"] or 1), 3),
            "load_of_the_machine": round(psutil.getloadavg()[0], 1),
            "rss_mib": {"before": before, "after_5_s": at_start, "at_end": service.memory()},
        }


def _wrk(given: argparse.Namespace, url: str, places: list[str], seconds: int) -> dict[str, Any]:
    program = shutil.which("wrk")
    if program is None:
        raise SystemExit("wrk is not installed: apt-get install wrk")
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        written = ",".join(json.dumps(place) for place in places)
        script.write(WRK.format(places=written, rate=given.rate, connections=given.connections))
        script.flush()
        command = [
            program,
            "-t",
            "1",
            "-c",
            str(given.connections),
            "-d",
            f"{seconds}s",
            "--latency",
            "-s",
            script.name,
            url,
        ]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    percentiles = dict(re.findall(r"^\s+(\d+)%\s+(\S+)$", told, re.MULTILINE))
    errors = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    sockets = re.search(r"Socket errors: (.*)", told)
    rate = re.search(r"Requests/sec:\s+(\S+)", told)
    return {
        "requests_a_second": float(rate.group(1)) if rate else 0.0,
        "latency": {f"p{name}": value for name, value in percentiles.items()},
        "errors": int(errors.group(1)) if errors else 0,
        "socket_errors": sockets.group(1) if sockets else "none",
    }


async def _burst(url: str, posts: int) -> list[httpx2.Response]:
    limits = httpx2.Limits(max_connections=posts)
    async with httpx2.AsyncClient(base_url=url, limits=limits, timeout=120, trust_env=False) as client:
        sent = (
            client.post("/v1/summaries", json=article(n), headers={"prefer": "respond-async"})
            for n in range(posts)
        )
        return await asyncio.gather(*sent)


def burst(given: argparse.Namespace, database: str, model: str) -> dict[str, Any]:
    limits = ("--queue-limit", str(given.queue))
    with serving(database, model, *limits, rate=given.posts_a_minute) as service:
        began = time.perf_counter()
        answers = asyncio.run(_burst(service.url, given.posts))
        took = time.perf_counter() - began
        accepted = [answer for answer in answers if answer.status_code in (201, 202)]
        refused = [answer for answer in answers if answer.status_code in (429, 503)]
        states = service.finished(600)
        kept = [service.client.get(answer.headers["location"]).json()["state"] for answer in accepted]
        return {
            "posts": given.posts,
            "queue_limit": given.queue,
            "posts_a_minute_allowed": given.posts_a_minute or "any",
            "seconds": round(took, 2),
            "statuses": dict(Counter(answer.status_code for answer in answers)),
            "refused_with_retry_after": sum("retry-after" in answer.headers for answer in refused),
            "accepted": len(accepted),
            "accepted_and_finished": Counter(kept)["done"],
            "stored": states,
        }


def kill(given: argparse.Namespace, database: str, model: str) -> dict[str, Any]:
    first = Serving(database, model)
    places = [post(first.client, n).headers["location"] for n in range(given.posts)]
    states = {state: count for state, count in first.states().items() if count}
    first.end(signal.SIGKILL)
    began = time.perf_counter()
    with serving(database, model) as second:
        after = second.finished(600)
        results = Counter(second.client.get(place).json()["state"] for place in places)
        return {
            "accepted": len(places),
            "when_killed": states,
            "finished_after_restart": dict(results),
            "rows": after,
            "requests_to_the_model": len(httpx2.get(model.removesuffix("/v1") + "/__log").json()["rows"]),
            "seconds_from_restart": round(time.perf_counter() - began, 1),
        }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("load", "burst", "kill"))
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--rate", type=int, default=600, help="load: requests a second; 0: any")
    parser.add_argument("--stored", type=int, default=200, help="load: summaries that are read")
    parser.add_argument("--posts", type=int, default=0, help="burst: 1000, kill: 200")
    parser.add_argument("--queue", type=int, default=100)
    parser.add_argument("--posts-a-minute", type=int, default=0, help="burst: of one caller; 0: any")
    parser.add_argument("--latency", type=float, default=0.3, help="of the model, seconds")
    parser.add_argument("--database", help="default: a SQLite file in a temporary folder")
    given = parser.parse_args()
    given.posts = given.posts or {"burst": 1000, "kill": 200}.get(given.what, 0)
    with tempfile.TemporaryDirectory() as folder, endpoint.running("--latency", str(given.latency)) as model:
        database = given.database or str(Path(folder) / "service.sqlite")
        measure = {"load": load, "burst": burst, "kill": kill}[given.what]
        print(json.dumps({given.what: measure(given, database, model)}, indent=1))


if __name__ == "__main__":
    main()
