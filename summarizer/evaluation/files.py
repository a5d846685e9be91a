"""Writing the files of an evaluation: readable in a diff, whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from summarizer.core.errors import UsageError


def write_json(path: Path, document: Any) -> None:
    """`document` as indented JSON. Raises `UsageError` where the file cannot be written."""
    write_text(path, json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def write_text(path: Path, text: str) -> None:
    """`text` in UTF-8. Raises `UsageError` where the file cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        raise UsageError(
            f"cannot write {path}: {error.strerror or error}", hint="name a folder that exists and is yours"
        ) from None
