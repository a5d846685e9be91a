"""The words by which wire copy is told from news: agencies, outlet lines, negations, corrections.

Seven languages of the evaluation set; a word missing here costs a copy that is summarised once more,
never two events in one summary.
"""

from __future__ import annotations

import re

AGENCIES = (
    "dpa(?:[-/:]\\w{1,20}){0,4}|afp|ap|associated\\ press|reuters|rtr|epd|kna|sid|apa|keystone-sda|sda"
    "|pa(?:\\ media)?|xinhua|tass|interfax|ansa|adnkronos|efe|europa\\ press|anp|belga|pap|ptb|kyodo"
    "|bloomberg|dow\\ jones"
)
NEGATIONS = frozenset(
    "nicht nichts nie niemals niemand kein keine keinen keinem keiner keines weder ohne kaum "
    "not no never none nobody nothing neither nor without hardly cannot "
    "ne pas jamais aucun aucune sans ni rien personne nunca jamás ningún ninguna nada nadie sin "
    "non mai nessun nessuno nessuna senza niente né niet niets nooit geen zonder niemand "
    "nie nigdy bez ani nikt nic żaden żadna".split()
)
"""A headline that has one says something about a text only when the text has one too."""
TODAY = {
    language: frozenset(words.split())
    for language, words in {
        "de": "heute gestern morgen vorgestern übermorgen",
        "en": "today yesterday tomorrow tonight",
        "fr": "aujourd'hui hier demain",
        "es": "hoy ayer mañana",
        "it": "oggi ieri domani",
        "nl": "vandaag gisteren morgen",
        "pl": "dziś dzisiaj wczoraj jutro",
    }.items()
}
"""Words that mean another day in an article of another day."""
DATES_AND_NUMBERS = frozenset(
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar februar märz april "
    "mai juni juli august september oktober november dezember zwei drei vier fünf sechs sieben acht "
    "neun zehn elf zwölf hundert hunderte tausend tausende million millionen milliarde milliarden "
    "dutzend dutzende monday tuesday wednesday thursday friday saturday sunday january february march "
    "may june july october december two three four five six seven eight nine ten eleven twelve "
    "hundred hundreds thousand thousands millions billion billions dozen dozens lundi mardi mercredi "
    "jeudi vendredi samedi dimanche janvier février mars avril juin juillet août septembre octobre "
    "novembre décembre deux trois quatre cinq sept huit neuf dix cent mille milliers lunes martes "
    "miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio agosto "
    "septiembre octubre noviembre diciembre dos tres cuatro cinco siete ocho nueve diez cien miles "
    "millones lunedì martedì mercoledì giovedì venerdì sabato domenica gennaio febbraio aprile maggio "
    "giugno luglio settembre ottobre dicembre due tre quattro cinque sei sette otto nove dieci cento "
    "mila milioni maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart "
    "mei juni juli augustus oktober twee drie vijf zes zeven negen tien honderd duizend miljoen "
    "miljard poniedziałek wtorek środa czwartek piątek sobota niedziela stycznia lutego marca "
    "kwietnia maja czerwca lipca sierpnia września października listopada grudnia dwa trzy cztery "
    "pięć sześć siedem osiem dziewięć dziesięć sto tysiąc tysięcy milionów ".split()
)
"""A headline may name none that its text lacks."""
HARMLESS = frozenset(
    "the that also however meanwhile said says auch zudem unterdessen indes jedoch également "
    "también anche inoltre ook echter też".split()
)
"""Words that a sub-editor adds or drops without changing what is said. Short on purpose: an article
or a preposition can turn "by 5 per cent" into "to 5 per cent"."""
CORRECTION = re.compile(
    r"\b(?:korrektur|korrigiert\w*|berichtigung|richtigstellung|correct(?:s|ed|ion)\b|clarif(?:ies|ication)"
    r"|earlier version|früheren (?:version|fassung)|ursprünglichen (?:version|fassung)|rectificati[fo]n?"
    r"|corrige|corrección|correzione|rectificatie|correctie|sprostowanie|errata corrige)",
    re.IGNORECASE,
)
_PLACE = r"(?-i:[A-ZÄÖÜÉ][\w.]+(?:[ /-][A-ZÄÖÜÉ][\w.]+){0,2})"
_DATE = r"(?:,\ (?:\w+\.?\ )?\d{1,2}\.?(?:\ \w+)?(?:\ \d{4})?)?"
DATELINE = re.compile(
    rf"""\A\W{{0,3}}(?:
        (?P<place>{_PLACE})?{_DATE}\s{{0,3}}[(\[](?:{AGENCIES})\b[^)\]\n\d]{{0,40}}[)\]]\s{{0,3}}[-–—:.]{{0,3}}\s{{0,3}}
        |(?P<bare>{_PLACE}){_DATE}\.?\s{{1,3}}[-–—]{{1,2}}\s{{1,3}}
        |(?:{AGENCIES})(?:[/,\s](?:{AGENCIES}|red|\w{{2,3}})){{0,4}}\s{{0,3}}[-–—:]\s{{1,3}}
    )(?=\S)""",
    re.IGNORECASE | re.VERBOSE,
)
"""'LONDON, March 3 (Reuters) - ', 'dpa/red - ', 'Berlin – ' in front of the first sentence."""
AGENCY_TAG = re.compile(rf"\s?[(\[](?:{AGENCIES})(?:[/,\s]{{1,3}}[\w-]{{1,20}}){{0,3}}[)\]]", re.IGNORECASE)
OUTLET_LINE = re.compile(
    rf"""\A\W{{0,3}}(?:
        ©|\(c\)|copyright\b|all\ rights\ reserved|alle\ rechte\ vorbehalten|tous\ droits|todos\ los\ derechos
        |tutti\ i\ diritti|alle\ rechten|wszelkie\ prawa
        |(?:foto|bild|photo|image|picture|credit|fotos?|quelle|source|fuente|fonte|bron|źródło)s?\s*:
        |(?:mit|unter\ verwendung\ von)\ material\ (?:von|der)|with\ (?:files|agencies|material)\b
        |additional\ reporting\b|reporting\ by\b|editing\ by\b|writing\ by\b|compiled\ by\b
        |(?:{AGENCIES})(?:[/,\s+]{{1,3}}(?:{AGENCIES}|red|\w{{2,3}})){{0,4}}\W{{0,3}}\Z
        |dpa-infocom\b
        |lesen\ sie\ (?:auch|mehr|hier)|mehr\ (?:zum\ thema|dazu|lesen)|weiterlesen|auch\ interessant
        |read\ (?:more|also|next)|related\ (?:stories|articles|topics)|more\ on\ this|see\ also
        |lire\ (?:aussi|également)|leer\ (?:más|también)|leggi\ anche|lees\ ook|czytaj\ (?:także|też|więcej)
        |(?:subscribe|sign\ up|follow\ us|folgen\ sie|abonnieren|jetzt\ abonnieren|newsletter)\b
        |(?:anzeige|werbung|advertisement|publicité|publicidad|pubblicità|advertentie|reklama)\W{{0,3}}\Z
        |(?:von|by|par|por|di|door|autor|autorin|text)\b:?\ (?-i:[A-ZÄÖÜÉ])[^.!?\n\d]{{2,60}}\Z
        |(?:stand|aktualisiert|veröffentlicht|(?:last\ )?updated|published|posted|publié|actualizado)
            \b[\s:,]{{0,3}}(?:on|at|am|um|le|el)?[\s:,]{{0,3}}[^!?\n\d]{{0,12}}\d[^!?\n]{{0,40}}\Z
    )""",
    re.IGNORECASE | re.VERBOSE,
)
"""How lines begin that an outlet puts around an agency's text."""
