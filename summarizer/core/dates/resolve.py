"""The public function: from a date phrase of an article to the days it denotes, or to none."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from summarizer.core.dates.anchoring import Anchor, anchored
from summarizer.core.dates.calendar_dates import weekday_with_date
from summarizer.core.dates.intervals import DateInterval
from summarizer.core.dates.languages import WITHOUT_LANGUAGE, vocabulary_of
from summarizer.core.dates.lexer import LONGEST_PHRASE, read_symbols
from summarizer.core.dates.phrase import Phrase
from summarizer.core.dates.reading import Reading
from summarizer.core.dates.symbols import Kind, Symbols, Vocabulary

_TIMES = frozenset(
    {
        Kind.DATE,
        Kind.DAYPART,
        Kind.DAYWORD,
        Kind.HOLIDAY,
        Kind.MONTH,
        Kind.NIGHT_BEFORE,
        Kind.PART,
        Kind.SEASON,
        Kind.SHIFT,
        Kind.STILL,
        Kind.UNIT,
        Kind.UNITS,
        Kind.WEEKDAY,
        Kind.YEAR,
        Kind.YEAR_PAIR,
    }
)
_VAGUE = frozenset(
    "absehbar anschließend baldmöglichst bald danach demnächst künftig kürze nachher rasch schnell"
    " sofort später vorerst zeitnah zunächst zugleich jahr jahre"
    " afterwards eventually forthcoming immediately later now promptly shortly soon subsequently then"
    " upcoming year years".split()
)
_PASSAGE = 600
"""Characters of the article's opening, and before the phrase, that may set the scene."""


def resolve_date(
    when: str,
    published: date | None,
    language: str | None,
    *,
    direction: Literal["future", "past"] = "future",
    preceding: str = "",
) -> DateInterval | None:
    """The days that the date phrase `when` of an article denotes, or None where nobody can know.

    `published` is the article's local day of publication; without it only phrases with a year resolve.
    `language` is an ISO 639-1 code ("de", "en", "de-AT"); in an unknown language only a phrase that is
    nothing but an unmistakable numeric date resolves. `direction` says whether phrases without a year
    or week ("am 20. Januar", "on Wednesday") look forward, publication day included, or back.
    `preceding`, where given, is the article before the phrase: after "opens on Monday, 26 January" a
    bare "On Tuesday" is no longer the next one. Never raises, whatever the text; reads at most
    `LONGEST_PHRASE` characters of `when`, longer ones give None.
    """
    if len(when) > LONGEST_PHRASE:
        return None
    vocabulary = vocabulary_of(language)
    anchor = Anchor(published, direction == "future") if published else None
    try:
        symbols = _symbols(when, vocabulary or WITHOUT_LANGUAGE)
        if vocabulary is None and [symbol.kind for symbol in symbols] != [Kind.DATE]:
            return None
        phrase = Phrase(Reading(symbols, vocabulary or WITHOUT_LANGUAGE, anchor))
        if (
            anchor
            and preceding
            and phrase.bare_weekdays
            and _sets_another_week(preceding, phrase.reading, anchor)
        ):
            return None
        return phrase.resolved()
    except (ValueError, OverflowError):  # beyond the calendar: 31 June, week 54, the year 10000
        return None


def names_a_time(phrase: str, language: str | None) -> bool:
    """Whether a phrase speaks of time at all, however vaguely; True in languages other than German and
    English, whose tables are too small to deny it.

    "am Freitag", "bald" and "nach Ostern" do, "nach Angaben aus Athen" does not.
    """
    vocabulary = vocabulary_of(language) if (language or "")[:2] in ("de", "en") else None
    if vocabulary is None or any(char.isdigit() for char in phrase):
        return True
    if any(word.strip(".,;:") in _VAGUE for word in phrase.casefold().split()):
        return True
    try:
        return any(symbol.kind in _TIMES for symbol in _symbols(phrase[:LONGEST_PHRASE], vocabulary))
    except (ValueError, OverflowError):  # nothing in it, or beyond the calendar
        return False


# "am Montag" and "on 20 January" stand in article after article.
@lru_cache(maxsize=256)
def _symbols(phrase: str, vocabulary: Vocabulary) -> Symbols:
    return tuple(read_symbols(phrase, vocabulary))


def _sets_another_week(preceding: str, reading: Reading, anchor: Anchor) -> bool:
    """Whether the story plays in a week that a weekday with a date names ("Monday, 26 January").

    The opening sets the scene and the last sentences carry it on; nothing between is read.
    """
    for passage in {preceding[:_PASSAGE], preceding[-_PASSAGE:]}:
        if not any(char.isdigit() for char in passage):
            continue
        told = Reading(read_symbols(passage, reading.vocabulary, _PASSAGE), reading.vocabulary, anchor)
        for position in range(len(told.symbols)):
            read = weekday_with_date(told, position) if told.kind(position) is Kind.WEEKDAY else None
            found = anchored(read[0], anchor) if read else None
            if found and abs(found.start - anchor.published) > timedelta(days=6):
                return True
    return False
