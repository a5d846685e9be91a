"""Reading one article from wherever the user says it is: a file, standard input, a web address."""

from __future__ import annotations

import datetime
import json
import re
import stat
import sys
from pathlib import Path
from typing import BinaryIO

from summarizer.archive.encoding import decode, megabytes, shown
from summarizer.archive.language import detect_language
from summarizer.archive.text import Document, html_charset, looks_like_html, read_html, read_markdown
from summarizer.core.article import Article, normalise_text
from summarizer.core.errors import InputError

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):(//)?")
_BARE_SCHEMES = {"http", "https", "file", "data", "ftp", "mailto", "javascript", "about", "blob"}
_MARKDOWN = {".md", ".markdown"}
_HTML = {".html", ".htm", ".xhtml"}
_HTML_TYPES = {"text/html": ".html", "application/xhtml+xml": ".html"}
_MARKDOWN_TYPES = {"text/markdown": ".md", "text/x-markdown": ".md"}
# Scripts that write without spaces have no words to count: each character stands for one.
_WORD = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]|[^\W\d_]+")


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
    scheme = _SCHEME.match(address)
    if source == "-":
        document = _from_bytes(_from_stdin(stdin, max_bytes), "standard input", suffix="")
        where = "stdin"
    elif scheme and (scheme.group(2) or scheme.group(1).lower() in _BARE_SCHEMES):
        document, where = _from_web(
            address, scheme.group(1).lower(), allow_private=allow_private, max_bytes=max_bytes
        )
    else:
        document = _from_bytes(_from_file(source, max_bytes), shown(source), Path(source).suffix.lower())
        where = source
    _refuse_wordless(document, shown(source) if source != "-" else "standard input")
    return Article(
        text=document.text,
        id=document.id,
        source=document.source or where,
        title=title if title is not None else document.title,
        published=published or document.published,
        language=_primary(language) or _primary(document.language) or _guessed_language(document),
    )


def _from_stdin(stdin: BinaryIO | None, max_bytes: int) -> bytes:
    stream = stdin or getattr(sys.stdin, "buffer", None)
    if stream is None:
        raise InputError("standard input is closed", hint="Pipe the article in, or name a file.")
    return _read(stream, "standard input", max_bytes)


def _from_file(source: str, max_bytes: int) -> bytes:
    name = shown(source)
    if not source.strip():
        raise InputError("no source named", hint="Name a file, an http(s) address, or - for standard input.")
    try:
        path = Path(source)
        status = path.stat()
        _refuse_unusual(status.st_mode, name)
        if status.st_size > max_bytes:
            raise _too_large(name, status.st_size, max_bytes)
        with path.open("rb") as stream:
            return _read(stream, name, max_bytes)
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


def _read(stream: BinaryIO, name: str, max_bytes: int) -> bytes:
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


def _from_web(address: str, scheme: str, *, allow_private: bool, max_bytes: int) -> tuple[Document, str]:
    if scheme not in ("http", "https"):
        raise InputError(
            f"{shown(address)}: {shown(scheme)}: addresses are not read",
            hint="Pass a path, an http(s) address, or - for standard input.",
        )
    # Deferred: an HTTP client that reading files has no use for.
    from summarizer.archive.web import fetch

    page = fetch(address, allow_private=allow_private, max_bytes=max_bytes)
    suffix = (_HTML_TYPES | _MARKDOWN_TYPES).get(page.content_type, "")
    path = page.url.partition("?")[0].lower()
    if page.content_type == "text/plain":
        # Servers of repositories send Markdown as plain text.
        suffix = ".md" if path.endswith(tuple(_MARKDOWN)) else ".txt"
    return _from_bytes(page.body, shown(address), suffix, charset=page.charset, url=page.url), page.url


def _from_bytes(
    data: bytes, name: str, suffix: str, *, charset: str | None = None, url: str | None = None
) -> Document:
    if not data:
        raise InputError(f"{name} is empty", hint="Give an article with text in it.")
    if not data.strip():
        raise _blank(name)
    html = suffix in _HTML
    declared = charset or (html_charset(data) if html or not suffix else None)
    text = decode(data, name, declared=declared)
    if suffix == ".json":
        return _from_json(text, name)
    if suffix in _MARKDOWN:
        return read_markdown(text)
    if html or (suffix != ".txt" and looks_like_html(text)):
        return read_html(text, name, url=url)
    return Document(text=text)


def _from_json(text: str, name: str) -> Document:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise InputError(
            f"{name} is not valid JSON{where}", hint="Repair it, or give the text itself."
        ) from None
    if not isinstance(content, dict) or not isinstance(content.get("text"), str):
        raise InputError(
            f'{name} is JSON without an article: it is no object with a string "text"',
            hint='Give {"text": ...}, optionally with "title", "published", "language", "id" and "source".',
        )
    fields = {key: content.get(key) for key in ("title", "published", "language", "id", "source")}
    for key, value in fields.items():
        if value is not None and not isinstance(value, str):
            raise InputError(
                f'{name}: its "{key}" is no string', hint=f'Write "{key}" as a string, or leave it out.'
            )
    day = fields.pop("published")
    try:
        published = datetime.date.fromisoformat(day) if day else None
    except ValueError:
        raise InputError(f'{name}: its "published" is no date', hint='Write it as "2026-01-31".') from None
    return Document(text=content["text"], published=published, **fields)


def _refuse_wordless(document: Document, name: str) -> None:
    text = normalise_text(document.text)
    if not text.strip():
        raise _blank(name)
    words = _WORD.finditer(text)
    if next(words, None) is None or next(words, None) is None:
        raise InputError(f"{name} has no sentence in it", hint="Give an article with at least one sentence.")


def _blank(name: str) -> InputError:
    return InputError(f"{name} holds nothing but white space", hint="Give an article with text in it.")


def _primary(language: str | None) -> str | None:
    """The language of a tag: "de" of "de-AT"."""
    return re.split("[-_]", language.strip().lower())[0] or None if language else None


def _guessed_language(document: Document) -> str | None:
    hint = _primary(document.language_hint)
    # Templates carry the language of their maker: the text knows better, the tag is for when it is silent.
    return detect_language(document.text) or (hint if hint and re.fullmatch("[a-z]{2}", hint) else None)
