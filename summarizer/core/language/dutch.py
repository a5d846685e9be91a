"""Dutch, the basics."""

from __future__ import annotations

from summarizer.core.language.table import LanguageTable, listed, numbered, paired

DUTCH = LanguageTable(
    code="nl",
    decimal=",",
    noun_endings=("s", "en", "e", "n"),
    suffixes=("ingen", "ing", "den", "ten", "en", "er", "de", "te", "es", "e", "n", "s", "t", "d"),
    participle="ge",
    particles=listed("aan af bij door in mee na op over toe uit voor weg terug samen tegen"),
    function_words=listed(
        "de het een en of maar want dat die dit deze als dan toen dus ook nog al wel er hier daar hij "
        "zij ze wij we ik jij je u men zich zijn haar hun ons mijn in op aan van voor met bij naar om "
        "uit over onder tussen tegen door tot sinds tijdens na te is was waren ben bent zijn wordt "
        "worden werd werden heeft hebben had hadden zal zullen zou zouden kan kunnen kon konden moet "
        "moeten mag mogen wil willen wie wat waar wanneer hoe waarom meer minder zeer al alle andere"
    ),
    determiners=listed("de het een zijn haar hun ons onze mijn deze die dit dat alle twee drie"),
    definite=listed("de het"),
    genitives=listed("van der des"),
    prepositions=listed("in op aan van voor met bij naar om uit over onder tussen tegen door tot sinds na"),
    pronouns=listed("hij zij ze men wij ik"),
    adversatives=listed("maar"),
    coordinators=listed("en of"),
    subordinators=listed("dat of"),
    negators=listed("niet geen nooit niemand niets zonder noch nergens"),
    neutral_after=listed("alleen"),
    soft_negation_stems=tuple(
        "weiger verwerp verwierp ontken afgew afwijz verbied verbod geannul ontbreek".split()
    ),
    negative_prefixes=("on",),
    numbers=numbered(
        "nul - twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien "
        "zestien zeventien achttien negentien"
    ),
    tens={
        "twintig": 20.0,
        "dertig": 30.0,
        "veertig": 40.0,
        "vijftig": 50.0,
        "zestig": 60.0,
        "zeventig": 70.0,
        "tachtig": 80.0,
        "negentig": 90.0,
    },
    scales={"honderd": 1e2, "duizend": 1e3, "miljoen": 1e6, "mln": 1e6, "miljard": 1e9, "mld": 1e9},
    ordinals=numbered("derde vierde vijfde zesde zevende achtste negende tiende", 3),
    loose_numbers={
        "een": 1.0,
        "één": 1.0,
        "eerste": 1.0,
        "tweede": 2.0,
        "beide": 2.0,
        "half": 0.5,
        "helft": 0.5,
    },
    percents=listed("procent"),
    months=numbered(
        "januari februari maart april mei juni juli augustus september oktober november december", 1
    ),
    weekdays=numbered("maandag dinsdag woensdag donderdag vrijdag zaterdag zondag", 1),
    speech_stems=tuple(
        "spreekt sprak meldde noemde eist stelde bood zei zeg verklaar meld bericht bevestig ontken eis vroeg vraag waarschuw noem stel vind vond "
        "denk hoop belov schrijf schreef kondig benadruk wijs wees reageer antwoord voeg wil weiger "
        "bekritiseer".split()
    ),
    sources=listed("volgens aldus"),
    titles=listed("dhr mevrouw meneer minister president premier burgemeester"),
    role_endings=(
        "minister",
        "president",
        "premier",
        "voorzitter",
        "woordvoerder",
        "woordvoerster",
        "burgemeester",
    ),
    antonyms=paired(
        """
        aanvaard*|accepteer*|goedgekeurd* / verwerp*|verwierp*|weiger*|afgew*
        bevestig* / ontken*
        stijg*|steeg*|gestegen*|verhoog* / daal|gedaald*|verlaag*
        meer / minder*
        voor / na
        """
    ),
)
