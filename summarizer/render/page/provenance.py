"""The foot of the page: model, prompt, requests, tokens, cost."""

from __future__ import annotations

from summarizer.core.summary import ArticleSummary, Provenance
from summarizer.render.page.markup import Html, join, tag
from summarizer.render.page.words import Words


def provenance(summary: ArticleSummary, words: Words) -> Html:
    """How the summary came about, as far as a reader wants to know it."""
    made = summary.provenance
    where = words("machine") if made.endpoint == "local" else made.endpoint
    lines = [
        (words("model"), f"{made.model}, {where}"),
        (words("style"), words(made.style)),
        (words("prompt"), f"{made.prompt.name} {made.prompt.version} · {made.prompt.sha256[:12]}"),
        (words("requests"), f"{len(made.attempts)} · {made.seconds:.1f} s"),
        (words("tokens"), _tokens(made, words)),
        (words("cost"), _cost(made, words)),
        (words("tool"), f"summarizer {made.tool_version}"),
        ("SHA-256", summary.article.sha256),
    ]
    if made.started:
        lines.insert(4, (words("made_at"), f"{made.started:%Y-%m-%d %H:%M} UTC"))
    table = join(*(tag("div", tag("dt", name), tag("dd", value)) for name, value in lines))
    return tag("footer", tag("h2", words("made")), tag("dl", table))


def _tokens(made: Provenance, words: Words) -> str:
    counts = (made.usage.input_tokens, made.usage.output_tokens)
    return " + ".join(words("unknown") if count is None else f"{count:,}" for count in counts)


def _cost(made: Provenance, words: Words) -> str:
    if made.cost is None:
        return words("unknown")
    return words("free") if made.cost.amount == 0 else f"{made.cost.amount:.4f} {made.cost.currency}"
