"""Style, script, signs and words of the pages: hand-written files, put into each page as they are."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=16)
def asset(name: str) -> str:
    """The content of a file of this folder."""
    return (Path(__file__).parent / name).read_text("utf-8")
