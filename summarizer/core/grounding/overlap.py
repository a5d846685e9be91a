"""Whether the sentences cited are the ones that an item is about."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from summarizer.core.grounding.keys import related, related_to_any
from summarizer.core.grounding.mentions import NameIndex
from summarizer.core.grounding.passage import Passage
from summarizer.core.grounding.words import Word
from summarizer.core.language import LanguageTable
from summarizer.core.lazy import Lazy

_COMMON = 24
_DERIVED = 0.5
"""Weight of a word that the article has in another form only."""
_PREFIX = 5
_SHORTEST_PART = 5
_ADJECTIVE = ("e", "en", "er", "es", "em")


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much of an item's wording, weighted by rarity, the cited and the best other sentence have."""

    cited: float
    elsewhere: float
    coverage: float
    """Share of the item's content words that the cited sentences have; 1 where it has none."""
    words: int
    """Content words of the item."""


class Vocabulary:
    """The words of the article by sentence; look-ups cost what they find, not the article's length."""

    def __init__(self, passages: Sequence[Passage], names: NameIndex, table: LanguageTable) -> None:
        self._table = table
        self._names = names
        self._passages = passages
        self._has: dict[str, bool] = {}

    @Lazy
    def _keys(self) -> frozenset[str]:
        return frozenset([word.key for p in self._passages for word in p.words if word.telling])

    @Lazy
    def _places(self) -> Mapping[str, list[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number, passage in enumerate(self._passages):
            for key in passage.keys:
                found[key].append(number)
        return found

    @Lazy
    def _folds(self) -> frozenset[str]:
        return frozenset([word.fold for p in self._passages for word in p.words if word.letters])

    @Lazy
    def _by_prefix(self) -> Mapping[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for fold in self._folds:
            found[fold[:_PREFIX]].append(fold)
        return found

    @Lazy
    def _joined(self) -> str:
        return "\n".join(self._folds)

    def overlap(self, item: Passage, cited: Collection[int], named: Collection[str] = ()) -> Overlap:
        """Compare where the words of an item, those of the `named` apart, stand with the sentences cited."""
        keys = {word.key for word in item.words if word.telling and word.fold not in named}
        near = frozenset[str]().union(*[self._passages[n].keys for n in cited])
        known = total = 0.0
        scores: defaultdict[int, float] = defaultdict(float)
        matched = 0
        for key in keys:
            places = self._places.get(key, ())
            here = related_to_any(key, near)
            matched += here
            if not places and not here:
                continue
            weight = 1.0 / math.sqrt(len(places)) if places else _DERIVED
            total += weight
            known += weight if here else 0.0
            if len(places) <= _COMMON:
                for place in places:
                    scores[place] += weight
        others = max((score for place, score in scores.items() if place not in cited), default=0.0)
        return Overlap(
            cited=known / total if total else 0.0,
            elsewhere=others / total if total else 0.0,
            coverage=matched / len(keys) if keys else 1.0,
            words=len(keys),
        )

    def unknown_names(self, passage: Passage, *, question: bool) -> tuple[list[str], list[str]]:
        """Capitalised words that the article has in no form: those that must be names, and the others."""
        words = passage.words
        unknown = [word.nameable and not self.has(word) for word in words]
        if question and unknown:
            unknown[0] = False
        names: list[str] = []
        others: list[str] = []
        if not any(unknown):
            return names, others
        for at, word in enumerate(words):
            if unknown[at]:
                if not at and self._participle(word):
                    continue
                sure = self._paired(unknown, words, at) or self._like_name(words, at)
                (names if sure else others).append(word.text)
        return names, others

    def _participle(self, word: Word) -> bool:
        """ "Gefordert werden ...": capitalised only because it comes first."""
        prefix = self._table.participle
        return bool(prefix) and word.fold.startswith(prefix) and word.fold.endswith(("t", "en"))

    def has(self, word: Word) -> bool:
        """Whether the article has the word in some form, compound or derivation."""
        if self._names.has(word.fold) or word.key in self._keys:
            return True
        if word.fold not in self._has:
            self._has[word.fold] = (
                self._derived(word) or self._compound(word.fold) or self._country(word.fold)
            )
        return self._has[word.fold]

    def _derived(self, word: Word) -> bool:
        fold, length = word.fold, len(word.key)
        return len(fold) > _PREFIX and any(
            related(fold[:length], other[: length + 1]) for other in self._by_prefix.get(fold[:_PREFIX], ())
        )

    def _compound(self, fold: str) -> bool:
        """Whether the word is a part of one of the article's words, or one of them is a part of it."""
        if len(fold) < _SHORTEST_PART:
            return False
        if fold in self._joined:
            return True
        parts = combinations(range(len(fold) + 1), 2)
        return any(end - start >= _SHORTEST_PART and fold[start:end] in self._folds for start, end in parts)

    def _country(self, fold: str) -> bool:
        """ "griechisch" stands for Greece, Athens for its government."""
        return fold.startswith(self._table.of_countries) and any(
            (fold == name or fold.startswith(stems))
            and any(other == name or other.startswith(stems) for other in self._folds)
            for name, stems in self._table.countries.items()
        )

    def _paired(self, unknown: Sequence[bool], words: Sequence[Word], at: int) -> bool:
        """Two unknown capitalised words in a row are a name in every language."""
        return (at + 1 < len(words) and unknown[at + 1]) or (at > 0 and unknown[at - 1])

    def _like_name(self, words: Sequence[Word], at: int) -> bool:
        before = words[at - 1] if at else None
        if before is None or not before.letters:
            return False
        if not self._table.capital_nouns:
            return True
        if words[at].fold.endswith(self._table.common_endings):
            return False
        return not (
            before.fold in self._table.determiners
            or before.number is not None
            or (not before.capital and before.content and before.fold.endswith(_ADJECTIVE))
        )
