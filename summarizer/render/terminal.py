"""A summary on a terminal: `rich` lays it out, no string of it is ever read as markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from summarizer.core.summary import ArticleSummary, Evidence, PlannedTalk, Status
from summarizer.core.support import Support
from summarizer.render.words import MARK, cited, days, made_by, origin, rejected_title, why

_PROBLEM = {
    Status.REFUSED: "The model declined to summarise this article.",
    Status.TRUNCATED: "The answer was cut at the output limit; what follows is incomplete.",
    Status.FAILED: "The model gave no usable answer; what follows is incomplete.",
    Status.EMPTY: "Nothing to report was found in this article.",
}
_MEASURE = 100


class SummaryView:
    """Rich renderable of one summary."""

    def __init__(self, summary: ArticleSummary) -> None:
        self._summary = summary

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = min(options.max_width, _MEASURE)
        yield from console.render(Group(*self._blocks()), options.update(width=width))

    def _blocks(self) -> Iterable[RenderableType]:
        summary = self._summary
        yield Text(summary.headline or summary.article.title or summary.article.id, style="bold")
        yield Text(origin(summary), style="dim")
        if summary.status in _PROBLEM:
            yield Text(
                _PROBLEM[summary.status], style="bold red" if summary.status != Status.EMPTY else "yellow"
            )
        for notice in summary.notices:
            yield Text(notice, style="yellow")
        if summary.abstract and summary.abstract.text != summary.headline:
            yield Text()
            yield _line(summary.abstract.text, summary.abstract.evidence)
        yield from _section("Who is involved", [self._actors()] if summary.actors else [])
        yield from _section("Who said what", list(self._positions()))
        yield from _section("Planned talks", [_talk(talk) for talk in summary.planned_talks])
        questions = [_line(q.question, q.evidence, q.support, "? ") for q in summary.open_questions]
        yield from _section("Still open", questions)
        yield from _section("Rejected by the checks", list(self._rejected()), style="bold red")
        yield Text()
        yield Text(made_by(summary.provenance), style="dim")

    def _actors(self) -> RenderableType:
        table = Table.grid(padding=(0, 2), expand=False)
        for actor in self._summary.actors:
            name = Text(MARK[actor.support.verdict] + actor.name, style="cyan")
            role = Text(actor.role or actor.kind, style="" if actor.role else "dim")
            table.add_row(name, _line_of(role, actor.evidence, actor.support))
        return table

    def _positions(self) -> Iterable[RenderableType]:
        holder = None
        for position in self._summary.positions:
            if position.holder != holder:
                yield Text(position.holder, style="cyan")
            holder = position.holder
            manner = position.mode + (f", via {position.via}" if position.via else "")
            line = Text.assemble(position.statement, (f" {manner}", "italic dim"))
            yield Padding(_line_of(line, position.evidence, position.support), (0, 0, 0, 2), expand=False)

    def _rejected(self) -> Iterable[RenderableType]:
        for item in self._summary.rejected:
            yield Text(f"✗ {rejected_title(item)} ").append(why(item.item.support), style="red")


def _section(title: str, blocks: Sequence[RenderableType], style: str = "bold") -> Iterable[RenderableType]:
    if blocks:
        yield Text()
        yield Text(title, style=style)
        yield Padding(Group(*blocks), (0, 0, 0, 2), expand=False)


def _talk(talk: PlannedTalk) -> RenderableType:
    when = talk.when or "no date given"
    head = Text(when, style="magenta")
    if talk.date:
        head.append(f" ({days(talk.date)})", style="magenta")
    for part in (talk.place, talk.topic):
        if part:
            head.append(f" · {part}")
    head.append(f" · {talk.status}", style="italic")
    names = ", ".join(one.name for one in talk.participants) or "no participants named"
    return Group(
        _line_of(head, talk.evidence, talk.support), Padding(Text(names), (0, 0, 0, 2), expand=False)
    )


def _line(text: str, evidence: list[Evidence], support: Support | None = None, sign: str = "") -> Text:
    return _line_of(Text(sign + text), evidence, support)


def _line_of(text: Text, evidence: list[Evidence], support: Support | None = None) -> Text:
    line = Text.assemble(text, " ", (cited(evidence), "green"))
    if support and support.reasons:
        line.append(f" {MARK[support.verdict]} {why(support)}".rstrip(), style="yellow")
    return line
