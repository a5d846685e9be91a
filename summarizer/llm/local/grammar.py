"""The copy grammar: llama.cpp may only write one row a sentence, in order, and only spans of the article.

The grammar (GBNF) is linear in the article's words: word i is a rule that may be followed by word
i + 1, and a span may start at any word. With it the local model cannot invent a name or a number.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import get_args

from summarizer.core.draft import ActorKind, PositionMode, TalkStatus
from summarizer.core.sentences import Sentence

_PARTS = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)
_SHORTEST_GENITIVE = 5


def _some(rule: str, most: int) -> str:
    return " ".join([rule, *[f'("," {rule})?'] * (most - 1)])


def _choice(values: Iterable[str]) -> str:
    return " | ".join(f'"{value}"' for value in values)


# GBNF of the shared rules and of those of sentence #; s# is a span of it, any a span of any sentence.
_SHARED = [
    f"kind ::= {_choice(get_args(ActorKind))}",
    f"mode ::= {_choice(get_args(PositionMode))}",
    f"status ::= {_choice(get_args(TalkStatus))}",
    r'said1 ::= "{\"by\":\"" any "\",\"mode\":\"" mode "\"" (",\"via\":\"" any "\"")?'
    r' (",\"cont\":true")? "}"',
    r'said ::= ",\"said\":[" ' + _some("said1", 3) + ' "]"',
    r"names ::= " + _some(r'"\"" any "\""', 5),
]
_PER_SENTENCE = [
    r'a# ::= "{\"name\":\"" s# "\",\"kind\":\"" kind "\"" (",\"role\":\"" s# "\"")? "}"',
    r't# ::= "{\"with\":[" names? "]" (",\"when\":\"" s# "\"")? (",\"where\":\"" s# "\"")?'
    r' ",\"status\":\"" status "\"" (",\"cont\":true")? "}"',
    r'row# ::= "{\"n\":#" (",\"key\":true")? (",\"actors\":[" ' + _some("a#", 6) + r' "]")? said?'
    r' (",\"talks\":[" ' + _some("t#", 2) + r' "]")? (",\"open\":true")? "}"',
]


def copy_grammar(sentences: Sequence[Sentence]) -> str:
    """GBNF for an `IndexDraft` of exactly these sentences; every string in it is a span of them.

    Spans begin and end at words without their punctuation. A compound may be cut at its first hyphen
    ("Reuters-Bericht" gives "Reuters") and a genitive -s may be dropped.
    """
    numbers = [sentence.number for sentence in sentences]
    rows = ' "," '.join(f"row{n}" for n in numbers)
    head = [
        r'root ::= "{\"sentences\":[" ' + rows + ' "]}"',
        "any ::= " + " | ".join(f"s{n}" for n in numbers),
    ]
    own = (rule for sentence in sentences for rule in _sentence_rules(sentence))
    return "\n".join([*head, *_SHARED, *own])


def _sentence_rules(sentence: Sentence) -> Iterable[str]:
    number = str(sentence.number)
    words = [_split(word) for word in sentence.text.split()]
    names = [f"w{number}-{i}" for i in range(len(words))]
    yield f"s{number} ::= " + " | ".join(names)
    for rule in _PER_SENTENCE:
        yield rule.replace("#", number)
    for i, (_, core, tail) in enumerate(words):
        whole = _literal(core)
        if i + 1 < len(words):
            whole += f" ({_literal(f'{tail} {words[i + 1][0]}')} {names[i + 1]})?"
        yield f"{names[i]} ::= " + " | ".join([whole, *map(_literal, _cuts(core))])


def _split(word: str) -> tuple[str, str, str]:
    match = _PARTS.match(word)
    lead, core, tail = match.groups() if match else ("", word, "")
    return (lead, core, tail) if core else ("", word, "")


def _cuts(core: str) -> Iterable[str]:
    first = core.partition("-")[0]
    if first and first != core:
        yield first
    if len(core) >= _SHORTEST_GENITIVE and core.endswith("s"):
        yield core[:-1]


def _literal(text: str) -> str:
    """A GBNF literal that matches `text` inside a JSON string."""
    escaped = json.dumps(text, ensure_ascii=False)[1:-1]
    return '"' + escaped.replace("\\", "\\\\").replace('"', '\\"') + '"'
