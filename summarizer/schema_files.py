"""The JSON Schema files under schemas/: generated from the models, compared by a test.

python -m summarizer.schema_files schemas     # write them
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pydantic import BaseModel

from summarizer.batch.output import BatchLine
from summarizer.core.article import Article
from summarizer.core.draft import Draft, IndexDraft
from summarizer.core.summary import ArticleSummary

MODELS: dict[str, type[BaseModel]] = {
    "article-summary": ArticleSummary,
    "batch-line": BatchLine,
    "article": Article,
    "draft": Draft,
    "index-draft": IndexDraft,
}


def schema_files() -> dict[str, str]:
    """File name to content, as it must be under schemas/."""
    return {f"{name}.schema.json": _rendered(name, model) for name, model in MODELS.items()}


def _rendered(name: str, model: type[BaseModel]) -> str:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:summarizer:{name}",
        **model.model_json_schema(mode="validation" if model is Article else "serialization"),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def main(folder: str) -> None:
    """Write all files into `folder`."""
    for name, text in schema_files().items():
        (Path(folder) / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
