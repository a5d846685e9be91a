"""Structured, evidence-linked summaries of news articles: who is involved, who said what, which talks
are planned, what is still open.

    from summarizer import Article, summarize
    summary = summarize(Article(text=..., published="2026-01-19"))
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summarizer.api import Summarizer, build, summarize
    from summarizer.core.article import Article
    from summarizer.core.errors import (
        ConfigurationError,
        InputError,
        ProviderError,
        SummarizerError,
        UsageError,
    )
    from summarizer.core.summary import ArticleSummary
    from summarizer.settings import Settings

_HOME = {
    "Article": "summarizer.core.article",
    "ArticleSummary": "summarizer.core.summary",
    "ConfigurationError": "summarizer.core.errors",
    "InputError": "summarizer.core.errors",
    "ProviderError": "summarizer.core.errors",
    "Settings": "summarizer.settings",
    "Summarizer": "summarizer.api",
    "SummarizerError": "summarizer.core.errors",
    "UsageError": "summarizer.core.errors",
    "build": "summarizer.api",
    "summarize": "summarizer.api",
}
__all__ = [
    "Article",
    "ArticleSummary",
    "ConfigurationError",
    "InputError",
    "ProviderError",
    "Settings",
    "Summarizer",
    "SummarizerError",
    "UsageError",
    "build",
    "summarize",
]


def __getattr__(name: str) -> Any:
    # Lazy, so that `summarizer --help` does not import pydantic and openai.
    if name not in _HOME:
        raise AttributeError(f"module 'summarizer' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)
