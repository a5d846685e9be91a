"""The page over many summaries: one row an article, filters that work on what is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from summarizer.core.summary import ArticleReference, ArticleSummary
from summarizer.core.support import Verdict
from summarizer.render.page.document import document
from summarizer.render.page.entries import entries
from summarizer.render.page.markup import Html, data, join, language_code, tag
from summarizer.render.page.reader import theme
from summarizer.render.page.words import Language, Words

# More suggestions than this slow the browser's list down; any name can still be typed.
_SUGGESTED = 300
_ACTORS_SHOWN = 6
_STATUSES = ("ok", "empty", "refused", "truncated", "failed", "duplicate")


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One article of the index. `href` is a relative address of its page, None where it has none."""

    href: str | None
    title: str
    source: str | None
    published: date | None
    language: str | None
    status: str
    actors: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    supported: int = 0
    partial: int = 0
    rejected: int = 0
    talks: int = 0
    duplicate_of: str | None = None

    @classmethod
    def of(cls, summary: ArticleSummary, href: str | None) -> IndexEntry:
        """The entry of one summary."""
        verdicts = Counter(entry.verdict for entry in entries(summary) if not entry.rejected)
        return cls(
            href,
            summary.headline or summary.article.title or summary.article.id,
            summary.article.source,
            summary.article.published,
            language_code(summary.article.language),
            str(summary.status),
            tuple(dict.fromkeys(actor.name for actor in summary.actors)),
            tuple(dict.fromkeys(position.holder for position in summary.positions)),
            verdicts[Verdict.SUPPORTED],
            verdicts[Verdict.PARTIAL] + verdicts[Verdict.UNSUPPORTED],
            len(summary.rejected),
            len(summary.planned_talks),
        )

    @classmethod
    def duplicate(cls, article: ArticleReference, of: str) -> IndexEntry:
        """The entry of an article that was not summarised because it is a near-duplicate of `of`."""
        title, language = article.title or article.id, language_code(article.language)
        return cls(None, title, article.source, article.published, language, "duplicate", duplicate_of=of)


def to_index(found: Iterable[IndexEntry], *, language: Language = "en") -> str:
    """A self-contained page, newest article first; equal entries give equal bytes in any order."""
    words = Words(language)
    rows = sorted(
        found, key=lambda one: (-(one.published or date.min).toordinal(), one.title, one.href or "")
    )
    actors = Counter(name for row in rows for name in row.actors)
    holders = Counter(name for row in rows for name in row.holders)
    body = join(
        tag("a", words("skip_index"), href="#rows", class_="skip"),
        tag("header", tag("span", "summarizer", class_="brand"), theme(words), class_="bar"),
        tag(
            "main",
            tag("h1", words("index")),
            _filters(rows, actors, holders, words),
            tag(
                "p",
                words("articles_of", shown=len(rows), all=len(rows)),
                id="count",
                role="status",
                data_words=words("articles_of"),
            ),
            tag("ol", *(_row(row, words) for row in rows), id="rows", tabindex="-1"),
            tag("p", words("no_filter_fits"), id="nothing", class_="none", hidden=True),
            class_="index",
        ),
        data("page-data", _table(rows, [*actors], [*holders])),
    )
    return document(
        words("index"),
        body,
        language=language,
        styles=("base.css", "index.css"),
        scripts=("base.js", "index.js"),
    )


def _table(rows: Sequence[IndexEntry], actors: list[str], holders: list[str]) -> dict[str, Any]:
    """What the filters look at, by place in the list; names once, and rows name them by place."""
    actor_at = {name: n for n, name in enumerate(actors)}
    holder_at = {name: n for n, name in enumerate(holders)}
    lines = [
        [
            [actor_at[name] for name in row.actors],
            [holder_at[name] for name in row.holders],
            row.partial,
            row.rejected,
            row.language or "",
            row.status,
            row.published.isoformat() if row.published else "",
        ]
        for row in rows
    ]
    return {"actors": actors, "holders": holders, "rows": lines}


def _row(row: IndexEntry, words: Words) -> Html:
    title = tag("a", row.title, href=row.href) if row.href else tag("span", row.title)
    day = (
        tag("time", words.day(row.published), datetime=row.published.isoformat())
        if row.published
        else tag("span", words("undated"), class_="none")
    )
    names = ", ".join(row.actors[:_ACTORS_SHOWN]) + ("\u00a0…" if len(row.actors) > _ACTORS_SHOWN else "")
    about = " · ".join(part for part in (row.source, row.language and row.language.upper()) if part)
    state = None if row.status == "ok" else tag("b", words(f"status_{row.status}"), class_="state")
    of = words("duplicate", of=row.duplicate_of) if row.duplicate_of else None
    counts = (
        tag("span", words(f"count_{name}", n=count), class_=f"count {name}")
        for name in ("supported", "partial", "rejected", "talks")
        if (count := getattr(row, name))
    )
    return tag(
        "li",
        tag("p", day, class_="day"),
        tag(
            "div",
            tag("h2", title, lang=row.language),
            tag("p", state, of, about, class_="about") if state or about else None,
            tag("p", names, class_="names", lang=row.language) if names else None,
            class_="what",
        ),
        tag("p", *counts, class_="counts"),
    )


def _filters(rows: Sequence[IndexEntry], actors: Counter[str], holders: Counter[str], words: Words) -> Html:
    languages = sorted({row.language for row in rows if row.language})
    found = {row.status for row in rows}
    return tag(
        "form",
        _field("text", words("search"), tag("input", type="search", id="text", autocomplete="off")),
        *_names("actor", words("actor_filter"), actors),
        *_names("holder", words("holder_filter"), holders),
        _choice(
            "verdict",
            words("verdict"),
            [(name, words(f"verdict_{name}")) for name in ("clean", "partial", "rejected")],
            words,
        ),
        _choice("language", words("language"), [(code, code.upper()) for code in languages], words),
        _choice(
            "status",
            words("status"),
            [(name, words(f"status_{name}")) for name in _STATUSES if name in found],
            words,
        ),
        _field("from", words("date_from"), tag("input", type="date", id="from")),
        _field("to", words("date_to"), tag("input", type="date", id="to")),
        tag("button", words("clear"), type="reset"),
        id="filters",
        class_="scripted",
        role="search",
        aria_label=words("filters"),
    )


def _field(identifier: str, label: str, control: Html) -> Html:
    return tag("div", tag("label", label, for_=identifier), control, class_=f"field of-{identifier}")


def _names(identifier: str, label: str, names: Counter[str]) -> Iterable[Html]:
    suggested = sorted(names, key=lambda name: (-names[name], name))[:_SUGGESTED]
    listed = f"{identifier}-names"
    control = tag("input", type="text", id=identifier, list=listed, autocomplete="off", spellcheck="false")
    yield _field(identifier, label, control)
    yield tag("datalist", *(tag("option", value=name) for name in sorted(suggested)), id=listed)


def _choice(identifier: str, label: str, options: Sequence[tuple[str, str]], words: Words) -> Html:
    listed = (tag("option", name, value=value) for value, name in options)
    select = tag("select", tag("option", words("any"), value=""), *listed, id=identifier)
    return _field(identifier, label, select)
