"""German date words."""

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

_ENDINGS = ("e", "en", "er", "es", "em")
_WEEKDAYS = "montag dienstag mittwoch donnerstag freitag samstag|sonnabend sonntag"
_MONTHS = (
    "januar|januars|jänner|jan februar|februars|feber|feb|febr märz|maerz|mrz april|aprils|apr "
    "mai|mais juni|jun juli|jul august|augusts|aug september|septembers|sep|sept "
    "oktober|oktobers|okt november|novembers|nov dezember|dezembers|dez"
)
_DAYPARTS = "abend morgen vormittag mittag nachmittag nacht früh frühmorgen spätabend"
_NUMBERS = (
    "ein|eine|einen|einem|einer|eines zwei|zwo drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn "
    "vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig einundzwanzig"
)
_ORDINAL_STEMS = (
    "erst zweit dritt viert fünft sechst siebt|siebent acht neunt zehnt elft zwölft dreizehnt vierzehnt "
    "fünfzehnt sechzehnt siebzehnt achtzehnt neunzehnt zwanzigst einundzwanzigst zweiundzwanzigst "
    "dreiundzwanzigst vierundzwanzigst fünfundzwanzigst sechsundzwanzigst siebenundzwanzigst "
    "achtundzwanzigst neunundzwanzigst dreissigst einunddreissigst"
)
_SHIFTS = {
    Shift.THIS: "dies laufend",
    Shift.COMING: "kommend",
    Shift.NEXT: "nächst",
    Shift.AFTER_NEXT: "übernächst",
    Shift.PAST: "vergangen verflossen",
    Shift.LAST: "letzt vorig",
    Shift.BEFORE_LAST: "vorletzt",
}
# Any of these makes the date another one, several, or one counted from an event we do not know.
_VETO_STEMS = "jed all kein folgend darauffolgend selb gleich vorherig vorangegangen ursprünglich orthodox"
_VETO_WORDS = (
    "nicht statt anstatt anstelle außer frühestens mindestens jeweils täglich vorabend vorfeld vortag "
    "nachgang anschluss folgetag derselben demselben denselben dieselbe"
)
_CLOSED = {
    Symbol(Kind.UNIT, name=Unit.DAY): "tag tages tags",
    Symbol(Kind.UNITS, name=Unit.DAY): "tage tagen",
    Symbol(Kind.UNIT, name=Unit.HOUR): "stunde",
    Symbol(Kind.UNITS, name=Unit.HOUR): "stunden",
    Symbol(Kind.UNIT, name=Unit.WEEK): "woche",
    Symbol(Kind.UNITS, name=Unit.WEEK): "wochen",
    Symbol(Kind.UNIT, name=Unit.WEEKEND): "wochenende wochenendes wochenends",
    Symbol(Kind.UNITS, name=Unit.WEEKEND): "wochenenden",
    Symbol(Kind.UNIT, name=Unit.NUMBERED_WEEK): "kalenderwoche kw",
    Symbol(Kind.UNIT, name=Unit.MONTH): "monat monats monates",
    Symbol(Kind.UNITS, name=Unit.MONTH): "monate monaten",
    Symbol(Kind.UNIT, name=Unit.QUARTER): "quartal quartals vierteljahr",
    Symbol(Kind.UNITS, name=Unit.QUARTER): "quartale quartalen",
    Symbol(Kind.UNIT, name=Unit.HALF): "hälfte",
    Symbol(Kind.UNIT, name=Unit.HALF_YEAR): "halbjahr halbjahres halbjahrs jahreshälfte",
    Symbol(Kind.UNIT, name=Unit.YEAR): "jahr jahres jahrs",
    Symbol(Kind.UNITS, name=Unit.YEAR): "jahre jahren",
    Symbol(Kind.PART, name=Part.START): "anfang beginn",
    Symbol(Kind.PART, name=Part.MIDDLE): "mitte",
    Symbol(Kind.PART, name=Part.END): "ende",
    Symbol(Kind.SEASON, 3): "frühjahr frühjahrs frühjahres frühling frühlings",
    Symbol(Kind.SEASON, 6): "sommer sommers",
    Symbol(Kind.SEASON, 9): "herbst herbsts herbstes",
    Symbol(Kind.SEASON, 12): "winter winters",
    Symbol(Kind.DAYWORD, -2): "vorgestern",
    Symbol(Kind.DAYWORD, -1): "gestern",
    Symbol(Kind.DAYWORD, 0): "heute",
    Symbol(Kind.DAYWORD, 1): "morgen",
    Symbol(Kind.DAYWORD, 2): "übermorgen",
    Symbol(Kind.DAYPART): "abend abends vormittag mittag nachmittag morgens früh frühen späten spätabends",
    Symbol(Kind.NIGHT_BEFORE): "nacht",
    Symbol(Kind.IN): "in im ins",
    Symbol(Kind.WITHIN): "binnen innerhalb innert",
    Symbol(Kind.UNTIL): "bis",
    Symbol(Kind.BEFORE): "vor",
    Symbol(Kind.AFTER): "nach ab",
    Symbol(Kind.SINCE): "seit",
    Symbol(Kind.FROM): "von vom",
    Symbol(Kind.BETWEEN): "zwischen",
    Symbol(Kind.AND): "und sowie",
    Symbol(Kind.OR): "oder beziehungsweise bzw",
    Symbol(Kind.STILL): "noch",
    Symbol(Kind.DURING): "laufe lauf verlauf während",
    Symbol(Kind.APPROXIMATELY): "um rund etwa circa ca ungefähr knapp gut gegen",
    Symbol(Kind.AT_THE_LATEST): "spätestens",
    Symbol(Kind.MOVED): "verschoben verlegt vorgezogen verschiebt vertagt",
    Symbol(Kind.FOR): "für",
    Symbol(Kind.ARTICLE): "der die das den dem des",
    Symbol(Kind.FILLER): "am an zum zu zur auf über einschließlich",
}
_HOLIDAYS = {
    "easter": "ostern",
    "good friday": "karfreitag karfreitags",
    "easter sunday": "ostersonntag",
    "easter monday": "ostermontag",
    "ascension": "himmelfahrt",
    "whitsun": "pfingsten",
    "whit sunday": "pfingstsonntag",
    "whit monday": "pfingstmontag",
    "christmas eve": "heiligabend",
    "christmas": "weihnachten",
    "new year's eve": "silvester",
    "new year": "neujahr",
}


