"""The structured half of the page: actors, positions, talks, questions, and what was rejected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from summarizer.core.draft import TalkStatus
from summarizer.core.summary import (
    Actor,
    ArticleSummary,
    Evidence,
    OpenQuestion,
    PlannedTalk,
    Position,
    Rejected,
)
from summarizer.core.support import Support
from summarizer.render.page.entries import holder_key, numbers
from summarizer.render.page.markup import Html, icon, join, tag
from summarizer.render.page.timeline import timeline
from summarizer.render.page.words import Words
from summarizer.render.words import rejected_title

_MODE = {
    "direct": ("quote", "direct"),
    "indirect": ("speech", "indirect"),
    "reported": ("told", "reported_mode"),
}


@dataclass(frozen=True, slots=True)
class Scene:
    """What the parts of the page share: the interface's words, the sentences that are there to point at,
    and the language of the article's own words."""

    words: Words
    numbers: frozenset[int]
    spoken: str | None


def sections(summary: ArticleSummary, scene: Scene) -> Html:
    """Everything that was found, then the drawer with what was rejected."""
    words = scene.words
    return join(
        _abstract(summary, scene),
        _section("actors", words("actors"), len(summary.actors), _actors(summary.actors, scene), words),
        _section("positions", words("positions"), len(summary.positions), _positions(summary, scene), words),
        _section("talks", words("planned_talks"), len(summary.planned_talks), _talks(summary, scene), words),
        _section(
            "questions",
            words("open_questions"),
            len(summary.open_questions),
            tag(
                "ol",
                *(_question(one, f"q{n}", scene) for n, one in enumerate(summary.open_questions, 1)),
                class_="items",
            ),
            words,
        ),
        _rejected(summary.rejected, scene),
    )


def verdict(support: Support, words: Words, *, told: bool = True) -> Html:
    """Shape and word of the verdict; with `told`, also the reasons."""
    sign = tag(
        "span",
        icon(support.verdict),
        words(support.verdict),
        class_=f"verdict {support.verdict}",
    )
    reasons = words.reasons(support) if told else []
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


def _section(name: str, title: str, count: int, content: Html, words: Words) -> Html:
    heading = tag("h2", title, " ", tag("span", str(count), class_="count"), id=f"{name}-title")
    empty = tag("p", words("none_found"), class_="none")
    return tag(
        "section",
        heading,
        content if count else empty,
        id=name,
        class_="part",
        aria_labelledby=f"{name}-title",
    )


def _item(identifier: str, *children: str | None, **attributes: Any) -> Html:
    kind = attributes.pop("class_", "")
    return tag("li", *children, id=identifier, class_=f"item {kind}".strip(), tabindex="-1", **attributes)


def _foot(item: Position | PlannedTalk | OpenQuestion | Actor, scene: Scene, *more: str | None) -> Html:
    return tag(
        "div", citations(item.evidence, scene), *more, verdict(item.support, scene.words), class_="foot"
    )


def _abstract(summary: ArticleSummary, scene: Scene) -> Html | None:
    if summary.abstract is None:
        return None
    return tag(
        "section",
        tag("h2", scene.words("abstract"), id="abstract-title"),
        tag(
            "div",
            tag("p", summary.abstract.text, lang=scene.spoken, class_="lede"),
            tag("div", citations(summary.abstract.evidence, scene), class_="foot"),
            id="abstract",
            class_="item",
            tabindex="-1",
        ),
        class_="part",
        aria_labelledby="abstract-title",
    )


def _actors(actors: Sequence[Actor], scene: Scene) -> Html:
    words = scene.words
    chips = (
        tag(
            "li",
            tag(
                "button",
                icon(actor.kind),
                tag("span", actor.name, lang=scene.spoken, class_="name"),
                _doubt(actor.support, words),
                type="button",
                class_="chip",
                aria_pressed="false",
                data_actor=f"a{n}",
            ),
        )
        for n, actor in enumerate(actors, 1)
    )
    details = (_actor(actor, f"a{n}", scene) for n, actor in enumerate(actors, 1))
    return join(
        tag("p", words("actors_hint"), class_="hint scripted"),
        tag("ul", *chips, class_="chips scripted"),
        tag(
            "details",
            tag("summary", words("actors_more")),
            tag("ul", *details, class_="items cards"),
            id="cast",
            open=True,
        ),
    )


def _doubt(support: Support, words: Words) -> Html | None:
    if not support.reasons:
        return None
    return tag(
        "span",
        icon(support.verdict),
        tag("span", words(support.verdict), class_="unseen"),
        class_=f"verdict {support.verdict}",
    )


def _actor(actor: Actor, identifier: str, scene: Scene) -> Html:
    words = scene.words
    aliases = join(" · ", words("aliases"), " ", tag("i", ", ".join(actor.aliases), lang=scene.spoken))
    return _item(
        identifier,
        tag(
            "p",
            icon(actor.kind),
            tag("b", actor.name, lang=scene.spoken),
            tag(
                "span",
                words(actor.kind),
                join(" · ", tag("span", actor.role, lang=scene.spoken)) if actor.role else None,
                aliases if actor.aliases else None,
                class_="aside",
            ),
        ),
        _foot(actor, scene),
    )


