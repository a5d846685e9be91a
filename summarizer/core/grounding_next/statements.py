"""The checks of free text: statements, questions and abstracts against the sentences they rest on."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from summarizer.core.grounding_next.figures import merged, missing_dates, missing_numbers, read_figures
from summarizer.core.grounding_next.negation import negation_flipped
from summarizer.core.grounding_next.opposites import opposite_used
from summarizer.core.grounding_next.passage import Passage, read_passage
from summarizer.core.grounding_next.quotations import contains_quote, plain_quote, quotations
from summarizer.core.grounding_next.reading import Reading
from summarizer.core.summary import Reason

_RELATED = 0.5
"""From this share of an item's wording on, its evidence is taken for the right one."""
_UNRELATED = 0.2
_BETTER = 1.4
_QUESTION_RELATED = 0.3


def text_reasons(
    text: str, cited: Sequence[int], reading: Reading, *, question: bool = False, abstract: bool = False
) -> list[Reason]:
    """What speaks against a text that rests on the sentences `cited` (counted from 0)."""
    evidence = " ".join(reading.sentences[n].line for n in cited)
    if not cited or text == evidence:
        return []
    passage = read_passage(text, reading.lexicon)
    reasons = [
        *_quote_reasons(text, cited, reading),
        *_figure_reasons(passage, cited, reading),
        *_name_reasons(passage, reading, question=question),
    ]
    if not contains_quote(plain_quote(evidence), plain_quote(text).strip(" .")) and not _quotes_carry(text, reasons):
        reasons += _overlap_reasons(passage, cited, reading, question=question)
    if not question and reading.table.code:
        known = [reading.passages[n] for n in cited]
        if negation_flipped(passage, known, reading.table):
            reasons.append(Reason.NEGATION_FLIPPED)
        if opposite_used(passage, known):
            reasons.append(Reason.OPPOSITE_WORD)
    return reasons


def _quotes_carry(text: str, reasons: Sequence[Reason]) -> bool:
    """A verified quotation of more than one word ties a text to its evidence."""
    return not reasons and any(" " in quote for quote in quotations(text))


def _quote_reasons(text: str, cited: Sequence[int], reading: Reading) -> list[Reason]:
    quotes = quotations(text)
    if not quotes:
        return []
    near = " ".join(reading.plain(n) for n in cited)
    missing = [quote for quote in quotes if not contains_quote(near, quote)]
    if any(not contains_quote(reading.all_plain, quote) for quote in missing):
        return [Reason.QUOTE_NOT_VERBATIM]
    if missing:
        return [Reason.QUOTE_NOT_IN_EVIDENCE]
    return []


def _figure_reasons(passage: Passage, cited: Sequence[int], reading: Reading) -> list[Reason]:
    stated = read_figures(passage, reading.table)
    near = merged(reading.figures(n) for n in cited)
    reasons = []
    if missing_numbers(stated, near):
        elsewhere = not missing_numbers(stated, reading.all_figures)
        reasons.append(Reason.NUMBER_NOT_IN_EVIDENCE if elsewhere else Reason.NUMBER_NOT_IN_ARTICLE)
    if missing_dates(stated, near):
        elsewhere = not missing_dates(stated, reading.all_figures)
        reasons.append(Reason.DATE_NOT_IN_EVIDENCE if elsewhere else Reason.DATE_NOT_IN_ARTICLE)
    return reasons


def _name_reasons(passage: Passage, reading: Reading, *, question: bool) -> list[Reason]:
    names, words = reading.vocabulary.unknown_names(passage, question=question)
    found = [Reason.NAME_NOT_IN_ARTICLE] if names else []
    return [*found, Reason.WORD_NOT_IN_ARTICLE] if words else found


def _overlap_reasons(
    passage: Passage, cited: Collection[int], reading: Reading, *, question: bool
) -> list[Reason]:
    overlap = reading.vocabulary.overlap(passage.words, cited)
    enough = _QUESTION_RELATED if question else _RELATED
    if overlap.cited >= enough:
        return []
    if not question and overlap.cited < _UNRELATED and overlap.elsewhere > max(_RELATED, overlap.cited * _BETTER):
        return [Reason.EVIDENCE_UNRELATED]
    if not overlap.words or overlap.elsewhere > overlap.cited * _BETTER:
        return [Reason.EVIDENCE_WEAK]
    return []
