"""The small time line over planned talks: one row a talk, places in per cent, so that it fits every width.

It repeats what the list below it says in words; nothing stands here alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from summarizer.core.summary import PlannedTalk
from summarizer.render.page.markup import Html, join, tag
from summarizer.render.page.words import Words

_ROW = 18
_TOP = 26
# Room at both ends, in per cent, for the labels of the first and the last day.
_LEFT, _RIGHT = 9.0, 91.0
_TICKS = 5
_MONTHS_FROM = 75


def timeline(talks: Sequence[tuple[str, PlannedTalk]], published: date | None, words: Words) -> Html | None:
    """The talks, which all have a date, in order; None where there are none."""
    spans = [(key, talk, talk.date) for key, talk in talks if talk.date]
    if not spans:
        return None
    known = [published] if published else []
    first = min([*known, *(days.start for _, _, days in spans)])
    last = max([*known, *(days.end for _, _, days in spans)])
    scale = _Scale(first, last)
    height = _TOP + _ROW * len(spans) + 6
    rows = [_row(key, talk, n, scale) for n, (key, talk, _) in enumerate(spans)]
    told = "; ".join(
        f"{words.days(days)}, {talk.topic or words('talk_without_topic')}" for _, talk, days in spans
    )
    label = words("timeline", start=words.day(first), end=words.day(last), talks=told)
    return tag(
        "svg",
        join(*_axis(scale, height, words), *_published(published, scale, height, words)),
        *rows,
        class_="timeline",
        role="img",
        aria_label=label,
        width="100%",
        height=str(height),
    )


class _Scale:
    """Days to places between the two ends."""

    def __init__(self, first: date, last: date) -> None:
        self.first = first
        self.days = max(1, (last - first).days)

    def at(self, day: date) -> float:
        """In per cent of the width."""
        return _LEFT + (_RIGHT - _LEFT) * (day - self.first).days / self.days

    def ticks(self) -> list[date]:
        """A few days worth a label, evenly spread; the first of the month where months go by."""
        if self.days > _MONTHS_FROM:
            return self._months()
        step = -(-self.days // _TICKS)
        return [self.first + timedelta(days=n) for n in range(0, self.days + 1, step)]

    def _months(self) -> list[date]:
        count = self.days // 28 + 1
        months = [self._month(n) for n in range(0, count, -(-count // _TICKS))]
        return [day for day in months if (day - self.first).days in range(self.days + 1)]

    def _month(self, n: int) -> date:
        year, month = divmod(self.first.year * 12 + self.first.month + n, 12)
        return date(min(year, date.max.year), month + 1, 1)


def _axis(scale: _Scale, height: int, words: Words) -> Iterator[Html]:
    for day in scale.ticks():
        x = _percent(scale.at(day))
        yield tag("line", x1=x, x2=x, y1="18", y2=str(height), class_="tick")
        yield tag("text", words.day(day, year=False), x=x, y="12", text_anchor="middle")


def _published(day: date | None, scale: _Scale, height: int, words: Words) -> Iterator[Html]:
    if day:
        x = _percent(scale.at(day))
        mark = tag("line", x1=x, x2=x, y1="18", y2=str(height), class_="today")
        yield tag("g", tag("title", f"{words('published')} {words.day(day)}"), mark)


def _row(key: str, talk: PlannedTalk, n: int, scale: _Scale) -> Html | None:
    if talk.date is None:
        return None
    start, end = scale.at(talk.date.start), scale.at(talk.date.end)
    y = _TOP + _ROW * n + _ROW // 2
    if talk.date.start == talk.date.end:
        shape = tag("circle", cx=_percent(start), cy=str(y), r="6")
    else:
        width = _percent(end - start)
        shape = tag("rect", x=_percent(start), y=str(y - 5), width=width, height="10", rx="5")
    guide = tag("line", x1=_percent(_LEFT), x2=_percent(_RIGHT), y1=str(y), y2=str(y), class_="row")
    return tag("g", guide, shape, class_=f"mark {talk.status}", data_talk=key)


def _percent(value: float) -> str:
    return f"{value:.2f}%"
