"""Whether one article says nothing that another does not say: the exact check behind the sketches.

A copy may have another headline, other subheads and outlet lines around it, and may leave sentences
out; it may not add or change one. So a figure, a name, a date or a negation that differs always parts
two articles, and so does a paragraph more. The price: an outlet that rewrites sentences is summarised
on its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from summarizer.batch.wire_text import Line, Text, words_of
from summarizer.batch.wire_words import CORRECTION, DATES_AND_NUMBERS, HARMLESS, NEGATIONS, TODAY

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Sequence

    from summarizer.core.article import Article

LEAST_WORDS = 40
"""Shorter common texts are never merged: too little to tell events apart by."""
_LEAST_OF_COPY = 0.5
_LEAST_OF_FIRST = 0.3
_MOST_DAYS = 3
_MOST_HARMLESS = 2
_MOST_OTHERS = 40
"""Lines of a copy that are not word for word in the first: bylines and the like, no second article."""
_LONGEST_EDITED = 200


@dataclass(frozen=True, slots=True)
class Side:
    """One of two articles to compare: its text as lines beside what is known about it."""

    article: Article
    text: Text


def share_found(copy: Side, first: Side, repeated: Callable[[Line], bool]) -> float | None:
    """The share of the copy's words that `first` has too, or None when it is no copy of `first`.

    `repeated` tells lines that an outlet prints under everything.
    """
    if not _same_circumstances(copy, first):
        return None
    lines = [line for line in first.text.lines if not line.outlet]
    left_out = [line for line in lines if line.words not in copy.text.known]
    beginning = next((line.words for line in lines if not (line.headline or repeated(line))), None)
    others = [line for line in copy.text.lines if line.words not in first.text.known]
    if len(others) > _MOST_OTHERS:
        return None
    found = len(copy.text.words) - sum(len(line.words) for line in others)
    counterparts = set()
    for line in others:
        if (counterpart := _edited(line, left_out)) is not None:
            counterparts.add(counterpart)
            found += len(line.words)
        elif _varies(line, left_out) or not (
            line.outlet or repeated(line) or (line.headline and _covered_words(line.words, first))
        ):
            return None
    gone = sum(len(line.words) for line in left_out if line.words not in counterparts)
    # A new first sentence makes an update, and so may anything that an older text lacks.
    begins_alike = beginning in copy.text.known or beginning in counterparts
    if not begins_alike or (gone and _older(copy.article, first.article)):
        return None
    if found < max(LEAST_WORDS, _LEAST_OF_FIRST * (found + gone)) or not _same_place(copy.text, first.text):
        return None
    similarity = found / len(copy.text.words)
    return similarity if similarity >= _LEAST_OF_COPY else None


def _same_circumstances(copy: Side, first: Side) -> bool:
    one, other = copy.article, first.article
    if one.language and other.language and one.language != other.language:
        return False
    if one.published and other.published and one.published != other.published:
        if abs((one.published - other.published).days) > _MOST_DAYS:
            return False
        languages = [one.language] if one.language in TODAY else list(TODAY)
        if any(not TODAY[language].isdisjoint(copy.text.vocabulary) for language in languages):
            return False
    if bool(CORRECTION.search(_all(one))) != bool(CORRECTION.search(_all(other))):
        return False
    return _covered_title(one.title, first)


def _all(article: Article) -> str:
    return f"{article.title or ''}\n{article.text}"


def _older(copy: Article, first: Article) -> bool:
    earlier: datetime.date | None = copy.published
    return bool(earlier and first.published and earlier < first.published)


def _same_place(copy: Text, first: Text) -> bool:
    here, there = ({word for line in text.lines for word in line.place} for text in (copy, first))
    return not (here and there) or not here.isdisjoint(there)


def _covered_title(title: str | None, first: Side) -> bool:
    if not title:
        return True
    return _covered_words(words_of(title), first)


def _varies(line: Line, left_out: Sequence[Line]) -> bool:
    """Whether the line says something of what the copy leaves out, in other words or with other facts."""
    mine = set(line.words)
    return any(2 * len(mine.intersection(other.words)) > len(mine) for other in left_out)


def _covered_words(words: Sequence[str], first: Side) -> bool:
    """No figure or date that `first` lacks, no negation where it has none; the rest may be said anew."""
    said = first.text.vocabulary | frozenset(words_of(first.article.title or ""))
    facts = (word for word in words if word in DATES_AND_NUMBERS or any(map(str.isdigit, word)))
    if not said.issuperset(facts):
        return False
    return not any(map(_negates, words)) or any(map(_negates, said))


def _negates(word: str) -> bool:
    return word in NEGATIONS or word.endswith("n't")


def _edited(line: Line, candidates: Sequence[Line]) -> tuple[str, ...] | None:
    """The words of the sentence that `line` repeats but for harmless words."""
    mine = set(line.words)
    for candidate in candidates:
        other = set(candidate.words)
        if (
            len(candidate.words) <= _LONGEST_EDITED
            and mine ^ other <= HARMLESS
            and _harmless(line.words, candidate.words)
        ):
            return candidate.words
    return None


def _harmless(one: Sequence[str], other: Sequence[str]) -> bool:
    changes = [
        word
        for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
        if kind != "equal"
        for word in (*one[a:b], *other[c:d])
    ]
    return len(changes) <= _MOST_HARMLESS and HARMLESS.issuperset(changes)
