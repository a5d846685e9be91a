"""Polish, the basics."""

from __future__ import annotations

from summarizer.core.language.table import LanguageTable, listed, numbered, paired

POLISH = LanguageTable(
    code="pl",
    decimal=",",
    name_endings=("a", "u", "owi", "em", "iem", "ie", "y", "i", "ą", "ę", "ego", "emu", "im", "ej", "ów"),
    noun_endings=(
        "a",
        "u",
        "owi",
        "em",
        "iem",
        "ie",
        "y",
        "i",
        "ą",
        "ę",
        "ego",
        "emu",
        "im",
        "ej",
        "ów",
        "ami",
        "ach",
        "om",
        "e",
        "o",
    ),
    suffixes=(
        "aniem",
        "ania",
        "anie",
        "enie",
        "enia",
        "owała",
        "ował",
        "owali",
        "ować",
        "ami",
        "ach",
        "owi",
        "ego",
        "emu",
        "ych",
        "ymi",
        "iem",
        "ali",
        "ała",
        "ać",
        "ał",
        "ić",
        "ów",
        "om",
        "em",
        "ej",
        "ie",
        "ym",
        "im",
        "ą",
        "ę",
        "a",
        "e",
        "i",
        "o",
        "u",
        "y",
    ),
    function_words=listed(
        "i a oraz lub albo ale że żeby aby bo gdy jeśli czy jak kto co który która które którzy których "
        "w we z ze na do od o u po pod nad przed przez przy za dla bez między się jest są był była było "
        "byli były będzie będą być to ten ta te tego tej tych tym on ona ono oni one jego jej ich mu go "
        "im nas nam ja ty my wy już jeszcze także też tylko bardzo więcej mniej może mogą ma mają miał "
        "miała"
    ),
    determiners=listed("ten ta to te tego tej tych jego jej ich dwa dwie dwóch trzy trzech"),
    prepositions=listed("w we z ze na do od o u po pod nad przed przez przy za dla bez między"),
    pronouns=listed("on ona ono oni one"),
    adversatives=listed("ale lecz"),
    coordinators=listed("i oraz lub"),
    subordinators=listed("że czy żeby"),
    negators=listed("nie nigdy nikt nic żaden żadna żadnych żadnego bez ani nigdzie"),
    neutral_after=listed("tylko"),
    soft_negation_stems=tuple("odrzuc zaprzecz odmów odwoł zakaz wyklucz brak".split()),
    negative_prefixes=("nie",),
    numbers=numbered(
        "zero - dwa|dwie|dwóch|dwoje trzy|trzech cztery|czterech pięć|pięciu sześć|sześciu "
        "siedem|siedmiu osiem|ośmiu dziewięć|dziewięciu dziesięć|dziesięciu jedenaście "
        "dwanaście|dwunastu trzynaście czternaście piętnaście"
    ),
    tens={"dwadzieścia": 20.0, "trzydzieści": 30.0, "czterdzieści": 40.0, "pięćdziesiąt": 50.0},
    scales={
        "sto": 1e2,
        "tysiąc": 1e3,
        "tysiące": 1e3,
        "tysięcy": 1e3,
        "tys": 1e3,
        "milion": 1e6,
        "miliony": 1e6,
        "milionów": 1e6,
        "mln": 1e6,
        "miliard": 1e9,
        "miliardy": 1e9,
        "miliardów": 1e9,
        "mld": 1e9,
    },
    loose_numbers={
        "jeden": 1.0,
        "jedna": 1.0,
        "jedno": 1.0,
        "pierwszy": 1.0,
        "drugi": 2.0,
        "oba": 2.0,
        "obie": 2.0,
        "pół": 0.5,
        "połowa": 0.5,
    },
    percents=listed("procent procenta procentów proc"),
    months=numbered(
        "styczeń|stycznia|styczniu luty|lutego|lutym marzec|marca|marcu kwiecień|kwietnia|kwietniu "
        "maj|maja|maju czerwiec|czerwca|czerwcu lipiec|lipca|lipcu sierpień|sierpnia|sierpniu "
        "wrzesień|września|wrześniu październik|października|październiku listopad|listopada|listopadzie "
        "grudzień|grudnia|grudniu",
        1,
    ),
    weekdays=numbered(
        "poniedziałek|poniedziałku wtorek|wtorku środa|środę|środy czwartek|czwartku piątek|piątku "
        "sobota|sobotę|soboty niedziela|niedzielę|niedzieli",
        1,
    ),
    speech_stems=tuple(
        "oferuj domaga zapewni odwoła podał podała powiedzia mów oświadcz poinform zapowiedzia podkreśl potwierdz zaprzecz stwierdz doda ostrzeg "
        "zażąda żąda skrytyk oceni napisa wyjaśni zaapel twierdzi uważa odpowiedzia zaproponowa odrzuci "
        "chce przekaza".split()
    ),
    sources=listed("według zdaniem"),
    titles=listed("pan pani dr prof prezydent premier minister burmistrz"),
    role_endings=("minister", "ministra", "prezydent", "premier", "rzecznik", "rzeczniczka", "burmistrz"),
    antonyms=paired(
        """
        zaakcept*|przyją*|przyję* / odrzuc*
        potwierdz* / zaprzecz*
        wzros*|zwiększ* / spad|zmniejsz*
        więcej* / mniej*
        przed* / po
        """
    ),
)
