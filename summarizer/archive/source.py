"""Reading one article from wherever the user says it is: a file, standard input, a web address."""

from __future__ import annotations

import datetime
import io
import re
import stat
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from summarizer.archive.document import MARKDOWN, article_of, primary_language, read_document
from summarizer.archive.encoding import megabytes, shown
from summarizer.archive.text import Document
from summarizer.core.article import Article
from summarizer.core.errors import InputError

if TYPE_CHECKING:
    from summarizer.archive.web import FetchedPage

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):(//)?")
_BARE_SCHEMES = {"http", "https", "file", "data", "ftp", "mailto", "javascript", "about", "blob"}
_HTML_TYPES = {"text/html": ".html", "application/xhtml+xml": ".html"}
_MARKDOWN_TYPES = {"text/markdown": ".md", "text/x-markdown": ".md"}


class Readable(Protocol):
    """What bytes are read from."""

    def read(self, size: int = ..., /) -> bytes:
        """At most `size` bytes, none at the end."""


def read_article(
    source: str,
    *,
    title: str | None = None,
    published: datetime.date | None = None,
    language: str | None = None,
    stdin: BinaryIO | None = None,
    allow_private: bool = False,
    max_bytes: int = 5_000_000,
) -> Article:
    """The article at `source`: a path, `-` for standard input, or an http(s) address.

    Reads plain text, Markdown (.md, .markdown), HTML (.html, .htm, .xhtml, or recognised by its
    beginning) and JSON (.json with a "text"). `title`, `published` and `language` win over what the
    document says; a language neither given nor written down by the author is detected. `stdin` replaces
    the process's standard input; `allow_private` lets web addresses lead into private networks;
    `max_bytes` limits the document, decompressed. Every failure is an InputError.
    """
    address = source.strip()
    if source == "-":
        document = read_document(_from_stdin(stdin, max_bytes), "standard input", suffix="")
        where = "stdin"
    elif is_address(source):
        document, where = _from_web(address, allow_private=allow_private, max_bytes=max_bytes)
    else:
        document = read_document(_from_file(source, max_bytes), shown(source), Path(source).suffix.lower())
        where = source
    document = replace(
        document,
        title=title if title is not None else document.title,
        published=published or document.published,
        language=primary_language(language) or document.language,
    )
    return article_of(document, where, shown(source) if source != "-" else "standard input")


def is_address(source: str) -> bool:
    """Whether a source is meant as an address of the web or of another scheme, rather than as a path."""
    scheme = _SCHEME.match(source.strip())
    return bool(scheme and (scheme.group(2) or scheme.group(1).lower() in _BARE_SCHEMES))


def _from_stdin(stdin: BinaryIO | None, max_bytes: int) -> bytes:
    stream = stdin or getattr(sys.stdin, "buffer", None)
    if stream is None:
        raise InputError("standard input is closed", hint="Pipe the article in, or name a file.")
    return read_bytes(stream, "standard input", max_bytes)


def _from_file(source: str, max_bytes: int) -> bytes:
    name = shown(source)
    if not source.strip():
        raise InputError("no source named", hint="Name a file, an http(s) address, or - for standard input.")
    stream, _ = open_file(source, name, max_bytes)
    with stream:
        return read_bytes(stream, name, max_bytes)


def open_file(source: str, name: str, max_bytes: int | None = None) -> tuple[io.BufferedReader, int]:
    """The regular file at a path, opened, and its size.

    Raises InputError, beginning with `name`, also when it is larger than `max_bytes`.
    """
    try:
        path = Path(source)
        status = path.stat()
        _refuse_unusual(status.st_mode, name)
        if max_bytes is not None and status.st_size > max_bytes:
            raise _too_large(name, status.st_size, max_bytes)
        return path.open("rb"), status.st_size
    except FileNotFoundError:
        hint = "Check the path."
        if re.match(r"(www\.)|[\w-]+(\.[\w-]+)*\.[a-z]{2,}/", source, re.IGNORECASE):
            hint += " A web address begins with https://."
        raise InputError(f"{name}: no such file", hint=hint) from None
    except PermissionError:
        raise InputError(f"{name}: no permission to read it", hint="Check the file's permissions.") from None
    except (OSError, ValueError):
        # Loops of links, names too long or with a NUL, disks that fail.
        raise InputError(f"{name}: cannot be read", hint="Check the path.") from None


def _refuse_unusual(mode: int, name: str) -> None:
    if stat.S_ISDIR(mode):
        raise InputError(f"{name} is a directory", hint="Name the article's file inside it.")
    # Opening a pipe waits for ever, and a device has no end.
    if not stat.S_ISREG(mode):
        raise InputError(f"{name} is a device or pipe, not a file", hint="Pass it through standard input: -.")


def read_bytes(stream: Readable, name: str, max_bytes: int) -> bytes:
    """What is left in `stream`. Raises InputError, beginning with `name`, beyond `max_bytes`."""
    data = bytearray()
    try:
        while len(data) <= max_bytes and (part := stream.read(max_bytes + 1 - len(data))):
            data += part
    except (OSError, ValueError):
        raise InputError(
            f"{name}: reading it failed", hint="Try again, or save it as a file first."
        ) from None
    if len(data) > max_bytes:
        raise _too_large(name, None, max_bytes)
    return bytes(data)


def _too_large(name: str, size: int | None, max_bytes: int) -> InputError:
    much = f"is {megabytes(size)}, larger than" if size is not None else "is larger than"
    return InputError(
        f"{name} {much} {megabytes(max_bytes)}, the limit for one article", hint="Give one article at a time."
    )


def _from_web(address: str, *, allow_private: bool, max_bytes: int) -> tuple[Document, str]:
    scheme = address.partition(":")[0].lower()
    if scheme not in ("http", "https"):
        raise InputError(
            f"{shown(address)}: {shown(scheme)}: addresses are not read",
            hint="Pass a path, an http(s) address, or - for standard input.",
        )
    # Deferred: an HTTP client that reading files has no use for.
    from summarizer.archive.web import fetch

    page = fetch(address, allow_private=allow_private, max_bytes=max_bytes)
    read = read_document(page.body, shown(address), suffix_of(page), charset=page.charset, url=page.url)
    return read, page.url


def suffix_of(page: FetchedPage) -> str:
    """The file ending that stands for the kind of a fetched page; empty where its server names none."""
    if page.content_type == "text/plain":
        # Servers of repositories send Markdown as plain text.
        path = page.url.partition("?")[0].lower()
        return ".md" if path.endswith(tuple(MARKDOWN)) else ".txt"
    return (_HTML_TYPES | _MARKDOWN_TYPES).get(page.content_type, "")
