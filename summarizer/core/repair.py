"""The repair round: one more request that quotes what the checks rejected, and why."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Sequence
from typing import Any

from summarizer.core.draft import Draft
from summarizer.core.prompt import DraftRequest, Message
from summarizer.core.summary import Rejected

_MOST_TOLD = 20
_OURS = {"id", "holder_id", "aliases", "mentions", "date", "support"}
_ASK = """\
A check against the article did not accept these items of your answer:
{items}
For each: correct it so that the sentences you cite support every word of it, or leave it out. Answer \
with one JSON object of the same schema that holds only the corrected items, an empty headline and an \
empty abstract."""


def repair_request(
    request: DraftRequest, draft: Draft, rejected: Sequence[Rejected], seconds: float
) -> DraftRequest:
    """`request`, continued by the model's answer and by what is wrong with it."""
    items = "\n".join(_told(item) for item in rejected[:_MOST_TOLD])
    answer = Message("assistant", draft.model_dump_json())
    ask = Message("user", _ASK.format(items=items))
    return dataclasses.replace(request, messages=(*request.messages, answer, ask), seconds=seconds)


def with_corrections(draft: Draft, corrections: Draft) -> Draft:
    """The items of both, each once; those that were rejected will be rejected again."""
    merged = {
        kind: [
            *getattr(draft, kind),
            *(item for item in getattr(corrections, kind) if item not in getattr(draft, kind)),
        ]
        for kind in ("actors", "positions", "planned_talks", "open_questions")
    }
    return draft.model_copy(update=merged)


def still_rejected(
    before: Iterable[Rejected], corrections: Iterable[Rejected], after: Iterable[Rejected]
) -> list[Rejected]:
    """What of `after` the model did not take back.

    An item that was rejected `before` has been corrected or withdrawn, unless it is among the
    `corrections` that were rejected too.
    """
    withdrawn = {_words(item) for item in before} - {_words(item) for item in corrections}
    kept = {_words(item): item for item in after}
    return [item for words, item in kept.items() if words not in withdrawn]


def _content(rejected: Rejected) -> dict[str, Any]:
    content = rejected.item.model_dump(mode="json", exclude=_OURS)
    content["evidence"] = [one["sentence"] for one in content["evidence"]]
    if "participants" in content:
        content["participants"] = [one["name"] for one in content["participants"]]
    return content


def _words(rejected: Rejected) -> str:
    return json.dumps([rejected.kind, _content(rejected)], sort_keys=True)


def _told(rejected: Rejected) -> str:
    reasons = ", ".join(reason.replace("_", " ") for reason in rejected.reasons)
    return f"- {rejected.kind} {json.dumps(_content(rejected), ensure_ascii=False)}: {reasons}"
