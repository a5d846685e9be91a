"""Money: what may still be spent when everything in flight costs as much as it can."""

from __future__ import annotations

from summarizer.batch.gate import Need, Settled
from summarizer.core.usage import Price, Usage

_MILLION = 1_000_000


class Budget:
    """A hard limit in US dollars; None: only counts. Not thread-safe: the gate's lock guards it.

    `spent` is what earlier runs and this one have paid, requests of unknown outcome at their maximum.
    """

    def __init__(self, limit: float | None = None, spent: float = 0.0) -> None:
        self.limit = limit
        self.spent = spent
        self.reserved = 0.0
        self._open = 0

    def fits(self, need: Need) -> bool:
        """Whether the request can be paid whatever happens to it and to all that are in flight."""
        if self.limit is None:
            return True
        return need.cost is not None and self.spent + self.reserved + need.cost <= self.limit

    def hopeless(self, need: Need) -> bool:
        """Whether it would not fit even if all that is in flight turned out to cost nothing."""
        return self.limit is not None and (need.cost is None or self.spent + need.cost > self.limit)

    def left(self) -> float:
        """US dollars that nobody has spent yet; 0 without a limit."""
        return max(0.0, (self.limit or 0.0) - self.spent)

    def reserve(self, need: Need) -> None:
        """Set aside what the request can cost at most."""
        self.reserved += need.cost or 0.0
        self._open += 1

    def settle(self, need: Need, charged: float | None) -> None:
        """Replace the reservation by what the request did cost."""
        self._open -= 1
        # Nothing in flight means nothing reserved: sums of floats would keep a trace.
        self.reserved = self.reserved - (need.cost or 0.0) if self._open else 0.0
        self.spent += charged or 0.0


def greatest_cost(price: Price | None, input_tokens: int, output_tokens: int) -> float | None:
    """US dollars for a request at its upper bounds; None where the price is unknown."""
    if price is None:
        return None
    dearest_input = max(price.input, price.cached or 0.0)
    return (input_tokens * dearest_input + output_tokens * price.output) / _MILLION


def charge(price: Price | None, need: Need, settled: Settled) -> float | None:
    """What a request is booked at: by its usage, nothing where the endpoint refused it, the greatest
    possible cost where nobody knows."""
    if price is None:
        return None
    if not settled.sent or (settled.status is not None and settled.status >= 400):
        return 0.0
    if settled.status is None or settled.usage is None:
        return need.cost
    usage: Usage = settled.usage
    cost = price.cost(usage)
    return need.cost if cost is None else cost.amount
