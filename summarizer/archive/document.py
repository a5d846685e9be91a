"""What the bytes of one document say: its text, and what it tells of title, date, language and origin."""

from __future__ import annotations

import datetime
import json
import re

from summarizer.archive.encoding import decode
from summarizer.archive.language import detect_language
from summarizer.archive.text import Document, html_charset, looks_like_html, read_html, read_markdown
from summarizer.core.article import Article, normalise_text
from summarizer.core.errors import InputError

MARKDOWN = {".md", ".markdown"}
HTML = {".html", ".htm", ".xhtml"}
# Scripts that write without spaces have no words to count: each character stands for one.
_WORD = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]|[^\W\d_]+")


def article_of(document: Document, where: str | None, name: str) -> Article:
    """The article that a document holds; `where` is its source unless it names one itself.

    Raises InputError, beginning with `name`, when there is no sentence in it. A language that the
    document does not state is detected.
    """
    _refuse_wordless(document, name)
    return Article(
        text=document.text,
        id=document.id,
        source=document.source or where,
        title=document.title,
        published=document.published,
        language=primary_language(document.language) or _guessed_language(document),
    )


def read_document(
    data: bytes, name: str, suffix: str, *, charset: str | None = None, url: str | None = None
) -> Document:
    """The document in `data`, whose kind `suffix` (".md", empty when unknown) and its beginning tell.

    `charset` is what a server said of it, `url` where it came from. Raises InputError, beginning with `name`.
    """
    if not data:
        raise InputError(f"{name} is empty", hint="Give an article with text in it.")
    if not data.strip():
        raise _blank(name)
    html = suffix in HTML
    declared = charset or (html_charset(data) if html or not suffix else None)
    text = decode(data, name, declared=declared)
    if suffix == ".json":
        return _from_json(text, name)
    if suffix in MARKDOWN:
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


def primary_language(language: str | None) -> str | None:
    """The language of a tag: "de" of "de-AT"."""
    return re.split("[-_]", language.strip().lower())[0] or None if language else None


def _guessed_language(document: Document) -> str | None:
    hint = primary_language(document.language_hint)
    # Templates carry the language of their maker: the text knows better, the tag is for when it is silent.
    return detect_language(document.text) or (hint if hint and re.fullmatch("[a-z]{2}", hint) else None)
