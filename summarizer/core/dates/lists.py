"""Days named together: "18. bis 20.", "3./4.", "Monday and Tuesday"."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from summarizer.core.dates.intervals import DatePrecision
from summarizer.core.dates.reading import Reading
from summarizer.core.dates.symbols import Kind

_RANGE = (Kind.TO, Kind.UNTIL, Kind.DASH)
_SERIES = (Kind.AND, Kind.OR, Kind.SLASH, Kind.COMMA)


@dataclass(frozen=True, slots=True)
class Listed:
    """Numbers of days or weekdays in the order named, how to read them, and the position behind."""

    values: tuple[int, ...]
    precision: DatePrecision
    end: int


def read_list(reading: Reading, position: int, kinds: tuple[Kind, ...]) -> Listed | None:
    """One or more symbols of `kinds` joined by range or series marks."""
    if reading.kind(position) not in kinds:
        return None
    values, joints, end = [reading.at(position).number], set[Kind](), position + 1
    while True:
        after, found = _joints(reading, end)
        if not found or reading.kind(after) not in kinds or _starts_a_date(reading, after, kinds):
            break
        values.append(reading.at(after).number)
        joints |= found
        end = after + 1
    if reading.kind(position - 1) is Kind.BETWEEN:
        joints.add(Kind.TO)
    return Listed(tuple(values), _precision(tuple(values), joints, weekdays=Kind.WEEKDAY in kinds), end)


def _joints(reading: Reading, position: int) -> tuple[int, set[Kind]]:
    """ "Montag, bis Mittwoch" and "Mittwochabend und Donnerstag" have more than the mark between."""
    found: set[Kind] = set()
    while reading.kind(position) in (*_RANGE, *_SERIES, Kind.DAYPART) and len(found) < 3:
        if reading.kind(position) is not Kind.DAYPART:
            found.add(reading.kind(position))
        position += 1
    return position, found


def _starts_a_date(reading: Reading, position: int, kinds: tuple[Kind, ...]) -> bool:
    """ "October 6 and 7 November", "Wednesday and Thursday, 5 May": the next one is not of this list."""
    if Kind.WEEKDAY in kinds:
        after = reading.after(position + 1, Kind.COMMA)
        dated = reading.kind(after) is Kind.DATE or reading.kind(after + 1) is Kind.MONTH
        return dated or (reading.kind(after) is Kind.MONTH and reading.vocabulary.month_before_day)
    month_led = reading.vocabulary.month_before_day and reading.kind(position - 3) is Kind.MONTH
    return month_led and reading.kind(position + 1) is Kind.MONTH


def _precision(values: tuple[int, ...], joints: set[Kind], *, weekdays: bool) -> DatePrecision:
    if len(values) == 1:
        return DatePrecision.DAY
    if joints & set(_RANGE):
        return DatePrecision.RANGE
    cycle = 7 if weekdays else 32
    consecutive = all((b - a) % cycle == 1 for a, b in pairwise(values))
    if consecutive and Kind.OR not in joints:
        return DatePrecision.RANGE
    return DatePrecision.WINDOW
