"""What stands around a name in its sentence: marks, prepositions, appositions, verbs of saying."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.core.grounding.passage import Passage
from summarizer.core.grounding.words import QUOTES, Word
from summarizer.core.language import LanguageTable
from summarizer.core.lazy import Lazy

_LONGEST_PHRASE = 14
_FURTHEST_VERB = 9
_POSSESSIVE = "s"
_FURTHEST_SOURCE = 6
_FURTHEST_ADVERB = 4
_OUT_OF = frozenset("aus from".split())
_ADJECTIVE_ENDINGS = ("e", "en", "er", "es", "em")
NOT_SUBJECT = frozenset(
    "den dem einen einem ihren ihrem seinen seinem diesen diesem keinen keinem im am".split()
)
"""German determiners that no subject has."""


class Surroundings:
    """One sentence and what can be asked of its positions."""

    def __init__(self, passage: Passage, table: LanguageTable) -> None:
        self.words = passage.words
        self.clauses = passage.clauses
        self.quoted = passage.quoted
        self.speech = passage.speech
        self.table = table

    def inside_quotation(self, start: int, end: int) -> bool:
        """Whether the name is part of a quotation, and not itself what is quoted."""
        if not self.quoted[start]:
            return False
        before, behind = start - 1, end
        alone = before >= 0 and self.words[before].text in QUOTES and behind < len(self.words)
        return not (alone and self.words[behind].text in QUOTES)

    def postposition(self, end: int) -> bool:
        """ "Umerov zufolge"."""
        following = self.words[end : end + 2]
        return any(word.fold in self.table.source_postpositions for word in following)

    def possessive(self, end: int) -> bool:
        """ "Malta’s"."""
        return self.table.code == "en" and end < len(self.words) - 1 and self.words[end].fold == _POSSESSIVE

    def modifier(self, start: int, end: int) -> bool:
        """ "GLB-Chefin", "Kremlin spokesman", "(SPD)"."""
        following = self.words[end] if end < len(self.words) else None
        if start and self.words[start - 1].text == "(" and following is not None and following.text == ")":
            return True
        return following is not None and following.letters and following.role

    def document(self, position: int) -> bool:
        """ "the commission’s draft"."""
        following = self.words[position : position + 2]
        return any(word.fold in self.table.speech_nouns for word in following)

    def own_account(self, start: int) -> bool:
        """ "liegt der Verwaltung nach eigenen Angaben nicht vor"."""
        accounts = self._own_accounts
        return bool(accounts) and self.clauses[start] in [self.clauses[at] for at in accounts]

    @Lazy
    def _own_accounts(self) -> Sequence[int]:
        words, own = self.words, self.table.own
        if not own:
            return ()
        sources = [at for at, word in enumerate(words) if word.source and at]
        return [
            at
            for at in sources
            if words[at].fold in self.table.source_nouns and words[at - 1].fold.startswith(own)
        ]

    @Lazy
    def reported(self) -> bool:
        """Konjunktiv without any verb of saying: the sentence goes on with what somebody else said."""
        if not [i for i, word in enumerate(self.words) if word.reported and not self.quoted[i]]:
            return False
        outside = [i for i, quoted in enumerate(self.quoted) if not quoted]
        return not any(self.speech[i] or self.words[i].source for i in outside)

    def behind_pronoun(self, start: int) -> bool:
        """Whether a pronoun is the subject of the clause before the name is reached."""
        pronouns = self._pronouns
        return bool(pronouns) and self.clauses[start] in [self.clauses[i] for i in pronouns if i < start]

    @Lazy
    def _pronouns(self) -> Sequence[int]:
        pronouns, quoted = self.table.pronouns, self.quoted
        return [i for i, word in enumerate(self.words) if word.fold in pronouns and not quoted[i]]

    def prepositional(self, position: int) -> bool:
        """Whether a noun for a source is used as one."""
        before = self.words[position - 1]
        return (
            before.fold in self.table.prepositions
            or before.fold in self.table.determiners
            or (self.table.code in ("en", "fr"))
        )

    def opens_clause(self, position: int) -> bool:
        """Whether nothing of the clause stands before."""
        return position == 0 or not self.words[position - 1].letters

    def attribute(self, position: int) -> bool:
        """A genitive article or preposition right behind a noun ("die Sprecherin der Inselstaaten")."""
        if not position:
            return False
        before = self.words[position - 1]
        if before.fold in self.table.source_nouns or before.weekday is not None or before.month is not None:
            return False
        noun = before.capital if self.table.capital_nouns else before.content and not before.speech
        return noun and before.letters and before.fold not in self.table.function_words

    def apposition(self, comma: int) -> bool:
        """Whether a comma only separates a role from its bearer ("die Vorsitzende, Anna Berg")."""
        if comma and self.words[comma - 1].role:
            return True
        position = comma - 1
        while position >= 0 and comma - position < _FURTHEST_VERB:
            word = self.words[position]
            if self.speech[position]:
                return True
            if not word.letters:
                return False
            position -= 1
        return False

    def time(self, position: int) -> bool:
        """Whether a day, month or figure stands here."""
        word = self.words[position] if position < len(self.words) else None
        return word is not None and (word.weekday is not None or word.month is not None or word.digits)

    def in_phrase(self, word: Word, position: int) -> bool:
        """Whether a word can belong to the noun phrase of a name behind it."""
        if word.text in QUOTES or word.fold == _POSSESSIVE or word.text == ".":
            return True
        if not word.letters or self.speech[position] or word.fold in self.table.coordinators:
            return False
        nominal = word.capital or not self.table.capital_nouns or word.fold.endswith(_ADJECTIVE_ENDINGS)
        return (
            word.fold in self.table.determiners
            or word.fold in self.table.titles
            or word.fold in self.table.adverbial_after
            or self.adverb(position)
            or (word.content and nominal)
            or word.number is not None
        )

    def governs(self, position: int) -> bool:
        """Whether a preposition stands here, and is one."""
        word = self.words[position]
        return word.fold in self.table.prepositions and not self.time(position) and not self.adverb(position)

    def adverb(self, position: int) -> bool:
        """ "vor allem"."""
        following = self.words[position + 1].fold if position + 1 < len(self.words) else ""
        return following in self.table.adverbial_after

    def hearsay(self, position: int) -> bool:
        """ "Aus der Verwaltung hieß es"."""
        clause = self.clauses[position]
        return any(
            word.fold in self.table.hearsay and self.clauses[at] == clause
            for at, word in enumerate(self.words)
        )

    def counted(self, position: int) -> bool:
        """ "eine Gruppe von"."""
        return bool(position) and self.words[position - 1].fold in self.table.collectives

    def passed_on(self, position: int) -> bool:
        """ "nach Informationen des Blatts aus Koalitionskreisen"."""
        before = self.words[max(0, position - _FURTHEST_SOURCE) : position]
        return self.words[position].fold in _OUT_OF and any(
            word.fold in self.table.source_nouns for word in before
        )

    def governs_itself(self, position: int) -> bool:
        """Whether a word for a government stands here: it speaks for its country."""
        word = self.words[position] if position < len(self.words) else None
        return word is not None and word.fold.startswith(self.table.governments or ("\0",))

    def verb_before(self, left: int) -> int | None:
        """The verb of saying at `left`, adverbs and reflexives skipped ("äußerte sich auch")."""
        table = self.table
        for position in range(left, max(-1, left - _FURTHEST_ADVERB), -1):
            word = self.words[position]
            if self.speech[position]:
                return position
            if word.fold not in table.function_words or word.fold in table.before_subjects:
                break
        return None

    def sourced(self, position: int) -> bool:
        """ "laut dem"."""
        before = self.words[position - 1].fold if position else ""
        return before in self.table.sources or before in self.table.source_nouns

    def governed(self, position: int) -> bool:
        """Whether a preposition before the article decides."""
        return bool(position) and self.words[position - 1].fold in self.table.prepositions

    def subject_like(self, position: int) -> bool:
        """Whether a noun or pronoun here can be the subject of its clause."""
        word = self.words[position]
        if word.fold in self.table.pronouns:
            return True
        if not word.content or not word.letters or word.weekday is not None or word.month is not None:
            return False
        if not (word.capital if self.table.capital_nouns else True) or self.quoted[position]:
            return False
        if self.speech[position] or (self.table.capital_nouns and position == 0 and not self.named(position)):
            return False
        leader = self.phrase_leader(position)
        return leader not in NOT_SUBJECT and leader not in self.table.prepositions

    def named(self, position: int) -> bool:
        """Whether more follows."""
        following = self.words[position + 1] if position + 1 < len(self.words) else None
        return self.words[position].content and following is not None

    def phrase_leader(self, position: int) -> str:
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

    def behind_apposition(self, position: int, *, opened: bool) -> int:
        """The position behind an apposition or bracket, where one begins here."""
        words = self.words
        if position >= len(words) or words[position].text not in (",", "("):
            return position
        if position + 1 < len(words) and self.speech[position + 1]:
            return position + 1
        if opened and words[position].text == ",":
            return position + 1
        closing = ")" if words[position].text == "(" else ","
        for behind in range(position + 1, min(len(words), position + _LONGEST_PHRASE)):
            if words[behind].text == closing:
                return behind + 1
        return position

    def content_clause(self, start: int) -> bool:
        """Whether the clause of `start` tells what was said in a clause before it."""
        first = start
        while first > 0 and self.clauses[first - 1] == self.clauses[start]:
            first -= 1
        if self.words[first].fold in self.table.subordinators and first:
            return True
        return any(self.speech[i] for i in range(first)) and first > 0

    def own_verb(self, verb: int, start: int) -> bool:
        """Whether a verb of saying belongs to the name rather than to the clause around."""
        return self.clauses[verb] == self.clauses[start] and verb - start <= 2
