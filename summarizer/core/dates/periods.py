"""Parts of months, quarters and years; running and neighbouring weeks, months and years."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from summarizer.core.dates import intervals
from summarizer.core.dates.anchoring import Anchor, YearForm
from summarizer.core.dates.intervals import DateInterval, DatePrecision
from summarizer.core.dates.symbols import Part, Shift, Unit

OFFSETS: dict[str, int] = {
    Shift.THIS: 0,
    Shift.COMING: 1,
    Shift.NEXT: 1,
    Shift.AFTER_NEXT: 2,
    Shift.PAST: -1,
    Shift.LAST: -1,
    Shift.BEFORE_LAST: -2,
}
LAST = -1
"""As the number of a weekday or week within a month: the last one."""


def part_of_month(year: int, month: int, part: str) -> DateInterval:
    """Thirds: 1 to 10, 11 to 20, 21 to the end."""
    last = calendar.monthrange(year, month)[1]
    first_day, last_day = {Part.START: (1, 10), Part.MIDDLE: (11, 20), Part.END: (21, last)}[Part(part)]
    return intervals.window(date(year, month, first_day), date(year, month, last_day))


def half_of_month(year: int, month: int, number: int) -> DateInterval | None:
    """1 to 15, or 16 to the end."""
    last = calendar.monthrange(year, month)[1]
    halves = {1: (1, 15), 2: (16, last)}
    if number not in halves:
        return None
    return intervals.window(date(year, month, halves[number][0]), date(year, month, halves[number][1]))


def numbered_weekday(year: int, month: int, weekday: int, number: int) -> DateInterval | None:
    """The `number`-th such weekday of the month, or the last one."""
    length = calendar.monthrange(year, month)[1]
    days = [d for d in range(1, length + 1) if date(year, month, d).weekday() == weekday]
    if number == LAST:
        return intervals.day(date(year, month, days[-1]))
    return intervals.day(date(year, month, days[number - 1])) if 1 <= number <= len(days) else None


def numbered_week(year: int, month: int, number: int) -> DateInterval | None:
    """The window of all that is called the first (second, ...) week of a month: seven days from the
    1st, the calendar week in which it begins, or the first full one."""
    length = calendar.monthrange(year, month)[1]
    if number == LAST:
        return intervals.window(date(year, month, length - 12), date(year, month, length))
    if not 1 <= number <= 5:
        return None
    first, last = max(1, 7 * number - 12), min(length, 7 * number + 6)
    return intervals.window(date(year, month, first), date(year, month, last))


def numbered_weekend(year: int, month: int, number: int) -> DateInterval | None:
    """By its Saturday; None where a weekend that is cut by the month's end leaves that open."""
    saturday = numbered_weekday(year, month, 5, number)
    sunday = numbered_weekday(year, month, 6, number)
    if saturday is None or sunday is None or sunday.start - saturday.start != timedelta(days=1):
        return None
    return intervals.window(saturday.start, sunday.start)


def part_of_year(year: int, part: str) -> DateInterval:
    """First quarter, May to August, last quarter: nobody calls May "early in the year", but
    "mid-year" is used for all of summer."""
    first, count = {Part.START: (1, 3), Part.MIDDLE: (5, 4), Part.END: (10, 3)}[Part(part)]
    return intervals.months(year, first, count, DatePrecision.WINDOW)


def part_of_week(some_day: date, part: str) -> DateInterval:
    """Monday and Tuesday, Tuesday to Thursday, Thursday to Sunday: the end of the week is Friday for
    some and Sunday for others."""
    monday = some_day - timedelta(days=some_day.weekday())
    first, last = {Part.START: (0, 1), Part.MIDDLE: (1, 3), Part.END: (3, 6)}[Part(part)]
    return intervals.window(monday + timedelta(days=first), monday + timedelta(days=last))


def part_of_months(whole: DateInterval, part: str) -> DateInterval:
    """A third of a quarter or half-year."""
    count = (whole.end.year * 12 + whole.end.month - whole.start.year * 12 - whole.start.month + 1) // 3
    offset = {Part.START: 0, Part.MIDDLE: count, Part.END: 2 * count}[Part(part)]
    start = whole.start
    return intervals.months(start.year, start.month + offset, count, DatePrecision.WINDOW)


def season(first_month: int) -> YearForm:
    """The meteorological season that begins on the first of `first_month`."""
    return lambda year: intervals.months(year, first_month, 3, DatePrecision.SEASON)


def part_of_season(first_month: int, part: str) -> YearForm:
    """The whole season, since its thirds are not agreed upon; a late one lasts three weeks longer,
    because for astronomers it does."""

    def form(year: int) -> DateInterval:
        whole = intervals.months(year, first_month, 3, DatePrecision.SEASON)
        longer = timedelta(days=21 if part == Part.END else 0)
        return intervals.window(whole.start, whole.end + longer)

    return form


def half_year(number: int) -> YearForm:
    """January to June (1) or July to December (2)."""
    return lambda year: intervals.months(year, 6 * number - 5, 6, DatePrecision.WINDOW)