def _compounds() -> dict[str, Symbols]:
    words: dict[str, Symbols] = {}
    for number, entry in enumerate(_WEEKDAYS.split()):
        for weekday in entry.split("|"):
            words |= {weekday + part: (Symbol(Kind.WEEKDAY, number),) for part in _DAYPARTS.split()}
            # "mittwochs" recurs, "des Mittwochs" does not: `phrases` has the latter.
            words[weekday + "s"] = (Symbol(Kind.VETO),)
    for number, entry in enumerate(_MONTHS.split(), 1):
        name = entry.split("|")[0]
        words[name + "hälfte"] = (Symbol(Kind.UNIT, name=Unit.HALF), Symbol(Kind.MONTH, number))
        words[name + "woche"] = (Symbol(Kind.UNIT, name=Unit.WEEK), Symbol(Kind.MONTH, number))
    parts = {Part.START: ("anfang", "beginn"), Part.MIDDLE: ("mitte",), Part.END: ("ende",)}
    units = {Unit.YEAR: "jahres", Unit.MONTH: "monats", Unit.QUARTER: "quartals", Unit.WEEK: "wochen"}
    for part, endings in parts.items():
        for unit, stem in units.items():
            symbols = (Symbol(Kind.PART, name=part), Symbol(Kind.UNIT, name=unit))
            words |= {stem + ending: symbols for ending in endings if stem + ending != "wochenende"}
    return words


def _inflected() -> dict[str, Symbols]:
    words: dict[str, Symbols] = {}
    for shift, stems in _SHIFTS.items():
        words |= {s + e: (Symbol(Kind.SHIFT, name=shift),) for s in stems.split() for e in _ENDINGS}
    words |= {s + e: (Symbol(Kind.VETO),) for s in _VETO_STEMS.split() for e in ("", *_ENDINGS)}
    for number, entry in enumerate(_ORDINAL_STEMS.split(), 1):
        words |= {s + e: (Symbol(Kind.ORDINAL, number),) for s in entry.split("|") for e in _ENDINGS}
    words["heuer"] = (Symbol(Kind.SHIFT, name=Shift.THIS), Symbol(Kind.UNIT, name=Unit.YEAR))
    return words


def _phrases() -> dict[str, Symbols]:
    veto, nothing = (Symbol(Kind.VETO),), (Symbol(Kind.WORD),)
    phrases: dict[str, Symbols] = {
        "bild am sonntag": nothing,
        "welt am sonntag": nothing,
        "nach angaben": nothing,
        "nach informationen": nothing,
        "oder später": veto,
        "oder danach": veto,
        "rund um": (Symbol(Kind.APPROXIMATELY),),
        "in weniger als": (Symbol(Kind.WITHIN),),
        "mehr als": veto,
        "weniger als": veto,
        "bis spätestens": (Symbol(Kind.AT_THE_LATEST),),
        "später in": (Symbol(Kind.STILL),),
        "nacht von": (Symbol(Kind.NIGHT_BEFORE),),
        "christi himmelfahrt": (Symbol(Kind.HOLIDAY, name="ascension"),),
        "tag der deutschen einheit": (Symbol(Kind.HOLIDAY, name="german unity"),),
    }
    for number, entry in enumerate(_WEEKDAYS.split()):
        phrases |= {f"des {weekday}s": (Symbol(Kind.WEEKDAY, number),) for weekday in entry.split("|")}
    return phrases


GERMAN = Vocabulary(
    words=_inflected()
    | numbered(Kind.NUMBER, _NUMBERS, 1)
    | numbered(Kind.WEEKDAY, _WEEKDAYS, 0)
    | numbered(Kind.MONTH, _MONTHS, 1)
    | _compounds()
    | spelled({Symbol(Kind.HOLIDAY, name=name): words for name, words in _HOLIDAYS.items()})
    | spelled({Symbol(Kind.VETO): _VETO_WORDS})
    | spelled(_CLOSED),
    phrases=joined(_phrases()),
    time_of_day=r"(?:\b(?:um|gegen|ab|bis|von|nach|vor)\s+)?\b\d{1,2}(?:[.:]\d{2})?"
    r"(?:\s*(?:-|–|bis|und)\s*\d{1,2}(?:[.:]\d{2})?)?\s*uhr\b",
    tomorrow_or_morning="morgen",
    ago_before_count=True,
    idiomatic_days={8: (7, 8), 14: (11, 17)},
)
