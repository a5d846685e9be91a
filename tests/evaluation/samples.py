"""A small evaluation folder whose answers come from a scripted endpoint: made by hand, for tests only."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from summarizer.evaluation.dataset import load_dataset
from summarizer.evaluation.profile import Profile
from summarizer.evaluation.recorder import record
from summarizer.settings import load_settings
from tests.endpoint import DRAFT, TEXT, Endpoint, completion

GOLD: dict[str, Any] = {
    "headline": "Gespräche in Bonn",
    "summary": "Anna Berg kündigt Gespräche an.",
    "actors": DRAFT["actors"],
    "positions": DRAFT["positions"],
    "planned_talks": DRAFT["planned_talks"],
    "open_questions": DRAFT["open_questions"],
}
NAMES = ("Anna Berg", "Berta Thal", "Clara Feld", "Dora Kamp")


def article(n: int) -> dict[str, Any]:
    name = NAMES[n % len(NAMES)]
    document = {
        "id": f"test-{n}",
        "language": "de",
        "published": "2026-01-12",
        "text": TEXT,
        "gold": GOLD,
    }
    return about(document, name, f"{20 + n % 8}. Januar")


def about(document: Any, name: str, day: str) -> Any:
    """The same with another person and another day."""
    return json.loads(json.dumps(document).replace("Anna Berg", name).replace("20. Januar", day))


def answered(request: dict[str, Any]) -> Any:
    """The gold of whoever the article names: a perfect model."""
    asked = request["messages"][-1]["content"]
    name = next(name for name in NAMES if name in asked)
    return completion(about(DRAFT, name, re.findall(r"\d+\. Januar", asked)[0]))


def folder(path: Path, articles: int = 3) -> Path:
    (path / "articles").mkdir(parents=True)
    for n in range(articles):
        text = json.dumps(article(n), ensure_ascii=False)
        (path / "articles" / f"test-{n}.json").write_text(text, "utf-8")
    return path


def recorded(path: Path, name: str = "one", answer: Callable[..., Any] = answered, **asked: Any) -> Profile:
    """Record every article of the folder from an endpoint that gives `answer`."""
    with Endpoint(answer) as server:
        profile = Profile(name=name, model="m", base_url=server.base_url, made_by="tests", **asked)
        for _ in record(path, profile, load_dataset(path).examples, load_settings({})):
            pass
    return profile
