"""Pairs of different articles about one event, made to be taken for copies."""

from __future__ import annotations

import datetime
import random
import re
from collections.abc import Callable
from dataclasses import replace

from benchmarks.wire_texts import Story, copied, story
from summarizer.core.article import Article

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_DAYS = (
    "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "lunes martes miércoles jueves viernes sábado domingo",
    "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "January February March April May June July August September October November December",
)
_NEXT = {
    day: row.split()[(place + 1) % len(row.split())] for row in _DAYS for place, day in enumerate(row.split())
}
_TURNS = {
    "nicht": "", "kein": "ein", "keine": "eine", "not": "", "no": "a", "never": "always", "ist": "ist nicht",
    "wird": "wird nicht", "hat": "hat nicht", "was": "was not", "is": "is not", "has": "has not",
    "will": "will not", "had": "had not", "est": "n'est pas", "es": "no es", "non": "", "niet": "", "nie": "",
    "sagte": "bestritt", "said": "denied", "wollen": "wollten", "dementierte": "bestätigte",
    "rejected": "accepted", "denied": "confirmed", "mehr": "weniger", "more": "fewer", "before": "after",
}  # fmt: skip
_RETOLD = 4
_NEWS = {
    "de": "Am späten Abend teilten die Beteiligten mit, dass die Entscheidung nun doch zurückgenommen wird.",
    "en": "Late in the evening the parties announced that the decision was being withdrawn after all.",
}
_NOTES = {
    "de": "Korrektur: In einer früheren Version stand hier eine andere Zahl.",
    "en": "Correction: an earlier version of this article gave another figure.",
}


def _once(text: str, pattern: re.Pattern[str], change: Callable[[str], str], dice: random.Random) -> str:
    found = list(pattern.finditer(text))
    if not found:
        return text
    one = dice.choice(found)
    return text[: one.start()] + change(one[0]) + text[one.end() :]


def _with_text(one: Story, text: str) -> Story:
    return replace(one, paragraphs=tuple(text.split("\n\n")))


def _number(one: Story, dice: random.Random) -> Story:
    return _with_text(one, _once(one.text, _NUMBER, lambda n: str(int(n[0]) % 9 + 1) + n[1:], dice))


def _date(one: Story, dice: random.Random) -> Story:
    return _with_text(one, _once(one.text, _words(_NEXT), lambda day: _NEXT[day], dice))


def _negation(one: Story, dice: random.Random) -> Story:
    return _with_text(one, _once(one.text, _words(_TURNS), lambda word: _TURNS[word], dice))


def _words(words: dict[str, str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b")


def _names(one: Story) -> list[str]:
    """Names in the story: `wire_texts` gives people names of two or three made-up syllables."""
    made = "bar|ben|dor|fal|gim|hol|jas|kel|lun|mor|nev|ost|pel|rud|san|tor|ulm|vik|wes|zan"
    return sorted(set(re.findall(rf"\b(?=[A-Z])(?:(?i:{made})){{2,3}}\b", one.text)))


def _name(one: Story, dice: random.Random) -> Story:
    names = _names(one)
    return _with_text(one, re.sub(rf"\b{dice.choice(names)}\b", "Brünnigk", one.text)) if names else one


def _name_swap(one: Story, dice: random.Random) -> Story:
    names = _names(one)
    if len(names) < 2:
        return _number(one, dice)
    a, b = dice.sample(names, 2)
    return _with_text(one, re.sub(rf"\b(?:{a}|{b})\b", lambda found: b if found[0] == a else a, one.text))


def _number_swap(one: Story, dice: random.Random) -> Story:
    found = sorted(set(_NUMBER.findall(one.text)))
    if len(found) < 2:
        return one
    a, b = dice.sample(found, 2)
    pattern = re.compile(rf"(?<![\d.,])(?:{re.escape(a)}|{re.escape(b)})(?![\d]|[.,]\d)")
    return _with_text(one, pattern.sub(lambda match: b if match[0] == a else a, one.text))


def _news(one: Story) -> str:
    return _NEWS.get(one.language, _NEWS["en"])


def _new_lead(one: Story, dice: random.Random) -> Story:
    day = one.published + datetime.timedelta(days=1)
    return replace(one, paragraphs=(_news(one), *one.paragraphs), published=day)


def _appended(one: Story, dice: random.Random) -> Story:
    place = dice.randint(2, len(one.paragraphs))
    return replace(one, paragraphs=(*one.paragraphs[:place], _news(one), *one.paragraphs[place:]))


def _sentence_more(one: Story, dice: random.Random) -> Story:
    place = dice.randrange(len(one.paragraphs))
    paragraphs = list(one.paragraphs)
    paragraphs[place] += " " + _news(one)
    return replace(one, paragraphs=tuple(paragraphs))


def _own_words(one: Story, dice: random.Random) -> Story:
    quoting = [each for each in one.paragraphs if re.search('[„“«"]', each)]
    return replace(one, paragraphs=(*one.retold, *quoting[:1]))


def _half(one: Story, dice: random.Random) -> Story:
    half = max(1, len(one.paragraphs) * 2 // 3)
    return replace(one, paragraphs=(*one.paragraphs[:half], *one.retold[1:]))


def _corrected(one: Story, dice: random.Random) -> Story:
    other = _number(one, dice)
    return replace(other, paragraphs=(*other.paragraphs, _NOTES.get(one.language, _NOTES["en"])))


def _next_week(one: Story, dice: random.Random) -> Story:
    return replace(one, published=one.published + datetime.timedelta(days=7))


def _yesterday(one: Story, dice: random.Random) -> Story:
    """The earlier state of a running story, which arrives after the later one."""
    day = one.published - datetime.timedelta(days=1)
    return replace(one, paragraphs=one.paragraphs[:-2], published=day)


KINDS: dict[str, Callable[[Story, random.Random], Story]] = {
    "one figure changed": _number,
    "one day or month changed": _date,
    "one negation or verb turned": _negation,
    "one person another": _name,
    "two people swapped": _name_swap,
    "two figures swapped": _number_swap,
    "new lead over yesterday's text": _new_lead,
    "one paragraph more": _appended,
    "one sentence more": _sentence_more,
    "own wording, same quotes": _own_words,
    "two thirds agency text, rest own": _half,
    "corrected, with a note": _corrected,
    "the same text a week later": _next_week,
    "yesterday's version after today's": _yesterday,
}


def pairs(count: int, start: int) -> list[tuple[str, Article, Article]]:
    """`count` pairs, each about an event of its own, half of them printed as copies are."""
    found: list[tuple[str, Article, Article]] = []
    number = start
    kinds = list(KINDS)
    while len(found) < count:
        dice = random.Random(f"rival {number}")
        kind, one = kinds[len(found) % len(kinds)], story(number)
        other = KINDS[kind](one, dice)
        number += 1
        # A date in a story that has none, say, cannot be changed, and not every story is retold.
        if (other.text == one.text and other.published == one.published) or len(one.retold) < _RETOLD:
            continue
        dressed = len(found) % 2
        if kind in {"the same text a week later", "yesterday's version after today's"}:
            dressed = 0  # a copy may be dated a day later, and that is what these two are about
        second = copied(other, dice, "-rival", cut=False) if dressed else other.article("-rival")
        found.append((kind, one.article(), second))
    return found
