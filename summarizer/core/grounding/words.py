"""Words as the checks see them: base form, role in the sentence, value; computed once per language."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from summarizer.core.grounding.keys import stem
from summarizer.core.grounding.naming import is_role
from summarizer.core.grounding.numerals import figure_values, spoken_number
from summarizer.core.grounding.suspicion import may_speak_to_a_model
from summarizer.core.grounding.tokens import reads_across, tokens
from summarizer.core.language import LanguageTable, language_table

_MOST_WORDS = 10_000
_LONGEST_KNOWN = 50
_NO_VALUES: frozenset[float] = frozenset()
_DIGITS = re.compile(r"\d")
QUOTES = frozenset('„“”"«»‚‘‛›‹')
BREAKS = frozenset(",;:–—()…!?.|")
PERCENT = "%"


Side = tuple[int, bool, str]
"""One side of a pair of opposites: number of the pair, side, verb particle that must stand near."""


# Not frozen: with thirty fields that takes longer than to work them out. Nobody changes a word.
@dataclass(slots=True, eq=False)
class Word:
    """One token and everything that does not depend on its neighbours."""

    text: str
    fold: str
    key: str
    """Base form, approximately: equal for the inflected forms of a word; empty for marks."""
    content: bool
    """Carries meaning of its own: no mark, function word, negator or number."""
    telling: bool
    """Carries meaning, or is a figure."""
    capital: bool
    letters: bool
    negator: bool
    adnominal: bool
    """A negator that is the article of what it negates ("kein", "no")."""
    soft: bool
    """May stand in for a negator."""
    reported: bool
    """A verb form that marks reported speech."""
    denial: bool
    """A verb that denies what the next clause says."""
    denies: tuple[str, ...]
    """For a verb that denies its object: the particles one of which must stand near, "" for none."""
    refuses: bool
    """A verb of refusal."""
    speech: bool
    digits: bool
    values: frozenset[float]
    """What its digits may mean."""
    number: float | None
    ordinal: float | None
    scale: float | None
    month: int | None
    weekday: int | None
    figure: bool
    """A part of a number or date."""
    sides: tuple[Side, ...]
    """Pairs of opposites that it belongs to."""
    opens: bool
    """Opens a clause."""
    breaks: bool
    """A mark that ends one."""
    role: bool
    """A title or function, or a compound of one."""
    nameable: bool
    """Capitalised, and nothing that has a capital without being a noun or name."""
    source: bool
    """Names a source, alone or with a preposition."""
    orders: bool
    """One of the words that sentences written for a language model are made of."""


class _Known(dict[str, "Word"]):
    """Words by token; one that is looked up for the first time is made, and kept unless it is long."""

    def __init__(self, make: Callable[[str], Word]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, token: str) -> Word:
        word = self._make(token)
        if len(token) <= _LONGEST_KNOWN:
            self[token] = word
        return word


class Lexicon:
    """The words of one language, remembered across articles."""

    def __init__(self, table: LanguageTable) -> None:
        self.table = table
        self._known = _Known(self._word)
        self._pieces: dict[str, list[Word]] = {}
        self._weekdays = tuple(table.weekdays)
        self._denials = [term.partition("+")[::2] for term in table.denials]
        self._denial_heads = tuple(head for head, _ in self._denials)
        # Hardly any word is one of a pair of opposites, and every new word is asked: whole words by
        # themselves, beginnings of words by their first letter.
        self._whole: defaultdict[str, list[Side]] = defaultdict(list)
        self._begun: defaultdict[str, list[tuple[str, Side]]] = defaultdict(list)
        for head, side in _opposites(table):
            if head.endswith("*") or side[2]:
                self._begun[head[0]].append((head.rstrip("*"), side))
            else:
                self._whole[head].append(side)

    def read(self, text: str) -> list[Word]:
        """The words, figures and marks of a text, in order."""
        # What stands between blanks ("Berlin,") comes again and again: taken apart once.
        known, words = self._pieces, []
        for piece in text.split():
            found = known.get(piece)
            if found is None:
                if reads_across(piece):
                    return self._words(text)
                found = self._words(piece)
                if len(piece) <= _LONGEST_KNOWN:
                    known[piece] = found
            words += found
        return words

    def _words(self, text: str) -> list[Word]:
        for known in (self._known, self._pieces):
            if len(known) > _MOST_WORDS:
                known.clear()
        return list(map(self._known.__getitem__, tokens(text)))

    def _word(self, text: str) -> Word:
        table, fold = self.table, text.lower().replace("’", "'")
        letters, digits = text[0].isalpha(), bool(_DIGITS.search(text))
        number = spoken_number(fold, table) if letters else None
        month = table.months.get(fold)
        negator = fold in table.negators or fold.endswith("n't")
        # Abbreviated months and the verb "may" are words like any other unless capitalised.
        if month is not None and not text[0].isupper() and table.code in ("de", "en", "nl"):
            month = None
        weekday = self._weekday(fold)
        counts = number is not None or fold in table.ordinals or fold in table.scales
        function = fold in table.function_words
        names_source = fold in table.sources or fold in table.source_postpositions
        content = letters and not (function or negator or names_source) and number is None
        return Word(
            text=text,
            fold=fold,
            key=stem(fold, table) if letters else fold if digits else "",
            content=content,
            telling=content or digits,
            capital=text[0].isupper(),
            letters=letters,
            negator=negator,
            adnominal=negator and fold in table.determiners,
            soft=fold in table.soft_negations
            or (letters and not function and fold.startswith(table.soft_negation_stems or ("\0",))),
            reported=fold in table.reported_forms,
            denial=letters and fold.startswith(table.denial_stems or ("\0",)),
            denies=self._denies(fold) if letters else (),
            refuses=letters and fold.startswith(table.refusals or ("\0",)),
            speech=letters and self._speech(text, fold),
            digits=digits,
            values=figure_values(text, table) if digits else _NO_VALUES,
            number=number,
            ordinal=table.ordinals.get(fold),
            scale=table.scales.get(fold),
            month=None if month is None else int(month),
            weekday=weekday,
            figure=digits
            or counts
            or month is not None
            or fold in table.loose_numbers
            or weekday is not None,
            sides=self._sides(fold) if letters else (),
            opens=fold in table.adversatives or fold in table.subordinators,
            breaks=text in BREAKS,
            role=is_role(fold, table),
            nameable=letters
            and text[0].isupper()
            and not (function or negator or counts or fold in table.percents)
            and month is None
            and weekday is None,
            source=fold in table.any_source,
            orders=letters and may_speak_to_a_model(text),
        )

    def _sides(self, fold: str) -> tuple[Side, ...]:
        begun = [side for head, side in self._begun.get(fold[0], ()) if fold.startswith(head)]
        return (*self._whole.get(fold, ()), *begun)

    def _denies(self, fold: str) -> tuple[str, ...]:
        if not fold.startswith(self._denial_heads):
            return ()
        return tuple([particle for head, particle in self._denials if fold.startswith(head)])

    def _speech(self, text: str, fold: str) -> bool:
        table = self.table
        if not table.speech_stems or fold in table.not_speech or fold in table.determiners:
            return False
        if text[0].isupper() or not fold.startswith(table.speech_stems):
            return False
        # "er verlange" is itself reported speech, and names no new speaker.
        return not (table.reported_forms and fold.endswith("e") and not fold.endswith("te"))

    def _weekday(self, fold: str) -> int | None:
        if not fold.startswith(self._weekdays):
            return None
        return next(int(n) for name, n in self.table.weekdays.items() if fold.startswith(name))


def _opposites(table: LanguageTable) -> Iterator[tuple[str, Side]]:
    for number, pair in enumerate(table.antonyms):
        for side, terms in zip((False, True), pair, strict=True):
            for head, _, particle in (term.partition("+") for term in terms):
                yield head, (number, side, particle)


def lexicon(language: str | None) -> Lexicon:
    """The lexicon of a language code; codes without a table share one."""
    return _lexicon(language_table(language).code)


@cache
def _lexicon(code: str) -> Lexicon:
    return Lexicon(language_table(code))
