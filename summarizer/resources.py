"""Where prompts/ and schemas/ are: in a wheel, an editable install, or a checkout."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from summarizer.core.errors import UsageError
from summarizer.core.prompt import Prompt, Style

_PACKAGE = Path(__file__).parent


def resource_folder(name: str) -> Path:
    """`prompts` or `schemas`: beside this file in a wheel, else in the checkout around it.

    The parent counts only if a pyproject.toml lies there, so that a stranger's `site-packages/prompts`
    never matches.
    """
    inside = _PACKAGE / name
    if inside.is_dir():
        return inside
    checkout = _PACKAGE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / name).is_dir():
        return checkout / name
    raise UsageError(f"the installation lacks its folder {name}/", hint="reinstall the package summarizer")


@lru_cache(maxsize=16)
def load_prompt(name: str) -> Prompt:
    """The prompt of that folder name. Raises `UsageError` when there is none."""
    folder = resource_folder("prompts")
    known = prompt_names()
    if name not in known:
        raise UsageError(f"there is no prompt '{name}'", hint=f"choose one of {', '.join(known)}")
    meta = tomllib.loads((folder / name / "meta.toml").read_text("utf-8"))
    return Prompt(
        name=name,
        version=meta["version"],
        style=Style(meta["style"]),
        system=(folder / name / "system.md").read_text("utf-8").strip(),
        user=(folder / name / "user.md").read_text("utf-8").strip(),
    )


def prompt_names() -> list[str]:
    """Names of all prompts, sorted."""
    return sorted(path.parent.name for path in resource_folder("prompts").glob("*/meta.toml"))
