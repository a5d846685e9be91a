"""Which numbers a figure may stand for: "1.200", "3,5", "2:1"."""

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
