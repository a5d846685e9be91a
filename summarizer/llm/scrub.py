"""Taking secrets out of what is about to be written down."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

REMOVED = "[removed]"
_SHORTEST = 8
_NO_SECRETS = {"bearer", "basic", "digest", "token", "apikey"}
_SECRET_HEADERS = re.compile(r"(?i)authori[sz]ation|api[-_]?key|token|secret|cookie|organization|project")
_SECRET_PARAMETERS = re.compile(r"(?i)key|token|secret|sig|code|password")
# Shapes that are keys wherever they stand. Narrow on purpose: articles are full of "key" and "token".
KEY_SHAPES = re.compile(
    r"\b(?:sk|pk|rk)-[A-Za-z0-9_-]{16,}|\bsk_(?:live|test)_\w{16,}|\bgh[pousr]_\w{30,}|\bhf_\w{30,}"
    r"|\bAIza[\w-]{30,}|\bAKIA[A-Z0-9]{16}\b|\bxox[abprs]-[\w-]{10,}|\bgsk_\w{30,}"
    r"|\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{5,}|(?i:\bbearer\s+[\w.~+/-]{12,}=*)"
)


def secrets_of(url: str, headers: Mapping[str, str]) -> tuple[str, ...]:
    """The secrets that a request itself carries, longest first: in its headers, its query, its user part."""
    parts = urlsplit(url)
    found = {value for name, value in headers.items() if _names_secret(name)}
    found |= {value for name, value in parse_qsl(parts.query) if _SECRET_PARAMETERS.search(name)}
    found |= {unquote(one) for one in (parts.username, parts.password) if one}
    bare = {word for value in found for word in re.split(r"[\s;,]+|(?<=\w)=(?=\w)", value)}
    told = {s for s in found | bare if len(s) >= _SHORTEST and s.casefold() not in _NO_SECRETS}
    return tuple(sorted(told, key=len, reverse=True))


@lru_cache(maxsize=256)
def _names_secret(header: str) -> bool:
    return bool(_SECRET_HEADERS.search(header))


# One of these stands in everything that KEY_SHAPES matches; looking for them costs a hundredth.
_MARKS = b"sk- pk- rk- sk_ ghp_ gho_ ghu_ ghs_ ghr_ hf_ aiza akia xox eyj bearer".split()


# Made once: `json.dumps` makes an encoder for every call that is not a default one.
_json = json.JSONEncoder(ensure_ascii=False).encode


def scrub(value: Any, secrets: Iterable[str]) -> Any:
    """`value` (JSON data) with `secrets`, and what is shaped like a key, taken out of all its strings."""
    secrets = tuple(secrets)
    return _scrubbed(value, secrets) if may_hold(value, secrets) else value


def may_hold(value: Any, secrets: tuple[str, ...]) -> bool:
    """Whether `scrub` may find something in `value`; False is certain, and cheap to know."""
    text = value if isinstance(value, str) else _json(value)
    raw = text.encode("utf-8", "surrogatepass")
    # Bytes: their `lower` knows no Unicode and is much faster; marks are ASCII.
    lower = raw.lower()
    looked_for = _encoded(secrets)
    return (
        looked_for is None
        or any(secret in raw for secret in looked_for)
        or any(mark in lower for mark in _MARKS)
    )


@lru_cache(maxsize=64)
def _encoded(secrets: tuple[str, ...]) -> tuple[bytes, ...] | None:
    """The secrets as they stand in JSON; None: one would be escaped there, and cannot be looked for."""
    plain = all(_json(secret)[1:-1] == secret for secret in secrets)
    return tuple(secret.encode("utf-8", "surrogatepass") for secret in secrets) if plain else None


def _scrubbed(value: Any, secrets: tuple[str, ...]) -> Any:
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, REMOVED)
        return KEY_SHAPES.sub(REMOVED, value)
    if isinstance(value, list):
        return [_scrubbed(one, secrets) for one in value]
    if isinstance(value, dict):
        return {_scrubbed(name, secrets): _scrubbed(one, secrets) for name, one in value.items()}
    return value
