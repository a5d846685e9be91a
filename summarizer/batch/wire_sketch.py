"""What the index of wire copy knows of a text: its sentences as numbers, and where it is found again."""

from __future__ import annotations

import hashlib
import struct
from itertools import islice
from typing import TYPE_CHECKING

from summarizer.batch.wire_text import Text, Words
from summarizer.batch.wire_words import HARMLESS

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHINGLE = 3
_BANDS, _ROWS = 24, 3
"""Two texts that share half of their three-word sequences meet in a band 24 times of 25."""
_SEED = 20_260_112
_BEGINNING = 3
"""Sentences of a first article, one of which a copy must have to be compared in full."""
_REACH = 8
"""How deep in a copy the beginning may lie, in lines. Found by it are copies that were cut to a few
paragraphs, for which sketches have no eye."""
_NUMBER = (1 << 63) - 1


class Sketch:
    """A text by numbers: `lines` its sentences, `asked` and `registered` the bands it is found under.

    A band is a part of the MinHash sketch, the hash of all words, or one of the first sentences.
    """

    def __init__(self, text: Text) -> None:
        self.lines = [_sense(line.words) for line in text.lines]
        self.weights: dict[int, int] = {}
        for number, line in zip(self.lines, text.lines, strict=True):
            self.weights[number] = self.weights.get(number, 0) + len(line.words)
        body = (
            n for n, line in zip(self.lines, text.lines, strict=True) if not (line.outlet or line.headline)
        )
        beginnings = list(islice(body, _REACH))
        self.total: int = sum(self.weights.values())
        bands = _bands(text.words)
        self.asked = [*bands, *beginnings]
        self.beginnings = beginnings[:_BEGINNING]
        """The first sentences: a text that has none of them is no copy of this one."""
        self.registered = [*bands, *self.beginnings]

    def share_in(self, lines: Sequence[int]) -> float:
        """The share of the text's words in sentences that are among `lines`."""
        return sum(self.weights[line] for line in self.weights.keys() & lines) / self.total


def _sense(words: Words) -> int:
    if HARMLESS.isdisjoint(words):
        return line_number(words)
    return line_number(tuple(word for word in words if word not in HARMLESS))


def line_number(words: Words) -> int:
    """A sentence as a number for SQLite; other sentences have other ones."""
    return _hash(" ".join(words).encode())


def _hash(data: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest()) & _NUMBER


def _bands(words: Words) -> list[int]:
    from rensa import RMinHash  # deferred: only a run that looks for wire copy needs it

    sketch = RMinHash(num_perm=_BANDS * _ROWS, seed=_SEED)
    sketch.update(list(map(" ".join, zip(*(words[start:] for start in range(_SHINGLE)), strict=False))))
    values = sketch.digest()
    version = RMinHash.ALGORITHM_VERSION
    packed = struct.pack(f"<{_BANDS * _ROWS}I", *values)
    size = len(packed) // _BANDS
    bands = [_hash(b"%d %d " % (version, n) + packed[n * size : (n + 1) * size]) for n in range(_BANDS)]
    # Equal texts meet even where thousands share every other band.
    return [*bands, _hash(" ".join(words).encode())]
