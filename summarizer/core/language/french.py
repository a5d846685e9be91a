"""French, the basics."""

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
        "le la les l un une des du de d au aux à en dans par pour sur sous avec sans chez vers entre "
        "depuis pendant et ou mais donc or ni car que qu qui quoi dont où si ce cet cette ces c son sa "
        "ses leur leurs notre nos votre mon ma mes il elle ils elles on nous vous je j y se s me m te t "
        "lui eux est sont était étaient sera seront serait seraient été être a ont avait avaient aura "
        "auront aurait avoir eu fait plus moins très aussi encore déjà ainsi alors comme quand tout tous "
        "toute toutes même autre autres n ne pas peut doit doivent devrait quel quelle quels quelles "
        "comment combien"
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
    speech_nouns=listed("critique critiques soutien étude sondage rapport communiqué"),
    adversatives=listed("mais"),
    coordinators=listed("et ou"),
    subordinators=listed("que qu si"),
    negators=listed("pas jamais aucun aucune personne rien ni sans guère nullement non"),
    neutral_after=listed("seulement"),
    soft_negation_stems=tuple(
        (
            "refus rejet dément démen nie contest exclu interdi annul abandon manqu faute défaut oppos écart"
        ).split()
    ),
    refusals=("refus", "rejet"),
    negative_prefixes=("in", "im", "dé"),
    numbers=numbered(
        "zéro - deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
        "dix-sept dix-huit dix-neuf"
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
        "dit dis déclar affirm annonc indiqu précis confirm démen nie rappel estim jug assur évoqu lanc "
        "expliqu soulign demand réclam exig souhait propos refus rejet critiqu dénonc accus promet promi "
        "regrett ajout répond répondu recommand pens croi espèr crain prévien préven averti rapport "
        "racont plaid plaît insist considèr reconn salu veut veulent appel reven ironis tonn martel".split()
    ),
    sources=listed("citant selon d'après"),
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
        accept*|approuv* / refus*|rejet*
        confirm* / démen*|nie
        augment*|hausse* / baiss*|diminu*|rédui*
        avant* / après*
        plus / moins*
        commenc*|débute* / termin*|achèv*
        gagn / perd
        autoris* / interdi*
        salu|félicit* / critiqu*|dénonc*
        """
    ),
)
