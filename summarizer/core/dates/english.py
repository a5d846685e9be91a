"""English date words, British and American."""

from __future__ import annotations

from summarizer.core.dates.symbols import (
    Kind,
    Part,
    Shift,
    Symbol,
    Symbols,
    Unit,
    Vocabulary,
    joined,
    numbered,
    spelled,
)

_WEEKDAYS = (
    "monday|mon tuesday|tue|tues wednesday|wed thursday|thu|thur|thurs friday|fri saturday|sat sunday|sun"
)
_MONTHS = (
    "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sep|sept "
    "october|oct november|nov december|dec"
)
_NUMBERS = (
    "a|an|one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth"
_CLOSED = {
    Symbol(Kind.NUMBER, 30): "thirty",
    Symbol(Kind.UNIT, name=Unit.DAY): "day",
    Symbol(Kind.UNITS, name=Unit.DAY): "days",
    Symbol(Kind.UNIT, name=Unit.HOUR): "hour",
    Symbol(Kind.UNITS, name=Unit.HOUR): "hours",
    Symbol(Kind.UNIT, name=Unit.WEEK): "week",
    Symbol(Kind.UNITS, name=Unit.WEEK): "weeks",
    Symbol(Kind.UNIT, name=Unit.WEEKEND): "weekend",
    Symbol(Kind.UNITS, name=Unit.WEEKEND): "weekends",
    Symbol(Kind.UNIT, name=Unit.MONTH): "month",
    Symbol(Kind.UNITS, name=Unit.MONTH): "months",
    Symbol(Kind.UNIT, name=Unit.QUARTER): "quarter",
    Symbol(Kind.UNITS, name=Unit.QUARTER): "quarters",
    Symbol(Kind.UNIT, name=Unit.HALF): "half",
    Symbol(Kind.UNIT, name=Unit.HALF_YEAR): "half-year",
    Symbol(Kind.UNIT, name=Unit.YEAR): "year",
    Symbol(Kind.UNITS, name=Unit.YEAR): "years",
    Symbol(Kind.SHIFT, name=Shift.THIS): "this current",
    Symbol(Kind.SHIFT, name=Shift.COMING): "coming upcoming",
    Symbol(Kind.SHIFT, name=Shift.NEXT): "next",
    Symbol(Kind.SHIFT, name=Shift.PAST): "past",
    Symbol(Kind.SHIFT, name=Shift.LAST): "last",
    Symbol(Kind.PART, name=Part.START): "early start beginning",
    Symbol(Kind.PART, name=Part.MIDDLE): "mid middle",
    Symbol(Kind.PART, name=Part.END): "late end",
    Symbol(Kind.SEASON, 3): "spring springtime",
    Symbol(Kind.SEASON, 6): "summer",
    Symbol(Kind.SEASON, 9): "autumn fall",
    Symbol(Kind.SEASON, 12): "winter",
    Symbol(Kind.DAYWORD, -1): "yesterday",
    Symbol(Kind.DAYWORD, 0): "today tonight",
    Symbol(Kind.DAYWORD, 1): "tomorrow",
    Symbol(Kind.DAYPART): "morning noon lunchtime afternoon evening night midnight",
    Symbol(Kind.IN): "in over",
    Symbol(Kind.WITHIN): "within inside",
    Symbol(Kind.UNTIL): "until till through",
    Symbol(Kind.BY): "by",
    Symbol(Kind.BEFORE): "before",
    Symbol(Kind.AFTER): "after following starting onwards",
    Symbol(Kind.SINCE): "since",
    Symbol(Kind.FROM): "from",
    Symbol(Kind.BETWEEN): "between",
    Symbol(Kind.TO): "to",
    Symbol(Kind.AND): "and",
    Symbol(Kind.OR): "or",
    Symbol(Kind.AGO): "ago",
    Symbol(Kind.STILL): "later",
    Symbol(Kind.DURING): "during",
    Symbol(Kind.APPROXIMATELY): "around about roughly approximately nearly almost",
    Symbol(Kind.MOVED): "moved postponed rescheduled delayed deferred brought pushed switched",
    # Any of these makes the date another one, several, or one counted from an event we do not know.
    Symbol(Kind.VETO): (
        "every each not instead rather same previous preceding subsequent eve run-up wake aftermath earlier "
        "earliest fiscal unless except originally orthodox mondays tuesdays wednesdays thursdays fridays "
        "saturdays sundays"
    ),
    Symbol(Kind.FOR): "for",
    Symbol(Kind.ARTICLE): "the",
    Symbol(Kind.FILLER): "on of at",
}
_HOLIDAYS = {
    "easter": "easter",
    "good friday": "good friday",
    "easter sunday": "easter sunday",
    "easter monday": "easter monday",
    "whit monday": "whit monday",
    "christmas eve": "christmas eve",
    "christmas day": "christmas day",
    "christmas": "christmas",
    "new year's eve": "new year's eve",
    "new year": "new year's day",
}


_YEAR_END = (Symbol(Kind.PART, name=Part.END), Symbol(Kind.UNIT, name=Unit.YEAR))


_VETO, _NOTHING, _LATEST = (Symbol(Kind.VETO),), (Symbol(Kind.WORD),), (Symbol(Kind.AT_THE_LATEST),)
_FIXED_PHRASES: dict[str, Symbols] = {
    "day after tomorrow": (Symbol(Kind.DAYWORD, 2),),
    "day before yesterday": (Symbol(Kind.DAYWORD, -2),),
    "this coming": (Symbol(Kind.SHIFT, name=Shift.COMING),),
    "this past": (Symbol(Kind.SHIFT, name=Shift.PAST),),
    "from now": (Symbol(Kind.FROM_NOW),),
    "at the latest": _LATEST,
    "no later than": _LATEST,
    "not later than": _LATEST,
    "at the earliest": _VETO,
    "as early as": _VETO,
    "as soon as": _VETO,
    "as late as": _VETO,
    "between now and": (Symbol(Kind.UNTIL),),
    "early in": (Symbol(Kind.PART, name=Part.START),),
    "late in": (Symbol(Kind.PART, name=Part.END),),
    "or later": _VETO,
    "or after": _VETO,
    "on or before": _LATEST,
    "more than": _VETO,
    "less than": _VETO,
    "year's end": _YEAR_END,
    "in less than": (Symbol(Kind.WITHIN),),
    "later in": (Symbol(Kind.STILL),),
    "later on": (Symbol(Kind.FILLER),),
    "ahead of": (Symbol(Kind.BEFORE),),
    "prior to": (Symbol(Kind.BEFORE),),
    "as of": (Symbol(Kind.AFTER),),
    "week beginning": (Symbol(Kind.UNIT, name=Unit.WEEK),),
    "week starting": (Symbol(Kind.UNIT, name=Unit.WEEK),),
    "beginning of": (Symbol(Kind.PART, name=Part.START),),
    "fortnight": (Symbol(Kind.NUMBER, 2), Symbol(Kind.UNITS, name=Unit.WEEK)),
    "a fortnight": (Symbol(Kind.NUMBER, 2), Symbol(Kind.UNITS, name=Unit.WEEK)),
    "half of the year": (Symbol(Kind.UNIT, name=Unit.HALF_YEAR),),
    "mail on sunday": _NOTHING,
    "the following": _VETO,
}


def _phrases() -> dict[str, Symbols]:
    phrases = dict(_FIXED_PHRASES)
    for entry in _WEEKDAYS.split():
        phrases[f"beginning {entry.split('|')[0]}"] = (Symbol(Kind.AFTER),)
    phrases |= {f"sunday {paper}": _NOTHING for paper in "times telegraph mail mirror express post".split()}
    # Names of days that are not the next day of that name.
    phrases |= dict.fromkeys(
        "black friday,cyber monday,super tuesday,bloody sunday,palm sunday,ash wednesday,shrove tuesday,"
        "maundy thursday,holy saturday,boxing day,new year".split(","),
        _VETO,
    )
    phrases |= {words: (Symbol(Kind.HOLIDAY, name=name),) for name, words in _HOLIDAYS.items()}
    for unit in (Unit.WEEK, Unit.MONTH, Unit.YEAR, Unit.WEEKEND):
        this = Symbol(Kind.UNIT, name=unit)
        phrases[f"{unit} after next"] = (Symbol(Kind.SHIFT, name=Shift.AFTER_NEXT), this)
        phrases[f"{unit} before last"] = (Symbol(Kind.SHIFT, name=Shift.BEFORE_LAST), this)
    return phrases


ENGLISH = Vocabulary(
    words=numbered(Kind.NUMBER, _NUMBERS, 1)
    | numbered(Kind.ORDINAL, _ORDINALS, 1)
    | numbered(Kind.WEEKDAY, _WEEKDAYS, 0)
    | numbered(Kind.MONTH, _MONTHS, 1)
    | spelled(_CLOSED)
    | {"year-end": _YEAR_END},
    phrases=joined(_phrases()),
    time_of_day=r"(?:\b(?:at|by|from|until|before|after|around)\s+)?\b\d{1,2}(?:[.:]\d{2})?"
    r"(?:\s*(?:-|–|to|and)\s*\d{1,2}(?:[.:]\d{2})?)?\s*(?:a\.?m\b\.?|p\.?m\b\.?|o['’]clock)"
    r"|\b\d{4}\s*(?:gmt|utc|bst|cet|cest|est|edt|hours|hrs)\b|\bat\s+\d{1,2}\b(?!\s*(?:/|-|\.\d))",
    only_capitalised=frozenset("may march mar mon wed sat sun".split()),
    only_after_preposition=frozenset(("fall", "spring")),
    day_first=False,
    month_before_day=True,
    week_on_weekday=True,
    in_next_is_span=True,
    sunday_starts_week=True,
)
