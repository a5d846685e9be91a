"""From what a caller posted to an article. Files of this machine are never read."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from summarizer.archive.encoding import decode, shown
from summarizer.archive.guard import GuardedBackend
from summarizer.archive.language import detect_language
from summarizer.archive.text import Document, html_charset, looks_like_html, read_html, read_markdown
from summarizer.archive.web import FetchedPage, fetch_through
from summarizer.core.article import Article
from summarizer.core.errors import InputError

Connect = Callable[[], GuardedBackend]
"""Makes the network for one fetch."""
_FETCH_SECONDS = 20.0
_MAX_PAGE = 5_000_000
_HTML_TYPES = {"text/html", "application/xhtml+xml"}


def public_internet() -> GuardedBackend:
    """The network as a service may see it: public addresses, checked where the connection is made."""
    return GuardedBackend(timeout=_FETCH_SECONDS)


def article_of(request: bytes, connect: Connect) -> Article:
    """The article of a stored request. Raises InputError when it cannot be had or read."""
    posted: dict[str, Any] = json.loads(request)
    document, source = _document(posted, connect)
    language = posted.get("language") or document.language
    return Article(
        text=document.text,
        source=posted.get("source") or source,
        title=posted.get("title") or document.title,
        published=posted.get("published") or document.published,
        language=language or detect_language(document.text) or document.language_hint,
    )


def _document(posted: dict[str, Any], connect: Connect) -> tuple[Document, str | None]:
    if "url" in posted:
        page = fetch_through(connect(), posted["url"], max_bytes=_MAX_PAGE)
        return _page(page), page.url
    if "html" in posted:
        return read_html(posted["html"], "the HTML"), None
    return Document(text=posted["text"]), None


def _page(page: FetchedPage) -> Document:
    name = shown(page.url)
    if not page.body.strip():
        raise InputError(f"{name} is empty", hint="Post the article's text.")
    html = page.content_type in _HTML_TYPES
    charset = page.charset or (html_charset(page.body) if html or not page.content_type else None)
    text = decode(page.body, name, declared=charset)
    if page.content_type in ("text/markdown", "text/x-markdown"):
        return read_markdown(text)
    if html or (not page.content_type and looks_like_html(text)):
        return read_html(text, name, url=page.url)
    return Document(text=text)
