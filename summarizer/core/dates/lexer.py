"""Reads a phrase into symbols, in the words of one language."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from summarizer.core.dates.symbols import Kind, Symbol, Symbols, Unit, Vocabulary

LONGEST_PHRASE = 200
"""Characters; a longer text is no date phrase and is not read at all."""

LONG_FIGURE = "figure"
"""Name of a `Kind.WORD` that may be a year out of bounds, or a number of something."""
_LONGEST_JOINT = 4
# re.ASCII keeps \d to 0-9, which int() reads, so letters need a class of their own.
_LETTER = r"[A-Za-z\u00c0-\u02af\u0370-\u1fff]"
_CLOCK = r"\b\d{1,2}:\d{2}(?::\d{2})?\b"
_TOKEN = re.compile(
    r"(?P<iso>(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)(?:T[0-9:.,+Z-]*)?)"
    r"|(?P<year_first>(?<!\d)\d{4}/\d{2}/\d{2}(?!\d))"
    r"|(?P<full>(?<![\d.,])(?<!\d/)\d{1,2}(?P<mark>[./])\ ?\d{1,2}(?P=mark)\ ?(?:\d{4}|\d{2})(?![\d/]))"
    r"|(?P<day_month>(?<![\d.,/])\d{1,2}\.\ ?\d{1,2}\.(?!\d))"
    r"|(?P<year_pair>(?<!\d)\d{4}/\d{2}(?:\d{2})?(?!\d))"
    r"|(?P<year_dash>(?<!\d)\d{4}[-–]\d{2}(?![\d-]))"
    r"|(?P<quarter>\b(?:[QT][1-4]|H[12])\b)"
    r"|(?P<ordinal>(?<![\d.,])\d{1,3}(?:(?:st|nd|rd|th|er|ère|º|ª|°)\b|[º°]|\.(?!\d)))"
    r"|(?P<number>\d+(?:[.,]\d+)*(?!\w))"
    rf"|(?P<word>{_LETTER}+(?:[-'’]{_LETTER}+)*)"
    r"|(?P<mark_alone>[-–—/,;()&]|\S)",
    re.ASCII,
)
_MARKS = {
    "-": Kind.DASH,
    "–": Kind.DASH,
    "—": Kind.DASH,
    "/": Kind.SLASH,
    "&": Kind.AND,
    ",": Kind.COMMA,
    ";": Kind.COMMA,
    "(": Kind.COMMA,
    ")": Kind.COMMA,
}
_PREPOSITIONS = (
    *(Kind.IN, Kind.SHIFT, Kind.PART, Kind.UNTIL, Kind.BY, Kind.BEFORE, Kind.BETWEEN, Kind.DURING),
    *(Kind.AND, Kind.OR, Kind.SLASH, Kind.DASH, Kind.TO),
)
_BEFORE_A_MORNING = (Kind.WEEKDAY, Kind.DAYWORD, Kind.SHIFT, Kind.FILLER, Kind.DAYPART, Kind.VETO)


class _Token(NamedTuple):
    text: str
    group: str
    key: str
    """The text as the vocabularies spell it."""

    @property
    def capitalised(self) -> bool:
        return self.text[:1].isupper()


def read_symbols(phrase: str, vocabulary: Vocabulary, longest: int = LONGEST_PHRASE) -> list[Symbol]:
    """The first `longest` characters as symbols, clock times gone, unknown words `Kind.WORD`."""
    text = " ".join(unicodedata.normalize("NFC", phrase[:longest]).split())
    text = re.sub(vocabulary.time_of_day, " ", text, flags=re.IGNORECASE | re.ASCII)
    text = re.sub(_CLOCK, " ", text, flags=re.ASCII)
    tokens = [
        _Token(match[0], match.lastgroup or "word", match[0].casefold().replace("’", "'"))
        for match in _TOKEN.finditer(text)
    ]
    symbols: list[Symbol] = []
    position = 0
    while position < len(tokens):
        found, used = _joint(tokens, position, vocabulary)
        if not used:
            found, used = _single(tokens, position, symbols, vocabulary), 1
        symbols.extend(found)
        position += used
    return _without_articles(symbols, vocabulary)


def _joint(tokens: list[_Token], start: int, vocabulary: Vocabulary) -> tuple[Symbols, int]:
    if tokens[start].key not in vocabulary.phrase_starts:
        return (), 0
    for length in range(min(_LONGEST_JOINT, len(tokens) - start), 0, -1):
        key = tuple(token.key for token in tokens[start : start + length])
        if key in vocabulary.phrases:
            return vocabulary.phrases[key], length
    return (), 0


def _single(tokens: list[_Token], at: int, before: list[Symbol], vocabulary: Vocabulary) -> Symbols:
    token = tokens[at]
    if token.group == "word":
        return _word(tokens, at, before, vocabulary)
    if token.group in ("mark_alone", "mark"):
        kind = _MARKS.get(token.text)
        return (Symbol(kind),) if kind else ()
    return _figures(token, vocabulary)


def _figures(token: _Token, vocabulary: Vocabulary) -> Symbols:
    figures = re.findall(r"[0-9]{1,4}", token.text)[:3]
    parts = [int(digits) for digits in figures]
    match token.group:
        case "iso" | "year_first":
            return (_date(parts[0], parts[1], parts[2]),)
        case "full":
            century = 2000 if len(figures[2]) == 2 else 0
            return (_written_date(parts[0], parts[1], parts[2] + century, day_first=vocabulary.day_first),)
        case "day_month" if vocabulary.day_first:
            return (Symbol(Kind.DATE, numeric=(0, parts[1], parts[0])),)
        case "year_pair" | "year_dash":
            following = (parts[0] + 1) % 100 == parts[1] % 100
            return (Symbol(Kind.YEAR_PAIR, parts[0]) if following else Symbol(Kind.VETO),)
        case "quarter":
            unit = Unit.HALF_YEAR if token.text[0] == "H" else Unit.QUARTER
            return Symbol(Kind.ORDINAL, parts[0]), Symbol(Kind.UNIT, name=unit)
        case "ordinal":
            return (Symbol(Kind.ORDINAL, parts[0]),)
        case "number" if token.text.isdigit():
            return (_plain_number(token.text),)
    return (Symbol(Kind.WORD),)


def _plain_number(digits: str) -> Symbol:
    if len(digits) == 4 and 1900 <= int(digits) <= 2199:
        return Symbol(Kind.YEAR, int(digits))
    return Symbol(Kind.NUMBER, int(digits)) if len(digits) <= 3 else Symbol(Kind.WORD, name=LONG_FIGURE)


def _date(year: int, month: int, day: int) -> Symbol:
    """There is no year 0, and in a `Symbol` it stands for none given."""
    return Symbol(Kind.DATE, numeric=(year, month, day)) if year else Symbol(Kind.VETO)


def _written_date(first: int, second: int, year: int, *, day_first: bool) -> Symbol:
    """20.01.2026 or 01/20/2026; where both orders give a day and they differ, nobody can know."""
    if day_first or first > 12:
        return _date(year, second, first)
    if second > 12 or first == second:
        return _date(year, first, second)
    return Symbol(Kind.VETO)


def _word(tokens: list[_Token], at: int, before: list[Symbol], vocabulary: Vocabulary) -> Symbols:
    token = tokens[at]
    key = token.key.removesuffix("'s") if token.key not in vocabulary.words else token.key
    if key in vocabulary.only_capitalised and not _is_name_of_time(tokens, at):
        return (Symbol(Kind.WORD),)
    if key in vocabulary.only_after_preposition and not _is_season(tokens, at, before):
        return (Symbol(Kind.WORD),)
    if key == vocabulary.tomorrow_or_morning and before and before[-1].kind in _BEFORE_A_MORNING:
        return (Symbol(Kind.DAYPART),)
    if key in vocabulary.words:
        return vocabulary.words[key]
    if "-" in key:
        return _hyphenated(key, vocabulary)
    # German tells "vor dem Gipfel" (a limit) from "vor Journalisten" by the article, so case matters.
    return (Symbol(Kind.WORD, name="name" if token.capitalised else ""),)


def _is_name_of_time(tokens: list[_Token], at: int) -> bool:
    """Whether "May" is the month: capitalised, and no surname after a first name or title."""
    if not tokens[at].capitalised:
        return False
    return at == 0 or tokens[at - 1].group != "word" or not tokens[at - 1].capitalised or at == 1


def _is_season(tokens: list[_Token], at: int, before: list[Symbol]) -> bool:
    if any(re.fullmatch(r"[0-9]{4}", token.text) for token in tokens[at + 1 : at + 3]):
        return True
    earlier = [symbol for symbol in before if symbol.kind not in (Kind.ARTICLE, Kind.FILLER)]
    return not earlier or earlier[-1].kind in _PREPOSITIONS


def _hyphenated(key: str, vocabulary: Vocabulary) -> Symbols:
    """ "mid-March" and "Mai-Juni" are date words on both sides; "Berlin-Mitte" is not."""
    symbols: list[Symbol] = []
    for piece in key.split("-"):
        if piece not in vocabulary.words:
            return (Symbol(Kind.WORD),)
        meaning = vocabulary.words[piece]
        if symbols and Kind.PART not in (symbols[-1].kind, meaning[0].kind):
            symbols.append(Symbol(Kind.DASH))
        symbols.extend(meaning)
    return tuple(symbols)


def _without_articles(symbols: list[Symbol], vocabulary: Vocabulary) -> list[Symbol]:
    kept: list[Symbol] = []
    for symbol, after in zip(symbols, [*symbols[1:], Symbol(Kind.FILLER)], strict=True):
        place = vocabulary.ago_before_count and after.kind is Kind.WORD and after.name == "name"
        if symbol.kind in (Kind.BEFORE, Kind.AFTER) and place:
            kept.append(Symbol(Kind.WORD))
        elif symbol.kind is Kind.DASH and kept and kept[-1].kind is Kind.PART:
            continue  # "mid-2027"
        elif symbol.kind not in (Kind.ARTICLE, Kind.FILLER):
            kept.append(symbol)
    return kept
