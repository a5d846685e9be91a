"""Sentence numbers that a draft cites, as evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from summarizer.core.grounding.suspicion import speaks_to_a_model
from summarizer.core.sentences import Sentence
from summarizer.core.summary import Evidence
from summarizer.core.support import Reason


class Citations:
    """Looks up cited sentences; every sentence becomes evidence once."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._places = {sentence.number: at for at, sentence in enumerate(sentences)}
        self._sentences = sentences
        self._shown: dict[int, Evidence] = {}
        self._suspect = {s.number for s in sentences if speaks_to_a_model(s.line)}

    def evidence(self, numbers: Iterable[int]) -> tuple[list[Evidence], list[Reason]]:
        """The sentences of these numbers, and what is wrong with the numbers."""
        cited = sorted(set(numbers))
        valid = [self._sentences[self._places[n]] for n in cited if n in self._places]
        evidence = [self._as_evidence(sentence) for sentence in valid]
        if not valid:
            return evidence, [Reason.EVIDENCE_MISSING]
        reasons = [Reason.EVIDENCE_OUT_OF_RANGE] if len(valid) < len(cited) else []
        if any(sentence.number in self._suspect for sentence in valid):
            reasons.append(Reason.EVIDENCE_SUSPECT)
        return evidence, reasons

    def places(self, evidence: Iterable[Evidence]) -> list[int]:
        """Where the sentences stand in the article, counted from 0."""
        return [self._places[item.sentence] for item in evidence]

    def _as_evidence(self, sentence: Sentence) -> Evidence:
        if sentence.number not in self._shown:
            self._shown[sentence.number] = Evidence(
                sentence=sentence.number, start=sentence.start, end=sentence.end, text=sentence.text
            )
        return self._shown[sentence.number]
