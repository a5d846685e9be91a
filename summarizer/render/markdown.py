"""A summary as Markdown: for notes, wikis, pull requests. All strings are escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable

from summarizer.core.summary import ArticleSummary, Evidence, Status
from summarizer.core.support import Support
from summarizer.render.words import cited, days, made_by, origin, rejected_title, why

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&$!])")
# A line that begins like a list ("12. März"), and an address that readers would turn into a link.
_LIST = re.compile(r"^(\d{0,9})([.)+=-])")
_LINK = re.compile(r"(?i)\b(https?|ftp|www)([:.])")


def to_markdown(summary: ArticleSummary) -> str:
    """The whole summary; sentence numbers in brackets refer to `article.sentences`."""
    return "\n".join(_lines(summary)) + "\n"


def escaped(text: str) -> str:
    """`text` as Markdown that shows exactly it: no markup, no HTML, no line break."""
    plain = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _LINK.sub(r"\1\\\2", _LIST.sub(r"\1\\\2", plain))


def _lines(summary: ArticleSummary) -> Iterable[str]:
    yield f"# {escaped(summary.headline or summary.article.title or summary.article.id)}"
    yield ""
    yield f"{escaped(origin(summary))}"
    if summary.status is not Status.OK:
        yield f"\n**Status: {summary.status}**"
    for notice in summary.notices:
        yield f"\n> {escaped(notice)}"
    if summary.abstract:
        yield f"\n{escaped(summary.abstract.text)} {_cited(summary.abstract.evidence)}"
    yield from _section("Who is involved", _actors(summary))
    yield from _section("Who said what", _positions(summary))
    yield from _section("Planned talks", _talks(summary))
    yield from _section(
        "Still open",
        (f"{escaped(q.question)} {_cited(q.evidence, q.support)}" for q in summary.open_questions),
    )
    yield from _section(
        "Rejected by the checks",
        (f"{escaped(rejected_title(item))} — {why(item.item.support)}" for item in summary.rejected),
    )
    yield f"\n---\n{escaped(made_by(summary.provenance))}"


def _section(title: str, items: Iterable[str]) -> Iterable[str]:
    lines = [f"- {item}" for item in items]
    if lines:
        yield f"\n## {title}\n"
        yield from lines


def _actors(summary: ArticleSummary) -> Iterable[str]:
    for actor in summary.actors:
        role = f", {escaped(actor.role)}" if actor.role else ""
        yield f"**{escaped(actor.name)}**{role} ({actor.kind}) {_cited(actor.evidence, actor.support)}"


def _positions(summary: ArticleSummary) -> Iterable[str]:
    for item in summary.positions:
        via = f", via {escaped(item.via)}" if item.via else ""
        said = escaped(item.statement)
        yield f"**{escaped(item.holder)}** ({item.mode}{via}): {said} {_cited(item.evidence, item.support)}"


def _talks(summary: ArticleSummary) -> Iterable[str]:
    for talk in summary.planned_talks:
        names = ", ".join(escaped(one.name) for one in talk.participants) or "no participants named"
        when = escaped(talk.when or "no date given") + (f" ({days(talk.date)})" if talk.date else "")
        rest = "".join(f", {escaped(part)}" for part in (talk.place, talk.topic) if part)
        yield f"**{when}**{rest}: {names} ({talk.status}) {_cited(talk.evidence, talk.support)}"


def _cited(evidence: list[Evidence], support: Support | None = None) -> str:
    doubt = f" *{support.verdict}: {why(support)}*" if support and support.reasons else ""
    return escaped(cited(evidence)) + doubt
