"""Reading a stored summary: ours or a stranger's, in any case nothing to be trusted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from summarizer.archive.encoding import megabytes, shown
from summarizer.core.article import normalise_text
from summarizer.core.errors import InputError
from summarizer.core.summary import ArticleSummary

_HINT = "make one with: summarizer run ARTICLE --format json --output SUMMARY.json"


def read_summary(path: Path, max_bytes: int = 50_000_000) -> ArticleSummary:
    """The summary in a JSON file, its strings without control, bidi and other invisible characters.

    Raises `InputError` when the file cannot be read or is no summary in our schema.
    """
    name = shown(str(path))
    try:
        if path.stat().st_size > max_bytes:
            raise InputError(f"{name} is larger than {megabytes(max_bytes)}", hint=_HINT)
        found = json.loads(path.read_bytes())
        return ArticleSummary.model_validate(_visible(found), strict=False)
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, problem["loc"])) or "the whole"
        what = f"{place}: {problem['msg']}"
    except OSError as error:
        raise InputError(f"cannot read {name}: {error.strerror}", hint=_HINT) from None
    except (ValueError, RecursionError):
        what = "it is not JSON"
    raise InputError(f"{name} is no summary in our schema: {what}", hint=_HINT)


def _visible(value: Any) -> Any:
    if isinstance(value, str):
        return normalise_text(value)
    if isinstance(value, list):
        return [_visible(item) for item in value]
    if isinstance(value, dict):
        return {key: _visible(item) for key, item in value.items()}
    return value
