"""A text taken apart into words, figures and marks."""

from __future__ import annotations

import re

# Words ("n't" stays on), most of them by the plain letters of the first line, which are read fastest;
# marks; thousands grouped by blanks or apostrophes; figures with marks inside.
_TOKEN = re.compile(
    r"\s*([A-Za-zÄÖÜäöüß]+(?=[ ,])"
    r"|[^\W\d_]+(?:(?<=[^\W\d_]n)['’]t\b)?"
    r"|[,;:–—()…!?.%€$£„“”\"«»‚‘‛›‹]|(?<=\s)-(?=\s)"
    r"|(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?![\d.,]\d)"
    r"|\d+(?:[.,:]\d+)*)"
)
_ACROSS = re.compile(r"-\Z|\d{3}")


def tokens(text: str) -> list[str]:
    """Words, figures and marks, in order."""
    return _TOKEN.findall(text)


def reads_across(piece: str) -> bool:
    """Whether a text with this between two blanks is read otherwise than piece by piece.

    A dash counts between blanks only, and thousands may be grouped by them.
    """
    return _ACROSS.match(piece) is not None
