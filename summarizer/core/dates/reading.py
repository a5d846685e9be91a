"""A phrase's symbols with what is needed to read them; the base of all productions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.core.dates.anchoring import Anchor, Expression
from summarizer.core.dates.symbols import Kind, Symbol, Vocabulary

_END = Symbol(Kind.WORD)

Read = tuple[Expression, int] | None
"""What was read and the position after it, or None where the production does not fit."""


@dataclass(frozen=True)
class Reading:
    """Positions count symbols; every position is valid, beyond the end there are unknown words."""

    symbols: Sequence[Symbol]
    vocabulary: Vocabulary
    anchor: Anchor | None

    def at(self, position: int) -> Symbol:
        """The symbol at a position."""
        return self.symbols[position] if 0 <= position < len(self.symbols) else _END

    def kind(self, position: int) -> Kind:
        """The kind of the symbol at a position."""
        symbols = self.symbols
        return symbols[position].kind if 0 <= position < len(symbols) else Kind.WORD

    def is_unit(self, position: int, *names: str) -> bool:
        """Whether one of these calendar units, in the singular, stands at the position."""
        return self.kind(position) is Kind.UNIT and self.at(position).name in names

    def after(self, position: int, *kinds: Kind) -> int:
        """The position behind an optional symbol of these kinds."""
        return position + 1 if self.kind(position) in kinds else position
