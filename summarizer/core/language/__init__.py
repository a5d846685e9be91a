"""Language knowledge of the checks: one data table a language, `language_table` finds it.

German and English in full; French, Spanish, Italian, Dutch and Polish know their function words, negators,
numbers, calendar and common speech verbs. For any other language the checks that need none of it remain.
Own tables and no library: simplemma's German lemmas cost 1.6 s and 120 MB to load and know most surnames as
words; babel's names come from files, which the core does not read, and lack inflected forms.
"""

from __future__ import annotations

from summarizer.core.language.dutch import DUTCH
from summarizer.core.language.english import ENGLISH
from summarizer.core.language.french import FRENCH
from summarizer.core.language.german import GERMAN
from summarizer.core.language.italian import ITALIAN
from summarizer.core.language.polish import POLISH
from summarizer.core.language.spanish import SPANISH
from summarizer.core.language.table import LanguageTable

_TABLES = {table.code: table for table in (GERMAN, ENGLISH, FRENCH, SPANISH, ITALIAN, DUTCH, POLISH)}
UNKNOWN_LANGUAGE = LanguageTable(code="")
"""Knows nothing: only checks that hold in every language are made with it."""


def language_table(code: str | None) -> LanguageTable:
    """The table of an ISO 639-1 code, regional suffixes ignored, or `UNKNOWN_LANGUAGE`."""
    return _TABLES.get((code or "").casefold().replace("_", "-").split("-")[0], UNKNOWN_LANGUAGE)


__all__ = ["UNKNOWN_LANGUAGE", "LanguageTable", "language_table"]
