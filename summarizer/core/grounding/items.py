"""Every item of a draft against the article: what is mended, what it becomes, what speaks against it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from summarizer.core.dates import DateInterval, names_a_time, resolve_date
from summarizer.core.draft import Draft, DraftPosition, DraftQuestion, DraftTalk
from summarizer.core.grounding.actors import Cast
from summarizer.core.grounding.citations import Citations
from summarizer.core.grounding.figures import merged, missing_dates, read_figures
from summarizer.core.grounding.holders import holder_reasons
from summarizer.core.grounding.mentions import Mention
from summarizer.core.grounding.naming import without_article
from summarizer.core.grounding.reading import Reading
from summarizer.core.grounding.speakers import Speakers
from summarizer.core.grounding.statements import abstract_reasons, text_reasons
from summarizer.core.grounding.verdicts import ABSTRACT_FATAL, verdict
from summarizer.core.names import name_key
from summarizer.core.sentences import Sentence
from summarizer.core.summary import Abstract, Actor, OpenQuestion, Participant, PlannedTalk, Position
from summarizer.core.support import Reason

_SCENE = 8
"""Sentences from the opening, and before an item, that may say in which week the story plays."""


class Items:
    """Turns the items of a draft into checked ones; actors first, the others refer to them."""

    def __init__(self, reading: Reading, published: datetime.date | None, language: str | None) -> None:
        self._reading = reading
        self.notices: list[str] = []
        """What was mended and should not pass unsaid."""
        self._published = published
        self._language = language
        self._table = reading.table
        self._citations = Citations(reading.sentences, reading.passages)
        self._cast = Cast(reading, self._citations)
        self._register = self._cast.register
        self._speakers = Speakers(reading.passages, self._register.by_sentence, reading.table)

    def actors(self, draft: Draft) -> list[Actor]:
        """The actors of the draft, each once, and those that it names elsewhere only."""
        return self._cast.actors(draft)

    def position(self, identifier: str, item: DraftPosition) -> Position:
        """A position with its holder looked up and its statement checked."""
        evidence, cited, reasons = self._citations.look_up(item.evidence)
        holder, owner = self._who(item.holder)
        mentions = self._phrase_mentions(holder)
        foreign = [n for n in cited if owner is not None and self._speakers.others_speak(n, owner)]
        found = text_reasons(
            item.statement, cited, self._reading, holder=holder, named=mentions, foreign=foreign
        )
        reasons += self._holder_reasons(mentions, owner, cited, item.statement)
        reasons += found
        if item.via is not None and not self._reading.names.find(item.via):
            reasons.append(Reason.NAME_NOT_IN_ARTICLE)
        return Position(
            id=identifier,
            holder=holder,
            holder_id=owner,
            statement=item.statement,
            mode=item.mode,
            via=item.via,
            evidence=evidence,
            support=verdict(reasons),
        )

    def _who(self, phrase: str) -> tuple[str, str | None]:
        """The phrase, mended where only the mended form is a name, and the actor it means."""
        owner = self._register.resolve(phrase)
        mended = self._register.bare(phrase).name
        if mended == phrase or not self._reading.names.find(mended):
            return phrase, owner
        named = owner and name_key(mended) == name_key(self._register.identities[owner].name)
        return (
            mended if named or not self._reading.names.find(phrase) or _led(phrase, mended) else phrase
        ), owner

    def _holder_reasons(
        self, mentions: Sequence[Mention], owner: str | None, cited: Sequence[int], statement: str
    ) -> list[Reason]:
        if not mentions and owner is None:
            return [Reason.NAME_NOT_IN_ARTICLE]
        if not cited or not self._table.speech_stems:
            return []
        own = [mention for mention in mentions if mention.sentence in cited]
        marks = {owner} if owner else self._overlapping(own)
        passage = self._reading.passage(statement)
        spans = self._speakers.spans(cited, passage)
        return holder_reasons(marks, spans, self._speakers, own, passage)

    def _overlapping(self, own: Sequence[Mention]) -> set[str]:
        """Actors whose name is part of the holder's phrase ("ein Sprecher des Marinekommandos")."""
        return {
            who
            for mention in own
            for other, who in self._register.by_sentence[mention.sentence]
            if mention.start <= other.start and other.end <= mention.end
        }

    def _phrase_mentions(self, phrase: str) -> list[Mention]:
        return self._reading.names.find(phrase) or self._reading.names.find(
            without_article(phrase, self._table)
        )

    def talk(self, identifier: str, item: DraftTalk) -> PlannedTalk:
        """A planned talk with participants looked up, phrases checked and its date resolved."""
        evidence, cited, reasons = self._citations.look_up(item.evidence)
        people = [self._who(name) for name in item.participants]
        reasons += self._participant_reasons(people, cited)
        when = self._time_phrase(item.when)
        reasons += [r for phrase in (when, item.place) for r in self._phrase_reasons(phrase, cited)]
        reasons += self._topic_reasons(item.topic, cited)
        return PlannedTalk(
            id=identifier,
            participants=[Participant(name=name, actor_id=owner) for name, owner in people],
            topic=item.topic,
            when=when,
            date=self._date(when, cited) if when else None,
            place=item.place,
            status=item.status,
            evidence=evidence,
            support=verdict(reasons),
        )

    def _participant_reasons(
        self, people: Sequence[tuple[str, str | None]], cited: Sequence[int]
    ) -> list[Reason]:
        reasons, present = [], False
        for name, owner in people:
            mentions = self._phrase_mentions(name)
            if not mentions and owner is None:
                reasons.append(Reason.NAME_NOT_IN_ARTICLE)
            present = present or bool([mention for mention in mentions if mention.sentence in cited])
            present = present or (owner is not None and self._present(owner, cited))
        if people and cited and not present:
            reasons.append(Reason.NAME_NOT_IN_EVIDENCE)
        return reasons

    def _present(self, owner: str, cited: Sequence[int]) -> bool:
        spans = [self._speakers.whole(n) for n in cited]
        if any(owner in self._speakers.named(span) for span in spans):
            return True
        return any(
            self._speakers.has_pronoun(span[0]) and owner in self._speakers.last_before(span[0])
            for span in spans
        )

    def _phrase_reasons(self, phrase: str | None, cited: Sequence[int]) -> list[Reason]:
        if phrase is None or not cited:
            return []
        squeezed = _squeezed(phrase)
        if any(squeezed in _squeezed(self._reading.sentences[n].text) for n in cited):
            return []
        stated = read_figures(self._reading.passage(phrase), self._table)
        if missing_dates(stated, merged(self._reading.figures(n) for n in cited)):
            elsewhere = not missing_dates(stated, self._reading.all_figures)
            code = Reason.DATE_NOT_IN_EVIDENCE if elsewhere else Reason.DATE_NOT_IN_ARTICLE
            return [Reason.PHRASE_NOT_IN_EVIDENCE, code]
        return [Reason.PHRASE_NOT_IN_EVIDENCE]

    def _topic_reasons(self, topic: str | None, cited: Sequence[int]) -> list[Reason]:
        if topic is None or not self._phrase_reasons(topic, cited):
            return []
        overlap = self._reading.vocabulary.overlap(self._reading.passage(topic), cited)
        known = overlap.coverage == 1.0
        return [] if known else [Reason.PHRASE_NOT_IN_EVIDENCE]

    def question(self, identifier: str, item: DraftQuestion) -> OpenQuestion:
        """An open question with its wording compared with its evidence."""
        evidence, cited, reasons = self._citations.look_up(item.evidence)
        reasons += text_reasons(item.question, cited, self._reading, question=True)
        return OpenQuestion(
            id=identifier, question=item.question, evidence=evidence, support=verdict(reasons)
        )

    def _time_phrase(self, when: str | None) -> str | None:
        if when is None or names_a_time(when, self._language):
            return when
        self.notices.append(f"left out as the date of a talk, since it names no time: {when}")
        return None

    def _date(self, when: str, cited: Sequence[int]) -> DateInterval | None:
        # A weekday after "opens on Monday, 26 January" is not the next one: what stands before decides.
        before = self._reading.sentences[: cited[0]] if cited else ()
        preceding = " ".join(s.line for s in [*before[:_SCENE], *before[_SCENE:][-_SCENE:]])
        return resolve_date(when, self._published, self._language, preceding=preceding)

    def headline(self, headline: str, title: str | None) -> tuple[str, list[str]]:
        """The headline; empty where it names or states what neither article nor title has at all."""
        if headline == title:
            return headline, []
        reasons = ABSTRACT_FATAL.intersection(abstract_reasons(headline, (), self._reading))
        if reasons and title:
            titled = [Sentence(0, 0, len(title), title), *self._reading.sentences]
            reasons &= set(abstract_reasons(headline, (), Reading(titled, self._language)))
        if not reasons:
            return headline, []
        return "", [f"headline withheld, the article does not support it: {', '.join(sorted(reasons))}"]

    def abstract(self, draft: Draft) -> tuple[Abstract | None, list[str]]:
        """The abstract; withheld where it states what the article does not have at all."""
        item = draft.abstract
        if not item.text:
            return None, []
        evidence, cited, _ = self._citations.look_up(item.evidence)
        reasons = abstract_reasons(item.text, cited, self._reading)
        told = ", ".join(reasons)
        if ABSTRACT_FATAL.intersection(reasons):
            return None, [f"abstract withheld, the article does not support it: {told}"]
        return Abstract(text=item.text, evidence=evidence), [
            f"abstract not fully confirmed: {told}"
        ] if told else []


def _led(phrase: str, mended: str) -> bool:
    """Whether only words before the name were taken off."""
    return phrase.rstrip(" .,;:").endswith(mended)


def _squeezed(text: str) -> str:
    return " ".join(text.split()).lower()
