"""A stretch of text, taken apart once: its words, their clauses, and what stands in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from summarizer.core.grounding.words import BREAKS, QUOTES, Lexicon, Word
from summarizer.core.language import LanguageTable

# Thousands grouped by blanks or apostrophes; figures with marks inside; words ("n't" stays on); marks.
_TOKEN = re.compile(
    r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?![\d.,]\d)"
    r"|\d+(?:[.,:]\d+)*"
    r"|[^\W\d_]+n['’]t\b|[^\W\d_]+"
    r"|[,;:–—()…!?.%€$£„“”\"«»‚‘‛›‹]|(?<=\s)-(?=\s)"
)
_PAIRS = {"„": '“”"', "“": '”"', "«": "»", "»": "«", '"': '"', "”": "”"}
_LONGEST_QUOTE = 12
_PASSIVE = frozenset("worden werden wurde wurden".split())


@dataclass(frozen=True, slots=True)
class Passage:
    """`clauses[i]` numbers the clause of `words[i]`; `quoted[i]` says whether it is quoted."""

    words: Sequence[Word]
    clauses: Sequence[int]
    quoted: Sequence[bool]
    speech: Sequence[bool]
    """Which words are finite verbs of saying, outside quotation marks."""


def tokens(text: str) -> list[str]:
    """Words, figures and marks, in order."""
    return _TOKEN.findall(text)


def read_passage(text: str, lexicon: Lexicon) -> Passage:
    """A text that stands alone, such as a statement."""
    return read_passages([text], lexicon)[0]


def read_passages(texts: Iterable[str], lexicon: Lexicon) -> list[Passage]:
    """Consecutive sentences: a quotation may run from one into the next."""
    read = [lexicon.words(tokens(text)) for text in texts]
    flags = [[False] * len(words) for words in read]
    _mark_quotes(read, flags)
    return [_passage(words, marks, lexicon.table) for words, marks in zip(read, flags, strict=True)]


def _mark_quotes(read: Sequence[Sequence[Word]], flags: Sequence[list[bool]]) -> None:
    opened, begun = "", (0, 0)
    for n, words in enumerate(read):
        if opened and n - begun[0] > _LONGEST_QUOTE:
            opened = ""
        for i, word in enumerate(words):
            mark = word.text
            if mark not in QUOTES or (mark not in _PAIRS and not opened):
                continue
            if opened and mark in _PAIRS[opened]:
                _mark(flags, begun, (n, i))
                opened = ""
            elif mark in _PAIRS and (not opened or (mark in "„«" and mark != opened)):
                opened, begun = mark, (n, i)


def _mark(flags: Sequence[list[bool]], begun: tuple[int, int], end: tuple[int, int]) -> None:
    for n in range(begun[0], end[0] + 1):
        first = begun[1] if n == begun[0] else 0
        last = end[1] + 1 if n == end[0] else len(flags[n])
        flags[n][first:last] = [True] * (last - first)


def _passage(words: Sequence[Word], quoted: Sequence[bool], table: LanguageTable) -> Passage:
    clauses = _clauses(words, table)
    speech = [
        word.speech and not quoted[i] and not _infinitive(words, clauses, i, table)
        for i, word in enumerate(words)
    ]
    return Passage(words, clauses, quoted, speech)


def _infinitive(words: Sequence[Word], clauses: Sequence[int], i: int, table: LanguageTable) -> bool:
    """ "to say", "zu sagen", "muss das erklären"."""
    if i and words[i - 1].fold in table.infinitive_marks:
        return True
    if i + 1 < len(words) and words[i + 1].fold in _PASSIVE:
        return True
    fold = words[i].fold
    if not table.modals or not fold.endswith("n") or fold.endswith("ten"):
        return False
    return any(word.fold in table.modals for j, word in enumerate(words) if clauses[j] == clauses[i])


def _clauses(words: Sequence[Word], table: LanguageTable) -> list[int]:
    number, clauses = 0, []
    for i, word in enumerate(words):
        opens = word.fold in table.adversatives or word.fold in table.subordinators
        if opens and not (i and words[i - 1].negator):
            number += 1
        clauses.append(number)
        if word.text in BREAKS and not _inside_abbreviation(words, i):
            number += 1
    return clauses


def _inside_abbreviation(words: Sequence[Word], i: int) -> bool:
    """A full stop behind a figure ("3. Oktober") or before a lower-case word ends nothing."""
    if words[i].text != ".":
        return False
    following = words[i + 1] if i + 1 < len(words) else None
    return following is not None and (words[i - 1].digits or (following.letters and not following.capital))
