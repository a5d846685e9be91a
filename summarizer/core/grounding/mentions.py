"""Where in the article a name occurs: tolerant of inflection, marks and case, not of spelling."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from summarizer.core.grounding.passage import Passage
from summarizer.core.grounding.words import Lexicon, Word

_LONGEST_KNOWN = 50
_SHORTEST_STEM = 3
_SHORTEST_INFLECTED = 4


class Mention(NamedTuple):
    """`words[start:end]` of a sentence, counted from 0."""

    sentence: int
    start: int
    end: int


class NameIndex:
    """Finds names in passages; built once an article, each look-up costs the name's length."""

    def __init__(self, passages: Sequence[Passage], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._found: dict[tuple[str, bool], list[Mention]] = {}
        self._formed: dict[tuple[str, bool], list[str]] = {}
        # One sentence after another: where each begins, which words are no marks, and what they are.
        # Lists side by side: thousands of tuples would keep the garbage collector busy.
        self._words: list[Word] = []
        self._starts: list[int] = []
        for passage in passages:
            self._starts.append(len(self._words))
            self._words += passage.words
        self._starts.append(len(self._words))
        self._solid = [at for at, word in enumerate(self._words) if word.key]
        self._folds = [self._words[at].fold for at in self._solid]
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for place, fold in enumerate(self._folds):
            self._places[fold].append(place)

    def has(self, fold: str) -> bool:
        """Whether a word stands in the article in this very form."""
        return fold in self._places

    def at(self, fold: str) -> list[tuple[int, int]]:
        """Sentence and position of every occurrence of a word, in the order of the article."""
        return [(n, start) for n, start, _ in self._mentions(self._places.get(fold, ()), 1)]

    def in_lower_case(self, fold: str) -> bool:
        """Whether the article writes a word without a capital somewhere."""
        words = [self._words[self._solid[place]] for place in self._places.get(fold, ())]
        return any(word.letters and not word.capital for word in words)

    def find(self, name: str, *, person: bool = False) -> list[Mention]:
        """All mentions in the order of the article; persons keep their surnames' spelling."""
        key = (name, person)
        if key not in self._found:
            self._found[key] = self._find(name, person=person)
        return self._found[key]

    def _find(self, name: str, *, person: bool) -> list[Mention]:
        parts = [word.fold for word in self._lexicon.read(name) if word.text[0].isalnum()]
        if not parts:
            return []
        first = self._forms(parts[0], person=person)
        places = [place for form in first for place in self._places[form]]
        if len(first) > 1:
            places.sort()
        for length, part in enumerate(parts[1:], 1):
            if not places:
                break
            places = self._continued(places, length, part, person=person)
        return self._mentions(places, len(parts))

    def _continued(self, places: Iterable[int], length: int, part: str, *, person: bool) -> list[int]:
        """Those of `places` where a form of `part` stands `length` words behind."""
        folds, kept = self._folds, []
        for place in places:
            fold = folds[place + length] if place + length < len(folds) else ""
            # Nearly always the same or something else entirely: then there is no need for all forms.
            alike = fold[:_SHORTEST_STEM] == part[:_SHORTEST_STEM]
            if fold == part or (alike and fold in self._forms(part, person=person)):
                kept.append(place)
        return kept

    def _mentions(self, places: Iterable[int], length: int) -> list[Mention]:
        """Stretches of `length` words from these places on; none runs across the end of a sentence."""
        solid, starts, found = self._solid, self._starts, []
        for place in places:
            first, last = solid[place], solid[place + length - 1]
            sentence = bisect_right(starts, first) - 1
            if last < starts[sentence + 1]:
                found.append(Mention(sentence, first - starts[sentence], last + 1 - starts[sentence]))
        return found

    def _forms(self, part: str, *, person: bool) -> list[str]:
        """Forms of a word of a name that the article has; endings beyond the genitive only if it must."""
        key = (part, person)
        if key not in self._formed:
            table = self._lexicon.table
            # A word without end has forms without end: made, but not kept between articles.
            known = _possible_forms if len(part) <= _LONGEST_KNOWN else _possible_forms.__wrapped__
            possible = known(part, table.name_endings, () if person else table.noun_endings)
            self._formed[key] = [form for form in possible if form in self._places]
        return self._formed[key]


# 1 to 3 kB each: enough for the names of a few articles.
@lru_cache(maxsize=256)
def _possible_forms(part: str, name_endings: Sequence[str], noun_endings: Sequence[str]) -> frozenset[str]:
    """A word of a name and what differs from it by one of these endings, added, cut or exchanged."""
    forms = {part}
    if len(part) >= _SHORTEST_STEM:
        forms |= _inflected(part, name_endings)
    if len(part) >= _SHORTEST_INFLECTED:
        forms |= _inflected(part, noun_endings)
    return frozenset(forms)


def _inflected(part: str, endings: Sequence[str]) -> set[str]:
    cut = [part[: -len(ending)] for ending in endings if part.endswith(ending)]
    cut = [stem for stem in cut if len(stem) >= _SHORTEST_STEM]
    return {*cut, *[stem + ending for stem in (part, *cut) for ending in endings]}
