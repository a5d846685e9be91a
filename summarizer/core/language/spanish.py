"""Spanish, the basics."""

from __future__ import annotations

from summarizer.core.language.table import LanguageTable, listed, numbered, paired

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
        "el la los las un una unos unas de del al a en por para con sin sobre entre desde hasta y e o u "
        "pero sino que quien quienes cual cuales como cuando donde si su sus se lo le les me te nos yo "
        "él ella ellos ellas este esta estos estas ese esa eso esos esas es son era eran fue fueron será "
        "serán sería ser sido ha han había habían haya hayan hay hubo habrá más menos muy también ya aún "
        "todavía no ni tan tanto todo toda todos todas otro otra otros otras está están estaba puede "
        "pueden debe deben qué cuándo cuánto cuántos cómo quién"
    ),
    determiners=listed("el la los las un una unos unas del al su sus este esta estos estas ese esa dos tres"),
    definite=listed("el la los las"),
    genitives=listed("de del"),
    prepositions=listed("a al en por para con sin sobre entre desde hasta contra ante de del"),
    pronouns=listed("él ella ellos ellas"),
    speech_nouns=listed("crítica críticas apoyo estudio encuesta informe comunicado"),
    adversatives=listed("pero sino"),
    coordinators=listed("y e o u"),
    subordinators=listed("que si"),
    negators=listed("no nunca jamás ningún ninguno ninguna nadie nada ni sin tampoco"),
    neutral_after=listed("solo sólo"),
    soft_negation_stems=tuple(
        "rechaz neg desm descart prohib anul cancel falt opon opus sin evit dej".split()
    ),
    refusals=("rechaz",),
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
        "dij dic dich declar afirm anunci indic precis confirm desm nieg neg record asegur explic señal "
        "subray pid pidi exig reclam propon propus rechaz critic denunci acus promet lament añad respond "
        "recomend cre esper tem advir advert inform cont insist consider reconoc salud quier llam matiz "
        "sostien sostuv apunt destac augur calific cifr admit tild defend espet avis remat plante valor "
        "reproch celebr".split()
    ),
    not_speech=listed(
        "contra contrato contratos crear creación diciembre tema temas dicha dicho temporada "
        "negociación negociaciones negociar negociado contenedores contenedor indicador indicadores"
    ),
    sources=listed("citando según"),
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
        acept*|aprob* / rechaz*
        confirm* / desm|nieg|neg
        aument*|sub / baj|reduc*|disminu*
        antes* / después*
        más / menos*
        comenz*|comienz*|empez*|inici* / termin*|acab|finaliz*
        gan / perd|pierd*
        permit*|autoriz* / prohíb*|prohib*
        celebr*|elogi* / critic*|denunci*
        """
    ),
)
