"""German word lists: what carries no content of its own, and verbs whose forms no ending tells."""

from __future__ import annotations

ARTICLES = (
    "der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner keines "
    "mein meine meinen meinem meiner dein sein seine seinen seinem seiner seines ihr ihre ihren ihrem "
    "ihrer ihres unser unsere unseren unserem unserer euer eure dieser diese dieses diesem diesen jener "
    "jene jenes jenem jenen jeder jede jedes jedem jeden alle allen aller manche mancher mehrere "
    "mehrerer mehreren einige einigen einiger viele vielen vieler beide beiden beider zwei drei vier "
    "fünf sechs sieben acht neun zehn elf zwölf im am zum zur vom beim ins ans aufs dessen deren welche "
    "welcher welches solche solcher"
)
PREPOSITIONS = (
    "mit von vom zu zum zur bei beim an am ans auf aufs in im ins für fürs gegen über unter zwischen aus "
    "durch ohne um nach vor hinter neben seit wegen trotz während bis per samt nebst gegenüber entgegen "
    "namens"
)
AUXILIARIES = (
    "bin bist ist sind seid sei seien war waren warst wäre wären gewesen habe hast hat haben habt hatte "
    "hatten hätte hätten gehabt werde wirst wird werden wurde wurden würde würden worden geworden kann "
    "können konnte konnten könnte könnten könne muss müssen musste mussten müsste müssten müsse soll "
    "sollen sollte sollten solle will wollen wollte wollten wolle darf dürfen durfte durften dürfte "
    "dürften dürfe mag mögen möge möchte möchten lassen lässt ließ ließen lasse"
)
ADVERBS = (
    "jemand jemanden jemandem etwas jeder und oder aber denn sondern sowie als wie wenn weil dass ob damit daß da dort hier dann dabei davon "
    "dazu dafür dagegen daran darauf darüber darin daraus dadurch deshalb daher trotzdem jedoch "
    "allerdings auch noch nur schon erst bereits bislang bisher so sehr wohl zwar doch eben etwa rund "
    "gut knapp mehr weniger sich selbst selber es er sie wir ich man ihm ihn ihnen uns mir mich ihr wer "
    "was wo wann warum woran welche zunächst nun jetzt heute derzeit künftig zuletzt zuvor danach später "
    "wieder erneut vorerst offenbar lediglich sogar zudem außerdem ebenfalls dies das dieses einander "
    "demnach dem wonach während indem bevor nachdem bis seit seitdem sodass falls obwohl zu hin her ab "
    "an auf aus ein mit nach vor weg zurück statt ja nein gar ganz immer weiter weiterhin eigentlich "
    "etwas genug möglichst teils ebenso"
)

IRREGULAR = {
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
}
