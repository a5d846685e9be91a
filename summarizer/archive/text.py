"""The prose of Markdown and HTML documents, with what they say of title, date and language.

Every function takes the source's `name` as it may be shown, and raises InputError with one line that
begins with it. A document's own text never gets into a message.
"""

from __future__ import annotations

import copy
import datetime
import functools
import html
import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.core.errors import InputError

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from markdown_it.token import Token

_DECLARED_IN_HTML = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE
)
_HTML = re.compile(
    r"(\s|<!--.*?-->|<\?xml[^>]*>)*<(!doctype\s+html|html|head|body|article|main|section|div|p|h1|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)
_MOST_ELEMENTS = 100_000
_BLOCKS = frozenset("p div br li tr h1 h2 h3 h4 h5 h6 table ul ol blockquote article section".split())
_UNREAD = frozenset(("script", "style", "head", "title", "template", "noscript"))
_COPY_IT = "Copy the article's text into a file."


@dataclass(frozen=True, slots=True)
class Document:
    """What a document says of itself; `language_hint` is a claim to be checked against the text."""

    text: str
    title: str | None = None
    published: datetime.date | None = None
    language: str | None = None
    language_hint: str | None = None
    id: str | None = None
    source: str | None = None


def looks_like_html(text: str) -> bool:
    """Whether a text of unknown kind begins the way an HTML page does."""
    return _HTML.match(text[:2000]) is not None


def html_charset(data: bytes) -> str | None:
    """The encoding an HTML page declares within its first 4,096 bytes."""
    found = _DECLARED_IN_HTML.search(data[:4096])
    return found.group(1).decode("ascii", "replace") if found else None


def read_html(text: str, name: str, *, url: str | None = None) -> Document:
    """The article of an HTML page: body paragraphs with a blank line between them, title, date, language.

    Uses trafilatura, offline. Raises InputError when the page holds no article text.
    """
    # Deferred: 0.4 s of start-up for lxml and its company, of no use to a plain text.
    from trafilatura import load_html

    _quiet_libraries()
    tree = load_html(_whole_page(text))
    if tree is None:
        raise _no_article(name)
    if sum(1 for _ in tree.iter()) > _MOST_ELEMENTS:
        raise InputError(
            f"{name} has more than {_MOST_ELEMENTS:,} HTML elements", hint="Give the article's text alone."
        )
    try:
        paragraphs, title = _extracted(tree)
        published = _published(tree, url)
    except Exception as error:
        # The libraries promise nothing about what a broken page makes them raise.
        raise InputError(f"{name}: the HTML is too broken to read", hint=_COPY_IT) from error
    if not paragraphs:
        raise _no_article(name)
    return Document(
        text="\n\n".join(paragraphs),
        title=title,
        published=published,
        language_hint=tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
    )


def read_fragment(text: str, name: str) -> Document:
    """The article in the HTML of a feed's entry or a mail: as of a page, else all the text that is there.

    Raises InputError when there is no text, or too much of it to read.
    """
    if "<" not in text:
        return Document(text=html.unescape(text))
    # Deferred with the rest of the HTML libraries.
    from trafilatura import load_html

    try:
        return read_html(text, name)
    except InputError:
        tree = load_html(_whole_page(text))
        if tree is None or sum(1 for _ in tree.iter()) > _MOST_ELEMENTS:
            raise
        for element in tree.iter():
            if element.tag in _UNREAD or not isinstance(element.tag, str):
                element.text = None
            if element.tag in _BLOCKS:
                element.tail = "\n\n" + (element.tail or "")
                element.text = "\n\n" + (element.text or "")
        blocks = (" ".join(block.split()) for block in "".join(tree.itertext()).split("\n\n"))
        found = "\n\n".join(filter(None, blocks))
        if not found:
            raise
        return Document(text=found)


def _extracted(tree: HtmlElement) -> tuple[list[str], str | None]:
    """Paragraphs without the headline, and the headline."""
    # Deferred with the rest of the HTML libraries.
    from trafilatura import bare_extraction
    from trafilatura.settings import Document as Extracted

    # Precision first: a missing aside costs less than a teaser summarised as news.
    for precise in (True, False):
        found = bare_extraction(
            tree,
            favor_precision=precise,
            include_comments=False,
            include_tables=not precise,
            with_metadata=True,
        )
        if not isinstance(found, Extracted):
            continue
        bullets = {f"- {_words(item)}" for item in found.body.iter("item")}
        lines = filter(None, map(str.strip, (found.text or "").split("\n")))
        paragraphs = [line.removeprefix("- ") if line in bullets else line for line in lines]
        if paragraphs:
            top = [_words(element) for element in found.body[:1] if element.get("rend") == "h1"]
            if paragraphs[0] not in (found.title, *top):
                return paragraphs, found.title
            return paragraphs[1:], found.title or paragraphs[0]
    return [], None


def _words(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


def _quiet_libraries() -> None:
    # Without a handler of their own, Python prints these loggers' complaints to stderr.
    for library in ("trafilatura", "htmldate", "courlan", "justext"):
        logger = logging.getLogger(library)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


def _whole_page(text: str) -> str:
    # The text is decoded already: a declaration of its old encoding would only mislead the parser.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    # The parser turns fragments away.
    return text if re.search(r"<(html|body)\b", text, re.IGNORECASE) else f"<html><body>{text}</body></html>"


def _no_article(name: str) -> InputError:
    return InputError(
        f"{name}: no article text found in the HTML", hint="Copy the article's text into a file."
    )


def _published(tree: HtmlElement, url: str | None) -> datetime.date | None:
    """The day of publication that the page declares, else that of its address; never one from its prose."""
    # Deferred with the rest of the HTML libraries.
    from htmldate import find_date
    from trafilatura import load_html

    declared = load_html("<html><head></head><body></body></html>")
    if declared is None:
        return None
    for element in tree.xpath("//meta|//script[contains(@type, 'ld+json')]"):
        # A changed page is not a new one, and a copyright year is no day.
        if not re.search("copyright|modif|updat", " ".join(element.attrib.values()), re.IGNORECASE):
            declared.head.append(copy.deepcopy(element))
    times = tree.xpath("(//article//time[@datetime]|//main//time[@datetime])[1]")
    declared.body.extend(copy.deepcopy(times))
    # Fixed bounds, so that the same page gives the same date on any day.
    look = functools.partial(find_date, extensive_search=False, original_date=True)
    look = functools.partial(look, min_date="1900-01-01", max_date="2100-01-01")
    found = look(declared) or (look(declared, url=url) if url else None)
    return _day(found or "")


def read_markdown(text: str) -> Document:
    """The prose of a Markdown document, with title, date and language from its front matter or heading.

    Links become their text, images go, code stays, HTML stays as written.
    """
    # Deferred: 50 ms of start-up for one kind of file.
    from markdown_it import MarkdownIt

    fields, text = _front_matter(text)
    title = fields.get("title")
    blocks: list[str] = []
    opened = ""
    for token in MarkdownIt("commonmark", {"html": False}).parse(text):
        if token.type == "inline":
            block = "".join(_inline_text(child) for child in token.children or []).strip()
            if opened == "h1" and title in (None, block):
                # Only the first heading is the title: by now `title` is set.
                title, opened = block, ""
                continue
            blocks.append(block)
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content.rstrip())
        opened = token.tag
    return Document(
        text="\n\n".join(block for block in blocks if block.strip()),
        title=title,
        published=_day(fields.get("date") or fields.get("published") or ""),
        language=fields.get("language") or fields.get("lang"),
    )


def _inline_text(token: Token) -> str:
    if token.type == "image":
        return ""
    return {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content)


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    found = re.match(r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", text, re.DOTALL | re.MULTILINE)
    if found is None:
        return {}, text
    fields = {}
    for line in found.group(1).splitlines():
        entry = re.fullmatch(r"([A-Za-z_][\w-]*)[ \t]*:(?:[ \t]+(.*))?", line)
        if entry:
            fields[entry.group(1).lower()] = (entry.group(2) or "").strip().strip("\"'")
        elif line.strip() and not line.startswith((" ", "\t", "-", "#")):
            # Prose between two rules, not front matter.
            return {}, text
    return fields, text[found.end() :]


def _day(value: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(value[:10])
    except ValueError:
        return None
