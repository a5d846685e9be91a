"""When two names are the same string."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+")


def name_key(name: str) -> str:
    """Names with equal keys are the same string but for case, punctuation and spacing."""
    return " ".join(_WORD.findall(name.casefold()))
