"""How large the pages are and how quick in a real browser: `python -m benchmarks.reader`.

Needs playwright and chromium on the PATH. The article has 1,000 words, with as many items as the
extractive model finds in such articles; the index has 2,000 rows.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from summarizer.core.summary import ArticleSummary
from summarizer.render.page import IndexEntry, to_html, to_index
from tests.render.samples import DRAFT, PUBLISHED, TEXT, summarised

WORDS = 1000
ROWS = 2000
_FIRST = "Ada Boris Clara David Edda Farid Greta Hamid Ines Jorun Karl Lena Mads Nora Otto Petra".split()
_LAST = "Adler Brandt Castel Dorn Ekman Falk Grau Holm Ivers Jansen Koch Lund Mertens Nolde Orth Pohl".split()
_FILTERS = (
    ("text", "lake ellen 17"),
    ("text", "norv"),
    ("actor", "mertens"),
    ("holder", "falk"),
    ("verdict", "rejected"),
    ("language", "de"),
    ("from", "2026-02-01"),
    ("text", ""),
)
# From the keystroke to a page that is laid out again: reading offsetHeight forces it.
_FILTER = """([id, value]) => {
  document.querySelector("#filters").reset();
  const field = document.getElementById(id);
  const before = performance.now();
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  document.body.offsetHeight;
  return performance.now() - before;
}"""
# performance.now() starts with the navigation; "usable" is marked when every handler is in place.
_USABLE = "performance.getEntriesByName('usable')[0].startTime"


def long_summary(words: int = WORDS) -> ArticleSummary:
    """The sample article over and over, up to `words` words, with its items for every copy."""
    copies = -(-words // len(TEXT.split()))
    sentences = 15
    draft: dict[str, Any] = {"headline": DRAFT["headline"], "abstract": DRAFT["abstract"]}
    for kind in ("actors", "positions", "planned_talks", "open_questions"):
        draft[kind] = [
            {**item, "evidence": [n + sentences * copy for n in item["evidence"]]}
            for copy in range(copies)
            for item in DRAFT[kind]
        ]
    return summarised("\n\n".join([TEXT.strip()] * copies), draft)


def many_entries(count: int = ROWS) -> list[IndexEntry]:
    """An index of that many articles with invented names, seeded."""
    made, base = random.Random(6), IndexEntry.of(summarised(), None)
    names = [f"{first} {last}" for first in _FIRST for last in _LAST]
    return [
        replace(
            base,
            href=f"article-{n:05d}.html",
            title=f"{base.title}, report {n}",
            published=PUBLISHED - timedelta(days=made.randrange(700)),
            language=made.choice(("en", "de", "fr", None)),
            status=made.choice(("ok", "ok", "ok", "empty", "truncated")),
            actors=tuple(made.sample(names, 9)),
            holders=tuple(made.sample(names, 6)),
            partial=made.randrange(4),
            rejected=made.choice((0, 0, 1)),
        )
        for n in range(count)
    ]


def usable(page: Any, path: Path, times: int) -> list[float]:
    """Milliseconds from navigation to a page that answers, each time freshly loaded."""
    found = []
    for _ in range(times):
        page.goto(path.as_uri())
        found.append(page.evaluate(_USABLE))
    return found


def filtering(page: Any, path: Path, times: int) -> list[float]:
    """Milliseconds of every filter on the index, `times` over."""
    page.goto(path.as_uri())
    return [page.evaluate(_FILTER, list(one)) for _ in range(times) for one in _FILTERS]


def _timed(name: str, limit: float, found: list[float]) -> None:
    told = f"{statistics.median(found):6.1f} ms median, {max(found):6.1f} ms worst of {len(found)}"
    print(f"{name:34} {told} (to be under {limit:g} ms)")


def main(times: int, launch: Callable[..., Any]) -> None:
    """Print the figures."""
    summary = long_summary()
    reader, index = to_html(summary), to_index(many_entries())
    words = len((summary.article.text or "").split())
    items = len(summary.actors) + len(summary.positions) + len(summary.planned_talks)
    items += len(summary.open_questions)
    print(f"reader, {words} words, {items} items: {len(reader.encode()) / 1000:.0f} kB")
    print(f"index, {ROWS} articles: {len(index.encode()) / 1000:.0f} kB")
    with tempfile.TemporaryDirectory() as folder, launch() as browser:
        paths = [Path(folder, name) for name in ("reader.html", "index.html")]
        for path, page in zip(paths, (reader, index), strict=True):
            path.write_text(page, "utf-8")
        page = browser.new_page(viewport={"width": 1360, "height": 860})
        _timed("reader, opened and usable", 300, usable(page, paths[0], times))
        _timed(f"index of {ROWS}, opened and usable", 1000, usable(page, paths[1], times))
        _timed(f"one filter over {ROWS}", 100, filtering(page, paths[1], times))


def chromium() -> Any:
    """A context manager around a browser."""
    from contextlib import contextmanager

    from playwright.sync_api import sync_playwright

    @contextmanager
    def launched() -> Any:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            yield browser
            browser.close()

    return launched()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=10)
    main(parser.parse_args().times, chromium)
