"""From a row of a table or an object of JSON to a document: which field is the text, which the date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self

from summarizer.archive.day import calendar_day
from summarizer.archive.encoding import shown
from summarizer.archive.text import Document, looks_like_html, read_html
from summarizer.core.errors import InputError, UsageError

_CODE = re.compile(r"([a-z]{2})(?:[-_][A-Za-z0-9-_]+)?", re.IGNORECASE)
_LONG_CODES = {
    **dict.fromkeys(("deu", "ger", "german", "deutsch"), "de"),
    **dict.fromkeys(("eng", "english"), "en"),
    **dict.fromkeys(("fra", "fre", "french"), "fr"),
    **dict.fromkeys(("spa", "spanish"), "es"),
    **dict.fromkeys(("ita", "italian"), "it"),
    **dict.fromkeys(("pol", "polish"), "pl"),
    **dict.fromkeys(("nld", "dut", "dutch"), "nl"),
}


@dataclass(frozen=True, slots=True)
class FieldMap:
    """The names under which an archive's rows keep each part of an article, the first that is there wins.

    A name is a field's own, or a path through objects ("article.body"). Case does not matter at the top.
    """

    text: tuple[str, ...] = tuple(
        "text body content article maintext main_text full_text fulltext article_text article_body "
        "articleBody content_html content_text html".split()
    )
    title: tuple[str, ...] = ("title", "headline", "heading", "name")
    published: tuple[str, ...] = tuple(
        "published date published_at publishedAt date_published datePublished publication_date date_publish "
        "pub_date pubDate publish_date published_date timestamp".split()
    )
    language: tuple[str, ...] = ("language", "lang", "inLanguage")
    id: tuple[str, ...] = ("id", "_id", "guid", "uuid", "article_id", "articleId")
    source: tuple[str, ...] = (
        "source",
        "source.name",
        "outlet",
        "publisher",
        "publisher.name",
        "url",
        "link",
    )

    @classmethod
    def of(cls, flags: Iterable[str]) -> Self:
        """The defaults with each "part=name" put in the place of that part's names.

        Raises UsageError for an unknown part or a flag without a name.
        """
        parts = [field.name for field in fields(cls)]
        chosen: dict[str, tuple[str, ...]] = {}
        for flag in flags:
            part, _, name = flag.partition("=")
            if part.strip() not in parts or not name.strip():
                raise UsageError(
                    f"{shown(flag)} maps no field",
                    hint=f"Write PART=NAME, for example text=article.body; the parts are {', '.join(parts)}.",
                )
            chosen[part.strip()] = (*chosen.get(part.strip(), ()), name.strip())
        return replace(cls(), **chosen)

    def columns(self) -> frozenset[str]:
        """Every name at the top of a row that may be asked for, in lower case."""
        named = [name for field in fields(self) for name in getattr(self, field.name)]
        return frozenset(part.lower() for name in named for part in (name, name.partition(".")[0]))


def row_document(row: Mapping[str, Any], names: FieldMap, name: str) -> Document:
    """The document in one row; `name` begins each InputError.

    Raises InputError without a text. Any other part of an unusable form is left out: an article without
    its outlet is worth more than none, and a date is guessed at nowhere.
    """
    found = _find(row, names.text, _text)
    if found is None:
        raise InputError(
            f"{name} has no text: none of its fields is {_listed(names.text)} with text in it",
            hint="Name the field that holds the article, for example text=article.body.",
        )
    read = read_html(found, name) if looks_like_html(found) else Document(text=found)
    return replace(
        read,
        title=_find(row, names.title, _line) or read.title,
        published=_find(row, names.published, calendar_day) or read.published,
        language=_find(row, names.language, language_code),
        id=_find(row, names.id, _line),
        source=_find(row, names.source, _line),
    )


def language_code(value: Any) -> str | None:
    """The ISO 639-1 code in a value such as "de-AT", "ger" or "German"; None for any other."""
    if not isinstance(value, str):
        return None
    value = value.strip()
    code = _CODE.fullmatch(value)
    return code.group(1).lower() if code else _LONG_CODES.get(value.lower())


def _find(row: Mapping[str, Any], names: Iterable[str], read: Any) -> Any:
    lower: dict[str, Any] | None = None
    for name in names:
        value = _at(row, name)
        if value is None:
            lower = {str(key).lower(): item for key, item in row.items()} if lower is None else lower
            value = _at(lower, name.lower())
        found = read(value)
        if found is not None:
            return found
    return None


def _at(row: Mapping[str, Any], name: str) -> Any:
    if name in row:
        # Flattened tables have columns whose own names hold the dot.
        return row[name]
    value: Any = row
    for step in name.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _text(value: Any) -> str | None:
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = "\n\n".join(value)
    return value if isinstance(value, str) and value.strip() else None


def _line(value: Any) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        # Numbers beyond the reach of str() are no identifiers.
        value = str(value) if abs(value) < 1 << 128 else None
    return value.strip() or None if isinstance(value, str) else None


def _listed(names: tuple[str, ...]) -> str:
    listed = ", ".join(shown(name) for name in names[:3])
    return listed if len(names) <= 3 else f"{listed} or another of {len(names)} names"
