"""The calendar day in a date as archives, feeds and mails write it."""

from __future__ import annotations

import datetime
import re
from email.utils import parsedate_tz
from typing import Any

_ISO = re.compile(r"\s*(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
_ISO_BASIC = re.compile(r"\s*(\d{4})(\d{2})(\d{2})(?:T\d{2,6}\S*)?\s*")
_GERMAN = re.compile(r"\s*(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")
_FIRST_YEAR, _LAST_YEAR = 1500, 2200
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MILLISECONDS_FROM = 100_000_000_000


def calendar_day(value: Any) -> datetime.date | None:
    """The day as it was at the place of publication: the date's own offset is kept, never turned into UTC.

    Reads ISO 8601, RFC 822 and RFC 2822, day.month.year, and seconds or milliseconds since 1970 (in UTC,
    since they name no place). None for anything else: "03/04/2026" means one day here and another there.
    """
    if isinstance(value, datetime.datetime):
        return _day(value.year, value.month, value.day)
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _since_1970(value)
    return _written(value) if isinstance(value, str) else None


def _written(text: str) -> datetime.date | None:
    text = text[:100]
    if found := _ISO.match(text) or _ISO_BASIC.fullmatch(text):
        return _day(*map(int, found.groups()))
    if found := _GERMAN.match(text):
        day, month, year = map(int, found.groups())
        return _day(year, month, day)
    if not re.search("[A-Za-z]{3}", text):
        return None
    try:
        parts = parsedate_tz(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        # Its own bugs: https://github.com/python/cpython/issues/90096 and kin.
        return None
    return _day(*parts[:3]) if parts else None


def _since_1970(seconds: float) -> datetime.date | None:
    if not abs(seconds) >= 86_400 * 366:
        # Not a number, and small numbers are years or placeholders rather than moments of early 1970.
        return None
    if abs(seconds) >= _MILLISECONDS_FROM:
        seconds = seconds / 1000 if abs(seconds) < _MILLISECONDS_FROM * 1000 else float("inf")
    try:
        moment = _EPOCH + datetime.timedelta(seconds=seconds)
    except (OverflowError, ValueError):
        return None
    return _day(moment.year, moment.month, moment.day)


def _day(year: int, month: int, day: int) -> datetime.date | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        # Year 1 and year 9999 are how databases write "unknown".
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
