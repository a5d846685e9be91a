"""Date phrases: two tables written before the code, hostile input, and readable examples.

`date_phrases.tsv` holds phrases with the interval that is right on the merits, "none" where nobody can
know. `gold_when.tsv` holds every `when` of the gold articles with the interval found by reading the
article, and the article's first sentence where the phrase is not in it.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.core.dates import DateInterval, DatePrecision, names_a_time, resolve_date
from summarizer.core.dates.languages import vocabulary_of
from summarizer.core.dates.lexer import LONGEST_PHRASE
from summarizer.core.dates.symbols import Kind, Symbol

HERE = Path(__file__).parent
LANGUAGES = ["de", "en", "fr", "es", "it", "pl", "nl"]
Direction = Literal["future", "past"]
DIRECTIONS: list[Direction] = ["future", "past"]
THURSDAY = date(2026, 6, 18)
Row = dict[str, str]
Answer = tuple[str, str, str]


def table(name: str) -> list[Row]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


PHRASES = table("date_phrases.tsv")
GOLD = table("gold_when.tsv")


def as_answer(found: DateInterval | None) -> Answer:
    return (str(found.start), str(found.end), found.precision.value) if found else ("-", "-", "none")


def answer(row: Row) -> Answer:
    published = None if row["published"] == "-" else date.fromisoformat(row["published"])
    language = None if row["language"] == "-" else row["language"]
    direction: Direction = "past" if row.get("direction") == "past" else "future"
    lead = row.get("lead", "")
    return as_answer(resolve_date(row["phrase"], published, language, direction=direction, preceding=lead))


def expected(row: Row) -> Answer:
    return row["start"], row["end"], row["precision"]


def wrong_and_missing(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """Of rows whose right answer is a date: those answered wrongly and those not answered."""
    answers = [(row, answer(row)) for row in rows if row["precision"] != "none"]
    missing = [row for row, given in answers if given[2] == "none"]
    return [row for row, given in answers if given[2] != "none" and given != expected(row)], missing


def test_table_is_large_enough() -> None:
    counts = {language: sum(row["language"] == language for row in PHRASES) for language in LANGUAGES}
    assert counts["de"] >= 130
    assert counts["en"] >= 90
    assert sum(counts[language] for language in LANGUAGES[2:]) >= 15


@pytest.mark.parametrize("language", ["de", "en", "others"])
def test_phrases_are_right_and_covered(language: str) -> None:
    rows = [
        r
        for r in PHRASES
        if r["language"] == language or (language == "others" and r["language"] not in ("de", "en"))
    ]
    dated = [row for row in rows if row["precision"] != "none"]
    wrong, missing = wrong_and_missing(rows)
    given = len(dated) - len(missing)
    print(f"{language}: {len(dated)} dated, {given} answered, {given - len(wrong)} right")
    assert len(wrong) <= 0.02 * given, [(row["phrase"], answer(row)) for row in wrong]
    assert len(missing) <= 0.1 * len(dated), [row["phrase"] for row in missing]


@pytest.mark.parametrize("row", [r for r in PHRASES if r["precision"] == "none"], ids=lambda r: r["phrase"])
def test_unknowable_phrases_get_none(row: Row) -> None:
    assert answer(row)[2] == "none"


def test_gold_articles() -> None:
    dated = [row for row in GOLD if row["precision"] != "none"]
    wrong, missing = wrong_and_missing(GOLD)
    given = len(dated) - len(missing)
    print(f"gold: {len(dated)} dated, {given} answered, {given - len(wrong)} right")
    assert not wrong, [(row["article"], row["phrase"], answer(row)) for row in wrong]
    assert len(missing) <= 0.1 * len(dated), [(row["article"], row["phrase"]) for row in missing]
    assert all(answer(row)[2] == "none" for row in GOLD if row["precision"] == "none")


def day(text: str) -> DateInterval:
    return DateInterval(
        start=date.fromisoformat(text), end=date.fromisoformat(text), precision=DatePrecision.DAY
    )


def test_examples() -> None:
    thursday = date(2026, 6, 11)
    assert resolve_date("am kommenden Mittwoch in Thessaloniki", thursday, "de") == day("2026-06-17")
    assert resolve_date("am 20. Januar", thursday, "de") == day("2027-01-20")
    assert resolve_date("am 20. Januar", thursday, "de", direction="past") == day("2026-01-20")
    assert resolve_date("bald", thursday, "de") is None
    assert resolve_date("03/04/2026", thursday, "en") is None
    assert resolve_date("03/04/2026", thursday, "fr") == day("2026-04-03")
    within = resolve_date("within two weeks", thursday, "en")
    assert within is not None
    assert (within.start, within.end, within.precision) == (thursday, date(2026, 6, 25), DatePrecision.WINDOW)


TRAPS = [
    ("de", "Freitag, der 13.", "- - none"),
    ("de", "in der Nacht zum 20. Juni", "2026-06-19 2026-06-20 window"),
    ("de", "30.06./01.07.2026", "2026-06-30 2026-07-01 range"),
    ("de", "bis zum Gipfel am Montag", "- - none"),
    ("de", "von Montag auf Mittwoch verschoben", "- - none"),
    ("de", "in der letzten Juliwoche", "2026-07-19 2026-07-31 window"),
    ("de", "Anfang bis Mitte Juli", "2026-07-01 2026-07-20 window"),
    ("de", "20.06.0000", "- - none"),
    ("de", "am Mittwoch in einer Woche", "- - none"),
    ("en", "Friday the 13th", "- - none"),
    ("en", "for two days from Monday", "- - none"),
    ("en", "Monday before Christmas", "- - none"),
    ("en", "the last weekend of June", "2026-06-27 2026-06-28 window"),
    ("en", "last quarter of 2026", "- - none"),
    ("en", "this week or next", "- - none"),
    ("en", "at the 2027 summit in May", "- - none"),
    ("en", "18 June 2226", "- - none"),
    ("en", "Wednesday week", "2026-07-01 2026-07-01 day"),
    ("en", "in the next week", "2026-06-18 2026-06-28 window"),
    ("en", "in the run-up to Christmas", "- - none"),
    ("en", "before the end of July", "2026-06-18 2026-07-31 window"),
    ("en", "spring or summer 2027", "2027-03-01 2027-08-31 window"),
]


@pytest.mark.parametrize(("language", "phrase", "right"), TRAPS)
def test_traps_found_after_the_table_was_written(language: str, phrase: str, right: str) -> None:
    assert " ".join(as_answer(resolve_date(phrase, THURSDAY, language))) == right


def test_a_story_set_in_another_week_leaves_bare_weekdays_open() -> None:
    published = date(2026, 1, 8)
    lead = "The assembly opens its session in Strasbourg on Monday, 26 January."
    assert resolve_date("On Tuesday", published, "en") == day("2026-01-13")
    assert resolve_date("On Tuesday", published, "en", preceding=lead) is None
    assert resolve_date("next week", published, "en", preceding=lead) is not None
    near = "The assembly opens its session on Monday, 12 January."
    assert resolve_date("On Tuesday", published, "en", preceding=near) == day("2026-01-13")


def test_language_tags_and_unknown_languages() -> None:
    assert resolve_date("übermorgen", THURSDAY, "de-AT") == day("2026-06-20")
    assert resolve_date("tomorrow", THURSDAY, "EN_gb") == day("2026-06-19")
    assert resolve_date("tomorrow", THURSDAY, "pt") is None
    assert resolve_date("deutsch", THURSDAY, "deu") is None
    assert resolve_date("2026-07-01", None, None) == day("2026-07-01")


def test_decomposed_umlauts_and_wide_spaces_read_the_same() -> None:
    decomposed = "na\u0308chste\u00a0Woche"
    assert resolve_date(decomposed, THURSDAY, "de") == resolve_date("nächste Woche", THURSDAY, "de")


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_agree_with_cldr(language: str) -> None:
    vocabulary, locale = vocabulary_of(language), Locale.parse(language)
    assert vocabulary is not None
    for number, name in locale.months["format"]["wide"].items():
        assert vocabulary.words[name.casefold()] == (Symbol(Kind.MONTH, number),)
    for number, name in locale.days["format"]["wide"].items():
        assert vocabulary.words[name.casefold()] == (Symbol(Kind.WEEKDAY, number),)


def words_of_all_languages() -> list[str]:
    vocabularies = [vocabulary_of(language) for language in LANGUAGES]
    words = {word for vocabulary in vocabularies if vocabulary for word in vocabulary.words}
    figures = ["1", "2", "20.", "31", "29.", "99", "2027", "0000", "9999", "30.2.", "20.01.2026", "2026/27"]
    return [*sorted(words), *figures, "-", "–", ",", "(", "/", "May", "14 Uhr", "4 p.m.", "Q3", "2026-02-30"]


WORDS = words_of_all_languages()
dates = st.dates() | st.sampled_from([date.min, date.max, date(1, 1, 9), date(9999, 12, 24)])
phrases = st.text(max_size=300) | st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)


@settings(max_examples=1500, deadline=None)
@given(
    phrases,
    st.none() | dates,
    st.none() | st.sampled_from(LANGUAGES),
    st.sampled_from(DIRECTIONS),
    phrases,
)
def test_any_text_is_survived(
    when: str, published: date | None, language: str | None, direction: Direction, lead: str
) -> None:
    found = resolve_date(when, published, language, direction=direction, preceding=lead)
    again = resolve_date(when, published, language, direction=direction, preceding=lead)
    assert found == again
    if found is not None:
        assert found.start <= found.end
        assert (found.start == found.end) == (found.precision is DatePrecision.DAY)


@given(st.integers(min_value=0, max_value=6), dates.filter(lambda d: date(2, 1, 1) < d < date(9990, 1, 1)))
def test_a_bare_weekday_is_within_a_week(weekday: int, published: date) -> None:
    name = ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"][weekday]
    ahead = resolve_date(f"am {name}", published, "de")
    back = resolve_date(f"am {name}", published, "de", direction="past")
    assert ahead is not None
    assert back is not None
    assert ahead.start.weekday() == back.start.weekday() == weekday
    assert timedelta(0) <= ahead.start - published < timedelta(7)
    assert timedelta(0) <= published - back.start < timedelta(7)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_every_written_day_reads_back(some_day: date) -> None:
    months = Locale.parse("de").months["format"]["wide"]
    written = f"am {some_day.day}. {months[some_day.month]} {some_day.year}"
    for phrase, language in ((written, "de"), (some_day.isoformat(), None), (f"{some_day:%d.%m.%Y}", "de")):
        assert resolve_date(phrase, None, language) == day(some_day.isoformat())


def hostile() -> Iterator[str]:
    yield "am Mittwoch " * 100_000
    for unit in (
        "1",
        "1.",
        "1/",
        "am ",
        "-",
        "Mai-",
        "bis ",
        "1 bis ",
        "und 3. ",
        "\u0301",
        "'",
        "Nacht ",
        "1:",
    ):
        yield (unit * LONGEST_PHRASE)[:LONGEST_PHRASE]


@pytest.mark.parametrize("language", ["de", "en", None])
def test_hostile_phrases_are_quick(language: str | None) -> None:
    for phrase in hostile():
        start = time.process_time()
        resolve_date(phrase, THURSDAY, language, preceding=phrase)
        assert time.process_time() - start < 0.1


@pytest.mark.parametrize(
    ("phrase", "language", "answer"),
    [
        ("am Freitag", "de", True),
        ("bald", "de", True),
        ("in den kommenden Wochen", "de", True),
        ("nach Ostern", "de", True),
        ("nach Angaben aus Athen", "de", False),
        ("Eryılmaz", "de", False),
        ("later this month", "en", True),
        ("shortly", "en", True),
        ("according to Reuters", "en", False),
        ("irgendwas", None, True),
    ],
)
def test_a_phrase_that_names_no_time_is_told_from_a_vague_one(phrase, language, answer):
    assert names_a_time(phrase, language) is answer


@given(st.text())
def test_asking_whether_a_text_names_a_time_never_fails(text):
    assert names_a_time(text, "de") in (True, False)
