"""Which vocabulary belongs to which language; Polish and Dutch are small enough to live here."""

from __future__ import annotations

from summarizer.core.dates.english import ENGLISH
from summarizer.core.dates.german import GERMAN
from summarizer.core.dates.romance import FRENCH, ITALIAN, SPANISH
from summarizer.core.dates.symbols import Kind, Shift, Symbol, Unit, Vocabulary, joined, numbered, spelled

POLISH = Vocabulary(
    words=numbered(
        Kind.MONTH,
        "stycznia|styczniu|styczeń lutego|lutym|luty marca|marcu|marzec kwietnia|kwietniu|kwiecień "
        "maja|maju|maj czerwca|czerwcu|czerwiec lipca|lipcu|lipiec sierpnia|sierpniu|sierpień "
        "września|wrześniu|wrzesień października|październiku|październik "
        "listopada|listopadzie|listopad grudnia|grudniu|grudzień",
        1,
    )
    | numbered(
        Kind.WEEKDAY,
        "poniedziałek|poniedziałku wtorek|wtorku środę|środa|środy czwartek|czwartku piątek|piątku "
        "sobotę|sobota|soboty niedzielę|niedziela|niedzieli",
        0,
    )
    | spelled(
        {
            Symbol(Kind.UNIT, name=Unit.WEEK): "tydzień tygodniu tygodnia",
            Symbol(Kind.UNIT, name=Unit.MONTH): "miesiąc miesiącu miesiąca",
            Symbol(Kind.UNIT, name=Unit.YEAR): "rok roku r",
            Symbol(Kind.SHIFT, name=Shift.THIS): "ten tę tym tego tej",
            Symbol(
                Kind.SHIFT, name=Shift.COMING
            ): "najbliższy najbliższą najbliższym nadchodzący nadchodzącą",
            Symbol(Kind.SHIFT, name=Shift.NEXT): "przyszły przyszłą przyszłym przyszłego",
            Symbol(
                Kind.SHIFT, name=Shift.LAST
            ): "ostatni ostatnią zeszły zeszłą zeszłym ubiegły ubiegłą ubiegłym",
            Symbol(Kind.DAYWORD, -1): "wczoraj",
            Symbol(Kind.DAYWORD, 0): "dziś dzisiaj",
            Symbol(Kind.DAYWORD, 1): "jutro",
            Symbol(Kind.DAYWORD, 2): "pojutrze",
            Symbol(Kind.DAYPART): "rano wieczorem południe popołudniu",
            Symbol(Kind.IN): "w we",
            Symbol(Kind.UNTIL): "do",
            Symbol(Kind.BEFORE): "przed",
            Symbol(Kind.AFTER): "po",
            Symbol(Kind.FROM): "od",
            Symbol(Kind.BETWEEN): "między pomiędzy",
            Symbol(Kind.AND): "i a oraz",
            Symbol(Kind.OR): "lub albo",
            Symbol(Kind.APPROXIMATELY): "około",
            Symbol(Kind.MOVED): "przełożone przełożono przesunięte przeniesione",
            Symbol(Kind.VETO): "każdy każdą każdego nie zamiast następny następnego następnym tygodni dni za",
        }
    ),
    phrases={},
    time_of_day=r"\b(?:o\s+)?(?:godz\.?|godzinie)\s*\d{1,2}(?:[.:]\d{2})?",
)

DUTCH = Vocabulary(
    words=numbered(
        Kind.MONTH,
        "januari|jan februari|feb maart|mrt april|apr mei juni|jun juli|jul augustus|aug september|sept "
        "oktober|okt november|nov december|dec",
        1,
    )
    | numbered(Kind.WEEKDAY, "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag", 0)
    | {
        day + part: (Symbol(Kind.WEEKDAY, number),)
        for number, day in enumerate("maandag dinsdag woensdag donderdag vrijdag zaterdag zondag".split())
        for part in "ochtend middag avond nacht morgen".split()
    }
    | spelled(
        {
            Symbol(Kind.UNIT, name=Unit.WEEK): "week",
            Symbol(Kind.UNIT, name=Unit.MONTH): "maand",
            Symbol(Kind.UNIT, name=Unit.YEAR): "jaar",
            Symbol(Kind.SHIFT, name=Shift.THIS): "deze dit",
            Symbol(Kind.SHIFT, name=Shift.COMING): "komende aanstaande komend",
            Symbol(Kind.SHIFT, name=Shift.NEXT): "volgende volgend",
            Symbol(Kind.SHIFT, name=Shift.PAST): "afgelopen",
            Symbol(Kind.SHIFT, name=Shift.LAST): "vorige vorig",
            Symbol(Kind.DAYWORD, -1): "gisteren",
            Symbol(Kind.DAYWORD, 0): "vandaag vanavond vanmiddag vanochtend",
            Symbol(Kind.DAYWORD, 1): "morgen",
            Symbol(Kind.DAYWORD, 2): "overmorgen",
            Symbol(Kind.DAYPART): "ochtend middag avond",
            Symbol(Kind.IN): "in",
            Symbol(Kind.UNTIL): "tot",
            Symbol(Kind.BEFORE): "voor vóór",
            Symbol(Kind.AFTER): "na vanaf",
            Symbol(Kind.SINCE): "sinds",
            Symbol(Kind.BETWEEN): "tussen",
            Symbol(Kind.TO): "t",
            Symbol(Kind.AND): "en",
            Symbol(Kind.OR): "of",
            Symbol(Kind.AT_THE_LATEST): "uiterlijk",
            Symbol(Kind.APPROXIMATELY): "rond ongeveer",
            Symbol(Kind.MOVED): "verplaatst uitgesteld verschoven vervroegd",
            Symbol(Kind.VETO): "elke elk iedere ieder niet geen dezelfde daaropvolgende weken dagen een",
            Symbol(Kind.ARTICLE): "de het",
            Symbol(Kind.FILLER): "op van om aan",
        }
    ),
    phrases=joined({"op zijn vroegst": (Symbol(Kind.VETO),), "in plaats": (Symbol(Kind.VETO),)}),
    time_of_day=r"(?:\bom\s+)?\b\d{1,2}(?:[.:]\d{2})?\s*uur\b",
    tomorrow_or_morning="morgen",
)

WITHOUT_LANGUAGE = Vocabulary(words={}, phrases={}, time_of_day=r"(?!)", day_first=False)
"""Reads figures only."""

_VOCABULARIES = {
    "de": GERMAN,
    "en": ENGLISH,
    "fr": FRENCH,
    "es": SPANISH,
    "it": ITALIAN,
    "pl": POLISH,
    "nl": DUTCH,
}


def vocabulary_of(language: str | None) -> Vocabulary | None:
    """The date words of "de", "de-AT", "DE_ch"; None for a language without a table."""
    return _VOCABULARIES.get((language or "")[:3].casefold().rstrip("-_"))
