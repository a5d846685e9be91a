"""WARC files as warcio writes them, whole and damaged."""

from __future__ import annotations

import gzip

import pytest

from tests.archive.archives import TEXTS, crawl, page, records, texts, write


@pytest.mark.parametrize("name", ["c.warc", "c.warc.gz", "c"])
def test_pages_of_a_crawl_are_read_with_their_address_and_their_own_date(name: str) -> None:
    pages = [(f"http://h/{i}", {}, page(text, f"Titel {i}", "2026-06-11")) for i, text in enumerate(TEXTS)]
    write(name, crawl(*pages, packed=name.endswith("gz")))
    found = list(records(name).values())
    assert [record.article.text for record in found if record.article] == TEXTS
    article = found[1].article
    assert article
    assert (article.source, article.title, str(article.published)) == ("http://h/1", "Titel 1", "2026-06-11")
    assert found[0].location.startswith(f"{name}@")


def test_the_day_of_the_crawl_is_not_the_day_of_publication() -> None:
    (found,) = records(write("c.warc", crawl(("http://h/1", {}, page(TEXTS[0])), packed=False))).values()
    assert found.article
    assert found.article.published is None


def test_locations_are_places_in_the_packed_file() -> None:
    content = crawl(("http://h/1", {}, page(TEXTS[0])), ("http://h/2", {}, page(TEXTS[1])))
    for location in texts(write("c.warc.gz", content)):
        place = int(location.rpartition("@")[2])
        assert b"WARC-Type: response" in gzip.decompress(content[place:])[:200]


def test_transfer_and_content_encodings_are_undone_also_when_the_crawler_had_done_it() -> None:
    html = page(TEXTS[0])
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(html), html)
    write(
        "c.warc.gz",
        crawl(
            ("http://h/1", {"Content-Encoding": "gzip"}, gzip.compress(html)),
            ("http://h/2", {"Transfer-Encoding": "chunked"}, chunks),
            ("http://h/3", {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"}, html),
            (
                "http://h/4",
                {"Content-Type": "text/html; charset=windows-1252"},
                html.decode().encode("cp1252"),
            ),
        ),
    )
    assert list(texts("c.warc.gz").values()) == [TEXTS[0]] * 4


def test_a_damaged_body_is_one_error_and_the_next_page_is_read() -> None:
    html = page(TEXTS[0])
    write(
        "c.warc.gz",
        crawl(
            ("http://h/1", {"Content-Encoding": "gzip"}, gzip.compress(html)[:-40]),
            ("http://h/2", {"Transfer-Encoding": "chunked"}, b"10\r\n<html>zz\r\nkaputt"),
            ("http://h/3", {}, b"<html></html>"),
            ("http://h/4", {}, b"<p>" + b"x " * 20_000),
            ("http://h/5", {"Content-Encoding": "gzip"}, gzip.compress(bytes(2_000_000))),
            ("http://h/6", {}, html),
        ),
    )
    found = list(texts("c.warc.gz", max_bytes=30_000).values())
    assert len(found) == 6
    for what, words in zip(
        found, ["damaged", "damaged", "no article", "larger than", "larger than"], strict=False
    ):
        assert any(word in what for word in words.split("|")), what
    assert found[-1] == TEXTS[0]


def test_what_is_no_page_is_passed_over() -> None:
    content = crawl(
        ("http://h/1", {"Content-Type": "image/png"}, b"\x89PNG"),
        ("http://h/2", {"Content-Type": "application/json"}, b"{}"),
    )
    write(
        "c.warc.gz",
        content + crawl(("http://h/3", {}, page("Seite nicht gefunden.")), status="404 Not Found"),
    )
    assert texts("c.warc.gz") == {}


@pytest.mark.parametrize("packed", [True, False])
def test_a_crawl_cut_off_keeps_what_stands_before_the_cut(packed: bool) -> None:
    content = crawl(*((f"http://h/{i}", {}, page(TEXTS[i % 4])) for i in range(20)), packed=packed)
    name = write("c.warc.gz" if packed else "c.warc", content[: len(content) * 2 // 3])
    found = texts(name)
    assert sum(text in TEXTS for text in found.values()) >= 10
    if packed:
        assert "damaged" in list(found.values())[-1]


def test_damage_in_the_middle_is_named() -> None:
    content = bytearray(crawl(*((f"http://h/{i}", {}, page(TEXTS[i % 4])) for i in range(20))))
    middle = len(content) // 2
    content[middle : middle + 40] = b"\xff" * 40
    found = texts(write("c.warc.gz", bytes(content)))
    assert "ERROR" in " ".join(found.values())
    assert sum(text in TEXTS for text in found.values()) >= 8


def test_a_file_that_is_no_crawl_is_one_error() -> None:
    assert "ERROR" in texts(write("c.warc", "Die Außenministerin sprach."))["c.warc"]


def test_a_page_that_the_crawler_cut_is_no_article() -> None:
    content = crawl(("http://h/1", {}, page(TEXTS[0])), packed=False)
    content = content.replace(b"WARC-Type: response", b"WARC-Truncated: length\r\nWARC-Type: response")
    assert "is not stored whole (length)" in " ".join(texts(write("c.warc", content)).values())


def test_a_page_that_unpacks_to_gigabytes_ends_the_file_with_one_error() -> None:
    bomb = crawl(
        ("http://h/1", {"Content-Type": "image/png"}, bytes(150_000_000)), ("http://h/2", {}, page(TEXTS[0]))
    )
    found = texts(write("c.warc.gz", bomb), write("d.txt", TEXTS[1]))
    assert "250 times its size" in found["c.warc.gz"]
    assert found["d.txt"] == TEXTS[1]
