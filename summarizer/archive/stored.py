"""Reading a stored summary: ours or a stranger's, in any case nothing to be trusted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from summarizer.archive.encoding import megabytes, shown
from summarizer.core.article import normalise_text
from summarizer.core.errors import InputError
from summarizer.core.summary import ArticleReference, ArticleSummary

_HINT = "make one with: summarizer run ARTICLE --format json --output SUMMARY.json"


@dataclass(frozen=True, slots=True)
class Stored:
    """One article of a file of summaries. `duplicate_of` names the article that was summarised instead of
    this one; then, and only then, there is no `summary`."""

    location: str
    article: ArticleReference
    summary: ArticleSummary | None
    duplicate_of: str | None = None


def read_summaries(path: Path, max_bytes: int = 50_000_000) -> Iterator[Stored]:
    """The summaries in a file, in its order and one at a time: a single one, JSON Lines of them, or the
    lines of a batch (`{"location", "status", "summary", ...}`).

    Raises `InputError` naming the line that cannot be read; `max_bytes` bounds a line and a single summary.
    """
    name = shown(str(path))
    try:
        with path.open("rb") as lines:
            first = lines.readline(max_bytes + 1)
            if first.strip() and not _whole(first):
                summary = read_summary(path, max_bytes)
                yield Stored(name, summary.article, summary)
                return
            number, line = 1, first
            while line:
                if line.strip():
                    yield _line(line, f"{name}, line {number}", max_bytes)
                number, line = number + 1, lines.readline(max_bytes + 1)
    except OSError as error:
        raise InputError(f"cannot read {name}: {error.strerror}", hint=_HINT) from None


def _whole(line: bytes) -> bool:
    """Whether a line is JSON by itself, so that the file is JSON Lines."""
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _line(line: bytes, name: str, max_bytes: int) -> Stored:
    if len(line) > max_bytes:
        raise InputError(f"{name} is larger than {megabytes(max_bytes)}", hint=_HINT)
    found = _parsed(line, name)
    if not isinstance(found, dict) or "location" not in found:
        summary = _validated(found, name)
        return Stored(name, summary.article, summary)
    location = str(found["location"])
    if found.get("summary") is None:
        return _duplicate(found, location, name)
    summary = _validated(found["summary"], name)
    return Stored(location, summary.article, summary)


def _duplicate(found: dict[str, Any], location: str, name: str) -> Stored:
    """A line without a summary: only a reference to the article and to the one that it repeats."""
    article, other = found.get("article"), found.get("duplicate_of")
    if not isinstance(article, dict) or not isinstance(other, dict):
        raise InputError(f"{name} holds no summary", hint=_HINT)
    try:
        # The reference of such a line has no offsets: nothing points into this text.
        reference = ArticleReference.model_validate(
            {"characters": 0, "sentences": [], **article}, strict=False
        )
    except ValidationError as error:
        raise _not_ours(error, name) from None
    return Stored(location, reference, None, str(other.get("id") or other.get("location") or "?"))


def read_summary(path: Path, max_bytes: int = 50_000_000) -> ArticleSummary:
    """The summary in a JSON file, its strings without control, bidi and other invisible characters.

    Raises `InputError` when the file cannot be read or is no summary in our schema.
    """
    name = shown(str(path))
    try:
        if path.stat().st_size > max_bytes:
            raise InputError(f"{name} is larger than {megabytes(max_bytes)}", hint=_HINT)
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {name}: {error.strerror}", hint=_HINT) from None
    return _validated(_parsed(data, name), name)


def read_summary_of(path: Path, sha256: str) -> ArticleSummary:
    """The summary of the article with this hash, in a file of one summary, of many, or of a batch.

    A file with a single summary gives that one, whichever article it is of. Raises `InputError`.
    """
    name, number = shown(str(path)), 0
    last: ArticleSummary | None = None
    for stored in read_summaries(path):
        number += 1
        if stored.article.sha256 != sha256:
            last = stored.summary
        elif stored.summary is not None:
            return stored.summary
        else:
            original = shown(stored.duplicate_of or "?")
            raise InputError(
                f"in {name} this article is a copy of {original} and has no summary of its own",
                hint="check the summary of that one: name its text with --article",
            )
    if number == 0 or (number == 1 and last is not None):
        return last or read_summary(path)
    raise InputError(
        f"none of the {number} summaries in {name} is of this article",
        hint="--article has to be the very text that was summarised, in a file of its own",
    )


def _parsed(data: bytes, name: str) -> Any:
    try:
        return _visible(json.loads(data))
    except (ValueError, RecursionError):
        raise InputError(f"{name} is no summary in our schema: it is not JSON", hint=_HINT) from None


def _validated(found: Any, name: str) -> ArticleSummary:
    try:
        return ArticleSummary.model_validate(found, strict=False)
    except ValidationError as error:
        raise _not_ours(error, name) from None


def _not_ours(error: ValidationError, name: str) -> InputError:
    problem = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(map(str, problem["loc"])) or "the whole"
    return InputError(f"{name} is no summary in our schema: {place}: {problem['msg']}", hint=_HINT)


def _visible(value: Any) -> Any:
    if isinstance(value, str):
        return normalise_text(value)
    if isinstance(value, list):
        return [_visible(item) for item in value]
    if isinstance(value, dict):
        return {key: _visible(item) for key, item in value.items()}
    return value
