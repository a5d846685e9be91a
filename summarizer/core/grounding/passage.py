"""A stretch of text, taken apart once: its words, their clauses, and what stands in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from summarizer.core.grounding.words import QUOTES, Lexicon, Word
from summarizer.core.language import LanguageTable
from summarizer.core.lazy import Lazy

_PAIRS = {"„": '“”"', "“": '”"', "«": "»", "»": "«", '"': '"', "”": "”"}
_QUOTE = re.compile("[" + "".join(sorted(QUOTES)) + "]")
_LONGEST_QUOTE = 12
_PASSIVE = frozenset("worden werden wurde wurden".split())


class Passage:
    """`quoted[i]` says whether `words[i]` is quoted; what not every check asks for is worked out lazily."""

    def __init__(self, words: Sequence[Word], quoted: Sequence[bool], table: LanguageTable) -> None:
        self.words = words
        self.quoted = quoted
        self._table = table

    @Lazy
    def clauses(self) -> Sequence[int]:
        """The number of each word's clause."""
        return _clauses(self.words)

    @Lazy
    def speech(self) -> Sequence[bool]:
        """Which words are finite verbs of saying, outside quotation marks."""
        return [
            word.speech and not self.quoted[i] and not _infinitive(self.words, self.clauses, i, self._table)
            for i, word in enumerate(self.words)
        ]

    @Lazy
    def folds(self) -> frozenset[str]:
        """All words in lower case."""
        return frozenset([word.fold for word in self.words])

    @Lazy
    def keys(self) -> frozenset[str]:
        """Base forms of the words that carry meaning, and the figures."""
        return frozenset([word.key for word in self.words if word.telling])

    @Lazy
    def negators(self) -> Sequence[int]:
        """Where words that negate stand."""
        return [i for i, word in enumerate(self.words) if word.negator]


def has_marks(text: str) -> bool:
    """Whether any quotation mark stands in a text."""
    return _QUOTE.search(text) is not None


def read_passage(text: str, lexicon: Lexicon) -> Passage:
    """A text that stands alone, such as a statement."""
    return read_passages([text], lexicon)[0]


def read_passages(texts: Sequence[str], lexicon: Lexicon) -> list[Passage]:
    """Consecutive sentences: a quotation may run from one into the next."""
    read = [lexicon.read(text) for text in texts]
    flags = [[False] * len(found) for found in read]
    marked = [n for n, text in enumerate(texts) if has_marks(text)]
    if marked:
        _mark_quotes(read, marked, flags)
    table = lexicon.table
    return [Passage(found, marks, table) for found, marks in zip(read, flags, strict=True)]


def _mark_quotes(read: Sequence[Sequence[Word]], marked: Iterable[int], flags: Sequence[list[bool]]) -> None:
    """Flag what is quoted; only the sentences `marked` have quotation marks."""
    opened, begun = "", (0, 0)
    for n in marked:
        if opened and n - begun[0] > _LONGEST_QUOTE:
            opened = ""
        for i, word in enumerate(read[n]):
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


def _infinitive(words: Sequence[Word], clauses: Sequence[int], i: int, table: LanguageTable) -> bool:
    """ "to say", "zu sagen", "muss das erklären"."""
    if i and words[i - 1].fold in table.infinitive_marks:
        return True
    if i + 1 < len(words) and words[i + 1].fold in _PASSIVE:
        return True
    fold = words[i].fold
    if not table.modals or not fold.endswith("n") or fold.endswith("ten"):
        return False
    return any(word.fold in table.modals and clauses[j] == clauses[i] for j, word in enumerate(words))


def _clauses(words: Sequence[Word]) -> list[int]:
    number, clauses = 0, []
    for i, word in enumerate(words):
        if word.opens and not (i and words[i - 1].negator):
            number += 1
        clauses.append(number)
        if word.breaks and not _inside_abbreviation(words, i):
            number += 1
    return clauses


def _inside_abbreviation(words: Sequence[Word], i: int) -> bool:
    """A full stop behind a figure ("3. Oktober") or before a lower-case word ends nothing."""
    if words[i].text != ".":
        return False
    following = words[i + 1] if i + 1 < len(words) else None
    return following is not None and (words[i - 1].digits or (following.letters and not following.capital))
