"""Entries of RSS and Atom files."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from summarizer.archive.day import calendar_day
from summarizer.archive.encoding import shown
from summarizer.archive.item import Item, record
from summarizer.archive.record import Record
from summarizer.archive.source import read_bytes
from summarizer.archive.text import Document, read_fragment
from summarizer.core.errors import InputError

_LARGEST = 50_000_000
_DECLARATION = re.compile(rb"<!(ENTITY|DOCTYPE[^>]*\[)", re.IGNORECASE)
_HINT = "Give an RSS or Atom file, or the article as text or HTML."


def read_feed(item: Item) -> Iterator[Record]:
    """One article an entry ("feed.xml#3"): its whole content where there is one, else its description."""
    # Deferred: an optional package.
    import feedparser

    data = read_bytes(item.stream, item.shown, _LARGEST)
    if _DECLARATION.search(data.replace(b"\x00", b"")):
        # No feed needs entities of its own; they are what bombs and stolen files are made of.
        raise InputError(f"{item.shown} declares XML entities, which are not read", hint=_HINT)
    # A stream, never a string: feedparser would take a string for an address and fetch it.
    parsed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not parsed.get("version") and not parsed.entries:
        raise InputError(f"{item.shown} is no RSS or Atom feed", hint=_HINT)
    for number, entry in enumerate(parsed.entries, 1):
        location = f"{item.location}#{number}"
        yield record(location, partial(_document, item, parsed.feed, entry, shown(location)))
    if parsed.get("bozo") and isinstance(parsed.get("bozo_exception"), Exception) and not parsed.entries:
        raise InputError(f"{item.shown} is broken XML without an entry", hint=_HINT)


def _document(item: Item, feed: Any, entry: Any, name: str) -> Document:
    contents = [part for part in [*entry.get("content", ()), entry.get("summary_detail")] if part]
    for content in contents:
        text = content.get("value") or ""
        if len(text) > item.reading.max_bytes:
            raise InputError(f"{name} is larger than the limit for one article", hint="Give it as a file.")
        if text.strip():
            break
    else:
        raise InputError(f"{name} has neither content nor description", hint="Fetch the article itself.")
    plain = content.get("type") == "text/plain"
    read = Document(text=text) if plain else read_fragment(text, name)
    return replace(
        read,
        title=_plain(entry.get("title")) or read.title,
        published=_published(entry) or read.published,
        language_hint=content.get("language") or feed.get("language"),
        id=entry.get("id"),
        source=entry.get("link") or _plain(feed.get("title")),
    )


def _published(entry: Any) -> Any:
    # As written, because feedparser's own date is in UTC. `updated` is when it was changed, not published,
    # but many feeds of Atom have no other.
    written = entry.get("published") or entry.get("created") or entry.get("updated")
    return calendar_day(written)


def _plain(value: Any) -> str | None:
    return re.sub(r"<[^>]*>", "", value).strip() or None if isinstance(value, str) else None
