"""French, Spanish and Italian date words: absolute dates, weekdays, today and tomorrow."""

from __future__ import annotations

from summarizer.core.dates.symbols import (
    Kind,
    Shift,
    Symbol,
    Symbols,
    Unit,
    Vocabulary,
    joined,
    numbered,
    spelled,
)

_VETO = (Symbol(Kind.VETO),)
_AFTER_TOMORROW = (Symbol(Kind.DAYWORD, 2),)
_AFTER = (Symbol(Kind.AFTER),)
_MORNING = (Symbol(Kind.DAYPART),)
_COMING = (Symbol(Kind.SHIFT, name=Shift.COMING),)

_FRENCH_PHRASES: dict[str, Symbols] = {
    "à partir du": _AFTER,
    "à partir de": _AFTER,
    "à compter du": _AFTER,
    "au plus tôt": _VETO,
    "au lieu": _VETO,
    "après-demain": _AFTER_TOMORROW,
    "avant-hier": (Symbol(Kind.DAYWORD, -2),),
    "aujourd'hui": (Symbol(Kind.DAYWORD, 0),),
    "jusqu'au": (Symbol(Kind.UNTIL),),
    "d'ici": (Symbol(Kind.UNTIL),),
    "d'ici au": (Symbol(Kind.UNTIL),),
    "d'ici à": (Symbol(Kind.UNTIL),),
}

FRENCH = Vocabulary(
    words=numbered(Kind.MONTH, "janvier février mars avril mai juin juillet août septembre", 1)
    | numbered(Kind.MONTH, "octobre novembre décembre", 10)
    | numbered(Kind.WEEKDAY, "lundi mardi mercredi jeudi vendredi samedi dimanche", 0)
    | spelled(
        {
            Symbol(Kind.ORDINAL, 1): "premier",
            Symbol(Kind.UNIT, name=Unit.WEEK): "semaine",
            Symbol(Kind.UNIT, name=Unit.MONTH): "mois",
            Symbol(Kind.UNIT, name=Unit.YEAR): "année an",
            Symbol(Kind.SHIFT, name=Shift.THIS): "ce cet cette",
            Symbol(Kind.SHIFT, name=Shift.NEXT): "prochain prochaine",
            Symbol(Kind.SHIFT, name=Shift.LAST): "dernier dernière passé passée",
            Symbol(Kind.DAYWORD, -1): "hier",
            Symbol(Kind.DAYWORD, 1): "demain",
            Symbol(Kind.DAYPART): "matin soir midi nuit après-midi matinée soirée",
            Symbol(Kind.IN): "en dans",
            Symbol(Kind.BEFORE): "avant",
            Symbol(Kind.AFTER): "après dès",
            Symbol(Kind.SINCE): "depuis",
            Symbol(Kind.BETWEEN): "entre",
            Symbol(Kind.TO): "au à",
            Symbol(Kind.AND): "et",
            Symbol(Kind.OR): "ou",
            Symbol(Kind.APPROXIMATELY): "vers environ",
            Symbol(Kind.MOVED): "reporté reportée reportés reportées déplacé avancé",
            Symbol(
                Kind.VETO
            ): "chaque tous toutes pas suivant suivante lendemain veille même semaines jours un une",
            Symbol(Kind.ARTICLE): "le la les",
            Symbol(Kind.FILLER): "du de des",
        }
    ),
    phrases=joined(_FRENCH_PHRASES),
    time_of_day=r"(?:\b(?:à|dès|vers|de)\s+)?\b\d{1,2}\s*(?:heures?|h)(?:\s*\d{2})?\b",
    shift_follows=True,
)

_SPANISH_PHRASES: dict[str, Symbols] = {
    "a partir del": _AFTER,
    "a partir de": _AFTER,
    "pasado mañana": _AFTER_TOMORROW,
    "por la mañana": _MORNING,
    "de la mañana": _MORNING,
    "que viene": _COMING,
    "como pronto": _VETO,
    "en lugar": _VETO,
    "en vez": _VETO,
}

