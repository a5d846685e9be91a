"""Sentence numbers that a draft cites, as evidence."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from summarizer.core.grounding.passage import Passage
from summarizer.core.grounding.suspicion import has_brackets, speaks_to_a_model
from summarizer.core.sentences import Sentence
from summarizer.core.summary import Evidence
from summarizer.core.support import Reason


class Cited(NamedTuple):
    """What stands behind the sentence numbers of an item."""

    evidence: list[Evidence]
    places: list[int]
    """Where the sentences stand in the article, counted from 0."""
    reasons: list[Reason]
    """What is wrong with the numbers."""


class Citations:
    """Looks up cited sentences; every sentence becomes evidence once."""

    def __init__(self, sentences: Sequence[Sentence], passages: Sequence[Passage]) -> None:
        self._places = {sentence.number: at for at, sentence in enumerate(sentences)}
        self._sentences = sentences
        self._passages = passages
        self._shown: dict[int, Evidence] = {}
        self._suspect: set[int] = set()

    def look_up(self, numbers: Collection[int]) -> Cited:
        """The sentences of these numbers, and what is wrong with the numbers."""
        cited = sorted(set(numbers)) if len(numbers) > 1 else numbers
        places = [self._places[n] for n in cited if n in self._places]
        if not places:
            return Cited([], places, [Reason.EVIDENCE_MISSING])
        reasons = [Reason.EVIDENCE_OUT_OF_RANGE] if len(places) < len(cited) else []
        shown, suspect = self._shown, self._suspect
        for place in places:
            if place not in shown:
                self._look_at(place)
        if suspect and not suspect.isdisjoint(places):
            reasons.append(Reason.EVIDENCE_SUSPECT)
        return Cited([shown[place] for place in places], places, reasons)

    def _look_at(self, place: int) -> None:
        sentence = self._sentences[place]
        self._shown[place] = Evidence(
            sentence=sentence.number, start=sentence.start, end=sentence.end, text=sentence.text
        )
        orders = has_brackets(sentence.line) or [w for w in self._passages[place].words if w.orders]
        if orders and speaks_to_a_model(sentence.line):
            self._suspect.add(place)
