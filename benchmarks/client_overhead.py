"""What one article costs on our side of the wire, against the clients that it could be sent with.

    python -m benchmarks.client_overhead [--articles 400] [--rounds 5] [--profile]

All clients send the same articles to the endpoint of `benchmarks.endpoint` (zero latency, its own
process and core) and end with a validated `Draft`; ours goes on to the finished `ArticleSummary`. They
take turns of TURN articles within each round, because a shared machine is faster or slower by a factor
of two from one moment to the next: only ratios within a round mean anything, and it is their median
that counts. CPU time of this process is the figure; wall time is given beside it. A first round, which
opens the connections and checks that all clients get the same drafts, is thrown away. Garbage
collection stays on.

Exit code 1 when ours without verification takes more than LIMIT times the CPU of the reference.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import json
import os
import pstats
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import httpx2
import instructor
import openai

from benchmarks.articles import make_article
from benchmarks.endpoint import MODEL, pin, running
from summarizer import Article, ArticleSummary, Settings, Summarizer, build
from summarizer.core import pipeline
from summarizer.core.draft import Draft

LIMIT = 1.3
CONCURRENCY = 64
TURN = 100
"""Articles until the next client takes over: a fraction of a second."""
_ENDPOINT_CORE, _CLIENT_CORE = 0, 1
_KEY = "benchmark"


@dataclass(frozen=True, slots=True)
class Case:
    """One article, and the request body that ours sends for it."""

    article: Article
    body: dict[str, Any]


Take = Callable[[Draft | ArticleSummary], object]
Run = Callable[[Sequence[Case], Take], None]


@dataclass(frozen=True, slots=True)
class Client:
    """Something that turns cases into drafts and hands each to a `Take`.

    `thin`: it is measured on every `thin`-th article, because it is slow and there for information.
    """

    name: str
    run: Run
    thin: int = 1


@dataclass(frozen=True, slots=True)
class Sample:
    """CPU and wall time; `verification` is the part of both that was spent on checks."""

    cpu: float = 0.0
    wall: float = 0.0
    verification: float = 0.0

    def __add__(self, other: Sample) -> Sample:
        return Sample(self.cpu + other.cpu, self.wall + other.wall, self.verification + other.verification)

    def __mul__(self, factor: float) -> Sample:
        return Sample(self.cpu * factor, self.wall * factor, self.verification * factor)


class Stopwatch:
    """CPU time spent inside a function, summed over its calls."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.calls = 0

    @contextmanager
    def on(self, owner: Any, name: str) -> Iterator[None]:
        """Time `owner.name` while the context lasts."""
        function = getattr(owner, name)

        def timed(*arguments: Any, **named: Any) -> Any:
            begin = time.process_time()
            try:
                return function(*arguments, **named)
            finally:
                self.seconds += time.process_time() - begin
                self.calls += 1

        setattr(owner, name, timed)
        try:
            yield
        finally:
            setattr(owner, name, function)


class _Recorder(httpx2.BaseTransport):
    """The network, with the bodies of chat requests kept."""

    def __init__(self) -> None:
        self._network = httpx2.HTTPTransport()
        self.bodies: list[dict[str, Any]] = []

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.bodies.append(json.loads(request.read()))
        return self._network.handle_request(request)

    def close(self) -> None:
        self._network.close()


def _summarizer(url: str, transport: httpx2.BaseTransport | None = None) -> Summarizer:
    # Not `load_settings`: a configuration file of the user's must not change what is measured. No
    # repairs: an item that the checks reject would cost a second request, which no other client sends.
    settings = Settings(base_url=url, model=MODEL, repairs=0, origins={"base_url": "benchmark"})
    return build(settings, transport=transport)