SPANISH = Vocabulary(
    words=numbered(Kind.MONTH, "enero febrero marzo abril mayo junio julio agosto septiembre|setiembre", 1)
    | numbered(Kind.MONTH, "octubre noviembre diciembre", 10)
    | numbered(Kind.WEEKDAY, "lunes martes miércoles jueves viernes sábado domingo", 0)
    | spelled(
        {
            Symbol(Kind.ORDINAL, 1): "primero",
            Symbol(Kind.UNIT, name=Unit.WEEK): "semana",
            Symbol(Kind.UNIT, name=Unit.MONTH): "mes",
            Symbol(Kind.UNIT, name=Unit.YEAR): "año",
            Symbol(Kind.SHIFT, name=Shift.THIS): "este esta",
            Symbol(Kind.SHIFT, name=Shift.NEXT): "próximo próxima",
            Symbol(Kind.SHIFT, name=Shift.LAST): "pasado pasada último última",
            Symbol(Kind.DAYWORD, -1): "ayer",
            Symbol(Kind.DAYWORD, 0): "hoy",
            Symbol(Kind.DAYWORD, 1): "mañana",
            Symbol(Kind.DAYPART): "tarde noche mediodía madrugada",
            Symbol(Kind.IN): "en dentro",
            Symbol(Kind.UNTIL): "hasta",
            Symbol(Kind.BEFORE): "antes",
            Symbol(Kind.AFTER): "después tras",
            Symbol(Kind.SINCE): "desde",
            Symbol(Kind.BETWEEN): "entre",
            Symbol(Kind.TO): "al a",
            Symbol(Kind.AND): "y e",
            Symbol(Kind.OR): "o u",
            Symbol(Kind.MOVED): "aplazado aplazada trasladado adelantado pospuesto",
            Symbol(Kind.VETO): "cada todos todas no siguiente víspera mismo misma semanas días un una los",
            Symbol(Kind.ARTICLE): "el la",
            Symbol(Kind.FILLER): "de del",
        }
    ),
    phrases=joined(_SPANISH_PHRASES),
    time_of_day=r"\ba\s+las?\s+\d{1,2}(?:[.:]\d{2})?(?:\s*horas?)?\b|\b\d{1,2}(?:[.:]\d{2})?\s*(?:horas?|h)\b",
    shift_follows=True,
)

_ITALIAN_PHRASES: dict[str, Symbols] = {
    "a partire dal": _AFTER,
    "a partire da": _AFTER,
    "di mattina": _MORNING,
    "al più presto": _VETO,
    "invece": _VETO,
}

ITALIAN = Vocabulary(
    words=numbered(Kind.MONTH, "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre", 1)
    | numbered(Kind.MONTH, "ottobre novembre dicembre", 10)
    | numbered(Kind.WEEKDAY, "lunedì martedì mercoledì giovedì venerdì sabato domenica", 0)
    | spelled(
        {
            Symbol(Kind.ORDINAL, 1): "primo",
            Symbol(Kind.UNIT, name=Unit.WEEK): "settimana",
            Symbol(Kind.UNIT, name=Unit.MONTH): "mese",
            Symbol(Kind.UNIT, name=Unit.YEAR): "anno",
            Symbol(Kind.SHIFT, name=Shift.THIS): "questo questa",
            Symbol(Kind.SHIFT, name=Shift.NEXT): "prossimo prossima",
            Symbol(Kind.SHIFT, name=Shift.LAST): "scorso scorsa ultimo ultima",
            Symbol(Kind.DAYWORD, -1): "ieri",
            Symbol(Kind.DAYWORD, 0): "oggi",
            Symbol(Kind.DAYWORD, 1): "domani",
            Symbol(Kind.DAYWORD, 2): "dopodomani",
            Symbol(Kind.DAYPART): "mattina mattino pomeriggio sera notte",
            Symbol(Kind.IN): "in a ad nel",
            Symbol(Kind.UNTIL): "entro fino",
            Symbol(Kind.BEFORE): "prima",
            Symbol(Kind.AFTER): "dopo",
            Symbol(Kind.FROM): "dal da dall",
            Symbol(Kind.BETWEEN): "tra fra",
            Symbol(Kind.TO): "al",
            Symbol(Kind.AND): "e ed",
            Symbol(Kind.OR): "o",
            Symbol(Kind.MOVED): "rinviato rinviata spostato spostata anticipato",
            Symbol(
                Kind.VETO
            ): "ogni tutti tutte non seguente successivo vigilia stesso settimane giorni un una",
            Symbol(Kind.ARTICLE): "il lo la i",
            Symbol(Kind.FILLER): "di del della",
        }
    ),
    phrases=joined(_ITALIAN_PHRASES),
    time_of_day=r"\b(?:alle|dalle|ore)\s+(?:ore\s+)?\d{1,2}(?:[.:]\d{2})?\b",
    shift_follows=True,
)
