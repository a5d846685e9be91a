"""German."""

from __future__ import annotations

from summarizer.core.language.german_countries import COUNTRIES
from summarizer.core.language.german_forms import ADVERBS, ARTICLES, AUXILIARIES, IRREGULAR, PREPOSITIONS
from summarizer.core.language.table import LanguageTable, listed, numbered, paired

GERMAN = LanguageTable(
    code="de",
    decimal=",",
    capital_nouns=True,
    name_endings=("s", "es"),
    noun_endings=("s", "es", "n", "en", "e", "er", "em", "ern", "nen", "innen", "r"),
    suffixes=(
        "ungen",
        "innen",
        "ierten",
        "ierter",
        "ierte",
        "ieren",
        "iert",
        "eten",
        "etet",
        "sten",
        "tens",
        "ste",
        "ten",
        "tem",
        "ter",
        "tes",
        "test",
        "nen",
        "ern",
        "end",
        "ung",
        "ete",
        "te",
        "et",
        "en",
        "em",
        "er",
        "es",
        "st",
        "e",
        "n",
        "s",
        "t",
    ),
    participle="ge",
    particles=listed(
        "ab an auf aus bei dar ein fest fort her hervor hin los mit nach nieder statt teil um vor voran "
        "voraus vorbei weg weiter wieder zu zurecht zurück zusammen entgegen bekannt kennen bereit"
    ),
    irregular=IRREGULAR,
    function_words=listed(f"{ARTICLES} {PREPOSITIONS} {AUXILIARIES} {ADVERBS}"),
    determiners=listed(ARTICLES),
    definite=listed("der die das den dem des"),
    genitives=listed("des der eines einer von vom seines seiner ihres ihrer"),
    prepositions=listed(PREPOSITIONS),
    pronouns=listed("er sie man wir ich"),
    demonstratives=listed("das dies davon dem"),
    neuter_pronouns=listed("diese dieser dieses es"),
    reported_forms=listed(
        "sei seien habe werde könne müsse wolle solle dürfe möge gebe komme stehe gehe bleibe liege "
        "brauche wisse hätte hätten wäre wären würde würden müsste müssten"
    ),
    collectives=listed("gruppe reihe anzahl dutzend mehrheit zahl hälfte teil"),
    speech_nouns=listed(
        "kritik lob zustimmung widerspruch ablehnung protest zweifel bedenken unterstützung forderung "
        "forderungen warnung warnungen vorwurf vorwürfe umfrage studie erhebung analyse gutachten "
        "erklärung mitteilung stellungnahme entwurf statistik brief vorschlag angebot antrag"
    ),
    governments=(
        "regierung",
        "seite",
        "behörde",
        "führung",
        "delegation",
        "außenminister",
        "präsidial",
        "militär",
        "staatschef",
        "unterhändler",
        "streitkräfte",
        "parlament",
        "diplomat",
    ),
    own=("eigen",),
    possessives=listed("sein seine seinem seinen seiner ihr ihre ihrem ihren ihrer"),
    soft_negations=listed("gegen"),
    adversatives=listed("aber sondern jedoch"),
    hearsay=listed("hieß heißt hiess heisst verlautete"),
    adverbial_after=listed("allem allen"),
    coordinators=listed("und oder sowie & bzw"),
    subordinators=listed("dass daß ob wonach wie"),
    infinitive_marks=listed("zu"),
    modals=listed(
        "muss müssen müsse müsste müssten kann können könne könnte könnten will wollen wolle wollte "
        "wollten soll sollen solle sollte sollten darf dürfen dürfe dürfte werde werden wird würde "
        "würden"
    ),
    negators=listed(
        "nicht nichts nie niemals niemand niemanden niemandem kein keine keinen keinem keiner keines keins "
        "keinerlei keinesfalls keineswegs weder ohne nirgends nirgendwo mitnichten nein"
    ),
    neutral_after=listed("nur zuletzt allein bloß lediglich"),
    soft_negation_stems=tuple(
        "fehler irrtum ablehn abgelehn lehn bestreit bestritt dementier verneint verweiger abgesag absag verbiet "
        "verbot verbiet untersag ausgeschlossen ausschließ ausschloss zurückgewiesen zurückweis "
        "zurückwies wies weist widersprach widersprich widersprech fehl mangel verzicht unterblieb "
        "unterbleib unterlass scheiter statt anstatt anstelle weniger kaum selten gestrichen verhinder "
        "vermeid falsch unwahr entfall entfäll abbrech abgebroch geplatzt platzt wegfall".split()
    ),
    denial_stems=("bestreit", "bestritt", "dementier", "verneint", "leugne", "ausgeschlossen", "bezweifel"),
    refusals=("weiger", "geweiger", "verweiger", "ablehn", "abgelehn"),
    denials=listed(
        "weiger geweiger verweiger bestreit bestritt dementier leugne schloss+aus schließt+aus schließe+aus ausgeschlossen wies+zurück "
        "weist+zurück"
    ),
    negative_prefixes=("un", "in", "miss"),
    numbers=numbered(
        "null eins|einmal zwei|zweier|zweien|zweimal drei|dreier|dreien|dreimal vier|vieren fünf|fünfen "
        "sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn "
        "neunzehn"
    )
    | {"zwo": 2.0, "dutzend": 12.0},
    tens={
        word: float(value)
        for value, words in {
            20: "zwanzig",
            30: "dreißig dreissig",
            40: "vierzig",
            50: "fünfzig",
            60: "sechzig",
            70: "siebzig",
            80: "achtzig",
            90: "neunzig",
        }.items()
        for word in words.split()
    },
    scales={
        "hundert": 1e2,
        "hunderte": 1e2,
        "tausend": 1e3,
        "tausende": 1e3,
        "tsd": 1e3,
        "million": 1e6,
        "millionen": 1e6,
        "mio": 1e6,
        "milliarde": 1e9,
        "milliarden": 1e9,
        "mrd": 1e9,
        "billion": 1e12,
        "billionen": 1e12,
    },
    ordinals={
        stem + ending: value
        for stem, value in numbered(
            "dritt viert fünft sechst siebt|siebent acht neunt zehnt elft zwölft dreizehnt vierzehnt "
            "fünfzehnt sechzehnt siebzehnt achtzehnt neunzehnt zwanzigst",
            3,
        ).items()
        for ending in ("e", "en", "er", "es", "em")
    },
    loose_numbers={
        "beide": 2.0,
        "beiden": 2.0,
        "beider": 2.0,
        "beides": 2.0,
        "paar": 2.0,
        "doppelt": 2.0,
        "zweite": 2.0,
        "zweiten": 2.0,
        "zweiter": 2.0,
        "erste": 1.0,
        "ersten": 1.0,
        "erster": 1.0,
        "ein": 1.0,
        "eine": 1.0,
        "einen": 1.0,
        "einer": 1.0,
        "einem": 1.0,
        "halb": 0.5,
        "halbe": 0.5,
        "halben": 0.5,
        "hälfte": 0.5,
        "drittel": 3.0,
        "viertel": 4.0,
        "weder": 2.0,
    },
    percents=listed("prozent prozentpunkte prozentpunkten prozentpunkt prozents pct"),
    months=numbered(
        "januar|januars|jänner|jan februar|februars|feber|feb märz|märzes|maerz april|aprils|apr mai|mais "
        "juni|junis juli|julis august|augusts|aug september|septembers|sept oktober|oktobers|okt "
        "november|novembers|nov dezember|dezembers|dez",
        1,
    ),
    weekdays=numbered("montag dienstag mittwoch donnerstag freitag samstag|sonnabend sonntag", 1),
    speech_stems=tuple(
        "stimmte stimmten ließ lässt sag erklär erläuter beton bekräftig teilt mitteil mitgeteilt kündig angekünd ankündig bericht "
        "meld forder verlang warn kritisier bemängel rügt rügte tadel bestätig bestreit bestritt "
        "dementier räum einräum verwies verweis wies weist schreib schrieb rief ruft entgegn widersprach "
        "widersprich widersprech antwort nannt nennt bezeichn lehn ablehn hielt hält sprach spricht "
        "sprich meint meinte findet fand glaub hofft hoffe verspr versich zusicher bat bitt appell "
        "plädier schlug schlägt vorschl bot bietet droh begrüß lobt lobte bedauer kommentier äußer "
        "äusser ergänz verteidig bezweifel zweifel behaupt vermut schätz erinner unterstrich "
        "unterstreich argumentier wirft warf beschuldig klagt beklag mahn riet rät empf drängt drängte "
        "besteht bestand beharr pocht fragt fragte hieß heißt heisst hiess zitier signalis prophez "
        "prognos urteil befand reagier spott höhnt freut ärgert beschwer zugesagt unterstell versprach "
        "befürwort begründ beantrag verurteil konter monier konstatier attestier präzisier resümier "
        "wertet wertete bewertet würdig wetter polter mutmaß hinzu fügte klarstell rechnet erwartet "
        "fürchtet befürcht gestand gesteht schildert appellierte resümierte unterstützte".split()
    ),
    not_speech=listed("fordernd sagenhaft beratend schreibend lehnend"),
    sources=listed("laut gemäß gemäss so"),
    source_nouns=listed(
        "angaben angabe berechnung ansicht auffassung darstellung einschätzung erkenntnissen "
        "informationen auskunft worten meinung überzeugung berechnungen schätzung schätzungen berufung "
        "verweis daten aussage aussagen bericht berichten lesart prognose urteil dafürhalten zahlen"
    ),
    source_postpositions=listed("zufolge"),
    titles=listed(
        "herr herrn frau dr prof professor professorin präsident präsidentin minister ministerin kanzler "
        "kanzlerin bundeskanzler bundeskanzlerin bürgermeister bürgermeisterin sprecher sprecherin "
        "general oberst papst könig königin prinz prinzessin pater schwester bischof kardinal richter "
        "richterin staatsanwalt senator senatorin landrat landrätin chef chefin trainer trainerin"
    ),
    role_endings=tuple(
        "minister ministerin präsident präsidentin sprecher sprecherin chef chefin kanzler kanzlerin "
        "bürgermeister bürgermeisterin sekretär sekretärin vorsitzende vorsitzender vorsitzenden "
        "direktor direktorin leiter leiterin kommissar kommissarin unterhändler unterhändlerin gesandter "
        "gesandte gesandten botschafter botschafterin abgeordneter abgeordnete abgeordneten anwalt "
        "anwältin rat rätin ratsfrau ratsherr senator senatorin beauftragte beauftragter beauftragten "
        "vertreter vertreterin experte expertin politiker politikerin reporter reporterin staatschef "
        "regierungschef außenminister landrat rechtsanwalt trainer forscher forscherin professor "
        "professorin meister meisterin stellvertreter stellvertreterin geschäftsführer geschäftsführerin "
        "inhaber inhaberin".split()
    ),
    organisation_endings=tuple(
        "ministerium ministeriums kommission verband verbands verbandes partei amt amts rat bund bank "
        "gericht gerichts agentur gewerkschaft verein vereins behörde polizei regierung parlament "
        "konzern unternehmen universität institut stiftung gesellschaft ausschuss fraktion initiative "
        "verwaltung bundestag bundesrat werke kirche klinik hochschule armee liga "
        "union allianz gmbh ag".split()
    ),
    common_endings=(
        "ung",
        "ungen",
        "heit",
        "heiten",
        "keit",
        "keiten",
        "schaft",
        "schaften",
        "tät",
        "täten",
        "ion",
        "ionen",
        "ment",
        "ismus",
        "nis",
        "nisse",
        "tum",
        "ling",
        "enz",
        "anz",
    ),
    countries=COUNTRIES,
    antonyms=paired(
        """
        stimm+zu|angenommen|annehm*|zustimm*|zugestimm*|akzeptier*|billig*|gebillig*|nahm+an|nimm+an|\
begrüß*|lob|lobt*|gelobt*|unterstütz*|\
befürwort* / lehn+ab|ablehn*|abgelehn*|verweiger*|zurückgewies*|zurückweis*|wies+zurück|weis+zurück|kritisier*|\
bemängel*|verurteil*|rügt|gerügt*|missbillig*|kritik
        bestätig*|bestätigt* / bestreit*|bestritt*|bestritten*|dementier*
        erhöh*|gestiegen*|steig*|stieg*|wachs*|wuchs*|gewachsen*|zunehm*|zugenommen*|anheb*|angehob* / senk*|gesenkt*|\
gesunken*|sink*|sank*|kürz*|gekürzt*|schrumpf*|gefallen*|abnehm*|abgenommen*
        beginn*|begann*|begonnen*|starte*|gestartet* / ende|endet*|beendet*|geendet*
        öffn|geöffnet*|öffne* / schließ*|schloss*|geschlossen*
        gewinn*|gewann*|gewonnen* / verlier*|verlor*|verloren*
        erlaub*|gestatt*|genehmig*|zugelassen*|zulass* / verbiet*|verbot*|verboten*|untersag*
        mehr / weniger*
        mindestens*|wenigstens* / höchstens*|maximal*
        früher*|früh / später*|spät
        vergangen*|letzt*|vorig* / kommend*|nächst*
        größt*|größer*|groß / kleinst*|kleiner*|klein*
        höchst*|höher*|hoch|hohe / niedrigst*|niedriger*|niedrig*|geringst*|geringer*
        öffentlich* / geheim*
        zulässig*|legal*|rechtmäßig* / unzulässig*|illegal*|rechtswidrig*
        denkbar*|möglich* / undenkbar*|unmöglich*|ausgeschlossen*
        wahr|richtig* / unwahr*|falsch*
        gemeinsam* / getrennt*|separat*
        freigesprochen*|freisprech* / verurteilt*|verurteil*
        eröffn* / geschlossen*|schließ*
        schriftlich* / mündlich*
        stark*|stärker* / schwach*|schwächer*
        gut|gute|guten* / schlecht*|schlechte*|schlechten*
        """
    ),
)
