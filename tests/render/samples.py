"""A summary with one of everything, made by the real pipeline and checks from an article of our own.

Also what the screenshots and the benchmark show. The people and the lake are invented.
"""

from __future__ import annotations

import datetime
from typing import Any

from summarizer.core.article import Article
from summarizer.core.draft import Draft
from summarizer.core.extraction import Extraction, ModelCard
from summarizer.core.pipeline import Options, summarize_article
from summarizer.core.prompt import Style
from summarizer.core.summary import ArticleSummary
from summarizer.core.usage import Attempt, Outcome, Price, Usage
from summarizer.resources import load_prompt

TEXT = """\
Norvania and Sundmark will resume talks on the shared waters of Lake Ellen in Geneva on 3 March. \
Foreign minister Ilse Varga announced the date on Thursday after two years of silence between the neighbours. \
“We are not going to Geneva to talk about talking,” Varga said.

Her counterpart Tomas Reik said Sundmark would attend only if the dam at Holm stayed closed until then. \
According to the agency Nordpress, Sundmark has moved 1,200 soldiers to the shore since January. \
Reik called the report exaggerated.

The United Nations wants to send the envoy Amara Diallo to both capitals in the week after next. \
Diallo told Radio Ellen that both sides had “more to lose than water”. \
A meeting of the two presidents that had been planned for 20 February in Oslo was called off, the Norwegian \
hosts said.

Fishermen on both shores demand that the quota of 40,000 tonnes be kept. \
“Nobody asked us,” said Jorun Hald, who speaks for the fishermen's union. \
The union wants a hearing in the parliament of Norvania, but no day has been set for it.

The European Commission offered to host a donors' conference in Brussels in June. \
Whether Sundmark will take part is still open. \
It is also unclear who would pay for the repair of the dam.
"""
PUBLISHED = datetime.date(2026, 2, 12)


def _actor(name: str, kind: str, role: str | None, *evidence: int) -> dict[str, Any]:
    return {"name": name, "kind": kind, "role": role, "evidence": list(evidence)}


def _position(holder: str, statement: str, mode: str, via: str | None, *evidence: int) -> dict[str, Any]:
    return {"holder": holder, "statement": statement, "mode": mode, "via": via, "evidence": list(evidence)}


def _talk(
    names: list[str], topic: str | None, when: str | None, place: str | None, status: str, n: int
) -> Any:
    return {
        "participants": names,
        "topic": topic,
        "when": when,
        "place": place,
        "status": status,
        "evidence": [n],
    }


DRAFT: dict[str, Any] = {
    "headline": "Norvania and Sundmark return to the table over Lake Ellen",
    "abstract": {
        "text": "After two years of silence, Norvania and Sundmark will resume talks on the shared waters of Lake "
        "Ellen in Geneva on 3 March. Whether Sundmark will take part in a donors' conference is still open.",
        "evidence": [1, 2, 14],
    },
    "actors": [
        _actor("Norvania", "country", None, 1),
        _actor("Sundmark", "country", None, 1),
        _actor("Ilse Varga", "person", "Foreign minister", 2),
        _actor("Tomas Reik", "person", "counterpart", 4),
        _actor("United Nations", "organization", None, 7),
        _actor("Amara Diallo", "person", "envoy", 7),
        _actor("Jorun Hald", "person", "speaker of the fishermen's union", 11),
        _actor("European Commission", "organization", None, 13),
        _actor("Fishermen", "group", None, 10),
    ],
    "positions": [
        _position("Ilse Varga", "“We are not going to Geneva to talk about talking.”", "direct", None, 3),
        _position("Ilse Varga", "The talks will resume in Geneva on 3 March.", "indirect", None, 1, 2),
        _position(
            "Tomas Reik",
            "Sundmark will attend only if the dam at Holm stays closed until then.",
            "indirect",
            None,
            4,
        ),
        _position("Tomas Reik", "The report about soldiers is exaggerated.", "reported", None, 5, 6),
        _position(
            "Tomas Reik", "Sundmark has moved 2,100 soldiers to the shore.", "indirect", "Nordpress", 5
        ),
        _position("Amara Diallo", "Both sides have “more to lose than water”.", "direct", "Radio Ellen", 8),
        _position("Fishermen", "The quota of 40,000 tonnes must be kept.", "reported", None, 10),
        _position("Jorun Hald", "“Nobody asked us.”", "direct", None, 11),
        _position("European Commission", "Europe is ready to help with money.", "reported", None, 13),
    ],
    "planned_talks": [
        _talk(
            ["Norvania", "Sundmark"],
            "the shared waters of Lake Ellen",
            "on 3 March",
            "Geneva",
            "announced",
            1,
        ),
        _talk(["Amara Diallo"], None, "in the week after next", "both capitals", "reported", 7),
        _talk(["the two presidents"], None, "20 February", "Oslo", "cancelled", 9),
        _talk([], "a hearing", None, "parliament of Norvania", "proposed", 12),
        _talk(["European Commission"], "a donors' conference", "in June", "Brussels", "proposed", 13),
    ],
    "open_questions": [
        {"question": "Will Sundmark take part in the donors' conference?", "evidence": [13, 14]},
        {"question": "Who would pay for the repair of the dam?", "evidence": [15]},
    ],
}


class _Scripted:
    """An extractor that answers with a prepared draft."""

    def __init__(self, draft: Any) -> None:
        self._draft = Draft.model_validate(draft)
        price = Price(input=0.25, output=2, dated=datetime.date(2026, 1, 1))
        self.card = ModelCard(
            "gpt-5-mini", "https://api.openai.com/v1", Style.ABSTRACTIVE, "summarize-v2", 10_000, price, 300.0
        )

    def extract(self, request: Any) -> Extraction:
        at = datetime.datetime(2026, 2, 12, 9, 30, tzinfo=datetime.UTC)
        usage = Usage(input_tokens=1250, output_tokens=940)
        attempt = Attempt(outcome=Outcome.OK, usage=usage, started=at, seconds=4.2)
        return Extraction(self._draft, Outcome.OK, (attempt,), 4.2)


def summarised(
    text: str = TEXT, draft: Any = DRAFT, *, keep_text: bool = True, **about: Any
) -> ArticleSummary:
    """`draft` checked against `text` as the pipeline does it."""
    known = {
        "language": "en",
        "published": PUBLISHED,
        "title": "Lake Ellen: neighbours to meet in Geneva",
        "source": "https://news.example.org/lake-ellen",
    }
    article = Article(text=text, **{**known, **about})
    options = Options(keep_text=keep_text, tool_version="0.1.0")
    return summarize_article(article, _Scripted(draft), load_prompt("summarize-v2"), options)
