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


# Every mark has one of these words (or its beginning), or a bracket: a look at the words, which are
# remembered across articles, spares nearly every sentence the search.
_WORDS = re.compile(
    r"""(?ix)
    user|assist|system|human|ai$|ki$|nutzer
    |ignor|disregard|forget|vergiss|missachte|oublie|olvid|dimentica|zignoruj|negeer
    |sprachmodell|language|chatgpt|modelo
    |hinweis|note$|editor|nota$
    |ergänze|behaupte|schreib|formulier|füge|merke|antworte|gib$|übersetze
    |quoted$|json$|exactly$
    """
)


def speaks_to_a_model(sentence: str) -> bool:
    """Whether a sentence carries a mark of being written for a language model."""
    return _MARKS.search(sentence) is not None


def may_speak_to_a_model(word: str) -> bool:
    """Whether a sentence has to be looked at for this word's sake."""
    return _WORDS.match(word) is not None


def has_brackets(sentence: str) -> bool:
    """Whether it has to be looked at for the marks of a chat format."""
    return "<" in sentence or "[" in sentence
