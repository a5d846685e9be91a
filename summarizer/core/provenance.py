"""Where a summary comes from: the article by reference, the question by hash, every request."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from pydantic import TypeAdapter

from summarizer.core.article import Article
from summarizer.core.extraction import Extraction, ModelCard
from summarizer.core.prompt import Prompt
from summarizer.core.sentences import Sentence
from summarizer.core.summary import (
    SCHEMA_VERSION,
    ArticleReference,
    PromptReference,
    Provenance,
    SentenceSpan,
)
from summarizer.core.usage import Outcome, total_usage

# All at once: dozens of calls of a constructor take half as long again.
_SPANS = TypeAdapter(list[SentenceSpan])


def article_reference(
    article: Article, sentences: Sequence[Sentence], *, keep_text: bool
) -> ArticleReference:
    """The article by hash and offsets, with its text only where asked for."""
    return ArticleReference(
        id=article.id or "",
        source=article.source,
        title=article.title,
        published=article.published,
        language=article.language,
        sha256=article.sha256,
        characters=len(article.text),
        sentences=_SPANS.validate_python(
            [{"n": s.number, "start": s.start, "end": s.end} for s in sentences]
        ),
        text=article.text if keep_text else None,
    )


def summary_key(article: Article, card: ModelCard, prompt: Prompt, output_language: str | None) -> str:
    """Hash of everything that decides the answer, and of nothing else (no time-outs, no retries)."""
    question = {
        "article": [
            article.sha256,
            article.title,
            article.published and article.published.isoformat(),
            article.language,
        ],
        "prompt": prompt.sha256,
        "schema": SCHEMA_VERSION,
        "model": [card.name, *card.parameters, card.input_budget],
        "language": output_language,
    }
    return hashlib.sha256(json.dumps(question, sort_keys=True).encode()).hexdigest()


def provenance(
    article: Article,
    card: ModelCard,
    prompt: Prompt,
    extractions: Sequence[Extraction],
    *,
    output_language: str | None,
    parts: int,
    tool_version: str,
) -> Provenance:
    """How the summary came about; `extractions` are those of the parts, then that of the repair round."""
    attempts = [attempt for extraction in extractions for attempt in extraction.attempts]
    usage = total_usage(attempts)
    answered = sum(attempt.outcome in (Outcome.OK, Outcome.INVALID) for attempt in attempts)
    return Provenance(
        key=summary_key(article, card, prompt, output_language),
        model=card.name,
        endpoint=card.endpoint,
        style=prompt.style,
        prompt=PromptReference(name=prompt.name, version=prompt.version, sha256=prompt.sha256),
        schema_version=SCHEMA_VERSION,
        tool_version=tool_version,
        parts=parts,
        repairs=max(0, answered - parts),
        attempts=attempts,
        usage=usage,
        cost=card.price.cost(usage) if card.price else None,
        started=min((attempt.started for attempt in attempts), default=None),
        seconds=round(sum(extraction.seconds for extraction in extractions), 3),
    )
