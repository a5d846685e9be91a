"""Numbers, percentages, amounts and dates: which of them a text states."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from summarizer.core.grounding.passage import Passage
from summarizer.core.grounding.words import PERCENT, Word
from summarizer.core.language import LanguageTable

_RANGE = frozenset(
    "auf bis und oder to or and – - — von statt from through et ou à y o a e do en tot of".split()
)
CLOCK = frozenset("uhr am pm h o'clock uur heures horas".split())
_MOST_SCALES = 3
_LAST_DAY = 31
_LONGEST_CLOCK = 5


@dataclass(slots=True)
class Figures:
    """What a text states in figures; `plain` are numbers, the rest parts of dates."""

    plain: set[float] = field(default_factory=set)
    loose: set[float] = field(default_factory=set)
    """Readings that may confirm a number but need no confirmation themselves."""
    spoken: set[float] = field(default_factory=set)
    """Those of `plain` that are cardinal words: an ordinal does not confirm them."""
    ordinals: set[float] = field(default_factory=set)
    percents: set[float] = field(default_factory=set)
    days: set[tuple[float, int]] = field(default_factory=set)
    """Day and month."""
    months: set[int] = field(default_factory=set)
    weekdays: set[int] = field(default_factory=set)
    years: set[float] = field(default_factory=set)
    clocks: set[str] = field(default_factory=set)

    @property
    def states_any(self) -> bool:
        """Whether there is anything to confirm."""
        return bool(
            self.plain
            or self.percents
            or self.ordinals
            or self.months
            or self.weekdays
            or self.years
            or self.clocks
        )

    @property
    def readings(self) -> set[float]:
        """Every value that confirms a number."""
        return (
            self.plain
            | self.loose
            | self.percents
            | self.years
            | self.ordinals
            | {day for day, _ in self.days}
        )

    def merge(self, other: Figures) -> None:
        """Add all that `other` states."""
        self.plain |= other.plain
        self.loose |= other.loose
        self.percents |= other.percents
        self.ordinals |= other.ordinals
        self.spoken |= other.spoken
        self.days |= other.days
        self.months |= other.months
        self.weekdays |= other.weekdays
        self.years |= other.years
        self.clocks |= other.clocks


_NONE = Figures()
"""Those of every passage without any; nobody adds to it."""


def merged(parts: Iterable[Figures]) -> Figures:
    """Everything that any of `parts` states."""
    found = Figures()
    for part in parts:
        if part is not _NONE:
            found.merge(part)
    return found


def missing_numbers(stated: Figures, known: Figures) -> bool:
    """Whether `stated` has a number or percentage that `known` lacks."""
    readings = known.readings
    ordinal_only = known.ordinals - known.plain - known.loose
    if (stated.plain | stated.ordinals) - readings or stated.spoken & ordinal_only:
        return True
    return any(
        value not in (known.percents or readings) and value not in known.loose for value in stated.percents
    )


def missing_dates(stated: Figures, known: Figures) -> bool:
    """Whether `stated` has a day, month, weekday, year or time of day that `known` lacks."""
    return bool(
        stated.days - known.days
        or stated.months - known.months
        or stated.weekdays - known.weekdays
        or stated.years - known.readings
        or stated.clocks - known.clocks
    )


def surely_known(stated: Figures, known: Figures) -> bool:
    """Whether neither numbers nor dates of `stated` are missing in `known`, nor in anything that adds to it.

    Adding alone can turn a number into a missing one: with a percentage known, percentages are told from
    plain numbers, and with an ordinal known, cardinals from ordinals.
    """
    return (
        (stated.plain | stated.ordinals) <= known.readings
        and stated.spoken <= known.plain | known.loose
        and stated.percents <= known.percents | known.loose
        and not missing_dates(stated, known)
    )


def read_figures(passage: Passage, table: LanguageTable) -> Figures:
    """All figures of a passage."""
    words = passage.words
    places = [at for at, word in enumerate(words) if word.figure]
    if not places:
        return _NONE
    found = Figures()
    position = 0
    for place in places:
        if place < position:
            continue
        word, position = words[place], place + 1
        if word.month is not None:
            found.months.add(word.month)
        elif word.weekday is not None:
            found.weekdays.add(word.weekday)
        elif word.digits or word.number is not None or word.ordinal is not None or word.scale is not None:
            position = _figure(words, place, table, found)
        elif word.fold in table.loose_numbers:
            found.loose.add(table.loose_numbers[word.fold])
    return found


def _figure(words: Sequence[Word], start: int, table: LanguageTable, found: Figures) -> int:
    if words[start].digits and _is_clock(words, start):
        found.clocks.add(words[start].text.replace(":", "."))
        return start + 1
    values, end, scaled = _value(words, start, table)
    following = words[end] if end < len(words) else None
    if following is not None and (
        following.text == PERCENT or following.fold in table.percents or _per_cent(words, end)
    ):
        found.percents.update(values)
        return end + 1
    month = None if scaled else _month_beside(words, start, end)
    for value in values:
        if month is not None and 1 <= value <= _LAST_DAY:
            found.days.add((value, month))
            found.months.add(month)
        elif _is_year(value) and words[start].text.isdigit():
            found.years.add(value)
        elif words[start].scale is not None and not words[start].digits:
            found.loose.add(value)
        elif words[start].ordinal is not None and words[start].number is None:
            found.ordinals.add(value)
        else:
            found.plain.add(value)
            if words[start].number is not None and not scaled:
                found.spoken.add(value)
    if not scaled:
        _spread(words, start, end, values, table, found)
    return end


def _is_year(value: float) -> bool:
    return 1900 <= value <= 2100 and value == int(value)


def _per_cent(words: Sequence[Word], end: int) -> bool:
    return (
        end + 1 < len(words)
        and words[end].fold == "per"
        and words[end + 1].fold in ("cent", "cento", "ciento")
    )


def _spread(
    words: Sequence[Word], start: int, end: int, values: Iterable[float], table: LanguageTable, found: Figures
) -> None:
    """In "108 auf 121 Milliarden" and "33 to 25 %" what follows the second number counts for the first."""
    if end < len(words) and words[end].text == ".":
        end += 1
    if end + 1 >= len(words) or words[end].fold not in _RANGE:
        return
    behind = end + 1
    if all(map(_is_year, values)) or not (words[behind].digits or words[behind].number is not None):
        return
    _, stop, scaled = _value(words, behind, table)
    if scaled:
        found.loose.update(round(value * scaled, 6) for value in values)
    elif stop < len(words) and (words[stop].text == PERCENT or words[stop].fold in table.percents):
        found.percents.update(values)
    elif (month := _month_beside(words, behind, stop)) is not None:
        found.days.update((value, month) for value in values if 1 <= value <= _LAST_DAY)


def _value(words: Sequence[Word], start: int, table: LanguageTable) -> tuple[set[float], int, float]:
    """Readings of the number at `start`, the position behind it, and its scale (0 where it has none)."""
    word = words[start]
    end = start + 1
    if word.digits:
        values = set(word.values)
    elif word.scale is not None:
        values, end = {1.0}, start
    else:
        values = {word.number if word.number is not None else word.ordinal or 0.0}
        if word.fold in table.tens and end < len(words) and (words[end].number or 99) < 10:
            values = {value + (words[end].number or 0) for value in values}
            end += 1
    scale = 0.0
    while end < len(words) and (factor := words[end].scale) is not None and end - start < _MOST_SCALES:
        scale = (scale or 1.0) * factor
        end += 1
    if scale:
        values = {round(value * scale, 6) for value in values}
    return values, max(end, start + 1), scale


def _is_clock(words: Sequence[Word], start: int) -> bool:
    following = words[start + 1].fold if start + 1 < len(words) else ""
    return following in CLOCK and len(words[start].text) <= _LONGEST_CLOCK


def _month_beside(words: Sequence[Word], start: int, end: int) -> int | None:
    """The month of "3. Oktober", "12 August", "August 12", "3 de octubre", "6 and 7 October" (the 7)."""
    for word in words[end : end + 2]:
        if word.month is not None:
            return word.month
        if word.fold not in (".", "de", "of", "st", "nd", "rd", "th"):
            break
    if start and words[start - 1].month is not None and words[start].text.isdigit():
        return words[start - 1].month
    return None
