"""Who may send a request, and when: the contract between workers and the one gate of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from summarizer.core.usage import Usage


@dataclass(frozen=True, slots=True)
class Need:
    """The most that a request can use: what is reserved before it is sent."""

    input_tokens: int
    """Upper bound: a token is at least one UTF-8 byte of the body."""
    output_tokens: int
    """Upper bound: the output limit that the request names."""
    cost: float | None
    """US dollars at these bounds; None where the price is unknown."""
    begun: bool = False
    """The article has been answered before: a gentle stop lets it go on."""
    label: str = ""
    """The article's location, for the journal."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """Leave to send one request; `id` is its row in the journal."""

    id: int
    need: Need


@dataclass(frozen=True, slots=True)
class Settled:
    """How a request ended. `status` None: no complete answer, so what it cost is unknown."""

    status: int | None
    usage: Usage | None
    """As the endpoint counted; None where it did not."""
    seconds: float
    """From sending to the end of the answer."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Rate-limit headers of the answer, names in lower case."""
    retry_after: float | None = None
    """Seconds that the endpoint asks to wait."""
    sent: bool = True
    """Whether anything can have reached the endpoint; a refused connection costs nothing."""


class Gate(Protocol):
    """Admits requests; thread-safe. One per run, wherever its workers are."""

    def admit(self, need: Need) -> Ticket:
        """Wait for a lane, the rate limits and the budget.

        Raises `StoppedError` when the run stops and `BudgetSpentError` when the request does not fit
        into the budget and nothing in flight could give any of it back.
        """

    def settle(self, ticket: Ticket, settled: Settled) -> None:
        """Give the lane back and book what the request cost. Every ticket is settled exactly once."""
