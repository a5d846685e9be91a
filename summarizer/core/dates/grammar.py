"""The one grammar for all languages: symbols to date expressions.

Every production looks at a bounded number of symbols from one position, or walks a list once. What
hangs on a year is in `calendar_dates`, counted spans are in `counting`; here is the rest, what hangs on
the day or week of publication.
"""

from __future__ import annotations

from datetime import timedelta

from summarizer.core.dates import intervals, periods
from summarizer.core.dates.anchoring import (
    Expression,
    Fixed,
    Weekly,
    Yearly,
    anchored,
    shifted_weekday,
    spread,
)
from summarizer.core.dates.calendar_dates import (
    dated_day,
    in_month,
    not_over,
    numeric_date,
    weekday_with_date,
    year_at,
    yearly,
)
from summarizer.core.dates.counting import counted
from summarizer.core.dates.intervals import DateInterval, DatePrecision
from summarizer.core.dates.lists import read_list
from summarizer.core.dates.reading import Read, Reading
from summarizer.core.dates.symbols import Kind, Shift, Unit

_INTRODUCE_A_YEAR = (Kind.IN, Kind.BY, Kind.UNTIL, Kind.SINCE, Kind.FROM, Kind.TO, Kind.BETWEEN, Kind.STILL)


def expression_at(reading: Reading, position: int) -> Read:
    """The longest date expression that begins at `position`."""
    for production in (
        counted,
        _night_before,
        numeric_date,
        weekday_with_date,
        in_month,
        yearly,
        _part_of_running,
        _shifted,
        _weekdays,
        _weekend,
        _day_word,
        _bare_year,
    ):
        read = production(reading, position)
        if read is not None:
            return read
    return None


def _night_before(reading: Reading, position: int) -> Read:
    """ "in der Nacht zum Mittwoch" begins on Tuesday."""
    if reading.kind(position) is not Kind.NIGHT_BEFORE:
        return None
    if reading.kind(position + 1) is Kind.WEEKDAY and reading.kind(position + 2) is Kind.WEEKDAY:
        position += 1  # "in der Nacht von Dienstag auf Mittwoch"
    read = dated_day(reading, position + 1) or _weekdays(reading, position + 1)
    if read is None:
        return None
    found = anchored(read[0], reading.anchor)
    if found is None:
        return Fixed(None), read[1]
    return Fixed(intervals.window(found.start - timedelta(days=1), found.end)), read[1]


def _part_of_running(reading: Reading, position: int) -> Read:
    """ "early next week", "Ende des Jahres", "Anfang 2027"; "im Laufe der Woche", "later in the year"."""
    first = reading.at(position)
    if first.kind in (Kind.DURING, Kind.STILL) and reading.kind(position + 1) is Kind.UNIT:
        if reading.anchor is None:
            return Fixed(None), position + 2
        running = _running_unit(reading, reading.at(position + 1).name, Shift.THIS)
        if running and first.kind is Kind.STILL and reading.anchor.future:
            running = intervals.window(reading.anchor.published, running.end)
        return Fixed(running), position + 2
    if first.kind is not Kind.PART:
        return None
    year = year_at(reading, position + 1)
    if year is not None:
        return Fixed(periods.part_of_year(year[0], first.name) if year[0] else None), year[1]
    after = position + 1
    shift = reading.at(after).name if reading.kind(after) is Kind.SHIFT else Shift.THIS
    after = reading.after(after, Kind.SHIFT)
    if reading.kind(after) is not Kind.UNIT:
        return None
    if reading.anchor is None:
        return Fixed(None), after + 1
    found = periods.part_of_unit(first.name, reading.at(after).name, shift, reading.anchor)
    return Fixed(not_over(reading, found)), after + 1


def _running_unit(reading: Reading, unit: str, shift: str) -> DateInterval | None:
    if reading.anchor is None:
        return None
    either = reading.vocabulary.sunday_starts_week
    return periods.shifted_unit(unit, shift, reading.anchor, sunday_starts_week=either)


def _shifted(reading: Reading, position: int) -> Read:
    """ "next week", "nächste Woche Mittwoch", "next year in May", "kommenden Mittwoch"."""
    if reading.kind(position) is Kind.SHIFT:
        shift, subject, after = reading.at(position).name, position + 1, position + 2
    elif reading.vocabulary.shift_follows and reading.kind(position + 1) is Kind.SHIFT:
        shift, subject, after = reading.at(position + 1).name, position, position + 2
    else:
        return None
    if reading.kind(subject) is Kind.WEEKDAY:
        listed = read_list(reading, subject, (Kind.WEEKDAY,)) if subject > position else None
        weekly = Weekly(listed.values, listed.precision) if listed else Weekly((reading.at(subject).number,))
        if reading.anchor is None:
            return Fixed(None), after
        return Fixed(shifted_weekday(weekly, shift, reading.anchor)), listed.end if listed else after
    if reading.kind(subject) is Kind.DAYPART and shift == Shift.THIS and reading.anchor:
        return Fixed(intervals.day(reading.anchor.published)), after
    if reading.kind(subject) is not Kind.UNIT:
        return None
    return _shifted_unit(reading, reading.at(subject).name, shift, after)


