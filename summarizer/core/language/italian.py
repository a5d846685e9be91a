"""Italian, the basics."""

from __future__ import annotations

from summarizer.core.language.table import LanguageTable, listed, numbered, paired

ITALIAN = LanguageTable(
    code="it",
    decimal=",",
    name_endings=(),
    noun_endings=("i", "e", "o", "a"),
    suffixes=(
        "azioni",
        "azione",
        "amenti",
        "amento",
        "avano",
        "arono",
        "eranno",
        "eranno",
        "erebbe",
        "ando",
        "endo",
        "erà",
        "irà",
        "ata",
        "ate",
        "ati",
        "ato",
        "ita",
        "ite",
        "iti",
        "ito",
        "uto",
        "are",
        "ere",
        "ire",
        "ano",
        "ono",
        "a",
        "e",
        "i",
        "o",
        "ò",
    ),
    function_words=listed(
        "il lo la i gli le l un uno una di del della dei degli delle dello dell a al alla ai agli alle "
        "allo in nel nella nei nelle da dal dalla dai dalle con su sul sulla sui per tra fra e ed o ma "
        "che chi cui non se come quando dove suo sua suoi sue loro questo questa questi queste quello "
        "quella si ci ne mi ti vi lui lei è sono era erano sarà saranno sarebbe essere stato stata stati "
        "state ha hanno aveva avevano avrà abbia abbiano avere più meno molto anche già ancora così "
        "tutto tutti tutta tutte altro altri può possono deve devono"
    ),
    determiners=listed("il lo la i gli le l un uno una del della dei degli delle suo sua loro due tre"),
    definite=listed("il lo la i gli le l"),
    genitives=listed("di del della dei degli delle dell dello"),
    prepositions=listed(
        "a al alla in nel nella da dal dalla con su sul sulla per tra fra di del della contro"
    ),
    pronouns=listed("lui lei loro egli ella"),
    adversatives=listed("ma"),
    coordinators=listed("e ed o"),
    subordinators=listed("che se"),
    negators=listed("non mai nessuno nessuna nessun niente nulla né senza"),
    neutral_after=listed("solo soltanto"),
    soft_negation_stems=tuple("errore rifiut respin smenti nega esclu viet annull manc oppo".split()),
    negative_prefixes=("in", "im", "dis"),
    numbers=numbered(
        "zero - due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici "
        "quindici sedici diciassette diciotto diciannove venti"
    ),
    tens={
        "trenta": 30.0,
        "quaranta": 40.0,
        "cinquanta": 50.0,
        "sessanta": 60.0,
        "settanta": 70.0,
        "ottanta": 80.0,
        "novanta": 90.0,
    },
    scales={
        "cento": 1e2,
        "mille": 1e3,
        "mila": 1e3,
        "milione": 1e6,
        "milioni": 1e6,
        "miliardo": 1e9,
        "miliardi": 1e9,
    },
    ordinals=numbered("terzo|terza quarto|quarta quinto|quinta sesto|sesta", 3),
    loose_numbers={
        "un": 1.0,
        "una": 1.0,
        "uno": 1.0,
        "primo": 1.0,
        "prima": 1.0,
        "secondo": 2.0,
        "seconda": 2.0,
        "entrambi": 2.0,
        "entrambe": 2.0,
        "metà": 0.5,
        "mezzo": 0.5,
    },
    months=numbered(
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre", 1
    ),
    weekdays=numbered("lunedì martedì mercoledì giovedì venerdì sabato domenica", 1),
    speech_stems=tuple(
        "sostien sosten ammess ammett vuole dett dice dicono disse dichiar afferm annunci indic precis conferm smenti nega ricord assicur "
        "spieg sottoline chied chiest esig propo rifiut respin critic denunci accus promet promes aggiun "
        "rispond rispost cred sper tem avvert riport insist consider riconosc vuol vogliono riferi".split()
    ),
    sources=listed("citando secondo"),
    titles=listed("sig signor signora dott dottor prof presidente ministro ministra sindaco on sen"),
    role_endings=tuple(
        "ministro ministra presidente segretario segretaria direttore direttrice deputato sindaco sindaca "
        "portavoce".split()
    ),
    countries={
        "italia": ("italian", "roma"),
        "francia": ("francese", "francesi", "parigi"),
        "germania": ("tedesc", "berlino"),
        "spagna": ("spagnol", "madrid"),
        "russia": ("russ", "mosca"),
        "ucraina": ("ucrain", "kiev"),
    },
    antonyms=paired(
        """
        accett*|approv* / rifiut*|respin*
        conferm* / smenti*|nega
        aument* / diminu*|ridu|cal
        prima* / dopo
        più / meno
        inizi*|cominci* / termin*|finisc*
        """
    ),
)
