"""What the checks catch, what they alarm on, and what they cost: `python -m benchmarks.verification`.

Mutants are made from the gold by `tests/core/mutations.py` with a fixed seed. Beside ours, on the same
mutants: langextract's aligner (an item passes when each of its strings gets an interval, as its
documentation filters) and rapidfuzz's partial_ratio at 85 (names against the article, other strings
against the evidence). Articles numbered from 21 on came when the checks had been tuned on the others.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from summarizer.core.article import normalise_text
from summarizer.core.draft import Draft
from summarizer.core.grounding import Grounded, ground
from summarizer.core.sentences import Sentence, split_sentences
from summarizer.core.summary import Actor, OpenQuestion, PlannedTalk, Position
from summarizer.core.support import Support
from tests.core.mutations import CLASSES, RIGHT_REASONS, Mutant, mutants

Item = dict[str, Any]
Checked = Actor | Position | PlannedTalk | OpenQuestion
FOLDER = Path(__file__).parents[1] / "evals" / "articles"
_FIRST = {"actors": "a1", "positions": "p1", "planned_talks": "t1", "open_questions": "q1"}
_LATER = 21


@dataclass(frozen=True)
class Gold:
    """One annotated article."""

    item: Item
    sentences: tuple[Sentence, ...]

    @property
    def later(self) -> bool:
        """Whether it came after the checks."""
        return int(self.item["id"].rsplit("-", 1)[1]) >= _LATER

    def draft(self, content: Item | None = None) -> Draft:
        """The gold, or a part of it, as a model would have drafted it."""
        gold = self.item["gold"]
        everything = {"headline": gold["headline"], "abstract": {"evidence": [], "text": ""}}
        kinds = ("actors", "positions", "planned_talks", "open_questions")
        return Draft.model_validate(everything | {kind: (content or gold)[kind] for kind in kinds})

    def ground(self, draft: Draft) -> Grounded:
        """Our checks."""
        return ground(draft, self.sentences, published=None, language=self.item["language"])


def load(folder: Path) -> list[Gold]:
    """All gold articles, in order of their names; a `.jsonl` file works as well."""
    if folder.suffix == ".jsonl":
        texts = folder.read_text("utf-8").splitlines()
    else:
        texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.json"))]
    loaded = []
    for text in texts:
        item = json.loads(text)
        item["text"] = normalise_text(item["text"])
        sentences = split_sentences(item["text"], item["language"])
        loaded.append(Gold(item | {"sentences": [sentence.text for sentence in sentences]}, sentences))
    return loaded


def items(grounded: Grounded) -> list[Checked]:
    """Accepted and rejected ones."""
    rejected: list[Checked] = [one.item for one in grounded.rejected]
    return [
        *grounded.actors,
        *grounded.positions,
        *grounded.planned_talks,
        *grounded.open_questions,
        *rejected,
    ]


def ours(gold: Gold, mutant: Mutant) -> Support:
    """The verdict on one mutant, its gold actors around it."""
    wanted = f"a{mutant.place + 1}" if mutant.field == "actors" else _FIRST[mutant.field]
    return next(
        one.support
        for one in items(gold.ground(gold.draft(mutant.draft(gold.item["gold"]))))
        if one.id == wanted
    )


def strings(field: str, item: Item) -> tuple[list[str], list[str]]:
    """Names and other strings of an item."""
    if field == "actors":
        return [item["name"]], []
    if field == "positions":
        return [item["holder"]], [item["statement"]]
    if field == "planned_talks":
        return list(item["participants"]), [item[key] for key in ("when", "place", "topic") if item[key]]
    return [], [item["question"]]


def rapidfuzz_alarms(gold: Gold, field: str, item: Item) -> bool:
    """Whether partial_ratio is below 85 for a string of the item."""
    from rapidfuzz.fuzz import partial_ratio

    known = gold.item["sentences"]
    evidence = " ".join(known[n - 1] for n in item["evidence"] if 0 < n <= len(known))
    names, others = strings(field, item)
    pairs = [(name, gold.item["text"]) for name in names] + [(text, evidence) for text in others]
    return not evidence or any(partial_ratio(one, other) < 85 for one, other in pairs)


def langextract_alarms(gold: Gold, field: str, item: Item) -> bool:
    """Whether the aligner finds no interval for a string of the item."""
    names, others = strings(field, item)
    return any(not aligned(gold.item["text"], text) for text in names + others if text)


@cache
def aligned(source: str, text: str) -> bool:
    """langextract's verdict on one string, with its default settings."""
    from langextract.core.data import Extraction
    from langextract.resolver import WordAligner

    aligner = WordAligner()  # type: ignore[no-untyped-call]
    found = aligner.align_extractions([[Extraction("item", text)]], source)
    return found[0][0].char_interval is not None


def rivals() -> dict[str, Callable[[Gold, str, Item], bool]]:
    """Those that are installed."""
    found: dict[str, Callable[[Gold, str, Item], bool]] = {}
    for name, alarms in (("langextract", langextract_alarms), ("rapidfuzz", rapidfuzz_alarms)):
        try:
            __import__(name)
        except ImportError:
            print(f"{name} is not installed: pip install {name}")
        else:
            found[name] = alarms
    return found


