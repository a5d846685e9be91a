"""How a name stands in its sentence: as the speaker, the subject, or as something spoken of.

No parser: a mention's left and right neighbours, the clause's verb of saying and the prepositions in between
tell in news prose. The order of the rules is the order of their reliability.
"""

from __future__ import annotations

from enum import IntEnum

from summarizer.core.grounding_next.passage import Passage
from summarizer.core.grounding_next.words import QUOTES, Word
from summarizer.core.language import LanguageTable

_LONGEST_PHRASE = 14
_FURTHEST_VERB = 9
_POSSESSIVE = "s"
_NOT_SUBJECT = frozenset("den dem einen einem ihren ihrem seinen seinem diesen diesem keinen keinem im am".split())


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


def standing(passage: Passage, start: int, end: int, table: LanguageTable) -> Standing:
    """How `words[start:end]` stands in its sentence."""
    return _Reader(passage, table).standing(start, end)


class _Reader:
    def __init__(self, passage: Passage, table: LanguageTable) -> None:
        self.words = passage.words
        self.clauses = passage.clauses
        self.quoted = passage.quoted
        self.table = table

    def standing(self, start: int, end: int, depth: int = 3) -> Standing:
        if self._inside_quotation(start, end):
            return Standing.OBLIQUE
        if self._postposition(end):
            return Standing.SOURCE
        if self._possessive(end):
            return Standing.OBLIQUE
        left, known = self._phrase_start(start)
        if known is not None:
            return known
        word = self.words[left] if left >= 0 else None
        if word is not None and word.fold in self.table.coordinators and depth and left:
            other = self._before_coordinator(left, depth)
            if other is not None:
                return other
        if word is not None and self._speaks(left):
            return self._behind_verb(left)
        return self._by_clause(start, end)

    def _inside_quotation(self, start: int, end: int) -> bool:
        if not self.quoted[start]:
            return False
        before, behind = start - 1, end
        alone = before >= 0 and self.words[before].text in QUOTES and behind < len(self.words)
        return not (alone and self.words[behind].text in QUOTES)

    def _postposition(self, end: int) -> bool:
        following = self.words[end : end + 2]
        return any(word.fold in self.table.source_postpositions for word in following)

    def _possessive(self, end: int) -> bool:
        return self.table.code == "en" and end < len(self.words) - 1 and self.words[end].fold == _POSSESSIVE

    def _phrase_start(self, start: int) -> tuple[int, Standing | None]:
        """The position before the noun phrase, and its standing where the phrase itself tells."""
        words, table, crossed = self.words, self.table, False
        position = start - 1
        while position >= 0 and start - position <= _LONGEST_PHRASE:
            word = words[position]
            if word.fold in table.source_nouns and position and self._prepositional(position):
                return position, Standing.SOURCE
            if word.fold in table.sources and (word.fold != "so" or self._opens_clause(position)):
                return position, Standing.SOURCE
            if word.fold in table.genitives and self._attribute(position):
                return position, Standing.OBLIQUE
            if word.text == "," and not crossed and self._apposition(position, start):
                crossed = True
            elif self._time(position):
                pass
            elif word.fold in table.prepositions:
                return position, None if self._time(position + 1) else self._by_preposition(position)
            elif not self._in_phrase(word, position):
                break
            position -= 1
        return position, None

    def _by_preposition(self, position: int) -> Standing:
        before = self.words[position - 1].fold if position else ""
        return Standing.SOURCE if before in self.table.source_nouns else Standing.OBLIQUE

    def _prepositional(self, position: int) -> bool:
        before = self.words[position - 1]
        return before.fold in self.table.prepositions or before.fold in self.table.determiners or (
            self.table.code in ("en", "fr")
        )

    def _opens_clause(self, position: int) -> bool:
        return position == 0 or not self.words[position - 1].letters

    def _attribute(self, position: int) -> bool:
        """A genitive article or preposition right behind a noun ("die Sprecherin der Inselstaaten")."""
        if not position:
            return False
        before = self.words[position - 1]
        if before.fold in self.table.source_nouns or before.weekday is not None or before.month is not None:
            return False
        noun = before.capital if self.table.capital_nouns else before.content and not before.speech
        return noun and before.letters and before.fold not in self.table.function_words

    def _apposition(self, comma: int, start: int) -> bool:
        """Whether a comma only separates a role from its bearer ("die Vorsitzende, Anna Berg")."""
        position = comma - 1
        while position >= 0 and comma - position < _FURTHEST_VERB:
            word = self.words[position]
            if self._speaks(position):
                return True
            if not word.letters:
                return False
            position -= 1
        return False

    def _time(self, position: int) -> bool:
        word = self.words[position] if position < len(self.words) else None
        return word is not None and (word.weekday is not None or word.month is not None or word.digits)

    def _in_phrase(self, word: Word, position: int) -> bool:
        if word.text in QUOTES or word.fold == _POSSESSIVE or word.text == ".":
            return True
        if not word.letters or self._speaks(position) or word.fold in self.table.coordinators:
            return False
        return word.fold in self.table.determiners or word.content or word.number is not None

    def _speaks(self, position: int) -> bool:
        return self.words[position].speech and not self.quoted[position]

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
            if self._subject_like(position):
                return Standing.OBLIQUE
            position -= 1
        return Standing.SPEAKER

    def _subject_like(self, position: int) -> bool:
        word = self.words[position]
        if word.fold in self.table.pronouns:
            return True
        if not word.content or not word.letters or word.weekday is not None or word.month is not None:
            return False
        if not (word.capital if self.table.capital_nouns else True) or self.quoted[position]:
            return False
        if word.speech or (self.table.capital_nouns and position == 0 and not self._named(position)):
            return False
        return self._phrase_leader(position) not in _NOT_SUBJECT | self.table.prepositions

    def _named(self, position: int) -> bool:
        following = self.words[position + 1] if position + 1 < len(self.words) else None
        return self.words[position].content and following is not None

    def _phrase_leader(self, position: int) -> str:
        """The determiner or preposition that the noun phrase at `position` begins with."""
        while position > 0:
            position -= 1
            word = self.words[position]
            if word.fold in self.table.prepositions or word.fold in self.table.determiners:
                before = self.words[position - 1].fold if position else ""
                return before if before in self.table.prepositions else word.fold
            if not word.letters or not word.content:
                break
        return ""

    def _by_clause(self, start: int, end: int) -> Standing:
        """The verb of the clause behind the name, appositions skipped."""
        words, position = self.words, end
        if position < len(words) and words[position].text in QUOTES:
            position += 1
        position = self._behind_apposition(position)
        clause = self.clauses[min(position, len(words) - 1)]
        while position < len(words) and self.clauses[position] == clause:
            if self._speaks(position):
                return Standing.OBLIQUE if self._content_clause(start) and not self._own_verb(position, start) else Standing.SPEAKER
            position += 1
        return Standing.OBLIQUE if self._content_clause(start) else Standing.SUBJECT

    def _own_verb(self, verb: int, start: int) -> bool:
        return self.clauses[verb] == self.clauses[start] and verb - start <= 2

    def _behind_apposition(self, position: int) -> int:
        words = self.words
        if position >= len(words) or words[position].text not in (",", "("):
            return position
        if position + 1 < len(words) and self._speaks(position + 1):
            return position + 1
        closing = ")" if words[position].text == "(" else ","
        for behind in range(position + 1, min(len(words), position + _LONGEST_PHRASE)):
            if words[behind].text == closing:
                return behind + 1
        return position

    def _content_clause(self, start: int) -> bool:
        """Whether the clause of `start` tells what was said in a clause before it."""
        first = start
        while first > 0 and self.clauses[first - 1] == self.clauses[start]:
            first -= 1
        if self.words[first].fold in self.table.subordinators and first:
            return True
        return any(self._speaks(i) for i in range(first)) and first > 0
