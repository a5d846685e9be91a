"""What a user may choose for a provider batch."""

from __future__ import annotations

from dataclasses import dataclass, field

from summarizer.batch.provider_files import Limits


@dataclass(frozen=True, slots=True)
class Terms:
    """What a user may choose for a provider batch.

    `discount` is the price of a batch as a share of the direct one, `budget` US dollars for all runs with
    the same ledger. `resubmissions` is how often a question may go into a further job after it expired or
    failed in passing, `poll` the shortest and the longest time between two looks, in seconds. `keep_files`
    leaves our files at the provider, which are removed otherwise once they are collected.
    """

    budget: float | None = None
    discount: float = 0.5
    resubmissions: int = 2
    poll: tuple[float, float] = (1.0, 60.0)
    limits: Limits = field(default_factory=Limits)
    keep_files: bool = False
