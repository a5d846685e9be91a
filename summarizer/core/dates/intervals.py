"""What a date phrase denotes, and the calendar arithmetic behind it."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from enum import StrEnum

from summarizer.core.described import Described


class DatePrecision(StrEnum):
    """How a `DateInterval` is to be read."""

    DAY = "day"
    """Exactly this day."""
    WEEK = "week"
    """Seven days: Monday to Sunday, or three days either side of "in two weeks"."""
    MONTH = "month"
    """A calendar month, or fifteen days either side of "in three months"."""
    SEASON = "season"
    """A meteorological season of the northern hemisphere (spring is March to May)."""
    QUARTER = "quarter"
    """A calendar quarter."""
    YEAR = "year"
    """A calendar year, or half a year either side of "in two years"."""
    RANGE = "range"
    """From a stated first to a stated last day: "18. bis 20. Oktober"."""
    WINDOW = "window"
    """Some time between the two days, not known when: deadlines, "late March", "nächsten Mittwoch"
    where two Wednesdays may be meant."""


class DateInterval(Described):
    """The calendar days a phrase denotes, in the publication's local calendar."""

    start: date
    """The first day."""
    end: date
    """The last day, inclusive; never before `start`."""
    precision: DatePrecision
    """Whether the interval is one day, a calendar unit, a stated range or a mere window."""


def interval(start: date, end: date, precision: DatePrecision) -> DateInterval:
    """Short form of the constructor; a range of a single day becomes a day."""
    if start > end:
        raise ValueError("a date interval ends before it starts")
    if start == end:
        precision = DatePrecision.DAY
    return DateInterval(start=start, end=end, precision=precision)


def day(start: date) -> DateInterval:
    """A single day."""
    return interval(start, start, DatePrecision.DAY)


def window(start: date, end: date) -> DateInterval:
    """Some time between the two days, both inclusive."""
    return interval(start, end, DatePrecision.WINDOW)


def week_of(some_day: date) -> DateInterval:
    """Monday to Sunday around `some_day`."""
    monday = some_day - timedelta(days=some_day.weekday())
    return interval(monday, monday + timedelta(days=6), DatePrecision.WEEK)


def months(year: int, first: int, count: int, precision: DatePrecision) -> DateInterval:
    """`count` whole months; `first` is 1 for January and may lie outside 1..12, which shifts the year."""
    start_year, start_month = divmod(year * 12 + first - 1, 12)
    end_year, end_month = divmod(year * 12 + first + count - 2, 12)
    last_day = calendar.monthrange(end_year, end_month + 1)[1]
    return interval(date(start_year, start_month + 1, 1), date(end_year, end_month + 1, last_day), precision)


def month(year: int, number: int) -> DateInterval:
    """A calendar month; `number` is 1 for January."""
    return months(year, number, 1, DatePrecision.MONTH)


def quarter(year: int, number: int) -> DateInterval:
    """A calendar quarter, 1 to 4."""
    return months(year, 3 * number - 2, 3, DatePrecision.QUARTER)


def whole_year(year: int) -> DateInterval:
    """A calendar year."""
    return months(year, 1, 12, DatePrecision.YEAR)


def add_months(some_day: date, count: int) -> date:
    """The same day `count` months on, or that month's last day where it has no such day."""
    year, zero_based = divmod(some_day.year * 12 + some_day.month - 1 + count, 12)
    last_day = calendar.monthrange(year, zero_based + 1)[1]
    return date(year, zero_based + 1, min(some_day.day, last_day))


def easter_sunday(year: int) -> date:
    """Western Easter by the anonymous Gregorian computus (Meeus, Jones, Butcher)."""
    golden, (century, in_century) = year % 19, divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    leap_years, year_rest = divmod(in_century, 4)
    weekday = (32 + 2 * century_rest + 2 * leap_years - epact - year_rest) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    easter_month, zero_based = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, easter_month, zero_based + 1)


def hull(first: DateInterval, second: DateInterval, precision: DatePrecision) -> DateInterval:
    """From the earlier start to the later end."""
    return interval(min(first.start, second.start), max(first.end, second.end), precision)


def contains(outer: DateInterval, inner: DateInterval) -> bool:
    """Whether all of `inner` lies within `outer`."""
    return outer.start <= inner.start and inner.end <= outer.end
