"""The checks of free text: statements, questions and abstracts against the sentences they rest on."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from summarizer.core.grounding.denial import denial_lost, refusal_added
from summarizer.core.grounding.figures import Figures, merged, missing_dates, missing_numbers, surely_known
from summarizer.core.grounding.mentions import Mention
from summarizer.core.grounding.negation import negation_flipped
from summarizer.core.grounding.opposites import opposite_used
from summarizer.core.grounding.passage import Passage
from summarizer.core.grounding.quotations import contains_quote, plain_quote, quotations
from summarizer.core.grounding.reading import Reading
from summarizer.core.support import Reason

_RELATED = 0.5
"""From this share of an item's wording on, its evidence is taken for the right one."""
_UNRELATED = 0.2
_COVERED = 0.2
"""Below this share of its words an item is rather the model's than the article's."""
_TELLING = 2
_FEW = 4
"""Sentences up to which an abstract can be laid beside its evidence."""
_OPENING = 8
"""A holder named further in than this many words is rather quoted against than speaking."""
_BETTER = 1.4
_QUESTION_RELATED = 0.3


def text_reasons(
    text: str,
    cited: Sequence[int],
    reading: Reading,
    *,
    question: bool = False,
    holder: str = "",
    named: Sequence[Mention] = (),
    foreign: Collection[int] = (),
) -> list[Reason]:
    """What speaks against a text that rests on the sentences `cited` (counted from 0).

    `holder` is who is said to state it, `named` are the mentions of that name, `foreign` the sentences
    where somebody else speaks.
    """
    evidence = " ".join([reading.sentences[n].line for n in cited])
    if not cited or text == evidence:
        return []
    passage = reading.passage(text)
    folds = reading.passage(holder).folds
    quotes = quotations(text)
    reasons = [
        *_quote_reasons(quotes, cited, reading),
        *_figure_reasons(passage, cited, reading, question=question),
        *_name_reasons(passage, reading, question=question),
    ]
    verbatim = contains_quote(" ".join([reading.plain(n) for n in cited]), plain_quote(text).strip(" ."))
    # A verified quotation of more than one word ties a text to its evidence.
    tied = verbatim or (not reasons and any(" " in quote for quote in quotes))
    if not tied:
        reasons += _overlap_reasons(passage, cited, reading, folds, question=question)
    if not question and reading.table.code:
        known = [reading.passages[n] for n in cited]
        ends = [_others_until(n, named, foreign, reading) for n in cited]
        if (
            negation_flipped(passage, known, reading.table, folds)
            or denial_lost(passage, known, ends, folds)
            or refusal_added(passage, known)
        ):
            reasons.append(Reason.NEGATION_FLIPPED)
        if opposite_used(passage, known):
            reasons.append(Reason.OPPOSITE_WORD)
    return reasons


def _others_until(number: int, named: Sequence[Mention], foreign: Collection[int], reading: Reading) -> int:
    """Up to which word of a sentence a denial is somebody else's than the holder's."""
    if number in foreign:
        return len(reading.passages[number].words)
    return max((m.start for m in named if m.sentence == number and m.start > _OPENING), default=0)


def abstract_reasons(text: str, cited: Sequence[int], reading: Reading) -> list[Reason]:
    """What speaks against an abstract; its figures, names and quotations may stand anywhere."""
    everything = range(len(reading.sentences))
    passage = reading.passage(text)
    # What the sentences cited have, the article has: mostly there is no need to read it all.
    quotes = [quote for quote in quotations(text) if not _quoted_in(quote, cited, reading)]
    known = surely_known(reading.stated(passage), merged([reading.figures(n) for n in cited]))
    reasons = [
        *_quote_reasons(quotes, everything, reading),
        *(() if known else _figure_reasons(passage, everything, reading, question=False)),
        *_name_reasons(passage, reading, question=False),
    ]
    if cited and text != " ".join(reading.sentences[n].line for n in cited):
        reasons += _overlap_reasons(passage, cited, reading, (), question=False)
    if reading.table.code and 0 < len(cited) <= _FEW:
        evidence = [reading.passages[n] for n in cited]
        if negation_flipped(passage, evidence, reading.table):
            reasons.append(Reason.NEGATION_FLIPPED)
        if opposite_used(passage, evidence):
            reasons.append(Reason.OPPOSITE_WORD)
    return reasons


