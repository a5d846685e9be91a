"""What the checks have to know of a language; a language is one value of this type and no code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def listed(text: str) -> frozenset[str]:
    """The words of a table row."""
    return frozenset(text.split())


def numbered(text: str, first: int = 0) -> dict[str, float]:
    """Words in counting order; forms of one number are joined by "|"."""
    return {form: float(n) for n, forms in enumerate(text.split(), first) for form in forms.split("|")}


def paired(text: str) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Opposites, one pair a line, "a|b / c|d"; a particle verb is written "stem+particle"."""
    lines = (line.split("/") for line in text.strip().splitlines())
    return tuple((_terms(left), _terms(right)) for left, right in lines)


def _terms(side: str) -> frozenset[str]:
    return frozenset(term.strip() for term in side.split("|"))


@dataclass(frozen=True, slots=True)
class LanguageTable:
    """Words and endings of one language; every field but `code` may stay empty.

    Words are in lower case. Fields named `*_stems` hold beginnings of words.
    """

    code: str
    """ISO 639-1, or "" for text of a language without a table."""
    decimal: str = ""
    """Decimal separator; empty when unknown, then both readings of a number count."""
    capital_nouns: bool = False
    """Whether common nouns are capitalised, so that a capital says nothing about a name."""
    name_endings: tuple[str, ...] = ("s",)
    """Endings that a person's name takes."""
    noun_endings: tuple[str, ...] = ()
    """Endings that other words of a name take."""
    suffixes: tuple[str, ...] = ()
    """Endings that inflection adds, longest first."""
    participle: str = ""
    """Prefix of participles that stems are rid of ("ge")."""
    particles: frozenset[str] = frozenset()
    """Verb particles that stand apart or before `participle`."""
    irregular: Mapping[str, str] = field(default_factory=dict)
    """Form to base form where endings do not tell."""
    function_words: frozenset[str] = frozenset()
    """Words without content of their own."""
    determiners: frozenset[str] = frozenset()
    """Articles, possessives, quantifiers: what stands before a common noun."""
    definite: frozenset[str] = frozenset()
    """Definite articles."""
    genitives: frozenset[str] = frozenset()
    """Articles and prepositions that make what follows belong to the noun before."""
    prepositions: frozenset[str] = frozenset()
    """Prepositions that take what follows out of the subject's place."""
    pronouns: frozenset[str] = frozenset()
    """Subject pronouns that stand for a speaker."""
    demonstratives: frozenset[str] = frozenset()
    """Words that point back to the sentence before."""
    neuter_pronouns: frozenset[str] = frozenset()
    """Pronouns that do so only right before a verb of saying."""
    reported_forms: frozenset[str] = frozenset()
    """Verb forms that mark reported speech (Konjunktiv)."""
    adversatives: frozenset[str] = frozenset()
    """Words that open a clause of their own without a comma."""
    hearsay: frozenset[str] = frozenset()
    """Verbs that make what stands behind "aus" a source ("Aus der Verwaltung hieß es")."""
    collectives: frozenset[str] = frozenset()
    """Nouns that only count what follows them ("eine Gruppe von 39 Staaten")."""
    governments: tuple[str, ...] = ()
    """Beginnings of what makes an adjective stand for a country ("türkische Regierung")."""
    speech_nouns: frozenset[str] = frozenset()
    """Nouns for what is said, whose author is named with a preposition or genitive ("Kritik von")."""
    possessives: frozenset[str] = frozenset()
    """Possessives that may mean a speaker ("sein Angebot")."""
    soft_negations: frozenset[str] = frozenset()
    """Function words that may stand in for a negator."""
    own: tuple[str, ...] = ()
    """Beginnings of "own": "nach eigenen Angaben" makes the subject the source."""
    adverbial_after: frozenset[str] = frozenset()
    """Words that make the preposition before them an adverb ("vor allem")."""
    coordinators: frozenset[str] = frozenset()
    """Words that join two names."""
    subordinators: frozenset[str] = frozenset()
    """Words that open a clause which tells what is said."""
    infinitive_marks: frozenset[str] = frozenset()
    """Words right before an infinitive."""
    modals: frozenset[str] = frozenset()
    """Modal verbs, where the infinitive looks like a finite form."""
    negators: frozenset[str] = frozenset()
    """Words that negate."""
    neutral_after: frozenset[str] = frozenset()
    """Words that make the negator before them none ("nicht nur")."""
    soft_negation_stems: tuple[str, ...] = ()
    """Words that may stand in for a negator in a paraphrase."""
    denial_stems: tuple[str, ...] = ()
    """Verbs that deny what the next clause says ("bestreiten, dass")."""
    denials: frozenset[str] = frozenset()
    """Beginnings of verbs whose object or clause is denied, with "+particle" where one must stand near."""
    refusals: tuple[str, ...] = ()
    """Verbs of refusal."""
    negative_prefixes: tuple[str, ...] = ()
    """Prefixes that may do the same."""
    numbers: Mapping[str, float] = field(default_factory=dict)
    """Number words, those that double as articles left out."""
    tens: Mapping[str, float] = field(default_factory=dict)
    """Twenty to ninety, which combine with what stands before or behind them."""
    scales: Mapping[str, float] = field(default_factory=dict)
    """Hundred, thousand, million, ... and their abbreviations."""
    ordinals: Mapping[str, float] = field(default_factory=dict)
    """Ordinal words from the third on."""
    loose_numbers: Mapping[str, float] = field(default_factory=dict)
    """Words that may stand for a number but need not ("both")."""
    percents: frozenset[str] = frozenset()
    """Words for per cent."""
    months: Mapping[str, float] = field(default_factory=dict)
    """Month names in all forms."""
    weekdays: Mapping[str, float] = field(default_factory=dict)
    """Weekday names; compounds ("Freitagmorgen") begin with them."""
    speech_stems: tuple[str, ...] = ()
    """Verbs of saying, demanding, criticising, feeling."""
    not_speech: frozenset[str] = frozenset()
    """Words that begin like one of them and are none."""
    sources: frozenset[str] = frozenset()
    """Prepositions that name a source ("laut")."""
    source_nouns: frozenset[str] = frozenset()
    """Nouns that do so with a preposition before and the source behind ("nach Angaben")."""
    source_postpositions: frozenset[str] = frozenset()
    """The same, behind the source ("zufolge")."""
    titles: frozenset[str] = frozenset()
    """Forms of address and titles before a name."""
    role_endings: tuple[str, ...] = ()
    """How nouns for functions end ("minister"), also in compounds."""
    organisation_endings: tuple[str, ...] = ()
    """How nouns for organisations end."""
    common_endings: tuple[str, ...] = ()
    """Endings that names hardly have ("ung")."""
    countries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Country to the beginnings of its adjective, people and capital."""
    antonyms: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()
    """Pairs of opposites."""
    leading: frozenset[str] = field(init=False, repr=False)
    """Prepositions that are no determiners."""
    capitals: frozenset[str] = field(init=False, repr=False)
    """Of `countries` all but the first beginning: people and capitals."""
    of_countries: tuple[str, ...] = field(init=False, repr=False)
    """How words begin that have to do with any country."""
    ten_endings: tuple[str, ...] = field(init=False, repr=False)
    """Keys of `tens`."""
    any_source: frozenset[str] = field(init=False, repr=False)
    """Every word that names a source."""
    suffixes_by_letter: Mapping[str, tuple[str, ...]] = field(init=False, repr=False)
    """`suffixes` by their last letter."""
    before_subjects: frozenset[str] = field(init=False, repr=False)
    """Function words that may begin what follows a verb: prepositions, pronouns, coordinators."""

    def __post_init__(self) -> None:
        sources = self.sources | self.source_nouns | self.source_postpositions
        object.__setattr__(self, "leading", self.prepositions - self.determiners)
        object.__setattr__(self, "any_source", sources)
        object.__setattr__(self, "ten_endings", tuple(self.tens))
        stems = self.countries.values()
        object.__setattr__(self, "capitals", frozenset(one for row in stems for one in row[1:]))
        beginnings = {*self.countries, *(one for row in stems for one in row)}
        object.__setattr__(self, "of_countries", tuple(sorted(beginnings)))
        last = {suffix[-1] for suffix in self.suffixes}
        by_letter = {end: tuple([one for one in self.suffixes if one[-1] == end]) for end in last}
        object.__setattr__(self, "suffixes_by_letter", by_letter)
        object.__setattr__(self, "before_subjects", self.prepositions | self.pronouns | self.coordinators)
