"""From bytes to text, or a clear word on what the bytes are instead."""

from __future__ import annotations

import codecs
import re

from summarizer.archive.language import detect_language
from summarizer.core.errors import InputError

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


_SHOWN = 80


_COUNTED_IN_BYTES = 100_000


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
