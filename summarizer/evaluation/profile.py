"""Profiles: which model, asked how, made a folder of recordings. `cassettes/<profile>/profile.json`."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from summarizer.core.errors import InputError, UsageError
from summarizer.core.extraction import ModelCard
from summarizer.evaluation.dataset import Example
from summarizer.evaluation.files import write_json
from summarizer.settings import PROFILE_FILE, Settings

_ASKED = (
    "model",
    "base_url",
    "style",
    "prompt",
    "mode",
    "language",
    "repairs",
    "temperature",
    "max_output_tokens",
    "input_budget",
)
# What shapes an answer without being part of the request.
_UNSENT = ("weights", "grammar")
_PATIENCE = 3600.0


class Profile(BaseModel):
    """Everything that is needed to ask the same model the same way again, keys excepted."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    name: str
    """Its folder under cassettes/."""
    made_by: str = ""
    """What really answered: model, engine, machine, in words."""
    model: str | None = None
    """As in Settings."""
    base_url: str | None = None
    """As in Settings, without credentials."""
    style: Literal["abstractive", "extractive"] | None = None
    """As in Settings."""
    prompt: str | None = None
    """As in Settings."""
    mode: Literal["json_schema", "tools", "json", "md_json"] = "json_schema"
    """As in Settings."""
    language: str | None = None
    """As in Settings."""
    repairs: int = 2
    """As in Settings."""
    temperature: float | None = 0.0
    """As in Settings."""
    max_output_tokens: int = 8000
    """As in Settings."""
    input_budget: int | None = None
    """As in Settings."""
    languages: tuple[str, ...] = ()
    """Only articles in these languages (ISO 639-1) are put to it; empty: all."""
    articles: tuple[str, ...] = ()
    """Only these articles are put to it; empty: all."""
    price: Mapping[str, Any] | None = None
    """Price that costs are computed with, as in the table of prices; null: unknown."""
    unsent: Mapping[str, str] = {}
    """What shaped the answers without being part of the requests: weights, grammar."""
    recorded: datetime.date | None = None
    """Day of the last recording."""

    def settings(self, base: Settings) -> Settings:
        """`base` (keys, threads, cache folder) with this model, and with time enough for a slow one."""
        chosen = {name: getattr(self, name) for name in _ASKED}
        prices = {self.model: self.price} if self.model and self.price else base.prices
        patient = {"timeout": max(base.timeout, _PATIENCE), "deadline": max(base.deadline, _PATIENCE)}
        origin = f"cassettes/{self.name}/{PROFILE_FILE}"
        told = ("model", "base_url", *patient)
        origins = {**base.origins, **dict.fromkeys(told, origin)}
        return base.model_copy(update={**chosen, **patient, "prices": prices, "origins": origins})

    def replayed(self) -> Settings:
        """Settings for a replay: nothing of this machine or its environment gets in."""
        return self.settings(Settings())

    def concerned(self, examples: Iterable[Example]) -> tuple[Example, ...]:
        """Those of `examples` that this model is asked about."""
        return tuple(
            one
            for one in examples
            if (not self.languages or one.article.language in self.languages)
            and (not self.articles or one.id in self.articles)
        )

    def changed_model(self, card: ModelCard) -> bool:
        """Whether the model behind the name is another one than that of the recordings."""
        return bool(self.unsent) and self.unsent != unsent(card)


def unsent(card: ModelCard) -> dict[str, str]:
    """What shapes the answers of this model without being part of a request."""
    return {name: value for name, value in card.parameters if name in _UNSENT}


def profile_from(name: str, settings: Settings, made_by: str, languages: tuple[str, ...] = ()) -> Profile:
    """A profile that asks as these settings do."""
    return Profile(
        name=name,
        made_by=made_by,
        languages=languages,
        **{field: getattr(settings, field) for field in _ASKED},
    )


def load_profile(evals: Path, name: str) -> Profile:
    """The profile of that name. Raises `UsageError` when there is none, `InputError` when it is damaged."""
    path = evals / "cassettes" / name / PROFILE_FILE
    if not path.is_file():
        known = profile_names(evals)
        hint = f"there are {', '.join(known)}" if known else "record one: 'summarizer eval record NAME'"
        raise UsageError(f"there are no recordings '{name}' in {evals / 'cassettes'}", hint=hint)
    try:
        return Profile.model_validate({**json.loads(path.read_text("utf-8")), "name": name})
    except (ValidationError, ValueError, TypeError):
        raise InputError(f"{path} is no profile", hint="restore it from version control") from None


def save_profile(evals: Path, profile: Profile) -> None:
    """Write the profile beside its recordings."""
    document = profile.model_dump(mode="json", exclude={"name"}, exclude_defaults=True)
    write_json(evals / "cassettes" / profile.name / PROFILE_FILE, document)


def profile_names(evals: Path) -> list[str]:
    """All profiles with recordings, sorted."""
    return sorted(path.parent.name for path in (evals / "cassettes").glob(f"*/{PROFILE_FILE}"))
