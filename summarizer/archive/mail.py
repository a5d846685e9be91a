"""Newsletters: mails in .eml files and mailboxes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr
from typing import cast

from summarizer.archive.day import calendar_day
from summarizer.archive.encoding import decode, megabytes, shown
from summarizer.archive.item import Item, record
from summarizer.archive.lines import lines_of
from summarizer.archive.record import Record
from summarizer.archive.text import Document, read_fragment
from summarizer.core.errors import InputError

_QUOTED_FROM = re.compile(rb">+From ")
# The parser takes quadratic time for long headers and deep nesting, which no newsletter has.
_LONGEST_HEADER = 10_000
_MOST_PARTS = 200
_LONG_CONTENT_HEADER = re.compile(rb"^content-[a-z-]+:(?:[^\n]|\n[ \t]){10000}", re.IGNORECASE | re.MULTILINE)
_PART = re.compile(rb"^content-type:", re.IGNORECASE | re.MULTILINE)
_LIST_NAME = re.compile(r'^\s*"?([^"<]*[^"<\s])"?\s*<')


def read_mail(item: Item) -> Iterator[Record]:
    """A file that is one mail."""
    name = item.shown
    yield record(item.location, lambda: _document(item.content(), name))


def read_mbox(item: Item) -> Iterator[Record]:
    """One article a mail ("news.mbox#3"), split at lines that begin with "From " after an empty line."""
    most = item.reading.max_bytes
    number, size = 0, 0
    mail: list[bytes] = []
    broken: InputError | None = None
    after_blank = True
    for line in lines_of(item):
        if line.data.startswith(b"From ") and after_blank:
            if number:
                yield _mail(item, number, mail, size, broken)
            number, size, mail, broken = number + 1, 0, [], None
        elif number == 0 and line.data.strip():
            raise InputError(
                f'{item.shown} is no mailbox: it does not begin with "From "', hint="Name mails .eml."
            )
        else:
            size += len(line.data)
            broken = broken or line.error
            if size <= most:
                mail.append(line.data[1:] if _QUOTED_FROM.match(line.data) else line.data)
            else:
                mail.clear()
        after_blank = not line.data.strip()
    if number:
        yield _mail(item, number, mail, size, broken)
    elif broken is not None:
        raise broken
    else:
        raise InputError(f"{item.shown} is empty", hint="Give a mailbox with mails in it.")


def _mail(item: Item, number: int, lines: list[bytes], size: int, broken: InputError | None) -> Record:
    location = f"{item.location}#{number}"
    name = shown(location)
    most = item.reading.max_bytes

    def read() -> Document:
        if broken is not None:
            raise InputError(f"{name} is damaged, cut off or has a line too long", hint=broken.hint)
        if size > most:
            raise InputError(
                f"{name} is {megabytes(size)}, larger than {megabytes(most)}, the limit for one article",
                hint="Raise the limit, or remove what is attached.",
            )
        return _document(b"".join(lines), name)

    return record(location, read)


def _document(data: bytes, name: str) -> Document:
    if _LONG_CONTENT_HEADER.search(data) or len(_PART.findall(data)) > _MOST_PARTS:
        raise InputError(f"{name} has too many parts, or headers too long", hint="Save the newsletter alone.")
    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
        html, plain = (_part(message, kind) for kind in ("html", "plain"))
        headers = {
            key: _header(message, key) for key in ("Subject", "Date", "Message-ID", "Content-Language")
        }
        sender, sender_list = _header(message, "From"), _header(message, "List-Id")
    except Exception as error:
        # The parser of headers breaks in a dozen ways on what spammers write.
        raise InputError(f"{name} is no readable mail", hint="Save it anew, or give its text.") from error
    if not any(message.keys()):
        raise InputError(f"{name} is no mail: it has no headers", hint="Name texts .txt.")
    return replace(
        _body(html, plain, name),
        title=headers["Subject"] or None,
        published=calendar_day(headers["Date"]),
        language_hint=headers["Content-Language"] or None,
        id=headers["Message-ID"].strip("<> ") or None,
        source=_source(sender, sender_list),
    )


def _body(
    html: tuple[bytes, str | None] | None, plain: tuple[bytes, str | None] | None, name: str
) -> Document:
    if html is None and plain is None:
        raise InputError(f"{name} has no text, only attachments", hint="Give what is attached.")
    if html is not None:
        try:
            return read_fragment(decode(html[0], name, declared=html[1]), name)
        except InputError:
            if plain is None:
                raise
    data, charset = cast(tuple[bytes, str | None], plain)
    return Document(text=decode(data, name, declared=charset))


def _part(message: EmailMessage, kind: str) -> tuple[bytes, str | None] | None:
    part = message.get_body((kind,))
    data = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(data, bytes) or not data.strip():
        return None
    return data, part.get_content_charset()


def _header(message: EmailMessage, key: str) -> str:
    raw = next((raw for name, raw in message.raw_items() if name.lower() == key.lower()), "")
    return " ".join(str(message[key]).split()) if raw and len(raw) <= _LONGEST_HEADER else ""


def _source(sender: str, sender_list: str) -> str | None:
    """Who sent it, by name if it has one: From, else the list, else the address."""
    name, address = parseaddr(sender)
    of_list = _LIST_NAME.match(sender_list)
    return name or (of_list.group(1) if of_list else None) or address or sender_list.strip("<> ") or None
