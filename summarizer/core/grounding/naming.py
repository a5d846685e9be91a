"""What part of a phrase is the name, and what kind of actor a bare name can be."""

from __future__ import annotations

import re
from typing import NamedTuple

from summarizer.core.draft import ActorKind
from summarizer.core.language import LanguageTable

_EDGES = " \t,;:.!?\"'„“”«»‚‘’›‹"
_BRACKET = re.compile(r"\s*\([^()]{1,40}\)$")
_ACRONYM = re.compile(r"[A-ZÄÖÜ][A-ZÄÖÜ&]{1,6}")
PARTICLES = frozenset(
    "van von der den de da di del della la le zu zur al el bin ibn ter ten dos du des y e".split()
)
_LETTERS = re.compile(r"[^\W\d_]+")
_LONGEST_PERSON = 5
_SHORTEST_ROLE = 3
_SHORTEST_TITLED = 2


class Named(NamedTuple):
    """A name without what surrounded it."""

    name: str
    title: str | None
    """Title or role that stood before it."""


def bare_name(phrase: str, table: LanguageTable) -> Named:
    """Leading prepositions and articles, titles, marks and brackets taken off where a name remains.

    "mit Mitgliedern der US-Delegation" -> "Mitgliedern der US-Delegation"; "Kreml-Sprecher Dmitri
    Peskow" -> "Dmitri Peskow", titled "Kreml-Sprecher". Every result is a part of the phrase.
    """
    inner = phrase.strip(_EDGES)
    words = (_BRACKET.sub("", inner) if inner.endswith(")") else inner).split()
    while len(words) > 1 and words[0] in table.leading:
        words = words[1:]
    cut = _title_length(words, table)
    if not cut:
        return Named(" ".join(words).strip(_EDGES) or phrase.strip(), None)
    title = " ".join(words[:cut]).strip(_EDGES)
    first, _, rest = title.partition(" ")
    title = rest if rest and first in table.determiners else title
    return Named(" ".join(words[cut:]).strip(_EDGES) or phrase.strip(), title or None)


def without_article(name: str, table: LanguageTable) -> str:
    """The name without a definite article before it."""
    first, _, rest = name.partition(" ")
    return rest if rest and (first in table.definite or first == "The") else name


def _title_length(words: list[str], table: LanguageTable) -> int:
    cut = 0
    if len(words) < _SHORTEST_TITLED:
        return cut
    for position, word in enumerate(words[:-1], 1):
        if not is_role(word, table):
            opens = word[:1].isupper() and word.lower() not in table.determiners
            if opens or position > _LONGEST_PERSON:
                break
            continue
        rest = words[position:]
        if all(part[:1].isupper() or part.lower() in PARTICLES for part in rest) and rest[0][:1].isupper():
            cut = position
    if not cut:
        return cut
    rest = words[cut:]
    personal = len(rest) <= _LONGEST_PERSON and not any(organises(part, table) for part in rest)
    return cut if personal and (len(rest) > 1 or words[cut - 1].lower().strip(".") in table.titles) else 0


def is_role(word: str, table: LanguageTable) -> bool:
    """Whether a word is a title or a function, alone or as the end of a compound."""
    fold = word.lower().strip(_EDGES)
    return fold in table.titles or (bool(table.role_endings) and fold.endswith(table.role_endings))


def organises(word: str, table: LanguageTable) -> bool:
    """Whether a word ends like a noun for organisations."""
    return bool(table.organisation_endings) and word.lower().strip(_EDGES).endswith(
        table.organisation_endings
    )


def proper_kind(name: str, table: LanguageTable, *, settled: bool) -> ActorKind | None:
    """What a name that the draft left out of its actors stands for; None for a phrase such as "ein Sprecher".

    `settled` says that the article never writes the name's last word in lower case. Doubt gives None.
    """
    words = name.split()
    if not words or words[0].lower() in table.determiners or not words[0][:1].isupper():
        return None
    if name.lower() in table.countries:
        return "country"
    if _ACRONYM.fullmatch(name):
        return "organization"
    if any(is_role(word, table) for word in words):
        return None
    if organises(words[-1], table) and len(words) > 1:
        return "organization" if all(word[:1].isupper() for word in words) else None
    return "person" if settled and _like_person(words, table) else None


def _like_person(words: list[str], table: LanguageTable) -> bool:
    if not 2 <= len(words) <= _LONGEST_PERSON or table.code == "":
        return False
    names = [word for word in words if word.lower() not in PARTICLES]
    return len(names) > 1 and all(
        word[:1].isupper()
        and word.replace("-", "").replace("’", "").replace("'", "").isalpha()
        and not word.isupper()
        and word.lower() not in table.function_words
        and not word.lower().endswith(table.common_endings or ("\0",))
        for word in names
    )


def role_words(role: str | None, table: LanguageTable) -> frozenset[str]:
    """The nouns of a role that may later stand for its bearer ("der Minister")."""
    if role is None:
        return frozenset()
    words = (word.lower() for word in _LETTERS.findall(role))
    return frozenset(word for word in words if len(word) > _SHORTEST_ROLE and is_role(word, table))
