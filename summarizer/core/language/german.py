"""German."""

from __future__ import annotations

from summarizer.core.language.german_countries import COUNTRIES
from summarizer.core.language.table import LanguageTable, listed, numbered, paired

_ARTICLES = (
    "der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner keines mein meine "
    "meinen meinem meiner dein sein seine seinen seinem seiner seines ihr ihre ihren ihrem ihrer ihres unser "
    "unsere unseren unserem unserer euer eure dieser diese dieses diesem diesen jener jene jenes jenem jenen "
    "jeder jede jedes jedem jeden alle allen aller manche mancher mehrere mehrerer mehreren einige einigen "
    "einiger viele vielen vieler beide beiden beider zwei drei vier fünf sechs sieben acht neun zehn elf zwölf "
    "im am zum zur vom beim ins ans aufs dessen deren welche welcher welches solche solcher"
)
_PREPOSITIONS = (
    "mit von vom zu zum zur bei beim an am ans auf aufs in im ins für fürs gegen über unter zwischen aus durch "
    "ohne um nach vor hinter neben seit wegen trotz während bis per samt nebst gegenüber entgegen namens"
)
_AUXILIARIES = (
    "bin bist ist sind seid sei seien war waren warst wäre wären gewesen habe hast hat haben habt hatte hatten "
    "hätte hätten gehabt werde wirst wird werden wurde wurden würde würden worden geworden kann können konnte "
    "konnten könnte könnten könne muss müssen musste mussten müsste müssten müsse soll sollen sollte sollten "
    "solle will wollen wollte wollten wolle darf dürfen durfte durften dürfte dürften dürfe mag mögen möge "
    "möchte möchten lassen lässt ließ ließen lasse"
)
_ADVERBS = (
    "und oder aber denn sondern sowie als wie wenn weil dass ob damit daß da dort hier dann dabei davon dazu "
    "dafür dagegen daran darauf darüber darin daraus dadurch deshalb daher trotzdem jedoch allerdings auch noch "
    "nur schon erst bereits bislang bisher so sehr wohl zwar doch eben etwa rund gut knapp mehr weniger sich "
    "selbst selber es er sie wir ich man ihm ihn ihnen uns mir mich ihr wer was wo wann warum woran welche "
    "zunächst nun jetzt heute derzeit künftig zuletzt zuvor danach später wieder erneut vorerst offenbar "
    "lediglich sogar zudem außerdem ebenfalls dies das dieses einander demnach dem wonach während indem bevor "
    "nachdem bis seit seitdem sodass falls obwohl zu hin her ab an auf aus ein mit nach vor weg zurück statt "
    "ja nein gar ganz immer weiter weiterhin eigentlich etwas genug möglichst teils ebenso"
)

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
        "ab an auf aus bei dar ein fest fort her hervor hin los mit nach nieder statt teil um vor voran voraus "
        "vorbei weg weiter wieder zu zurecht zurück zusammen entgegen bekannt kennen bereit"
    ),
    irregular={
        form: base
        for base, forms in {
            "geben": "gab gaben gibt gebe gäbe gäben gegeben gibts",
            "kommen": "kam kamen kommt käme kämen gekommen",
            "gehen": "ging gingen geht gehe ginge gegangen",
            "stehen": "stand standen steht stehe stünde stünden gestanden",
            "halten": "hielt hielten hält halte hielte gehalten",
            "sprechen": "sprach sprachen spricht spreche gesprochen",
            "treffen": "traf trafen trifft treffe getroffen",
            "nehmen": "nahm nahmen nimmt nehme nähme genommen",
            "teilnehmen": "teilnahm teilnimmt teilnehme teilgenommen teilzunehmen",
            "laufen": "lief liefen läuft laufe gelaufen abgelaufen",
            "schreiben": "schrieb schrieben schreibt geschrieben",
            "liegen": "lag lagen liegt liege läge gelegen",
            "bleiben": "blieb blieben bleibt bleibe geblieben",
            "finden": "fand fanden findet finde fände gefunden",
            "fahren": "fuhr fuhren fährt fahre gefahren",
            "sehen": "sah sahen sieht sehe sähe gesehen",
            "wissen": "wusste wussten weiß wisse gewusst",
            "brechen": "brach brachen bricht breche gebrochen",
            "abbrechen": "abbrach abbricht abgebrochen",
            "reißen": "riss rissen reißt gerissen",
            "abreißen": "abriss abgerissen",
            "verlieren": "verlor verloren verliert",
            "schließen": "schloss schlossen schließt geschlossen",
            "ausschließen": "ausschloss ausschließt ausgeschlossen",
            "steigen": "stieg stiegen steigt gestiegen",
            "sinken": "sank sanken sinkt gesunken",
            "sterben": "starb starben stirbt gestorben",
            "ziehen": "zog zogen zieht gezogen",
            "bieten": "bot boten bietet geboten",
            "bitten": "bat baten bittet gebeten",
            "rufen": "rief riefen ruft gerufen",
            "fallen": "fiel fielen fällt gefallen",
            "tun": "tat taten tut getan",
            "gelten": "galt galten gilt gelte gegolten",
            "beginnen": "begann begannen beginnt begonnen",
            "beschließen": "beschloss beschlossen beschließt",
            "verhandeln": "verhandle verhandelt verhandelte",
            "essen": "aß gegessen",
            "helfen": "half halfen hilft geholfen",
            "werfen": "warf warfen wirft geworfen",
            "lesen": "las lasen liest gelesen",
            "tragen": "trug trugen trägt getragen",
            "schlagen": "schlug schlugen schlägt geschlagen",
            "weisen": "wies wiesen weist gewiesen",
            "denken": "dachte dachten denkt gedacht",
            "bringen": "brachte brachten bringt gebracht",
            "kennen": "kannte kannten kennt gekannt",
            "nennen": "nannte nannten nennt genannt",
            "gewinnen": "gewann gewannen gewinnt gewonnen",
            "empfangen": "empfing empfängt",
            "erhalten": "erhielt erhielten erhält erhalte",
            "enthalten": "enthielt enthält",
        }.items()
        for form in forms.split()
    },
    function_words=listed(f"{_ARTICLES} {_PREPOSITIONS} {_AUXILIARIES} {_ADVERBS}"),
    determiners=listed(_ARTICLES),
    definite=listed("der die das den dem des"),
    genitives=listed("des der eines einer von vom seines seiner ihres ihrer"),
    prepositions=listed(_PREPOSITIONS),
    pronouns=listed("er sie man wir ich"),
    neuter_pronouns=listed("es"),
    reported_forms=listed(
        "sei seien habe werde könne müsse wolle solle dürfe möge gebe komme stehe gehe bleibe liege brauche wisse "
        "hätte hätten wäre wären würde würden müsste müssten"
    ),
    adversatives=listed("aber sondern jedoch"),
    hearsay=listed("hieß heißt hiess heisst verlautete"),
    adverbial_after=listed("allem allen"),
    coordinators=listed("und oder sowie & bzw"),
    subordinators=listed("dass daß ob wonach wie"),
    negators=listed(
        "nicht nichts nie niemals niemand niemanden niemandem kein keine keinen keinem keiner keines keins "
        "keinerlei keinesfalls keineswegs weder ohne nirgends nirgendwo mitnichten nein"
    ),
    neutral_after=listed("nur zuletzt allein bloß lediglich"),
    soft_negation_stems=tuple(
        "ablehn abgelehn lehn bestreit bestritt dementier verneint verweiger abgesag absag verbiet verbot "
        "verbiet untersag ausgeschlossen ausschließ ausschloss zurückgewiesen zurückweis zurückwies wies weist "
        "widersprach widersprich widersprech fehl mangel verzicht unterblieb unterbleib unterlass scheiter statt "
        "anstatt anstelle weniger kaum selten gestrichen verhinder vermeid falsch unwahr entfall entfäll "
        "abbrech abgebroch geplatzt platzt wegfall".split()
    ),
    denial_stems=("bestreit", "bestritt", "dementier", "verneint", "leugne", "ausgeschlossen", "bezweifel"),
    negative_prefixes=("un", "in", "miss"),
    numbers=numbered(
        "null eins|einmal zwei|zweier|zweien|zweimal drei|dreier|dreien|dreimal vier|vieren fünf|fünfen sechs "
        "sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn"
    )
    | {"zwo": 2.0, "dutzend": 12.0},
    tens=numbered("zwanzig dreißig|dreissig vierzig fünfzig sechzig siebzig achtzig neunzig")
    and {
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
            "dritt viert fünft sechst siebt|siebent acht neunt zehnt elft zwölft dreizehnt vierzehnt fünfzehnt "
            "sechzehnt siebzehnt achtzehnt neunzehnt zwanzigst",
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
        "sag erklär erläuter beton bekräftig teilt mitteil mitgeteilt kündig angekünd ankündig bericht meld forder "
        "verlang warn kritisier bemängel rügt rügte tadel bestätig bestreit bestritt dementier räum einräum verwies "
        "verweis wies weist schreib schrieb rief ruft entgegn widersprach widersprich widersprech antwort "
        "nannt nennt bezeichn lehn ablehn hielt hält sprach spricht sprich meint meinte findet fand glaub "
        "hofft hoffe verspr versich zusicher bat bitt appell plädier schlug schlägt vorschl bot bietet droh "
        "begrüß lobt lobte bedauer kommentier äußer äusser ergänz verteidig bezweifel zweifel behaupt "
        "vermut schätz erinner unterstrich unterstreich argumentier wirft warf beschuldig klagt beklag mahn "
        "riet rät empf drängt drängte besteht bestand beharr pocht fragt fragte hieß heißt heisst hiess zitier "
        "signalis prophez prognos urteil befand reagier spott höhnt freut ärgert beschwer zugesagt unterstell "
        "versprach befürwort begründ beantrag verurteil".split()
    ),
    not_speech=listed("fordernd sagenhaft beratend schreibend lehnend"),
    sources=listed("laut gemäß gemäss so"),
    source_nouns=listed(
        "angaben angabe ansicht auffassung darstellung einschätzung erkenntnissen informationen auskunft worten "
        "meinung überzeugung berechnungen schätzung schätzungen berufung verweis daten aussage aussagen bericht "
        "berichten lesart prognose urteil dafürhalten zahlen"
    ),
    source_postpositions=listed("zufolge"),
    titles=listed(
        "herr herrn frau dr prof professor professorin präsident präsidentin minister ministerin kanzler kanzlerin "
        "bundeskanzler bundeskanzlerin bürgermeister bürgermeisterin sprecher sprecherin general oberst papst könig "
        "königin prinz prinzessin pater schwester bischof kardinal richter richterin staatsanwalt senator "
        "senatorin landrat landrätin chef chefin trainer trainerin"
    ),
    role_endings=tuple(
        "minister ministerin präsident präsidentin sprecher sprecherin chef chefin kanzler kanzlerin bürgermeister "
        "bürgermeisterin sekretär sekretärin vorsitzende vorsitzender vorsitzenden direktor direktorin leiter "
        "leiterin kommissar kommissarin unterhändler unterhändlerin gesandter gesandte gesandten botschafter "
        "botschafterin abgeordneter abgeordnete abgeordneten anwalt anwältin rat rätin ratsfrau ratsherr senator "
        "senatorin beauftragte beauftragter beauftragten vertreter vertreterin experte expertin politiker "
        "politikerin reporter reporterin staatschef regierungschef außenminister landrat rechtsanwalt trainer "
        "forscher forscherin professor professorin meister meisterin stellvertreter stellvertreterin geschäftsführer "
        "geschäftsführerin inhaber inhaberin".split()
    ),
    organisation_endings=tuple(
        "ministerium ministeriums kommission verband verbands verbandes partei amt amts rat bund bank gericht "
        "gerichts agentur gewerkschaft verein vereins behörde polizei regierung parlament konzern unternehmen "
        "universität institut stiftung gesellschaft ausschuss fraktion initiative verwaltung bundestag bundesrat "
        "werke kirche klinik hochschule armee liga union allianz gmbh ag".split()
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
        lehn+ab|ablehn|abgelehn|verweiger|zurückgewies|zurückweis|wies+zurück|weis+zurück / stimm+zu|zustimm|zugestimm|akzeptier|billig|gebillig|nahm+an|nimm+an|angenommen
        begrüß|lob|gelobt / kritisier|bemängel|verurteil|rügt|gerügt
        bestätig|bestätigt / bestreit|bestritt|bestritten|dementier
        erhöh|gestiegen|steig|stieg|wachs|wuchs|gewachsen|zunehm|zugenommen|anheb|angehob / senk|gesenkt|gesunken|sink|sank|kürz|gekürzt|schrumpf|gefallen|abnehm|abgenommen
        beginn|begann|begonnen|starte|gestartet / ende|endet|beendet|geendet
        öffn|geöffnet|öffne / schließ|schloss|geschlossen
        gewinn|gewann|gewonnen / verlier|verlor|verloren
        erlaub|gestatt|genehmig|zugelassen|zulass / verbiet|verbot|verboten|untersag
        unterstütz|befürwort / bekämpf|ablehn|abgelehn|lehn+ab
        mehr / weniger
        mindestens|wenigstens / höchstens|maximal
        nach / vor
        früher|früh / später|spät
        vergangen|letzt|vorig / kommend|nächst
        größt|größer|groß / kleinst|kleiner|klein
        höchst|höher|hoch|hohe / niedrigst|niedriger|niedrig|geringst|geringer
        öffentlich / geheim
        zulässig|legal|rechtmäßig / unzulässig|illegal|rechtswidrig
        denkbar|möglich / undenkbar|unmöglich|ausgeschlossen
        wahr|richtig / unwahr|falsch
        gemeinsam / getrennt|separat
        freigesprochen|freisprech / verurteilt|verurteil
        anheben / absenken
        eröffn / geschlossen|schließ
        schriftlich / mündlich
        stark|stärker / schwach|schwächer
        gut|gute|guten / schlecht|schlechte|schlechten
        angenommen / abgelehnt
        """
    ),
)
