"""Counted spans: "in three days", "within two weeks", "vor zwei Monaten"."""

from __future__ import annotations

from datetime import date, timedelta

from summarizer.core.dates import intervals, periods
from summarizer.core.dates.anchoring import Anchor, Fixed, nearest_weekday
from summarizer.core.dates.intervals import DateInterval, DatePrecision
from summarizer.core.dates.reading import Read, Reading
from summarizer.core.dates.symbols import Kind, Shift, Symbol, Unit

_SLACK_DAYS = {Unit.WEEK: 3, Unit.MONTH: 15, Unit.YEAR: 182}
"""Days either side: who says "in two weeks" rounds to weeks, so half of one is open."""
_PRECISION = {
    Unit.WEEK: DatePrecision.WEEK,
    Unit.MONTH: DatePrecision.MONTH,
    Unit.YEAR: DatePrecision.YEAR,
}
_AHEAD = (Shift.NEXT, Shift.COMING)
_BEHIND = (Shift.PAST, Shift.LAST)


class _Count:
    """ "two to three weeks": fewest, most, unit, and where it ends."""

    def __init__(self, fewest: int, most: int, unit: str, end: int) -> None:
        self.fewest, self.most, self.unit, self.end = fewest, most, unit, end


def _count(reading: Reading, position: int) -> _Count | None:
    if reading.kind(position) is not Kind.NUMBER:
        return None
    fewest = most = reading.at(position).number
    position += 1
    if reading.kind(position) in (Kind.TO, Kind.OR, Kind.DASH, Kind.UNTIL, Kind.AND):
        if reading.kind(position + 1) is not Kind.NUMBER:
            return None
        most, position = reading.at(position + 1).number, position + 2
    unit = reading.at(position)
    if unit.kind not in (Kind.UNIT, Kind.UNITS) or most < fewest or not fewest:
        return None
    if unit.name not in (Unit.HOUR, Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.YEAR):
        return None
    return _Count(fewest, most, unit.name, position + 1)


def is_span(reading: Reading, position: int) -> bool:
    """Whether a bare span ("two weeks") stands here: it may move or lengthen any date near it."""
    return _count(reading, position) is not None


