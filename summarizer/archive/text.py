"""From bytes to an article's text: decoding, and taking the prose out of Markdown and HTML.

Every function takes the source's `name` as it may be shown, and raises InputError with one line that
begins with it. A document's own text never gets into a message.
"""

from __future__ import annotations

import codecs
import copy
import datetime
import functools
import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.archive.language import detect_language
from summarizer.core.errors import InputError

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from markdown_it.token import Token

_AS_TEXT = "Give the article as text, Markdown or HTML."
_SAVE_AS_UTF8 = "Save the file as UTF-8 (iconv -t UTF-8 converts it)."
_UNPACK = "Unpack it and give the article inside."
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF document", "Extract its text first, for example with pdftotext."),
    (
        b"PK\x03\x04",
        "a ZIP archive or an office document",
        "Unpack it, or save the document as text or HTML.",
    ),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document", "Save it as text or HTML."),
    (b"{\\rtf", "an RTF document", "Save it as text or HTML."),
    (b"\x89PNG", "a PNG image", _AS_TEXT),
    (b"\xff\xd8\xff", "a JPEG image", _AS_TEXT),
    (b"GIF8", "a GIF image", _AS_TEXT),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"BZh91AY&SY", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ\x00", "an xz archive", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"SQLite format 3\x00", "a SQLite database", _AS_TEXT),
    (b"\x7fELF", "a program", _AS_TEXT),
)
# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# A closed list: Python also knows codecs ("unicode_escape", "idna") that no page may choose.
_DECLARABLE = re.compile(
    r"utf-?8|us-ascii|ascii|(iso-?8859|windows|cp)-?_?\d+|latin-?\d+|l1|koi8-[ru]|gb(k|2312|18030)|big5(-hkscs)?"
    r"|shift_?-?jis|euc-(jp|kr)",
    re.IGNORECASE,
)
_LATIN_1 = re.compile(r"(iso-?8859-?_?1|latin-?1|l1|us-ascii|ascii)", re.IGNORECASE)
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
# What a Windows-1252 text hardly ever holds: a capital inside a word, a sign inside a word, rare signs.
_ODD = re.compile(
    "(?<=[a-z\u00df-\u00f6\u00f8-\u00fe])[\u00c0-\u00d6\u00d8-\u00de]"
    "|(?<=[^\\W\\d_])[^\\w\\s\x00-\x7f\u2019\u2018\u2013\u2014\u2026\u00b7\u00b4\u00ad](?=[^\\W\\d_])"
    "|[\u00a4\u00a6\u00a8\u00af\u00b8\u00ac\u00b6\u00b9\u0192\u02c6\u02dc\u00ff]"
)
# Languages written in Windows-1252; of any other, the decoded text would be quietly wrong.
_WESTERN = re.compile("af|br|ca|da|de|en|es|et|eu|f[iory]|g[al]|i[dst]|lb|ms|n[lno]|oc|pt|s[qvw]")
_DECLARED_IN_HTML = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE
)
_HTML = re.compile(
    r"(\s|<!--.*?-->|<\?xml[^>]*>)*<(!doctype\s+html|html|head|body|article|main|section|div|p|h1|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)
_MOST_ELEMENTS = 100_000
_SHOWN = 80
_COUNTED_IN_BYTES = 100_000
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


def shown(source: str) -> str:
    """`source` for an error message: at most 80 characters, none of them invisible, no password."""
    source = re.sub(r"(?<=//)[^/?#\s]*@", "***@", source)
    visible = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in source)
    return visible if len(visible) <= _SHOWN else f"{visible[:50]}…{visible[-29:]}"


def megabytes(size: int) -> str:
    """A size in bytes for people: "52 MB", "900 bytes"."""
    return f"{size / 1_000_000:.3g} MB" if size >= _COUNTED_IN_BYTES else f"{size} bytes"


def decode(data: bytes, name: str, *, declared: str | None = None) -> str:
    """The text of `data`: by its byte order mark, as UTF-8, as `declared`, or as Windows-1252 if that fits.

    UTF-8 goes before the declared encoding because servers declare wrongly far more often than another
    encoding happens to be valid UTF-8.
    """
    _refuse_binary(data, name)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError:
                raise _wrong_encoding(name, f"begins like {encoding[:6].upper()} but is not") from None
    if b"\x00" in data:
        raise _nul_bytes(data, name)
    text = _decoded(data, name, declared)
    if len(_CONTROL.findall(text)) * 20 > len(text):
        raise InputError(f"{name} is binary data, not text", hint=_AS_TEXT)
    return text


def _decoded(data: bytes, name: str, declared: str | None) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    text = _as_declared(data, declared) or _as_windows_1252(data)
    if text is not None:
        return text
    if len(_UTF8_SEQUENCE.findall(data)) * 2 > len(_UTF8_SEQUENCE.sub(b"", data)) - _ascii(data):
        raise _wrong_encoding(name, f"is UTF-8 with a broken character in line {line}")
    if _CONTROL.search(data.decode("latin-1")):
        raise InputError(f"{name} is binary data, not text", hint=_AS_TEXT)
    raise _wrong_encoding(name, f"is not UTF-8 (line {line}), and no other encoding fits")


def _refuse_binary(data: bytes, name: str) -> None:
    for signature, kind, hint in _SIGNATURES:
        if data.startswith(signature):
            raise InputError(f"{name} seems to be {kind}, not an article", hint=hint)


def _nul_bytes(data: bytes, name: str) -> InputError:
    beginning = data[:4000]
    # Text in UTF-16 has its NUL bytes all at even or all at odd places.
    sides = beginning[::2].count(0), beginning[1::2].count(0)
    if min(sides) == 0 and max(sides) * 4 > len(beginning):
        return _wrong_encoding(name, "seems to be UTF-16 without a byte order mark")
    return InputError(f"{name} holds NUL bytes: it is binary data, not text", hint=_AS_TEXT)


def _wrong_encoding(name: str, what: str) -> InputError:
    return InputError(f"{name}: wrong encoding: it {what}", hint=_SAVE_AS_UTF8)


def _ascii(data: bytes) -> int:
    return len(data) - len(re.findall(rb"[\x80-\xff]", data))


def _as_declared(data: bytes, declared: str | None) -> str | None:
    if declared is None or not _DECLARABLE.fullmatch(declared):
        return None
    # On the web "ISO-8859-1" has always meant Windows-1252.
    encoding = "windows-1252" if _LATIN_1.fullmatch(declared) else declared
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _as_windows_1252(data: bytes) -> str | None:
    """The text, if it reads as Windows-1252; None rather than a guess that would put wrong letters in."""
    sequences = _UTF8_SEQUENCE.findall(data)
    foreign = len(data) - _ascii(data)
    if sum(map(len, sequences)) * 2 >= foreign:
        return None
    try:
        text = data.decode("windows-1252")
    except UnicodeDecodeError:
        return None
    letters = sum(c.isalpha() for c in text)
    accented = sum(c.isalpha() and not c.isascii() for c in text)
    if _CONTROL.search(text) or accented * 10 > letters * 3 or len(_ODD.findall(text)) * 20 > foreign:
        return None
    language = detect_language(text)
    return text if language is None or _WESTERN.fullmatch(language) else None


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
