"""The article: text normalised once, so that every offset afterwards means the same thing."""

from __future__ import annotations

import datetime
import hashlib
import re
import unicodedata
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from summarizer.core.described import Described

_ENDS = "\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
# Controls, soft hyphen, combining grapheme joiner, blank Hangul and Khmer letters, zero-width and bidi
# marks, invisible operators, byte order mark, interlinear and musical controls, tag characters,
# variation selectors, surrogates: nothing a reader sees, and all of it has been used to smuggle text.
_UNSEEN = (
    "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff"
    "\U0001d173-\U0001d17a\U000e0000-\U000e01ef"
)
_LINE_ENDS = re.compile(f"\r\n?|[{_ENDS}]")
_INVISIBLE = re.compile(f"[{_UNSEEN}]")
# Most texts hold neither: one look instead of two passes.
_UNUSUAL = re.compile(f"[\r{_ENDS}{_UNSEEN}]")


def normalise_text(text: str) -> str:
    """NFC, `\\n` line ends, and none of the characters that no reader can see.

    Idempotent. Removed: control characters except tab and newline, soft hyphens, zero-width and
    bidirectional marks, tag characters, lone surrogates. All offsets of a summary refer to this text.
    """
    if _UNUSUAL.search(text):
        text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", text)


def normalise_line(text: str) -> str:
    """`normalise_text`, on one line: runs of white space become one blank."""
    return " ".join(normalise_text(text).split())


Line = Annotated[
    str | None, BeforeValidator(lambda v: normalise_line(v) or None if isinstance(v, str) else v)
]


class Article(Described):
    """One news article as the rest of the program sees it; immutable.

    `id` defaults to the first 16 hexadecimal digits of the text's SHA-256.
    """

    text: Annotated[str, BeforeValidator(lambda v: normalise_text(v) if isinstance(v, str) else v)]
    """The normalised text, headline not included."""
    id: Line = Field(default=None)
    """Stable identifier within an archive."""
    source: Line = None
    """Where it came from: a path, a URL, an outlet."""
    title: Line = None
    """The headline, where known."""
    published: datetime.date | None = None
    """The calendar day of publication at the place of publication; anchors relative dates."""
    language: Line = None
    """ISO 639-1 code ("de"), given or detected; null when unknown."""

    @model_validator(mode="after")
    def _default_id(self) -> Self:
        if self.id is None:
            object.__setattr__(self, "id", self.sha256[:16])
        return self

    @property
    def sha256(self) -> str:
        """SHA-256 of the normalised text in UTF-8, hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()
