"""Who is who inside one article: names, aliases, mentions, and whom a phrase means."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from summarizer.core.draft import ActorKind
from summarizer.core.grounding.mentions import Mention, NameIndex
from summarizer.core.grounding.naming import (
    PARTICLES,
    Named,
    bare_name,
    organises,
    role_words,
    without_article,
)
from summarizer.core.grounding.passage import Passage
from summarizer.core.grounding.words import Word
from summarizer.core.language import LanguageTable
from summarizer.core.names import name_key

_ACRONYM = re.compile(r"[A-ZÄÖÜ][A-ZÄÖÜa-z&]{0,5}[A-ZÄÖÜ]")
_SHORTEST_ROLE = 5
_SHORTEST_HEAD = 3
_LONGEST_TITLE = 3
_INFLECTED = ("", "s", "es", "n")


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
        self._bearers: dict[str, set[str]] = {}
        self._bare: dict[str, Named] = {}
        self.identities: dict[str, Identity] = {}
        self.by_sentence: list[list[tuple[Mention, str]]] = [[] for _ in passages]

    def enter(self, identifier: str, name: str, kind: ActorKind, role: str | None) -> None:
        """Add an actor."""
        identity = Identity(identifier, name, kind, role_words(role, self._table))
        identity.mentions = self._names.find(name, person=kind == "person")
        self.identities[identifier] = identity

    def close(self) -> None:
        """Settle aliases and mentions; what two actors share is nobody's."""
        everyone = [(item, _surname(item)) for item in self.identities.values()]
        surnames = Counter([surname for _, surname in everyone])
        for item, _ in everyone:
            self._claim(item.name, item.id)
        taken = {
            (n, at) for item, _ in everyone for n, start, end in item.mentions for at in range(start, end)
        }
        for item, surname in everyone:
            if surname and surnames[surname] == 1:
                self._alias(item, surname, taken)
            elif surname:
                self._forms[name_key(surname)] = None
            for acronym in self.acronyms(item.mentions) if item.kind != "person" else ():
                self._alias(item, acronym, taken)
            item.roles |= self._titles(item) | self._heads(item)
            if item.kind == "country":
                item.metonyms = self._metonyms(item)
            for mention in (*item.mentions, *item.metonyms):
                self.by_sentence[mention.sentence].append((mention, item.id))
        self._enter_roles()
        for mentions in self.by_sentence:
            if len(mentions) > 1:
                mentions.sort()

    def _claim(self, form: str, identifier: str) -> None:
        key = name_key(form)
        self._forms[key] = identifier if self._forms.get(key, identifier) == identifier else None

    def _alias(self, item: Identity, form: str, taken: set[tuple[int, int]]) -> None:
        found = [
            mention
            for mention in self._names.find(form, person=True)
            if taken.isdisjoint([(mention.sentence, at) for at in range(mention.start, mention.end)])
        ]
        self._claim(form, item.id)
        if found:
            item.aliases.append(form)
            item.mentions = sorted([*item.mentions, *found])

    def acronyms(self, mentions: Sequence[Mention]) -> list[str]:
        """What stands in brackets behind a name: "Europäische Zentralbank (EZB)"."""
        found = []
        for mention in mentions:
            behind = self._passages[mention.sentence].words[mention.end : mention.end + 3]
            brackets = len(behind) == 3 and behind[0].text == "(" and behind[2].text == ")"
            if brackets and _ACRONYM.fullmatch(behind[1].text):
                found.append(behind[1].text)
        return list(dict.fromkeys(found))

    def _titles(self, item: Identity) -> set[str]:
        """Functions of a person, or what an organisation is, that stand right before the name."""
        found: set[str] = set()
        if item.kind not in ("person", "organization"):
            return found
        for mention in item.mentions:
            before = self._words_before(mention)
            if item.kind == "person":
                found.update([word.fold for word in before if word.role])
            else:
                found.update([word.fold for word in before[:1] if organises(word.fold, self._table)])
        return {word for word in found if len(word) >= _SHORTEST_ROLE}

    def _words_before(self, mention: Mention) -> list[Word]:
        """Content words right before a name, a comma between them or not, nearest first."""
        words = self._passages[mention.sentence].words[: mention.start]
        position = len(words) - 1
        if position >= 0 and words[position].text == ",":
            position -= 1
        found: list[Word] = []
        while position >= 0 and words[position].content and len(found) < _LONGEST_TITLE:
            found.append(words[position])
            position -= 1
        return found

    def _heads(self, item: Identity) -> frozenset[str]:
        """ "das Ministerium" for the "Bundesverteidigungsministerium", "the bank" for the "Central Bank"."""
        if item.kind not in ("organization", "group"):
            return frozenset()
        words = re.findall(r"[^\W\d_]+", item.name)
        folds = [word.lower() for word in words]
        heads = {end for fold in folds for end in self._table.organisation_endings if fold.endswith(end)}
        last = folds[-1] if len(words) > 1 and (words[-1].islower() or self._table.capital_nouns) else ""
        return frozenset(heads | ({last} if len(last) >= _SHORTEST_ROLE else set()))

    def _metonyms(self, item: Identity) -> list[Mention]:
        stems = self._table.countries.get(item.name.lower(), ())
        if not stems:
            return []
        own = {(mention.sentence, mention.start) for mention in item.mentions}
        return [
            Mention(number, at, at + 1)
            for number, passage in enumerate(self._passages)
            for at, word in enumerate(passage.words)
            if word.letters
            and word.fold.startswith(stems)
            and (number, at) not in own
            and self._stands_for(word.fold, passage.words[at + 1 : at + 2])
        ]

    def _stands_for(self, fold: str, following: Sequence[Word]) -> bool:
        """A capital does; an adjective only before "government" and the like."""
        if fold in self._table.capitals or fold.removesuffix("s") in self._table.capitals:
            return True
        return any(word.fold.startswith(self._table.governments or ("\0",)) for word in following)

    def bare(self, phrase: str) -> Named:
        """`bare_name`, remembered."""
        if phrase not in self._bare:
            self._bare[phrase] = bare_name(phrase, self._table)
        return self._bare[phrase]

    def resolve(self, phrase: str) -> str | None:
        """The actor that a phrase means, or None where it means none or could mean two."""
        named = self.bare(phrase)
        for form in (phrase, named.name, without_article(named.name, self._table)):
            key = name_key(form)
            if key in self._forms:
                return self._forms[key]
            for ending in self._table.name_endings:
                if key.endswith(ending) and key[: -len(ending)] in self._forms:
                    return self._forms[key[: -len(ending)]]
        return self._by_inflection(without_article(named.name, self._table)) or self._by_role(phrase)

    def _by_inflection(self, name: str) -> str | None:
        """Forms such as "Stadtrats" whose mentions are those of one actor."""
        found = self._names.find(name)
        owners = {
            who
            for mention in found
            for other, who in (self.by_sentence[mention.sentence] if self.by_sentence else ())
            if (other.start, other.end) == (mention.start, mention.end)
            and other not in self.identities[who].metonyms
        }
        return owners.pop() if len(owners) == 1 else None

    def _by_role(self, phrase: str) -> str | None:
        words = without_article(phrase, self._table).split()
        definite = phrase.split(" ", maxsplit=1)[0].lower() in self._table.definite
        bearers = self.bearers(words[0].lower()) if len(words) == 1 and definite else set()
        return bearers.pop() if len(bearers) == 1 else None

    def bearers(self, role: str) -> set[str]:
        """Actors whose function a noun names ("minister": the "Justizminister")."""
        if len(role) < _SHORTEST_HEAD:
            return set()
        if role not in self._bearers:
            self._bearers[role] = {
                item.id
                for item in self.identities.values()
                if any(
                    word == role or (word.endswith(role) and len(role) > _SHORTEST_ROLE)
                    for word in item.roles
                )
            }
        return self._bearers[role]

    def _enter_roles(self) -> None:
        """Where a function given before names an actor, and nobody else ("der Minister")."""
        found: defaultdict[int, list[tuple[Mention, str]]] = defaultdict(list)
        roles = {role for item in self.identities.values() for role in item.roles}
        for fold in {form + ending for role in roles for form in _heads_of(role) for ending in _INFLECTED}:
            for number, at in self._names.at(fold):
                bearer = self._bearer(number, at) if self._passages[number].words[at].content else None
                if bearer is not None:
                    found[number].append((Mention(number, at, at + 1), bearer))
        for number, entries in found.items():
            taken = {
                at for mention, _ in self.by_sentence[number] for at in range(mention.start, mention.end)
            }
            self.by_sentence[number] += [entry for entry in entries if entry[0].start not in taken]

    def _bearer(self, number: int, at: int) -> str | None:
        words = self._passages[number].words
        if not any(before.fold in self._table.determiners for before in words[max(0, at - 2) : at]):
            return None
        for form in _uninflected(words[at].fold):
            bearers = self.bearers(form)
            if len(bearers) == 1 and not self._titled(number, at):
                return next(iter(bearers))
        return None

    def _titled(self, number: int, at: int) -> bool:
        """Whether a name follows: then the function is that person's."""
        return any(mention.start == at + 1 for mention, _ in self.by_sentence[number])


def _surname(item: Identity) -> str:
    """The last name with its particles: "van der Hoeven"."""
    parts = item.name.split()
    if item.kind != "person" or len(parts) < 2:
        return ""
    first = len(parts) - 1
    while first > 1 and parts[first - 1].lower() in PARTICLES:
        first -= 1
    return " ".join(parts[first:])


def _heads_of(role: str) -> Iterator[str]:
    """What a role may be called: by its own name, or by an end that is long enough to be a word."""
    yield role
    for start in range(1, len(role) - _SHORTEST_ROLE):
        yield role[start:]


def _uninflected(fold: str) -> list[str]:
    return [fold.removesuffix(ending) for ending in _INFLECTED]
