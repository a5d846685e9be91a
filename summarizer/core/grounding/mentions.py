"""Where in the article a name occurs: tolerant of inflection, marks and case, not of spelling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from summarizer.core.grounding.passage import Passage, tokens
from summarizer.core.language import LanguageTable
from summarizer.core.lazy import Lazy

_SHORTEST_STEM = 3
_SHORTEST_INFLECTED = 4


class Mention(NamedTuple):
    """`words[start:end]` of a sentence, counted from 0."""

    sentence: int
    start: int
    end: int


class NameIndex:
    """Finds names in passages; built once an article, each look-up costs the name's length."""

    def __init__(self, passages: Sequence[Passage], table: LanguageTable) -> None:
        self._table = table
        self._found: dict[tuple[str, bool], list[Mention]] = {}
        self._formed: dict[tuple[str, bool], set[str]] = {}
        # All words but marks, one sentence after another: which sentence, where in it, and what it is.
        # Lists side by side: thousands of tuples would keep the garbage collector busy.
        self._numbers: list[int] = []
        self._positions: list[int] = []
        self._folds: list[str] = []
        for number, passage in enumerate(passages):
            solid = [at for at, word in enumerate(passage.words) if word.key]
            self._numbers += [number] * len(solid)
            self._positions += solid
            self._folds += [word.fold for word in passage.words if word.key]
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for place, fold in enumerate(self._folds):
            self._places[fold].append(place)

    @Lazy
    def _alike(self) -> Mapping[str, list[str]]:
        """The article's words by the letters that inflection leaves alone."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for fold in self._places:
            found[fold[:_SHORTEST_STEM]].append(fold)
        return found

    def at(self, fold: str) -> list[tuple[int, int]]:
        """Sentence and position of every occurrence of a word, in the order of the article."""
        return [(self._numbers[place], self._positions[place]) for place in self._places.get(fold, ())]

    def find(self, name: str, *, person: bool = False) -> list[Mention]:
        """All mentions in the order of the article; persons keep their surnames' spelling."""
        key = (name, person)
        if key not in self._found:
            self._found[key] = self._find(name, person=person)
        return self._found[key]

    def _find(self, name: str, *, person: bool) -> list[Mention]:
        parts = [token.lower().replace("’", "'") for token in tokens(name) if token[0].isalnum()]
        if not parts:
            return []
        first = self._forms(parts[0], person=person)
        rest = [self._forms(part, person=person) for part in parts[1:]] if first else []
        found = [
            self._mention(place, len(parts))
            for form in first
            for place in self._places[form]
            if not rest or self._continues(place, rest)
        ]
        return sorted(found)

    def _forms(self, part: str, *, person: bool) -> set[str]:
        """Forms of a word of a name that the article has; endings beyond the genitive only if it must."""
        key = (part, person)
        if key not in self._formed:
            forms = {part} if part in self._places else set()
            if len(part) >= _SHORTEST_STEM:
                forms |= self._inflected(part, self._table.name_endings)
            if not person and len(part) >= _SHORTEST_INFLECTED:
                forms |= self._inflected(part, self._table.noun_endings)
            self._formed[key] = forms
        return self._formed[key]

    def _inflected(self, part: str, endings: Sequence[str]) -> set[str]:
        """Words of the article that differ from `part` by one of these endings, added, cut or exchanged."""
        alike = self._alike.get(part[:_SHORTEST_STEM])
        if alike is None or alike == [part]:
            return set()
        cut = [part[: -len(ending)] for ending in endings if part.endswith(ending)]
        cut = [stem for stem in cut if len(stem) >= _SHORTEST_STEM]
        found = {stem for stem in cut if stem in alike}
        for stem in (part, *cut):
            end = len(stem)
            found.update([fold for fold in alike if fold[end:] in endings and fold.startswith(stem)])
        return found

    def _mention(self, place: int, length: int) -> Mention:
        start, end = self._positions[place], self._positions[place + length - 1] + 1
        return Mention(self._numbers[place], start, end)

    def _continues(self, place: int, forms: Sequence[set[str]]) -> bool:
        last = place + len(forms)
        if last >= len(self._folds) or self._numbers[last] != self._numbers[place]:
            return False
        following = self._folds[place + 1 : last + 1]
        return all(fold in allowed for fold, allowed in zip(following, forms, strict=True))
