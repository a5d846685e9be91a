"""The words that mutants are made with, the generator's own: nothing here comes from the checks' tables."""

import re

NEGATORS = {
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
NO_NEGATION = {"nur", "only", "zuletzt", "seulement", "solo", "sólo"}
FINITE = {
    "de": "ist sind war waren hat haben hatte hatten wird werden wurde wurden soll sollen will wollen kann können "
    "könnte könnten muss müssen darf dürfen",
    "en": "is are was were has have had will would should could can must may",
    "fr": "est sont était a ont sera seront doit doivent peut peuvent",
    "es": "es son fue ha han será serán debe deben puede pueden hay",
    "it": "è sono era ha hanno sarà saranno deve devono può possono",
    "nl": "is zijn was waren heeft hebben zal zullen moet moeten kan kunnen wordt worden",
    "pl": "jest są był była było będzie będą ma mają może mogą",
}
ANY_NEGATION = re.compile(
    r"\b(nicht|nie|niemals|kein\w*|ohne|weder|not|never|no|nothing|nobody|none|nor|neither|cannot|without|pas|"
    r"jamais|aucun\w*|sans|ni|ne|n|nunca|nadie|ningun\w*|ningún|sin|nada|non|mai|"
    r"nessun\w*|nulla|né|senza|niet|nooit|geen|niemand|niets|zonder|nie|nigdy|nikt|nic|bez|żad\w*|ani)\b",
    re.I,
)
SPOKEN = {
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf fünfzehn achtzehn zwanzig dreißig vierzig",
    "en": "two three four five six seven eight nine ten eleven twelve fifteen eighteen twenty thirty forty",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt trente",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte treinta",
    "it": "due tre quattro cinque sei sette otto nove dieci dodici quindici venti trenta",
    "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf vijftien twintig dertig",
    "pl": "dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć",
}
SCALES = [("Millionen", "Milliarden"), ("million", "billion"), ("millions", "milliards"), ("bn", "m")]
MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
}
WEEKDAYS = {
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "pl": "poniedziałek wtorek środę czwartek piątek sobotę niedzielę",
}
INVENTED = {
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
OPPOSITES = {
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
