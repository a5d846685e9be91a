"""List prices of models: a dated table that users extend in `summarizer.toml`."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from pydantic import ValidationError

from summarizer.core.errors import ConfigurationError
from summarizer.core.usage import Price

FREE = Price(input=0, output=0, dated=datetime.date(2026, 11, 22))
"""The local model: runs on this machine."""


def price_of(model: str, extra: Mapping[str, Mapping[str, Any]]) -> Price | None:
    """The price of exactly this model, `extra` first; None when unknown, never zero by default."""
    entry = extra.get(model) or _shipped().get(model)
    if entry is None:
        return None
    try:
        return Price.model_validate(dict(entry))
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        raise ConfigurationError(
            f"the price of '{model}' is not usable: {'.'.join(map(str, problem['loc']))}: {problem['msg']}",
            hint='write it as  [prices."MODEL"]  with input, output (US dollars per million tokens), dated',
        ) from None


def _shipped() -> dict[str, Any]:
    return tomllib.loads((files("summarizer.llm") / "prices.toml").read_text("utf-8"))
