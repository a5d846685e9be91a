"""Whether the sentences cited are the ones that an item is about."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from summarizer.core.grounding.passage import Passage
from summarizer.core.grounding.words import Word, related, related_to_any
from summarizer.core.language import LanguageTable

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

    def __init__(self, passages: Sequence[Passage], table: LanguageTable) -> None:
        self._table = table
        self._keys = [frozenset(w.key for w in p.words if w.content or w.digits) for p in passages]
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for number, keys in enumerate(self._keys):
            for key in keys:
                self._places[key].append(number)
        self._folds = frozenset(w.fold for p in passages for w in p.words if w.letters)
        self._prefixes = frozenset(fold[:_PREFIX] for fold in self._folds)

    def overlap(self, words: Iterable[Word], cited: Collection[int], named: Collection[str] = ()) -> Overlap:
        """Compare where the words of an item, those of the `named` apart, stand with the sentences cited."""
        keys = {word.key for word in words if (word.content or word.digits) and word.fold not in named}
        near = frozenset().union(*(self._keys[n] for n in cited)) if cited else frozenset()
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
        unknown = [self._unknown(word) for word in words]
        if question and unknown:
            unknown[0] = False
        names: list[str] = []
        others: list[str] = []
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

    def _unknown(self, word: Word) -> bool:
        if not word.letters or not word.capital or word.month is not None or word.weekday is not None:
            return False
        if word.fold in self._table.function_words or word.negator or _counts(word, self._table):
            return False
        return not self.has(word)

    def has(self, word: Word) -> bool:
        """Whether the article has the word in some form, compound or derivation."""
        fold = word.fold
        if fold in self._folds or word.key in self._places:
            return True
        if (
            len(fold) > _PREFIX
            and fold[:_PREFIX] in self._prefixes
            and any(
                related(fold[: len(word.key)], other[: len(word.key) + 1])
                for other in self._folds
                if other[:_PREFIX] == fold[:_PREFIX]
            )
        ):
            return True
        return self._compound(fold) or self._country(fold)

    def _compound(self, fold: str) -> bool:
        return any(
            (len(other) >= _SHORTEST_PART and other in fold)
            or (len(fold) >= _SHORTEST_PART and fold in other)
            for other in self._folds
        )

    def _country(self, fold: str) -> bool:
        """ "griechisch" stands for Greece, Athens for its government."""
        return any(
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


def _counts(word: Word, table: LanguageTable) -> bool:
    numeral = word.number is not None or word.ordinal is not None or word.scale is not None
    return numeral or word.fold in table.percents
