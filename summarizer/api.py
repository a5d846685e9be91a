"""The library: build a `Summarizer` from settings, or call `summarize` for a single article."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, Self

from summarizer.archive.language import detect_language
from summarizer.core.article import Article
from summarizer.core.extraction import Extractor, ModelCard
from summarizer.core.pipeline import Options, summarize_article
from summarizer.core.provenance import summary_key
from summarizer.core.summary import ArticleSummary
from summarizer.llm.connect import connect
from summarizer.resources import load_prompt
from summarizer.settings import Settings, load_settings

if TYPE_CHECKING:
    import httpx2


def tool_version() -> str:
    """Version of the installed program, "0+unknown" in a bare checkout."""
    try:
        return version("summarizer")
    except PackageNotFoundError:
        return "0+unknown"


class Summarizer:
    """A model ready to summarise articles; not shared between threads, closes with `close` or `with`."""

    def __init__(self, extractor: Extractor, settings: Settings) -> None:
        self._extractor = extractor
        self._prompt = load_prompt(extractor.card.prompt)
        self._settings = settings
        self._tool_version = tool_version()

    @property
    def card(self) -> ModelCard:
        """The model in use."""
        return self._extractor.card

    def summarize(self, article: Article, *, keep_text: bool = False) -> ArticleSummary:
        """Summarise one article; with `keep_text` the summary carries the article's text.

        Raises `InputError` when the article has no sentence and `ProviderError` when the endpoint
        cannot be used. A refusal, a truncated or an invalid answer is a summary with that `status`.
        """
        article = _with_language(article)
        options = Options(
            output_language=self._settings.language,
            keep_text=keep_text,
            tool_version=self._tool_version,
        )
        return summarize_article(article, self._extractor, self._prompt, options)

    def key(self, article: Article) -> str:
        """The `provenance.key` that a summary of this article gets: equal keys, equal question."""
        return summary_key(_with_language(article), self.card, self._prompt, self._settings.language)

    def close(self) -> None:
        """Close connections and end the local server, if any."""
        self._extractor.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _with_language(article: Article) -> Article:
    if article.language is not None:
        return article
    return article.model_copy(update={"language": detect_language(article.text)})


def build(
    settings: Settings | None = None,
    *,
    transport: httpx2.BaseTransport | None = None,
    progress: Callable[[float], None] = lambda share: None,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Summarizer:
    """A `Summarizer` for the model that the settings choose.

    `transport` replaces the network; `progress` is told the share done while the local model is built.
    Time-outs are by `clock`, in seconds; `sleep` passes the time between two tries. Raises
    `ConfigurationError` when no model can be used.
    """
    settings = settings or load_settings()
    extractor = connect(settings, transport=transport, progress=progress, clock=clock, sleep=sleep)
    return Summarizer(extractor, settings)


_recent = threading.local()


def summarize(article: Article | str, *, model: str | None = None, **settings: Any) -> ArticleSummary:
    """Summarise one article with the model that is configured, exactly as `summarizer run` does.

    `settings` are fields of `Settings` by name (`base_url`, `api_key`, `style`, `language`, ...); what is
    not given comes from the environment and the configuration files. Calls with the same settings
    in one thread share one connection and one local model.

    >>> summary = summarize(Article(text="...", published="2026-01-19"))  # doctest: +SKIP
    """
    chosen = load_settings({"model": model, **settings})
    if getattr(_recent, "settings", None) != chosen:
        if hasattr(_recent, "summarizer"):
            _recent.summarizer.close()
        _recent.summarizer, _recent.settings = build(chosen), chosen
    summarizer: Summarizer = _recent.summarizer
    return summarizer.summarize(Article(text=article) if isinstance(article, str) else article)
