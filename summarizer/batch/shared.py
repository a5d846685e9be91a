"""What many requests of a ledger have in common, stored once: the schema, and the system message.

In a question stands {"stored": HASH} in its place; {"stored": HASH, "fence": NAME} where it names the
fence of its article.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from summarizer.core.prompt import FENCE
from summarizer.llm.asked import NO_FENCE

_FIELDS = ("response_format", "tools", "functions", "grammar")
_WORTH_IT = 400
_KNOWN = 32
_MOST_WRITTEN = 1000
_POINTERS = ({"stored"}, {"stored", "fence"})

_json = json.JSONEncoder(separators=(",", ":")).encode


class Shared:
    """The table `shared` of a ledger, by the ledger's own `read` and `write`."""

    def __init__(self, read: Callable[..., list[tuple[Any, ...]]], write: Callable[..., int]) -> None:
        self._read = read
        self._write = write
        self._known: dict[object, tuple[Any, Any]] = {}
        self._written: set[str] = set()

    def packed(self, body: Any) -> Any:
        """A request's body with pointers to what others have too."""
        if not isinstance(body, dict):
            return body
        packed = dict(body)
        for name in _FIELDS:
            if name in packed:
                packed[name] = self._pointer(id(packed[name]), packed[name])
        if isinstance(packed.get("messages"), list):
            packed["messages"] = [
                {**message, "content": self._said(message.get("content"))}
                if message.get("role") == "system"
                else message
                for message in packed["messages"]
            ]
        return packed

    def unpacked(self, body: Any) -> Any:
        """The body that was packed."""
        if not isinstance(body, dict):
            return body
        unpacked = {name: self._value(value) for name, value in body.items()}
        if isinstance(unpacked.get("messages"), list):
            unpacked["messages"] = [
                {**message, "content": self._value(message.get("content"))}
                for message in unpacked["messages"]
            ]
        return unpacked

    def _said(self, content: Any) -> Any:
        if not isinstance(content, str):
            return content
        fences = set(FENCE.findall(content))
        if len(fences) != 1 or NO_FENCE in fences:
            return self._pointer(content, content)
        (fence,) = fences
        text = content.replace(fence, NO_FENCE)
        pointer = self._pointer(text, text)
        return {**pointer, "fence": fence} if isinstance(pointer, dict) else content

    def _pointer(self, key: object, value: Any) -> Any:
        """Where `value` is stored, or itself where that is shorter.

        `key` may be its identity, for requests of one frame hold the very same object (in this process; what
        comes from another is looked at anew): it is kept here, so that no other can get that identity.
        """
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _KNOWN:
                self._known.clear()
            known = self._known[key] = (value, self._stored(value))
        return known[1]

    def _stored(self, value: Any) -> Any:
        text = _json(value)
        if len(text) < _WORTH_IT:
            return value
        name = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        if name not in self._written:
            self._write("INSERT OR IGNORE INTO shared VALUES (?, ?)", name, text)
            if len(self._written) < _MOST_WRITTEN:
                self._written.add(name)
        return {"stored": name}

    def _value(self, value: Any) -> Any:
        if not isinstance(value, dict) or set(value) not in _POINTERS:
            return value
        rows = self._read("SELECT value FROM shared WHERE hash = ?", value["stored"])
        if not rows:
            return value
        found = json.loads(rows[0][0])
        return found.replace(NO_FENCE, value["fence"]) if "fence" in value else found
