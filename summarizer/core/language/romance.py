"""French, Spanish and Italian, the basics: function words, negators, numbers, calendar, speech."""

from __future__ import annotations

from summarizer.core.language.table import LanguageTable, listed, numbered, paired

FRENCH = LanguageTable(
    code="fr",
    decimal=",",
    noun_endings=("s", "x", "e", "es"),
    suffixes=(
        "issements",
        "issement",
        "ements",
        "ement",
        "ations",
        "ation",
        "eraient",
        "erait",
        "eront",
        "eras",
        "erez",
        "erons",
        "era",
        "aient",
        "ait",
        "ant",
        "ées",
        "és",
        "ée",
        "er",
        "ez",
        "ir",
        "ent",
        "es",
        "é",
        "e",
        "s",
        "x",
    ),
    irregular={
        form: base
        for base, forms in {
            "faire": "fait font faits faite",
            "aller": "va vont irait ira",
            "dire": "dit disent dite",
            "prendre": "prend prennent pris prise",
            "mettre": "met mettent mis mise",
            "pouvoir": "peut peuvent pourra pourrait",
            "vouloir": "veut veulent voudrait voulu",
            "reprendre": "reprend reprennent repris reprise reprendront reprendra reprendrait",
            "tenir": "tient tiennent tenu tenue",
            "venir": "vient viennent venu venue",
        }.items()
        for form in forms.split()
    },
    function_words=listed(
        "le la les l un une des du de d au aux à en dans par pour sur sous avec sans chez vers entre depuis pendant "
        "et ou mais donc or ni car que qu qui quoi dont où si ce cet cette ces c son sa ses leur leurs notre nos "
        "votre mon ma mes il elle ils elles on nous vous je j y se s me m te t lui eux est sont était étaient sera "
        "seront serait seraient été être a ont avait avaient aura auront aurait avoir eu fait plus moins très aussi "
        "encore déjà ainsi alors comme quand tout tous toute toutes même autre autres n ne pas peut doit doivent "
        "devrait quel quelle quels quelles comment combien"
    ),
    determiners=listed(
        "le la les l un une des du de d au aux ce cet cette ces son sa ses leur leurs deux trois"
    ),
    definite=listed("le la les l"),
    genitives=listed("de du des d"),
    prepositions=listed(
        "à au aux en dans par pour sur sous avec sans chez vers entre depuis contre de du d des"
    ),
    pronouns=listed("il elle ils elles on nous je"),
    adversatives=listed("mais"),
    coordinators=listed("et ou"),
    subordinators=listed("que qu si"),
    negators=listed("pas jamais aucun aucune personne rien ni sans guère nullement non"),
    neutral_after=listed("seulement"),
    soft_negation_stems=tuple(
        "refus rejet dément démen nie contest exclu interdi annul abandon manqu faute défaut oppos écart".split()
    ),
    negative_prefixes=("in", "im", "dé"),
    numbers=numbered(
        "zéro - deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
        "dix-huit dix-neuf"
    ),
    tens={"vingt": 20.0, "trente": 30.0, "quarante": 40.0, "cinquante": 50.0, "soixante": 60.0},
    scales={
        "cent": 1e2,
        "cents": 1e2,
        "mille": 1e3,
        "million": 1e6,
        "millions": 1e6,
        "milliard": 1e9,
        "milliards": 1e9,
        "billion": 1e12,
        "billions": 1e12,
    },
    ordinals=numbered("troisième quatrième cinquième sixième septième huitième neuvième dixième", 3),
    loose_numbers={
        "un": 1.0,
        "une": 1.0,
        "premier": 1.0,
        "première": 1.0,
        "deuxième": 2.0,
        "demi": 0.5,
        "moitié": 0.5,
        "tiers": 3.0,
        "double": 2.0,
    },
    percents=listed("pourcent"),
    months=numbered(
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre", 1
    ),
    weekdays=numbered("lundi mardi mercredi jeudi vendredi samedi dimanche", 1),
    speech_stems=tuple(
        "dit dis déclar affirm annonc indiqu précis confirm démen nie rappel estim jug assur évoqu lanc expliqu "
        "soulign demand réclam exig souhait propos refus rejet critiqu dénonc accus promet promi regrett ajout "
        "répond répondu recommand pens croi espèr crain prévien préven averti rapport racont plaid plaît insist "
        "considèr reconn salu veut veulent appel reven ironis tonn martel".split()
    ),
    sources=listed("selon d'après"),
    source_nouns=listed("après avis"),
    titles=listed("m mm mme mmes mlle dr pr président présidente ministre maire monsieur madame"),
    role_endings=tuple(
        "ministre président présidente secrétaire directeur directrice député députée maire porte-parole "
        "négociateur négociatrice délégué déléguée patron patronne".split()
    ),
    countries={
        "france": ("français", "paris"),
        "allemagne": ("allemand", "berlin"),
        "italie": ("italien", "rome"),
        "espagne": ("espagnol", "madrid"),
        "russie": ("russ", "moscou"),
        "ukraine": ("ukrain", "kiev"),
        "chine": ("chinois", "pékin"),
        "suisse": ("suiss", "berne"),
        "belgique": ("belg", "bruxelles"),
    },
    antonyms=paired(
        """
        accept|approuv / refus|rejet
        confirm / démen|nie
        augment|hausse / baiss|diminu|rédui
        avant / après
        plus / moins
        commenc|débute / termin|achèv
        gagn / perd
        autoris / interdi
        salu|félicit / critiqu|dénonc
        """
    ),
)

