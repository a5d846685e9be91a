"""One recorded exchange with a model: its key, the hashes of its parts, how it differs from another."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

# Not part of the question: who asks, and how a provider files it.
_UNASKED = {"user", "metadata", "store"}
_SHAPE = ("response_format", "tools", "tool_choice", "functions", "grammar")
_CONTENT = ("messages", "model", *_SHAPE)
_SHOWN_LINES = 24
_SHOWN_WIDTH = 160
_ROUTES = ("/chat/completions", "/completions", "/responses", "/embeddings", "/models")

PARTS = ("model", "prompt", "article", "schema", "parameters", "layout", "answer")
"""What a recording can be stale in. `layout` is how the program lays article and prompt out (sentence
splitting, fence); `answer` is an earlier answer of the model that a request for repair quotes."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a request is about, told by who sends it: a recording is filed under `label`.

    `prompt` and `article` are hashes of the prompt's files and of the article as the user gave it. They
    make it possible to say which of the two changed, which the finished messages alone do not tell.
    """

    label: str = ""
    prompt: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A request reduced to what decides the answer: no host, no headers, no version of an SDK."""

    method: str
    path: str
    body: Any
    subject: Subject = field(default_factory=Subject)

    @property
    def key(self) -> str:
        """SHA-256 of canonical method, path and body, hexadecimal."""
        return self.fingerprint[0]

    @property
    def parts(self) -> dict[str, str]:
        """A short hash of each part of the question; see `PARTS`."""
        return self.fingerprint[1]

    @property
    def fingerprint(self) -> tuple[str, dict[str, str]]:
        """`key` and `parts` together: what costs is writing the body as JSON, and this does it once."""
        if not _is_chat(self):
            body = canonical(self.body)
            return self._key(body), {"parameters": digest(body)}
        asked = {name: value for name, value in self.body.items() if name not in _UNASKED}
        messages = self.body["messages"]
        said = [canonical(message) for message in messages]
        texts = {name: canonical(value) for name, value in asked.items() if name != "messages"}
        key = self._key(object_text({**texts, "messages": array_text(said)}))
        roles = [message["role"] for message in messages]
        turn = roles.index("assistant") if "assistant" in roles else len(roles)
        first = [(role == "system", text) for role, text in zip(roles[:turn], said[:turn], strict=True)]
        return key, {
            "model": digest(texts.get("model", "null")),
            "prompt": self.subject.prompt[:16]
            or digest(array_text(text for system, text in first if system)),
            "article": self.subject.article[:16]
            or digest(array_text(text for system, text in first if not system)),
            "schema": digest(object_text({name: texts.get(name, "null") for name in _SHAPE})),
            "parameters": digest(object_text({k: text for k, text in texts.items() if k not in _CONTENT})),
            "layout": digest(array_text(said[:turn])),
            "answer": digest(array_text(said[turn:])),
        }

    def _key(self, body: str) -> str:
        texts = {"method": canonical(self.method), "path": canonical(self.path), "body": body}
        return digest(object_text(texts), length=64)


@dataclass(frozen=True, slots=True)
class Recording:
    """A question with the answer that a model gave to it, both without secrets.

    `key` and `parts` are those of the question as it was sent. `body` is parsed JSON, or text where the
    answer was none; `seconds` is how long it took then.
    """

    key: str
    parts: Mapping[str, str]
    question: Question
    status: int
    headers: Mapping[str, str]
    body: Any
    seconds: float


def route(path: str) -> str:
    """The path below the base URL: where an API is mounted is no part of the question."""
    return next((path[path.rindex(one) :] for one in _ROUTES if one in path), path)


def stale_parts(now: Mapping[str, str], recorded: Mapping[str, str]) -> tuple[str, ...]:
    """The parts that differ, causes only: the layout of a request follows from its prompt and article, and
    so does the grammar that the local model gets as schema."""
    changed = [part for part in PARTS if now.get(part) != recorded.get(part)]
    if {"prompt", "article"} & set(changed):
        changed = [part for part in changed if part not in ("layout", "answer")]
    if {"article", "layout"} & set(changed):
        changed = [part for part in changed if part != "schema"] or changed
    return tuple(changed)


def difference(now: Question, recorded: Question) -> str:
    """A unified diff of the two questions as people read them: short lines, long ones cut."""
    lines = difflib.unified_diff(_readable(recorded), _readable(now), "recorded", "now", n=1, lineterm="")
    shown = [line if len(line) <= _SHOWN_WIDTH else line[: _SHOWN_WIDTH - 1] + "…" for line in lines]
    more = [f"… {len(shown) - _SHOWN_LINES} more lines"] if len(shown) > _SHOWN_LINES else []
    return "\n".join([*shown[:_SHOWN_LINES], *more])


def _readable(question: Question) -> list[str]:
    if not _is_chat(question):
        return json.dumps(question.body, indent=1, ensure_ascii=False, sort_keys=True).splitlines()
    lines = [f"{k}: {_brief(v)}" for k, v in sorted(question.body.items()) if k != "messages"]
    for message in question.body["messages"]:
        lines += [f"--- {message['role']}", *str(message["content"]).splitlines()]
    return lines


def _brief(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= _SHOWN_WIDTH else f"{len(text)} characters, hash {digest(canonical(value))}"


def _is_chat(question: Question) -> bool:
    return isinstance(question.body, dict) and isinstance(question.body.get("messages"), list)


# Made once: `json.dumps` makes an encoder for every call that is not a default one.
canonical = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode
"""Canonical JSON of a value."""


def object_text(texts: Mapping[str, str]) -> str:
    """The canonical object of values that are canonical JSON already."""
    return "{" + ",".join(f"{canonical(name)}:{texts[name]}" for name in sorted(texts)) + "}"


def array_text(texts: Iterable[str]) -> str:
    """The canonical array of values that are canonical JSON already."""
    return "[" + ",".join(texts) + "]"


def digest(text: str, length: int = 16) -> str:
    """The first `length` hexadecimal digits of the text's SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]
