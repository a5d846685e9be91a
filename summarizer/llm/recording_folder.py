"""Recordings as a folder of files that people review: one pretty-printed JSON file an exchange.

    <folder>/<label>.<first 16 digits of the key>.json
    <folder>/schemas/<hash>.json        what many requests share, stored once

Finding a recording is one look into a table of file names and one small file read, however many there
are. Text is stored as a list of its lines and a JSON answer as JSON, so that a diff shows what changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from summarizer.core.errors import ConfigurationError, InputError
from summarizer.llm.recording import Question, Recording, Subject

_KEY_DIGITS = 16
_NAME = re.compile(rf"(?:(?P<label>.+)\.)?(?P<key>[0-9a-f]{{{_KEY_DIGITS}}})\.json")
_SHARED = ("response_format", "tools", "functions")
_SHARED_FROM = 400
_COMPACT = (",", ":")
_SPACED = (", ", ": ")


class RecordingFolder:
    """A store of recordings in `folder`, which need not exist yet. Raises `InputError` for a damaged file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files: dict[str, Path] = {}
        self._labels: dict[str, dict[str, None]] = {}
        names = os.scandir(folder) if folder.is_dir() else ()
        for name in sorted(entry.name for entry in names):
            match = _NAME.fullmatch(name)
            if match:
                self._enter(match["key"], match["label"] or "", folder / name)

    def __len__(self) -> int:
        return len(self._files)

    def find(self, key: str) -> Recording | None:
        """The recording of exactly this question."""
        path = self._files.get(key[:_KEY_DIGITS])
        return None if path is None else self._read(path, key)

    def keys(self, label: str) -> tuple[str, ...]:
        """Short keys of everything filed under `label`."""
        return tuple(self._labels.get(label, ()))

    def labels(self) -> tuple[str, ...]:
        """All labels, sorted."""
        return tuple(sorted(self._labels))

    def add(self, recording: Recording) -> None:
        """Write a recording, whole or not at all. Raises `ConfigurationError` where that is impossible."""
        key, label = recording.key, _file_label(recording.question.subject.label)
        name = f"{label}.{key[:_KEY_DIGITS]}.json" if label else f"{key[:_KEY_DIGITS]}.json"
        document = {
            "key": key,
            "parts": dict(sorted(recording.parts.items())),
            "request": {
                "method": recording.question.method,
                "path": recording.question.path,
                "body": self._packed(recording.question.body),
            },
            "response": {
                "status": recording.status,
                "headers": dict(sorted(recording.headers.items())),
                "body": _packed_answer(recording.body),
            },
            "seconds": recording.seconds,
        }
        _write(self.folder / name, document)
        self._enter(key[:_KEY_DIGITS], label, self.folder / name)

    def remove(self, short_key: str) -> None:
        """Forget a recording and delete its file."""
        path = self._files.pop(short_key)
        for label, keys in list(self._labels.items()):
            keys.pop(short_key, None)
            if not keys:
                del self._labels[label]
        path.unlink(missing_ok=True)

    def nearest(self, question: Question) -> Recording | None:
        """The recording that differs from `question` in the fewest parts, of those under its label."""
        keys = self.keys(_file_label(question.subject.label))
        found = [self._read(self._files[key], key) for key in keys]
        parts = question.parts
        return max(
            found, key=lambda one: sum(one.parts.get(name) == parts[name] for name in parts), default=None
        )

    def _enter(self, key: str, label: str, path: Path) -> None:
        self._files[key] = path
        self._labels.setdefault(label, {})[key] = None

    def _packed(self, body: Any) -> Any:
        if not isinstance(body, dict):
            return body
        packed = {name: value for name, value in sorted(body.items()) if name not in ("messages", "grammar")}
        for name in _SHARED:
            if name in body and len(json.dumps(body[name])) >= _SHARED_FROM:
                packed[name] = {"stored": self._share(body[name])}
        if "grammar" in body:
            # A function of the article, and fifty times its size.
            grammar = str(body["grammar"])
            packed["grammar"] = {"sha256": _sha256(grammar), "characters": len(grammar)}
        if isinstance(body.get("messages"), list):
            packed["messages"] = [_with_lines(message) for message in body["messages"]]
        return dict(sorted(packed.items()))

    def _share(self, value: Any) -> str:
        name = _sha256(json.dumps(value, sort_keys=True, ensure_ascii=False))[:_KEY_DIGITS]
        path = self.folder / "schemas" / f"{name}.json"
        if not path.exists():
            _write(path, value)
        return name

    def _read(self, path: Path, key: str) -> Recording:
        try:
            document = json.loads(path.read_text("utf-8"))
            request, response = document["request"], document["response"]
            if not document["key"].startswith(key[:_KEY_DIGITS]):
                raise ValueError("its name and its key differ")
            body = request["body"]
            if isinstance(body, dict) and "messages" in body:
                body = {**body, "messages": [_without_lines(message) for message in body["messages"]]}
            match = _NAME.fullmatch(path.name)
            subject = Subject(label=(match and match["label"]) or "")
            return Recording(
                key=document["key"],
                parts=document["parts"],
                question=Question(request["method"], request["path"], body, subject),
                status=response["status"],
                headers=response["headers"],
                body=_unpacked_answer(response["body"]),
                seconds=document["seconds"],
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            cause = " ".join(str(error).split())[:120]
            raise InputError(
                f"{path} is no readable recording: {type(error).__name__} {cause}",
                hint="restore it from version control, or delete it and record again",
            ) from None


def _file_label(label: str) -> str:
    """A label as it may stand in a file name, anywhere."""
    return re.sub(r"[^\w@-]+", "-", label)[:80].strip("-")


def _with_lines(message: Mapping[str, Any]) -> dict[str, Any]:
    content = message.get("content")
    packed = dict(sorted(message.items()))
    return {**packed, "content": content.split("\n")} if isinstance(content, str) else packed


def _without_lines(message: Mapping[str, Any]) -> dict[str, Any]:
    content = message.get("content")
    return {**message, "content": "\n".join(content)} if isinstance(content, list) else dict(message)


def _packed_answer(body: Any) -> Any:
    """The parsed body, sorted; the text of each choice as JSON in its own order, or as lines."""
    if not isinstance(body, dict):
        return body
    packed = json.loads(json.dumps(body, sort_keys=True))
    for message in _answers(packed):
        message["content"] = _packed_text(message["content"])
    return packed


def _unpacked_answer(body: Any) -> Any:
    for message in _answers(body):
        message["content"] = _unpacked_text(message["content"])
    return body


def _answers(body: Any) -> Iterator[dict[str, Any]]:
    choices = body.get("choices") if isinstance(body, dict) else None
    for choice in choices if isinstance(choices, list) else ():
        message = choice.get("message") if isinstance(choice, dict) else None
        if isinstance(message, dict) and message.get("content") is not None:
            yield message


def _packed_text(text: Any) -> Any:
    if not isinstance(text, str):
        return {"value": text}
    try:
        parsed = json.loads(text)
    except ValueError:
        return {"lines": text.split("\n")}
    for form, separators in (("json", _COMPACT), ("json spaced", _SPACED)):
        if _dumped(parsed, separators) == text:
            return {form: parsed}
    # Indented or otherwise written by hand: the bytes count, not the beauty.
    return {"lines": text.split("\n")}


def _unpacked_text(packed: Mapping[str, Any]) -> Any:
    if "lines" in packed:
        return "\n".join(packed["lines"])
    if "json" in packed:
        return _dumped(packed["json"], _COMPACT)
    return _dumped(packed["json spaced"], _SPACED) if "json spaced" in packed else packed["value"]


def _dumped(value: Any, separators: tuple[str, str]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=separators)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _write(path: Path, document: Any) -> None:
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass") as stream:
            stream.write(text)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        raise ConfigurationError(
            f"cannot write the recording {path}: {error.strerror or error}",
            hint="check the folder's permissions and space",
        ) from None
