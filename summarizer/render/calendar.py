"""Planned talks as an iCalendar file (RFC 5545): what has a date becomes an event, the rest is listed.

A talk stands on whole days, because that is what an article's words denote; a time of day is never made up.
Folding and escaping are the library's. There is no clock here: equal summaries give equal bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta

from icalendar import Calendar, Event

from summarizer.core.article import normalise_line
from summarizer.core.dates import DateInterval, DatePrecision
from summarizer.core.summary import ArticleSummary, PlannedTalk
from summarizer.core.support import Verdict
from summarizer.render.words import days, why

# A postponed talk whose article gives a date is expected then, but has been moved once already.
_STATUS = {
    "announced": "CONFIRMED",
    "reported": "TENTATIVE",
    "proposed": "TENTATIVE",
    "postponed": "TENTATIVE",
    "cancelled": "CANCELLED",
}
_MARKED = frozenset({"postponed", "cancelled"})
# For summaries that name neither when they were made nor when the article appeared.
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def to_ics(summaries: Iterable[ArticleSummary]) -> bytes:
    """One calendar over all talks of `summaries`; those without a date are named in its description."""
    calendar = Calendar()
    calendar.add("prodid", "-//summarizer//planned talks//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Planned talks")
    undated: list[str] = []
    used: dict[str, int] = {}
    for summary in summaries:
        for talk in summary.planned_talks:
            if talk.date is None:
                undated.append(_line(talk, summary))
            else:
                calendar.add_component(_event(talk, talk.date, summary, used))
    if undated:
        told = "Without a date that can be known: " + "; ".join(undated)
        calendar.add("x-wr-caldesc", told)
        calendar.add("comment", told)
    return bytes(calendar.to_ical())


def _event(talk: PlannedTalk, date: DateInterval, summary: ArticleSummary, used: dict[str, int]) -> Event:
    event = Event()
    event.add("uid", _uid(talk, date, summary, used))
    event.add("dtstamp", _stamp(summary))
    event.add("dtstart", date.start)
    # DTEND is the day after the last; a date without one would be a day as well, but not for every program.
    last = min(date.end, date.end.max - timedelta(days=1))
    event.add("dtend", last + timedelta(days=1))
    event.add("summary", _title(talk))
    event.add("status", _STATUS[talk.status])
    # A note on whole days must not make an analyst look busy.
    event.add("transp", "TRANSPARENT")
    event.add("description", "\n".join(_description(talk, summary)))
    if talk.place:
        event.add("location", normalise_line(talk.place))
    return event


def _uid(talk: PlannedTalk, date: DateInterval, summary: ArticleSummary, used: dict[str, int]) -> str:
    """The same for the same talk of the same article, whatever its place in the list or its status."""
    parts = [
        summary.article.sha256,
        *sorted(one.name for one in talk.participants),
        *(part or "" for part in (talk.topic, talk.place)),
        date.start.isoformat(),
        date.end.isoformat(),
    ]
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    used[digest] = used.get(digest, 0) + 1
    again = f"-{used[digest]}" if used[digest] > 1 else ""
    return f"{digest}{again}@summarizer"


def _stamp(summary: ArticleSummary) -> datetime:
    started, published = summary.provenance.started, summary.article.published
    if started is not None:
        aware = started if started.tzinfo else started.replace(tzinfo=UTC)
        return aware.astimezone(UTC).replace(microsecond=0)
    return datetime.combine(published, time(), UTC) if published else _NO_TIME


def _title(talk: PlannedTalk) -> str:
    names = ", ".join(one.name for one in talk.participants)
    title = ": ".join(part for part in (names, talk.topic) if part) or "Planned talk"
    return normalise_line(f"[{talk.status}] {title}" if talk.status in _MARKED else title)


def _description(talk: PlannedTalk, summary: ArticleSummary) -> Iterator[str]:
    article = summary.article
    if talk.date and talk.date.precision not in (DatePrecision.DAY, DatePrecision.RANGE):
        yield f"Some time between these days ({talk.date.precision}): {days(talk.date)}"
    yield f"Status: {talk.status}"
    if talk.when:
        yield f"When, in the article's words: {normalise_line(talk.when)}"
    for evidence in talk.evidence:
        yield f"[{evidence.sentence}] {normalise_line(evidence.text)}"
    if talk.support.verdict is not Verdict.SUPPORTED:
        yield f"Checks: {talk.support.verdict} ({why(talk.support)})"
    where = [article.title, article.source, article.published and article.published.isoformat()]
    told = ", ".join(normalise_line(part) for part in where if part) or article.id
    yield f"Source: {told}"
    yield f"Article SHA-256: {article.sha256}"


def _line(talk: PlannedTalk, summary: ArticleSummary) -> str:
    parts = [
        _title(talk),
        talk.when,
        talk.place,
        f"{talk.status}, {summary.article.title or summary.article.id}",
    ]
    return normalise_line(" · ".join(part for part in parts if part))
