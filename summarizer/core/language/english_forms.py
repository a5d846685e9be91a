"""English word lists: what carries no content of its own, and verbs whose forms no ending tells."""

from __future__ import annotations

DETERMINERS = (
    "the a an this that these those my your his her its our their some any no each every all both either "
    "neither several many few most another other such what which whose one two three four five six seven "
    "eight nine ten"
)
PREPOSITIONS = (
    "with of to at by for from in into on onto over under between among against about after before during "
    "without within through towards toward upon off near behind beside besides despite per via than like as "
    "including alongside across around outside inside since until"
)
AUXILIARIES = (
    "am is are was were be been being have has had having do does did done doing will would shall should can "
    "could may might must ought need let got get"
)
OTHERS = (
    "somebody someone anybody anyone everybody everyone something anything everything and or but nor so "
    "yet if because while when where who whom why how that as than then there here also only still "
    "already again now just very too more less he she it they we i you him her them us me himself "
    "herself itself themselves out up down away back s t d ll re ve m even ever much own same rather "
    "however though although whether once later earlier further meanwhile instead else about mr mrs ms"
)

IRREGULAR = {
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
}