def _quoted_in(quote: str, cited: Sequence[int], reading: Reading) -> bool:
    return any(contains_quote(reading.plain(n), quote) for n in cited)


def _quote_reasons(quotes: Sequence[str], cited: Sequence[int], reading: Reading) -> list[Reason]:
    if not quotes:
        return []
    near = (
        reading.all_plain
        if len(cited) == len(reading.sentences)
        else " ".join(reading.plain(n) for n in cited)
    )
    missing = [quote for quote in quotes if not contains_quote(near, quote)]
    if any(not contains_quote(reading.all_plain, quote) for quote in missing):
        return [Reason.QUOTE_NOT_VERBATIM]
    if missing:
        return [Reason.QUOTE_NOT_IN_EVIDENCE]
    return []


def _figure_reasons(
    passage: Passage, cited: Sequence[int], reading: Reading, *, question: bool
) -> list[Reason]:
    stated = reading.stated(passage)
    if not stated.states_any:
        return []
    near = _near(cited, reading)
    reasons = []
    if missing_numbers(stated, near):
        elsewhere = not missing_numbers(stated, reading.all_figures)
        reasons.append(Reason.NUMBER_NOT_IN_EVIDENCE if elsewhere else Reason.NUMBER_NOT_IN_ARTICLE)
    if missing_dates(stated, near):
        elsewhere = not missing_dates(stated, reading.all_figures)
        reasons.append(Reason.DATE_NOT_IN_EVIDENCE if elsewhere else Reason.DATE_NOT_IN_ARTICLE)
    # A question may name from elsewhere what it asks about.
    elsewhere_only = {Reason.NUMBER_NOT_IN_EVIDENCE, Reason.DATE_NOT_IN_EVIDENCE}
    return [Reason.EVIDENCE_WEAK if question and reason in elsewhere_only else reason for reason in reasons]


def _name_reasons(passage: Passage, reading: Reading, *, question: bool) -> list[Reason]:
    names, words = reading.vocabulary.unknown_names(passage, question=question)
    found = [Reason.NAME_NOT_IN_ARTICLE] if names else []
    return [*found, Reason.WORD_NOT_IN_ARTICLE] if words and not question else found


def _overlap_reasons(
    passage: Passage, cited: Collection[int], reading: Reading, named: Collection[str], *, question: bool
) -> list[Reason]:
    overlap = reading.vocabulary.overlap(passage, cited, named)
    tied = question or _figures_agree(passage, cited, reading)
    if not tied and overlap.coverage == 0 and overlap.words >= _TELLING:
        return [Reason.EVIDENCE_UNRELATED]
    if overlap.cited >= (_QUESTION_RELATED if question else _RELATED):
        return [Reason.EVIDENCE_WEAK] if overlap.coverage < _COVERED and not question else []
    if not tied and overlap.cited < _UNRELATED and overlap.elsewhere > max(_RELATED, overlap.cited * _BETTER):
        return [Reason.EVIDENCE_UNRELATED]
    if overlap.coverage < _COVERED or overlap.elsewhere > overlap.cited * _BETTER:
        return [Reason.EVIDENCE_WEAK]
    return []


def _figures_agree(passage: Passage, cited: Collection[int], reading: Reading) -> bool:
    """Numbers that all stand in the evidence tie a condensed statement to it."""
    stated = reading.stated(passage)
    if not stated.plain and not stated.percents:
        return False
    return not missing_numbers(stated, _near(cited, reading))


def _near(cited: Collection[int], reading: Reading) -> Figures:
    """The figures of the sentences cited."""
    everything = len(cited) == len(reading.sentences)
    return reading.all_figures if everything else merged([reading.figures(n) for n in cited])
