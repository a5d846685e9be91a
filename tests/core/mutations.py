"""Wrong summaries made from right ones: every mutant differs from its gold item in one known way.

The word lists here are the generator's own and share nothing with the tables of the checks. A mutant that may
still be true is not made: a holder is never swapped with the body they speak for, evidence is never moved to a
sentence of a linked item, and "nicht nur" is no negation. The same seed gives the same mutants.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Item = dict[str, Any]
CLASSES = (
    "negation", "number", "date", "holder", "name", "quote", "evidence", "antonym", "moved",
)  # fmt: skip

_IN_EVIDENCE = {
    "name_not_in_evidence", "phrase_not_in_evidence", "number_not_in_evidence", "date_not_in_evidence",
    "quote_not_in_evidence", "holder_contradicted", "holder_not_speaker", "holder_inferred",
}  # fmt: skip
RIGHT_REASONS: dict[str, frozenset[str]] = {
    "negation": frozenset({"negation_flipped"}),
    "number": frozenset({"number_not_in_article", "number_not_in_evidence"}),
    "date": frozenset({"date_not_in_article", "date_not_in_evidence", "phrase_not_in_evidence"}),
    "holder": frozenset({"holder_contradicted", "holder_not_speaker", "holder_inferred"}),
    "name": frozenset({"name_not_in_article", "word_not_in_article"}),
    "quote": frozenset({"quote_not_verbatim", "quote_not_in_evidence"}),
    "evidence": frozenset({"evidence_missing", "evidence_unrelated", "evidence_weak"} | _IN_EVIDENCE),
    "antonym": frozenset({"opposite_word", "negation_flipped"}),
    "moved": frozenset({"evidence_unrelated", "evidence_weak"} | _IN_EVIDENCE),
}

_NEGATORS = {
    "de": {
        "nicht": "",
        "nie": "",
        "niemals": "",
        "kein": "ein",
        "keine": "",
        "keinen": "einen",
        "keinem": "einem",
        "keiner": "einer",
        "ohne": "mit",
    },
    "en": {"not": "", "never": "", "no": "", "cannot": "can", "without": "with"},
    "fr": {"pas": "", "jamais": "", "aucun": "un", "aucune": "une", "sans": "avec"},
    "es": {"no": "", "nunca": "", "ningún": "un", "ninguna": "una", "sin": "con"},
    "it": {"non": "", "mai": "", "nessun": "un", "nessuna": "una", "senza": "con"},
    "nl": {"niet": "", "nooit": "", "geen": "", "zonder": "met"},
    "pl": {"nie": "", "nigdy": "", "bez": "z"},
}
_NO_NEGATION = {"nur", "only", "zuletzt", "seulement", "solo", "sólo"}
_FINITE = {
    "de": "ist sind war waren hat haben hatte hatten wird werden wurde wurden soll sollen will wollen kann können "
    "könnte könnten muss müssen darf dürfen",
    "en": "is are was were has have had will would should could can must may",
    "fr": "est sont était a ont sera seront doit doivent peut peuvent",
    "es": "es son fue ha han será serán debe deben puede pueden hay",
    "it": "è sono era ha hanno sarà saranno deve devono può possono",
    "nl": "is zijn was waren heeft hebben zal zullen moet moeten kan kunnen wordt worden",
    "pl": "jest są był była było będzie będą ma mają może mogą",
}
_ANY_NEGATION = re.compile(
    r"\b(nicht|nie|niemals|kein\w*|ohne|weder|not|never|no|nothing|nobody|none|nor|neither|cannot|without|pas|"
    r"jamais|aucun\w*|sans|ni|ne|n|nunca|nadie|ningun\w*|ningún|sin|nada|non|mai|"
    r"nessun\w*|nulla|né|senza|niet|nooit|geen|niemand|niets|zonder|nie|nigdy|nikt|nic|bez|żad\w*|ani)\b",
    re.I,
)
_SPOKEN = {
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf fünfzehn achtzehn zwanzig dreißig vierzig",
    "en": "two three four five six seven eight nine ten eleven twelve fifteen eighteen twenty thirty forty",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt trente",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte treinta",
    "it": "due tre quattro cinque sei sette otto nove dieci dodici quindici venti trenta",
    "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf vijftien twintig dertig",
    "pl": "dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć",
}
_SCALES = [("Millionen", "Milliarden"), ("million", "billion"), ("millions", "milliards"), ("bn", "m")]
_MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
}
_WEEKDAYS = {
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "pl": "poniedziałek wtorek środę czwartek piątek sobotę niedzielę",
}
_INVENTED = {
    "de": [
        "Jonas Wittkamp",
        "Renate Ohlendorf",
        "Bernhard Tiefensee",
        "Ulrike Zwintscher",
        "Nordtrans",
        "Quarnheim",
    ],
    "en": [
        "Jasper Wolcott",
        "Maureen Thackray",
        "Delphine Ashgrove",
        "Rodney Pelham",
        "Veltrax",
        "Quillmouth",
    ],
    "fr": ["Bastien Courvoisier", "Odile Marchenoir", "Veltrax", "Quilmont"],
    "es": ["Ramiro Zubeldía", "Nuria Calatrava", "Veltrax", "Quintanel"],
    "it": ["Ettore Balsimelli", "Ornella Travaglia", "Veltrax", "Quilmara"],
    "nl": ["Joost Wittkamp", "Margriet Oldenzeel", "Veltrax", "Quilmeer"],
    "pl": ["Zbigniew Ostrzycki", "Halina Wierzbowa", "Veltrax", "Quilmów"],
}
_OPPOSITES = {
    "de": [
        ("lehnt ab", "stimmt zu"),
        ("abgelehnt", "angenommen"),
        ("mehr", "weniger"),
        ("begrüßt", "kritisiert"),
        ("gestiegen", "gesunken"),
        ("erhöht", "gesenkt"),
        ("früh", "spät"),
        ("mindestens", "höchstens"),
        ("bestätigt", "bestreitet"),
        ("zulässig", "unzulässig"),
        ("gekürzt", "erhöht"),
        ("schriftlich", "mündlich"),
        ("erste", "letzte"),
        ("größte", "kleinste"),

        ("verlängern", "verkürzen"),
        ("nächste", "vorige"),
        ("denkbar", "undenkbar"),
        ("senken", "erhöhen"),
        ("beendet", "begonnen"),
    ],
    "en": [
        ("rejected", "accepted"),
        ("reject", "accept"),
        ("more", "fewer"),
        ("fewer", "more"),
        ("less", "more"),
        ("opposes", "supports"),
        ("opposed", "supported"),
        ("welcome", "regrettable"),
        ("start", "end"),
        ("close", "far"),
        ("before", "after"),
        ("suspended", "resumed"),
        ("last", "next"),


        ("lasting", "brief"),
        ("private", "public"),
        ("guilty", "innocent"),
        ("up from", "down from"),
        ("lower", "higher"),
        ("allowed", "banned"),
        ("won", "lost"),
    ],
    "fr": [("plus", "moins"), ("avant", "après"), ("accepté", "refusé"), ("relever", "abaisser")],
    "es": [
        ("más", "menos"),
        ("antes", "después"),
        ("aceptado", "rechazado"),
        ("mejor", "peor"),
        ("fin", "inicio"),
    ],
    "it": [("più", "meno"), ("prima", "dopo"), ("accettato", "rifiutato"), ("aumento", "calo")],
    "nl": [("meer", "minder"), ("voor", "na"), ("gestegen", "gedaald")],
    "pl": [("więcej", "mniej"), ("przed", "po"), ("wzrost", "spadek")],
}
_QUOTE = re.compile(r"[„“«»\"]\s?([^„“”«»\"]{3,}?)\s?[“”«»\"]")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_SPEAKS_FOR = re.compile(
    r"sprecher|spokes|vertreter|official|adviser|portavoz|porte-parole|ministeri|kollegen", re.I
)


@dataclass(frozen=True)
class Mutant:
    """A gold item with one thing wrong; `field` and `place` say which item of the gold it replaces."""

    kind: str
    article: str
    field: str
    place: int
    item: Item
    changed: str
    """What was changed, for a reader."""

    def draft(self, gold: Item) -> Item:
        """The gold with this one item only, its actors kept because the others are checked against them."""
        draft: Item = {
            "positions": [],
            "planned_talks": [],
            "open_questions": [],
            "actors": list(gold["actors"]),
        }
        if self.field == "actors":
            draft["actors"][self.place] = self.item
        else:
            draft[self.field] = [self.item]
        return draft


def mutants(article: Item, seed: int = 20260114) -> Iterator[Mutant]:
    """All mutants of one article of the gold."""
    chance = random.Random(f"{seed} {article['id']}")
    for kind, make in _MAKERS.items():
        for field, place, item, changed in make(article, chance):
            yield Mutant(kind, article["id"], field, place, item, changed)


_Made = Iterator[tuple[str, int, Item, str]]


def _negations(article: Item, chance: random.Random) -> _Made:
    for place, item in enumerate(article["gold"]["positions"]):
        spans = list(_outside_quotes(item["statement"]))
        for text, changed in (
            *_dropped(item["statement"], spans, article["language"]),
            *_added(item["statement"], spans, article["language"], chance),
        ):
            yield "positions", place, item | {"statement": text}, changed


def _dropped(text: str, spans: list[tuple[int, int]], language: str) -> Iterator[tuple[str, str]]:
    for match in _WORD.finditer(text):
        word = match[0].casefold()
        following = _WORD.search(text, match.end())
        if word not in _NEGATORS[language] or not _inside(match, spans):
            continue
        if following and following[0].casefold() in _NO_NEGATION:
            continue
        new = _NEGATORS[language][word]
        result = _replaced(text, match.span(), new)
        if language == "fr":
            result = re.sub(r"\b[nN](?:e |’|')", "", result, count=1)
        yield result, f"-{match[0]}"


def _added(
    text: str, spans: list[tuple[int, int]], language: str, chance: random.Random
) -> Iterator[tuple[str, str]]:
    if _ANY_NEGATION.search(text):
        return
    finite = _FINITE[language].split()
    found = [m for m in _WORD.finditer(text) if m[0].casefold() in finite and _inside(m, spans)]
    # Behind a verb at the end of its clause no negator stands.
    found = [m for m in found if re.match(r"\s\w", text[m.end() :])]
    if not found:
        return
    match = chance.choice(found)
    new = {
        "de": f"{match[0]} nicht", "en": f"{match[0]} not", "nl": f"{match[0]} niet",
        "es": f"no {match[0]}", "it": f"non {match[0]}", "pl": f"nie {match[0]}",
    }.get(language)
    elided = "n’" if match[0][0] in "aeiouéê" else "ne "
    yield _replaced(text, match.span(), new or f"{elided}{match[0]} pas"), f"+not at {match[0]}"


def _numbers(article: Item, chance: random.Random) -> _Made:
    language = article["language"]
    spoken = _SPOKEN[language].split()
    months = "|".join(_MONTHS[language].split())
    for place, item in enumerate(article["gold"]["positions"]):
        text = item["statement"]
        spans = list(_outside_quotes(text))
        for match in re.finditer(r"\d+(?:[.,]\d+)*|[^\W\d_]+", text):
            word = match[0]
            if not _inside(match, spans) or _is_date(text, match, months):
                continue
            if word[0].isdigit():
                new = _other_figure(word, chance)
            elif word.casefold() in spoken:
                new = chance.choice([n for n in spoken if n != word.casefold()])
            else:
                new = next((b for a, b in _SCALES if a == word), "") or next(
                    (a for a, b in _SCALES if b == word), ""
                )
            if new:
                yield (
                    "positions",
                    place,
                    item | {"statement": _replaced(text, match.span(), new)},
                    f"{word}>{new}",
                )


def _is_date(text: str, match: re.Match[str], months: str) -> bool:
    if re.match(r"\s?(?:Uhr|am|pm|h)\b", text[match.end() :]):
        return True
    day = re.match(rf"\.?\s(?:bis \d+\. |and \d+ |de )?(?:{months})\b", text[match.end() :])
    return bool(day) or bool(re.fullmatch(r"(?:19|20)\d\d", match[0]))


def _other_figure(word: str, chance: random.Random) -> str:
    while True:
        at = chance.randrange(len(word))
        if word[at].isdigit():
            new = word[:at] + chance.choice([d for d in "123456789" if d != word[at]]) + word[at + 1 :]
            if new != word:
                return new


def _dates(article: Item, chance: random.Random) -> _Made:
    for field, key in (("positions", "statement"), ("planned_talks", "when")):
        for place, item in enumerate(article["gold"][field]):
            for new, changed in _other_dates(item[key] or "", article["language"], chance):
                yield field, place, item | {key: new}, changed


def _other_dates(text: str, language: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    spans = list(_outside_quotes(text))
    months, weekdays = _MONTHS[language].split(), _WEEKDAYS[language].split()
    for names in (months, weekdays):
        for name in names:
            for match in re.finditer(rf"\b{name}(?:\b|(?=abend|morgen|mittag|nacht))", text):
                if _inside(match, spans) and not (name == "mai" and language != "fr"):
                    new = chance.choice([n for n in names if n != name])
                    yield _replaced(text, match.span(), new), f"{name}>{new}"
    for match in re.finditer(r"\d{1,2}(?:[.:]\d\d)?(?=\s?(?:Uhr|am|pm)\b)", text):
        if _inside(match, spans):
            new = _other_figure(match[0], chance)
            yield _replaced(text, match.span(), new), f"{match[0]}>{new}"
    joined = "|".join(months)
    for match in re.finditer(rf"\b(\d{{1,2}})(?=\.?\s(?:de )?(?:{joined})\b)|\b(?:19|20)\d\d\b", text):
        if _inside(match, spans):
            number = int(match[0])
            new = str(
                number + chance.choice([-3, -2, -1, 1, 2, 3])
                if number > 31
                else chance.choice([day for day in range(1, 29) if day != number])
            )
            yield _replaced(text, match.span(), new), f"{match[0]}>{new}"


def _holders(article: Item, chance: random.Random) -> _Made:
    gold = article["gold"]
    for place, item in enumerate(gold["positions"]):
        others = [actor for actor in gold["actors"] if not _may_hold(actor, item, gold)]
        if not others:
            continue
        chosen = [chance.choice(others)]
        near = [
            a
            for a in others
            if a not in chosen and any(_named(a["name"], article, n) for n in item["evidence"])
        ]
        for actor in chosen + near[:1]:
            here = any(_named(actor["name"], article, n) for n in item["evidence"])
            yield (
                "positions",
                place,
                item | {"holder": actor["name"]},
                f"{item['holder']}>{actor['name']}" + " (near)" * here,
            )


def _may_hold(actor: Item, position: Item, gold: Item) -> bool:
    """Whether the statement may be ascribed to the actor and still be true."""
    name, holder = actor["name"], position["holder"]
    own = next((other for other in gold["actors"] if other["name"] == holder), None)
    if name == holder or name == position["via"] or _shares(name, holder):
        return True
    if own is None and actor["kind"] != "person" and _SPEAKS_FOR.search(holder):
        return True
    if _shares(name, own["role"] if own else "") or _shares(holder, actor["role"] or ""):
        return True
    return any(
        other["holder"] == name
        and set(other["evidence"]) & set(position["evidence"])
        and _alike(other["statement"], position["statement"])
        for other in gold["positions"]
    )


def _shares(one: str, other: str | None) -> bool:
    """Whether a word of one begins like a word of the other ("Griechenland", "griechischer Minister")."""
    stems = {word.casefold()[:4] for word in _WORD.findall(one) if len(word) > 3}
    return any(
        word.casefold()[:4] in stems for word in re.findall(r"[^\W\d_]+", other or "") if len(word) > 3
    )


def _alike(one: str, other: str) -> bool:
    words = [set(_WORD.findall(text.casefold())) for text in (one, other)]
    return len(words[0] & words[1]) >= 0.6 * min(map(len, words))


def _named(name: str, article: Item, number: int) -> bool:
    return name.rsplit(maxsplit=1)[-1].casefold().rstrip("s") in _sentence(article, number).casefold()


def _sentence(article: Item, number: int) -> str:
    sentence = article["sentences"][number - 1]
    return str(sentence if isinstance(sentence, str) else sentence["text"])


def _names(article: Item, chance: random.Random) -> _Made:
    gold, pool = article["gold"], _INVENTED[article["language"]]
    people = [name for name in pool if " " in name]
    bare = [name for name in pool if " " not in name]
    for place, actor in enumerate(gold["actors"]):
        new = chance.choice(people if actor["kind"] == "person" else bare)
        yield "actors", place, actor | {"name": new}, f"{actor['name']}>{new}"
    for place, item in enumerate(gold["positions"]):
        new = chance.choice(people)
        yield "positions", place, item | {"holder": new}, f"holder {item['holder']}>{new}"
        for actor in gold["actors"]:
            match = re.search(rf"\b{re.escape(actor['name'])}\b", item["statement"])
            if match and _inside(match, list(_outside_quotes(item["statement"]))):
                new = chance.choice(people if actor["kind"] == "person" else bare)
                text = _replaced(item["statement"], match.span(), new)
                yield "positions", place, item | {"statement": text}, f"{actor['name']}>{new}"
    for place, item in enumerate(gold["planned_talks"]):
        if item["participants"]:
            new = chance.choice(people)
            yield (
                "planned_talks",
                place,
                item | {"participants": [new, *item["participants"][1:]]},
                f"with {new}",
            )


def _quotes(article: Item, chance: random.Random) -> _Made:
    stock = [w for w in _WORD.findall(article["text"]) if len(w) > 3]
    for place, item in enumerate(article["gold"]["positions"]):
        text = item["statement"]
        for quote in _QUOTE.finditer(text):
            words = list(_WORD.finditer(text, quote.start(1), quote.end(1)))
            if not words:
                continue
            word = chance.choice(words)
            # The first or last word left out would leave a shorter, but true quotation.
            drop = word not in (words[0], words[-1]) and chance.random() < 0.3
            new = "" if drop else chance.choice([w for w in stock if w.casefold() != word[0].casefold()])
            yield (
                "positions",
                place,
                item | {"statement": _replaced(text, word.span(), new)},
                f"{word[0]}>{new}",
            )


def _evidence(article: Item, chance: random.Random) -> _Made:
    gold, count = article["gold"], len(article["sentences"])
    for field in ("actors", "positions", "planned_talks", "open_questions"):
        for place, item in enumerate(gold[field]):
            gone: list[int] = chance.choice([[], [count + 7]])
            yield field, place, item | {"evidence": gone}, f"evidence {gone}"
            linked = _linked(item, field, article)
            free = [n for n in range(1, count + 1) if n not in linked]
            if free:
                start = chance.choice(free)
                new = [n for n in range(start, start + len(item["evidence"])) if n in free][:3]
                yield field, place, item | {"evidence": new}, f"evidence {item['evidence']}>{new}"


def _linked(item: Item, field: str, article: Item) -> set[int]:
    """Sentences that may support the item as well: those of gold items that rest on the same ones."""
    own = set(item["evidence"])
    if field == "actors":
        return own | {n for n in range(1, len(article["sentences"]) + 1) if _named(item["name"], article, n)}
    others = [
        set(other["evidence"])
        for kind in ("positions", "planned_talks", "open_questions")
        for other in article["gold"][kind]
    ]
    return own.union(*(evidence for evidence in others if evidence & own))


def _antonyms(article: Item, _: random.Random) -> _Made:
    for place, item in enumerate(article["gold"]["positions"]):
        text, spans = item["statement"], list(_outside_quotes(item["statement"]))
        for one, other in (pair for a, b in _OPPOSITES[article["language"]] for pair in ((a, b), (b, a))):
            for match in re.finditer(rf"\b{one}\b", text):
                if _inside(match, spans):
                    yield (
                        "positions",
                        place,
                        item | {"statement": _replaced(text, match.span(), other)},
                        f"{one}>{other}",
                    )


def _moved(article: Item, _: random.Random) -> _Made:
    for place, item in enumerate(article["gold"]["positions"]):
        words = {w.casefold() for w in _WORD.findall(item["statement"]) if len(w) > 3}
        linked = _linked(item, "positions", article)
        shared = {
            n: len(words & {w.casefold() for w in _WORD.findall(_sentence(article, n))})
            for n in range(1, len(article["sentences"]) + 1)
            if n not in linked
        }
        best = max(shared, key=lambda n: shared[n], default=0)
        if best and shared[best] >= 2:
            yield "positions", place, item | {"evidence": [best]}, f"evidence {item['evidence']}>[{best}]"


def _outside_quotes(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _QUOTE.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _inside(match: re.Match[str], spans: list[tuple[int, int]]) -> bool:
    return any(start <= match.start() and match.end() <= end for start, end in spans)


def _replaced(text: str, span: tuple[int, int], new: str) -> str:
    return " ".join((text[: span[0]] + new + text[span[1] :]).split())


_MAKERS = dict(
    zip(
        CLASSES,
        (_negations, _numbers, _dates, _holders, _names, _quotes, _evidence, _antonyms, _moved),
        strict=True,
    )
)
