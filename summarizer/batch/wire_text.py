"""An article's text as wire copy is compared: sentences as folded words, outlet lines told apart.

Quotation marks, dashes, white space and letter case do not count; figures, signs of currency and
per cent, minus signs and question marks do.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from summarizer.batch.wire_words import AGENCY_TAG, DATELINE, OUTLET_LINE

if TYPE_CHECKING:
    from collections.abc import Iterator

_HARD_WRAP = 120
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_CLOSING = r"[\"'“”„«»‹›)\]]*"
_WORD_OR_END = rf"\w+(?:['.,:]\w+)*|[%€$£¥]|[.!?…]+{_CLOSING}\s?|[。！]+|\?|(?<!\S)-(?=\d)"
_IDEOGRAPH = r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]"
_WORD = re.compile(_WORD_OR_END)
"""A word, or what may end a sentence: some of _ENDS, what closes behind them, and one white space."""
_UNSPACED_WORD = re.compile(rf"{_IDEOGRAPH}|{_WORD_OR_END}")
_UNSPACED = re.compile(_IDEOGRAPH)
_ENDS = frozenset(".!?…。！")
_GOES_ON = re.compile(rf"[:;,]{_CLOSING}\Z")
_ALIKE = (("’", "'"), ("？", "?"), ("−", "-"), ("–", "-"))
_HEADLINE_WORDS = 10
_OUTLET_WORDS = 40
_DATELINE_REACH = 2

Words = tuple[str, ...]


def words_of(text: str) -> Words:
    """The folded words of `text`: what makes two sentences the same."""
    return tuple(word for sentence in _sentences(_plain(text))[0] for word in sentence)


def _sentences(plain: str) -> tuple[list[Words], bool]:
    """The sentences' words, and whether a sentence ended anywhere."""
    sentences: list[Words] = []
    found: list[str] = (_UNSPACED_WORD if _UNSPACED.search(plain) else _WORD).findall(plain.casefold())
    words: list[str] = []
    ended = False
    last = len(found) - 1
    for place, word in enumerate(found):
        if word[0] not in _ENDS:
            words.append(word)
            continue
        if "?" in word:  # that something was asked is part of what was said
            words.append("?")
        if word[-1].isspace() or word[0] == "。" or place == last:
            ended = True
            sentences.append(tuple(words))
            words = []
    sentences.append(tuple(words))
    return [sentence for sentence in sentences if sentence], ended


def _plain(text: str) -> str:
    for special, plain in _ALIKE:
        text = text.replace(special, plain)
    return text


class Line(NamedTuple):
    """One sentence, or one line without a sentence end (`headline`); `outlet`: begins like outlet matter.

    `place` holds the words of a dateline that was taken off its beginning.
    """

    words: Words
    headline: bool
    outlet: bool
    place: Words = ()


class Text:
    """A text as lines; everything is derived on demand from the text alone."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The sentences in order, those without words left out."""
        return tuple(
            line
            for number, paragraph in enumerate(_paragraphs(_plain(self._text)))
            for line in _lines(paragraph, number)
            if line.words
        )

    @cached_property
    def words(self) -> Words:
        """All words in order."""
        return tuple(word for line in self.lines for word in line.words)

    @cached_property
    def known(self) -> frozenset[Words]:
        """Its sentences, for asking whether one occurs."""
        return frozenset(line.words for line in self.lines)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Its words, for asking whether one occurs."""
        return frozenset(self.words)


def _paragraphs(text: str) -> list[str]:
    wrapped = max(map(len, text.split("\n"))) <= _HARD_WRAP
    return _BLANK_LINE.split(text) if wrapped else text.split("\n")


def _lines(paragraph: str, number: int) -> Iterator[Line]:
    paragraph = paragraph.strip()
    place: Words = ()
    outlet = OUTLET_LINE.match(paragraph) is not None
    if not outlet and number <= _DATELINE_REACH and (found := DATELINE.match(paragraph)):
        place = words_of(found["place"] or found["bare"] or "")
        paragraph = paragraph[found.end() :]
    if "(" in paragraph or "[" in paragraph:
        paragraph = AGENCY_TAG.sub("", paragraph)
    if outlet and len(paragraph.split()) > _OUTLET_WORDS:
        outlet = False
    sentences, ended = _sentences(paragraph)
    short = len(sentences) == 1 and len(sentences[0]) <= _HEADLINE_WORDS
    headline = short and not ended and _GOES_ON.search(paragraph) is None
    for words in sentences:
        yield Line(words, headline, outlet, place)
        place = ()
