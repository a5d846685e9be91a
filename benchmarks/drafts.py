"""Answers without a model: drafts made of verbatim pieces of the numbered lines in a request."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Any

_LINE = re.compile(r"^\[(\d+)\] (.+)$", re.MULTILINE)
_TITLE = re.compile(r"^Title: (.+)$", re.MULTILINE)
# Crude on purpose: enough to pick pieces that look like names, quotations, dates and places.
_NAME = re.compile(r"(?<=\D\s)[A-ZÄÖÜ][\w-]+(?: [A-ZÄÖÜ][\w-]+)+")
_QUOTE = re.compile("[„“«](.+?)[“”»]")
_SAID = re.compile(r"(?i)\b(?:sagte|erklärte|forderte|kritisierte|warnten?|said|told|warned|demanded)\b")
_TALK = re.compile(r"(?i)treffen|gespräch|verhandlung|anhörung|gipfel|\b(?:talks|meeting|hearing|summit)\b")
_WHEN = re.compile(r"\bam \d{1,2}\. [A-ZÄÖÜ]\w+|\bon [A-Z]\w+ \d{1,2}")
_PLACE = re.compile(r"\b(?:in|nach) ([A-ZÄÖÜ][\w-]+)")
_OPEN = re.compile(r"(?i)\b(?:offen|unklar|ungewiss|unclear|whether)\b")

Line = tuple[int, str]


def draft(lines: Sequence[Line], title: str) -> dict[str, Any]:
    """A `Draft` of verbatim pieces of these numbered sentences."""
    names: dict[str, int] = {}
    for number, text in lines:
        for match in _NAME.finditer(text):
            names.setdefault(match[0], number)
    return {
        "headline": title or " ".join(lines[0][1].split()[:12] if lines else []),
        "abstract": {"evidence": [n for n, _ in lines[:2]], "text": " ".join(t for _, t in lines[:2])},
        "actors": [
            {"evidence": [number], "name": name, "kind": "person", "role": None}
            for name, number in itertools.islice(names.items(), 10)
        ],
        "positions": [_position(n, text) for n, text in lines if _QUOTE.search(text) or _SAID.search(text)],
        "planned_talks": [_talk(n, text) for n, text in lines if _TALK.search(text)],
        "open_questions": [{"evidence": [n], "question": text} for n, text in lines if _OPEN.search(text)],
    }


def _position(number: int, text: str) -> dict[str, Any]:
    quote = _QUOTE.search(text)
    return {
        "evidence": [number],
        "holder": _speaker(text),
        "statement": quote[1] if quote else text,
        "mode": "direct" if quote else "indirect",
        "via": None,
    }


def _speaker(text: str) -> str:
    named = _NAME.search(text)
    return named[0] if named else text.split(maxsplit=1)[0].strip("„“«»”,.:")


def _talk(number: int, text: str) -> dict[str, Any]:
    when, place = _WHEN.search(text), _PLACE.search(text)
    return {
        "evidence": [number],
        "participants": [match[0] for match in _NAME.finditer(text)],
        "topic": None,
        "when": when[0] if when else None,
        "place": place[1] if place else None,
        "status": "announced",
    }


def index_draft(lines: Sequence[Line]) -> dict[str, Any]:
    """An `IndexDraft` of the same sentences: one row each."""
    rows: list[dict[str, Any]] = []
    for number, text in lines:
        row: dict[str, Any] = {"n": number, "key": number == lines[0][0], "open": bool(_OPEN.search(text))}
        if quote := _QUOTE.search(text):
            row["said"] = [{"by": _speaker(text.replace(quote[0], "")), "mode": "direct"}]
        rows.append(row)
    return {"sentences": rows}


def has_lines(content: str) -> bool:
    """Whether a chat message holds any numbered line."""
    return _LINE.search(content) is not None


def numbered_lines(content: str) -> list[Line]:
    """Number and text of every line `[n] sentence` in a chat message."""
    return [(int(match[1]), match[2]) for match in _LINE.finditer(content)]


def title_of(content: str) -> str:
    """The article's title as the message gives it, or an empty string."""
    found = _TITLE.search(content)
    return found[1] if found else ""


def asks_extractions(content: str) -> bool:
    """Whether a chat message is one of langextract's."""
    return "extractions" in content and "Q: " in content


def extractions(content: str) -> dict[str, Any]:
    """Eight pieces of the text that langextract asks about, verbatim and in its order."""
    words = content.rpartition("Q: ")[2].rpartition("A:")[0].split()
    starts = range(0, max(len(words) - 6, 1), max(len(words) // 8, 1))
    return {
        "extractions": [
            {"statement": " ".join(words[start : start + 6]), "statement_attributes": {}}
            for start in starts[:8]
        ]
    }
