"""Requests and answers as bytes: what all requests of a run share is written, read and hashed once.

Between two requests of a run only the text of the user message differs: the system message, the schema
and the parameters around it are three quarters of the bytes. They are the `Frame`.
"""

from __future__ import annotations

import json
import marshal
import secrets as random
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from summarizer.core.prompt import FENCE
from summarizer.llm.recording import Question, Subject, canonical, digest, object_text
from summarizer.llm.scrub import may_hold

NO_FENCE = f"article-{'0' * 24}"
"""Stands for the name of any fence."""
_OPENING = '{"role":"user","content":"'
# Stands for the text while a frame is read; no text can know it.
_HERE = random.token_hex(16)
_LARGE = 400

_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


_decoder = json.JSONDecoder()


class _Latest(threading.local):
    raw: bytes = b""
    value: Any = None


_latest = _Latest()


def read_json(raw: bytes) -> Any:
    """The JSON in `raw`, not to be changed: whoever in this thread reads the same bytes next shares it.

    Raises `ValueError` and, for what is nested without end, `RecursionError`.
    """
    if raw != _latest.raw:
        _latest.value = json.loads(raw)
        _latest.raw = raw
    return _latest.value


def written(body: Mapping[str, Any]) -> bytes:
    """A request's body as JSON, byte by byte what the SDK makes of it."""
    return ("{" + ",".join(f"{_json(name)}:{_value(value)}" for name, value in body.items()) + "}").encode()


def _value(value: Any) -> str:
    return _known(marshal.dumps(value, 2)) if isinstance(value, dict) else _json(value)


@lru_cache(maxsize=16)
def _known(marshalled: bytes) -> str:
    return _json(marshal.loads(marshalled))  # noqa: S302 - made in the line above, by this process


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it came, with its key and the hashes of its parts; see `Question.fingerprint`."""

    question: Question
    key: str
    parts: Mapping[str, str]
    frame: Frame | None = None
    text: str = ""

    def may_hold(self, secrets: tuple[str, ...]) -> bool:
        """Whether a secret may stand in its body; False is certain."""
        if self.frame is None:
            return may_hold(self.question.body, secrets)
        return _frame_may_hold(self.frame, secrets) or may_hold(self.text, secrets)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A chat request around the text of its one user message, the last; what does not depend on the text.

    Where the system message names the fence of the article, `NO_FENCE` stands here.
    """

    body: Mapping[str, Any]
    """Without the user message."""
    before: str
    """Canonical JSON of the question up to the user message."""
    after: str
    system: str
    """Canonical JSON of the messages before it, each with a comma."""
    parts: Mapping[str, str]

    def asked(self, text: str, fence: str, method: str, path: str, subject: Subject) -> Asked:
        """The question with this text."""
        said = _said(text)
        system = self.system.replace(NO_FENCE, fence)
        parts = {**self.parts, "layout": digest(f"[{system}{said}]")}
        parts["prompt"] = subject.prompt[:16] or digest(f"[{system[:-1]}]")
        parts["article"] = subject.article[:16] or digest(f"[{said}]")
        key = digest(self.before.replace(NO_FENCE, fence) + said + self.after, length=64)
        messages = [
            {**message, "content": message["content"].replace(NO_FENCE, fence)}
            for message in self.body["messages"]
        ]
        body = {**self.body, "messages": [*messages, {"role": "user", "content": text}]}
        return Asked(Question(method, path, body, subject), key, parts, self, text)


def read_question(raw: bytes, method: str, path: str, subject: Subject) -> Asked:
    """The question that a request puts."""
    found = _framed(raw, method, path)
    if found is not None:
        frame, text, fence = found
        return frame.asked(text, fence, method, path, subject)
    question = Question(method, path, parsed(raw), subject)
    key, parts = question.fingerprint
    return Asked(question, key, parts)


def parsed(raw: bytes) -> Any:
    """The JSON in `raw`, or its text where it is none."""
    try:
        return read_json(raw)
    except ValueError:
        return raw.decode("utf-8", "replace")


def _framed(raw: bytes, method: str, path: str) -> tuple[Frame, str, str] | None:
    """The frame, the text and the fence of a request that has this form."""
    try:
        request = raw.decode()
        # Inside a string the quotes of this would stand behind backslashes.
        begin = request.index(_OPENING) + len(_OPENING)
        text, end = _decoder.raw_decode(request, begin - 1)
    except ValueError:
        return None
    before, after = request[:begin], request[end:]
    named = FENCE.match(text, 1)
    fence = named[0] if named else NO_FENCE
    # A talk of several turns differs from the next one in more than one place.
    if NO_FENCE in before or '{"role":"' in after:
        return None
    frame = _frame(before.replace(fence, NO_FENCE), after, method, path)
    return None if frame is None else (frame, text, fence)


@lru_cache(maxsize=16)
def _frame(before: str, after: str, method: str, path: str) -> Frame | None:
    try:
        body = json.loads(f'{before}{_HERE}"{after}')
        *system, last = body["messages"]
        alone = [message["role"] for message in system] == ["system"] * len(system)
    except (ValueError, RecursionError, TypeError, KeyError):
        return None
    whole = Question(method, path, body)
    text = object_text({"method": canonical(method), "path": canonical(path), "body": canonical(body)})
    if not alone or last != {"role": "user", "content": _HERE} or text.count(_HERE) != 1:
        return None
    key, parts = whole.fingerprint
    first, rest = text.split(_said(_HERE))
    if digest(first + _said(_HERE) + rest, length=64) != key:
        return None
    earlier = "".join(f"{canonical(message)}," for message in system)
    return Frame({**body, "messages": system}, first, rest, earlier, parts)


def _said(text: str) -> str:
    return object_text({"role": '"user"', "content": canonical(text)})


@lru_cache(maxsize=64)
def _frame_may_hold(frame: Frame, secrets: tuple[str, ...]) -> bool:
    return may_hold(dict(frame.body), secrets)
