"""Articles that repeat each other and articles that only look as if they did, for `benchmarks.wire_copy`.

A story is one of the articles of evals/articles retold about other people with other figures, with some
paragraphs of others of its language between: natural prose, and many stories share most of their
sentences, as reports of one kind of event do. A copy is what an outlet makes of a story without adding
or changing a fact. A rival is another article about the same event; KINDS names how it differs.
"""

from __future__ import annotations

import datetime
import functools
import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from summarizer.batch.wire_text import words_of
from summarizer.batch.wire_words import TODAY
from summarizer.core.article import Article

_GOLD = Path(__file__).parent.parent / "evals" / "articles"
_LEAST_WORDS = 150
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_YEAR = re.compile(r"(?:19[89]|20[0-3])\d")
_SENTENCE_END = re.compile(r"(?<=[a-zà-ž][.!?])[“”»\"]?\s+(?=[„“«\"]?[A-ZÄÖÜÀ-Ž])")


@dataclass(frozen=True, slots=True)
class Story:
    """An event as one article tells it, and `retold`: the same facts in other sentences."""

    number: int
    language: str
    title: str
    paragraphs: tuple[str, ...]
    published: datetime.date
    retold: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)

    def article(self, suffix: str = "") -> Article:
        """As an article of its own; `suffix` keeps ids apart."""
        return Article(
            text=self.text,
            id=f"story-{self.number}{suffix}",
            title=self.title,
            published=self.published,
            language=self.language,
        )


@functools.cache
def _gold() -> tuple[dict[str, Any], ...]:
    every = (json.loads(path.read_text("utf-8")) for path in sorted(_GOLD.glob("*.json")))
    return tuple(each for each in every if len(each["text"].split()) >= _LEAST_WORDS)


def story(number: int) -> Story:
    """Story `number`: the same one every time."""
    dice = random.Random(f"story {number}")
    base = dice.choice(_gold())
    others = [each for each in _gold() if each["language"] == base["language"] and each is not base]
    paragraphs = base["text"].split("\n\n")
    for other in dice.sample(others, min(2, len(others))):
        place = dice.randint(1, len(paragraphs))
        paragraphs[place:place] = dice.sample(other["text"].split("\n\n")[1:], 2)
    gold = base["gold"]
    retold = [gold["summary"], *(f"{p['holder']}: {p['statement']}" for p in gold["positions"])]
    retold += [question["question"] for question in gold["open_questions"]]
    told = "\n\n".join([base["title"], *paragraphs, *retold])
    told = _with_other_people(told, [base, *others], dice)
    told = _NUMBER.sub(_other_number(dice), told)
    title, *rest = told.split("\n\n")
    day = datetime.date(2026, dice.randint(1, 12), dice.randint(1, 28))
    body, again = tuple(rest[: len(paragraphs)]), tuple(rest[len(paragraphs) :])
    return Story(number, base["language"], title, body, day, again)


def _with_other_people(text: str, golds: Sequence[dict[str, Any]], dice: random.Random) -> str:
    people = {
        part
        for gold in golds
        for actor in gold["gold"]["actors"]
        if actor["kind"] == "person"
        for part in re.findall(r"[^\W\d_]{4,}", actor["name"])
        if part[0].isupper()
    }
    names = {part: _name(dice) for part in sorted(people) if part in text}
    if not names:
        return text
    return re.sub(rf"\b(?:{'|'.join(names)})\b", lambda found: names[found[0]], text)


def _name(dice: random.Random) -> str:
    syllables = "bar ben dor fal gim hol jas kel lun mor nev ost pel rud san tor ulm vik wes zan".split()
    return "".join(dice.sample(syllables, dice.randint(2, 3))).capitalize()


def _other_number(dice: random.Random) -> Callable[[re.Match[str]], str]:
    known: dict[str, str] = {}

    def other(found: re.Match[str]) -> str:
        number = found[0]
        if _YEAR.fullmatch(number):
            return number
        if number not in known:
            known[number] = dice.choice([d for d in "123456789" if d != number[0]]) + number[1:]
        return known[number]

    return other


# What outlets do to a text that they print.

_OUTLETS = (
    ("Tagespost Altenbrück", "Mehr Nachrichten aus der Region finden Abonnenten in unserer App."),
    (
        "Hollerseer Zeitung",
        "Haben Sie einen Fehler entdeckt? Schreiben Sie uns an die Redaktion.",
    ),
    ("Kurier am Morgen", "Dieser Text stammt aus der gedruckten Ausgabe. Sie erhalten sie an jedem Kiosk."),
    ("Grünhafener Bote", "Diskutieren Sie mit! Für Kommentare melden Sie sich mit Ihrem Konto an."),
    ("The Dornwick Gazette", "Sign up for our morning briefing. It reaches 40,000 readers before breakfast."),
    ("Lauchtal Herald", "If you value independent local journalism, please consider supporting us from £2."),
    ("Kaltmouth Evening News", "This story is part of our partnership with the wire services."),
    ("Ellerby Star", "Have you got a story for us? Email our newsdesk in confidence."),
    ("Correo del Valle", "Únete a nuestro canal y recibe las noticias del día en tu teléfono."),
    (
        "Corriere di Trani",
        "Vuoi le notizie ogni mattina? Iscriviti alla nostra newsletter gratuita.",
    ),
    ("De Beverse Bode", "Blijf op de hoogte van het laatste nieuws met onze app."),
    ("Le Courrier", "Vous avez repéré une erreur ? Signalez-la à notre rédaction."),
)
_HEADS = {
    "de": ("Berlin (dpa) - ", "dpa/red - ", "HAMBURG (AFP) – ", "Von Imke Göderitz\n\n", "Wien (APA/dpa). "),
    "en": ("LONDON, March 3 (Reuters) - ", "(AP) — ", "By Jane Achterholt, Political Editor\n\n", "PARIS — "),
}
_TAILS = {
    "de": ("© dpa-infocom, dpa:260112-99-123456/3", "Mit Material von dpa und AFP", "dpa/red", "Foto: dpa"),
    "en": ("(Reporting by J. Achterholt; Editing by M. Flurmann)", "Copyright 2026 Reuters.", "Photo: AP"),
}
_SUBHEADS = {"de": "Lage bleibt angespannt", "en": "Talks under pressure"}
_FLAGS = ("Liveticker: {}", "{} | Nachrichten", "Agenturmeldung: {}", "{} - Politik", "+++ {} +++")