def prepared(url: str, count: int) -> list[Case]:
    """`count` articles with the bodies that ours really sends, so that the others send the same."""
    articles = [make_article(number) for number in range(count)]
    recorder = _Recorder()
    with _summarizer(url, recorder) as summarizer:
        for article in articles:
            summarizer.summarize(article)
    if len(recorder.bodies) != count:
        raise SystemExit(f"ours sent {len(recorder.bodies)} requests for {count} articles")
    return [Case(article, body) for article, body in zip(articles, recorder.bodies, strict=True)]


def _validated(completion: Any) -> Draft:
    return Draft.model_validate_json(completion.choices[0].message.content)


def _aiohttp_client(client: openai.AsyncOpenAI, runner: asyncio.Runner, concurrency: int) -> Client:
    async def worker(cases: Iterator[Case], take: Take) -> None:
        for case in cases:
            take(_validated(await client.chat.completions.create(**case.body)))

    async def pool(cases: Sequence[Case], take: Take) -> None:
        waiting = iter(cases)
        async with asyncio.TaskGroup() as workers:
            for _ in range(concurrency):
                workers.create_task(worker(waiting, take))

    return Client(
        f"openai + aiohttp, {concurrency} in flight", lambda cases, take: runner.run(pool(cases, take))
    )


def _openai_client(client: openai.OpenAI) -> Client:
    def run(cases: Sequence[Case], take: Take) -> None:
        for case in cases:
            take(_validated(client.chat.completions.create(**case.body)))

    return Client("openai, sync", run)


def _instructor_client(client: openai.OpenAI) -> Client:
    patched = instructor.from_openai(client, mode=instructor.Mode.JSON_SCHEMA)

    def run(cases: Sequence[Case], take: Take) -> None:
        for case in cases:
            body = {name: value for name, value in case.body.items() if name != "response_format"}
            take(patched.create(response_model=Draft, max_retries=1, **body))

    return Client("instructor, sync, JSON_SCHEMA", run, thin=4)


def _our_client(summarizer: Summarizer) -> Client:
    def run(cases: Sequence[Case], take: Take) -> None:
        for case in cases:
            take(summarizer.summarize(case.article))

    return Client("summarizer, with verification", run)


@contextmanager
def clients(url: str) -> Iterator[list[Client]]:
    """The reference first, ours last; connections stay open between rounds."""
    with ExitStack() as stack:
        runner = stack.enter_context(asyncio.Runner())
        plain = stack.enter_context(openai.OpenAI(base_url=url, api_key=_KEY, max_retries=0))
        aiohttp = openai.AsyncOpenAI(
            base_url=url, api_key=_KEY, max_retries=0, http_client=openai.DefaultAioHttpClient()
        )
        stack.callback(lambda: runner.run(aiohttp.close()))
        yield [
            _aiohttp_client(aiohttp, runner, CONCURRENCY),
            _aiohttp_client(aiohttp, runner, 1),
            _openai_client(plain),
            _instructor_client(plain),
            _our_client(stack.enter_context(_summarizer(url))),
        ]


def check(everyone: Sequence[Client], cases: Sequence[Case]) -> None:
    """All clients must get the same drafts: what is compared is the same work."""
    seen: list[list[tuple[str, str]]] = []
    for client in everyone:
        told: list[tuple[str, str]] = []
        client.run(cases, lambda result, told=told: told.append(_gist(result)))  # type: ignore[misc]
        seen.append(sorted(told))
    if len(seen[0]) != len(cases) or any(told != seen[0] for told in seen):
        raise SystemExit("the clients do not get the same drafts: nothing to compare")


def _gist(result: Draft | ArticleSummary) -> tuple[str, str]:
    return result.headline, result.abstract.text if result.abstract else ""


def measure(client: Client, cases: Sequence[Case], verification: Stopwatch) -> Sample:
    """Time one pass over the cases, in seconds."""
    cases = cases[:: client.thin]
    checks, cpu, wall = verification.seconds, time.process_time(), time.perf_counter()
    client.run(cases, _drop)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return Sample(cpu, wall, verification.seconds - checks)


