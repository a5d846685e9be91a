"""Newsletters."""

from __future__ import annotations

import mailbox
import time
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.archive.archives import TEXTS, records, texts, write


def mail(html: str | None = None, plain: str | None = TEXTS[0], **headers: str) -> bytes:
    message = EmailMessage()
    for key, value in ({"Subject": "Köpfe", "From": "Das Blatt <a@h>"} | headers).items():
        message[key.replace("_", "-")] = value
    if plain is not None:
        message.set_content(plain, cte="quoted-printable")
    if html is not None:
        message.add_alternative(html, subtype="html", cte="base64")
    return message.as_bytes()


def test_the_html_of_a_newsletter_is_read_with_its_headers() -> None:
    rows = "".join(f"<table><tr><td>{text}</td></tr></table>" for text in TEXTS[1:3])
    sent = mail(
        f"<html><body>{rows}</body></html>", Date="Thu, 11 Jun 2026 23:30:00 -0500", Message_ID="<1@h>"
    )
    (found,) = records(write("a.eml", sent)).values()
    assert found.article
    assert found.article.model_dump(mode="json") | {"text": ""} == {
        "text": "", "title": "Köpfe", "published": "2026-06-11", "source": "Das Blatt", "id": "1@h", "language": "de"
    }  # fmt: skip
    assert all(text in found.article.text for text in TEXTS[1:3])


def test_the_plain_part_serves_where_the_html_holds_nothing() -> None:
    assert texts(write("a.eml", mail("<html><img src=x></html>")))["a.eml"].strip() == TEXTS[0]


@pytest.mark.parametrize(
    ("headers", "source"),
    [
        ({"From": "a@h", "List_Id": '"Blatt am Morgen" <x.h>'}, "Blatt am Morgen"),
        ({"From": "a@h", "List_Id": "<x.h>"}, "a@h"),
        ({"From": "=?utf-8?q?K=C3=B6lner_Blatt?= <a@h>"}, "Kölner Blatt"),
    ],
)
def test_who_sent_it_is_the_source(headers: dict[str, str], source: str) -> None:
    (found,) = records(write("a.eml", mail(**headers))).values()
    assert found.article
    assert found.article.source == source


@pytest.mark.parametrize("charset", ["nonsense", "utf-7", "idna", "us-ascii", "utf-8\x00", ""])
def test_a_broken_charset_does_not_matter_where_the_bytes_speak_for_themselves(charset: str) -> None:
    head = f"Subject: x\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n"
    assert texts(write("a.eml", head.encode() + TEXTS[0].encode()))["a.eml"] == TEXTS[0]


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "no mail"), (b"Subject: x\n\n", "only attachments"), (b"\n\n\n", "no mail"),
     (b"Subject: x\nContent-Type: image/png\n\nx", "only attachments"), (b"Nur ein Satz steht hier.", "no mail"),
     (b"Subject: x\nContent-Transfer-Encoding: base64\n\n!!!", "ERROR")],
)  # fmt: skip
def test_what_is_no_mail_with_text_is_named(content: bytes, words: str) -> None:
    assert words in texts(write("a.eml", content))["a.eml"]


def test_a_mailbox_written_by_another_program_is_read() -> None:
    box = mailbox.mbox(Path("n.mbox"))
    for number, text in enumerate(TEXTS):
        box.add(mail(plain=f"{text}\n\nFrom Genf berichtet das Blatt.", Message_ID=f"<{number}@h>"))
    box.close()
    found = records("n.mbox")
    assert list(found) == [f"n.mbox#{number}" for number in range(1, 5)]
    articles = [record.article for record in found.values() if record.article]
    assert [article.id for article in articles] == ["0@h", "1@h", "2@h", "3@h"]
    assert articles[2].text.strip() == f"{TEXTS[2]}\n\nFrom Genf berichtet das Blatt."


def test_one_bad_mail_is_one_error() -> None:
    parts = [
        mail(),
        b"\n",
        b"From x\n" + mail(plain="x" * 20_000),
        b"\nFrom y\n\xff\xff\n",
        b"\nFrom z\n",
        mail(),
    ]
    found = texts(write("n.mbox", b"From w\n" + b"".join(parts)), max_bytes=10_000)
    assert [text.startswith("ERROR") for text in found.values()] == [False, True, True, False]
    assert "the limit for one article" in found["n.mbox#2"]


def test_what_is_no_mailbox_is_named() -> None:
    assert "does not begin with" in texts(write("n.mbox", mail()))["n.mbox"]
    assert "is empty" in texts(write("e.mbox", b"\n"))["e.mbox"]


@pytest.mark.parametrize(
    "content",
    [
        b"Content-Type: text/plain; " + b"a=b; " * 20_000 + b"\n\n",
        b"Content-Type: multipart/mixed; boundary=a\n\n" * 2 + b"--a\nContent-Type: multipart/mixed; boundary=a\n\n" * 20_000,
        b"Subject: " + b"=?utf-8?q?a?= " * 20_000 + b"\n\n" + TEXTS[0].encode(),
    ],
)  # fmt: skip
def test_headers_made_to_take_the_parser_seconds_do_not(content: bytes) -> None:
    """They took 9, 16 and 4 seconds of CPU before their length was looked at."""
    write("a.eml", content)
    texts("a.eml")
    begin = time.process_time()
    texts("a.eml")
    assert time.process_time() - begin < 2
