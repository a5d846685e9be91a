"""What every item of the page has: citations, a verdict, a frame that lights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from summarizer.core.summary import Actor, Evidence, OpenQuestion, PlannedTalk, Position
from summarizer.core.support import Support
from summarizer.render.page.entries import numbers
from summarizer.render.page.markup import Html, icon, join, tag
from summarizer.render.page.words import Words


@dataclass(frozen=True, slots=True)
class Scene:
    """What the parts of the page share: the interface's words, the sentences that are there to point at,
    and the language of the article's own words."""

    words: Words
    numbers: frozenset[int]
    spoken: str | None


def verdict(support: Support, words: Words) -> Html:
    """Shape and word of the verdict, and the reasons."""
    sign = tag(
        "span",
        icon(support.verdict),
        words(support.verdict),
        class_=f"verdict {support.verdict}",
    )
    reasons = words.reasons(support)
    if not reasons:
        return sign
    return join(sign, tag("ul", *(tag("li", one) for one in reasons), class_="reasons"))


def citations(evidence: Sequence[Evidence], scene: Scene) -> Html:
    """The numbers of the sentences, each a link to its sentence where that is on the page."""
    cited = numbers(evidence)
    if not cited:
        return tag("span", scene.words("no_evidence"), class_="none")
    return tag("span", *(_reference(n, scene) for n in cited), class_="refs")


def _reference(number: int, scene: Scene) -> Html:
    label = scene.words("sentence", n=number)
    if number not in scene.numbers:
        return tag("span", str(number), class_="ref", title=label)
    return tag("a", str(number), href=f"#s{number}", class_="ref", aria_label=label)


def item(identifier: str, *children: str | None, **attributes: Any) -> Html:
    """The frame of an item, under an identifier of the page's own."""
    kind = attributes.pop("class_", "")
    return tag("li", *children, id=identifier, class_=f"item {kind}".strip(), tabindex="-1", **attributes)


def foot(one: Position | PlannedTalk | OpenQuestion | Actor, scene: Scene, *more: str | None) -> Html:
    """The line below an item: its sentences, `more`, its verdict with the reasons."""
    found = verdict(one.support, scene.words)
    return tag("div", citations(one.evidence, scene), *more, found, class_="foot")