def _drop(_: object) -> None:
    pass


def one_round(everyone: Sequence[Client], cases: Sequence[Case], verification: Stopwatch) -> list[Sample]:
    """One sample for each client, over all cases, the clients taking turns of `TURN` cases.

    Each turn starts with another client, so that none always follows the same neighbour.
    """
    total = [Sample() for _ in everyone]
    for turn, start in enumerate(range(0, len(cases), TURN)):
        for place in range(len(everyone)):
            who = (turn + place) % len(everyone)
            total[who] += measure(everyone[who], cases[start : start + TURN], verification)
    return [
        sample * (1000 / len(cases[:: client.thin])) for client, sample in zip(everyone, total, strict=True)
    ]


def report(everyone: Sequence[Client], rounds: Sequence[Sequence[Sample]]) -> float:
    """Print the table; gives the ratio that the limit is on. Samples are per article, in ms."""
    rows = [
        (client.name, [s.cpu for s in found], [s.wall for s in found])
        for client, found in zip(everyone, zip(*rounds, strict=True), strict=True)
    ]
    ours = [found[-1] for found in rounds]
    cpu_alone = [s.cpu - s.verification for s in ours]
    wall_alone = [s.wall - s.verification for s in ours]
    rows.append(("summarizer, without verification", cpu_alone, wall_alone))
    reference = rows[0][1]
    print(f"{'ms per article':34}{'CPU':>7}{'min':>7}{'max':>7}{'wall':>8}{'CPU / reference':>18}")
    ratio = 0.0
    for name, cpu, wall in rows:
        # Round by round, then the median: a slow minute hits both sides of one ratio.
        ratios = [mine / theirs for mine, theirs in zip(cpu, reference, strict=True)]
        ratio = median(ratios)
        spread = f"{ratio:.2f} ({min(ratios):.2f}-{max(ratios):.2f})"
        print(f"{name:34}{median(cpu):7.2f}{min(cpu):7.2f}{max(cpu):7.2f}{median(wall):8.2f}{spread:>18}")
    return ratio


def profile(client: Client, cases: Sequence[Case], lines: int = 45) -> None:
    """Where ours spends its time, by own time and by time with callees."""
    client.run(cases[:CONCURRENCY], _drop)
    profiler = cProfile.Profile(time.process_time)
    profiler.runcall(client.run, cases, _drop)
    stats = pstats.Stats(profiler)
    for order in ("cumulative", "tottime"):
        stats.sort_stats(order).print_stats(lines)


def _without_proxies() -> None:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        del os.environ[name]


def main() -> int:
    """Command line; the exit code."""
    parser = argparse.ArgumentParser(description="CPU per article: ours against the openai client.")
    parser.add_argument("--articles", type=int, default=400, help="articles a round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--profile", action="store_true", help="profile ours instead of comparing")
    given = parser.parse_args()
    _without_proxies()
    verification = Stopwatch()
    with ExitStack() as stack:
        url = stack.enter_context(running("--core", str(_ENDPOINT_CORE)))
        pinned = pin(_CLIENT_CORE)
        cases = prepared(url, given.articles)
        everyone = stack.enter_context(clients(url))
        if given.profile:
            profile(everyone[-1], cases)
            return 0
        stack.enter_context(verification.on(pipeline, "ground"))
        check(everyone, cases)
        if not verification.calls:
            raise SystemExit("summarizer.core.pipeline.ground was not called: mend the benchmark")
        print(
            f"{given.rounds} rounds of {given.articles} articles, endpoint on port {urlsplit(url).port}, "
            f"{'its own core' if pinned else 'cores not pinned'}; medians over rounds"
        )
        ratio = report(everyone, [one_round(everyone, cases, verification) for _ in range(given.rounds)])
    passed = ratio <= LIMIT
    print(f"{'PASS' if passed else 'FAIL'}: without verification {ratio:.2f} x the reference, limit {LIMIT}")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
