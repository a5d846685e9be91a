"""Who states what a position says: the holder that the model gave, compared with what the sentences tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from summarizer.core.grounding_next.mentions import Mention
from summarizer.core.grounding_next.passage import Passage
from summarizer.core.grounding_next.standing import Standing, standing
from summarizer.core.language import LanguageTable
from summarizer.core.summary import Reason

_FURTHEST = 8
_NEAR = 3


class Speakers:
    """The speakers of each sentence, worked out when asked for and remembered.

    `mentions` gives for each sentence who is named where; who is any hashable mark of identity.
    """

    def __init__(
        self, passages: Sequence[Passage], mentions: Sequence[Sequence[tuple[Mention, str]]], table: LanguageTable
    ) -> None:
        self._passages = passages
        self._mentions = mentions
        self._table = table
        self._known: dict[int, dict[str, Standing]] = {}

    def named(self, sentence: int) -> dict[str, Standing]:
        """Everyone named in the sentence with their strongest standing, in order of mention."""
        if sentence not in self._known:
            found: dict[str, Standing] = {}
            for mention, who in self._mentions[sentence]:
                found[who] = max(found.get(who, Standing.OBLIQUE), self.of(mention))
            self._known[sentence] = found
        return self._known[sentence]

    def of(self, mention: Mention) -> Standing:
        """How one mention stands."""
        return standing(self._passages[mention.sentence], mention.start, mention.end, self._table)

    def last_before(self, sentence: int) -> set[str]:
        """The last named speaker, else subject, before a sentence: whom a pronoun there means."""
        for earlier in range(sentence - 1, max(-1, sentence - 1 - _FURTHEST), -1):
            named = self.named(earlier)
            best = max(named.values(), default=Standing.OBLIQUE)
            if best > Standing.OBLIQUE:
                return {who for who, how in named.items() if how == best}
            if self.other_speaks(earlier):
                return set()
        return set()

    def pronoun_speaks(self, sentence: int) -> bool:
        """Whether a pronoun is the subject of a verb of saying, or of the sentence."""
        passage = self._passages[sentence]
        words = passage.words
        for i, word in enumerate(words):
            if word.fold in self._table.pronouns and not passage.quoted[i]:
                near = words[max(0, i - _NEAR) : i + _NEAR + 1]
                if i == 0 or any(other.speech for other in near):
                    return True
        return False

    def other_speaks(self, sentence: int) -> bool:
        """Whether somebody speaks who is neither named nor a pronoun ("ein Sprecher sagte")."""
        passage = self._passages[sentence]
        verb = any(word.speech and not passage.quoted[i] for i, word in enumerate(passage.words))
        source = any(
            (word.fold in self._table.sources and word.fold != "so") or word.fold in self._table.source_nouns
            for word in passage.words
        )
        return (verb or source) and not self.pronoun_speaks(sentence)


def holder_reasons(
    who: Iterable[str], sentences: Sequence[int], speakers: Speakers, own: Sequence[Mention], *, by_role: bool
) -> list[Reason]:
    """What speaks against `who` (all marks of one holder) as the speaker of `sentences`.

    `own` are the mentions of the holder's phrase in these sentences; `by_role` says that the sentences
    name them by their function.
    """
    marks = set(who)
    named: dict[str, Standing] = {}
    for sentence in sentences:
        for name, how in speakers.named(sentence).items():
            named[name] = max(named.get(name, Standing.OBLIQUE), how)
    others = max((how for name, how in named.items() if name not in marks), default=Standing.OBLIQUE)
    stands = [how for name, how in named.items() if name in marks] + [speakers.of(mention) for mention in own]
    if stands:
        return _named(max(stands), others, _continued(marks, sentences, speakers), by_role=by_role)
    if by_role:
        return []
    return _not_named(marks, sentences, speakers, others)


def _named(own: Standing, others: Standing, continued: bool, *, by_role: bool) -> list[Reason]:
    if own >= Standing.SPEAKER or by_role:
        return []
    if own == Standing.SUBJECT:
        return [Reason.HOLDER_NOT_SPEAKER] if others >= Standing.SPEAKER and not continued else []
    if others >= Standing.SPEAKER:
        return [Reason.HOLDER_CONTRADICTED]
    return [] if continued else [Reason.HOLDER_NOT_SPEAKER]


def _continued(marks: set[str], sentences: Sequence[int], speakers: Speakers) -> bool:
    """Whether a pronoun in the sentences may mean the holder."""
    return any(speakers.pronoun_speaks(n) and speakers.last_before(n) & marks for n in sentences)


def _not_named(
    marks: set[str], sentences: Sequence[int], speakers: Speakers, others: Standing
) -> list[Reason]:
    pronoun = any(speakers.pronoun_speaks(n) for n in sentences)
    if others >= Standing.SPEAKER and not pronoun:
        return [Reason.HOLDER_CONTRADICTED]
    silent = others < Standing.SPEAKER and not any(speakers.other_speaks(n) for n in sentences)
    if (pronoun or silent) and sentences:
        return [] if speakers.last_before(min(sentences)) & marks else [Reason.HOLDER_INFERRED]
    return [Reason.HOLDER_INFERRED]
