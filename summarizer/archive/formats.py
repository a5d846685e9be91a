"""Which reader a file goes to, by its name and its first bytes, and what becomes of one that breaks."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from summarizer.archive.columns import read_parquet
from summarizer.archive.containers import read_tar, read_zip
from summarizer.archive.crawl import read_warc
from summarizer.archive.document import read_document
from summarizer.archive.encoding import shown
from summarizer.archive.feed import read_feed
from summarizer.archive.item import INSTALL, ExhaustedError, Item, record
from summarizer.archive.lines import read_csv, read_json, read_json_lines
from summarizer.archive.mail import read_mail, read_mbox
from summarizer.archive.record import Record
from summarizer.archive.unpack import bare_name, packing_of, unpacked
from summarizer.core.errors import InputError

Reader = Callable[[Item], Iterator[Record]]


def read_document_file(item: Item) -> Iterator[Record]:
    """A file that is one article: text, Markdown or HTML."""
    name, suffix = item.shown, Path(item.name).suffix
    yield record(item.location, lambda: read_document(item.content(), name, suffix))


_READERS: dict[str, Reader] = {
    **dict.fromkeys((".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml"), read_document_file),
    ".json": read_json,
    **dict.fromkeys((".jsonl", ".ndjson", ".jsonlines", ".jl"), read_json_lines),
    **dict.fromkeys((".csv", ".tsv"), read_csv),
    **dict.fromkeys((".parquet", ".pq"), read_parquet),
    ".warc": read_warc,
    ".zip": read_zip,
    ".tar": read_tar,
    **dict.fromkeys((".xml", ".rss", ".atom", ".rdf"), read_feed),
    ".eml": read_mail,
    ".mbox": read_mbox,
}

# Files without one of these names are known by how they begin.
_BEGINNINGS: tuple[tuple[int, bytes, Reader], ...] = (
    (0, b"PAR1", read_parquet),
    (0, b"WARC/1.", read_warc),
    (0, b"From ", read_mbox),
    (257, b"ustar", read_tar),
    (0, b"<?xml", read_feed),
    (0, b"<rss", read_feed),
    (0, b"<feed", read_feed),
)

_NEEDED = {
    ".parquet": "pyarrow",
    ".pq": "pyarrow",
    ".warc": "fastwarc",
    ".zst": "zstandard",
    ".zstd": "zstandard",
    ".tzst": "zstandard",
}
_NEEDED |= dict.fromkeys((".xml", ".rss", ".atom", ".rdf"), "feedparser")


def require_packages(path: str) -> None:
    """Raises InputError when the name of a source shows that it needs a package which is not installed."""
    for suffix in (Path(path).suffix.lower(), Path(bare_name(path.lower())).suffix):
        package = _NEEDED.get(suffix)
        if package and importlib.util.find_spec(package) is None:
            raise InputError(f"{shown(path)}: reading {suffix} files needs {package}", hint=INSTALL)


def read_item(item: Item) -> Iterator[Record]:
    """The records of a file or member; what breaks it is its last record, an error at its location."""
    try:
        yield from _read(item)
    except ExhaustedError as error:
        if item.depth:
            raise
        yield Record(item.location, None, InputError(f"{item.shown}: {error}", hint=error.hint))
    except InputError as error:
        yield Record(item.location, None, error)
    except ModuleNotFoundError as error:
        what = InputError(f"{item.shown}: reading it needs {error.name}", hint=INSTALL)
        yield Record(item.location, None, what)
    except Exception as error:  # noqa: BLE001  # no library says what a broken file makes it raise
        # The error's own words may hold parts of the file, so its kind must do.
        what = InputError(
            f"{item.shown} is damaged, cut off or not what its name says ({type(error).__name__})",
            hint="Get a complete copy; what could be read of it was.",
        )
        yield Record(item.location, None, what)


def _read(item: Item) -> Iterator[Record]:
    reader = _READERS.get(Path(bare_name(item.name)).suffix)
    head = item.stream.peek(512)[:512]
    packing = packing_of(head)
    if packing is None or (reader is read_warc and packing == "gzip"):
        # fastwarc unpacks by itself, which gives each record its place in the packed file.
        return (reader or _by_beginning(head, item))(item)
    stream = unpacked(item.stream, packing, item.reading.allowance)
    inner = item.inside(item.location, bare_name(item.name), stream)
    return _read(replace(inner, location=item.location))


def _by_beginning(head: bytes, item: Item) -> Reader:
    for place, beginning, reader in _BEGINNINGS:
        if head.startswith(beginning, place) or (reader is read_feed and head[3:].startswith(beginning)):
            return reader
    if head.startswith(b"PK\x03\x04") and "." not in item.name:
        return read_zip
    return read_document_file
