"""Resolves a date phrase of a news article to an interval of calendar days; a wrong date is worse than none.

Own grammar: dateparser takes "Ende September" for the day of the month of publication and "im Frühjahr" for
nothing, parsedatetime knows English only, and babel's names come from files, which `core` may not read
(a test compares ours with them). Each language is a table of words (`german`, `english`, `romance`,
`languages`) that the `lexer` turns into `symbols`; one `grammar` reads them all, `anchoring` picks
the year or week, `resolve` puts ranges, limits and lists together.
"""

from __future__ import annotations

from summarizer.core.dates.intervals import DateInterval, DatePrecision
from summarizer.core.dates.resolve import names_a_time, resolve_date

__all__ = ["DateInterval", "DatePrecision", "names_a_time", "resolve_date"]
