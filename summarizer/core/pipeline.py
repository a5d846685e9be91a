"""The whole path on one screen: Article -> Sentences -> Messages -> Draft -> checked items -> summary."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from summarizer.core.article import Article
from summarizer.core.draft import Draft, IndexDraft
from summarizer.core.errors import InputError, ProviderError
from summarizer.core.extraction import Extraction, Extractor, ModelCard
from summarizer.core.grounding import Grounded, ground
from summarizer.core.parts import merge_drafts, merge_index, split_parts
from summarizer.core.prompt import DraftRequest, Prompt, Style
from summarizer.core.sentences import Sentence, split_sentences
from summarizer.core.summary import (
    SCHEMA_VERSION,
    ArticleReference,
    ArticleSummary,
    PromptReference,
    Provenance,
    SentenceSpan,
    Status,
)
from summarizer.core.usage import Attempt, Outcome, total_usage

_STATUS = {
    Outcome.REFUSED: Status.REFUSED,
    Outcome.TRUNCATED: Status.TRUNCATED,
    Outcome.INVALID: Status.FAILED,
    Outcome.NO_CHOICES: Status.FAILED,
    Outcome.UNAVAILABLE: Status.FAILED,
}
_WORST_FIRST = (Status.FAILED, Status.TRUNCATED, Status.REFUSED)
_EMPTY = Draft.model_validate(
    {
        "headline": "",
        "abstract": {"evidence": [], "text": ""},
        "actors": [],
        "positions": [],
        "planned_talks": [],
        "open_questions": [],
    }
)


@dataclass(frozen=True, slots=True)
class Options:
    """What a caller may choose for one summary."""

    output_language: str | None = None
    """Language of free text in an abstractive summary; null: that of the article."""
    seconds: float = 300.0
    """Deadline for the whole article, all its requests and retries together."""
    keep_text: bool = False
    """Whether the summary carries the article's text."""
    tool_version: str = "0"
    """Goes into the provenance."""


def summarize_article(
    article: Article, extractor: Extractor, prompt: Prompt, options: Options
) -> ArticleSummary:
    """Summarise one article.

    Raises `InputError` for an article without a sentence and `ProviderError` when the endpoint
    cannot be used; everything else ends in a summary whose `status` says how it went.
    """
    sentences = split_sentences(article.text, article.language)
    if not sentences:
        raise InputError("the article has no sentence in it", hint="pass a text with at least one sentence")
    parts = split_parts(sentences, extractor.card.input_budget)
    extractions = _extract(article, parts, extractor, prompt, options)
    draft = _merged(extractions, prompt.style, sentences, article.title)
    grounded = ground(draft, sentences, published=article.published, language=article.language)
    return ArticleSummary(
        status=_status(extractions, grounded),
        notices=_notices(extractions, parts),
        article=_reference(article, sentences, keep_text=options.keep_text),
        headline=draft.headline,
        abstract=grounded.abstract,
        actors=grounded.actors,
        positions=grounded.positions,
        planned_talks=grounded.planned_talks,
        open_questions=grounded.open_questions,
        rejected=grounded.rejected,
        provenance=_provenance(article, extractor.card, prompt, options, extractions),
    )


def _extract(
    article: Article,
    parts: Sequence[tuple[Sentence, ...]],
    extractor: Extractor,
    prompt: Prompt,
    options: Options,
) -> list[Extraction]:
    left = options.seconds
    extractions: list[Extraction] = []
    for part in parts:
        messages = prompt.messages(article, part, options.output_language)
        request = DraftRequest(messages, prompt.style.draft_type, part, left)
        try:
            extraction = extractor.extract(request)
        except ProviderError as error:
            if not any(earlier.draft for earlier in extractions):
                raise
            # What was paid for is kept; the summary says which sentences are missing.
            extraction = Extraction(None, Outcome.UNAVAILABLE, error.attempts, 0.0)
        left -= extraction.seconds
        extractions.append(extraction)
    return extractions


def _merged(
    extractions: Sequence[Extraction], style: Style, sentences: Sequence[Sentence], title: str | None
) -> Draft:
    drafts = [extraction.draft for extraction in extractions if extraction.draft is not None]
    if not drafts:
        return _EMPTY
    if style is Style.ABSTRACTIVE:
        return merge_drafts(cast("list[Draft]", drafts))
    lines = {sentence.number: sentence.line for sentence in sentences}
    return merge_index(cast("list[IndexDraft]", drafts)).resolve(lines, title)


def _status(extractions: Sequence[Extraction], grounded: Grounded) -> Status:
    problems = {_STATUS[e.outcome] for e in extractions if e.outcome in _STATUS}
    for status in _WORST_FIRST:
        if status in problems:
            return status
    found = grounded.actors or grounded.positions or grounded.planned_talks or grounded.open_questions
    return Status.OK if found or grounded.rejected else Status.EMPTY


def _notices(extractions: Sequence[Extraction], parts: Sequence[Sequence[Sentence]]) -> list[str]:
    if len(parts) == 1:
        return []
    missing = [
        f"sentences {part[0].number} to {part[-1].number} are missing: {extraction.outcome}"
        for part, extraction in zip(parts, extractions, strict=True)
        if extraction.draft is None
    ]
    return [f"long article, summarised in {len(parts)} parts", *missing]


def _reference(article: Article, sentences: Sequence[Sentence], *, keep_text: bool) -> ArticleReference:
    return ArticleReference(
        id=article.id or "",
        source=article.source,
        title=article.title,
        published=article.published,
        language=article.language,
        sha256=article.sha256,
        characters=len(article.text),
        sentences=[SentenceSpan(n=s.number, start=s.start, end=s.end) for s in sentences],
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


def _provenance(
    article: Article, card: ModelCard, prompt: Prompt, options: Options, extractions: Sequence[Extraction]
) -> Provenance:
    attempts: list[Attempt] = [attempt for extraction in extractions for attempt in extraction.attempts]
    usage = total_usage(attempts)
    return Provenance(
        key=summary_key(article, card, prompt, options.output_language),
        model=card.name,
        endpoint=card.endpoint,
        style=prompt.style,
        prompt=PromptReference(name=prompt.name, version=prompt.version, sha256=prompt.sha256),
        schema_version=SCHEMA_VERSION,
        tool_version=options.tool_version,
        parts=len(extractions),
        attempts=attempts,
        usage=usage,
        cost=card.price.cost(usage) if card.price else None,
        started=min((attempt.started for attempt in attempts), default=None),
        seconds=round(sum(extraction.seconds for extraction in extractions), 3),
    )
