"""The actors of a summary: named once, by their name alone, and none left out that the draft names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from summarizer.core.draft import Draft, DraftActor
from summarizer.core.grounding.citations import Citations
from summarizer.core.grounding.identity import Register
from summarizer.core.grounding.mentions import Mention
from summarizer.core.grounding.naming import proper_kind, without_article
from summarizer.core.grounding.reading import Reading
from summarizer.core.grounding.verdicts import failed, verdict
from summarizer.core.names import name_key
from summarizer.core.summary import Actor, Evidence
from summarizer.core.support import Reason, Support


class Cast:
    """Turns drafted actors into checked ones and enters them in the register."""

    def __init__(self, reading: Reading, citations: Citations) -> None:
        self._reading = reading
        self._table = reading.table
        self._citations = citations
        self._register = Register(reading.names, reading.passages, reading.table)

    @property
    def register(self) -> Register:
        """Who is who."""
        return self._register

    def actors(self, draft: Draft) -> list[Actor]:
        """The actors of the draft, each once, and those that it names elsewhere only."""
        mended = _once(self._mended(actor) for actor in draft.actors)
        listed = [*mended, *self._unlisted(draft, mended)]
        checked = [(f"a{number}", actor, *self._checked(actor)) for number, actor in enumerate(listed, 1)]
        for identifier, actor, support, _ in checked:
            if not failed(support):
                self._register.enter(identifier, actor.name, actor.kind, actor.role)
        self._register.close()
        return [self._actor(*one) for one in checked]

    def _mended(self, actor: DraftActor) -> DraftActor:
        name, title = self._register.bare(actor.name)
        name = without_article(name, self._table)
        if name == actor.name or not self._reading.names.find(name):
            return actor
        return actor.model_copy(update={"name": name, "role": actor.role or title})

    def _unlisted(self, draft: Draft, listed: Sequence[DraftActor]) -> list[DraftActor]:
        """Named holders and participants that the draft left out of its actors."""
        names = [position.holder for position in draft.positions]
        names += [name for talk in draft.planned_talks for name in talk.participants]
        known = {name_key(actor.name) for actor in listed}
        known |= {name_key(_last(actor.name)) for actor in listed if actor.kind == "person"}
        found = []
        taken = {mention for actor in listed for mention in self._all_mentions(actor)}
        for phrase in dict.fromkeys(names):
            if name_key(phrase) in known:
                continue
            named = self._register.bare(phrase)
            name = without_article(named.name, self._table)
            if name_key(name) in known or name_key(_last(name)) in known:
                continue
            mentions = self._reading.names.find(name)
            if not mentions or not taken.isdisjoint(mentions):
                continue
            kind = proper_kind(name, self._table, settled=self._attested(name, mentions))
            if kind is None:
                continue
            known.add(name_key(name))
            first = self._reading.sentences[mentions[0].sentence].number
            found.append(DraftActor(evidence=[first], name=name, kind=kind, role=named.title))
        return found

    def _all_mentions(self, actor: DraftActor) -> list[Mention]:
        """Mentions of the name, and of the acronym that follows it in brackets."""
        mentions = self._reading.names.find(actor.name, person=actor.kind == "person")
        acronyms = self._register.acronyms(mentions) if actor.kind != "person" else []
        return [*mentions, *(mention for one in acronyms for mention in self._reading.names.find(one))]

    def _attested(self, name: str, mentions: Sequence[Mention]) -> bool:
        """Whether the article treats a name as a person's: gives a function, or goes on with the surname."""
        surname = _last(name)
        if self._reading.names.in_lower_case(surname.lower()):
            return False
        if any(map(self._determined, mentions)):
            return False
        if len(self._reading.names.find(surname, person=True)) > len(mentions):
            return True
        before = (self._reading.passages[m.sentence].words[max(0, m.start - 2) : m.start] for m in mentions)
        return any(word.role for words in before for word in words if word.letters)

    def _determined(self, mention: Mention) -> bool:
        before = self._reading.passages[mention.sentence].words[max(0, mention.start - 1) : mention.start]
        return any(word.fold in self._table.determiners for word in before)

    def _checked(self, item: DraftActor) -> tuple[Support, list[Evidence]]:
        evidence, cited, reasons = self._citations.look_up(item.evidence)
        mentions = self._reading.names.find(item.name, person=item.kind == "person")
        if not mentions:
            return verdict([*reasons, Reason.NAME_NOT_IN_ARTICLE]), evidence
        if evidence and not [mention for mention in mentions if mention.sentence in cited]:
            reasons.append(Reason.NAME_NOT_IN_EVIDENCE)
        return verdict([*reasons, *self._role_reasons(item.role)]), evidence

    def _role_reasons(self, role: str | None) -> list[Reason]:
        if role is None:
            return []
        words = self._reading.passage(role).words
        missing = any(word.content and not self._reading.vocabulary.has(word) for word in words)
        return [Reason.ROLE_NOT_IN_ARTICLE] if missing else []

    def _actor(
        self, identifier: str, item: DraftActor, support: Support, evidence: Sequence[Evidence]
    ) -> Actor:
        identity = self._register.identities.get(identifier)
        mentions = identity.sentences if identity else set()
        return Actor(
            id=identifier,
            name=item.name,
            kind=item.kind,
            role=item.role,
            aliases=identity.aliases if identity else [],
            mentions=sorted([self._reading.sentences[at].number for at in mentions]),
            evidence=list(evidence),
            support=support,
        )


def _last(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1] if name.strip() else ""


def _once(actors: Iterable[DraftActor]) -> list[DraftActor]:
    """Each once; a bare surname is the person of that name where there is only one."""
    first: dict[str, DraftActor] = {}
    for actor in actors:
        first.setdefault(name_key(actor.name), actor)
    full = [
        name_key(_last(actor.name))
        for actor in first.values()
        if " " in actor.name and actor.kind == "person"
    ]
    return [actor for key, actor in first.items() if not (actor.kind == "person" and full.count(key) == 1)]
