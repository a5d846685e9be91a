"""Small articles and drafts for the tests of the checks."""

from __future__ import annotations

from typing import Any

from summarizer.core.article import normalise_text
from summarizer.core.draft import Draft
from summarizer.core.grounding import Grounded, ground
from summarizer.core.sentences import split_sentences


def draft(**kinds: Any) -> Draft:
    """A draft with these items and nothing else."""
    empty = {"actors": [], "positions": [], "planned_talks": [], "open_questions": []}
    abstract = kinds.pop("abstract", {"evidence": [], "text": ""})
    return Draft.model_validate({"headline": "", "abstract": abstract, **empty, **kinds})


def grounded(text: str, language: str | None = "de", **kinds: Any) -> Grounded:
    """The checks on these items."""
    sentences = split_sentences(normalise_text(text), language)
    return ground(draft(**kinds), sentences, published=None, language=language)


def person(name: str, sentence: int = 1, role: str | None = None, kind: str = "person") -> dict[str, Any]:
    return {"evidence": [sentence], "name": name, "kind": kind, "role": role}


def position(
    holder: str, statement: str, *evidence: int, mode: str = "indirect", via: str | None = None
) -> dict[str, Any]:
    return {"evidence": list(evidence), "holder": holder, "statement": statement, "mode": mode, "via": via}


def reasons(found: Grounded) -> set[str]:
    """Reasons of all items but the actors."""
    items: list[Any] = [*found.positions, *found.planned_talks, *found.open_questions]
    items += [one.item for one in found.rejected if one.kind != "actor"]
    return {reason.value for item in items for reason in item.support.reasons}


def stated(evidence: str, statement: str, language: str = "de", holder: str = "Anna Berg") -> set[str]:
    """Reasons against a statement of Anna Berg that rests on one sentence, another one behind it."""
    other = {"de": "Das Wetter blieb gut.", "en": "The weather stayed fine."}.get(language, "Fine.")
    text = f"{evidence} {other}"
    count = len(split_sentences(evidence, language))
    found = grounded(
        text, language, actors=[person(holder)], positions=[position(holder, statement, *range(1, count + 1))]
    )
    return reasons(found)
