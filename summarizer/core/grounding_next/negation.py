"""Whether a statement says the opposite of its evidence: negators compared where the words agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from summarizer.core.grounding_next.passage import Passage
from summarizer.core.grounding_next.words import Word, related
from summarizer.core.language import LanguageTable

_REACH = 4


@dataclass(frozen=True, slots=True)
class _Negation:
    passage: int
    clause: int
    focus: tuple[str, ...]
    """What is most likely negated: the keys of the next content words."""
    around: frozenset[str]
    """Keys of the content words near by."""


class _Side:
    """The negations of one side and what stands in each clause."""

    def __init__(self, passages: Sequence[Passage], table: LanguageTable) -> None:
        self.negations: list[_Negation] = []
        self.clauses: defaultdict[tuple[int, int], list[Word]] = defaultdict(list)
        for n, passage in enumerate(passages):
            for i, word in enumerate(passage.words):
                if word.letters:
                    self.clauses[n, passage.clauses[i]].append(word)
                if word.negator and not _neutral(passage.words, i, table):
                    self.negations.append(_negation(passage, n, i))
        self.places: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
        for place, words in self.clauses.items():
            for word in words:
                if word.content:
                    self.places[word.key].add(place)

    def clauses_with(self, keys: Sequence[str] | frozenset[str]) -> set[tuple[int, int]]:
        found = {place for key in keys for place in self.places.get(key, ())}
        if found:
            return found
        return {
            place
            for key in keys
            for known, places in self.places.items()
            if related(key, known)
            for place in places
        }

    def has(self, key: str) -> bool:
        return key in self.places or any(related(key, known) for known in self.places)

    def softened(self, places: set[tuple[int, int]]) -> bool:
        """Whether some word in or beside these clauses may stand for a negator."""
        near = {(n, c + step) for n, c in places for step in (-1, 0, 1)}
        return any(word.soft for place in near for word in self.clauses.get(place, ()))


def _neutral(words: Sequence[Word], i: int, table: LanguageTable) -> bool:
    return i + 1 < len(words) and words[i + 1].fold in table.neutral_after


def _negation(passage: Passage, n: int, i: int) -> _Negation:
    words, clause = passage.words, passage.clauses[i]
    right = [w.key for w in words[i + 1 : i + 1 + _REACH] if w.content]
    inside = [w.key for j, w in enumerate(words) if w.content and passage.clauses[j] == clause and j > i]
    left = [w.key for w in reversed(words[max(0, i - _REACH) : i]) if w.content]
    focus = tuple((inside[:1] or left[:1]) + (left[:1] if inside else left[1:2]))
    return _Negation(n, clause, focus, frozenset(right + left + inside[:2]))


def negation_flipped(statement: Passage, evidence: Sequence[Passage], table: LanguageTable) -> bool:
    """Whether a negator was dropped from, or slipped into, what the evidence says.

    Negators of both sides are paired by the words around them. One that is left over counts only where
    the words it negates occur on the other side too, and nothing there says no in another way.
    """
    stated, known = _Side([statement], table), _Side(evidence, table)
    if not stated.negations and not known.negations:
        return False
    ours, theirs = _unpaired(stated, known)
    return any(_added(n, stated, known, theirs) for n in ours) or any(
        _dropped(n, stated, known) for n in theirs
    )


def _unpaired(stated: _Side, known: _Side) -> tuple[list[_Negation], list[_Negation]]:
    pairs = sorted(
        (
            (-_likeness(one, other), i, j)
            for i, one in enumerate(stated.negations)
            for j, other in enumerate(known.negations)
        ),
    )
    left, right = set(range(len(stated.negations))), set(range(len(known.negations)))
    for likeness, i, j in pairs:
        if likeness < 0 and i in left and j in right:
            left.discard(i)
            right.discard(j)
    return [stated.negations[i] for i in sorted(left)], [known.negations[j] for j in sorted(right)]


def _likeness(one: _Negation, other: _Negation) -> int:
    return sum(any(related(a, b) for b in other.around) for a in one.around) + 2 * any(
        related(a, b) for a in one.focus for b in other.focus
    )


def _added(negation: _Negation, stated: _Side, known: _Side, free: list[_Negation]) -> bool:
    own = [word.key for word in stated.clauses[negation.passage, negation.clause] if word.content]
    places = known.clauses_with(negation.focus) or known.clauses_with(own)
    if not places:
        return not known.negations and not any(
            word.soft for words in known.clauses.values() for word in words
        )
    if known.softened(places):
        return False
    for place in places:
        for other in free:
            if other.passage == place[0] and abs(other.clause - place[1]) <= 1:
                free.remove(other)
                return False
    return True


def _dropped(negation: _Negation, stated: _Side, known: _Side) -> bool:
    if not negation.focus or not stated.has(negation.focus[0]):
        return False
    places = stated.clauses_with(negation.focus[:1])
    return not stated.softened(places)


_Clauses = Mapping[tuple[int, int], list[Word]]
