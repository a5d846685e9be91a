"""The interface's own words (`assets/en.toml`, `assets/de.toml`), and how dates are written."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import lru_cache
from typing import Any, Literal, get_args

from summarizer.core.dates import DateInterval, DatePrecision
from summarizer.core.support import Support
from summarizer.render.page.assets import asset

Language = Literal["en", "de"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@lru_cache(maxsize=4)
def _table(language: Language) -> dict[str, Any]:
    return tomllib.loads(asset(f"{language}.toml"))


class Words:
    """The words of one language: `words("search")`, `words("sentence", n=5)`."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        found = _table(language)
        self._table: dict[str, str] = found["words"]
        self._reasons: dict[str, str] = found["reasons"]
        self._months: list[str] = found["months"]

    def __call__(self, key: str, **filled: object) -> str:
        """The words under `key`, their `{places}` filled."""
        found = self._table[key]
        return found.format(**filled) if filled else found

    def reasons(self, support: Support) -> list[str]:
        """Why an item is not fully supported, as sentences."""
        return [self._reasons[reason] for reason in support.reasons]

    def quoted(self, value: str | None) -> str | None:
        """In the quotation marks of the interface's language."""
        before, after = "„“" if self.language == "de" else "“”"
        return value and f"{before}{value}{after}"

    def day(self, day: date, *, year: bool = True) -> str:
        """`20 Jan 2026`, `20. Jan. 2026`."""
        dot = "." if self.language == "de" else ""
        short = f"{day.day}{dot} {self._months[day.month - 1]}"
        return f"{short} {day.year}" if year else short

    def days(self, days: DateInterval) -> str:
        """`20 Jan 2026`, `19–25 Jan 2026`, `28 Jan – 3 Feb 2026`."""
        if days.start == days.end:
            return self.day(days.start)
        if (days.start.year, days.start.month) == (days.end.year, days.end.month):
            dot = "." if self.language == "de" else ""
            return f"{days.start.day}{dot}–{self.day(days.end)}"
        same_year = days.start.year == days.end.year
        return f"{self.day(days.start, year=not same_year)} – {self.day(days.end)}"

    def precision(self, days: DateInterval) -> str | None:
        """How an interval is to be read; None for a single day."""
        if days.precision is DatePrecision.DAY:
            return None
        return self(f"precision_{days.precision}")
