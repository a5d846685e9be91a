"""Sentences that speak to a language model instead of to readers.

An injected sentence is part of the article, so an item that rests on it is "in the article" for every
other check. This one looks for the marks of such sentences: the turn markers of chat formats, and
orders to ignore, write or add something. A mark is no proof: it makes an item partial, never unsupported.
"""

from __future__ import annotations

import re

_MARKS = re.compile(
    r"""(?ix)
    <\|\w+\|?> | </?(?:start|end)_of_turn> | \[/?(?:INST|SYS)\] | </?(?:system|assistant|instructions?)>
    | ^\W*(?:user|assistant|system|human|ai|ki|nutzer|assistent)\s*[:,]\s
    | ^\W*\[\d+\]\s
    | \b(?:ignor\w*|disregard|forget|vergiss|missachte|oublie[zr]?|olvid\w+|dimentica\w*|zignoruj\w*|negeer)\b
      .{0,40}\b(?:instructions?|anweisung\w*|vorgaben?|consignes?|instruc\w+|istruzioni|instrukcj\w+
                |instructies|prompts?)\b
    | \b(?:sprachmodell|language\s+model|system\s*-?\s*prompt|chatgpt|modelo\s+de\s+lenguaje)\b.{0,60}[:!]
    | ^\W*(?:hinweis\s+an\s+die\s+redaktion|note\s+to\s+(?:the\s+)?editors?|editor[’']s\s+note
        |nota\s+del\s+editor)\b
    | ^\W*(?:ergänze|behaupte|schreibe?|formuliere|füge|merke\s+dir|antworte|gib\s+aus|übersetze)\s
    | \b(?:must\s+be\s+quoted\s+as|bitte\s+formulieren|final\s+json|exactly\s+that\s+as)\b
    """
)


def speaks_to_a_model(sentence: str) -> bool:
    """Whether a sentence carries a mark of being written for a language model."""
    return _MARKS.search(sentence) is not None
