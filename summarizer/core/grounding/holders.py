"""Who states what a position says: the holder that the model gave, compared with what the sentences tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from summarizer.core.grounding.mentions import Mention
from summarizer.core.grounding.passage import Passage
from summarizer.core.grounding.speakers import Span, Speakers
from summarizer.core.grounding.standing import Standing
from summarizer.core.support import Reason

_MUCH_MORE = 2


def holder_reasons(
    who: Iterable[str], spans: Sequence[Span], speakers: Speakers, own: Sequence[Mention], statement: Passage
) -> list[Reason]:
    """What speaks against `who` (all marks of one holder) as the speaker of the statement in `spans`.

    `own` are the mentions of the holder's phrase there. Only a single sentence contradicts a holder: of
    several, each may give its part.
    """
    marks = set(who)
    stands = [how for span in spans for name, how in speakers.named(span).items() if name in marks]
    stands += [speakers.of(m) for m in own if any(_within(m, span) for span in spans)]
    # Whoever is sure to speak needs no comparison with the others.
    if not stands or max(stands) < Standing.SPEAKER:
        others = _others(marks, spans, speakers, own)
        if not stands:
            return _not_named(marks, spans, speakers, others)
        found = _named(max(stands), others, marks, spans, speakers)
        if found:
            return found
    return _said_elsewhere(marks, spans, speakers, own, statement)


def _others(marks: set[str], spans: Sequence[Span], speakers: Speakers, own: Sequence[Mention]) -> Standing:
    """The strongest standing of anybody else."""
    if any(speakers.stranger_speaks(span, own) for span in spans):
        return max(Standing.SPEAKER, _strongest(marks, spans, speakers))
    return _strongest(marks, spans, speakers)


def _strongest(marks: set[str], spans: Sequence[Span], speakers: Speakers) -> Standing:
    named = [how for span in spans for name, how in speakers.named(span).items() if name not in marks]
    return max(named, default=Standing.OBLIQUE)


def _within(mention: Mention, span: Span) -> bool:
    return mention.sentence == span[0] and span[1] <= mention.start < span[2]


def _said_elsewhere(
    marks: set[str], spans: Sequence[Span], speakers: Speakers, own: Sequence[Mention], statement: Passage
) -> list[Reason]:
    """Whether the words stand in another of the sentences, and somebody else says them there."""
    mine, theirs = [], []
    for span in spans:
        named = speakers.named(span)
        if not marks.isdisjoint(named) or any(_within(mention, span) for mention in own):
            mine.append(span)
        elif max(named.values(), default=Standing.OBLIQUE) >= Standing.SPEAKER:
            theirs.append(span)
    if not theirs:
        return []
    keys = statement.keys
    most, least = (max((speakers.shared(span, keys) for span in side), default=0) for side in (theirs, mine))
    return [Reason.HOLDER_NOT_SPEAKER] if most > _MUCH_MORE * least else []


def _named(
    own: Standing, others: Standing, marks: set[str], spans: Sequence[Span], speakers: Speakers
) -> list[Reason]:
    if own >= Standing.SPEAKER or _continued(marks, spans, speakers):
        return []
    if own == Standing.SUBJECT:
        elsewhere = others >= Standing.SPEAKER or _told_by_others(marks, spans, speakers)
        return [Reason.HOLDER_NOT_SPEAKER] if elsewhere else []
    sure = others >= Standing.SPEAKER and len(spans) == 1
    return [Reason.HOLDER_CONTRADICTED if sure else Reason.HOLDER_NOT_SPEAKER]


def _told_by_others(marks: set[str], spans: Sequence[Span], speakers: Speakers) -> bool:
    """Whether somebody else says what has the holder as its subject, there or right behind."""
    return any(
        speakers.other_speaks(span) or (later is not None and speakers.refers_back(later))
        for span, later in zip_longest(spans, spans[1:])
        if marks & set(speakers.named(span))
    )


def _continued(marks: set[str], spans: Sequence[Span], speakers: Speakers) -> bool:
    """Whether a pronoun there may mean the holder, or the holder goes on speaking."""
    return any(
        (speakers.pronoun_speaks(span) or not (speakers.other_speaks(span) or _anyone(span, speakers)))
        and speakers.last_before(span[0]) & marks
        for span in spans
    )


def _anyone(span: Span, speakers: Speakers) -> bool:
    return max(speakers.named(span).values(), default=Standing.OBLIQUE) > Standing.OBLIQUE


def _not_named(marks: set[str], spans: Sequence[Span], speakers: Speakers, others: Standing) -> list[Reason]:
    if not spans:
        return [Reason.HOLDER_INFERRED]
    first = spans[0]
    pronoun = speakers.pronoun_speaks(first)
    if any(speakers.pronoun_speaks(span) and speakers.last_before(span[0]) & marks for span in spans):
        return []
    if others >= Standing.SPEAKER and not pronoun:
        return [Reason.HOLDER_CONTRADICTED if len(spans) == 1 else Reason.HOLDER_INFERRED]
    silent = others < Standing.SUBJECT and not any(speakers.other_speaks(span) for span in spans)
    if (pronoun or silent) and speakers.last_before(first[0]) & marks:
        return []
    return [Reason.HOLDER_INFERRED]
