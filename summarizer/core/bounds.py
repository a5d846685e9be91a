"""How much a model may say: a reply that floods is cut, and what was cut is reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel

from summarizer.core.draft import Draft

MOST_ITEMS = {"actors": 60, "positions": 200, "planned_talks": 60, "open_questions": 60}
"""Items of a kind in one article; the longest gold article has a fifth of that."""
MOST_PARTICIPANTS = 20
MOST_EVIDENCE = 20
LONGEST_NAME = 200
"""Characters of a name, role, place, date phrase or topic."""
LONGEST_TEXT = 2000
"""Characters of a headline, abstract, statement or question that the model wrote itself."""

_NAMES = frozenset({"name", "role", "holder", "via", "topic", "when", "place"})
_Item = TypeVar("_Item", bound=BaseModel)


@dataclass(slots=True)
class _Cuts:
    items: dict[str, int] = field(default_factory=dict)
    strings: int = 0
    numbers: int = 0

    def notices(self) -> list[str]:
        told = [
            f"{count} {kind.replace('_', ' ')} beyond the first {MOST_ITEMS[kind]} were cut"
            for kind, count in self.items.items()
        ]
        if self.strings:
            told.append(f"{self.strings} over-long texts were cut")
        if self.numbers:
            told.append(f"{self.numbers} lists of participants or sentence numbers were cut")
        return told


def bounded(draft: Draft, *, verbatim: bool) -> tuple[Draft, list[str]]:
    """The draft within bounds, and notices of what was cut.

    `verbatim` drafts consist of the article's own sentences, which are as long as they are; only what a
    model wrote itself is cut.
    """
    cuts = _Cuts()
    changed: dict[str, Any] = {}
    for kind, most in MOST_ITEMS.items():
        items: Sequence[BaseModel] = getattr(draft, kind)
        if len(items) > most:
            cuts.items[kind] = len(items) - most
        changed[kind] = [_bounded_item(item, cuts, verbatim=verbatim) for item in items[:most]]
    changed["abstract"] = _bounded_item(draft.abstract, cuts, verbatim=verbatim)
    changed["headline"] = _cut(draft.headline, LONGEST_NAME if not verbatim else LONGEST_TEXT, cuts)
    return draft.model_copy(update=changed), cuts.notices()


def _bounded_item(item: _Item, cuts: _Cuts, *, verbatim: bool) -> _Item:
    changed: dict[str, Any] = {}
    for name, value in vars(item).items():
        if isinstance(value, str):
            longest = LONGEST_NAME if name in _NAMES else LONGEST_TEXT
            if len(value) > longest and (name in _NAMES or not verbatim):
                changed[name] = _cut(value, longest, cuts)
        elif isinstance(value, list):
            most = MOST_PARTICIPANTS if name == "participants" else MOST_EVIDENCE
            if len(value) > most and not (verbatim and name == "evidence"):
                changed[name] = value[:most]
                cuts.numbers += 1
            if name == "participants" and any(len(one) > LONGEST_NAME for one in value[:most]):
                changed[name] = [_cut(one, LONGEST_NAME, cuts) for one in value[:most]]
    return item.model_copy(update=changed) if changed else item


def _cut(text: str, longest: int, cuts: _Cuts) -> str:
    if len(text) <= longest:
        return text
    cuts.strings += 1
    return text[: longest - 1] + "…"
