"""From reasons to a verdict."""

from __future__ import annotations

from collections.abc import Collection

from summarizer.core.support import Reason, Support, Verdict

_FATAL = frozenset(
    {
        Reason.EVIDENCE_MISSING,
        Reason.EVIDENCE_UNRELATED,
        Reason.NAME_NOT_IN_ARTICLE,
        Reason.HOLDER_CONTRADICTED,
        Reason.NUMBER_NOT_IN_ARTICLE,
        Reason.NUMBER_NOT_IN_EVIDENCE,
        Reason.DATE_NOT_IN_ARTICLE,
        Reason.DATE_NOT_IN_EVIDENCE,
        Reason.QUOTE_NOT_VERBATIM,
        Reason.NEGATION_FLIPPED,
        Reason.OPPOSITE_WORD,
        Reason.SPAN_NOT_VERBATIM,
    }
)

ABSTRACT_FATAL = frozenset(
    {
        Reason.EVIDENCE_UNRELATED,
        Reason.NAME_NOT_IN_ARTICLE,
        Reason.NUMBER_NOT_IN_ARTICLE,
        Reason.DATE_NOT_IN_ARTICLE,
        Reason.QUOTE_NOT_VERBATIM,
    }
)
"""What an abstract is withheld for; whether a long text turns something round is not sure enough for that."""


def verdict(reasons: Collection[Reason]) -> Support:
    """Unsupported if any reason is fatal, partial if there is any, else supported."""
    found = list(dict.fromkeys(reasons)) if reasons else []
    if not found:
        return Support(verdict=Verdict.SUPPORTED, reasons=found)
    if not _FATAL.isdisjoint(found):
        return Support(verdict=Verdict.UNSUPPORTED, reasons=found)
    return Support(verdict=Verdict.PARTIAL, reasons=found)


def failed(support: Support) -> bool:
    """Whether the item goes to `rejected`."""
    return support.verdict is Verdict.UNSUPPORTED