def printed(one: Story, outlet: int, suffix: str) -> Article:
    """A story that this outlet wrote itself, with the line that it puts under everything."""
    text = f"{one.text}\n\n{_OUTLETS[outlet][1]}"
    return one.article(suffix).model_copy(update={"text": text, "source": _OUTLETS[outlet][0]})


def outlet_of(number: int, language: str) -> int:
    """Which outlet prints story `number`: one of its language, where there is one."""
    groups = {"de": range(4), "en": range(4, 8), "es": [8], "it": [9], "nl": [10], "fr": [11], "pl": [3]}
    return random.Random(f"outlet {number}").choice(groups[language])


def copied(one: Story, dice: random.Random, suffix: str, *, cut: bool = True) -> Article:
    """What an outlet makes of agency text: one to six of the usual changes, no other fact."""
    outlet = outlet_of(dice.randint(0, 999), one.language)
    edits = [*_EDITS, *([_cut] if cut else [])]
    story_, head, tail = one, "", ""
    for edit in dice.sample(edits, dice.randint(1, len(edits))):
        story_ = edit(story_, dice)
    language = "de" if one.language == "de" else "en"
    if dice.random() < 0.5:
        head = dice.choice(_HEADS[language])
    if dice.random() < 0.5:
        tail += "\n\n" + dice.choice(_TAILS[language])
    if dice.random() < 0.5:
        tail += "\n\n" + _OUTLETS[outlet][1]
    text = head + story_.text + tail
    return story_.article(suffix).model_copy(update={"text": text, "source": _OUTLETS[outlet][0]})


def _cut(one: Story, dice: random.Random) -> Story:
    left = list(one.paragraphs)
    goal = dice.uniform(0.55, 0.9) * len(one.text)
    while len(left) > 2 and sum(map(len, left)) > goal:
        # From the end, as sub-editors do; now and then from the middle.
        del left[-1 if dice.random() < 0.7 else dice.randint(1, len(left) - 1)]
    return replace(one, paragraphs=tuple(left))


def _headline(one: Story, dice: random.Random) -> Story:
    words = one.title.split()
    match dice.randint(0, 2):
        case 0:
            title = dice.choice(_FLAGS).format(one.title)
        case 1:
            title = " ".join(words[: max(3, len(words) - 2)])
        case _:
            title = _NUMBER.sub("", one.retold[0].split(",")[0])[:70]
    return replace(one, title=title)


def _quotes(one: Story, dice: random.Random) -> Story:
    opening, closing = dice.choice((('"', '"'), ("»", "«"), ("„", "“"), ("“", "”"), ("«", "»")))
    swap = str.maketrans({**dict.fromkeys("„“«", opening), **dict.fromkeys("”»", closing), "’": "'"})
    return replace(one, paragraphs=tuple(each.translate(swap) for each in one.paragraphs))


def _layout(one: Story, dice: random.Random) -> Story:
    paragraphs = [each.replace("–", "-").replace(" ", " ", 3) for each in one.paragraphs]
    if dice.random() < 0.5 and len(paragraphs) > 3 and not _subheads(paragraphs[1:3]):
        paragraphs[1:3] = [" ".join(paragraphs[1:3])]
    else:
        paragraphs = [part for each in paragraphs for part in _split_once(each)]
    return replace(one, paragraphs=tuple(paragraphs))


def _subheads(paragraphs: Sequence[str]) -> bool:
    return any(each[-1] not in '.!?“”»"' for each in paragraphs)


def _split_once(paragraph: str) -> list[str]:
    found = _SENTENCE_END.search(paragraph)
    return [paragraph[: found.end()].strip(), paragraph[found.end() :]] if found else [paragraph]


def _subhead(one: Story, dice: random.Random) -> Story:
    paragraphs = list(one.paragraphs)
    paragraphs.insert(len(paragraphs) // 2, _SUBHEADS.get(one.language, _SUBHEADS["en"]))
    return replace(one, paragraphs=tuple(paragraphs))


def _next_day(one: Story, dice: random.Random) -> Story:
    """Printed a day later; not where "today" would then mean another day, which nobody would print."""
    if not TODAY[one.language].isdisjoint(words_of(one.text)):
        return one
    return replace(one, published=one.published + datetime.timedelta(days=dice.choice((0, 0, 1))))


_EDITS = (_headline, _quotes, _layout, _subhead, _next_day)
