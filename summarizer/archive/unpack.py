"""Compressed files as streams: gzip, bzip2, xz and Zstandard, known by how they begin."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from typing import IO, cast

from summarizer.archive.item import Allowance, buffered

_PACKINGS = {b"\x1f\x8b\x08": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz", b"\x28\xb5\x2f\xfd": "zstd"}
_SUFFIXES = {".gz": "", ".gzip": "", ".bz2": "", ".xz": "", ".zst": "", ".zstd": ""}
_SUFFIXES |= dict.fromkeys((".tgz", ".tbz", ".tbz2", ".txz", ".tzst"), ".tar")


def bare_name(name: str) -> str:
    """A file's name once it is unpacked: "news.jsonl" of "news.jsonl.gz", "a.tar" of "a.tgz"."""
    stem, dot, suffix = name.rpartition(".")
    new = _SUFFIXES.get(dot + suffix)
    return name if new is None else stem + new


def packing_of(head: bytes) -> str | None:
    """How a file that begins with `head` is compressed; None when it is not."""
    if head.startswith(b"BZh") and head[4:10] != b"1AY&SY":
        # An article about BZh.
        return None
    return next((kind for mark, kind in _PACKINGS.items() if head.startswith(mark)), None)


def unpacked(stream: io.BufferedReader, packing: str, allowance: Allowance) -> io.BufferedReader:
    """`stream` decompressed as it is read, each byte counted against `allowance`."""
    if packing == "gzip":
        return buffered(cast(IO[bytes], gzip.GzipFile(fileobj=stream)), allowance)
    if packing == "bzip2":
        return buffered(cast(IO[bytes], bz2.BZ2File(stream)), allowance)
    if packing == "xz":
        return buffered(cast(IO[bytes], lzma.LZMAFile(stream)), allowance)
    # Deferred: an optional package.
    import zstandard

    inner = zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True)
    return buffered(cast(IO[bytes], inner), allowance)
