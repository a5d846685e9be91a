"""Recording a profile: what it would cost, and asking the real model only what is not recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.core.parts import estimated_tokens
from summarizer.core.sentences import split_sentences
from summarizer.core.usage import Cost, Usage
from summarizer.evaluation.dataset import Example
from summarizer.evaluation.profile import Profile, save_profile, unsent
from summarizer.evaluation.replay import Case, State, player
from summarizer.llm.connect import choose, connect, upstream
from summarizer.resources import load_prompt
from summarizer.settings import Settings

if TYPE_CHECKING:
    from summarizer.core.extraction import ModelCard

_CHARACTERS_A_TOKEN = 3.5
# Measured on the gold annotations: an answer has about as many tokens as its article, and never few.
_SHORTEST_ANSWER = 400
_LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a recording would ask, before it does; tokens and cost are estimates for first answers.

    `cost` is None where the price of the model is unknown.
    """

    examples: tuple[Example, ...]
    card: ModelCard
    usage: Usage
    cost: Cost | None


def resolved(profile: Profile, settings: Settings) -> Profile:
    """The profile with the name of its model: an endpoint that has only one is asked for it.

    Raises `ConfigurationError` and `ProviderError`.
    """
    asked = profile.settings(settings)
    if asked.model or choose(asked).local:
        return profile
    with closing(connect(asked)) as extractor:
        return profile.model_copy(update={"model": extractor.card.name})


def plan(evals: Path, profile: Profile, examples: Sequence[Example], *, everything: bool = False) -> Plan:
    """Which of `examples` are stale or missing (or all, with `everything`) and what they would cost."""
    with player(evals, profile) as one:
        wanted = [e for e in profile.concerned(examples) if everything or one.check(e).state is not State.OK]
        card = one.card
    prompt = load_prompt(card.prompt)
    overhead = (len(prompt.system) + len(prompt.user)) / _CHARACTERS_A_TOKEN
    sizes = [sum(map(estimated_tokens, split_sentences(e.article.text, e.article.language))) for e in wanted]
    usage = Usage(
        input_tokens=round(sum(size + overhead for size in sizes)),
        output_tokens=sum(max(_SHORTEST_ANSWER, size) for size in sizes),
    )
    return Plan(tuple(wanted), card, usage, card.price.cost(usage) if card.price else None)


def record(
    evals: Path, profile: Profile, examples: Sequence[Example], settings: Settings, *, fresh: bool = False
) -> Iterator[Case]:
    """Ask the model about each of `examples` and keep its answers; yields as they come.

    What was recorded for an article before and is no longer asked is deleted once the new answers are
    there. Interrupted, it loses nothing: the next call goes on. Raises `ProviderError` when the endpoint
    cannot be used, `ConfigurationError` when the local model cannot be made ready.
    """
    asked = profile.settings(settings)
    # A model that says by itself which parameters it rejects is asked once an article, see `Player.play`.
    with player(evals, profile, partial(upstream, asked), settings=asked, fresh=fresh) as one:
        save_profile(evals, _described(profile, one.card))
        for example in examples:
            case = one.play(example)
            for key in case.unplayed:
                one.store.remove(key)
            if case.summary and case.summary.provenance.started:
                profile = profile.model_copy(update={"recorded": case.summary.provenance.started.date()})
            yield case
        save_profile(evals, _described(profile, one.card))


def _described(profile: Profile, card: ModelCard) -> Profile:
    """The profile with what only the connected model knows: its name, its address, its price."""
    local = card.endpoint == _LOCAL
    update = {
        "model": _LOCAL if local else card.name,
        "base_url": None if local else card.endpoint,
        "prompt": card.prompt,
        "style": card.style.value,
        "unsent": unsent(card),
        "price": None if local or card.price is None else card.price.model_dump(mode="json"),
        "made_by": profile.made_by or f"{card.name} at {card.endpoint}",
    }
    return profile.model_copy(update=update)
