"""Archives made for tests, and reading them in one line."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from summarizer.archive.record import Record, read_records

TEXTS = [
    f"Die Außenministerin sprach am {day} in Genf über „Öl und Gas“."
    for day in ("Montag", "Dienstag", "Mittwoch", "Freitag")
]


def write(name: str, content: str | bytes) -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return name


def records(*sources: str, **options: Any) -> dict[str, Record]:
    """All records by location, each of which must be unique, printable and either an article or an error."""
    found: dict[str, Record] = {}
    for record in read_records(sources, **options):
        assert record.location not in found
        assert record.location.isprintable()
        assert (record.article is None) != (record.error is None)
        if record.error is not None:
            assert str(record.error).isprintable()
            assert record.error.hint
            assert record.error.exit_code == 5
        found[record.location] = record
    return found


def texts(*sources: str, **options: Any) -> dict[str, str]:
    """What was read at each location: the article's text, or "ERROR: " and why not."""
    return {
        location: record.article.text if record.article else f"ERROR: {record.error}"
        for location, record in records(*sources, **options).items()
    }


def json_lines(*rows: Any) -> bytes:
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def page(text: str, title: str = "Kopf", day: str | None = None) -> bytes:
    meta = f'<meta property="article:published_time" content="{day}T23:30:00-05:00">' if day else ""
    return (
        f'<html lang="de"><head><title>{title}</title>{meta}</head>'
        f"<body><nav>Start</nav><article><p>{text}</p></article></body></html>"
    ).encode()


def crawl(*pages: tuple[str, dict[str, str], bytes], packed: bool = True, status: str = "200 OK") -> bytes:
    """A WARC file as warcio writes it: URL, HTTP headers and body of each page, requests and info beside them."""
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("crawl", {"software": "tests"}))
    for url, headers, body in pages:
        lines = [
            (key, value) for key, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items()
        ]
        http = StatusAndHeaders(status, lines, protocol="HTTP/1.1")
        response = writer.create_warc_record(
            url, "response", payload=io.BytesIO(body), length=len(body), http_headers=http
        )
        asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "h")], is_http_request=True)
        writer.write_request_response_pair(
            writer.create_warc_record(url, "request", http_headers=asked), response
        )
    return buffer.getvalue()
