"""How a name stands in its sentence: as the speaker, the subject, or as something spoken of.

No parser: a mention's left and right neighbours, the clause's verb of saying and the prepositions in between
tell in news prose. The order of the rules is the order of their reliability.
"""

from __future__ import annotations

from enum import IntEnum

from summarizer.core.grounding.surroundings import NOT_SUBJECT, Surroundings
from summarizer.core.grounding.words import QUOTES

_LONGEST_PHRASE = 14
_FURTHEST_NOUN = 4
_CAME = frozenset(
    "kam kommt kamen gab came comes come zeigt ergab zeigte found finds shows showed says foresees".split()
)


class Standing(IntEnum):
    """The stronger, the surer that the name is the one who speaks."""

    OBLIQUE = 0
    """Spoken of, to or with."""
    SUBJECT = 1
    """Subject of a clause, or nothing speaks against it."""
    SPEAKER = 2
    """Subject of a verb of saying."""
    SOURCE = 3
    """Named as the source ("laut Umerov")."""


class Stance(Surroundings):
    """One sentence, to be asked how the names in it stand."""

    def standing(self, start: int, end: int, depth: int = 3) -> Standing:
        """How `words[start:end]` stands in its sentence."""
        told = self._told_at_once(start, end)
        if told is not None:
            return told
        if self.reported or self.behind_pronoun(start):
            return self._spoken_of(start)
        left, known = self._phrase_start(start)
        if known is None and left >= 0:
            known = self._from_left(left, depth)
        return self._by_clause(start, end) if known is None else known

    def _told_at_once(self, start: int, end: int) -> Standing | None:
        """What quotation marks, brackets and the next word tell."""
        if self.inside_quotation(start, end):
            return Standing.OBLIQUE
        if self.postposition(end):
            return Standing.SOURCE
        if self.modifier(start, end):
            return Standing.OBLIQUE
        if self.possessive(end):
            if self.governs_itself(end + 1):
                return self.standing(start, end + 2)
            return Standing.SOURCE if self.document(end + 1) else Standing.OBLIQUE
        return Standing.SOURCE if self.own_account(start) else None

    def _from_left(self, left: int, depth: int) -> Standing | None:
        if self.words[left].fold in self.table.coordinators and depth and left:
            other = self._before_coordinator(left, depth)
            if other is not None:
                return other
        verb = self.verb_before(left)
        return None if verb is None else self._behind_verb(verb)

    def _spoken_of(self, start: int) -> Standing:
        known = self._phrase_start(start)[1]
        return Standing.SOURCE if known == Standing.SOURCE else Standing.OBLIQUE

    def _phrase_start(self, start: int) -> tuple[int, Standing | None]:
        """The position before the noun phrase, and its standing where the phrase itself tells."""
        crossed, position = False, start - 1
        while position >= 0 and start - position <= _LONGEST_PHRASE:
            known = self._settled(position, crossed=crossed)
            if known is not None:
                return position, known
            apposition = not crossed and self.words[position].text == "," and self.apposition(position)
            crossed = crossed or apposition
            if not apposition and not self._inside(position):
                break
            position -= 1
        return position, None

    def _settled(self, position: int, *, crossed: bool) -> Standing | None:
        word, table = self.words[position], self.table
        if word.fold in table.source_nouns and position and self.prepositional(position):
            return Standing.SOURCE
        if word.fold in table.sources and (word.fold != "so" or self.opens_clause(position)):
            return Standing.SOURCE
        if not crossed and word.fold in table.genitives and self.attribute(position):
            known = self._by_author(position)
            if known is not None:
                return known
        if self.governs(position):
            return (
                None if self.time(position + 1) or self.counted(position) else self._by_preposition(position)
            )
        if word.fold in NOT_SUBJECT and table.capital_nouns and not self.governed(position):
            return Standing.SOURCE if self.sourced(position) else Standing.OBLIQUE
        return None

    def _inside(self, position: int) -> bool:
        return self.time(position) or self.governs(position) or self.in_phrase(self.words[position], position)

    def _by_preposition(self, position: int) -> Standing:
        before = self.words[position - 1].fold if position else ""
        if before in self.table.source_nouns or self.hearsay(position) or self.passed_on(position):
            return Standing.SOURCE
        return self._by_author(position) or Standing.OBLIQUE

    def _by_author(self, position: int) -> Standing | None:
        """ "Kritik von der SVP", "eine Umfrage der Bank": the author speaks."""
        if self.counted(position):
            return None
        clause = self.clauses[position]
        nouns = [
            at
            for at in range(max(0, position - _FURTHEST_NOUN), position)
            if self.words[at].fold in self.table.speech_nouns
        ]
        verbs = [
            at
            for at, word in enumerate(self.words)
            if self.clauses[at] == clause and (self.speech[at] or word.fold in _CAME)
        ]
        # "rejected a report by the bank": then the report is what is spoken of.
        said = nouns and verbs and (nouns[0] < verbs[0] or self.words[verbs[0]].fold in _CAME)
        return Standing.SOURCE if said else Standing.OBLIQUE

    def _before_coordinator(self, coordinator: int, depth: int) -> Standing | None:
        """ "Griechenland und die Türkei": the second stands as the first, unless a clause begins."""
        before = coordinator - 1
        word = self.words[before]
        if not word.letters or not word.capital or self.clauses[before] != self.clauses[coordinator]:
            return None
        start = before
        while start > 0 and self.words[start - 1].capital and self.words[start - 1].letters:
            start -= 1
        return self.standing(start, before + 1, depth - 1)

    def _behind_verb(self, verb: int) -> Standing:
        """Right behind a verb of saying stands its subject, unless that stands before it already."""
        position = verb - 1
        clause = self.clauses[verb]
        while position >= 0 and self.clauses[position] == clause and self.words[position].text not in QUOTES:
            if self.subject_like(position):
                return Standing.OBLIQUE
            position -= 1
        return Standing.SPEAKER

    def _by_clause(self, start: int, end: int) -> Standing:
        """The verb of the clause behind the name, appositions skipped."""
        words, position = self.words, end
        if position < len(words) and words[position].text in QUOTES:
            position += 1
        position = self.behind_apposition(position, opened=start > 0 and words[start - 1].text == ",")
        clause = self.clauses[min(position, len(words) - 1)]
        while position < len(words) and self.clauses[position] == clause:
            if self.speech[position]:
                told = self.content_clause(start) and not self.own_verb(position, start)
                return Standing.OBLIQUE if told else Standing.SPEAKER
            position += 1
        return Standing.OBLIQUE if self.content_clause(start) else Standing.SUBJECT