def moved(start: date, count: int, unit: str) -> date:
    """`start` plus `count` units; hours are rounded up to whole days."""
    match unit:
        case Unit.HOUR:
            return start + timedelta(days=-(-count // 24))
        case Unit.DAY:
            return start + timedelta(days=count)
        case Unit.WEEK:
            return start + timedelta(days=7 * count)
        case Unit.MONTH:
            return intervals.add_months(start, count)
    return intervals.add_months(start, 12 * count)


def counted(reading: Reading, position: int) -> Read:
    """Any counted span that hangs on the day of publication."""
    for production in (_within, _ahead, _back, _from_a_day, _day_and_span):
        read = production(reading, position)
        if read is not None:
            return read
    return None


def _within(reading: Reading, position: int) -> Read:
    latest = reading.kind(position) is Kind.AT_THE_LATEST
    if latest:
        position += 1
    elif reading.kind(position) is Kind.IN and reading.kind(position + 1) is Kind.AT_THE_LATEST:
        latest, position = True, position + 1
    opening = reading.at(position)
    if opening.kind not in (Kind.IN, Kind.WITHIN, Kind.DURING) and not latest:
        return None
    after = reading.after(position, Kind.IN, Kind.WITHIN, Kind.DURING, Kind.AT_THE_LATEST)
    if reading.kind(after) is Kind.FROM:
        after += 1
    shift = reading.at(after) if reading.kind(after) is Kind.SHIFT else None
    after = reading.after(after + (shift is not None), Kind.APPROXIMATELY)
    if shift is None and opening.kind is not Kind.WITHIN and not latest:
        return None
    count = _count(reading, after)
    if count is None and shift and shift.name in _AHEAD:
        return _next_span(reading, opening.kind, after)
    if count is None or (shift and shift.name not in (*_AHEAD, *_BEHIND)):
        return None
    if reading.anchor is None:
        return Fixed(None), count.end
    published = reading.anchor.published
    if shift and shift.name in _BEHIND:
        return Fixed(intervals.window(moved(published, -count.most, count.unit), published)), count.end
    return Fixed(intervals.window(published, moved(published, count.most, count.unit))), count.end


def _next_span(reading: Reading, opening: Kind, position: int) -> Read:
    """ "in the next week" is next week or the coming seven days: the window holds both."""
    spans = opening is Kind.WITHIN or reading.vocabulary.in_next_is_span
    if not spans or not reading.is_unit(position, Unit.WEEK, Unit.MONTH, Unit.YEAR):
        return None
    if reading.kind(position + 1) is Kind.WEEKDAY or reading.anchor is None:
        return None
    unit = reading.at(position).name
    found = periods.shifted_unit(
        unit, Shift.NEXT, reading.anchor, sunday_starts_week=reading.vocabulary.sunday_starts_week
    )
    return Fixed(intervals.window(reading.anchor.published, found.end) if found else None), position + 1


def _ahead(reading: Reading, position: int) -> Read:
    if reading.kind(position) is not Kind.IN:
        return None
    after = reading.after(position + 1, Kind.APPROXIMATELY)
    count = _count(reading, after)
    if count is None:
        return None
    rounded = after > position + 1
    return Fixed(about(reading, count.fewest, count.most, count.unit, rounded=rounded)), count.end


def _back(reading: Reading, position: int) -> Read:
    if reading.vocabulary.ago_before_count and reading.kind(position) is Kind.BEFORE:
        after = reading.after(position + 1, Kind.APPROXIMATELY)
        count = _count(reading, after)
        rounded = after > position + 1
    else:
        count, rounded = _count(reading, position), False
        if count is None or reading.kind(count.end) is not Kind.AGO:
            return None
        count.end += 1
    if count is None:
        return None
    return Fixed(about(reading, -count.most, -count.fewest, count.unit, rounded=rounded)), count.end


def _from_a_day(reading: Reading, position: int) -> Read:
    """ "two weeks from today", "three days from now", "a week on Tuesday"."""
    count = _count(reading, position)
    if count is None or reading.kind(position - 1) is Kind.FOR:
        return None
    after = count.end
    if reading.kind(after) is Kind.FROM_NOW:
        return Fixed(about(reading, count.fewest, count.most, count.unit, rounded=False)), after + 1
    if count.fewest != count.most:
        return None
    from_a_day = reading.kind(after) is Kind.FROM
    day = reading.at(after + from_a_day)
    weekly = reading.vocabulary.week_on_weekday and count.unit == Unit.WEEK
    if reading.anchor is None or not (from_a_day or weekly):
        return None
    if day.kind not in (Kind.DAYWORD, Kind.WEEKDAY):
        return None
    return Fixed(_past_day(reading.anchor, day, count.fewest, count.unit)), after + from_a_day + 1


def _past_day(anchor: Anchor, day: Symbol, count: int, unit: str) -> DateInterval | None:
    """`count` units behind a named day; on a Tuesday "a week on Tuesday" is in one or in two weeks."""
    if day.kind is Kind.DAYWORD:
        return intervals.day(moved(anchor.published + timedelta(days=day.number), count, unit))
    if day.number == anchor.published.weekday():
        return None
    start = nearest_weekday(day.number, Anchor(anchor.published, future=True))
    return intervals.day(moved(start, count, unit))


def _day_and_span(reading: Reading, position: int) -> Read:
    """ "heute in zwei Wochen" is exact; "Mittwoch in zwei Wochen" has two readings."""
    day = reading.at(position)
    weekly = reading.vocabulary.week_on_weekday and reading.is_unit(position + 1, Unit.WEEK)
    if day.kind in (Kind.DAYWORD, Kind.WEEKDAY) and weekly:  # "Wednesday week"
        return Fixed(_past_day(reading.anchor, day, 1, Unit.WEEK) if reading.anchor else None), position + 2
    back = reading.kind(position + 1) is Kind.BEFORE and reading.vocabulary.ago_before_count
    if day.kind not in (Kind.DAYWORD, Kind.WEEKDAY) or not (back or reading.kind(position + 1) is Kind.IN):
        return None
    count = _count(reading, position + 2)
    if count is None:
        return None
    if reading.anchor is None or day.kind is Kind.WEEKDAY or count.fewest != count.most:
        return Fixed(None), count.end
    start = reading.anchor.published + timedelta(days=day.number)
    return Fixed(intervals.day(moved(start, -count.most if back else count.most, count.unit))), count.end


def about(reading: Reading, fewest: int, most: int, unit: str, *, rounded: bool) -> DateInterval | None:
    """From `fewest` to `most` units after publication, as exactly as the unit says."""
    if reading.anchor is None:
        return None
    published = reading.anchor.published
    if unit == Unit.HOUR:
        return intervals.window(published + timedelta(days=fewest // 24), moved(published, most, unit))
    if unit == Unit.DAY:
        return _days(reading, reading.anchor, fewest, most, rounded=rounded)
    slack = timedelta(days=_SLACK_DAYS[Unit(unit)])
    start, end = moved(published, fewest, unit) - slack, moved(published, most, unit) + slack
    precision = _PRECISION[Unit(unit)] if fewest == most else DatePrecision.WINDOW
    return intervals.interval(start, end, precision)


def _days(reading: Reading, anchor: Anchor, fewest: int, most: int, *, rounded: bool) -> DateInterval | None:
    published = anchor.published
    if fewest == most and abs(fewest) in reading.vocabulary.idiomatic_days:
        first, last = reading.vocabulary.idiomatic_days[abs(fewest)]
        if fewest < 0:
            first, last = -last, -first
        precision = DatePrecision.WEEK if last - first == 6 else DatePrecision.WINDOW
        return intervals.interval(
            published + timedelta(days=first), published + timedelta(days=last), precision
        )
    if rounded or (fewest >= 20 and fewest % 10 == 0):
        return None  # "in about ten days" has no width that can be known
    return intervals.window(published + timedelta(days=fewest), published + timedelta(days=most))
