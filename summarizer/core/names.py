"""When two names are the same string."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"\w+")
_LONGEST_KNOWN = 100


def name_key(name: str) -> str:
    """Names with equal keys are the same string but for case, punctuation and spacing."""
    return _key(name) if len(name) <= _LONGEST_KNOWN else _key.__wrapped__(name)


# An article names the same few people in item after item.
@lru_cache(maxsize=1024)
def _key(name: str) -> str:
    return " ".join(_WORD.findall(name.casefold()))
