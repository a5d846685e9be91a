"""Whether a statement says the opposite of its evidence: negators compared where the words agree."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from summarizer.core.grounding.figures import CLOCK
from summarizer.core.grounding.keys import related, related_to_any, stem
from summarizer.core.grounding.passage import Passage
from summarizer.core.grounding.words import Word
from summarizer.core.language import LanguageTable
from summarizer.core.lazy import Lazy

_REACH = 4
_ALIKE = 2
_TAIL = 2
_ABSOLUTE = frozenset("nie niemals never jamais nunca nooit mai kein keine ohne without".split())
_SAME_CLAUSE = 0.6


class _Negation(NamedTuple):
    passage: int
    clause: int
    focus: tuple[str, ...]
    """What is most likely negated: the keys of the next content words."""
    around: frozenset[str]
    """Keys of the content words near by."""
    noun: str
    """The noun right behind a negating article."""
    figures: frozenset[str]
    """Figures of its clause."""
    amounts: tuple[str, ...]
    """Those near by that are no times of day."""
    leads: bool
    """Stands before what it negates."""
    elliptic: bool
    """Nothing follows: "the others do not"."""


class _Side:
    """The negations of one side and what stands in each clause."""

    def __init__(
        self, passages: Sequence[Passage], table: LanguageTable, named: Collection[str], *, neutral_too: bool
    ) -> None:
        self.table = table
        self._passages = passages
        self.negations = [
            _negation(passage, n, i, named)
            for n, passage in enumerate(passages)
            for i in passage.negators
            if not (neutral_too and _neutral(passage.words, i, table))
        ]

    @Lazy
    def clauses(self) -> Mapping[tuple[int, int], list[Word]]:
        """The words of each clause, marks left out."""
        found: defaultdict[tuple[int, int], list[Word]] = defaultdict(list)
        for n, passage in enumerate(self._passages):
            for word, clause in zip(passage.words, passage.clauses, strict=True):
                if word.key:
                    found[n, clause].append(word)
        return found

    @Lazy
    def places(self) -> Mapping[str, set[tuple[int, int]]]:
        """In which clauses a word that carries meaning stands."""
        found: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
        for place, words in self.clauses.items():
            for word in words:
                if word.telling:
                    found[word.key].add(place)
        return found

    def clauses_with(self, keys: Sequence[str] | frozenset[str]) -> set[tuple[int, int]]:
        """Clauses that share most of these words."""
        shared = Counter(place for key in keys for place in self.places.get(key, ()))
        if not shared:
            similar = (places for key in keys for known, places in self.places.items() if related(key, known))
            shared = Counter(place for places in similar for place in places)
        most = max(shared.values(), default=0)
        return {place for place, count in shared.items() if count == most}

    def has(self, key: str) -> bool:
        return related_to_any(key, self.places)

    def says(self, word: Word) -> bool:
        if word.content:
            return self.has(word.key)
        return any(other.fold == word.fold for words in self.clauses.values() for other in words)

    def softened(self, places: set[tuple[int, int]], other: _Side) -> bool:
        """Whether a word in these clauses, or a denial before them, says no where `other` does not."""
        beside = {(n, c - 1) for n, c in places} - places
        words = [word for place in places for word in self.clauses.get(place, ())]
        words += [word for place in beside for word in self.clauses.get(place, ()) if word.denial]
        return any((word.soft and not other.says(word)) or self._opposed(word, other) for word in words)

    def denied_later(self, places: set[tuple[int, int]]) -> bool:
        """Whether a later sentence denies what these clauses say ("Das bestritt er")."""
        last = max((n for n, _ in places), default=0)
        return any(
            word.denies or word.denial for (n, _), words in self.clauses.items() if n > last for word in words
        )

    def _opposed(self, word: Word, other: _Side) -> bool:
        """ "unklar" for "nicht klar"."""
        prefix = next((p for p in self.table.negative_prefixes if word.fold.startswith(p)), "")
        rest = word.fold[len(prefix) :]
        return bool(prefix) and len(rest) > _REACH - 1 and stem(rest, self.table) in other.places


def _neutral(words: Sequence[Word], i: int, table: LanguageTable) -> bool:
    if words[i].fold in _ABSOLUTE:
        return False
    return i + 1 < len(words) and words[i + 1].fold in table.neutral_after


def _negation(passage: Passage, n: int, i: int, named: Collection[str]) -> _Negation:
    words, clause = passage.words, passage.clauses[i]
    start, end = bisect_left(passage.clauses, clause), bisect_right(passage.clauses, clause)
    own = [j for j in range(start, end) if words[j].telling and words[j].fold not in named]
    right = [words[j].key for j in own if j > i]
    left = [words[j].key for j in reversed(own) if j < i]
    near = [j for j in own if -_REACH <= j - i <= _REACH]
    figures = [j for j in own if words[j].digits]
    following = next((word for word in words[i + 1 : i + 3] if word.content), None)
    return _Negation(
        passage=n,
        clause=clause,
        focus=tuple((right[:1] or left[:1]) + (left[:1] if right else left[1:2])),
        around=frozenset([words[j].key for j in near] + right[:2]),
        leads=bool(right),
        elliptic=not right and end - i - 1 <= _TAIL,
        figures=frozenset([words[j].key for j in figures]),
        amounts=tuple([words[j].key for j in figures if j in near and _amount(words, j)]),
        noun=following.fold if following is not None and words[i].adnominal else "",
    )


def negation_flipped(
    statement: Passage, evidence: Sequence[Passage], table: LanguageTable, named: Collection[str] = ()
) -> bool:
    """Whether a negator was dropped from, or slipped into, what the evidence says.

    Negators of both sides are paired by the words around them. One that is left over counts only where
    the words it negates occur on the other side too, and nothing there says no in another way. The
    `named` words are those of the speaker, who is no part of what is said.
    """
    if not statement.negators and not any(passage.negators for passage in evidence):
        return False
    # "nicht nur" is a negation where the evidence says "nur".
    neutral = any(_neutral(passage.words, i, table) for passage in evidence for i in passage.negators)
    stated = _Side([statement], table, named, neutral_too=neutral)
    known = _Side(evidence, table, named, neutral_too=True)
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
        if likeness <= -_ALIKE and i in left and j in right:
            left.discard(i)
            right.discard(j)
    return [stated.negations[i] for i in sorted(left)], [known.negations[j] for j in sorted(right)]


def _likeness(one: _Negation, other: _Negation) -> int:
    if _other_figures(one.figures, other.figures):
        return 0
    return sum(related_to_any(a, other.around) for a in one.around) + 2 * any(
        related(a, b) for a in one.focus for b in other.focus
    )


def _amount(words: Sequence[Word], at: int) -> bool:
    following = words[at + 1].fold if at + 1 < len(words) else ""
    return following not in CLOCK


def _other_figures(one: Collection[str], other: Collection[str]) -> bool:
    """Both sides have figures and none in common: they speak of different things."""
    figures = [{key for key in keys if key[:1].isdigit()} for keys in (one, other)]
    return bool(figures[0] and figures[1]) and not figures[0] & figures[1]


def _added(negation: _Negation, stated: _Side, known: _Side, free: list[_Negation]) -> bool:
    own = [word.key for word in stated.clauses[negation.passage, negation.clause] if word.telling]
    figures = known.clauses_with(negation.amounts)
    places = figures or (
        known.clauses_with(negation.focus[:1])
        or known.clauses_with(negation.focus[1:])
        or known.clauses_with(own)
    )
    if not places:
        return not known.negations and not any(
            word.soft for words in known.clauses.values() for word in words
        )
    if known.softened(places, stated) or known.denied_later(places):
        return False
    for other in free:
        if other.elliptic or (other.passage, other.clause) in places:
            free.remove(other)
            return False
    return True


def _dropped(negation: _Negation, stated: _Side, known: _Side) -> bool:
    counts = Counter((other.passage, other.clause) for other in stated.negations)
    own = sum((n.passage, n.clause) == (negation.passage, negation.clause) for n in known.negations)
    negated = {place for place, count in counts.items() if count >= own}
    places = (_negated_in(negation, stated, known) | _retold_in(negation, stated, known)) - negated
    return bool(places) and not stated.softened(places, known)


def _negated_in(negation: _Negation, stated: _Side, known: _Side) -> set[tuple[int, int]]:
    """Clauses of the statement that have what is negated, with the words around it."""
    found = set()
    theirs = [word.key for word in known.clauses[negation.passage, negation.clause]]
    for place in stated.clauses_with(negation.focus[:1]) | stated.clauses_with(negation.amounts):
        here = stated.clauses[place]
        if _other_figures([word.key for word in here], theirs):
            continue
        shared = sum(any(related(key, word.key) for word in here) for key in negation.around)
        figure = any(word.digits and word.key in negation.amounts for word in here)
        if (
            figure
            or shared >= min(2, len(negation.around))
            or (negation.noun and any(w.fold == negation.noun for w in here))
        ):
            found.add(place)
    return found


def _retold_in(negation: _Negation, stated: _Side, known: _Side) -> set[tuple[int, int]]:
    """Clauses of the statement that are made of the negated clause's words."""
    theirs = [w.key for w in known.clauses[negation.passage, negation.clause] if w.telling]
    found: set[tuple[int, int]] = set()
    if negation.leads and not stated.has(negation.focus[0]):
        return found
    for place, words in stated.clauses.items():
        keys = {word.key for word in words if word.telling}
        shared = sum(related_to_any(key, theirs) for key in keys)
        small = shared == len(keys) and len(theirs) < _REACH
        if (
            shared
            and (shared > 1 or small)
            and not _other_figures(keys, theirs)
            and shared >= _SAME_CLAUSE * len(keys)
            and shared >= 0.5 * len(theirs)
        ):
            found.add(place)
    return found
