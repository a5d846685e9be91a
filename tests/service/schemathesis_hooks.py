"""How schemathesis sends an upload: as the bytes that they are."""

from __future__ import annotations

from typing import Any

import schemathesis


def _as_it_is(_: Any, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


for kind in ("application/jsonl", "application/x-ndjson"):
    schemathesis.serializer(kind)(_as_it_is)
