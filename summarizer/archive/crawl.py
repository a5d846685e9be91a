"""Pages in WARC files, as web crawlers and web archives write them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from summarizer.archive.document import read_document
from summarizer.archive.encoding import megabytes, shown
from summarizer.archive.item import Item, record
from summarizer.archive.record import Record
from summarizer.archive.source import read_bytes
from summarizer.archive.text import Document
from summarizer.core.errors import InputError

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_HTML_TYPES = ("text/html", "application/xhtml+xml")
_CHUNKED = re.compile(rb"[0-9a-fA-F]{1,8}[ \t]*(;[^\n]*)?\r?\n")
_AGAIN = "The crawl stored it damaged; the other pages are read."


def read_warc(item: Item) -> Iterator[Record]:
    """One article a stored HTML page (responses with a status of 200 to 299), its URL as source.

    The day of publication is what the page itself declares. WARC-Date is when the crawler came by, which
    may be years later: a wrong day would resolve "next Wednesday" wrongly, so it is not used at all.
    """
    # Deferred: an optional package.
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    # The packages' own decoding is off: one page with a bad chunk would end the whole file.
    stored = ArchiveIterator(item.stream, record_types=WarcRecordType.response, parse_http=False)
    at = 0
    try:
        for page in stored:
            at = page.stream_pos
            location = f"{item.location}@{at}"
            if (found := _page(page, item, location)) is not None:
                yield found
    except (OSError, ValueError, EOFError) as error:
        what = f"is damaged or cut off after the record at byte {at} ({shown(str(error))})"
        hint = "Get a complete copy; what could be read of it was."
        yield Record(item.location, None, InputError(f"{item.shown} {what}", hint=hint))


def _page(page: WarcRecord, item: Item, location: str) -> Record | None:
    name = shown(location)
    try:
        page.parse_http()
        headers = page.http_headers
        status = headers.status_code if headers is not None else None
        content_type, charset = page.http_content_type, page.http_charset
        fields = {key.lower(): value for key, value in headers.items()} if headers is not None else {}
        if status is None or status not in range(200, 300) or (content_type or "").lower() not in _HTML_TYPES:
            return None
        url = (page.headers.get("WARC-Target-URI") or "").strip("<> ") or None
        whole = page.content_length
    except (OSError, ValueError) as error:
        what = InputError(f"{name}: its HTTP headers are broken ({type(error).__name__})", hint=_AGAIN)
        return Record(location, None, what)
    # Read outside of the net below: a file that breaks off here ends, and says so, for the whole file.
    most = item.reading.max_bytes
    body = _bounded(page, most)
    return record(location, lambda: _document(body, fields, charset, url, name, most, whole))


def _bounded(page: WarcRecord, most: int) -> bytes:
    parts, left = [], most + 1
    while left > 0 and (part := page.reader.read(min(left, 1_000_000))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _document(
    body: bytes,
    fields: dict[str, str],
    charset: str | None,
    url: str | None,
    name: str,
    most: int,
    whole: int,
) -> Document:
    if len(body) > most:
        raise InputError(
            f"{name} is {megabytes(whole)}, larger than {megabytes(most)}, the limit for one article",
            hint="Raise the limit if pages are that long.",
        )
    try:
        data = _decoded(body, fields, name, most)
    except (OSError, EOFError, ValueError) as error:
        raise InputError(f"{name}: its body is damaged ({shown(str(error))})", hint=_AGAIN) from None
    read = read_document(data, name, ".html", charset=charset, url=url)
    return replace(read, source=url)


def _decoded(body: bytes, fields: dict[str, str], name: str, most: int) -> bytes:
    # Deferred: an optional package.
    from fastwarc import stream_io

    # Many crawlers store the decoded body under the headers of the encoded one: what it looks like decides.
    if "chunked" in fields.get("transfer-encoding", "").lower() and _CHUNKED.match(body):
        body = read_bytes((stream_io.ChunkedReader(io.BytesIO(body))), name, most)
    encoding = fields.get("content-encoding", "").lower().strip()
    if body.startswith(b"\x1f\x8b"):
        body = read_bytes((stream_io.GzipReader(io.BytesIO(body))), name, most)
    elif encoding == "br" and b"<" not in body[:1]:
        body = read_bytes((stream_io.BrotliReader(io.BytesIO(body))), name, most)
    elif body.startswith(b"\x28\xb5\x2f\xfd"):
        body = read_bytes((stream_io.ZstdReader(io.BytesIO(body))), name, most)
    return body
