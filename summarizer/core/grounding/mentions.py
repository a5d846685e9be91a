"""Where in the article a name occurs: tolerant of inflection, marks and case, not of spelling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from summarizer.core.grounding.passage import Passage, tokens
from summarizer.core.language import LanguageTable

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
        self._solid: list[list[tuple[str, int]]] = []
        self._places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, passage in enumerate(passages):
            solid = [(word.fold, at) for at, word in enumerate(passage.words) if word.letters or word.digits]
            for position, (fold, _) in enumerate(solid):
                self._places[fold].append((number, position))
            self._solid.append(solid)

    def __contains__(self, fold: str) -> bool:
        return fold in self._places

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
        forms = [self._forms(part, person=person) for part in parts]
        found = [
            self._mention(number, position, len(parts))
            for form in forms[0]
            for number, position in self._places.get(form, ())
            if self._continues(number, position + 1, forms[1:])
        ]
        return sorted(found)

    def _forms(self, part: str, *, person: bool) -> set[str]:
        """Forms of a word of a name that the article has; endings beyond the genitive only if it must."""
        endings = self._table.name_endings
        forms = {form for form in (part, *_inflected(part, endings)) if form in self._places}
        if not person and len(part) >= _SHORTEST_INFLECTED:
            forms |= {form for form in _inflected(part, self._table.noun_endings) if form in self._places}
        return forms

    def _mention(self, number: int, position: int, length: int) -> Mention:
        solid = self._solid[number]
        return Mention(number, solid[position][1], solid[position + length - 1][1] + 1)

    def _continues(self, number: int, position: int, forms: Sequence[set[str]]) -> bool:
        following = self._solid[number][position : position + len(forms)]
        return len(following) == len(forms) and all(
            fold in allowed for (fold, _), allowed in zip(following, forms, strict=True)
        )


def _inflected(part: str, endings: Iterable[str]) -> Iterable[str]:
    if len(part) < _SHORTEST_STEM:
        return
    for ending in endings:
        yield part + ending
        if part.endswith(ending) and len(part) - len(ending) >= _SHORTEST_STEM:
            yield part[: -len(ending)]
            for other in endings:
                yield part[: -len(ending)] + other
