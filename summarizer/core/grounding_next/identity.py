"""Who is who inside one article: names, aliases, mentions, and whom a phrase means."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from summarizer.core.draft import ActorKind
from summarizer.core.grounding_next.mentions import Mention, NameIndex
from summarizer.core.grounding_next.naming import bare_name, is_role, role_words, without_article
from summarizer.core.grounding_next.passage import Passage
from summarizer.core.language import LanguageTable
from summarizer.core.names import name_key

_ACRONYM = re.compile(r"[A-ZÄÖÜ][A-ZÄÖÜa-z&]{0,5}[A-ZÄÖÜ]")
_SHORTEST_ROLE = 5


@dataclass(slots=True)
class Identity:
    """One actor as the article knows it."""

    id: str
    name: str
    kind: ActorKind
    roles: frozenset[str]
    """Nouns of its functions, in lower case."""
    aliases: list[str] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    metonyms: list[Mention] = field(default_factory=list)
    """Capital, adjective or people of a country."""

    @property
    def sentences(self) -> set[int]:
        """Sentences (from 0) that name it."""
        return {mention.sentence for mention in self.mentions}


class Register:
    """The actors of one article; `close` once all are entered, then ask."""

    def __init__(self, names: NameIndex, passages: Sequence[Passage], table: LanguageTable) -> None:
        self._names = names
        self._passages = passages
        self._table = table
        self._forms: dict[str, str | None] = {}
        self.identities: dict[str, Identity] = {}
        self.by_sentence: list[list[tuple[Mention, str]]] = [[] for _ in passages]

    def enter(self, identifier: str, name: str, kind: ActorKind, role: str | None) -> None:
        """Add an actor."""
        identity = Identity(identifier, name, kind, role_words(role, self._table))
        identity.mentions = self._names.find(name, person=kind == "person")
        self.identities[identifier] = identity

    def close(self) -> None:
        """Settle aliases and mentions; what two actors share is nobody's."""
        everyone = list(self.identities.values())
        surnames = Counter(_surname(item) for item in everyone)
        for item in everyone:
            self._claim(item.name, item.id)
        taken = {(m.sentence, at) for item in everyone for m in item.mentions for at in range(m.start, m.end)}
        for item in everyone:
            surname = _surname(item)
            if surname and surnames[surname] == 1:
                self._alias(item, surname, taken, person=True)
            elif surname:
                self._forms[name_key(surname)] = None
            for acronym in self._acronyms(item):
                self._alias(item, acronym, taken, person=True)
            item.roles |= self._titles(item)
            if item.kind == "country":
                item.metonyms = self._metonyms(item)
            for mention in (*item.mentions, *item.metonyms):
                self.by_sentence[mention.sentence].append((mention, item.id))
        for mentions in self.by_sentence:
            mentions.sort()

    def _claim(self, form: str, identifier: str) -> None:
        key = name_key(form)
        self._forms[key] = identifier if self._forms.get(key, identifier) == identifier else None

    def _alias(self, item: Identity, form: str, taken: set[tuple[int, int]], *, person: bool) -> None:
        found = [
            mention
            for mention in self._names.find(form, person=person)
            if not any((mention.sentence, at) in taken for at in range(mention.start, mention.end))
        ]
        self._claim(form, item.id)
        if found:
            item.aliases.append(form)
            item.mentions = sorted([*item.mentions, *found])

    def _acronyms(self, item: Identity) -> list[str]:
        """ "Europäische Zentralbank (EZB)"."""
        found = []
        for mention in item.mentions:
            words = self._passages[mention.sentence].words
            behind = words[mention.end : mention.end + 3]
            brackets = len(behind) == 3 and behind[0].text == "(" and behind[2].text == ")"
            if brackets and item.kind != "person" and _ACRONYM.fullmatch(behind[1].text):
                found.append(behind[1].text)
        return list(dict.fromkeys(found))

    def _titles(self, item: Identity) -> frozenset[str]:
        """Functions that stand right before the name in the article."""
        found = set()
        for mention in item.mentions if item.kind == "person" else ():
            before = self._passages[mention.sentence].words[max(0, mention.start - 3) : mention.start]
            found |= {word.fold for word in before if word.letters and is_role(word.fold, self._table)}
        return frozenset(word for word in found if len(word) >= _SHORTEST_ROLE)

    def _metonyms(self, item: Identity) -> list[Mention]:
        stems = self._table.countries.get(item.name.casefold(), ())
        if not stems:
            return []
        own = {(mention.sentence, mention.start) for mention in item.mentions}
        return [
            Mention(number, at, at + 1)
            for number, passage in enumerate(self._passages)
            for at, word in enumerate(passage.words)
            if word.letters and word.fold.startswith(stems) and (number, at) not in own
        ]

    def resolve(self, phrase: str) -> str | None:
        """The actor that a phrase means, or None where it means none or could mean two."""
        named = bare_name(phrase, self._table)
        for form in (phrase, named.name, without_article(named.name, self._table)):
            key = name_key(form)
            if key in self._forms:
                return self._forms[key]
            for ending in self._table.name_endings:
                if key.endswith(ending) and key[: -len(ending)] in self._forms:
                    return self._forms[key[: -len(ending)]]
        return self._by_inflection(named.name) or self._by_role(phrase)

    def _by_inflection(self, name: str) -> str | None:
        """Forms such as "Stadtrats" whose mentions are those of one actor."""
        found = self._names.find(name)
        owners = {
            who
            for mention in found
            for other, who in (self.by_sentence[mention.sentence] if self.by_sentence else ())
            if (other.start, other.end) == (mention.start, mention.end) and other not in self.identities[who].metonyms
        }
        return owners.pop() if len(owners) == 1 else None

    def _by_role(self, phrase: str) -> str | None:
        words = without_article(phrase, self._table).split()
        definite = phrase.split(" ")[0].casefold() in self._table.definite
        bearers = self.bearers(words[0].casefold()) if len(words) == 1 and definite else set()
        return bearers.pop() if len(bearers) == 1 else None

    def bearers(self, role: str) -> set[str]:
        """Actors whose function a noun names ("minister": the "Justizminister")."""
        if len(role) < _SHORTEST_ROLE:
            return set()
        return {
            item.id
            for item in self.identities.values()
            if any(word == role or (word.endswith(role) and len(role) > _SHORTEST_ROLE) for word in item.roles)
        }

    def named_by_role(self, identifier: str, sentences: Iterable[int]) -> bool:
        """Whether one of the sentences names the actor, and nobody else, by a function given before."""
        roles = self.identities[identifier].roles
        for number in sentences if roles else ():
            words = self._passages[number].words
            for at, word in enumerate(words):
                if any(role == word.fold or (role.endswith(word.fold) and len(word.fold) > _SHORTEST_ROLE) for role in roles):
                    leads = any(before.fold in self._table.determiners for before in words[max(0, at - 2) : at])
                    if leads and not self._titled(number, at) and self.bearers(word.fold) == {identifier}:
                        return True
        return False

    def _titled(self, number: int, at: int) -> bool:
        """Whether a name follows: then the function is that person's."""
        return any(mention.start == at + 1 for mention, _ in self.by_sentence[number])


def _surname(item: Identity) -> str:
    parts = item.name.split()
    return parts[-1] if item.kind == "person" and len(parts) > 1 else ""


def shared_roles(register: Register) -> dict[str, set[str]]:
    """Actors by role noun."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for item in register.identities.values():
        for role in item.roles:
            found[role].add(item.id)
    return found
