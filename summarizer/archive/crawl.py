"""Pages in WARC files, as web crawlers and web archives write them."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from summarizer.archive.document import read_document
from summarizer.archive.encoding import megabytes, shown
from summarizer.archive.item import ExhaustedError, Item, failed, record
from summarizer.archive.record import Record
from summarizer.archive.source import Readable
from summarizer.archive.text import Document
from summarizer.core.errors import InputError

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_HTML_TYPES = ("text/html", "application/xhtml+xml")
_CHUNKED = re.compile(rb"[0-9a-fA-F]{1,8}[ \t]*(;[^\n]*)?\r?\n")
_AGAIN = "The crawl stored it damaged; the other pages are read."


class _Forward:
    """A stream that is read on only and ends where it breaks, which `broken` remembers.

    fastwarc stops the whole process's work with a panic when a stream cannot say where it is or raises.
    """

    def __init__(self, stream: io.BufferedReader) -> None:
        self.broken: Exception | None = None
        self._stream = stream
        self._at = 0

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes, none at the end."""
        try:
            data = b"" if self.broken else self._stream.read(size)
        except Exception as error:  # noqa: BLE001  # raised again by whoever reads `broken`
            self.broken, data = error, b""
        self._at += len(data)
        return data

    def tell(self) -> int:
        """How many bytes were read."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go on to a later place. Raises OSError for an earlier one."""
        left = offset - (self._at if whence == io.SEEK_SET else 0)
        if left < 0 or whence == io.SEEK_END:
            raise OSError("the stream only goes forward")
        while left > 0 and (data := self.read(min(left, 1_000_000))):
            left -= len(data)
        return self._at

    def close(self) -> None:
        """Left to whoever opened it."""


def read_warc(item: Item) -> Iterator[Record]:
    """One article a stored HTML page (responses with a status of 200 to 299), its URL as source.

    The day of publication is what the page itself declares. WARC-Date is when the crawler came by, which
    may be years later: a wrong day would resolve "next Wednesday" wrongly, so it is not used at all.
    """
    # Deferred: an optional package.
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    stream = _Forward(item.stream)
    last = 0
    try:
        # The package's own decoding is off: one page with a bad chunk would end the whole file.
        for page in ArchiveIterator(stream, parse_http=False):
            last = page.stream_pos
            # As announced, since what is passed over is unpacked as well.
            item.reading.allowance.spend(page.content_length)
            if page.record_type == WarcRecordType.response:
                found = _page(page, item, f"{item.location}@{last}")
                yield from [] if found is None else [found]
        if stream.broken is not None:
            raise stream.broken
        if item.stream.seekable() and _is_cut(item.stream, last):
            raise EOFError("its last record is not complete")
    except ExhaustedError:
        raise
    except (OSError, ValueError, EOFError) as error:
        what = f"is damaged or cut off in or after the record at byte {last} ({shown(str(error))})"
        hint = "Get a complete copy; what could be read of it was."
        yield Record(item.location, None, InputError(f"{item.shown} {what}", hint=hint))


def _is_cut(stream: io.BufferedReader, last: int) -> bool:
    """Whether a file ends within its `last` record, which fastwarc takes for a proper end."""
    stream.seek(last)
    if not stream.peek(2).startswith(b"\x1f\x8b"):
        stream.seek(-min(4, stream.seek(0, io.SEEK_END)), io.SEEK_END)
        return not stream.read().endswith((b"\n\n", b"\r\n\r\n"))
    unpack = zlib.decompressobj(wbits=31)
    while not unpack.eof and (packed := unpack.unconsumed_tail or stream.read(65_536)):
        unpack.decompress(packed, 1_000_000)
    return not unpack.eof


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
        cut = page.headers.get("WARC-Truncated")
        whole = page.content_length
    except (OSError, ValueError) as error:
        what = InputError(f"{name}: its HTTP headers are broken ({type(error).__name__})", hint=_AGAIN)
        return Record(location, None, what)
    # Read outside of the net above: a file that breaks off here says so for the whole file.
    most = item.reading.max_bytes
    body = _bounded(page.reader, most)
    if cut or len(body) < min(whole, most + 1):
        return failed(location, f"is not stored whole ({shown(cut or 'the file is cut off')})", _AGAIN)
    return record(location, lambda: _document(body, fields, charset, url, name, most))


def _bounded(stream: Readable, most: int) -> bytes:
    parts, left = [], most + 1
    while left > 0 and (part := stream.read(min(left, 1_000_000))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _document(
    body: bytes, fields: dict[str, str], charset: str | None, url: str | None, name: str, most: int
) -> Document:
    if len(body) > most:
        raise _too_large(name, most)
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
        body = _bounded(stream_io.ChunkedReader(io.BytesIO(body)), most)
    if body.startswith(b"\x1f\x8b"):
        body = _gunzipped(body, name, most)
    elif fields.get("content-encoding", "").lower().strip() == "br" and not body.startswith(b"<"):
        body = _bounded(stream_io.BrotliReader(io.BytesIO(body)), most)
    elif body.startswith(b"\x28\xb5\x2f\xfd"):
        body = _bounded(stream_io.ZstdReader(io.BytesIO(body)), most)
    if len(body) > most:
        raise _too_large(name, most)
    return body


def _gunzipped(body: bytes, name: str, most: int) -> bytes:
    # Not the package's reader, which gives half a page without a word when the other half is missing.
    unpack = zlib.decompressobj(wbits=31)
    try:
        found = unpack.decompress(body, most + 1)
    except zlib.error as error:
        raise ValueError(str(error)) from None
    if len(found) <= most and not unpack.eof:
        raise EOFError("it ends too early")
    return found


def _too_large(name: str, most: int) -> InputError:
    return InputError(
        f"{name} is larger than {megabytes(most)}, the limit for one article",
        hint="Raise the limit if pages are that long.",
    )
