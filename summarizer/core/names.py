"""Where in the article a name occurs, tolerant of inflection and compounds, not of spelling."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from summarizer.core.sentences import Sentence

_WORD = re.compile(r"\w+")
# Case and genitive endings that names take in German, English ("Umerov's" is two words), Dutch, the
# Slavic languages written in Latin script. Longer endings would let one surname stand for another.
_ENDINGS = ("s", "n", "e", "en", "es", "er", "em", "a", "u", "ą", "ę", "i", "ie", "owi", "iem", "ów")
_SHORTEST_STEM = 3


def name_key(name: str) -> str:
    """Names with equal keys are the same string but for case, punctuation and spacing."""
    return " ".join(_words(name))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _forms(word: str) -> Iterable[str]:
    yield word
    if len(word) < _SHORTEST_STEM:
        return
    for ending in _ENDINGS:
        yield word + ending
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST_STEM:
            yield stem


class NameIndex:
    """Finds names in sentences; built once an article, each look-up costs the name's length."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._words = {s.number: _words(s.text) for s in sentences}
        places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, words in self._words.items():
            for position, word in enumerate(words):
                places[word].append((number, position))
        self._places: Mapping[str, list[tuple[int, int]]] = places

    def sentences_with(self, name: str) -> list[int]:
        """Numbers of the sentences that contain the words of `name` in a row, ascending."""
        words = _words(name)
        if not words:
            return []
        found = {
            number
            for form in _forms(words[0])
            for number, position in self._places.get(form, ())
            if self._continues(number, position + 1, words[1:])
        }
        return sorted(found)

    def _continues(self, number: int, position: int, words: Sequence[str]) -> bool:
        following = self._words[number][position : position + len(words)]
        return len(following) == len(words) and all(
            there == word or there in _forms(word) for there, word in zip(following, words, strict=True)
        )
