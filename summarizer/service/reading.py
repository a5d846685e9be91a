"""From what a caller posted to an article. Files of this machine are never read."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from summarizer.archive.document import article_of as article_in
from summarizer.archive.document import read_document
from summarizer.archive.encoding import shown
from summarizer.archive.guard import GuardedBackend
from summarizer.archive.source import suffix_of
from summarizer.archive.text import Document, read_html
from summarizer.archive.web import fetch_through
from summarizer.core.article import Article

Connect = Callable[[], GuardedBackend]
"""Makes the network for one fetch."""
_FETCH_SECONDS = 20.0
_MAX_PAGE = 5_000_000


def public_internet() -> GuardedBackend:
    """The network as a service may see it: public addresses, checked where the connection is made."""
    return GuardedBackend(timeout=_FETCH_SECONDS)


def article_of(request: bytes, connect: Connect) -> Article:
    """The article of a stored request. Raises InputError when it cannot be had or read."""
    posted: dict[str, Any] = json.loads(request)
    document, name, where = _document(posted, connect)
    document = replace(
        document,
        title=posted.get("title") or document.title,
        published=_day(posted.get("published")) or document.published,
        language=posted.get("language") or document.language,
        source=posted.get("source") or document.source,
    )
    return article_in(document, where, name)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _document(posted: dict[str, Any], connect: Connect) -> tuple[Document, str, str | None]:
    """What was posted, what to call it in an error, and where it came from."""
    if "url" in posted:
        page = fetch_through(connect(), posted["url"], max_bytes=_MAX_PAGE)
        name = shown(page.url)
        read = read_document(page.body, name, suffix_of(page), charset=page.charset, url=page.url)
        return read, name, page.url
    if "html" in posted:
        return read_html(posted["html"], "the HTML"), "the HTML", None
    return Document(text=posted["text"]), "the text", None
