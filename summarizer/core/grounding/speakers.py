"""Who speaks in a sentence: everyone named there, a pronoun, or somebody without a name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from summarizer.core.grounding.keys import related_to_any
from summarizer.core.grounding.mentions import Mention
from summarizer.core.grounding.passage import Passage
from summarizer.core.grounding.standing import Stance, Standing
from summarizer.core.language import LanguageTable

_FURTHEST = 8
_LED = 2
_FIGURE = 4
"""How many words a number weighs when parts of a sentence are told apart."""

Span = tuple[int, int, int]
"""A sentence and the words of it that count."""


class Speakers:
    """The speakers of each sentence, worked out when asked for and remembered.

    `mentions` gives for each sentence who is named where; who is any mark of identity.
    """

    def __init__(
        self,
        passages: Sequence[Passage],
        mentions: Sequence[Sequence[tuple[Mention, str]]],
        table: LanguageTable,
    ) -> None:
        self._passages = passages
        self._mentions = mentions
        self._table = table
        self._stances: dict[int, Stance] = {}
        self._standings: dict[Mention, Standing] = {}
        self._named: dict[Span, dict[str, Standing]] = {}
        self._full: dict[Span, list[Mention]] = {}
        self._there: dict[Span, frozenset[str]] = {}
        self._in_parts: dict[int, list[Span]] = {}
        self._by_pronoun: dict[Span, bool] = {}

    def whole(self, sentence: int) -> Span:
        """The span of a whole sentence."""
        return sentence, 0, len(self._passages[sentence].words)

    def named(self, span: Span) -> dict[str, Standing]:
        """Everyone named there with their strongest standing, in order of mention."""
        if span not in self._named:
            sentence, start, end = span
            found: dict[str, Standing] = {}
            for mention, who in self._mentions[sentence]:
                if start <= mention.start < end:
                    found[who] = max(found.get(who, Standing.OBLIQUE), self.of(mention))
            self._named[span] = found
        return self._named[span]

    def others_speak(self, sentence: int, who: str) -> bool:
        """Whether somebody else is the speaker of a sentence that does not name `who`."""
        named = self.named(self.whole(sentence))
        return who not in named and max(named.values(), default=Standing.OBLIQUE) >= Standing.SPEAKER

    def of(self, mention: Mention) -> Standing:
        """How one mention stands."""
        if mention not in self._standings:
            stance = self._stances.get(mention.sentence)
            if stance is None:
                stance = Stance(self._passages[mention.sentence], self._table)
                self._stances[mention.sentence] = stance
            self._standings[mention] = stance.standing(mention.start, mention.end)
        return self._standings[mention]

    def last_before(self, sentence: int) -> set[str]:
        """The last named speaker, else subject, before a sentence: whom a pronoun there means."""
        for earlier in range(sentence - 1, max(-1, sentence - 1 - _FURTHEST), -1):
            span = self.whole(earlier)
            named = self.named(span)
            best = max(named.values(), default=Standing.OBLIQUE)
            if best > Standing.OBLIQUE:
                return {who for who, how in named.items() if how == best}
            if len(named) == 1 and earlier == sentence - 1:
                return set(named)
            if self.other_speaks(span):
                return set()
        return set()

    def pronoun_speaks(self, span: Span) -> bool:
        """Whether a pronoun is the subject of a verb of saying, or of the sentence."""
        if span not in self._by_pronoun:
            passage = self._passages[span[0]]
            self._by_pronoun[span] = any(
                self._pronoun(passage, i) or self._possessive(passage, i) for i in range(span[1], span[2])
            )
        return self._by_pronoun[span]

    def _possessive(self, passage: Passage, i: int) -> bool:
        """ "Sein Angebot" at the start of a sentence is the offer of whoever was named before."""
        following = passage.words[i + 1 : i + 3] if i == 0 else ()
        return passage.words[i].fold in self._table.possessives and any(
            word.fold in self._table.speech_nouns for word in following
        )

    def _pronoun(self, passage: Passage, i: int) -> bool:
        words, fold = passage.words, passage.words[i].fold
        neuter = fold in self._table.neuter_pronouns
        if (fold not in self._table.pronouns and not neuter) or passage.quoted[i]:
            return False
        if any(passage.speech[i + 1 : i + 1 + (1 if neuter else _LED)]):
            return i == 0 or not passage.speech[i - 1]
        if neuter or i == 0:
            return i == 0 and not neuter
        # "sagte er": behind the verb only where no name takes the subject's place.
        ends = i + 1 < len(words) and not words[i + 1].letters
        return passage.speech[i - 1] and (self._table.capital_nouns or ends)

    def other_speaks(self, span: Span) -> bool:
        """Whether somebody speaks who is neither named nor a pronoun ("ein Sprecher sagte")."""
        passage = self._passages[span[0]]
        inside = range(span[1], span[2])
        hearsay = self._table.hearsay
        verb = any(passage.speech[i] and passage.words[i].fold not in hearsay for i in inside)
        source = any(
            (passage.words[i].fold in self._table.sources and passage.words[i].fold != "so")
            or (passage.words[i].fold in self._table.source_nouns and self._after_preposition(passage, i))
            for i in inside
        )
        return (verb or source) and not self.pronoun_speaks(span)

    def _after_preposition(self, passage: Passage, i: int) -> bool:
        if self._table.code == "en":
            return True
        return any(word.fold in self._table.prepositions for word in passage.words[max(0, i - 2) : i])

    def has_pronoun(self, sentence: int) -> bool:
        """Whether any subject pronoun stands in the sentence."""
        return any(word.fold in self._table.pronouns for word in self._passages[sentence].words)

    def refers_back(self, span: Span) -> bool:
        """ "Das berichtete die Agentur": a demonstrative, and somebody speaks."""
        first = self._passages[span[0]].words[span[1]]
        return first.fold in self._table.demonstratives and self.other_speaks(span)

    def stranger_speaks(self, span: Span, own: Sequence[Mention]) -> bool:
        """Whether somebody with a name who is no actor speaks there."""
        names = self.full_names(span)
        if not names:
            return False
        known = [*own, *(mention for mention, _ in self._mentions[span[0]])]
        return any(
            self.of(name) >= Standing.SPEAKER
            for name in names
            if not any(_overlap(name, mention) for mention in known)
        )

    def full_names(self, span: Span) -> list[Mention]:
        """Runs of capitalised words, as long as a name."""
        if span not in self._full:
            self._full[span] = self._runs(span)
        return self._full[span]

    def _runs(self, span: Span) -> list[Mention]:
        words, found, at = self._passages[span[0]].words, [], span[1]
        for end in range(span[1], span[2] + 1):
            if end < span[2] and words[end].capital and words[end].content and words[end].weekday is None:
                continue
            if end - at > 1:
                found.append(Mention(span[0], at, end))
            at = end + 1
        return found

    def spans(self, sentences: Sequence[int], statement: Passage) -> list[Span]:
        """Of each sentence the parts between semicolons that share most words with a statement."""
        found: list[Span] = []
        for sentence in sentences:
            parts = self._parts(sentence)
            if len(parts) == 1:
                found += parts
                continue
            shared = [self.shared(part, statement.keys) for part in parts]
            found += [part for part, count in zip(parts, shared, strict=True) if 2 * count >= max(shared)]
        return found

    def _parts(self, sentence: int) -> list[Span]:
        if sentence not in self._in_parts:
            self._in_parts[sentence] = self._cut(sentence)
        return self._in_parts[sentence]

    def _cut(self, sentence: int) -> list[Span]:
        passage = self._passages[sentence]
        cuts = [i for i, word in enumerate(passage.words) if word.text == ";" and not passage.quoted[i]]
        if not cuts:
            return [self.whole(sentence)]
        edges = [0, *cuts, len(passage.words)]
        parts: list[Span] = []
        for start, end in pairwise(edges):
            # A part that names no speaker of its own goes on with the one before.
            alone = any(passage.speech[start:end]) or any(
                start <= mention.start < end for mention, _ in self._mentions[sentence]
            )
            parts.append((sentence, start if alone or not parts else parts[-1][1], end))
        return parts

    def _keys(self, part: Span) -> frozenset[str]:
        if part not in self._there:
            words = self._passages[part[0]].words[part[1] : part[2]]
            self._there[part] = frozenset([word.key for word in words if word.key])
        return self._there[part]

    def shared(self, part: Span, keys: Collection[str]) -> int:
        """How much of a statement stands there; a number weighs as several words."""
        there = self._keys(part)
        return sum((_FIGURE if key[0].isdigit() else 1) * related_to_any(key, there) for key in keys)


def _overlap(one: Mention, other: Mention) -> bool:
    return one.sentence == other.sentence and one.start < other.end and other.start < one.end
