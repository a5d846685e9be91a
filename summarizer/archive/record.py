"""One record of an archive: an article, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.core.article import Article
from summarizer.core.errors import InputError


@dataclass(frozen=True, slots=True)
class Record:
    """What stands at one location of a source; exactly one of `article` and `error` is set."""

    location: str
    """Unique and stable inside one run's sources: "news.jsonl:12", "dump.zip!/a/b.txt"."""
    article: Article | None
    error: InputError | None = None
