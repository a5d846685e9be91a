"""The one port of the core: who turns messages into a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from pydantic import BaseModel

from summarizer.core.prompt import DraftRequest, Style
from summarizer.core.usage import Attempt, Outcome, Price


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What the pipeline has to know of a model."""

    name: str
    """As the endpoint knows it."""
    endpoint: str
    """Where it runs, without credentials; "local" for the one that ships with the program."""
    style: Style
    """The style that it answers in."""
    prompt: str
    """Name of its prompt."""
    input_budget: int
    """Estimated prompt tokens of article text that one request may carry."""
    price: Price | None
    """Null when unknown."""
    seconds: float = 300.0
    """Deadline for an article that fits into one request; a longer one gets as much for each part."""
    repairs_items: bool = True
    """Whether it can correct items that the checks rejected; the local model cannot."""
    parameters: tuple[tuple[str, str], ...] = ()
    """Everything else that shapes answers (temperature, limits, grammar), as sorted pairs."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """A draft, or the reason why there is none, with every attempt that was made.

    `seconds` is the wall time of all of it, waiting between attempts included.
    """

    draft: BaseModel | None
    outcome: Outcome
    attempts: tuple[Attempt, ...]
    seconds: float


class Extractor(Protocol):
    """Turns a request into a draft; repeats it where that can help, within `request.seconds`."""

    @property
    def card(self) -> ModelCard:
        """The model behind it."""

    def extract(self, request: DraftRequest) -> Extraction:
        """Ask the model. Raises `ProviderError` when the endpoint cannot be used at all."""

    def close(self) -> None:
        """Give back what the model holds: connections, a server in this process."""
