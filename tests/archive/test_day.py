"""The day of a date is the day where it was published."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.archive.day import calendar_day


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-06-11", "2026-06-11"),
        ("2026-06-11T23:30:00-05:00", "2026-06-11"),
        ("2026-06-11T00:30:00+09:00", "2026-06-11"),
        ("2026-06-11T23:30:00.123456789Z", "2026-06-11"),
        ("2026-06-11 10:00:00 UTC", "2026-06-11"),
        ("20260611", "2026-06-11"),
        ("20260611T101500Z", "2026-06-11"),
        ("2026/6/1", "2026-06-01"),
        ("11.06.2026, 10:15 Uhr", "2026-06-11"),
        ("Thu, 11 Jun 2026 23:30:00 -0500", "2026-06-11"),
        ("11 Jun 26 01:00 GMT", "2026-06-11"),
        ("Thursday, 11-Jun-26 10:00:00 GMT", "2026-06-11"),
    ],
)
def test_iso_and_rfc_dates_keep_the_day_of_their_own_offset(written: str, day: str) -> None:
    assert str(calendar_day(written)) == day


@pytest.mark.parametrize(
    "written",
    ["", "gestern", "03/04/2026", "2026", "2026-06", "2026-13-01", "0001-01-01T00:00:00", "9999-12-31", "June",
     "31.02.2026", True, None, [], {}, float("nan"), float("inf"), 10**30, 2026, 0],
)  # fmt: skip
def test_what_names_no_one_day_is_no_date(written: object) -> None:
    assert calendar_day(written) is None


def test_dates_of_tables_and_seconds_since_1970_are_read() -> None:
    east = datetime.timezone(datetime.timedelta(hours=9))
    assert str(calendar_day(datetime.datetime(2026, 6, 11, 0, 30, tzinfo=east))) == "2026-06-11"
    assert str(calendar_day(datetime.date(2026, 6, 11))) == "2026-06-11"
    assert str(calendar_day(1781136000)) == "2026-06-11"
    assert str(calendar_day(1781136000000)) == "2026-06-11"


@given(st.text(max_size=60) | st.integers() | st.floats())
def test_anything_is_a_date_or_none(value: object) -> None:
    found = calendar_day(value)
    assert found is None or 1500 <= found.year <= 2200
