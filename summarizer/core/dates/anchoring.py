"""Turns recurring things (20 January, Wednesday, spring) into the one meant, counted from publication."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from summarizer.core.dates import intervals
from summarizer.core.dates.intervals import DateInterval, DatePrecision
from summarizer.core.dates.symbols import Shift

JUST_OVER = timedelta(days=31)
"""A date without a year that ended less than this ago is not taken for next year's: a talk eleven
months away is announced with its year, so the phrase more likely tells of what was."""

YearForm = Callable[[int], DateInterval | None]
"""Where the thing lies in a given year; None where that year lacks it (29 February)."""


@dataclass(frozen=True)
class Anchor:
    """From where the article looks, and which way."""

    published: date
    future: bool


@dataclass(frozen=True)
class Yearly:
    """Something that comes once a year; `year` where the phrase names it."""

    form: YearForm
    year: int | None = None
    weekday: int | None = None
    """The weekday the phrase gives with the date, to be checked."""


@dataclass(frozen=True)
class Weekly:
    """Weekdays in the order named; the first one anchors the others."""

    weekdays: tuple[int, ...]
    precision: DatePrecision = DatePrecision.DAY


@dataclass(frozen=True)
class Fixed:
    """An interval, or None for an expression that was understood and is ambiguous."""

    interval: DateInterval | None


Expression = Yearly | Weekly | Fixed


def anchored(expression: Expression, anchor: Anchor | None) -> DateInterval | None:
    """The interval the expression denotes, or None where that cannot be known."""
    if isinstance(expression, Fixed):
        return expression.interval
    if isinstance(expression, Yearly):
        found = _yearly(expression, anchor)
        if found and expression.weekday is not None and found.start.weekday() != expression.weekday:
            return None
        return found
    return spread(expression, nearest_weekday(expression.weekdays[0], anchor)) if anchor else None


def _yearly(expression: Yearly, anchor: Anchor | None) -> DateInterval | None:
    if expression.year is not None:
        return expression.form(expression.year)
    if anchor is None:
        return None
    published = anchor.published
    candidates = list(_around(expression.form, published.year))
    if anchor.future:
        just_over = any(published - JUST_OVER <= c.end < published for c in candidates)
        running = [c for c in candidates if c.end >= published]
        return None if just_over and not _running(running, published) else next(iter(running), None)
    just_ahead = any(published < c.start <= published + JUST_OVER for c in candidates)
    running = [c for c in candidates if c.start <= published]
    return None if just_ahead and not _running(running, published) else next(reversed(running), None)


def _running(candidates: list[DateInterval], published: date) -> bool:
    return any(c.start <= published <= c.end for c in candidates)


def _around(form: YearForm, year: int) -> Iterable[DateInterval]:
    found = [form(y) for y in (year - 2, year - 1, year, year + 1, year + 2)]
    return [candidate for candidate in found if candidate is not None]


def shifted_year(form: YearForm, shift: str, published: date) -> DateInterval | None:
    """ "next March": None where the adjoining and the next year's are both possible."""
    candidates = list(_around(form, published.year))
    coming = next((c for c in candidates if c.start > published), None)
    past = next((c for c in reversed(candidates) if c.end < published), None)
    match shift:
        case Shift.THIS:
            running = next((c for c in candidates if c.start <= published <= c.end), None)
            return running or form(published.year)
        case Shift.COMING:
            return coming
        case Shift.NEXT:
            return coming if coming and coming.start.year > published.year else None
        case Shift.PAST:
            return past
        case Shift.LAST:
            return past if past and past.start.year < published.year else None
    return None


def nearest_weekday(weekday: int, anchor: Anchor) -> date:
    """The publication day itself counts: agencies call it by its weekday."""
    if anchor.future:
        return anchor.published + timedelta(days=(weekday - anchor.published.weekday()) % 7)
    return anchor.published - timedelta(days=(anchor.published.weekday() - weekday) % 7)


def spread(expression: Weekly, first: date) -> DateInterval:
    """The interval of the named weekdays when the first of them falls on `first`."""
    last = first
    for weekday in expression.weekdays[1:]:
        last += timedelta(days=(weekday - last.weekday()) % 7)
    return intervals.interval(first, last, expression.precision)


def shifted_weekday(expression: Weekly, shift: str, anchor: Anchor) -> DateInterval | None:
    """ "next Wednesday". Where the nearest one lies in the running week, some speakers mean it and
    others the one after, so both fit into a window. On a Sunday nobody knows which week runs."""
    published, weekday = anchor.published, expression.weekdays[0]
    sunday = published.weekday() == 6
    ahead = published + timedelta(days=(weekday - published.weekday() - 1) % 7 + 1)
    back = published - timedelta(days=(published.weekday() - weekday - 1) % 7 + 1)
    this_week_ahead = weekday > published.weekday() or (sunday and weekday != 6)
    week = timedelta(days=7)
    match shift:
        case Shift.THIS:
            return spread(expression, nearest_weekday(weekday, anchor))
        case Shift.COMING:
            return spread(expression, ahead)
        case Shift.PAST:
            return spread(expression, back)
        case Shift.NEXT | Shift.AFTER_NEXT:
            start = ahead + (week if shift == Shift.AFTER_NEXT else timedelta())
            found = spread(expression, start)
            return intervals.window(start, found.end + week) if this_week_ahead else found
        case Shift.LAST:
            found = spread(expression, back)
            return intervals.window(back - week, found.end) if weekday < published.weekday() else found
    return None
