"""Requests and answers as bytes: what all requests of a run share is written, read and hashed once.

Between two requests of a run only the text of the user message differs: the system message, the schema
and the parameters around it are three quarters of the bytes. They are the `Frame`.
"""

from __future__ import annotations

import hashlib
import json
import marshal
import secrets as random
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from summarizer.core.prompt import FENCE
from summarizer.llm.recording import Question, Subject, canonical, object_text
from summarizer.llm.scrub import may_hold

NO_FENCE = f"article-{'0' * 24}"
"""Stands for the name of any fence."""
_NO_FENCE = NO_FENCE.encode()
_OPENING = '{"role":"user","content":"'
# Stands for the text while a frame is read; no text can know it.
_HERE = random.token_hex(16)

_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
_decoder = json.JSONDecoder()


class _Latest(threading.local):
    raw: bytes | None = None
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


def forget_json() -> None:
    """Let go of what this thread has read: an answer may have 16 MB."""
    _latest.raw = _latest.value = None


def written(body: Mapping[str, Any]) -> bytes:
    """A request's body (plain JSON values) as JSON, byte by byte what the SDK makes of it."""
    # In pieces: ASCII is encoded much faster where nothing else stands in the same string.
    fields = (_json(name).encode() + b":" + _value(value) for name, value in body.items())
    return b"{" + b",".join(fields) + b"}"


def _value(value: Any) -> bytes:
    if isinstance(value, dict):
        return _known(marshal.dumps(value, 2))
    if isinstance(value, list):
        return b"[" + b",".join([_json(one).encode() for one in value]) + b"]"
    return _json(value).encode()


@lru_cache(maxsize=16)
def _known(marshalled: bytes) -> bytes:
    return _json(marshal.loads(marshalled)).encode()  # noqa: S302 - made by this process, a line above


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
    before: bytes
    """Canonical JSON of the question up to the user message."""
    after: bytes
    system: bytes
    """Canonical JSON of the messages before it, each with a comma."""
    parts: Mapping[str, str]

    def asked(self, text: str, fence: str, method: str, path: str, subject: Subject) -> Asked:
        """The question with this text."""
        said, name = _said(text), fence.encode()
        system = self.system.replace(_NO_FENCE, name)
        parts = {**self.parts, "layout": _digest(b"[", system, said, b"]")}
        parts["prompt"] = subject.prompt[:16] or _digest(b"[", system[:-1], b"]")
        parts["article"] = subject.article[:16] or _digest(b"[", said, b"]")
        key = _digest(self.before.replace(_NO_FENCE, name), said, self.after, length=64)
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
        said = [one["content"] for one in system if one["role"] == "system" and len(one) == 2]
    except (ValueError, RecursionError, TypeError, KeyError):
        return None
    plain = len(said) == len(system) and all(isinstance(content, str) for content in said)
    fields = {"method": canonical(method), "path": canonical(path), "body": canonical(body)}
    text, here = _encoded(object_text(fields)), _said(_HERE)
    # The fence is put back into what the system says, and nowhere else.
    if not plain or text.count(_NO_FENCE) != "".join(said).count(NO_FENCE) or text.count(here) != 1:
        return None
    if last != {"role": "user", "content": _HERE}:
        return None
    key, parts = Question(method, path, body).fingerprint
    if _digest(text, length=64) != key:
        return None
    first, rest = text.split(here)
    earlier = b"".join(_encoded(canonical(message)) + b"," for message in system)
    return Frame({**body, "messages": system}, first, rest, earlier, parts)


def _said(text: str) -> bytes:
    return _encoded(object_text({"role": '"user"', "content": canonical(text)}))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _digest(*pieces: bytes, length: int = 16) -> str:
    """As `recording.digest`, of text in pieces that are encoded already."""
    return hashlib.sha256(b"".join(pieces)).hexdigest()[:length]


@lru_cache(maxsize=16)
def _frame_may_hold(frame: Frame, secrets: tuple[str, ...]) -> bool:
    return may_hold(dict(frame.body), secrets)
