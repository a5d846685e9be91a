"""Who states what a position says: the holder that the model gave, compared with what the sentences tell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from summarizer.core.grounding_next.mentions import Mention
from summarizer.core.grounding_next.passage import Passage
from summarizer.core.grounding_next.standing import Standing, standing
from summarizer.core.grounding_next.words import related
from summarizer.core.language import LanguageTable
from summarizer.core.summary import Reason

_FURTHEST = 8
_LED = 2

Span = tuple[int, int, int]
"""A sentence and the words of it that count."""


class Speakers:
    """The speakers of each sentence, worked out when asked for and remembered.

    `mentions` gives for each sentence who is named where; who is any mark of identity.
    """

    def __init__(
        self, passages: Sequence[Passage], mentions: Sequence[Sequence[tuple[Mention, str]]], table: LanguageTable
    ) -> None:
        self._passages = passages
        self._mentions = mentions
        self._table = table
        self._standings: dict[Mention, Standing] = {}

    def whole(self, sentence: int) -> Span:
        """The span of a whole sentence."""
        return sentence, 0, len(self._passages[sentence].words)

    def named(self, span: Span) -> dict[str, Standing]:
        """Everyone named there with their strongest standing, in order of mention."""
        sentence, start, end = span
        found: dict[str, Standing] = {}
        for mention, who in self._mentions[sentence]:
            if start <= mention.start < end:
                found[who] = max(found.get(who, Standing.OBLIQUE), self.of(mention))
        return found

    def of(self, mention: Mention) -> Standing:
        """How one mention stands."""
        if mention not in self._standings:
            passage = self._passages[mention.sentence]
            self._standings[mention] = standing(passage, mention.start, mention.end, self._table)
        return self._standings[mention]

    def last_before(self, sentence: int) -> set[str]:
        """The last named speaker, else subject, before a sentence: whom a pronoun there means."""
        for earlier in range(sentence - 1, max(-1, sentence - 1 - _FURTHEST), -1):
            span = self.whole(earlier)
            named = self.named(span)
            best = max(named.values(), default=Standing.OBLIQUE)
            if best > Standing.OBLIQUE:
                return {who for who, how in named.items() if how == best}
            if self.other_speaks(span):
                return set()
        return set()

    def pronoun_speaks(self, span: Span) -> bool:
        """Whether a pronoun is the subject of a verb of saying, or of the sentence."""
        passage = self._passages[span[0]]
        return any(self._pronoun(passage, i) for i in range(span[1], span[2]))

    def _pronoun(self, passage: Passage, i: int) -> bool:
        words, fold = passage.words, passage.words[i].fold
        neuter = fold in self._table.neuter_pronouns
        if (fold not in self._table.pronouns and not neuter) or passage.quoted[i]:
            return False
        if any(word.speech for word in words[i + 1 : i + 1 + (1 if neuter else _LED)]):
            return i == 0 or not words[i - 1].speech
        if neuter or i == 0:
            return i == 0 and not neuter
        # "sagte er": behind the verb only where no name takes the subject's place.
        return words[i - 1].speech and self._table.capital_nouns or (
            words[i - 1].speech and i + 1 < len(words) and not words[i + 1].letters
        )

    def other_speaks(self, span: Span) -> bool:
        """Whether somebody speaks who is neither named nor a pronoun ("ein Sprecher sagte")."""
        passage = self._passages[span[0]]
        inside = range(span[1], span[2])
        verb = any(passage.words[i].speech and not passage.quoted[i] for i in inside)
        source = any(
            (passage.words[i].fold in self._table.sources and passage.words[i].fold != "so")
            or passage.words[i].fold in self._table.source_nouns
            for i in inside
        )
        return (verb or source) and not self.pronoun_speaks(span)

    def spans(self, sentence: int, keys: Collection[str]) -> list[Span]:
        """The part between semicolons that shares most words with a statement; all where that does not tell."""
        words, quoted = self._passages[sentence].words, self._passages[sentence].quoted
        cuts = [i for i, word in enumerate(words) if word.text == ";" and not quoted[i]]
        if not cuts:
            return [self.whole(sentence)]
        edges = [0, *cuts, len(words)]
        parts = [(sentence, start, end) for start, end in zip(edges, edges[1:], strict=False)]
        shared = [
            sum(any(related(key, word.key) for word in words[start:end] if word.key) for key in keys)
            for _, start, end in parts
        ]
        return [part for part, count in zip(parts, shared, strict=True) if count == max(shared)]


def holder_reasons(
    who: Iterable[str], spans: Sequence[Span], speakers: Speakers, own: Sequence[Mention]
) -> list[Reason]:
    """What speaks against `who` (all marks of one holder) as the speaker of the statement in `spans`.

    `own` are the mentions of the holder's phrase or function there.
    """
    marks = set(who)
    named: dict[str, Standing] = {}
    for span in spans:
        for name, how in speakers.named(span).items():
            named[name] = max(named.get(name, Standing.OBLIQUE), how)
    others = max((how for name, how in named.items() if name not in marks), default=Standing.OBLIQUE)
    stands = [how for name, how in named.items() if name in marks]
    stands += [speakers.of(m) for m in own if any(m.sentence == n and a <= m.start < b for n, a, b in spans)]
    if stands:
        return _named(max(stands), others, marks, spans, speakers)
    return _not_named(marks, spans, speakers, others)


def _named(
    own: Standing, others: Standing, marks: set[str], spans: Sequence[Span], speakers: Speakers
) -> list[Reason]:
    if own >= Standing.SPEAKER or _continued(marks, spans, speakers):
        return []
    if own == Standing.SUBJECT:
        elsewhere = others >= Standing.SPEAKER or any(speakers.other_speaks(span) for span in spans)
        return [Reason.HOLDER_NOT_SPEAKER] if elsewhere else []
    return [Reason.HOLDER_CONTRADICTED if others >= Standing.SPEAKER else Reason.HOLDER_NOT_SPEAKER]


def _continued(marks: set[str], spans: Sequence[Span], speakers: Speakers) -> bool:
    """Whether a pronoun there may mean the holder, or the holder goes on speaking."""
    return any(
        (speakers.pronoun_speaks(span) or not (speakers.other_speaks(span) or _anyone(span, speakers)))
        and speakers.last_before(span[0]) & marks
        for span in spans
    )


def _anyone(span: Span, speakers: Speakers) -> bool:
    return max(speakers.named(span).values(), default=Standing.OBLIQUE) > Standing.OBLIQUE


def _not_named(
    marks: set[str], spans: Sequence[Span], speakers: Speakers, others: Standing
) -> list[Reason]:
    if not spans:
        return [Reason.HOLDER_INFERRED]
    first = spans[0]
    if others >= Standing.SPEAKER and not speakers.pronoun_speaks(first):
        return [Reason.HOLDER_CONTRADICTED]
    if speakers.pronoun_speaks(first) or not any(speakers.other_speaks(span) for span in spans):
        return [] if speakers.last_before(first[0]) & marks else [Reason.HOLDER_INFERRED]
    return [Reason.HOLDER_INFERRED]
