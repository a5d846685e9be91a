"""Every item of a draft against the article: what is mended, what it becomes, what speaks against it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from summarizer.core.dates import resolve_date
from summarizer.core.draft import Draft, DraftActor, DraftPosition, DraftQuestion, DraftTalk
from summarizer.core.grounding_next.figures import merged, missing_dates, read_figures
from summarizer.core.grounding_next.holders import Speakers, holder_reasons
from summarizer.core.grounding_next.identity import Register
from summarizer.core.grounding_next.mentions import Mention
from summarizer.core.grounding_next.naming import bare_name, is_role, proper_kind, without_article
from summarizer.core.grounding_next.passage import read_passage
from summarizer.core.grounding_next.reading import Reading
from summarizer.core.grounding_next.statements import text_reasons
from summarizer.core.grounding_next.verdicts import failed, verdict
from summarizer.core.names import name_key
from summarizer.core.summary import (
    Abstract,
    Actor,
    Evidence,
    OpenQuestion,
    Participant,
    PlannedTalk,
    Position,
    Reason,
    Verdict,
)


class Items:
    """Turns the items of a draft into checked ones."""

    def __init__(self, reading: Reading, published: datetime.date | None, language: str | None) -> None:
        self._reading = reading
        self._published = published
        self._language = language
        self._table = reading.table
        self._register = Register(reading.names, reading.passages, reading.table)
        self._speakers = Speakers(reading.passages, self._register.by_sentence, reading.table)
        self._numbers = {sentence.number: at for at, sentence in enumerate(reading.sentences)}

    def actors(self, draft: Draft) -> list[Actor]:
        """The actors of the draft, each once, and those that it names elsewhere only."""
        mended = _once(self._mended(actor) for actor in draft.actors)
        listed = [*mended, *self._unlisted(draft, mended)]
        reasons = [self._actor_reasons(actor) for actor in listed]
        for number, (actor, found) in enumerate(zip(listed, reasons, strict=True), 1):
            if not failed(verdict(found)):
                self._register.enter(f"a{number}", actor.name, actor.kind, actor.role)
        self._register.close()
        return [
            self._actor(f"a{number}", actor, found)
            for number, (actor, found) in enumerate(zip(listed, reasons, strict=True), 1)
        ]

    def _mended(self, actor: DraftActor) -> DraftActor:
        name, title = bare_name(actor.name, self._table)
        name = without_article(name, self._table)
        if name == actor.name or not self._reading.names.find(name):
            return actor
        return actor.model_copy(update={"name": name, "role": actor.role or title})

    def _unlisted(self, draft: Draft, listed: Sequence[DraftActor]) -> list[DraftActor]:
        """Named holders and participants that the draft left out of its actors."""
        names = [position.holder for position in draft.positions]
        names += [name for talk in draft.planned_talks for name in talk.participants]
        known = {name_key(actor.name) for actor in listed}
        known |= {name_key(actor.name.split()[-1]) for actor in listed if actor.kind == "person" and actor.name}
        found = []
        for phrase in names:
            if name_key(phrase) in known:
                continue
            named = bare_name(phrase, self._table)
            name = without_article(named.name, self._table)
            mentions = self._reading.names.find(name)
            kind = proper_kind(name, self._table, settled=self._attested(name, mentions)) if mentions else None
            if kind is None or name_key(name) in known or name_key(name.split()[-1]) in known:
                continue
            known.add(name_key(name))
            first = self._reading.sentences[mentions[0].sentence].number
            found.append(DraftActor(evidence=[first], name=name, kind=kind, role=named.title))
        return found

    def _attested(self, name: str, mentions: Sequence[Mention]) -> bool:
        """Whether the article treats a name as a person's: gives a function, or goes on with the surname."""
        surname = name.split()[-1]
        if surname.casefold() in self._reading.lower_case:
            return False
        if len(self._reading.names.find(surname, person=True)) > len(mentions):
            return True
        before = (
            self._reading.passages[m.sentence].words[max(0, m.start - 2) : m.start] for m in mentions
        )
        return any(is_role(word.fold, self._table) for words in before for word in words if word.letters)

    def _actor_reasons(self, item: DraftActor) -> list[Reason]:
        evidence, reasons = self._evidence(item.evidence)
        mentions = self._reading.names.find(item.name, person=item.kind == "person")
        cited = self._cited(evidence)
        if not mentions:
            return [*reasons, Reason.NAME_NOT_IN_ARTICLE]
        if evidence and not {mention.sentence for mention in mentions} & set(cited):
            reasons.append(Reason.NAME_NOT_IN_EVIDENCE)
        return [*reasons, *self._role_reasons(item.role)]

    def _role_reasons(self, role: str | None) -> list[Reason]:
        words = read_passage(role or "", self._reading.lexicon).words
        missing = any(word.content and not self._reading.vocabulary.has(word) for word in words)
        return [Reason.ROLE_NOT_IN_ARTICLE] if missing else []

    def _actor(self, identifier: str, item: DraftActor, reasons: Iterable[Reason]) -> Actor:
        identity = self._register.identities.get(identifier)
        mentions = identity.sentences if identity else set()
        return Actor(
            id=identifier,
            name=item.name,
            kind=item.kind,
            role=item.role,
            aliases=identity.aliases if identity else [],
            mentions=sorted(self._reading.sentences[at].number for at in mentions),
            evidence=self._evidence(item.evidence)[0],
            support=verdict(reasons),
        )

    def _evidence(self, numbers: Iterable[int]) -> tuple[list[Evidence], list[Reason]]:
        cited = sorted(set(numbers))
        valid = [self._reading.sentences[self._numbers[n]] for n in cited if n in self._numbers]
        evidence = [Evidence(sentence=s.number, start=s.start, end=s.end, text=s.text) for s in valid]
        if not valid:
            return evidence, [Reason.EVIDENCE_MISSING]
        return evidence, [Reason.EVIDENCE_OUT_OF_RANGE] if len(valid) < len(cited) else []

    def _cited(self, evidence: Iterable[Evidence]) -> list[int]:
        return [self._numbers[item.sentence] for item in evidence]

    def position(self, identifier: str, item: DraftPosition) -> Position:
        """A position with its holder looked up and its statement checked."""
        evidence, reasons = self._evidence(item.evidence)
        cited = self._cited(evidence)
        holder, owner = self._who(item.holder)
        found = text_reasons(item.statement, cited, self._reading)
        reasons += self._holder_reasons(holder, owner, cited, item.statement)
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
        mended = bare_name(phrase, self._table).name
        if mended == phrase or not self._reading.names.find(mended):
            return phrase, owner
        named = owner and name_key(mended) == name_key(self._register.identities[owner].name)
        return (mended if named or not self._reading.names.find(phrase) or _led(phrase, mended) else phrase), owner

    def _holder_reasons(
        self, holder: str, owner: str | None, cited: Sequence[int], statement: str
    ) -> list[Reason]:
        mentions = self._phrase_mentions(holder)
        if not mentions and owner is None:
            return [Reason.NAME_NOT_IN_ARTICLE]
        if not cited or not self._table.speech_stems:
            return []
        own = [mention for mention in mentions if mention.sentence in cited]
        marks = {owner} if owner else self._overlapping(own)
        if owner is not None:
            own += self._register.by_role(owner, cited)
        words = read_passage(statement, self._reading.lexicon).words
        keys = {word.key for word in words if word.content or word.digits}
        spans = [span for n in cited for span in self._speakers.spans(n, keys)]
        return holder_reasons(marks, spans, self._speakers, own)

    def _overlapping(self, own: Sequence[Mention]) -> set[str]:
        """Actors whose name is part of the holder's phrase ("ein Sprecher des Marinekommandos")."""
        return {
            who
            for mention in own
            for other, who in self._register.by_sentence[mention.sentence]
            if mention.start <= other.start and other.end <= mention.end
        }

    def _phrase_mentions(self, phrase: str) -> list[Mention]:
        return self._reading.names.find(phrase) or self._reading.names.find(without_article(phrase, self._table))

    def talk(self, identifier: str, item: DraftTalk) -> PlannedTalk:
        """A planned talk with participants looked up, phrases checked and its date resolved."""
        evidence, reasons = self._evidence(item.evidence)
        cited = self._cited(evidence)
        people = [self._who(name) for name in item.participants]
        reasons += self._participant_reasons(people, cited)
        reasons += [r for phrase in (item.when, item.place) for r in self._phrase_reasons(phrase, cited)]
        reasons += self._topic_reasons(item.topic, cited)
        return PlannedTalk(
            id=identifier,
            participants=[Participant(name=name, actor_id=owner) for name, owner in people],
            topic=item.topic,
            when=item.when,
            date=resolve_date(item.when, self._published, self._language) if item.when else None,
            place=item.place,
            status=item.status,
            evidence=evidence,
            support=verdict(reasons),
        )

    def _participant_reasons(self, people: Sequence[tuple[str, str | None]], cited: Sequence[int]) -> list[Reason]:
        reasons, present = [], False
        for name, owner in people:
            mentions = self._phrase_mentions(name)
            if not mentions and owner is None:
                reasons.append(Reason.NAME_NOT_IN_ARTICLE)
            present = present or any(mention.sentence in cited for mention in mentions)
            present = present or (owner is not None and self._present(owner, cited))
        if people and cited and not present:
            reasons.append(Reason.NAME_NOT_IN_EVIDENCE)
        return reasons

    def _present(self, owner: str, cited: Sequence[int]) -> bool:
        spans = [self._speakers.whole(n) for n in cited]
        if any(owner in self._speakers.named(span) for span in spans) or self._register.by_role(owner, cited):
            return True
        return any(
            self._speakers.pronoun_speaks(span) and owner in self._speakers.last_before(span[0]) for span in spans
        )

    def _phrase_reasons(self, phrase: str | None, cited: Sequence[int]) -> list[Reason]:
        if phrase is None or not cited:
            return []
        squeezed = _squeezed(phrase)
        if any(squeezed in _squeezed(self._reading.sentences[n].text) for n in cited):
            return []
        stated = read_figures(read_passage(phrase, self._reading.lexicon), self._table)
        if missing_dates(stated, merged(self._reading.figures(n) for n in cited)):
            elsewhere = not missing_dates(stated, self._reading.all_figures)
            code = Reason.DATE_NOT_IN_EVIDENCE if elsewhere else Reason.DATE_NOT_IN_ARTICLE
            return [Reason.PHRASE_NOT_IN_EVIDENCE, code]
        return [Reason.PHRASE_NOT_IN_EVIDENCE]

    def _topic_reasons(self, topic: str | None, cited: Sequence[int]) -> list[Reason]:
        if topic is None or not self._phrase_reasons(topic, cited):
            return []
        words = read_passage(topic, self._reading.lexicon).words
        overlap = self._reading.vocabulary.overlap(words, cited)
        known = overlap.cited >= 1.0 and overlap.words == len({w.key for w in words if w.content or w.digits})
        return [] if known else [Reason.PHRASE_NOT_IN_EVIDENCE]

    def question(self, identifier: str, item: DraftQuestion) -> OpenQuestion:
        """An open question with its wording compared with its evidence."""
        evidence, reasons = self._evidence(item.evidence)
        reasons += text_reasons(item.question, self._cited(evidence), self._reading, question=True)
        return OpenQuestion(
            id=identifier, question=item.question, evidence=evidence, support=verdict(reasons)
        )

    def abstract(self, draft: Draft) -> tuple[Abstract | None, list[str]]:
        """The abstract, checked against the whole article; withheld where it contradicts it."""
        item = draft.abstract
        if not item.text:
            return None, []
        evidence, _ = self._evidence(item.evidence)
        everything = range(len(self._reading.sentences))
        support = verdict(text_reasons(item.text, self._cited(evidence) or everything, self._reading, abstract=True))
        reasons = ", ".join(support.reasons)
        if failed(support):
            return None, [f"abstract withheld, the article does not support it: {reasons}"]
        notices = [f"abstract only partly confirmed: {reasons}"] if support.verdict is Verdict.PARTIAL else []
        return Abstract(text=item.text, evidence=evidence), notices


def _led(phrase: str, mended: str) -> bool:
    """Whether only words before the name were taken off."""
    return phrase.rstrip(" .,;:").endswith(mended)


def _squeezed(text: str) -> str:
    return " ".join(text.split()).casefold()


def _once(actors: Iterable[DraftActor]) -> list[DraftActor]:
    first: dict[str, DraftActor] = {}
    for actor in actors:
        first.setdefault(name_key(actor.name), actor)
    return list(first.values())
