"""What a reader of one format is given, and the limits that hold for everything inside one source."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import IO

from summarizer.archive.document import article_of
from summarizer.archive.encoding import megabytes, shown
from summarizer.archive.fields import FieldMap
from summarizer.archive.record import Record
from summarizer.archive.source import read_bytes
from summarizer.archive.text import Document
from summarizer.core.errors import InputError

INSTALL = "pip install 'summarizer[archive]'"
_MOST_NESTING = 5
_FREE = 100_000_000
_MOST_RATIO = 250
# What our own locations are made of: no name may imitate them, or two records could share a location.
_IMITATION = re.compile(r"!(?=\d*/)|[:@#](?=\d+$)")


class ExhaustedError(InputError):
    """A source unpacks to more than it may: nothing further is read from it."""


class Allowance:
    """How many bytes a source of `size` bytes may unpack to in all, at any depth: 250 times as many + 100 MB.

    Real archives of text stay below 50 times; bombs reach a thousand and, nested, millions.
    """

    def __init__(self, size: int) -> None:
        self._left = _FREE + _MOST_RATIO * size
        self._most = self._left

    def spend(self, size: int) -> None:
        """Count `size` unpacked bytes. Raises ExhaustedError when they are too many."""
        self._left -= size
        if self._left < 0:
            raise ExhaustedError(
                f"it unpacks to more than {megabytes(self._most)}, {_MOST_RATIO} times its size",
                hint="Such an archive is a bomb or damaged; unpack it by other means if you trust it.",
            )


@dataclass(frozen=True, slots=True)
class Reading:
    """What holds for a whole source: field names, most bytes of an article, allowance, how to read on."""

    fields: FieldMap
    max_bytes: int
    allowance: Allowance
    read: Callable[[Item], Iterator[Record]]


@dataclass(frozen=True, slots=True)
class Item:
    """A file, or a member of an archive: where it is, its name in lower case, and its bytes."""

    location: str
    name: str
    stream: io.BufferedReader
    reading: Reading
    depth: int = 0

    @property
    def shown(self) -> str:
        """The location for an error message."""
        return shown(self.location)

    def content(self) -> bytes:
        """All bytes. Raises InputError when they are more than one article may have."""
        return read_bytes(self.stream, self.shown, self.reading.max_bytes)

    def inside(self, location: str, name: str, stream: io.BufferedReader) -> Item:
        """An item one level further in. Raises InputError where that is too deep."""
        if self.depth >= _MOST_NESTING:
            raise InputError(
                f"{shown(location)}: archives nested more than {_MOST_NESTING} deep", hint="Unpack it first."
            )
        return replace(self, location=location, name=name.lower(), stream=stream, depth=self.depth + 1)


def record(location: str, read: Callable[[], Document]) -> Record:
    """The record of the document that `read` gives, or of its InputError."""
    try:
        return Record(location, article_of(read(), location, shown(location)))
    except ExhaustedError:
        raise
    except InputError as error:
        return Record(location, None, error)


def failed(location: str, what: str, hint: str) -> Record:
    """The record of what cannot be read: "LOCATION what"."""
    return Record(location, None, InputError(f"{shown(location)} {what}", hint=hint))


def label(name: str) -> str:
    """A file's or member's name as part of a location: printable, nothing lost, imitating no location."""
    visible = "".join(
        c if c.isprintable() and c != "\\" else c.encode("unicode_escape").decode() for c in name
    )
    return _IMITATION.sub(lambda found: f"\\x{ord(found.group()):02x}", visible)


class Metered(io.RawIOBase):
    """Reads from another stream and counts each byte against an allowance."""

    def __init__(self, stream: IO[bytes], allowance: Allowance | None = None) -> None:
        self._stream = stream
        self._allowance = allowance

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # Python calls it with this type
        """Fill `buffer` as far as the stream goes."""
        data = self._stream.read(len(buffer))
        if self._allowance is not None:
            self._allowance.spend(len(data))
        buffer[: len(data)] = data
        return len(data)


def buffered(stream: IO[bytes], allowance: Allowance | None = None) -> io.BufferedReader:
    """`stream` with look-ahead and lines, its bytes counted against `allowance`."""
    return io.BufferedReader(Metered(stream, allowance), 65_536)
