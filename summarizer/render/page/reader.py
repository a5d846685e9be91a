"""The page of one article: its sentences on one side, what was made of them on the other."""

from __future__ import annotations

from collections.abc import Iterator

from summarizer.core.summary import ArticleSummary, Status
from summarizer.core.support import Verdict
from summarizer.render.page.document import document
from summarizer.render.page.entries import Entry, entries, resting
from summarizer.render.page.items import sections
from summarizer.render.page.markup import Html, data, icon, join, language_code, source, tag
from summarizer.render.page.parts import Scene
from summarizer.render.page.passages import Passages, Piece, passages
from summarizer.render.page.provenance import provenance
from summarizer.render.page.words import Language, Words

# What the script says aloud; everything else stands in the markup.
_SPOKEN = ("items_shown", "match_none", "matches", "sentence_items")

# A headline of more characters is a whole sentence, and set smaller.
_LONG = 80


def to_html(
    summary: ArticleSummary,
    text: str | None = None,
    *,
    language: Language = "en",
    index: str | None = None,
) -> str:
    """A self-contained page; equal arguments give equal bytes.

    `text` is the article (by default that in the summary, if any). Where there is none, or where its hash
    is not that of the summarised text, the sentences that the summary quotes stand in for it. `index` is
    a relative address that the page links back to. Every string may be hostile; it is shown as text.
    """
    words = Words(language)
    article = passages(summary, text)
    scene = Scene(words, article.numbers, language_code(summary.article.language))
    found = entries(summary)
    table = {
        "items": [entry.as_data() for entry in found],
        "mentions": {f"a{n}": actor.mentions for n, actor in enumerate(summary.actors, 1)},
        "words": {key: words(key) for key in _SPOKEN},
    }
    body = join(
        tag("a", words("skip"), href="#summary", class_="skip"),
        _bar(words, index),
        tag(
            "main",
            _article(summary, article, resting(found), scene),
            _summary(summary, found, scene),
            class_="panes",
        ),
        data("page-data", table),
    )
    return document(
        _title(summary),
        body,
        language=language,
        styles=("base.css", "reader.css"),
        scripts=("base.js", "reader.js"),
    )


def _title(summary: ArticleSummary) -> str:
    return summary.headline or summary.article.title or summary.article.id


def _bar(words: Words, index: str | None) -> Html:
    home = (
        tag("a", icon("back"), tag("span", words("to_index")), href=index, class_="home") if index else None
    )
    search = tag(
        "div",
        icon("search"),
        tag(
            "input",
            type="search",
            id="search",
            placeholder=words("search_hint"),
            aria_label=words("search_hint"),
            autocomplete="off",
            spellcheck="false",
        ),
        tag("output", id="matches", for_="search"),
        tag("button", icon("up"), type="button", id="previous", aria_label=words("previous"), disabled=True),
        tag("button", icon("down"), type="button", id="next", aria_label=words("next"), disabled=True),
        class_="search scripted",
        role="search",
    )
    view = tag(
        "div",
        tag("button", words("article"), type="button", data_view="article", aria_pressed="false"),
        tag("button", words("summary"), type="button", data_view="summary", aria_pressed="true"),
        class_="views scripted",
        role="group",
        aria_label=words("view"),
    )
    return tag("header", home or tag("span", "summarizer", class_="brand"), search, view, _keys(words),
               theme(words), class_="bar")  # fmt: skip


def theme(words: Words) -> Html:
    """The button between light and dark."""
    return tag(
        "button",
        icon("moon"),
        tag("span", words("theme"), class_="unseen"),
        type="button",
        id="theme",
        class_="scripted",
        aria_pressed="false",
        title=words("theme"),
    )


def _keys(words: Words) -> Html:
    lines = (
        ("j k ↓ ↑", "keys_items"),
        ("n p", "keys_sentences"),
        ("Enter", "keys_enter"),
        ("/", "keys_search"),
        ("v", "keys_view"),
        ("Esc", "keys_esc"),
    )
    table = (
        join(tag("dt", *(tag("kbd", key) for key in keys.split())), tag("dd", words(word)))
        for keys, word in lines
    )
    # WCAG 2.1.4: keys without a modifier must be possible to turn off.
    switch = tag("label", tag("input", type="checkbox", id="keys-on", checked=True), words("keys_on"))
    return tag(
        "details",
        tag("summary", icon("keys"), tag("span", words("keys"), class_="unseen"), title=words("keys")),
        tag("div", tag("dl", *table), switch, class_="panel"),
        id="keys",
        class_="scripted",
    )


