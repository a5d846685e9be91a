"""Words in quotation marks: compared letter by letter with the article, styles of marks aside."""

from __future__ import annotations

import re

# One by one: most of them are not there, and `str.replace` sees that faster than any table.
_PLAIN = (
    *((mark, "") for mark in "'’‘‚‛\u00ad"),
    *((mark, " ") for mark in '„“”"«»›‹'),
    *((mark, "-") for mark in "–—"),
    ("…", "..."),
)
_NOT_PLAIN = re.compile("[" + "".join(mark for mark, _ in _PLAIN) + "]")
_PAIRS = (("„", '“”"'), ("“", '”"'), ("«", "»"), ("»", "«"), ('"', '"'), ("‚", "‘’"), ("‹", "›"), ("›", "‹"))
_CLOSERS = dict(_PAIRS)
_OPENERS = re.compile("[" + "".join(_CLOSERS) + "]")
_LONGEST = 4000
_EDGES = " .,;:!?-()"


def plain_quote(text: str) -> str:
    """The words alone: quotation marks gone, apostrophes and dashes of one kind, blanks single."""
    if _NOT_PLAIN.search(text):
        for mark, plain in _PLAIN:
            text = text.replace(mark, plain)
    return " ".join(text.split())


def quotations(text: str) -> list[str]:
    """What stands between quotation marks of any style, outermost pairs only, as `plain_quote`."""
    found: list[str] = []
    first = _OPENERS.search(text)
    if first is None:
        return found
    position = first.start()
    while position < len(text):
        closers = _CLOSERS.get(text[position])
        end = _closing(text, position + 1, closers) if closers and _opens(text, position) else -1
        if end < 0:
            position += 1
            continue
        inside = plain_quote(text[position + 1 : end]).strip(_EDGES)
        if inside:
            found.append(inside)
        position = end + 1
    return found


def _opens(text: str, position: int) -> bool:
    """A closing mark or an apostrophe stands behind a letter."""
    return position == 0 or not text[position - 1].isalnum()


def _closing(text: str, start: int, closers: str) -> int:
    stop = min(len(text), start + _LONGEST)
    ends = [place for mark in closers if (place := text.find(mark, start, stop)) >= 0]
    return min(ends, default=-1)


def contains_quote(plain: str, quote: str) -> bool:
    """Whether `quote` stands in `plain` (both `plain_quote`) as whole words."""
    start = plain.find(quote)
    while start >= 0:
        end = start + len(quote)
        if (start == 0 or not plain[start - 1].isalnum()) and (end == len(plain) or not plain[end].isalnum()):
            return True
        start = plain.find(quote, start + 1)
    return False
