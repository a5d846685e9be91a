"""Quality of a model on the gold articles: `python -m benchmarks.local_model [--model NAME ...]`.

Prints per-field precision, recall and F1 against `evals/articles/`, by language and in all, with the
seconds that each article took. The figures in the model card come from here.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections import defaultdict
from pathlib import Path

from summarizer.api import build
from summarizer.archive.source import read_article
from summarizer.evaluation.scoring import Counts, score
from summarizer.settings import load_settings

FIELDS = ("actors", "positions", "planned_talks", "open_questions")
ARTICLES = Path(__file__).parent.parent / "evals" / "articles"


def main() -> None:
    """Summarise every gold article and print the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model")
    parser.add_argument("--base-url")
    parser.add_argument("--save", type=Path, help="write the summaries, one JSON line each")
    parser.add_argument("--only", default="*", help="pattern of article ids, for example 'eval-??-[01]*'")
    arguments = parser.parse_args()
    settings = load_settings(
        {"model": arguments.model, "base_url": arguments.base_url, "deadline": 900, "timeout": 900}
    )
    totals: defaultdict[str, defaultdict[str, Counts]] = defaultdict(lambda: defaultdict(Counts))
    seconds, statuses, lines = [], defaultdict[str, int](int), []
    with build(settings) as summarizer:
        print(f"model {summarizer.card.name}, style {summarizer.card.style}")
        for path in sorted(ARTICLES.glob(f"{arguments.only}.json")):
            summary = summarizer.summarize(read_article(str(path)))
            gold = json.loads(path.read_text("utf-8"))["gold"]
            counts = score(summary, gold)
            for name in FIELDS:
                totals[summary.article.language or "?"][name] += counts[name]
                totals["all"][name] += counts[name]
            seconds.append(summary.provenance.seconds)
            statuses[summary.status] += 1
            lines.append(summary.model_dump_json())
            scores = "  ".join(f"{counts[name].f1:.2f}" for name in FIELDS)
            print(f"{path.stem:12} {summary.status:9} {seconds[-1]:6.1f} s  {scores}", flush=True)
    _print(totals, statuses, seconds)
    if arguments.save:
        arguments.save.write_text("\n".join(lines) + "\n", "utf-8")


def _print(
    totals: dict[str, defaultdict[str, Counts]], statuses: dict[str, int], seconds: list[float]
) -> None:
    print(f"\nstatus {dict(statuses)}, median {statistics.median(seconds):.1f} s an article\n")
    print("| language | field | precision | recall | F1 | predicted | gold |\n|---|---|---|---|---|---|---|")
    for language in (*sorted(set(totals) - {"all"}), "all"):
        for name in FIELDS:
            c = totals[language][name]
            figures = f"{c.precision:.2f} | {c.recall:.2f} | {c.f1:.2f} | {c.predicted} | {c.gold}"
            print(f"| {language} | {name.replace('_', ' ')} | {figures} |")


if __name__ == "__main__":
    main()
