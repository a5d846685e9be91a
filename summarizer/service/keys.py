"""API keys: made once, shown once, kept as hashes, compared in constant time."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from summarizer.core.errors import ConfigurationError, UsageError

_PREFIX = "smz_"
_SHORTEST = 20
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is kept: who it was made for, and the SHA-256 of it."""

    name: str
    sha256: str


def hashed(name: str, key: str) -> Key:
    """The kept form of a key.

    A plain SHA-256 is enough: the keys are 256 random bits, so nobody can try them out, and a slow
    hash would only slow down every request. Raises ConfigurationError for a key short enough to guess.
    """
    if len(key) < _SHORTEST:
        raise ConfigurationError(
            f"the API key '{name}' has fewer than {_SHORTEST} characters",
            hint="make one with 'summarizer serve --new-key NAME'",
        )
    return Key(name, _digest(key))


def find(keys: Iterable[Key], presented: str) -> str | None:
    """The name of the key that was presented, or None; takes the same time whichever it is."""
    digest, found = _digest(presented), None
    for key in keys:
        if hmac.compare_digest(key.sha256, digest):
            found = key.name
    return found


def new_key(path: Path, name: str) -> str:
    """A new key; its hash is added to the file at `path`, which only its owner may read."""
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"'{name[:40]!s}' is no name for a key", hint="use up to 40 letters, digits, dots, dashes"
        )
    known = list(read_keys(path))
    if any(key.name == name for key in known):
        raise UsageError(f"there is a key '{name}' already", hint="choose another name")
    made = _PREFIX + secrets.token_urlsafe(32)
    rows = [{"name": key.name, "sha256": key.sha256} for key in (*known, hashed(name, made))]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        part.touch(mode=0o600)
        part.write_text(json.dumps({"keys": rows}, indent=1) + "\n", "utf-8")
        part.replace(path)
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror}", hint="name another file: --key-file") from None
    return made


def read_keys(path: Path) -> Sequence[Key]:
    """The keys of a file; none where there is no file. Raises ConfigurationError for a broken one."""
    try:
        rows = json.loads(path.read_text("utf-8"))["keys"]
        keys = [Key(row["name"], row["sha256"]) for row in rows]
        if not all(re.fullmatch("[0-9a-f]{64}", key.sha256) for key in keys):
            raise ValueError
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError):
        raise ConfigurationError(
            f"{path} cannot be read as a file of API keys", hint="remove it and make the keys anew"
        ) from None
    return keys


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()
