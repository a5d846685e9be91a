"""RSS and Atom files."""

from __future__ import annotations

import pytest

from tests.archive.archives import TEXTS, records, texts, write

RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Blatt</title><language>de-DE</language>
<item><title>Kopf &amp; Zahl</title><link>http://h/1</link><guid>urn:1</guid>
<pubDate>Thu, 11 Jun 2026 23:30:00 -0500</pubDate><description>Kurz gesagt gab es ein Treffen.</description>
<content:encoded><![CDATA[<p>{TEXTS[0]}</p><p>{TEXTS[1]}</p><script>alert(1)</script>]]></content:encoded></item>
<item><title>Zwei</title><description>{TEXTS[2]} &lt;b&gt;Das&lt;/b&gt; war alles.</description></item>
<item><title>Leer</title></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Blatt</title>
<entry><id>urn:2</id><title type="html">&lt;b&gt;Kopf&lt;/b&gt;</title><link href="http://h/2"/>
<published>2026-06-11T00:30:00+09:00</published><updated>2026-07-01T00:00:00Z</updated>
<summary>Kurz.</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{TEXTS[0]}</p></div></content>
</entry><entry><title>Zwei</title><content type="text">{TEXTS[1]} 1 &lt; 2</content></entry></feed>"""


def test_an_entry_of_rss_gives_its_whole_content_before_its_description() -> None:
    found = records(write("f.xml", RSS))
    first = found["f.xml#1"].article
    assert first
    assert (first.text, first.title) == (f"{TEXTS[0]}\n\n{TEXTS[1]}", "Kopf & Zahl")
    assert (str(first.published), first.source, first.id) == ("2026-06-11", "http://h/1", "urn:1")
    second = found["f.xml#2"].article
    assert second
    assert (second.text, second.source) == (f"{TEXTS[2]} Das war alles.", "Blatt")
    assert "neither content nor description" in str(found["f.xml#3"].error)


@pytest.mark.parametrize("name", ["f.atom", "f", "f.xml"])
def test_an_entry_of_atom_keeps_the_day_of_its_own_offset(name: str) -> None:
    found = records(write(name, ATOM))
    first, second = (record.article for record in found.values())
    assert first
    assert second
    assert (first.text, first.title, str(first.published)) == (TEXTS[0], "Kopf", "2026-06-11")
    assert (first.source, first.id) == ("http://h/2", "urn:2")
    assert second.text == f"{TEXTS[1]} 1 < 2"


def test_a_feed_that_is_not_well_formed_is_read_as_far_as_it_goes() -> None:
    assert texts(write("f.rss", RSS.replace("</channel></rss>", "").replace("&amp;", "&")))["f.rss#1"] == (
        f"{TEXTS[0]}\n\n{TEXTS[1]}"
    )


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
        '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE r [<!ENTITY % a SYSTEM "http://127.0.0.1/x.dtd">%a;]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_of_a_feed_are_not_read(doctype: str, encoding: str) -> None:
    bomb = RSS.replace("utf-8", encoding).replace("<rss", f"{doctype}<rss", 1).replace("Zwei", "&c;&a;")
    found = texts(write("f.xml", bomb.encode(encoding)))
    assert found == {"f.xml": "ERROR: f.xml declares XML entities, which are not read"}


def test_xml_that_is_no_feed_is_one_error() -> None:
    assert texts(write("f.xml", "<?xml version='1.0'?><a><b>Text</b></a>")) == {
        "f.xml": "ERROR: f.xml is no RSS or Atom feed"
    }
    assert "ERROR" in texts(write("g.xml", ""))["g.xml"]


def test_a_feed_is_never_fetched(tmp_path: object) -> None:
    assert "no RSS or Atom feed" in texts(write("f.xml", "http://127.0.0.1:9/feed.xml"))["f.xml"]
