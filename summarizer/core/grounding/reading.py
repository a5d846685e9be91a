"""One article, read once for all checks: passages, names, vocabulary, figures, quotations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from summarizer.core.grounding.figures import Figures, merged, read_figures
from summarizer.core.grounding.mentions import NameIndex
from summarizer.core.grounding.overlap import Vocabulary
from summarizer.core.grounding.passage import Passage, has_marks, read_passage, read_passages
from summarizer.core.grounding.quotations import plain_quote
from summarizer.core.grounding.words import lexicon
from summarizer.core.lazy import Lazy
from summarizer.core.sentences import Sentence


class Reading:
    """The sentences of an article, taken apart; sentences count from 0 here."""

    def __init__(self, sentences: Sequence[Sentence], language: str | None) -> None:
        self.sentences = sentences
        self.lexicon = lexicon(language)
        self.table = self.lexicon.table
        self.passages = read_passages([sentence.text for sentence in sentences], self.lexicon)
        self.names = NameIndex(self.passages, self.lexicon)
        self._passages: dict[str, Passage] = {}
        self._stated: dict[int, Figures] = {}
        self._figures: dict[int, Figures] = {}
        self._plain: dict[int, str] = {}

    @Lazy
    def vocabulary(self) -> Vocabulary:
        """Which words stand where."""
        return Vocabulary(self.passages, self.names, self.table)

    @Lazy
    def _numbers(self) -> Mapping[str, int]:
        return {sentence.text: number for number, sentence in enumerate(self.sentences)}

    @Lazy
    def all_figures(self) -> Figures:
        """Every figure of the article."""
        return merged(self.figures(n) for n in range(len(self.passages)))

    @Lazy
    def all_plain(self) -> str:
        """The whole article as `plain_quote`."""
        return " ".join(self.plain(n) for n in range(len(self.passages)))

    def passage(self, text: str) -> Passage:
        """A text of the draft, taken apart."""
        if text not in self._passages:
            self._passages[text] = self._as_sentence(text) or read_passage(text, self.lexicon)
        return self._passages[text]

    def _as_sentence(self, text: str) -> Passage | None:
        """The passage of a text that is a sentence of the article, where quotation marks play no part."""
        number = self._numbers.get(text)
        if number is None or True in self.passages[number].quoted or has_marks(text):
            return None
        return self.passages[number]

    def stated(self, passage: Passage) -> Figures:
        """The figures of a text of the draft."""
        key = id(passage)
        if key not in self._stated:
            self._stated[key] = read_figures(passage, self.table)
        return self._stated[key]

    def figures(self, number: int) -> Figures:
        """The figures of one sentence."""
        if number not in self._figures:
            self._figures[number] = read_figures(self.passages[number], self.table)
        return self._figures[number]

    def plain(self, number: int) -> str:
        """One sentence as `plain_quote`."""
        if number not in self._plain:
            self._plain[number] = plain_quote(self.sentences[number].text)
        return self._plain[number]

    def quoted(self, numbers: Sequence[int]) -> str:
        """What stands in quotation marks in these sentences, as `plain_quote`."""
        return " ".join(
            word.text
            for n in numbers
            for word, inside in zip(self.passages[n].words, self.passages[n].quoted, strict=True)
            if inside and (word.letters or word.digits)
        )
