"""How many copies are found among 2,000 articles, how many different articles are merged, and the cost.

    python -m benchmarks.wire_copy [--articles 2000] [--pairs 500] [--growth 50000]

Copies are 30 % of the articles, each of a story of its own or of one that others print too. Found means:
points to an article of the same story. The first order is that of a wire, the agency's text before what
outlets make of it; the second is shuffled, where a cut version may come before the whole text, which then
rightly is summarised too. The pairs are made to be taken for copies (`benchmarks.wire_rivals`).
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.articles import make_article
from benchmarks.wire_rivals import pairs
from benchmarks.wire_texts import copied, outlet_of, printed, story
from summarizer.batch.wire_copy import WireCopy
from summarizer.core.article import Article

FOUND, GROWTH_MB = 0.95, 10.0
_COPIES = 0.3
_PRINTERS = 0.6
_FIRST_RIVAL = 1_000_000


@dataclass(slots=True)
class Outcome:
    """What became of a stream of articles that belong to stories."""

    copies: int = 0
    found: int = 0
    wrong: list[tuple[str, str]] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


def stream(count: int, *, shuffled: bool) -> list[tuple[int, Article]]:
    """`count` articles with their stories' numbers, 30 % of them copies."""
    copies = round(count * _COPIES)
    dice = random.Random("stream")
    articles: list[tuple[int, Article]] = []
    for number in range(count - copies):
        one = story(number)
        own = dice.random() < _PRINTERS
        outlet = outlet_of(number, one.language)
        articles.append((number, printed(one, outlet, "") if own else one.article()))
    for copy in range(copies):
        number = dice.randrange(count - copies)
        article = copied(story(number), random.Random(f"copy {copy}"), f"-copy-{copy}")
        # Behind its original, wherever that is: outlets print what the wire has sent.
        articles.append((number, article))
    if shuffled:
        dice.shuffle(articles)
    return articles


def judged(articles: Iterable[tuple[int, Article]], wire: WireCopy) -> Outcome:
    """Feed a stream and compare each answer with the story that the article tells."""
    outcome = Outcome()
    stories: dict[str, int] = {}
    told: set[int] = set()
    for place, (number, article) in enumerate(articles):
        location = f"stream.jsonl:{place}"
        stories[location] = number
        match = wire.seen(location, article)
        outcome.copies += number in told
        if match is None:
            outcome.missed += [f"{article.id}"] if number in told else []
        elif stories[match.location] == number:
            outcome.found += 1
        else:
            outcome.wrong.append((article.id or "", match.location))
        told.add(number)
    return outcome


def merged_rivals(count: int, wire: WireCopy) -> list[tuple[str, str]]:
    """Kind and id of every article of the rival pairs that was taken for a copy of anything."""
    wrong: list[tuple[str, str]] = []
    for kind, one, other in pairs(count, _FIRST_RIVAL):
        for article in (one, other):
            if wire.seen(f"pairs.jsonl:{article.id}", article) is not None:
                wrong.append((kind, article.id or ""))
    return wrong


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def _cost(count: int, folder: Path) -> tuple[float, float, float]:
    """CPU ms an article without a copy, growth of resident memory in MB from 1,000 on, MB on disk."""
    path = folder / "growth.sqlite"
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=NORMAL")
    wire = WireCopy(database)
    at_1000 = seconds = 0.0
    for number in range(count):
        article = make_article(number)
        begin = time.process_time()
        wire.seen(f"growth.jsonl:{number}", article)
        database.commit()
        seconds += time.process_time() - begin
        if number == min(1_000, count // 2):
            at_1000 = _resident_mb()
    grown = _resident_mb() - at_1000
    database.close()
    return seconds / count * 1e3, grown, path.stat().st_size / 1e6


def _verdict(*, met: bool) -> str:
    return "met" if met else "missed"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Wire copy: found, wrongly merged, cost.")
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--pairs", type=int, default=500)
    parser.add_argument(
        "--growth", type=int, default=50_000, help="articles for memory and CPU; 0: leave out"
    )
    parser.add_argument("--show", action="store_true", help="name what was missed or wrongly merged")
    given = parser.parse_args()
    for shuffled in (False, True):
        begin = time.process_time()
        articles = stream(given.articles, shuffled=shuffled)
        made = time.process_time()
        outcome = judged(articles, WireCopy(sqlite3.connect(":memory:")))
        spent = (time.process_time() - made) / len(articles) * 1e3
        share = outcome.found / outcome.copies
        order = "shuffled" if shuffled else "wire order"
        print(
            f"{order:12} {len(articles)} articles, {outcome.found} of {outcome.copies} copies found"
            f" ({share:.1%}), {len(outcome.wrong)} wrong, {spent:.2f} ms CPU an article"
            f" (texts made in {made - begin:.0f} s)"
            + (
                ""
                if shuffled
                else f"   target {FOUND:.0%}, 0: {_verdict(met=share >= FOUND and not outcome.wrong)}"
            )
        )
        if given.show:
            print("  missed:", *outcome.missed, "\n  wrong:", *outcome.wrong)
    wrong = merged_rivals(given.pairs, WireCopy(sqlite3.connect(":memory:")))
    print(
        f"{given.pairs} pairs of different articles about one event: {len(wrong)} merged   target 0: ", end=""
    )
    print(_verdict(met=not wrong), dict(Counter(kind for kind, _ in wrong)) or "")
    if given.show:
        print("  merged:", *wrong)
    if given.growth:
        with tempfile.TemporaryDirectory() as folder:
            cpu, grown, disk = _cost(given.growth, Path(folder))
        print(
            f"{given.growth} articles of 500 words: {cpu:.2f} ms CPU each, memory +{grown:.1f} MB over 1,000,"
            f" {disk:.0f} MB on disk   target < 1 ms, < {GROWTH_MB:g} MB:",
            _verdict(met=cpu < 1 and grown < GROWTH_MB),
        )


if __name__ == "__main__":
    main()
