"""Members of zip and tar archives. Their names are labels only: nothing is ever written under them."""

from __future__ import annotations

import contextlib
import hashlib
import tarfile
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, Self, cast

from summarizer.archive.item import Item, buffered, failed, label
from summarizer.archive.names import is_no_article
from summarizer.archive.record import Record
from summarizer.core.errors import InputError

_IN_MEMORY = 8_000_000
_LARGEST_COPY = 4_000_000_000
_LONGEST_HEADER = 1_000_000


def read_zip(item: Item) -> Iterator[Record]:
    """Each member, in the archive's order; hidden ones and what is no article by its name are passed over."""
    with seekable(item) as stream, zipfile.ZipFile(stream) as archive:
        copies: Counter[str] = Counter()
        for member in archive.infolist():
            if member.is_dir() or _is_passed_over(member.filename):
                continue
            copies[member.filename] += 1
            location = _location(item, member.filename, copies[member.filename])
            if member.flag_bits & 1:
                yield failed(location, "is encrypted", "Unpack the archive with its password first.")
                continue
            yield from _zipped(item, archive, member, location)


def _zipped(item: Item, archive: zipfile.ZipFile, member: zipfile.ZipInfo, location: str) -> Iterator[Record]:
    try:
        opened = archive.open(member)
    # RuntimeError is zipfile's word for an encrypted member, and for a compression that it does not know.
    except (zipfile.BadZipFile, RuntimeError, OSError, ValueError, EOFError) as error:
        yield failed(location, f"cannot be unpacked ({type(error).__name__})", "Unpack it by other means.")
        return
    with opened:
        yield from _member(item, location, member.filename, opened)


def _member(item: Item, location: str, name: str, stream: IO[bytes]) -> Iterator[Record]:
    inner = buffered(stream, item.reading.allowance)
    try:
        deeper = item.inside(location, PurePosixPath(name).name, inner)
    except InputError as error:
        yield Record(location, None, error)
        return
    yield from item.reading.read(deeper)


@contextlib.contextmanager
def seekable(item: Item) -> Iterator[IO[bytes]]:
    """The item's bytes in a form that can be read from anywhere: itself, or a copy that vanishes afterwards.

    Raises InputError above 4 GB.
    """
    if item.depth == 0:
        yield cast(IO[bytes], item.stream)
        return
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as copy:
        while part := item.stream.read(1_000_000):
            copy.write(part)
            if copy.tell() > _LARGEST_COPY:
                raise InputError(f"{item.shown} is too large inside an archive", hint="Unpack the outer one.")
        copy.seek(0)
        yield cast(IO[bytes], copy)


class _BoundedHeader(tarfile.TarInfo):
    """A header whose long names and attributes stay small: tarfile reads them into memory whole."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        """The header in a block. Raises InputError for one that announces a megabyte of names."""
        found = super().frombuf(buf, encoding, errors)
        if found.type in b"xgXLK" and found.size > _LONGEST_HEADER:
            raise InputError(
                "holds a member with a name or attributes of over 1 MB", hint="Unpack it by other means."
            )
        return found


def read_tar(item: Item) -> Iterator[Record]:
    """Each member as it comes by; links are named and never followed."""
    seen: Counter[bytes] = Counter()
    with tarfile.open(fileobj=item.stream, mode="r|", tarinfo=_BoundedHeader) as archive:
        while (member := archive.next()) is not None:
            # tarfile keeps every header it has read; an archive may have millions.
            archive.members = []  # type: ignore[attr-defined]  # left out of its types
            if member.isdir() or _is_passed_over(member.name):
                continue
            digest = hashlib.blake2b(member.name.encode("utf-8", "surrogateescape"), digest_size=8).digest()
            seen[digest] += 1
            yield from _tarred(item, archive, member, _location(item, member.name, seen[digest]))


def _tarred(item: Item, archive: tarfile.TarFile, member: tarfile.TarInfo, location: str) -> Iterator[Record]:
    if member.issym() or member.islnk():
        yield failed(location, "is a link, which is not followed", "Pack the file itself.")
        return
    stream = archive.extractfile(member) if member.isreg() and not member.issparse() else None
    if stream is None:
        yield failed(location, "is no plain file", "Pack the file itself.")
        return
    yield from _member(item, location, member.name, stream)


def _location(item: Item, name: str, copy: int) -> str:
    # "a.zip!2/b.txt" is the second member of that name.
    return f"{item.location}!{copy if copy > 1 else ''}/{label(name)}"


def _is_passed_over(name: str) -> bool:
    parts = [part for part in name.replace("\\", "/").split("/") if part not in (".", "..", "")]
    return any(part.startswith(".") or is_no_article(part) for part in parts)