def calendar_week(number: int) -> YearForm:
    """The ISO week of that number."""
    return lambda year: intervals.week_of(date.fromisocalendar(year, number, 1))


HOLIDAY_OFFSETS = {
    "good friday": (-2, -2),
    "easter sunday": (0, 0),
    "easter monday": (1, 1),
    "easter": (-2, 1),
    "ascension": (39, 39),
    "whit sunday": (49, 49),
    "whit monday": (50, 50),
    "whitsun": (49, 50),
}
"""First and last day, counted from Easter Sunday."""
HOLIDAY_DAYS = {
    "christmas eve": (12, 24, 24),
    "christmas day": (12, 25, 25),
    "christmas": (12, 24, 26),
    "new year's eve": (12, 31, 31),
    "new year": (1, 1, 1),
    "german unity": (10, 3, 3),
}
"""Month, first and last day."""


def holiday(name: str) -> YearForm:
    """A holiday by the keys of `HOLIDAY_OFFSETS` and `HOLIDAY_DAYS`."""

    def form(year: int) -> DateInterval:
        if name in HOLIDAY_DAYS:
            month, first, last = HOLIDAY_DAYS[name]
            return intervals.window(date(year, month, first), date(year, month, last))
        first, last = HOLIDAY_OFFSETS[name]
        easter = intervals.easter_sunday(year)
        return intervals.window(easter + timedelta(days=first), easter + timedelta(days=last))

    return form


def shifted_week(shift: str, anchor: Anchor, *, sunday_starts_week: bool) -> DateInterval | None:
    """ "this week", "next week". On a Sunday "this week" may be the one that begins, and where weeks
    may start on Sunday "next week" may be the one after."""
    week = timedelta(days=7)
    found = intervals.week_of(anchor.published + OFFSETS[shift] * week)
    if anchor.published.weekday() != 6 or not anchor.future:
        return found
    if shift == Shift.THIS:
        return intervals.window(anchor.published, anchor.published + week)
    if sunday_starts_week and shift in (Shift.NEXT, Shift.COMING, Shift.AFTER_NEXT):
        return intervals.window(found.start, found.end + timedelta(days=6))
    return found


def weekend(shift: str | None, anchor: Anchor) -> DateInterval | None:
    """Saturday and Sunday; `shift` None is the bare "at the weekend"."""
    published, week = anchor.published, timedelta(days=7)
    saturday = published - timedelta(days=published.weekday() - 5)
    running = published.weekday() >= 5
    weekend_of = {0: saturday, 1: saturday + week, -1: saturday - week}

    def both_days(start: date) -> DateInterval:
        return intervals.window(start, start + timedelta(days=1))

    match shift:
        case None if published.weekday() == 6 and anchor.future:
            return None
        case None | Shift.THIS:
            return both_days(weekend_of[0 if anchor.future or running else -1])
        case Shift.COMING:
            return both_days(weekend_of[1 if running else 0])
        case Shift.NEXT:
            nearest = weekend_of[1 if running else 0]
            return both_days(nearest) if running else intervals.window(nearest, nearest + timedelta(days=8))
        case Shift.PAST | Shift.LAST:
            return both_days(weekend_of[-1])
    return None


def shifted_unit(unit: str, shift: str, anchor: Anchor, *, sunday_starts_week: bool) -> DateInterval | None:
    """The running, next or last calendar unit."""
    published, offset = anchor.published, OFFSETS[shift]
    match unit:
        case Unit.WEEK:
            return shifted_week(shift, anchor, sunday_starts_week=sunday_starts_week)
        case Unit.WEEKEND:
            return weekend(shift, anchor)
        case Unit.MONTH:
            return intervals.months(published.year, published.month + offset, 1, DatePrecision.MONTH)
        case Unit.QUARTER:
            first = 3 * ((published.month - 1) // 3 + offset) + 1
            return intervals.months(published.year, first, 3, DatePrecision.QUARTER)
        case Unit.HALF_YEAR:
            first = 6 * ((published.month - 1) // 6 + offset) + 1
            return intervals.months(published.year, first, 6, DatePrecision.WINDOW)
        case Unit.YEAR:
            return intervals.whole_year(published.year + offset)
    return None


def part_of_unit(part: str, unit: str, shift: str, anchor: Anchor) -> DateInterval | None:
    """ "early next week", "Ende des Monats"; the bare unit is the running one."""
    published = anchor.published
    if unit == Unit.WEEK:
        return part_of_week(published + timedelta(days=7 * OFFSETS[shift]), part)
    if unit not in (Unit.MONTH, Unit.YEAR, Unit.QUARTER, Unit.HALF_YEAR):
        return None
    whole = shifted_unit(unit, shift, anchor, sunday_starts_week=False)
    if whole is None:
        return None
    if unit == Unit.MONTH:
        return part_of_month(whole.start.year, whole.start.month, part)
    return part_of_year(whole.start.year, part) if unit == Unit.YEAR else part_of_months(whole, part)
