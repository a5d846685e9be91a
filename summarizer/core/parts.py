"""Long articles: split on sentence boundaries, drafted part by part, merged into one draft."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from summarizer.core.draft import Draft, DraftAbstract, DraftPosition, IndexDraft
from summarizer.core.names import name_key
from summarizer.core.sentences import Sentence

_BYTES_PER_TOKEN = 3
_TOKENS_PER_LINE = 8


def estimated_tokens(sentence: Sentence) -> int:
    """Upper estimate of the prompt tokens of one numbered sentence.

    Three bytes of UTF-8 a token: news in the languages tried needs 3.5 to 5 with current vocabularies.
    """
    return len(sentence.text.encode()) // _BYTES_PER_TOKEN + _TOKENS_PER_LINE


def split_parts(sentences: Sequence[Sentence], budget: int, overlap: int = 2) -> list[tuple[Sentence, ...]]:
    """Parts of at most `budget` estimated tokens, each repeating the last `overlap` sentences before it.

    The repeated sentences give the next part its context; what rests on them alone is taken from the
    part before. A single sentence above the budget is a part of its own.
    """
    parts: list[tuple[Sentence, ...]] = []
    current: list[Sentence] = []
    size = 0
    for sentence in sentences:
        cost = estimated_tokens(sentence)
        if current and size + cost > budget:
            parts.append(tuple(current))
            current = _tail(current, overlap, budget - cost)
            size = sum(map(estimated_tokens, current))
        current.append(sentence)
        size += cost
    return [*parts, tuple(current)] if current else parts


def _tail(sentences: Sequence[Sentence], count: int, budget: int) -> list[Sentence]:
    tail: list[Sentence] = []
    for sentence in reversed(sentences[1:][-count:]):
        budget -= estimated_tokens(sentence)
        if budget < 0:
            break
        tail.insert(0, sentence)
    return tail


def merge_index(drafts: Iterable[IndexDraft]) -> IndexDraft:
    """One row a sentence: of a repeated sentence the part that came first knows more of it."""
    rows = {row.n: row for draft in reversed(list(drafts)) for row in draft.sentences}
    return IndexDraft(sentences=[rows[n] for n in sorted(rows)])


def merge_drafts(drafts: Sequence[Draft]) -> Draft:
    """Same actor once, same position once, items in the order of the article.

    Headline from the first part, abstracts joined. Two positions are the same when their holder is the
    same and they share a sentence; the fuller statement stays.
    """
    first = drafts[0]
    if len(drafts) == 1:
        return first
    actors = {name_key(a.name): a for draft in reversed(drafts) for a in draft.actors}
    talks = {(t.when, t.place, *t.evidence): t for d in reversed(drafts) for t in d.planned_talks}
    questions = {tuple(q.evidence): q for d in reversed(drafts) for q in d.open_questions}
    return Draft(
        headline=first.headline,
        abstract=DraftAbstract(
            evidence=sorted({n for d in drafts for n in d.abstract.evidence}),
            text=" ".join(d.abstract.text for d in drafts if d.abstract.text),
        ),
        actors=sorted(actors.values(), key=lambda item: item.evidence),
        positions=_merged_positions(d.positions for d in drafts),
        planned_talks=sorted(talks.values(), key=lambda item: item.evidence),
        open_questions=sorted(questions.values(), key=lambda item: item.evidence),
    )


def _merged_positions(parts: Iterable[Sequence[DraftPosition]]) -> list[DraftPosition]:
    kept: list[DraftPosition] = []
    for positions in parts:
        earlier = list(enumerate(kept))
        for position in positions:
            same = [place for place, other in earlier if _same_position(other, position)]
            if same:
                kept[same[0]] = max(kept[same[0]], position, key=lambda item: len(item.statement))
            else:
                kept.append(position)
    return kept


def _same_position(one: DraftPosition, other: DraftPosition) -> bool:
    return name_key(one.holder) == name_key(other.holder) and (
        one.statement == other.statement or bool(set(one.evidence) & set(other.evidence))
    )
