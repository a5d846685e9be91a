"""Data sets of annotated articles: a folder with one JSON file an article, and a manifest beside it.

    <evals>/articles/<id>.json    {"text", "gold", "id"?, "title"?, "published"?, "language"?,
                                   "cluster"?, "tags"?, "licence"?}
    <evals>/manifest.json         {"name", "version", "articles": {id: SHA-256 of the file}}

Articles about one event or from one source share a `cluster`: statistics resample clusters, not articles.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from summarizer.core.article import Article
from summarizer.core.errors import InputError, UsageError
from summarizer.core.sentences import split_sentences
from summarizer.evaluation.files import write_json
from summarizer.evaluation.gold import Gold

_OWN_KEYS = ("gold", "cluster", "tags", "licence")


class Example(BaseModel):
    """One annotated article."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    id: str = Field(pattern=r"^[\w.@-]{1,80}$")
    """Name of its file without .json."""
    cluster: str
    """Event or source that it shares with others; its own id by default."""
    tags: tuple[str, ...] = ()
    """What makes it hard, for reading results by group."""
    licence: str | None = None
    """Licence of text and annotation."""
    article: Article
    """The article."""
    gold: Gold
    """The annotation."""

    @property
    def question(self) -> str:
        """Hash of everything about the article that a model is asked with."""
        one = self.article
        told = [one.sha256, one.title, one.published and one.published.isoformat(), one.language]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Dataset:
    """All examples of a folder, sorted by id; `changed` names what differs from the manifest."""

    name: str
    version: int
    examples: tuple[Example, ...]
    hashes: Mapping[str, str]
    changed: tuple[str, ...]

    @property
    def sha256(self) -> str:
        """Hash over the hashes of all files."""
        return hashlib.sha256(json.dumps(self.hashes, sort_keys=True).encode()).hexdigest()

    def only(self, ids: Sequence[str]) -> tuple[Example, ...]:
        """The examples of these ids, or all. Raises `UsageError` for an id that does not exist."""
        known = {example.id: example for example in self.examples}
        unknown = [one for one in ids if one not in known]
        if unknown:
            raise UsageError(f"the data set has no article '{unknown[0]}'", hint=_some(known))
        return tuple(known[one] for one in ids) if ids else self.examples


def load_dataset(evals: Path) -> Dataset:
    """The data set in `evals`. Raises `InputError` naming file and field where something is wrong."""
    folder = evals / "articles"
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise InputError(
            f"{folder} holds no articles",
            hint="name the folder above articles/ with --evals, or make one with 'summarizer eval convert'",
        )
    manifest = _manifest(evals / "manifest.json")
    contents = {path.stem: path.read_bytes() for path in paths}
    hashes = {name: hashlib.sha256(raw).hexdigest() for name, raw in contents.items()}
    recorded: Mapping[str, str] = manifest.get("articles", {})
    changed = sorted(
        name for name in {*hashes, *recorded} if manifest and hashes.get(name) != recorded.get(name)
    )
    return Dataset(
        name=manifest.get("name", evals.resolve().name),
        version=manifest.get("version", 0),
        examples=tuple(read_example(raw, folder / f"{name}.json") for name, raw in contents.items()),
        hashes=hashes,
        changed=tuple(changed),
    )


def write_manifest(evals: Path, dataset: Dataset) -> None:
    """Write the manifest anew: the version counts up when the articles changed."""
    version = dataset.version + 1 if dataset.changed or not dataset.version else dataset.version
    document = {"name": dataset.name, "version": version, "articles": dict(dataset.hashes)}
    write_json(evals / "manifest.json", document)


def read_example(raw: bytes, path: Path) -> Example:
    """One annotated article. Raises `InputError` naming `path` and the field."""
    try:
        found = json.loads(raw)
        if not isinstance(found, dict):
            raise ValueError("it is no JSON object")
        name = str(found.get("id") or path.stem)
        if name != path.stem:
            raise ValueError(f"its id '{name}' is not its file name")
        fields = {key: value for key, value in found.items() if key not in _OWN_KEYS}
        example = Example(
            id=name,
            cluster=found.get("cluster") or name,
            tags=tuple(found.get("tags") or ()),
            licence=found.get("licence"),
            article=Article.model_validate({**fields, "id": name}),
            gold=Gold.model_validate(found.get("gold")),
        )
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        where = ".".join(map(str, problem["loc"])) or "gold"
        raise InputError(f"{path}: {where}: {problem['msg']}", hint="see evals/GUIDE.md") from None
    except ValueError as error:
        raise InputError(f"{path}: {' '.join(str(error).split())}", hint="see evals/GUIDE.md") from None
    _refuse_sentences_beyond(example, path)
    return example


def convert_jsonl(lines: Iterable[str], evals: Path) -> int:
    """Write each line of JSON (an article with its gold) as a file of a data set in `evals`; how many.

    Checks every line first and writes nothing when one is wrong. Raises `InputError` with its number.
    """
    found: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            document = json.loads(line)
            name = str(document.get("id") or f"article-{number:04d}")
        except (ValueError, AttributeError):
            raise InputError(f"line {number} is no JSON object", hint="one article a line") from None
        if name in found:
            raise InputError(f"line {number}: the id '{name}' occurs twice", hint="give each its own id")
        document["id"] = name
        read_example(json.dumps(document).encode(), Path(f"line {number}") / f"{name}.json")
        found[name] = document
    for name, document in found.items():
        write_json(evals / "articles" / f"{name}.json", document)
    write_manifest(evals, load_dataset(evals))
    return len(found)


def _refuse_sentences_beyond(example: Example, path: Path) -> None:
    last = len(split_sentences(example.article.text, example.article.language))
    gold = example.gold
    for field in ("actors", "positions", "planned_talks", "open_questions"):
        for n, item in enumerate(getattr(gold, field)):
            if item.evidence and item.evidence[-1] > last:
                raise InputError(
                    f"{path}: gold.{field}.{n}.evidence: the article has only {last} sentences",
                    hint="number them as 'summarizer run' does; see evals/GUIDE.md",
                )


def _manifest(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text("utf-8"))
        return {"name": str(found["name"]), "version": int(found["version"]), "articles": found["articles"]}
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(
            f"{path} is no manifest", hint="delete it; 'summarizer eval accept' writes a new one"
        ) from None


def _some(known: Iterable[str]) -> str:
    names = list(known)
    return "it has " + ", ".join(names[:6]) + (" ..." if len(names) > 6 else "")
