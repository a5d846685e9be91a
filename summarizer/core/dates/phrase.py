"""One phrase: its date expressions, the words between them, and the interval they give together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from summarizer.core.dates import intervals
from summarizer.core.dates.anchoring import (
    Anchor,
    Expression,
    Weekly,
    Yearly,
    anchored,
    nearest_weekday,
    spread,
)
from summarizer.core.dates.counting import is_span
from summarizer.core.dates.grammar import expression_at
from summarizer.core.dates.intervals import DateInterval, DatePrecision
from summarizer.core.dates.reading import Reading
from summarizer.core.dates.symbols import Kind, Unit

_LIMITS = (Kind.BEFORE, Kind.AFTER, Kind.SINCE, Kind.UNTIL)
_TO = (Kind.TO, Kind.UNTIL, Kind.DASH)
_SERIES = (Kind.AND, Kind.OR, Kind.SLASH, Kind.COMMA)
_BETWEEN_LIMIT_AND_DATE = (Kind.IN, Kind.DURING, Kind.APPROXIMATELY)
_JOINTS = (*_TO, Kind.AND, Kind.OR, Kind.SLASH)
_HARMLESS = (
    *_SERIES,
    Kind.FOR,
    Kind.IN,
    Kind.DAYPART,
    Kind.STILL,
    Kind.FROM,
    Kind.BETWEEN,
    Kind.NUMBER,
    Kind.DURING,
)


@dataclass(frozen=True, slots=True)
class _Found:
    expression: Expression
    start: int
    end: int


class Phrase:
    """The expressions of one phrase and the symbols between them."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.anchor = reading, reading.anchor
        self.found: list[_Found] = []
        self.left: set[int] = set()
        position = 0
        while position < len(reading.symbols):
            read = expression_at(reading, position)
            if read is None:
                self.left.add(position)
                position += 1
            else:
                self.found.append(_Found(read[0], position, read[1]))
                position = read[1]

    @property
    def bare_weekdays(self) -> bool:
        """Whether only the publication day says which week is meant; "noch am Mittwoch" says it too."""
        still = any(self.reading.kind(position) is Kind.STILL for position in self.left)
        return not still and any(isinstance(found.expression, Weekly) for found in self.found)

    def resolved(self) -> DateInterval | None:
        """The interval of the whole phrase, or None where it cannot be known."""
        if not self.found or self._unsafe():
            return None
        result = self._together()
        if result is None or not self._between_dates(Kind.MOVED):
            return result
        return result if result.precision is not DatePrecision.RANGE and len(self.found) == 1 else None

    def _between_dates(self, kind: Kind) -> bool:
        return any(symbol.kind is kind for symbol in self.reading.symbols)

    def _unsafe(self) -> bool:
        """Words that turn the dates into others: vetoes, bare spans, limits set by an event."""
        starts = {found.start for found in self.found}
        last = self.found[-1].start
        for position in self.left:
            kind, next_kind = self.reading.kind(position), self.reading.kind(position + 1)
            if kind is Kind.VETO or is_span(self.reading, position):
                return True
            if kind is Kind.SHIFT and next_kind in (Kind.UNIT, Kind.UNITS):
                return True
            attached = position + 1 in starts or self._limits_later(position)
            if kind in _LIMITS and position < last and not attached:
                return True
            if kind in (Kind.NUMBER, Kind.ORDINAL) and next_kind in (Kind.WEEKDAY, Kind.UNIT):
                return True  # "on a Wednesday", "am zweiten Mittwoch"
            if kind in _JOINTS and self._joins_unread(position):
                return True
        return any(self._about_a_day(found) for found in self.found)

    def _joins_unread(self, position: int) -> bool:
        """ "2026-27", "this week or next": half of what is joined was not understood."""
        beside = {position - 1, position + 1} & self.left
        return any(self.reading.kind(p) in (Kind.NUMBER, Kind.SHIFT, Kind.PART, Kind.UNIT) for p in beside)

    def _limits_later(self, position: int) -> bool:
        """Whether only a harmless word stands between the limit and its date ("bis in den März")."""
        behind = position + 1
        while self.reading.kind(behind) in (*_BETWEEN_LIMIT_AND_DATE, *_TO):
            behind += 1
        return any(found.start == behind for found in self.found)

    def _about_a_day(self, found: _Found) -> bool:
        if self.reading.kind(found.start - 1) is not Kind.APPROXIMATELY:
            return False
        about = anchored(found.expression, self.anchor)
        return about is not None and about.precision is DatePrecision.DAY

    def _together(self) -> DateInterval | None:
        if len(self.found) == 1:
            return self._single(self.found[0])
        if any(self._limit_before(found) in _LIMITS for found in self.found[:1]):
            return None
        if len(self.found) == 2 and self._glue(0) & set(_TO):
            return self._range(self.found[0].expression, self.found[1].expression)
        if any(self._limit_before(found) in _LIMITS for found in self.found):
            return None
        return self._series()

    def _limit_before(self, found: _Found) -> Kind | None:
        """The limiting word that the expression hangs on."""
        position = found.start - 1
        while position in self.left and self.reading.kind(position) in _BETWEEN_LIMIT_AND_DATE:
            position -= 1
        if position not in self.left:
            return None
        kind = self.reading.kind(position)
        if kind is Kind.BY:
            return Kind.UNTIL
        return kind if kind in (*_LIMITS, Kind.FROM) else None

    def _single(self, found: _Found) -> DateInterval | None:
        result = anchored(found.expression, self.anchor)
        if result is None or self._contradicted(found, result):
            return None
        limit = self._limit_before(found)
        kinds = {self.reading.kind(position) for position in self.left}
        if limit is Kind.FROM and result.precision is DatePrecision.RANGE:
            return result  # "vom 8. bis 11. September"
        if limit is Kind.FROM and self.reading.is_unit(found.start - 2, Unit.WEEK):
            return intervals.week_of(result.start)
        if limit in (Kind.AFTER, Kind.FROM):
            return None
        if limit is None and result.precision is DatePrecision.DAY and self._week_of_a_day(found):
            return intervals.week_of(result.start)
        if limit is None and any(self.reading.kind(p) is Kind.BY for p in self.left if p < found.start):
            limit = Kind.UNTIL  # "by the close of business on Friday"; an agent only widens the answer
        if limit in _LIMITS or Kind.AT_THE_LATEST in kinds:
            # "before the end of July" leaves all of July.
            end_of = self.reading.kind(found.start) is Kind.PART
            return self._limited(result, Kind.UNTIL if limit is Kind.BEFORE and end_of else limit)
        if Kind.STILL in kinds:
            return self._remaining(result)
        return result

    def _contradicted(self, found: _Found, result: DateInterval) -> bool:
        """ "Friday the 13th" is not the next Friday if that is the 19th."""
        after = self.reading.at(self.reading.after(found.end, Kind.COMMA))
        return (
            isinstance(found.expression, Weekly)
            and after.kind is Kind.ORDINAL
            and after.number != result.start.day
        )

    def _week_of_a_day(self, found: _Found) -> bool:
        """ "in the week of 6 July"."""
        return self.reading.is_unit(found.start - 1, Unit.WEEK) and found.start - 1 in self.left

    def _limited(self, result: DateInterval, limit: Kind | None) -> DateInterval | None:
        """From publication to a deadline, or from a past day to publication."""
        if self.anchor is None:
            return None
        published = self.anchor.published
        if limit is Kind.SINCE:
            past = result if not self.anchor.future else None
            return intervals.interval(past.start, published, DatePrecision.RANGE) if past else None
        if not self.anchor.future:
            return None
        end = result.start - timedelta(days=1) if limit is Kind.BEFORE else result.end
        return intervals.window(published, end) if end >= published else None

    def _remaining(self, result: DateInterval) -> DateInterval:
        """ "later this week", "noch im Juni": what is over no longer counts."""
        if self.anchor is None or not self.anchor.future or result.precision is DatePrecision.DAY:
            return result
        running = result.start <= self.anchor.published <= result.end
        return intervals.window(self.anchor.published, result.end) if running else result

    def _glue(self, index: int) -> set[Kind]:
        """What stands between an expression and the next one."""
        between = range(self.found[index].end, self.found[index + 1].start)
        return {self.reading.kind(position) for position in between}

    def _range(self, first: Expression, second: Expression) -> DateInterval | None:
        if isinstance(first, Yearly) and isinstance(second, Yearly):
            return self._yearly_range(first, second)
        start = anchored(first, self.anchor)
        if start is None:
            return None
        if isinstance(second, Weekly):
            end = spread(second, nearest_weekday(second.weekdays[0], Anchor(start.start, future=True)))
        else:
            dated = anchored(second, self.anchor)
            if dated is None or dated.start < start.start:
                return None
            end = dated
        return intervals.interval(start.start, end.end, DatePrecision.RANGE)

    def _yearly_range(self, first: Yearly, second: Yearly) -> DateInterval | None:
        """The year may be said once, and the range may cross New Year."""

        def form(year: int) -> DateInterval | None:
            start, end = first.form(year), second.form(second.year or year)
            if start and end and end.end < start.start and second.year is None:
                end = second.form(year + 1)
            if start is None or end is None or end.end < start.start:
                return None
            return intervals.interval(start.start, end.end, DatePrecision.RANGE)

        for weekday, one in ((first.weekday, first), (second.weekday, second)):
            if weekday is not None and one.year is None:
                continue
            if weekday is not None and anchored(one, self.anchor) is None:
                return None
        if first.year is not None:
            return form(first.year)
        if second.year is not None:
            return form(second.year) or form(second.year - 1)
        found = anchored(Yearly(form, None, first.weekday), self.anchor)
        if found and second.weekday is not None and found.end.weekday() != second.weekday:
            return None
        return found

    def _series(self) -> DateInterval | None:
        """Several expressions: one inside all others ("next week, on 5 May") or a list of days."""
        known = self._dates_in_order()
        if known is None:
            return None
        narrowest = min(known, key=lambda found: found.end - found.start)
        glue = set[Kind]().union(*(self._glue(index) for index in range(len(known) - 1)))
        if not glue & {Kind.AND, Kind.OR} and all(intervals.contains(found, narrowest) for found in known):
            return narrowest
        if not glue or not glue & set(_SERIES) or not glue <= {*_HARMLESS, Kind.WORD}:
            return None
        if Kind.WORD in glue and not glue & {Kind.AND, Kind.OR}:
            return None
        if any(self.reading.kind(position) is Kind.BETWEEN for position in self.left):
            first, second = self.found[0].expression, self.found[1].expression
            return self._range(first, second) if len(known) == 2 else None
        return _hull(known, alternatives=Kind.OR in glue)

    def _dates_in_order(self) -> list[DateInterval] | None:
        """The intervals; a bare weekday is the next one after what was named before it."""
        yearly = [f.expression for f in self.found if isinstance(f.expression, Yearly)]
        shared, known = yearly[-1].year if yearly else None, list[DateInterval]()
        for found in self.found:
            anchor = self.anchor
            if known and anchor and anchor.future and isinstance(found.expression, Weekly):
                anchor = Anchor(known[-1].start, future=True)
            one = anchored(self._in_year(found.expression, shared), anchor)
            if one is None:
                return None
            known.append(one)
        return known

    @staticmethod
    def _in_year(expression: Expression, year: int | None) -> Expression:
        """ "3 May and 5 June 2027": the year said last holds for all."""
        if isinstance(expression, Yearly) and expression.year is None and year is not None:
            return Yearly(expression.form, year, expression.weekday)
        return expression


def _hull(known: list[DateInterval], *, alternatives: bool) -> DateInterval:
    """Days one after the other are a range; days apart are only known to lie within."""
    result, precision = known[0], DatePrecision.RANGE
    for following in known[1:]:
        if following.start - result.end != timedelta(days=1):
            precision = DatePrecision.WINDOW
        result = intervals.hull(result, following, DatePrecision.RANGE)
    if alternatives or any(found.precision is not DatePrecision.DAY for found in known):
        precision = DatePrecision.WINDOW
    return intervals.interval(result.start, result.end, precision)
