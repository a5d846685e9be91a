"""Base forms: how the key of a word is made, and when two keys may belong to one word."""

from __future__ import annotations

from collections.abc import Iterable

from summarizer.core.language import LanguageTable

_FOLDS = str.maketrans(
    {
        "ä": "a",
        "ö": "o",
        "ü": "u",
        "ß": "ss",
        "é": "e",
        "è": "e",
        "ê": "e",
        "á": "a",
        "à": "a",
        "â": "a",
        "í": "i",
        "ó": "o",
        "ô": "o",
        "ú": "u",
        "ñ": "n",
        "ç": "c",
        "’": "'",
    }
)
_LONGEST_KEY = 9
_SHORTEST_STEM = 3
_SHORTEST_PREFIX = 4


def stem(fold: str, table: LanguageTable) -> str:
    """Base form by table and endings: a key to compare with, not a word."""
    base = table.irregular.get(fold, fold)
    if table.participle:
        base = _without_participle(base, table)
    cut = _without_ending(base, table.suffixes_by_letter.get(base[-1:], ()))
    return (cut if cut.isascii() else cut.translate(_FOLDS))[:_LONGEST_KEY]


def _without_ending(base: str, suffixes: tuple[str, ...]) -> str:
    for suffix in suffixes:
        # A short rest is rather the word itself: "warte" is no past tense of "war".
        if base.endswith(suffix):
            left = len(base) - len(suffix)
            if left >= _SHORTEST_STEM + (suffix[0] == "t" and len(suffix) > 1):
                base = base[:left]
                break
    return base[:-1] if base.endswith("t") and len(base) > _SHORTEST_STEM else base


def _without_participle(base: str, table: LanguageTable) -> str:
    for infix in (table.participle, "zu"):
        place = base.find(infix)
        long_enough = len(base) - place - len(infix) >= _SHORTEST_STEM + 1
        if place == 0 and infix == table.participle and long_enough and base.endswith(("t", "en")):
            return base[len(infix) :]
        if place > 0 and long_enough and base[:place] in table.particles:
            return base[:place] + base[place + len(infix) :]
    return base


def related(one: str, other: str) -> bool:
    """Whether two keys may be forms or compounds of one word."""
    if one == other:
        return True
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(short) < _SHORTEST_PREFIX:
        return False
    if long.startswith(short) or long.endswith(short):
        return True
    common = 0
    for left, right in zip(short, long, strict=False):
        if left != right:
            break
        common += 1
    return common >= max(_SHORTEST_PREFIX, 0.7 * len(short))


def related_to_any(key: str, others: Iterable[str]) -> bool:
    """Whether `key` is `related` to one of `others`; most pairs differ in their first letters."""
    if key in others:
        return True
    if len(key) < _SHORTEST_PREFIX:
        return False
    head, tail = key[:_SHORTEST_PREFIX], key[-_SHORTEST_PREFIX:]
    for other in others:
        alike = other[:_SHORTEST_PREFIX] == head or other[-_SHORTEST_PREFIX:] == tail
        if alike and related(key, other):
            return True
    return False
