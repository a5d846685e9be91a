"""Sentences: what the model is shown by number and what all evidence points at.

Boundaries come from `sentencex`; this module mends what a test set showed it to get wrong
(German ordinals, French titles, a figure at the start of a sentence), nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

import sentencex

LONGEST_SENTENCE = 1500
"""Characters after which text without a sentence end is cut at white space."""
_HARD_WRAP = 120
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_EACH_LINE = re.compile(r"\n\s*")
# "Der 2." + "Weltkrieg": an ordinal after a determiner never ends a sentence.
_DANGLING_ORDINAL = re.compile(
    r"(?i)(?:^|\s)(?:der|die|das|dem|den|des|im|am|zum|zur|vom|beim|ein\w{0,2}|kein\w{0,2}|jede\w?|sein\w{0,2}"
    r"|ihr\w{0,2}|unser\w{0,2}|diese\w?)\s+\d{1,3}\.$"
)
_DANGLING_TITLE = {
    "fr": re.compile(r"(?:^|[\s(«“])(?:M|MM|Me|Mme|Mlle|Dr|Pr|St|Ste|Mgr)\.$"),
    "es": re.compile(r"(?:^|[\s(«“¿¡])(?:Sr|Sra|Srta|Dr|Dra|D|Dª|Ud|Uds|EE)\.$"),
    "it": re.compile(r"(?:^|[\s(«“])(?:On|Sen|Sig|Dott|Prof|Avv|S)\.$"),
    "pl": re.compile(r"(?:^|[\s(„])(?:prof|dr|gen|płk|ks|św|im|ul|r|tys|mln|mld|zł|godz)\.$"),
}
# "... auseinander. 18 jüngere Abgeordnete": a lower-case word of some length before the full stop
# is no abbreviation, so a figure behind it opens a new sentence.
# Found from its full stop, which is rare, and not from each of the article's words, which are many.
_FIGURE_START = re.compile(r"[.!?]+[“”\"»’]?\s+(?=\d)")
# Whether any stands in a text at all: one mark a pattern, for a search that knows its first letter is fast.
_FIGURE_BEHIND = [re.compile(rf"\{mark}[“”\"»’]?\s+\d") for mark in ".!?"]
_LOWER_CASE_WORD = re.compile(r"\s([a-zäöüßéèàçñáíóú]{4,})\Z")
_LONGEST_WORD = 100
_ABBREVIATIONS_BEFORE_FIGURES = frozenset(
    "approx bspw circa dept evtl exkl gegr inkl janv juil févr mind sept vers zzgl ungef".split()
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Sentence `number` (from 1) is `article.text[start:end]`, which is `text`."""

    number: int
    start: int
    end: int
    text: str
    line: str = field(init=False, repr=False, compare=False)
    """The sentence as one line: runs of white space, line breaks included, become one blank."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "line", " ".join(self.text.split()))


def split_sentences(text: str, language: str | None = None) -> tuple[Sentence, ...]:
    """Split normalised text into sentences with exact offsets.

    Paragraphs are separated by blank lines, or by every line break where the lines are too long to
    be hard-wrapped. White-space-only segments are skipped. Time is linear in the text.
    """
    figures = any(pattern.search(text) for pattern in _FIGURE_BEHIND)
    spans: list[tuple[int, int]] = []
    for paragraph in _paragraphs(text):
        for start, end, ended in _mended(text, _boundaries(text, *paragraph, language), language):
            splits = figures and ended and _FIGURE_START.search(text, start, end)
            if splits or end - start > LONGEST_SENTENCE:
                for piece in _split_before_figures(text, start, end) if splits else [(start, end)]:
                    spans += _bounded(text, *piece)
            else:
                spans.append(_stripped(text, start, end))
    filled = [span for span in spans if span[0] < span[1]]
    return tuple([Sentence(n, a, b, text[a:b]) for n, (a, b) in enumerate(filled, 1)])


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    wrapped = max(map(len, text.split("\n"))) <= _HARD_WRAP
    start = 0
    for gap in (_BLANK_LINE if wrapped else _EACH_LINE).finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def _boundaries(text: str, start: int, end: int, language: str | None) -> Iterable[tuple[int, int]]:
    # Strings are made faster than the dictionaries of `get_sentence_boundaries`, and leave nothing out.
    segments = sentencex.segment(language or "en", text[start:end])
    return pairwise(accumulate(map(len, segments), initial=start))


def _mended(
    text: str, segments: Iterable[tuple[int, int]], language: str | None
) -> list[tuple[int, int, bool]]:
    """Segments without the ends that are none; False for one that such an end leaves open."""
    title = _DANGLING_TITLE.get(language or "")
    mended: list[tuple[int, int, bool]] = []
    pending: int | None = None
    last = 0
    for begin, end in segments:
        start = begin if pending is None else pending
        last = end
        # Nearly every sentence ends after a letter: one look at it spares the search.
        plain = title is None and text[end - 3 : end].rstrip()[-2:-1].isalpha()
        if not plain and _goes_on(text[max(start, end - 40) : end].rstrip(), title):
            pending = start
        else:
            pending = None
            mended.append((start, end, True))
    if pending is not None:
        mended.append((pending, last, False))
    return mended


def _goes_on(tail: str, title: re.Pattern[str] | None) -> bool:
    """Whether what ends like this is no sentence yet."""
    if tail[-1:] == "." and tail[-2:-1].isdigit() and _DANGLING_ORDINAL.search(tail):
        return True
    return title is not None and title.search(tail) is not None


def _split_before_figures(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _FIGURE_START.finditer(text, start, end):
        word = _LOWER_CASE_WORD.search(text[max(0, match.start() - _LONGEST_WORD) : match.start()])
        if word and word[1] not in _ABBREVIATIONS_BEFORE_FIGURES:
            yield start, match.end()
            start = match.end()
    yield start, end


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST_SENTENCE:
        blank = text.rfind(" ", start + LONGEST_SENTENCE // 2, start + LONGEST_SENTENCE)
        cut = blank if blank > 0 else start + LONGEST_SENTENCE
        yield _stripped(text, start, cut)
        start = cut
    yield _stripped(text, start, end)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Without white space at its ends; empty where there is nothing else."""
    piece = text[start:end]
    if piece[:1].isspace():
        piece = piece.lstrip()
        start = end - len(piece)
    return start, start + len(piece.rstrip())
