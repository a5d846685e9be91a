"""Prompts, and the messages they become for one article.

Article text is data: it is put into a finished message by one substitution that never looks at what
it inserts. Remote models see it inside a fence whose name is a hash of all that stands inside, so that
the same article always gives the same bytes (recordings stay valid) while no author can write a text
or a title that contains its own fence.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from string import Template
from typing import Literal

from pydantic import BaseModel

from summarizer.core.article import Article
from summarizer.core.draft import Draft, IndexDraft
from summarizer.core.sentences import Sentence

FENCE = re.compile(r"article-[0-9a-f]{24}")
"""The name of a fence."""

# Models follow a name better than a code; anything else is passed on as it is.
_LANGUAGE_NAMES = {
    "ar": "Arabic",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "sv": "Swedish",
    "tr": "Turkish",
    "uk": "Ukrainian",
}


class Style(StrEnum):
    """How a model answers."""

    ABSTRACTIVE = "abstractive"
    """Free text that cites sentences."""
    EXTRACTIVE = "extractive"
    """The model only points; every string is a span of the article."""

    @property
    def draft_type(self) -> type[Draft] | type[IndexDraft]:
        """The shape that the model fills in."""
        return Draft if self is Style.ABSTRACTIVE else IndexDraft


@dataclass(frozen=True, slots=True)
class Message:
    """One chat message."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt folder: `system` and `user` are `string.Template` texts.

    Placeholders of `user`: `$header` (title and date lines), `$sentences` (numbered lines), `$fence`;
    of `system`: `$fence` and `$language` (the output language, in words a model understands).
    """

    name: str
    version: int
    style: Style
    system: str
    user: str

    @property
    def sha256(self) -> str:
        """Hash of everything that shapes the request, hexadecimal."""
        return _sha256(self)

    def messages(
        self, article: Article, sentences: Sequence[Sentence], output_language: str | None = None
    ) -> tuple[Message, ...]:
        """The system and user message for these sentences of this article."""
        header = _header(article)
        # Title and text stand inside the fence, so both name it: neither can hold its own hash.
        fence = _fence(header, article.text)
        language = output_language or article.language or "the language of the article"
        language = _LANGUAGE_NAMES.get(language.lower(), language)
        return (
            Message("system", Template(self.system).substitute(fence=fence, language=language)),
            Message(
                "user",
                Template(self.user).substitute(fence=fence, header=header, sentences=numbered(sentences)),
            ),
        )


@lru_cache(maxsize=16)
def _sha256(prompt: Prompt) -> str:
    # Every summary names it, twice; the few prompts in use never change.
    return hashlib.sha256(json.dumps([prompt.style, prompt.system, prompt.user]).encode()).hexdigest()


def numbered(sentences: Sequence[Sentence]) -> str:
    """One line a sentence: `[3] Text.` A sentence never spans lines, so it cannot fake a number."""
    return "\n".join(f"[{sentence.number}] {sentence.line}" for sentence in sentences)


@lru_cache(maxsize=4)
def _fence(header: str, text: str) -> str:
    # Kept for the other parts of a long article: thousands of parts would each hash all of it.
    return f"article-{hashlib.sha256((header + text).encode()).hexdigest()[:24]}"


def _header(article: Article) -> str:
    lines = [f"Title: {article.title}"] if article.title else []
    if article.published:
        lines.append(f"Published: {article.published.isoformat()}")
    return "\n".join(lines) + "\n\n" if lines else ""


@dataclass(frozen=True, slots=True)
class DraftRequest:
    """Everything an extractor needs: what to send, the shape to fill, and the sentences it numbers.

    `seconds` is the time left for this request, retries and waiting included.
    """

    messages: tuple[Message, ...]
    draft_type: type[BaseModel]
    sentences: tuple[Sentence, ...]
    seconds: float
