"""A text taken apart into words, figures and marks."""

from __future__ import annotations

import re
from collections.abc import Collection

# Words ("n't" stays on), most of them by the plain letters of the first line, which are read fastest;
# marks; thousands grouped by blanks or apostrophes; figures with marks inside.
_TOKEN = re.compile(
    r"\s*([A-Za-zÄÖÜäöüß]+(?=[ ,])"
    r"|[^\W\d_]+(?:(?<=[^\W\d_]n)['’]t\b)?"
    r"|[,;:–—()…!?.%€$£„“”\"«»‚‘‛›‹]|(?<=\s)-(?=\s)"
    r"|(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?![\d.,]\d)"
    r"|\d+(?:[.,:]\d+)*)"
)
_GROUPED = re.compile(r"\d[ \u00a0\u202f]\d{3}")


def tokens(text: str) -> list[str]:
    """Words, figures and marks, in order."""
    return _TOKEN.findall(text)


def reads_across(text: str, pieces: Collection[str]) -> bool:
    """Whether the tokens of a text may be others than those of its `pieces`, cut at white space.

    A dash counts between blanks only, and thousands may be grouped by them.
    """
    return "-" in pieces or _GROUPED.search(text) is not None
