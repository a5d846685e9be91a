"""The whole path on one screen: Article -> Sentences -> Messages -> Draft -> checked items -> summary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from summarizer.core.article import Article
from summarizer.core.bounds import bounded
from summarizer.core.draft import Draft, IndexDraft
from summarizer.core.errors import InputError, ProviderError
from summarizer.core.extraction import Extraction, Extractor
from summarizer.core.grounding import Grounded, ground
from summarizer.core.parts import merge_drafts, merge_index, split_parts
from summarizer.core.prompt import DraftRequest, Prompt, Style
from summarizer.core.provenance import article_reference, provenance
from summarizer.core.repair import repair_request, still_rejected, with_corrections
from summarizer.core.sentences import Sentence, split_sentences
from summarizer.core.summary import ArticleSummary, Status
from summarizer.core.usage import Outcome

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
    sentences = _sentences(article)
    requests = _requests(article, sentences, extractor, prompt, options)
    extractions = _extract(requests, extractor)
    draft, cut = bounded(
        _merged(extractions, prompt.style, sentences, article.title),
        verbatim=prompt.style is Style.EXTRACTIVE,
    )
    grounded = _grounded(draft, article, sentences)
    repair = _repair(draft, grounded, requests, extractions, extractor)
    asked: list[str] = []
    if repair:
        grounded, asked = _corrected(draft, grounded, repair, article, sentences)
    return ArticleSummary(
        status=_status(extractions, grounded),
        notices=[*_missing(extractions, requests), *cut, *grounded.notices, *asked],
        article=article_reference(article, sentences, keep_text=options.keep_text),
        headline=grounded.headline or article.title or sentences[0].line,
        abstract=grounded.abstract,
        actors=grounded.actors,
        positions=grounded.positions,
        planned_talks=grounded.planned_talks,
        open_questions=grounded.open_questions,
        rejected=grounded.rejected,
        provenance=provenance(
            article,
            extractor.card,
            prompt,
            [*extractions, *([repair] if repair else [])],
            output_language=options.output_language,
            parts=len(requests),
            tool_version=options.tool_version,
        ),
    )


def ask_article(article: Article, extractor: Extractor, prompt: Prompt, options: Options) -> None:
    """Put every question about one article to the model that a summary of it would, and drop the answers.

    Cheaper than a summary where the answers decide nothing: a model that is sent no unsupported items
    back is asked once a part, whatever it says. Raises as `summarize_article` does.
    """
    if extractor.card.repairs_items:
        summarize_article(article, extractor, prompt, options)
    else:
        _extract(_requests(article, _sentences(article), extractor, prompt, options), extractor)


def _sentences(article: Article) -> tuple[Sentence, ...]:
    sentences = split_sentences(article.text, article.language)
    if not sentences:
        raise InputError("the article has no sentence in it", hint="pass a text with at least one sentence")
    return sentences


def _requests(
    article: Article,
    sentences: Sequence[Sentence],
    extractor: Extractor,
    prompt: Prompt,
    options: Options,
) -> list[DraftRequest]:
    """One request, or several for an article above the model's input budget."""
    return [
        DraftRequest(
            prompt.messages(article, part, options.output_language),
            prompt.style.draft_type,
            part,
            extractor.card.seconds,
        )
        for part in split_parts(sentences, extractor.card.input_budget)
    ]


def _extract(requests: Sequence[DraftRequest], extractor: Extractor) -> list[Extraction]:
    seconds = extractor.card.seconds * len(requests)
    extractions: list[Extraction] = []
    for request in requests:
        try:
            extraction = extractor.extract(replace(request, seconds=seconds))
        except ProviderError as error:
            if not any(earlier.draft for earlier in extractions):
                raise
            # What was paid for is kept; the summary says which sentences are missing.
            extraction = Extraction(None, Outcome.UNAVAILABLE, error.attempts, 0.0)
        seconds -= extraction.seconds
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


def _grounded(draft: Draft, article: Article, sentences: Sequence[Sentence]) -> Grounded:
    return ground(
        draft, sentences, published=article.published, language=article.language, title=article.title
    )


def _repair(
    draft: Draft,
    grounded: Grounded,
    requests: Sequence[DraftRequest],
    extractions: Sequence[Extraction],
    extractor: Extractor,
) -> Extraction | None:
    """The answer to one more request, where something was rejected and asking again can help.

    Only for articles that fit into one request: the answer quotes the whole draft.
    """
    left = extractor.card.seconds - sum(extraction.seconds for extraction in extractions)
    able = extractor.card.repairs_items and len(requests) == 1 and isinstance(extractions[0].draft, Draft)
    if not grounded.rejected or not able or left <= 0:
        return None
    try:
        return extractor.extract(repair_request(requests[0], draft, grounded.rejected, left))
    except ProviderError as error:
        # The first answer stands without the repair.
        return Extraction(None, Outcome.UNAVAILABLE, error.attempts, 0.0)


def _corrected(
    draft: Draft, before: Grounded, repair: Extraction, article: Article, sentences: Sequence[Sentence]
) -> tuple[Grounded, list[str]]:
    asked = f"{len(before.rejected)} unsupported items were sent back to the model"
    if not isinstance(repair.draft, Draft):
        return before, [f"{asked}, which gave no usable answer ({repair.outcome})"]
    corrections, cut = bounded(repair.draft, verbatim=False)
    after, more = bounded(with_corrections(draft, corrections), verbatim=False)
    grounded = _grounded(after, article, sentences)
    rejected = still_rejected(
        before.rejected, _grounded(corrections, article, sentences).rejected, grounded.rejected
    )
    told = f"{asked}, which corrected or withdrew them" + (f"; {len(rejected)} remain" if rejected else "")
    return replace(grounded, rejected=rejected), [*cut, *more, told]


def _status(extractions: Sequence[Extraction], grounded: Grounded) -> Status:
    problems = {_STATUS[e.outcome] for e in extractions if e.outcome in _STATUS}
    for status in _WORST_FIRST:
        if status in problems:
            return status
    found = grounded.actors or grounded.positions or grounded.planned_talks or grounded.open_questions
    return Status.OK if found or grounded.rejected else Status.EMPTY


def _missing(extractions: Sequence[Extraction], requests: Sequence[DraftRequest]) -> list[str]:
    if len(requests) == 1:
        return []
    missing = [
        f"sentences {request.sentences[0].number} to {request.sentences[-1].number} are missing:"
        f" {extraction.outcome}"
        for request, extraction in zip(requests, extractions, strict=True)
        if extraction.draft is None
    ]
    return [f"long article, summarised in {len(requests)} parts", *missing]
