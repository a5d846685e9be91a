"""Whether a statement uses the opposite of the word in its evidence ("lehnte ab", "stimmte zu")."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from summarizer.core.grounding_next.passage import Passage
from summarizer.core.grounding_next.words import Word
from summarizer.core.language import LanguageTable

_SHORT = 4


def opposite_used(statement: Passage, evidence: Sequence[Passage], table: LanguageTable) -> bool:
    """Whether one side of a pair of opposites stands only in the statement, the other only in the evidence."""
    if not table.antonyms:
        return False
    stated = [word for word in statement.words if word.letters]
    known = [word for passage in evidence for word in passage.words if word.letters]
    ours, theirs = _folds(stated), _folds(known)
    negations = (_negated(stated), _negated(known))
    return any(
        _turned(one, other, ours, theirs, negations) or _turned(other, one, ours, theirs, negations)
        for one, other in table.antonyms
    )


def _turned(
    one: frozenset[str],
    other: frozenset[str],
    ours: frozenset[str],
    theirs: frozenset[str],
    negations: tuple[int, int],
) -> bool:
    if not _has(one, ours) or _has(other, ours) or not _has(other, theirs) or _has(one, theirs):
        return False
    # "did not reject" for "accepted" is a paraphrase; then exactly one side has one negator more.
    return abs(negations[0] - negations[1]) != 1


def _folds(words: Iterable[Word]) -> frozenset[str]:
    return frozenset(word.fold for word in words)


def _negated(words: Iterable[Word]) -> int:
    return sum(word.negator for word in words)


def _has(terms: frozenset[str], folds: frozenset[str]) -> bool:
    return any(_term_in(term, folds) for term in terms)


def _term_in(term: str, folds: frozenset[str]) -> bool:
    head, _, particle = term.partition("+")
    if particle and particle not in folds:
        return False
    if " " in head:
        return set(head.split()) <= folds
    if len(head) <= _SHORT and not particle:
        return head in folds
    return any(fold.startswith(head) for fold in folds)
