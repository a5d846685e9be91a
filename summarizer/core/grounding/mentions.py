"""Where in the article a name occurs: tolerant of inflection, marks and case, not of spelling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
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
        # All words but marks, one sentence after another: where each stands, and what it is.
        self._solid = [
            (number, at, word.fold)
            for number, passage in enumerate(passages)
            for at, word in enumerate(passage.words)
            if word.key
        ]
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for place, (_, _, fold) in enumerate(self._solid):
            self._places[fold].append(place)

    @Lazy
    def _alike(self) -> Mapping[str, list[str]]:
        """The article's words by the letters that inflection leaves alone."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for fold in self._places:
            found[fold[:_SHORTEST_STEM]].append(fold)
        return found

    def at(self, fold: str) -> Iterator[tuple[int, int]]:
        """Sentence and position of every occurrence of a word, in the order of the article."""
        for place in self._places.get(fold, ()):
            yield self._solid[place][:2]

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
        if alike is None:
            return set()
        cut = [part[: -len(ending)] for ending in endings if part.endswith(ending)]
        cut = [stem for stem in cut if len(stem) >= _SHORTEST_STEM]
        found = {stem for stem in cut if stem in alike}
        for stem in (part, *cut):
            end = len(stem)
            found.update([fold for fold in alike if fold[end:] in endings and fold.startswith(stem)])
        return found

    def _mention(self, place: int, length: int) -> Mention:
        number, start, _ = self._solid[place]
        return Mention(number, start, self._solid[place + length - 1][1] + 1)

    def _continues(self, place: int, forms: Sequence[set[str]]) -> bool:
        number = self._solid[place][0]
        following = self._solid[place + 1 : place + 1 + len(forms)]
        return len(following) == len(forms) and all(
            other == number and fold in allowed
            for (other, _, fold), allowed in zip(following, forms, strict=True)
        )
