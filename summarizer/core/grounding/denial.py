"""Whether a statement affirms what its evidence only says in order to deny it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from summarizer.core.grounding.keys import related
from summarizer.core.grounding.passage import Passage
from summarizer.core.grounding.words import Word

_FURTHEST = 16
_MOST_OF = 0.6


def denial_lost(
    statement: Passage, evidence: Sequence[Passage], before: Sequence[int], named: Collection[str] = ()
) -> bool:
    """Whether a clause without any negative word repeats what a verb of denial governs.

    `before[i]` is the position up to which a denial in `evidence[i]` is somebody else's: behind it the
    holder is named, as whoever is being contradicted. The `named` words are those of the holder.
    """
    denials = [
        (passage, at)
        for passage, end in zip(evidence, before, strict=True)
        for at in _denials(passage)
        if at >= end
    ]
    if not denials:
        return False
    if any(word.denies or word.denial for word in statement.words):
        return False
    clauses = _affirming(statement)
    if len(evidence) == 1 and not _denied(*denials[0]):
        # "The ministry denied it.": whatever it says then must be negative.
        return len(clauses) == len(set(statement.clauses))
    return any(
        _repeated(clause, _denied(passage, at), named) for clause in clauses for passage, at in denials
    )


def refusal_added(statement: Passage, evidence: Sequence[Passage]) -> bool:
    """Whether a statement refuses, where its evidence has no word that says no."""
    if not [word for word in statement.words if word.refuses]:
        return False
    known = (word for passage in evidence for word in passage.words)
    return not any(word.negator or word.soft or word.denial or word.denies for word in known)


def _affirming(statement: Passage) -> list[list[Word]]:
    clauses: dict[int, list[Word]] = {}
    for word, number in zip(statement.words, statement.clauses, strict=True):
        clauses.setdefault(number, []).append(word)
    return [
        words
        for words in clauses.values()
        if not any(word.negator or word.soft or word.denial for word in words)
    ]


def _denials(passage: Passage) -> list[int]:
    found = [at for at, word in enumerate(passage.words) if word.denies and not passage.quoted[at]]
    if not found:
        return found
    folds = passage.folds
    return [
        at for at in found if any(not particle or particle in folds for particle in passage.words[at].denies)
    ]


def _denied(passage: Passage, at: int) -> list[Word]:
    found = []
    for word in passage.words[at + 1 : at + 1 + _FURTHEST]:
        if word.text == ";" or word.negator:
            break
        if word.telling:
            found.append(word)
    return found


def _repeated(clause: Sequence[Word], denied: Sequence[Word], named: Collection[str]) -> bool:
    keys = {word.key for word in clause if word.telling and word.fold not in named}
    shared = sum(any(related(key, word.key) for word in denied) for key in keys)
    return shared > 1 and shared >= _MOST_OF * len(keys)