def _positions(summary: ArticleSummary, scene: Scene) -> Html:
    groups: dict[tuple[bool, str], list[tuple[int, Position]]] = {}
    for n, position in enumerate(summary.positions, 1):
        groups.setdefault(holder_key(position), []).append((n, position))
    actors = {actor.id: actor for actor in reversed(summary.actors)}
    return join(
        *(
            _holder(group, actors.get(group[0][1].holder_id or ""), place, scene)
            for place, group in enumerate(groups.values(), 1)
        )
    )


def _holder(group: list[tuple[int, Position]], actor: Actor | None, place: int, scene: Scene) -> Html:
    name = actor.name if actor else group[0][1].holder
    role = actor.role if actor else None
    return tag(
        "section",
        tag(
            "h3",
            icon(actor.kind) if actor else None,
            tag("span", name, lang=scene.spoken),
            tag("span", role, lang=scene.spoken, class_="aside") if role else None,
            id=f"holder-{place}",
        ),
        tag("ol", *(_position(one, f"p{n}", name, scene) for n, one in group), class_="items"),
        class_="holder",
        aria_labelledby=f"holder-{place}",
    )


def _position(position: Position, identifier: str, holder: str, scene: Scene) -> Html:
    sign, word = _MODE[position.mode]
    mode = tag("span", icon(sign), scene.words(word), class_="mode")
    via = join("via ", tag("span", position.via, lang=scene.spoken)) if position.via else None
    also = tag("p", position.holder, lang=scene.spoken, class_="aside") if position.holder != holder else None
    return _item(
        identifier,
        also,
        tag("p", position.statement, lang=scene.spoken, class_="said"),
        _foot(position, scene, mode, tag("span", via, class_="via") if via else None),
        class_=f"mode-{position.mode}",
    )


def _talks(summary: ArticleSummary, scene: Scene) -> Html:
    talks = list(enumerate(summary.planned_talks, 1))
    dated = [(n, talk) for n, talk in talks if talk.date]
    dated.sort(key=lambda one: _first_day(one[1]))
    undated = [(n, talk) for n, talk in talks if not talk.date]
    parts = [timeline([(f"t{n}", talk) for n, talk in dated], summary.article.published, scene.words)]
    if dated:
        parts.append(tag("ol", *(_talk(talk, f"t{n}", scene) for n, talk in dated), class_="items"))
    if undated:
        parts.append(tag("h3", scene.words("no_date")))
        parts.append(tag("ul", *(_talk(talk, f"t{n}", scene) for n, talk in undated), class_="items"))
    return join(*parts)


def _first_day(talk: PlannedTalk) -> tuple[date, date]:
    return (talk.date.start, talk.date.end) if talk.date else (date.max, date.max)


def _talk(talk: PlannedTalk, identifier: str, scene: Scene) -> Html:
    words, spoken = scene.words, scene.spoken
    names = ", ".join(one.name for one in talk.participants)
    rest = [tag("span", part, lang=spoken) for part in (talk.place, words.quoted(talk.when)) if part]
    title = tag("b", talk.topic or names or words("no_participants"), lang=spoken)
    return _item(
        identifier,
        tag("p", *_when(talk, words), class_="when") if talk.date else None,
        tag("p", title),
        tag("p", names, lang=spoken) if talk.topic and names else None,
        tag("p", *_between(rest, " · "), class_="aside") if rest else None,
        _foot(talk, scene, status(talk.status, words)),
        class_=f"talk status-{talk.status}",
    )


def status(value: TalkStatus, words: Words) -> Html:
    """Whether the talk is announced, proposed, called off: shape and word."""
    word = words("reported_talk") if value == "reported" else words(value)
    return tag("span", icon(f"talk-{value}"), word, class_=f"standing {value}")


def _when(talk: PlannedTalk, words: Words) -> Iterator[Html]:
    if talk.date:
        yield tag("time", words.days(talk.date), datetime=talk.date.start.isoformat())
        precision = words.precision(talk.date)
        if precision:
            yield tag("span", precision, class_="aside")


def _between(parts: Sequence[Html], sign: str) -> Iterator[str]:
    for n, part in enumerate(parts):
        if n:
            yield sign
        yield part


def _question(question: OpenQuestion, identifier: str, scene: Scene) -> Html:
    said = tag("p", question.question, lang=scene.spoken, class_="said")
    return _item(identifier, said, _foot(question, scene))


def _rejected(found: Sequence[Rejected], scene: Scene) -> Html | None:
    if not found:
        return None
    words = scene.words
    items = (
        _item(
            f"r{n}",
            tag(
                "p",
                tag("span", words(one.kind), class_="aside"),
                tag("span", rejected_title(one), lang=scene.spoken),
            ),
            _foot(one.item, scene),
        )
        for n, one in enumerate(found, 1)
    )
    title = tag("span", words("rejected"), " ", tag("span", str(len(found)), class_="count"), class_="title")
    return tag(
        "details",
        tag("summary", icon("unsupported"), title),
        tag("p", words("rejected_hint"), class_="hint"),
        tag("ul", *items, class_="items"),
        id="rejected",
        class_="part drawer",
    )
