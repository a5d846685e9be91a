"""Which numbers a figure ("1.200", "3,5", "2:1") or a number word ("dreihundert") may stand for."""

from __future__ import annotations

from collections.abc import Iterator

from summarizer.core.language import LanguageTable

_MIN_GROUP = 3
_LONGEST_FIGURE = 24


def figure_values(text: str, table: LanguageTable) -> frozenset[float]:
    """Readings of a figure; two where the language does not tell which mark is the decimal one."""
    if len(text) > _LONGEST_FIGURE:
        return frozenset({float(hash(text))})
    decimals = table.decimal or ".,"
    return frozenset([value for decimal in decimals for value in _readings(text, decimal)])


def _readings(text: str, decimal: str) -> Iterator[float]:
    group = "," if decimal == "." else "."
    plain = "".join(char for char in text if char.isdecimal() or char in ".,:")
    whole, _, fraction = plain.partition(decimal)
    groups = whole.replace(":", group).split(group)
    grouped = len(groups) > 1 and all(len(part) == _MIN_GROUP for part in groups[1:])
    if (
        fraction.replace(decimal, "").replace(group, "") != fraction
        or ":" in plain
        or (len(groups) > 1 and not grouped)
    ):
        # Scores, versions, a foreign decimal mark: each part counts, and so does the other reading.
        yield from (float(part) for part in plain.replace(",", ".").replace(":", ".").split(".") if part)
        if plain.count(group) == 1 and ":" not in plain and decimal not in plain:
            yield float(plain.replace(group, "."))
        return
    number = "".join(groups) + ("." + fraction if fraction else "")
    if number:
        yield round(float(number), 6)


def spoken_number(fold: str, table: LanguageTable) -> float | None:
    """The value of a number word, compounds included ("einundzwanzig", "dreihundert")."""
    if fold in table.numbers:
        return table.numbers[fold]
    if fold in table.tens:
        return table.tens[fold]
    return _german_number(fold, table) if table.code in ("de", "nl") and len(fold) > 6 else None


def _german_number(fold: str, table: LanguageTable) -> float | None:
    for scale, value in (("tausend", 1000.0), ("duizend", 1000.0), ("hundert", 100.0), ("honderd", 100.0)):
        head, found, tail = fold.partition(scale)
        if found:
            first = _below_hundred(head, table) if head else 1.0
            rest = spoken_number(tail.removeprefix("und"), table) if tail else 0.0
            return None if first is None or rest is None else first * value + rest
    return _below_hundred(fold, table)


def _below_hundred(fold: str, table: LanguageTable) -> float | None:
    if fold in ("ein", "eine", "een"):
        return 1.0
    if fold in table.numbers:
        return table.numbers[fold]
    if not fold.endswith(table.ten_endings):
        return None
    for ten, value in table.tens.items():
        for joint in ("und", "en", "ën"):
            if fold.endswith(joint + ten):
                head = fold[: -len(joint + ten)]
                unit = 1.0 if head in ("ein", "een") else table.numbers.get(head)
                return None if unit is None or unit > 9 else unit + value
    return table.tens.get(fold)
