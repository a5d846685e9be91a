"""Productions for what a calendar names: dates, months, seasons, quarters, holidays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from summarizer.core.dates import intervals, periods
from summarizer.core.dates.anchoring import Expression, Fixed, YearForm, Yearly, shifted_year
from summarizer.core.dates.intervals import DateInterval, DatePrecision
from summarizer.core.dates.lexer import LONG_FIGURE
from summarizer.core.dates.lists import read_list
from summarizer.core.dates.reading import Read, Reading
from summarizer.core.dates.symbols import Kind, Shift, Unit

MonthForm = Callable[[int, int], DateInterval | None]
"""Where something lies in a given year and month."""


def _on_day(month: int, day: int, year: int) -> DateInterval | None:
    try:
        return intervals.day(date(year, month, day))
    except ValueError:
        return None


def numeric_date(reading: Reading, position: int) -> Read:
    """A date in figures, with or without its year."""
    if reading.kind(position) is not Kind.DATE:
        return None
    year, month, day = reading.at(position).numeric
    expression = Yearly(partial(_on_day, month, day), year or None)
    if year:
        return expression, position + 1
    return _with_year(reading, expression, position + 1)


def weekday_with_date(reading: Reading, position: int) -> Read:
    """ "Monday, 26 January": the weekday only checks the date."""
    if reading.kind(position) is Kind.WEEKDAY:
        read = dated_day(reading, reading.after(position + 1, Kind.COMMA))
        if read is not None and isinstance(read[0], Yearly):
            return Yearly(read[0].form, read[0].year, reading.at(position).number), read[1]
        return None
    read = dated_day(reading, position)
    if read is None or not isinstance(read[0], Yearly):
        return read
    after = reading.after(read[1], Kind.COMMA)
    if reading.kind(after) is Kind.WEEKDAY and after > read[1]:
        return Yearly(read[0].form, read[0].year, reading.at(after).number), after + 1
    return read


def dated_day(reading: Reading, position: int) -> Read:
    """A date in figures or with the name of its month; days named together count as one."""
    return numeric_date(reading, position) or _days_of_month(reading, position)


def _days(days: tuple[int, ...], precision: DatePrecision, year: int, month: int) -> DateInterval | None:
    try:
        return intervals.interval(date(year, month, days[0]), date(year, month, days[-1]), precision)
    except ValueError:
        return None


def _days_of_month(reading: Reading, position: int) -> Read:
    """ "20. Januar", "3./4. Mai", "October 18-20", "the 20th of next month"."""
    if reading.kind(position) is Kind.MONTH and reading.vocabulary.month_before_day:
        listed = read_list(reading, position + 1, (Kind.NUMBER, Kind.ORDINAL))
        # "in May 20 countries": nobody says "in May 20" of a day.
        if listed is None or reading.kind(position - 1) is Kind.IN:
            return None
        form = partial(_days, listed.values, listed.precision)
        return _with_year(reading, _yearly_of(form, reading.at(position).number), listed.end)
    listed = read_list(reading, position, (Kind.NUMBER, Kind.ORDINAL))
    if listed is None:
        return None
    return _of_month(reading, partial(_days, listed.values, listed.precision), listed.end)


def _yearly_of(form: MonthForm, month: int) -> Yearly:
    return Yearly(lambda year: form(year, month))


def _of_month(reading: Reading, form: MonthForm, position: int) -> Read:
    """The month that `form` lies in: named, or counted from publication."""
    if reading.kind(position) is Kind.MONTH:
        return _with_year(reading, _yearly_of(form, reading.at(position).number), position + 1)
    if reading.kind(position) is Kind.SHIFT and reading.is_unit(position + 1, Unit.MONTH):
        return _of_running_month(reading, form, reading.at(position).name), position + 2
    if reading.is_unit(position, Unit.MONTH):
        return _of_running_month(reading, form, Shift.THIS), position + 1
    return None


def _of_running_month(reading: Reading, form: MonthForm, shift: str) -> Expression:
    if reading.anchor is None:
        return Fixed(None)
    month = periods.shifted_unit(Unit.MONTH, shift, reading.anchor, sunday_starts_week=False)
    return Fixed(not_over(reading, form(month.start.year, month.start.month) if month else None))


def not_over(reading: Reading, found: DateInterval | None) -> DateInterval | None:
    """ "Anfang der Woche", said on a Friday of something to come, is not this week's."""
    if found is None or reading.anchor is None:
        return found
    published, future = reading.anchor.published, reading.anchor.future
    wrong_side = found.end < published if future else found.start > published
    return None if wrong_side else found


def in_month(reading: Reading, position: int) -> Read:
    """ "Ende März", "second half of March", "first Tuesday of November", "last week of next month"."""
    first, second = reading.at(position), reading.at(position + 1)
    if first.kind is Kind.PART:
        parts: tuple[str, ...] = (first.name,)
        after = position + 1
        if second.kind in (Kind.TO, Kind.UNTIL, Kind.OR, Kind.DASH) and reading.kind(after + 1) is Kind.PART:
            parts, after = (first.name, reading.at(after + 1).name), after + 2
        return _of_month(reading, partial(_parts_of_month, parts), after)
    last = first.kind is Kind.SHIFT and first.name == Shift.LAST
    if first.kind is not Kind.ORDINAL and not last:
        return None
    number = periods.LAST if last else first.number
    after = position + 2
    if second.kind is Kind.UNIT and second.name == Unit.HALF:
        return _of_month(reading, lambda y, m: periods.half_of_month(y, m, number), after)
    after = reading.after(after, Kind.IN)
    if second.kind is Kind.WEEKDAY:
        return _of_month(reading, lambda y, m: periods.numbered_weekday(y, m, second.number, number), after)
    if second.kind is Kind.UNIT and second.name == Unit.WEEK:
        return _of_month(reading, lambda y, m: periods.numbered_week(y, m, number), after)
    if second.kind is Kind.UNIT and second.name == Unit.WEEKEND:
        return _of_month(reading, lambda y, m: periods.numbered_weekend(y, m, number), after)
    return None


