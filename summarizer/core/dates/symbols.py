"""The alphabet that all languages share: a phrase becomes symbols, one grammar reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto


class Kind(Enum):
    """What a word does in a date phrase."""

    WORD = auto()  # anything unknown
    NUMBER = auto()  # number: 3; "three"; "a"
    ORDINAL = auto()  # number: 3 for "3." or "third"
    YEAR = auto()  # number
    YEAR_PAIR = auto()  # number: 2026 for "2026/27"
    DATE = auto()  # numeric: year (0 if not given), month, day
    MONTH = auto()  # number: 1..12
    WEEKDAY = auto()  # number: 0 is Monday
    SEASON = auto()  # number: month in which it begins
    HOLIDAY = auto()  # name
    UNIT = auto()  # name: a `Unit`
    UNITS = auto()  # the same in the plural: "in the coming weeks" is no week
    SHIFT = auto()  # name: a `Shift`
    PART = auto()  # name: a `Part`
    DAYWORD = auto()  # number: 1 for "tomorrow"
    DAYPART = auto()  # "morning"
    NIGHT_BEFORE = auto()  # "in der Nacht zum"
    IN = auto()
    WITHIN = auto()
    UNTIL = auto()  # a limit, or the second end of a range
    BY = auto()  # the same where directly followed by a date, an agent otherwise
    BEFORE = auto()
    AFTER = auto()
    SINCE = auto()
    FROM = auto()
    BETWEEN = auto()
    TO = auto()
    AND = auto()
    OR = auto()
    COMMA = auto()
    DASH = auto()
    SLASH = auto()
    AGO = auto()
    FROM_NOW = auto()
    STILL = auto()  # "noch", "later": what remains of the running period
    DURING = auto()  # "im Laufe", "during": the running period
    FOR = auto()  # a length where a count follows, nothing otherwise
    APPROXIMATELY = auto()
    AT_THE_LATEST = auto()
    MOVED = auto()  # "verschoben": of two dates only one holds
    VETO = auto()  # makes any reading unsafe: "every", "not", "the following"
    ARTICLE = auto()
    FILLER = auto()


class Unit(StrEnum):
    """Units of the calendar."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    WEEKEND = "weekend"
    NUMBERED_WEEK = "numbered week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    HALF_YEAR = "half-year"
    YEAR = "year"


class Shift(StrEnum):
    """Which of a recurring thing. COMING and PAST name the nearest one; NEXT and LAST are used by
    some speakers for the nearest and by others for that of the adjoining week or year."""

    THIS = "this"
    COMING = "coming"
    NEXT = "next"
    AFTER_NEXT = "after next"
    PAST = "past"
    LAST = "last"
    BEFORE_LAST = "before last"


class Part(StrEnum):
    """Which part of a month, week, year or season."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Symbol:
    """One meaningful word; which of the values counts depends on `kind`."""

    kind: Kind
    number: int = 0
    name: str = ""
    numeric: tuple[int, int, int] = (0, 0, 0)


Symbols = tuple[Symbol, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The date words of one language; all spellings are casefolded."""

    words: Mapping[str, Symbols]
    """Word to symbols; a compound gives several ("Jahresende")."""
    phrases: Mapping[tuple[str, ...], Symbols]
    """Words that mean something else together ("no later than")."""
    time_of_day: str
    """Regular expression of clock times, which say nothing about the day."""
    only_capitalised: frozenset[str] = frozenset()
    """Date words that are common words in lower case ("may", "march")."""
    only_after_preposition: frozenset[str] = frozenset()
    """Seasons that are also verbs ("fall", "spring")."""
    tomorrow_or_morning: str = ""
    """The word that is a part of the day after a weekday or "am", else tomorrow."""
    day_first: bool = True
    """Whether 03/04/2026 is certainly 3 April."""
    month_before_day: bool = False
    """Whether "May 20" is a day."""
    ago_before_count: bool = False
    """Whether "before two weeks" means two weeks ago."""
    shift_follows: bool = False
    """Whether "next" comes after its noun ("lundi prochain")."""
    week_on_weekday: bool = False
    """Whether "a week on Tuesday" is said."""
    in_next_is_span: bool = False
    """Whether "in the next week" may mean the coming seven days."""
    sunday_starts_week: bool = False
    """Whether some of the language's speakers begin the week on Sunday."""
    idiomatic_days: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    """Counts of days that are not meant literally: count to (earliest, latest) day."""
    phrase_starts: frozenset[str] = field(init=False, repr=False)
    """First words of `phrases`."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "phrase_starts", frozenset(phrase[0] for phrase in self.phrases))


def spelled(table: Mapping[Symbol, str]) -> dict[str, Symbols]:
    """Turns {symbol: "word word ..."} into {word: (symbol,)}."""
    return {word: (symbol,) for symbol, words in table.items() for word in words.casefold().split()}


def numbered(kind: Kind, words: str, first: int) -> dict[str, Symbols]:
    """One symbol per entry, counted from `first`; spellings of one entry are joined by "|"."""
    return {
        spelling: (Symbol(kind, number),)
        for number, entry in enumerate(words.casefold().split(), first)
        for spelling in entry.split("|")
    }


def joined(table: Mapping[str, Symbols]) -> dict[tuple[str, ...], Symbols]:
    """Turns {"no later than": symbols} into {("no", "later", "than"): symbols}."""
    return {tuple(phrase.split()): symbols for phrase, symbols in table.items()}
