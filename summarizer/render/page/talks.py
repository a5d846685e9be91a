"""Planned talks: the dated ones on a time line and in its order, the others beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from summarizer.core.draft import TalkStatus
from summarizer.core.summary import ArticleSummary, PlannedTalk
from summarizer.render.page.markup import Html, icon, join, tag
from summarizer.render.page.parts import Scene, foot, item
from summarizer.render.page.timeline import timeline
from summarizer.render.page.words import Words


def talks(summary: ArticleSummary, scene: Scene) -> Html:
    """All talks of the summary."""
    found = list(enumerate(summary.planned_talks, 1))
    dated = [(n, talk) for n, talk in found if talk.date]
    dated.sort(key=lambda one: _first_day(one[1]))
    undated = [(n, talk) for n, talk in found if not talk.date]
    parts = [timeline([(f"t{n}", talk) for n, talk in dated], summary.article.published, scene.words)]
    if dated:
        parts.append(tag("ol", *(_talk(talk, f"t{n}", scene) for n, talk in dated), class_="items"))
    if undated:
        parts.append(tag("h3", scene.words("no_date")))
        parts.append(tag("ul", *(_talk(talk, f"t{n}", scene) for n, talk in undated), class_="items"))
    return join(*parts)


def _first_day(talk: PlannedTalk) -> tuple[date, date]:
    return (talk.date.start, talk.date.end) if talk.date else (date.max, date.max)


def _talk(talk: PlannedTalk, identifier: str, scene: Scene) -> Html:
    words, spoken = scene.words, scene.spoken
    names = ", ".join(one.name for one in talk.participants)
    rest = [tag("span", part, lang=spoken) for part in (talk.place, words.quoted(talk.when)) if part]
    title = tag("b", talk.topic or names or words("no_participants"), lang=spoken)
    return item(
        identifier,
        tag("p", *_when(talk, words), class_="when") if talk.date else None,
        tag("p", title),
        tag("p", names, lang=spoken) if talk.topic and names else None,
        tag("p", *_between(rest, " · "), class_="aside") if rest else None,
        foot(talk, scene, _status(talk.status, words)),
        class_=f"talk status-{talk.status}",
    )


def _status(value: TalkStatus, words: Words) -> Html:
    """Whether the talk is announced, proposed, called off: shape and word."""
    word = words("reported_talk") if value == "reported" else words(value)
    return tag("span", icon(f"talk-{value}"), word, class_=f"standing {value}")


def _when(talk: PlannedTalk, words: Words) -> Iterator[Html]:
    if talk.date:
        yield tag("time", words.days(talk.date), datetime=talk.date.start.isoformat())
        precision = words.precision(talk.date)
        if precision:
            yield tag("span", precision, class_="aside")


def _between(parts: Sequence[Html], sign: str) -> Iterator[str]:
    for n, part in enumerate(parts):
        if n:
            yield sign
        yield part