def _shifted_unit(reading: Reading, unit: str, shift: str, after: int) -> Read:
    inner = reading.after(after, Kind.COMMA, Kind.IN)
    if unit == Unit.WEEK and reading.kind(inner) is Kind.WEEKDAY:
        listed = read_list(reading, inner, (Kind.WEEKDAY,))
        if listed is not None:
            return _in_week(reading, Weekly(listed.values, listed.precision), shift), listed.end
    if unit == Unit.YEAR and reading.anchor is not None:
        read = dated_day(reading, inner) or in_month(reading, inner) or yearly(reading, inner)
        if read is not None and isinstance(read[0], Yearly) and read[0].year is None:
            year = reading.anchor.published.year + periods.OFFSETS[shift]
            return Yearly(read[0].form, year, read[0].weekday), read[1]
    if reading.anchor is None or year_at(reading, after) or reading.is_unit(after, Unit.YEAR):
        return Fixed(None), after  # "the last quarter of 2026" is not last quarter
    if unit in (Unit.DAY, Unit.HOUR, Unit.HALF, Unit.NUMBERED_WEEK):
        return None
    return Fixed(_running_unit(reading, unit, shift)), after


def _in_week(reading: Reading, weekly: Weekly, shift: str) -> Expression:
    if reading.anchor is None:
        return Fixed(None)
    # On a Sunday it is unclear which week is running, so which one is the next.
    if reading.anchor.published.weekday() == 6 and (
        shift == Shift.THIS or reading.vocabulary.sunday_starts_week
    ):
        return Fixed(None)
    monday = intervals.week_of(reading.anchor.published).start
    days = timedelta(days=7 * periods.OFFSETS[shift] + weekly.weekdays[0])
    return Fixed(spread(weekly, monday + days))


def _weekdays(reading: Reading, position: int) -> Read:
    """ "am Mittwoch", "Monday to Wednesday", "Donnerstag kommender Woche"."""
    listed = read_list(reading, position, (Kind.WEEKDAY,))
    if listed is None:
        return None
    weekly = Weekly(listed.values, listed.precision)
    after = reading.after(listed.end, Kind.DAYPART)
    after = reading.after(after, Kind.COMMA, Kind.IN)
    for shift, unit in ((after, after + 1), (after + 1, after)):
        in_order = shift < unit or reading.vocabulary.shift_follows
        if in_order and reading.kind(shift) is Kind.SHIFT and reading.is_unit(unit, Unit.WEEK):
            return _in_week(reading, weekly, reading.at(shift).name), after + 2
    last = listed.end == len(reading.symbols) - 1
    if last and reading.kind(listed.end) is Kind.SHIFT and reading.anchor:
        return Fixed(shifted_weekday(weekly, reading.at(listed.end).name, reading.anchor)), listed.end + 1
    return weekly, listed.end


def _weekend(reading: Reading, position: int) -> Read:
    if not reading.is_unit(position, Unit.WEEKEND):
        return None
    return Fixed(periods.weekend(None, reading.anchor) if reading.anchor else None), position + 1


def _day_word(reading: Reading, position: int) -> Read:
    if reading.kind(position) is not Kind.DAYWORD:
        return None
    if reading.anchor is None:
        return Fixed(None), position + 1
    return Fixed(
        intervals.day(reading.anchor.published + timedelta(days=reading.at(position).number))
    ), position + 1


def _bare_year(reading: Reading, position: int) -> Read:
    if reading.kind(position) is Kind.YEAR_PAIR:
        year = reading.at(position).number
        return Fixed(intervals.months(year, 1, 24, DatePrecision.RANGE)), position + 1
    start = position + 1 if reading.is_unit(position, Unit.YEAR) else position
    if reading.kind(start) is not Kind.YEAR:
        return None
    # "room 2026", "the 2026 summit": a figure or an event's name, which may date another phrase.
    named = Kind.WORD in (reading.kind(start + 1), reading.kind(position - 1)) and start == position
    if named and start + 1 < len(reading.symbols) and reading.kind(position - 1) not in _INTRODUCE_A_YEAR:
        return Fixed(None), start + 1
    return Fixed(intervals.whole_year(reading.at(start).number)), start + 1
