"""What the checks say of an item: a verdict, and the reasons for it."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from summarizer.core.described import Described


class Verdict(StrEnum):
    """What the checks say of an item."""

    SUPPORTED = "supported"
    """Every check passed."""
    PARTIAL = "partial"
    """Nothing contradicts the item, but something could not be confirmed; see the reasons."""
    UNSUPPORTED = "unsupported"
    """The article does not support the item; see the reasons."""


class Reason(StrEnum):
    """Why an item is not fully supported; the text is how an analyst should read it."""

    EVIDENCE_MISSING = "evidence_missing"
    """No valid sentence is cited: nothing in the article was named as the source of this item."""
    EVIDENCE_OUT_OF_RANGE = "evidence_out_of_range"
    """Sentences were cited that do not exist; the item rests on those that do."""
    EVIDENCE_UNRELATED = "evidence_unrelated"
    """The sentences cited are about something else; other sentences of the article are much closer."""
    EVIDENCE_WEAK = "evidence_weak"
    """The sentences cited share few words with the item, and others share more: read around them."""
    EVIDENCE_SUSPECT = "evidence_suspect"
    """A sentence cited reads as if written for a language model (an order, a chat marker): look at it."""
    NAME_NOT_IN_ARTICLE = "name_not_in_article"
    """A name that the article does not contain: invented, or spelled differently."""
    NAME_NOT_IN_EVIDENCE = "name_not_in_evidence"
    """The name is in the article, but not in the sentences cited for it."""
    WORD_NOT_IN_ARTICLE = "word_not_in_article"
    """A capitalised word, noun or name, that the article lacks in any form: paraphrased or added."""
    ROLE_NOT_IN_ARTICLE = "role_not_in_article"
    """The role has words that the article lacks: paraphrased, translated or added."""
    PHRASE_NOT_IN_EVIDENCE = "phrase_not_in_evidence"
    """When, place or topic is not worded like that in the sentences cited."""
    HOLDER_CONTRADICTED = "holder_contradicted"
    """The sentences cited name somebody else as the one who states this."""
    HOLDER_NOT_SPEAKER = "holder_not_speaker"
    """The holder is named in the sentences cited, but not as the one who states this."""
    HOLDER_INFERRED = "holder_inferred"
    """The sentences cited do not name the holder, and the last speaker before them is another or unclear."""
    NUMBER_NOT_IN_ARTICLE = "number_not_in_article"
    """A number, amount or percentage that stands nowhere in the article."""
    NUMBER_NOT_IN_EVIDENCE = "number_not_in_evidence"
    """A number that the article has, but not in the sentences cited: it may belong to something else."""
    DATE_NOT_IN_ARTICLE = "date_not_in_article"
    """A day, month, year or time of day that stands nowhere in the article."""
    DATE_NOT_IN_EVIDENCE = "date_not_in_evidence"
    """A date that the article has, but not in the sentences cited: it may belong to something else."""
    QUOTE_NOT_VERBATIM = "quote_not_verbatim"
    """Words in quotation marks that the article does not contain like that: a misquotation."""
    QUOTE_NOT_IN_EVIDENCE = "quote_not_in_evidence"
    """The quoted words are in the article, but not in the sentences cited."""
    NEGATION_FLIPPED = "negation_flipped"
    """The item denies what the sentences cited affirm, or the other way round."""
    OPPOSITE_WORD = "opposite_word"
    """The item says the opposite of a word in the sentences cited (rejected, accepted)."""
    SPAN_NOT_VERBATIM = "span_not_verbatim"
    """An extractive item whose text is not a verbatim part of the article."""


class Support(Described):
    """The verdict of the checks, made by code and not by the model."""

    verdict: Verdict
    """supported, partial or unsupported."""
    reasons: list[Reason] = Field(default=[])
    """Codes of what was found; empty when supported."""
