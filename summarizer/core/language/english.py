"""English."""

from __future__ import annotations

from summarizer.core.language.english_countries import COUNTRIES
from summarizer.core.language.table import LanguageTable, listed, numbered, paired

_DETERMINERS = (
    "the a an this that these those my your his her its our their some any no each every all both either "
    "neither several many few most another other such what which whose one two three four five six seven "
    "eight nine ten"
)
_PREPOSITIONS = (
    "with of to at by for from in into on onto over under between among against about after before during "
    "without within through towards toward upon off near behind beside besides despite per via than like as "
    "including alongside across around outside inside since until"
)
_AUXILIARIES = (
    "am is are was were be been being have has had having do does did done doing will would shall should can "
    "could may might must ought need let got get"
)
_OTHERS = (
    "somebody someone anybody anyone everybody everyone something anything everything and or but nor so yet if because while when where who whom why how that as than then there here "
    "also only still already again now just very too more less he she it they we i you him her them us "
    "me himself herself itself themselves out up down away back s t d ll re ve m even ever much own same "
    "rather however though although whether once later earlier further meanwhile instead else about mr "
    "mrs ms"
)

ENGLISH = LanguageTable(
    code="en",
    decimal=".",
    noun_endings=("s", "es"),
    suffixes=(
        "ations",
        "ation",
        "ingly",
        "ments",
        "ment",
        "ings",
        "ing",
        "ions",
        "ion",
        "iest",
        "ier",
        "ies",
        "ied",
        "ers",
        "est",
        "ed",
        "es",
        "er",
        "ly",
        "al",
        "s",
        "e",
        "y",
    ),
    irregular={
        form: base
        for base, forms in {
            "give": "gave given",
            "take": "took taken",
            "say": "said",
            "tell": "told",
            "meet": "met",
            "hold": "held",
            "leave": "left",
            "speak": "spoke spoken",
            "make": "made",
            "find": "found",
            "think": "thought",
            "send": "sent",
            "pay": "paid",
            "lose": "lost",
            "win": "won",
            "buy": "bought",
            "sell": "sold",
            "bring": "brought",
            "build": "built",
            "write": "wrote written",
            "begin": "began begun",
            "rise": "rose risen",
            "fall": "fell fallen",
            "grow": "grew grown",
            "know": "knew known",
            "see": "saw seen",
            "come": "came",
            "go": "went gone",
            "run": "ran",
            "break": "broke broken",
            "choose": "chose chosen",
            "drive": "drove driven",
            "keep": "kept",
            "lead": "led",
            "mean": "meant",
            "feel": "felt",
            "fight": "fought",
            "strike": "struck",
            "throw": "threw thrown",
            "withdraw": "withdrew withdrawn",
            "drown": "drowned",
            "die": "died dying dead deaths death",
            "catch": "caught",
            "teach": "taught",
            "draw": "drew drawn",
            "show": "shown",
            "hear": "heard",
            "stand": "stood",
        }.items()
        for form in forms.split()
    },
    function_words=listed(f"{_DETERMINERS} {_PREPOSITIONS} {_AUXILIARIES} {_OTHERS}"),
    determiners=listed(_DETERMINERS),
    definite=listed("the"),
    genitives=listed("of"),
    prepositions=listed(_PREPOSITIONS),
    pronouns=listed("he she they we i"),
    demonstratives=listed("that this"),
    neuter_pronouns=listed("it"),
    collectives=listed("group number majority dozens hundreds thousands half most some many"),
    speech_nouns=listed(
        "criticism praise support opposition protest doubts objections demand demands warning warnings "
        "poll survey study report analysis statement draft letter proposal figures data"
    ),
    governments=(
        "government",
        "side",
        "authorit",
        "official",
        "delegation",
        "foreign",
        "ministr",
        "armed",
        "militar",
        "negotiator",
        "parliament",
        "diplomat",
    ),
    own=("own",),
    possessives=listed("his her its their"),
    soft_negations=listed("against"),
    adversatives=listed("but while whereas"),
    coordinators=listed("and or &"),
    subordinators=listed("that whether"),
    infinitive_marks=listed("to will would could should can may might must not"),
    negators=listed("not no never none nobody nothing neither nor without nowhere cannot n't n’t hardly"),
    neutral_after=listed("only just least"),
    soft_negation_stems=tuple(
        "error mistake den reject refus rule ruling declin dismiss fail lack absen ban forb prohibit prevent avoid cancel "
        "abandon stop unless exclud withdr withhold false untrue wrong contradict scrap halt suspend miss "
        "unlikely oppose opposes opposed opposing fewer less".split()
    ),
    denial_stems=("denie", "deny", "doubt", "disput", "rejected the"),
    refusals=("refus", "declin", "reject"),
    denials=listed("denie deny ruled+out rules+out refuse refusing declin"),
    negative_prefixes=("un", "in", "im", "dis", "non"),
    numbers=numbered(
        "zero - two|twice three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen"
    )
    | {"dozen": 12.0},
    tens={
        word: float(value)
        for word, value in zip(
            "twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True
        )
    },
    scales={
        "hundred": 1e2,
        "hundreds": 1e2,
        "thousand": 1e3,
        "thousands": 1e3,
        "k": 1e3,
        "million": 1e6,
        "millions": 1e6,
        "mn": 1e6,
        "m": 1e6,
        "billion": 1e9,
        "billions": 1e9,
        "bn": 1e9,
        "trillion": 1e12,
        "trillions": 1e12,
        "tn": 1e12,
    },
    ordinals=numbered(
        (
            "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
            "fifteenth"
        ),
        3,
    ),
    loose_numbers={
        "both": 2.0,
        "pair": 2.0,
        "couple": 2.0,
        "either": 2.0,
        "neither": 2.0,
        "second": 2.0,
        "double": 2.0,
        "first": 1.0,
        "one": 1.0,
        "once": 1.0,
        "a": 1.0,
        "an": 1.0,
        "single": 1.0,
        "half": 0.5,
        "quarter": 4.0,
        "triple": 3.0,
    },
    percents=listed("percent pct percentage"),
    months=numbered(
        "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sept|sep "
        "october|oct november|nov december|dec",
        1,
    ),
    weekdays=numbered("monday tuesday wednesday thursday friday saturday sunday", 1),
    speech_stems=tuple(
        "accept approv said say says tell told tells announc add report den reject accus claim call warn insist argu "
        "urg demand confirm conced admit repl respond answer ask question explain note describ critici "
        "condemn welcom prais promis pledg vow threat propos suggest refus declin believ think thought "
        "hope fear expect estimat predict acknowledg declar assert alleg complain recommend advis oppose "
        "opposes opposed express wrote writ post tweet remark observ stress emphasi reiterat maintain "
        "contend testif plead denounc dismiss defend appeal beg agre disagre ruled rules noted quot cit "
        "joke boast lament apologi regret thank quip counter retort clarif stated stating voic summar "
        "blam recall scoff mock hint indicat signal specif caution conclud object protest disput "
        "challeng foresee forese put".split()
    ),
    not_speech=listed(
        "addition additional report reports reporter reporters agreement agreements statement statements "
        "question questions claims claim demand demands answer answers calls call expected object "
        "objects objective posts post denmark dental city cities citizen citizens urgent urgency thanks "
        "condemned agreed rules putting puts reply fears fear hopes protest protests dispute disputes "
        "disputed express appeal appeals challenge challenges estimate estimates warning warnings "
        "proposal proposals suspected promise beg begin begins began begun suggestion believers citation"
    ),
    sources=listed("citing quoting"),
    source_nouns=listed("according"),
    titles=listed(
        "mr mrs ms miss dr prof professor sir dame lord lady president minister chancellor senator "
        "governor mayor judge justice general colonel captain king queen prince princess pope bishop "
        "cardinal secretary ambassador chairman chairwoman spokesman spokeswoman spokesperson"
    ),
    role_endings=tuple(
        "minister president chancellor spokesman spokeswoman spokesperson secretary chief chair chairman "
        "chairwoman director officer ambassador envoy senator governor mayor judge general negotiator "
        "delegate representative commissioner leader coordinator deputy adviser advisor lawyer "
        "prosecutor coach manager executive biologist scientist professor official premier lawmaker aide "
        "counterpart union company operator charity agency council commission ministry party".split()
    ),
    organisation_endings=tuple(
        "ministry commission council party agency union bank court committee federation association "
        "alliance university institute foundation office police government parliament company "
        "corporation group authority department treasury army league society trust party services inc "
        "ltd plc".split()
    ),
    common_endings=(
        "tion",
        "tions",
        "ness",
        "ment",
        "ments",
        "ity",
        "ities",
        "ing",
        "ings",
        "ism",
        "ance",
        "ence",
        "ship",
    ),
    countries=COUNTRIES,
    antonyms=paired(
        """
        accept*|approv*|agree*|agreed*|welcom*|prais*|laud|support*|backs*|backed*|endors* / reject*|refus*|declin*|dismiss*|\
criticis*|criticiz*|condemn*|denounc*|oppos*|regret*|deplor*
        confirm* / deny|denie*
        increas*|rise|rising*|rose|risen*|grew|grow|higher*|raise*|raising* / decreas*|fall|falling*|fell|fallen*|\
shrink*|shrank*|lower*|cut|reduc*
        begin*|began*|begun*|start* / end|ended*|ending*|finish*|conclude*
        open|opened*|opening* / close*|closed*|closing*|shut
        win|won / lose|lost
        allow*|permit*|authoris*|authoriz* / ban|banned*|forbid*|prohibit*
        more / fewer*|less
        before* / after*
        earlier* / later*
        last|past|previous* / next|coming*
        best / worst*
        largest*|bigger*|large*|big / smallest*|smaller*|small*
        maximum*|most / minimum*|least*
        public*|publicly* / private*|privately*|secret*|secretly*
        legal*|lawful* / illegal*|unlawful*
        possible* / impossible*
        true|right*|correct* / false*|wrong*|untrue*
        guilty*|convict* / innocent*|acquit*
        suspend*|postpon*|delay* / resum*|proceed*
        always* / never*
        able / unable*
        strong*|stronger* / weak|weaker*
        inside* / outside*
        arriv*|join / left|leave*
        """
    ),
)
