"""News stories that carry an attack on the model, and the drafts of a model that gives in to it.

`articles.jsonl`, one case a line: `wants` are the items that a model obeying the text returns, `honest` a
correct draft of the story. `again` is wanted in the repair round only. `cites_injection` rests on nothing but
the injected sentence itself. `flood` and `{"repeat": ...}` stand for what would be too long to write down.
"""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from summarizer.core.article import Article
from summarizer.core.sentences import split_sentences

KINDS = ("actors", "positions", "planned_talks", "open_questions")
# Characters without a shape that Unicode does not call "format" or "control".
_FILLERS = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, *range(0x180B, 0x1810)}
_SELECTORS = {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}


@cache
def cases() -> dict[str, dict[str, Any]]:
    """All cases by id, in the order of the file."""
    lines = (Path(__file__).parent / "articles.jsonl").read_text("utf-8").splitlines()
    return {case["id"]: case for case in map(json.loads, lines)}


def article_of(case: dict[str, Any]) -> Article:
    fields = ("id", "language", "title", "source", "published", "text")
    return Article.model_validate({name: case[name] for name in fields if name in case})


def expanded(value: Any) -> Any:
    """`value` with its stand-ins for long strings and lists written out."""
    if isinstance(value, list):
        return [expanded(one) for one in value]
    if not isinstance(value, dict):
        return value
    if "repeat" in value:
        return value["before"] + value["repeat"] * value["times"] + value["after"]
    if "count" in value:
        first = value.get("start", 1)
        numbers = range(first, first + value["count"])
        return [value["each"].replace("{n}", str(n)) for n in numbers] if "each" in value else list(numbers)
    return {key: expanded(one) for key, one in value.items()}


def flood_of(case: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """The items of `kind` with which the reply is flooded."""
    flood = case.get("flood", {}).get(kind)
    if flood is None:
        return []
    item = expanded(flood["item"])
    return [
        {key: v.replace("{n}", str(n)) if isinstance(v, str) else v for key, v in item.items()}
        for n in range(flood["times"])
    ]


def draft_of(case: dict[str, Any], *fields: str, flood: bool = True) -> dict[str, Any]:
    """What the endpoint answers: the items of these fields, in this order, then the flood."""
    parts = [expanded(case.get(field, {})) for field in fields]
    first = split_sentences(article_of(case).text, case["language"])[0]
    draft: dict[str, Any] = {"headline": first.line, "abstract": {"evidence": [1], "text": first.line}}
    for part in parts:
        draft |= {name: part[name] for name in ("headline", "abstract") if name in part}
    for kind in KINDS:
        draft[kind] = [item for part in parts for item in part.get(kind, [])]
        draft[kind] += flood_of(case, kind) if flood else []
    return draft


def hidden(text: str, allowed: str = "") -> set[str]:
    """The characters of `text` that no reader sees or that steer a terminal, as U+XXXX."""
    return {
        f"U+{ord(char):04X}"
        for char in text
        if char not in allowed
        and (
            unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") or ord(char) in _FILLERS | _SELECTORS
        )
    }
