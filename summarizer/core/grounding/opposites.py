"""Whether a statement uses the opposite of the word in its evidence ("lehnte ab", "stimmte zu")."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from summarizer.core.grounding.passage import Passage
from summarizer.core.grounding.words import Word


def opposite_used(statement: Passage, evidence: Sequence[Passage]) -> bool:
    """Whether of two opposites one stands only in the statement, the other only in the evidence."""
    ours = _sides(statement.words)
    if not ours:
        return False
    known = [word for passage in evidence for word in passage.words]
    theirs = _sides(known)
    turned = any(
        (pair, not side) in theirs and (pair, not side) not in ours and (pair, side) not in theirs
        for pair, side in ours
    )
    # "did not reject" for "accepted" is a paraphrase; then one side has one negator more.
    return turned and abs(_negated(statement.words) - _negated(known)) != 1


def _sides(words: Iterable[Word]) -> set[tuple[int, bool]]:
    marked = [word for word in words if word.sides]
    if not marked:
        return set()
    folds = {word.fold for word in words}
    return {
        (pair, side)
        for word in marked
        for pair, side, particle in word.sides
        if not particle or particle in folds
    }


def _negated(words: Iterable[Word]) -> int:
    return sum(word.negator for word in words)