SPANISH = LanguageTable(
    code="es",
    decimal=",",
    noun_endings=("s", "es"),
    suffixes=(
        "aciones",
        "ación",
        "amientos",
        "amiento",
        "aban",
        "aron",
        "ieron",
        "arán",
        "erán",
        "irán",
        "ando",
        "iendo",
        "aría",
        "ería",
        "ará",
        "erá",
        "irá",
        "ado",
        "ada",
        "ados",
        "adas",
        "ido",
        "ida",
        "idos",
        "idas",
        "ar",
        "er",
        "ir",
        "an",
        "en",
        "ó",
        "os",
        "as",
        "es",
        "o",
        "a",
        "e",
        "s",
    ),
    irregular={
        form: base
        for base, forms in {
            "hacer": "hizo hicieron hace hacen hecho hará",
            "decir": "dijo dijeron dice dicen dicho",
            "poder": "pudo pueden puede podrá podría",
            "tener": "tuvo tiene tienen tendrá",
            "venir": "vino viene vienen",
            "dar": "dio dieron da dan dado",
            "ver": "vio ven visto",
        }.items()
        for form in forms.split()
    },
    function_words=listed(
        "el la los las un una unos unas de del al a en por para con sin sobre entre desde hasta y e o u pero sino que "
        "quien quienes cual cuales como cuando donde si su sus se lo le les me te nos yo él ella ellos ellas este "
        "esta estos estas ese esa eso esos esas es son era eran fue fueron será serán sería ser sido ha han había "
        "habían haya hayan hay hubo habrá más menos muy también ya aún todavía no ni tan tanto todo toda todos todas "
        "otro otra otros otras está están estaba puede pueden debe deben qué cuándo cuánto cuántos cómo quién"
    ),
    determiners=listed("el la los las un una unos unas del al su sus este esta estos estas ese esa dos tres"),
    definite=listed("el la los las"),
    genitives=listed("de del"),
    prepositions=listed("a al en por para con sin sobre entre desde hasta contra ante de del"),
    pronouns=listed("él ella ellos ellas"),
    adversatives=listed("pero sino"),
    coordinators=listed("y e o u"),
    subordinators=listed("que si"),
    negators=listed("no nunca jamás ningún ninguno ninguna nadie nada ni sin tampoco"),
    neutral_after=listed("solo sólo"),
    soft_negation_stems=tuple(
        "rechaz neg desm descart prohib anul cancel falt opon opus sin evit dej".split()
    ),
    negative_prefixes=("in", "im", "des"),
    numbers=numbered(
        "cero - dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
        "diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco"
    ),
    tens={
        "treinta": 30.0,
        "cuarenta": 40.0,
        "cincuenta": 50.0,
        "sesenta": 60.0,
        "setenta": 70.0,
        "ochenta": 80.0,
        "noventa": 90.0,
    },
    scales={"cien": 1e2, "ciento": 1e2, "cientos": 1e2, "mil": 1e3, "millón": 1e6, "millones": 1e6},
    ordinals=numbered(
        "tercer|tercera|tercero cuarto|cuarta quinto|quinta sexto|sexta séptimo octavo noveno", 3
    ),
    loose_numbers={
        "un": 1.0,
        "una": 1.0,
        "uno": 1.0,
        "primer": 1.0,
        "primera": 1.0,
        "segundo": 2.0,
        "segunda": 2.0,
        "ambos": 2.0,
        "ambas": 2.0,
        "mitad": 0.5,
        "medio": 0.5,
        "media": 0.5,
    },
    months=numbered(
        "enero febrero marzo abril mayo junio julio agosto septiembre|setiembre octubre noviembre diciembre",
        1,
    ),
    weekdays=numbered("lunes martes miércoles jueves viernes sábado domingo", 1),
    speech_stems=tuple(
        "dij dic dich declar afirm anunci indic precis confirm desm nieg neg record asegur explic señal subray "
        "pid pidi exig reclam propon propus rechaz critic denunci acus promet lament añad respond recomend cre "
        "esper tem advir advert inform cont insist consider reconoc salud quier llam matiz sostien sostuv apunt "
        "destac augur calific cifr admit tild defend espet avis remat plante valor reproch celebr".split()
    ),
    not_speech=listed(
        "contra contrato contratos crear creación diciembre tema temas dicha dicho temporada "
        "negociación negociaciones negociar negociado contenedores contenedor indicador indicadores"
    ),
    sources=listed("según"),
    titles=listed("sr sra don doña dr dra presidente presidenta ministro ministra alcalde alcaldesa"),
    role_endings=tuple(
        "ministro ministra presidente presidenta secretario secretaria director directora diputado diputada "
        "alcalde alcaldesa portavoz concejal concejala delegado delegada consejero consejera gerente".split()
    ),
    countries={
        "españa": ("español", "madrid"),
        "francia": ("francés", "frances", "parís"),
        "alemania": ("alem", "berlín"),
        "italia": ("italian", "roma"),
        "rusia": ("rus", "moscú"),
        "ucrania": ("ucrani", "kiev"),
        "china": ("chin", "pekín"),
        "méxico": ("mexican",),
        "marruecos": ("marroqu", "rabat"),
    },
    antonyms=paired(
        """
        acept|aprob / rechaz
        confirm / desm|nieg|neg
        aument|sub / baj|reduc|disminu
        antes / después
        más / menos
        comenz|comienz|empez|inici / termin|acab|finaliz
        gan / perd|pierd
        permit|autoriz / prohíb|prohib
        celebr|elogi / critic|denunci
        """
    ),
)

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
        "il lo la i gli le l un uno una di del della dei degli delle dello dell a al alla ai agli alle allo in nel "
        "nella nei nelle da dal dalla dai dalle con su sul sulla sui per tra fra e ed o ma che chi cui non se come "
        "quando dove suo sua suoi sue loro questo questa questi queste quello quella si ci ne mi ti vi lui lei è sono "
        "era erano sarà saranno sarebbe essere stato stata stati state ha hanno aveva avevano avrà abbia abbiano "
        "avere più meno molto anche già ancora così tutto tutti tutta tutte altro altri può possono deve devono"
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
    soft_negation_stems=tuple("rifiut respin smenti nega esclu viet annull manc oppo".split()),
    negative_prefixes=("in", "im", "dis"),
    numbers=numbered(
        "zero - due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici "
        "diciassette diciotto diciannove venti"
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
        "dett dice dicono disse dichiar afferm annunci indic precis conferm smenti nega ricord assicur spieg "
        "sottoline chied chiest esig propo rifiut respin critic denunci accus promet promes aggiun rispond rispost "
        "cred sper tem avvert riport insist consider riconosc vuol vogliono riferi".split()
    ),
    sources=listed("secondo"),
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
        accett|approv / rifiut|respin
        conferm / smenti|nega
        aument / diminu|ridu|cal
        prima / dopo
        più / meno
        inizi|cominci / termin|finisc
        """
    ),
)