def show_mutants(
    title: str, golds: Sequence[Gold], others: dict[str, Callable[[Gold, str, Item], bool]]
) -> None:
    """One line a class: mutants, caught with the right reason, caught at all, and the rivals."""
    made: Counter[str] = Counter()
    caught: Counter[tuple[str, str]] = Counter()
    for gold in golds:
        for mutant in mutants(gold.item):
            made[mutant.kind] += 1
            reasons = set(ours(gold, mutant).reasons)
            caught["right", mutant.kind] += bool(RIGHT_REASONS[mutant.kind] & reasons)
            caught["any", mutant.kind] += bool(reasons)
            for name, alarms in others.items():
                caught[name, mutant.kind] += alarms(gold, mutant.field, mutant.item)
    columns = ["right", "any", *others]
    print(
        f"\n{title}: {len(golds)} articles\n{'':12}{'mutants':>8}"
        + "".join(f"{name:>13}" for name in columns)
    )
    for kind in CLASSES:
        shares = (caught[column, kind] / made[kind] if made[kind] else 0.0 for column in columns)
        print(f"{kind:12}{made[kind]:8}" + "".join(f"{share:13.1%}" for share in shares))
    show_alarms(golds, others)


def show_alarms(golds: Sequence[Gold], others: dict[str, Callable[[Gold, str, Item], bool]]) -> None:
    """How many items of the untouched gold are called wrong."""
    verdicts: Counter[str] = Counter()
    alarmed: Counter[str] = Counter()
    for gold in golds:
        verdicts.update(one.support.verdict.value for one in items(gold.ground(gold.draft())))
        for field in _FIRST:
            for item in gold.item["gold"][field]:
                alarmed["all"] += 1
                for name, alarms in others.items():
                    alarmed[name] += alarms(gold, field, item)
    total = verdicts.total()
    shares = ", ".join(f"{verdicts[name] / total:.1%} {name}" for name in ("unsupported", "partial"))
    rivals_too = "".join(f"; {name} alarms on {alarmed[name] / alarmed['all']:.1%}" for name in others)
    print(f"untouched gold, {total} items: {shares}{rivals_too}")


def cpu_ms(work: Callable[[], object], repeat: int = 7) -> float:
    """Median CPU time of one call, in milliseconds."""
    taken = []
    for _ in range(repeat):
        start = time.process_time_ns()
        work()
        taken.append((time.process_time_ns() - start) / 1e6)
    return statistics.median(taken)


def show_speed(golds: Sequence[Gold]) -> None:
    """CPU per article, then for longer and longer ones."""
    first = golds[0]
    start = time.process_time_ns()
    first.ground(first.draft())
    print(f"\nfirst article of a process: {(time.process_time_ns() - start) / 1e6:.1f} ms of CPU")
    drafts = [(gold, gold.draft()) for gold in golds]
    times = [cpu_ms(partial(gold.ground, draft)) for gold, draft in drafts]
    print(f"the gold draft of an article: median {statistics.median(times):.2f} ms, most {max(times):.2f} ms")
    for words in (1_000, 3_000, 10_000):
        gold, count = joined([one for one in golds if one.item["language"] == "de"], words)
        taken = cpu_ms(partial(gold.ground, gold.draft()), 3)
        positions = len(gold.item["gold"]["positions"])
        print(f"{count:6} words, {positions:4} positions, a 200-word quote: {taken:8.1f} ms")


def joined(golds: Sequence[Gold], words: int) -> tuple[Gold, int]:
    """Articles one after another until there are `words`, their items moved along, and one long quote."""
    texts: list[str] = []
    content: Item = {"actors": [], "positions": [], "planned_talks": [], "open_questions": []}
    moved, length, turn = 0, 0, 0
    while length < words:
        gold = golds[turn % len(golds)]
        texts += gold.item["sentences"]
        for kind, found in content.items():
            found += [
                item | {"evidence": [n + moved for n in item["evidence"]]} for item in gold.item["gold"][kind]
            ]
        moved, turn = len(texts), turn + 1
        length = sum(len(text.split()) for text in texts)
    quote = " ".join(" ".join(texts).replace("„", "").replace("“", "").split()[:200])
    texts.append(f"„{quote}“, sagte {golds[0].item['gold']['actors'][-1]['name']}.")
    holder = golds[0].item["gold"]["actors"][-1]["name"]
    content["positions"].append(
        {"evidence": [len(texts)], "holder": holder, "statement": f"„{quote}“", "mode": "direct", "via": None}
    )
    return Gold(
        {"id": "joined-1", "language": "de", "gold": content | {"headline": ""}}, numbered(texts)
    ), length


def numbered(texts: Iterable[str]) -> tuple[Sentence, ...]:
    """Sentences one after another."""
    found, start = [], 0
    for number, text in enumerate(texts, 1):
        found.append(Sentence(number, start, start + len(text), text))
        start += len(text) + 1
    return tuple(found)


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=FOLDER, help="folder of articles, or a .jsonl file")
    parser.add_argument("--speed", action="store_true", help="only the speed")
    arguments = parser.parse_args()
    golds = load(arguments.gold)
    developed = [gold for gold in golds if not gold.later]
    show_speed(developed)
    if arguments.speed:
        return
    others = rivals()
    show_mutants("looked at first", developed[0::2], others)
    show_mutants("held out until the targets were near", developed[1::2], others)
    show_mutants("both", developed, others)
    later = [gold for gold in golds if gold.later]
    if later:
        show_mutants("annotated later", later, others)


if __name__ == "__main__":
    main()
