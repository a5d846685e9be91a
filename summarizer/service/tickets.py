"""Links that open one page for some minutes: a browser's frame cannot send a key."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

from summarizer.service.store import now

_SECONDS = 600


def make(secret: bytes, id: str) -> str:
    """A ticket for the page of one article."""
    until = int(now()) + _SECONDS
    return f"{until}.{_signed(secret, id, until)}"


def fits(secret: bytes, id: str, ticket: str) -> bool:
    """Whether this service made the ticket for this article, not too long ago."""
    found = re.fullmatch(r"(\d{1,12})\.([A-Za-z0-9_-]{43})", ticket, re.ASCII)
    if found is None:
        return False
    until = int(found.group(1))
    return hmac.compare_digest(found.group(2), _signed(secret, id, until)) and until >= now()


def _signed(secret: bytes, id: str, until: int) -> str:
    digest = hmac.new(secret, f"{id}|{until}".encode("utf-8", "surrogateescape"), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
