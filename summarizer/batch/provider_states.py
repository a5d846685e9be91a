"""What a provider says of its jobs, read with suspicion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from summarizer.core.article import normalise_text
from summarizer.llm.failures import UnreadableError
from summarizer.llm.scrub import scrub

ENDED = frozenset({"completed", "failed", "expired", "cancelled"})
"""Statuses that a job does not leave."""
JOB_KEY = "summarizer_job"
"""The field of a job's metadata that holds our own name for it."""
_QUOTED = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a job failed as a whole; `line` is the line of its file that is to blame, if one is."""

    code: str
    message: str
    line: int | None


@dataclass(frozen=True, slots=True)
class JobState:
    """What the provider says of a job; `completed` and `failed` count requests."""

    id: str
    status: str
    input_file: str
    output_file: str | None
    error_file: str | None
    total: int
    completed: int
    failed: int
    created: float
    ended: float | None
    name: str
    problems: tuple[Problem, ...]


def quoted(text: str, key: str) -> str:
    """A provider's words for a message of ours: one line, not long, nothing in it that is a key."""
    line = " ".join(normalise_text(str(scrub(text[:2000], (key,) if key else ()))).split())
    return line if len(line) <= _QUOTED else line[: _QUOTED - 1] + "…"


def name_of(found: object) -> str:
    """A name that must be there. Raises `UnreadableError`."""
    if not isinstance(found, str) or not found:
        raise UnreadableError
    return found


def state_of(found: dict[str, Any]) -> JobState:
    """A batch object of the API. Raises `UnreadableError` where it has no id."""
    counts = found.get("request_counts")
    counts = counts if isinstance(counts, dict) else {}
    metadata = found.get("metadata")
    errors = found.get("errors")
    listed = errors.get("data") if isinstance(errors, dict) else None
    ended = [found.get(f"{status}_at") for status in ENDED]
    return JobState(
        id=name_of(found.get("id")),
        status=text_of(found.get("status")),
        input_file=text_of(found.get("input_file_id")),
        output_file=text_of(found.get("output_file_id")) or None,
        error_file=text_of(found.get("error_file_id")) or None,
        total=_count(counts.get("total")),
        completed=_count(counts.get("completed")),
        failed=_count(counts.get("failed")),
        created=float(_count(found.get("created_at"))),
        ended=next((float(one) for one in ended if isinstance(one, int)), None),
        name=text_of(metadata.get(JOB_KEY)) if isinstance(metadata, dict) else "",
        problems=tuple(
            Problem(text_of(one.get("code")), text_of(one.get("message")), _line(one.get("line")))
            for one in (listed if isinstance(listed, list) else [])
            if isinstance(one, dict)
        ),
    )


def text_of(found: object) -> str:
    """A string, or an empty one."""
    return found if isinstance(found, str) else ""


def _count(found: object) -> int:
    return found if isinstance(found, int) and found >= 0 else 0


def _line(found: object) -> int | None:
    return found if isinstance(found, int) and found > 0 else None
