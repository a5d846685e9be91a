"""From the sources a user names to the files behind them: folders, patterns, standard input."""

from __future__ import annotations

import glob
import hashlib
import io
import itertools
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from summarizer.archive.encoding import shown
from summarizer.archive.fields import FieldMap
from summarizer.archive.formats import read_item, require_packages
from summarizer.archive.item import Allowance, Item, Reading, buffered, failed, label
from summarizer.archive.lines import read_json_lines
from summarizer.archive.names import is_no_article
from summarizer.archive.record import Record
from summarizer.archive.source import is_address, open_file
from summarizer.core.errors import InputError, UsageError

_PATTERN = frozenset("*?[")
_LONGEST_PATH = 10_000


@dataclass(frozen=True, slots=True)
class _Problem:
    """A path in a folder that is not read, and why."""

    path: str
    what: str
    hint: str


def checked(sources: Sequence[str]) -> list[str]:
    """`sources`, once it is sure that each exists and that no needed package is missing.

    Raises UsageError and InputError.
    """
    if not sources:
        raise UsageError("no source named", hint="Name files, folders or patterns, or - for standard input.")
    if sources.count("-") > 1:
        raise UsageError("standard input is named twice", hint="Name - once.")
    for source in sources:
        if source != "-":
            _check(source)
    return list(sources)


def _check(source: str) -> None:
    name = shown(source)
    if is_address(source):
        raise InputError(f"{name}: a batch reads no web addresses", hint="Download it and name the file.")
    if source.strip() and _exists(Path(source)):
        require_packages(source)
        return
    if _PATTERN.isdisjoint(source) or "\x00" in source:
        raise InputError(f"{name}: no such file or folder", hint="Check the path.")
    first = next(_matches(source), None)
    if first is None:
        raise InputError(f"{name}: no file matches", hint="Check the pattern; quote it against the shell.")
    require_packages(first)


def records_at(
    sources: Sequence[str], fields: FieldMap, max_bytes: int, stdin: BinaryIO | None = None
) -> Iterator[Record]:
    """The records of sources that were `checked`, each file once."""
    seen: set[bytes] = set()
    for source in sources:
        if source == "-":
            yield from _standard_input(stdin, fields, max_bytes, seen)
        else:
            yield from _source(source, fields, max_bytes, seen)


def _source(source: str, fields: FieldMap, max_bytes: int, seen: set[bytes]) -> Iterator[Record]:
    for path in _files(source):
        if isinstance(path, _Problem):
            yield failed(label(os.path.normpath(path.path)), path.what, path.hint)
        elif _is_new(path, seen):
            yield from _file(path, fields, max_bytes)


def _is_new(path: str, seen: set[bytes]) -> bool:
    # Eight bytes a file instead of its name: a folder may hold millions.
    real = os.path.normpath(Path(path).absolute())
    digest = hashlib.blake2b(os.fsencode(real), digest_size=8).digest()
    new = digest not in seen
    seen.add(digest)
    return new


def _file(path: str, fields: FieldMap, max_bytes: int) -> Iterator[Record]:
    location = label(os.path.normpath(path))
    try:
        stream, size = open_file(path, shown(location))
    except InputError as error:
        yield Record(location, None, error)
        return
    with stream:
        reading = Reading(fields, max_bytes, Allowance(size), read_item)
        yield from read_item(Item(location, Path(path).name.lower(), stream, reading))


def _files(source: str) -> Iterator[str | _Problem]:
    path = Path(source)
    if _is_folder(path):
        return _folder(source)
    if _exists(path) or _PATTERN.isdisjoint(source):
        # One that vanished since it was checked is a failed record of its own.
        return iter([source])
    matches = map(Path, sorted(_matches(source)))
    each = (_folder(str(match)) if _is_folder(match) else [str(match)] for match in matches)
    return itertools.chain.from_iterable(each)


def _matches(pattern: str) -> Iterator[str]:
    return glob.iglob(pattern, recursive=True)  # noqa: PTH207  # Path.glob takes no absolute pattern


def _folder(top: str) -> Iterator[str | _Problem]:
    """Files in it and below, sorted, links last, without hidden ones and what by its name is no article."""
    root = Path(top).resolve()
    visited = {_identity(root)}
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        below = []
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: (entry.is_symlink(), entry.name))
        except OSError as error:
            yield _Problem(folder, f"cannot be listed: {error.strerror}", "Check the folder's permissions.")
            continue
        for entry in entries:
            if entry.name.startswith(".") or is_no_article(entry.name):
                continue
            if entry.is_symlink() and not _stays_in(root, entry.path):
                hint = "Name what it points to as a source of its own."
                yield _Problem(entry.path, "is a link that leads out of its folder", hint)
            elif not _is_folder(entry):
                yield entry.path
            # A link back to a folder above would never end, and a second way in would read all twice.
            elif (identity := _identity(Path(entry.path))) not in visited:
                visited.add(identity)
                below.append(entry.path)
        waiting += reversed(below)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _is_folder(path: Path | os.DirEntry[str]) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        # Reading it as a file says what is wrong.
        return False


def _stays_in(root: Path, link: str) -> bool:
    try:
        return Path(link).resolve().is_relative_to(root)
    except (OSError, RuntimeError):
        # Links in a circle lead nowhere; reading them says so.
        return True


def _identity(folder: Path) -> tuple[int, int]:
    try:
        status = folder.stat()
    except OSError:
        return 0, 0
    return status.st_dev, status.st_ino


def _standard_input(
    stdin: BinaryIO | None, fields: FieldMap, max_bytes: int, seen: set[bytes]
) -> Iterator[Record]:
    stream = stdin or getattr(sys.stdin, "buffer", None)
    if stream is None:
        yield failed("stdin", "is closed", "Pipe JSON Lines or paths in.")
        return
    piped = stream if isinstance(stream, io.BufferedReader) else buffered(stream)
    if piped.peek(1)[:512].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        reading = Reading(fields, max_bytes, Allowance(0), read_item)
        yield from read_json_lines(Item("stdin", "", piped, reading))
        return
    for source in _listed(piped):
        try:
            _check(source)
        except InputError as error:
            yield Record(label(os.path.normpath(source)), None, error)
            continue
        yield from _source(source, fields, max_bytes, seen)


def _listed(lines: io.BufferedReader) -> Iterator[str]:
    while line := lines.readline(_LONGEST_PATH):
        source = os.fsdecode(line.rstrip(b"\r\n"))
        if source.strip():
            yield source
