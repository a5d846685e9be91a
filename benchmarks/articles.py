"""Synthetic German news articles of about 500 words: the same seed always gives the same article.

Every sentence is our own, every person, place and institution is invented. The texts hold what
summaries look for: named speakers, quotations, reported speech, dated talks, open questions.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator

from summarizer.core.article import Article

WORDS = 500
_SENTENCES_PER_PARAGRAPH = 5
_FIRST = (
    "Almut Bertram Corvin Dörte Ewald Fenja Gesine Hinrich Imke Jasper Korbinian Liese Merle Ottokar".split()
)
_LAST = "Achterholt Brünnigk Dachsbauer Eschenfels Flurmann Göderitz Haberstolz Kranzow Mühlgarn".split()
_PLACES = "Altenbrück Birkenau-Süd Dornwalde Ehrenfurt Grünhafen Hollersee Kaltmünde Oberlauchtal".split()
_BODIES = "Wasserverband Kreistag Hafenbetrieb Pendlerverein Handelsverband Museumsverein".split()
_MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
_TITLES = (
    "Streit um neue Brücke in {place}",
    "Der {body} {place} will die Gebühren senken",
    "{person} verlässt den Vorstand nach {few} Jahren",
)
_TEMPLATES = (
    "„Wir werden keinen weiteren Aufschub hinnehmen“, sagte {person} vom {body} {place}.",
    "„Dieser Entwurf löst das Problem nicht, er verschiebt es nur“, erklärte {person} am Abend.",
    "Nach den Worten von {person} reichen die Mittel höchstens noch für {few} Monate.",
    "Der {body} {place} kritisierte, dass die Verträge ohne Ausschreibung vergeben worden seien.",
    "Zugleich forderte {person}, die Fristen um mindestens {few} Wochen zu verlängern.",
    "Ein Treffen zwischen {person} und {other} ist am {day}. {month} in {place} geplant.",
    "Vertreter beider Seiten wollen am {day}. {month} zu Verhandlungen nach {place} kommen.",
    "Ob die Anlage bis dahin wieder in Betrieb gehen kann, ist offen.",
    "Unklar blieb zunächst, wer für die Mehrkosten von {many} Euro aufkommt.",
    "Nach einer Aufstellung, die der Redaktion zugespielt wurde, fehlen derzeit {many} Euro.",
    "Seit dem Frühjahr ist die Zahl der Beschwerden um {some} Prozent gestiegen.",
    "Rund {many} Haushalte in und um {place} hatten in der vergangenen Woche tagelang kein Wasser.",
    "Mehrere Zufahrten waren am Vormittag gesperrt, der Busverkehr wurde umgeleitet.",
    "Die Arbeiten hatten sich wegen des hohen Grundwasserstands immer wieder verzögert.",
    "An der Abstimmung nahmen {some} der {total} Mitglieder teil, {few} enthielten sich.",
    "{person} hatte das Amt erst vor {few} Monaten von {other} übernommen.",
    "In einem Brief an die Mitglieder verwies {person} auf Zusagen aus dem vergangenen Jahr.",
    "Anders als in {place} gibt es dort bislang weder einen Zeitplan noch eine Kostenschätzung.",
    "Das Gelände am alten Speicher gilt seit Jahren als schwer zu bebauen.",
    "Wer dort einkaufen will, muss inzwischen bis nach {place} fahren.",
    "Fachleute warnten davor, den Befund vorschnell auf andere Regionen zu übertragen.",
    "{person} wies die Vorwürfe zurück und sprach von einem Missverständnis.",
    "Für die kommenden Tage rechnet der {body} {place} mit weiter steigenden Pegelständen.",
    "Im Haushalt sind dafür bisher {some} Millionen Euro vorgesehen.",
    "Am Ende stimmte eine knappe Mehrheit dafür, die Entscheidung zu vertagen.",
    "Gegen Mittag trafen die ersten Helfer aus {place} mit schwerem Gerät ein.",
    "Der Umbau sollte ursprünglich {some} Millionen Euro kosten und {few} Jahre dauern.",
    "Weil ein Zulieferer ausgefallen ist, stehen in {place} seit Montag alle Bänder still.",
    "Die Kommission unter Vorsitz von {person} tagte bis in die Nacht.",
    "Zu den Ursachen machte der {body} {place} am Sonntag keine Angaben.",
    "Eine Anhörung zu dem Antrag ist für den {day}. {month} angesetzt, {person} soll dort aussagen.",
    "Auf dem Markt in {place} kostet ein Kilo inzwischen {few} Euro mehr als vor einem Jahr.",
    "Wie viele Stellen tatsächlich wegfallen, ist offen.",
    "„Das hätte man uns vor {few} Wochen sagen müssen“, klagte {person} vor Journalisten.",
    "Im Nachbarort {place} war ein ähnlicher Versuch nach {some} Tagen abgebrochen worden.",
    "Die Ausstellung umfasst {total} Stücke, von denen {some} noch nie zu sehen waren.",
    "Zwei Gutachten kommen in dieser Frage zu gegensätzlichen Schlüssen.",
    "Später schlug {person} vor, {other} als Vermittler zu berufen.",
    "Der alte Vertrag läuft am {day}. {month} aus und kann nicht verlängert werden.",
    "In der Halle standen am Morgen nur noch leere Regale.",
    "Davon profitieren vor allem kleinere Betriebe mit weniger als {total} Beschäftigten.",
    "Das Ergebnis soll noch vor der Sommerpause veröffentlicht werden.",
    "Bei einer Umfrage in {place} sprachen sich {total} Prozent für den Erhalt des Bades aus.",
)


def make_article(number: int, words: int = WORDS) -> Article:
    """Article `number`, with at least `words` words of text."""
    dice = random.Random(f"article {number}")
    sentences: list[str] = []
    count = 0
    for template in _shuffled(dice):
        if count >= words:
            break
        sentences.append(_filled(template, dice))
        count += len(sentences[-1].split())
    paragraphs = [
        " ".join(sentences[start : start + _SENTENCES_PER_PARAGRAPH])
        for start in range(0, len(sentences), _SENTENCES_PER_PARAGRAPH)
    ]
    return Article(
        text="\n\n".join(paragraphs),
        id=f"synthetic-{number:05}",
        title=_filled(dice.choice(_TITLES), dice),
        published=datetime.date(2026, dice.randint(1, 12), dice.randint(1, 28)),
        language="de",
    )


def _shuffled(dice: random.Random) -> Iterator[str]:
    while True:
        yield from dice.sample(_TEMPLATES, len(_TEMPLATES))


def _filled(template: str, dice: random.Random) -> str:
    person, other = (f"{first} {dice.choice(_LAST)}" for first in dice.sample(_FIRST, 2))
    return template.format(
        person=person,
        other=other,
        place=dice.choice(_PLACES),
        body=dice.choice(_BODIES),
        day=dice.randint(1, 28),
        month=dice.choice(_MONTHS),
        few=dice.randint(2, 9),
        some=dice.randint(11, 48),
        total=dice.randint(50, 90),
        many=f"{dice.randint(2, 98)}.{dice.randint(1, 9)}00",
    )