def _parts_of_month(parts: tuple[str, ...], year: int, month: int) -> DateInterval:
    """ "Anfang bis Mitte Juli" spans two thirds."""
    first, last = (periods.part_of_month(year, month, part) for part in (parts[0], parts[-1]))
    return intervals.window(first.start, last.end)


def yearly(reading: Reading, position: int) -> Read:
    """Months, seasons, quarters, halves, numbered weeks, holidays; with "early" or "next" before."""
    symbol = reading.at(position)
    shift = symbol.name if symbol.kind is Kind.SHIFT else ""
    part = symbol.name if symbol.kind is Kind.PART else ""
    start = position + 1 if shift or part else position
    named = _year_form(reading, start, part)
    if named is None:
        return None
    form, end = named
    if shift:
        if reading.anchor is None:
            return Fixed(None), end
        return Fixed(shifted_year(form, shift, reading.anchor.published)), end
    return _with_year(reading, Yearly(form), end)


def _year_form(reading: Reading, position: int, part: str) -> tuple[YearForm, int] | None:
    symbol = reading.at(position)
    match symbol.kind:
        case Kind.MONTH if not part:
            return (lambda year: intervals.month(year, symbol.number)), position + 1
        case Kind.SEASON if part:
            return periods.part_of_season(symbol.number, part), position + 1
        case Kind.SEASON:
            return _season_form(reading, symbol.number, position + 1), position + 1
        case Kind.HOLIDAY if not part:
            return periods.holiday(symbol.name), position + 1
        case Kind.ORDINAL:
            return _numbered_form(reading, position, part)
        case Kind.UNIT if symbol.name == Unit.NUMBERED_WEEK and reading.kind(position + 1) is Kind.NUMBER:
            return periods.calendar_week(reading.at(position + 1).number), position + 2
    return None


def _season_form(reading: Reading, first_month: int, after: int) -> YearForm:
    """ "Winter 2026" may be the one that ends or the one that begins in 2026."""
    after = reading.after(after, Kind.UNIT) if reading.is_unit(after, Unit.YEAR) else after
    if first_month == 12 and (reading.kind(after) is Kind.YEAR or reading.is_unit(after + 1, Unit.YEAR)):
        return lambda year: None
    return periods.season(first_month)


def _numbered_form(reading: Reading, position: int, part: str) -> tuple[YearForm, int] | None:
    number = reading.at(position).number
    after = position + 2
    if reading.is_unit(position + 1, Unit.QUARTER) and 1 <= number <= 4:
        whole: YearForm = partial(_quarter, number)
    elif reading.is_unit(position + 1, Unit.HALF_YEAR) and number in (1, 2):
        whole = periods.half_year(number)
    elif reading.is_unit(position + 1, Unit.HALF) and number in (1, 2):
        # Without a year "the second half" belongs to football.
        whole = periods.half_year(number)
        named = reading.kind(after) is Kind.YEAR or reading.is_unit(after, Unit.YEAR)
        if not named and not reading.is_unit(after + 1, Unit.YEAR):
            return None
        if reading.is_unit(after, Unit.YEAR) and reading.kind(after + 1) is not Kind.YEAR:
            after += 1
    elif reading.is_unit(position + 1, Unit.NUMBERED_WEEK) and not part:
        return periods.calendar_week(number), after
    else:
        return None
    if part:
        return (lambda year: _part_of(whole(year), part)), after
    return whole, after


def _quarter(number: int, year: int) -> DateInterval:
    return intervals.quarter(year, number)


def _part_of(whole: DateInterval | None, part: str) -> DateInterval | None:
    return periods.part_of_months(whole, part) if whole else None


def _with_year(reading: Reading, expression: Yearly, position: int) -> tuple[Expression, int]:
    """Adds "2027", "im Jahr 2027", "next year" where one follows."""
    if reading.at(position).name == LONG_FIGURE:
        return Fixed(None), position + 1
    year = year_at(reading, reading.after(position, Kind.COMMA, Kind.IN, Kind.SLASH))
    if year is None:
        return expression, position
    if year[0] is None:
        return Fixed(None), year[1]
    return Yearly(expression.form, year[0], expression.weekday), year[1]


def year_at(reading: Reading, position: int) -> tuple[int | None, int] | None:
    """A year and the position after it; the year is None where it is relative to nothing known."""
    if reading.is_unit(position, Unit.YEAR) and reading.kind(position + 1) is Kind.YEAR:
        position += 1
    if reading.kind(position) in (Kind.YEAR, Kind.YEAR_PAIR):
        return reading.at(position).number, position + 1
    shift, unit = position, position + 1
    if reading.vocabulary.shift_follows and reading.is_unit(position, Unit.YEAR):
        shift, unit = position + 1, position
    if reading.kind(shift) is not Kind.SHIFT or not reading.is_unit(unit, Unit.YEAR):
        return None
    if reading.anchor is None:
        return None, position + 2
    return reading.anchor.published.year + periods.OFFSETS[reading.at(shift).name], position + 2