def _article(summary: ArticleSummary, article: Passages, rests: dict[int, list[str]], scene: Scene) -> Html:
    words, reference = scene.words, summary.article
    about = [
        tag("span", source(reference.source)) if reference.source else None,
        tag("time", words.day(reference.published), datetime=reference.published.isoformat())
        if reference.published
        else None,
        tag("span", scene.spoken.upper()) if scene.spoken else None,
        tag("span", words("sentences", count=len(reference.sentences))),
    ]
    why = None if article.whole else words("other_text" if article.other else "without_text")
    paragraphs = (
        tag("p", *(_piece(piece, rests, words) for piece in pieces), class_="passage", dir="auto")
        for pieces in article.paragraphs
    )
    size = "long" if len(_title(summary)) > _LONG else None
    title = reference.title if reference.title and reference.title != _title(summary) else None
    return tag(
        "section",
        tag("h1", _title(summary), lang=scene.spoken, class_=size),
        tag("p", *about, class_="about"),
        tag("p", icon("note"), why, class_="notice") if why else None,
        tag(
            "article",
            tag("p", title, class_="kicker") if title else None,
            *paragraphs,
            lang=scene.spoken,
            class_="text" if article.whole else "text quotations",
        ),
        id="article",
        class_="pane",
        aria_label=words("article"),
        tabindex="0",
    )


def _piece(piece: Piece, rests: dict[int, list[str]], words: Words) -> Html:
    if piece.number is None:
        return join(" ", piece.text, " ")
    items = rests.get(piece.number, [])
    number = (
        tag(
            "a",
            str(piece.number),
            href=f"#{items[0]}",
            class_="n",
            lang=words.language,
            aria_label=words("items_rest", n=piece.number, count=len(items)),
        )
        if items
        else tag("span", str(piece.number), class_="n", aria_hidden="true")
    )
    kind = "s rests" if items else "s"
    return join(tag("span", number, tag("span", piece.text), class_=kind, id=f"s{piece.number}"), " ")


def _summary(summary: ArticleSummary, found: list[Entry], scene: Scene) -> Html:
    words = scene.words
    return tag(
        "section",
        tag("div", _tally(found, words), _filtered(words), class_="overview"),
        *_notices(summary, words),
        sections(summary, scene),
        provenance(summary, words),
        id="summary",
        class_="pane",
        aria_label=words("summary"),
        tabindex="0",
    )


def _tally(found: list[Entry], words: Words) -> Html:
    """How many items stand, with a button each to see only those."""
    counted = dict.fromkeys(Verdict, 0)
    for entry in found:
        if entry.verdict:
            counted[Verdict.UNSUPPORTED if entry.rejected else entry.verdict] += 1
    buttons = (
        tag(
            "button",
            icon(verdict),
            tag("b", str(count)),
            " ",
            words("rejected_short") if verdict is Verdict.UNSUPPORTED else words(verdict),
            type="button",
            class_=f"verdict {verdict}",
            aria_pressed="false",
            data_verdict=str(verdict),
        )
        for verdict, count in counted.items()
        if count
    )
    return tag("div", *buttons, class_="tally", role="group", aria_label=words("verdict"))


def _filtered(words: Words) -> Html:
    clear = tag("button", words("clear"), type="button", id="clear")
    # The live region is there from the start: one that appears with its text is often not read out.
    return join(
        tag("p", tag("span", id="filtered"), clear, id="filter", hidden=True),
        tag("p", id="say", class_="unseen", role="status"),
    )


def _notices(summary: ArticleSummary, words: Words) -> Iterator[Html]:
    told = [] if summary.status is Status.OK else [words(summary.status)]
    told += summary.notices
    if told:
        yield tag(
            "div",
            *(tag("p", icon("note"), one) for one in told),
            class_="notice",
            role="note",
            aria_label=words("notices"),
        )
