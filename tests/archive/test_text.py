"""Decoding, and taking the prose out of Markdown and HTML."""

from __future__ import annotations

import datetime
import logging

import pytest

from summarizer.archive.encoding import decode, shown
from summarizer.archive.text import html_charset, looks_like_html, read_html, read_markdown
from summarizer.core.errors import InputError

GERMAN = "Die Außenministerin sprach in Genf über das Abkommen. „Wir sind uns näher“, sagte sie – endlich.\n"
PARAGRAPH = (
    "Die Außenministerin sprach in Genf über das Abkommen, das beide Seiten seit Jahren aushandeln. " * 3
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "windows-1252"])
def test_a_german_text_decodes_exactly(encoding: str) -> None:
    assert decode(GERMAN.encode(encoding), "a.txt") == GERMAN


@pytest.mark.parametrize(
    "text",
    [
        "Le président a été reçu à Genève; l’accord, négocié dès l’été, coûte 3 € par tête, a-t-il précisé.",
        "«¿Quién firmará?», preguntó el señor Núñez. ¡Mañana habrá más noticias sobre la reunión!",
        "Statsministeren sa på mandag at forhandlingene går videre i Tromsø, og at åpningen blir større.",
        "O primeiro-ministro não falou à imprensa; a negociação, disse João, é para amanhã em São Paulo.",
        "café",
    ],
)
def test_western_european_text_in_windows_1252_decodes_exactly(text: str) -> None:
    assert decode(text.encode("windows-1252"), "a.txt") == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Министр иностранных дел выступил в понедельник в Женеве.", "windows-1251"),
        ("Министр иностранных дел выступил в понедельник в Женеве.", "koi8-r"),
        (
            "Minister spraw zagranicznych powiedział w poniedziałek, że rozmowy będą trwać dłużej.",
            "windows-1250",
        ),
        (
            "Ministr zahraničí řekl v pondělí, že příští jednání bude v Praze; zúčastní se ho všichni.",
            "windows-1250",
        ),
        ("Dışişleri Bakanı pazartesi günü görüşmelerin süreceğini söyledi.", "windows-1254"),
        ("外交部长星期一在日内瓦谈到了这项协议。", "gb18030"),
    ],
)
def test_other_encodings_are_refused_rather_than_read_with_wrong_letters(text: str, encoding: str) -> None:
    with pytest.raises(InputError, match="wrong encoding") as caught:
        decode(text.encode(encoding), "a.txt")
    assert "UTF-8" in caught.value.hint
    assert decode(text.encode(encoding), "a.html", declared=encoding) == text


def test_a_broken_character_in_utf8_is_located() -> None:
    data = GERMAN.encode() * 3
    with pytest.raises(InputError, match="UTF-8 with a broken character in line 2"):
        decode(data[: len(data) // 2] + b"\xff" + data[len(data) // 2 :], "a.txt")


def test_a_utf8_text_cut_inside_its_only_umlaut_is_refused() -> None:
    with pytest.raises(InputError, match="wrong encoding"):
        decode("The word Präsident".encode()[:12], "a.txt")


def test_utf16_without_a_mark_is_named() -> None:
    with pytest.raises(InputError, match="UTF-16 without a byte order mark"):
        decode(GERMAN.encode("utf-16-le"), "a.txt")


def test_a_wrongly_declared_page_in_utf8_stays_utf8() -> None:
    assert decode(GERMAN.encode(), "a.html", declared="iso-8859-1") == GERMAN


@pytest.mark.parametrize("declared", ["unicode_escape", "idna", "hex", "no-such-thing", "", "windows-99"])
def test_a_page_cannot_choose_a_codec_that_is_no_encoding(declared: str) -> None:
    with pytest.raises(InputError, match="wrong encoding"):
        decode("Министр \\x41".encode("koi8-r"), "a.html", declared=declared)


def test_the_charset_of_a_page_is_found() -> None:
    assert html_charset(b"<html><head><META content='text/html; charset=windows-1251' x>") == "windows-1251"
    assert html_charset(b"<?xml version='1.0' encoding=\"ISO-8859-1\"?>") == "ISO-8859-1"
    assert html_charset(b"<p>charset=none") is None


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("a.txt", "a.txt"),
        ("a\n\x1b[31m\u202eb", "a\\n\\x1b[31m\\u202eb"),
        ("\udcff.txt", "\\udcff.txt"),
        ("https://joe:secret@host/p", "https://***@host/p"),
        ("https://h/a@b", "https://h/a@b"),
    ],
)
def test_a_source_is_shown_without_passwords_and_invisible_characters(source: str, name: str) -> None:
    assert shown(source) == name


def test_a_long_source_is_shortened_in_the_middle() -> None:
    assert len(shown("/data/" + "x" * 500 + "/end.txt")) == 80
    assert shown("/data/" + "x" * 500 + "/end.txt").endswith("/end.txt")


def test_html_is_recognised_by_its_beginning() -> None:
    assert looks_like_html("\n<!-- c -->\n<!DOCTYPE HTML>")
    assert looks_like_html("<p class=x>")
    assert not looks_like_html("<3 und mehr. <p>")
    assert not looks_like_html("<person> sagte")


PAGE = f"""<!DOCTYPE html><html lang="de-AT"><head><title>Treffen in Genf | Blatt</title>
<meta property="og:title" content="Treffen in Genf">
<meta property="article:published_time" content="2026-06-11T00:30:00+02:00"></head>
<body><nav><a href="/">Start</a> <a href="/p">Politik</a></nav>
<article><h1>Treffen in Genf</h1><p>Erster Absatz. {PARAGRAPH}</p><h2>Zwei Lesarten</h2>
<p>Zweiter <a href="x">Absatz</a> &amp; Ende. {PARAGRAPH}</p>
<ul><li>Punkt <b>eins</b></li></ul><p>- Ja.</p><script>alert("x")</script></article>
<footer>Impressum Datenschutz. Stand: 03.04.2018. © 2018</footer></body></html>"""


def test_html_gives_paragraphs_title_date_and_language_without_boilerplate() -> None:
    document = read_html(PAGE, "a.html")
    assert document.text.split("\n\n") == [
        f"Erster Absatz. {PARAGRAPH}".strip(),
        "Zwei Lesarten",
        f"Zweiter Absatz & Ende. {PARAGRAPH}".strip(),
        "Punkt eins",
        "- Ja.",
    ]
    assert (document.title, document.published) == ("Treffen in Genf", datetime.date(2026, 6, 11))
    assert document.language_hint == "de-AT"


def test_a_date_in_the_prose_or_footer_is_not_the_date_of_publication() -> None:
    foot = "<footer><p>Stand: 03.04.2018 © 2020</p></footer>"
    page = f"<html><body><article><p>Am 12. März 2019: {PARAGRAPH}</p></article>{foot}</body></html>"
    assert read_html(page, "a.html").published is None


@pytest.mark.parametrize(
    ("head", "url", "day"),
    [
        (
            '<script type="application/ld+json">{"datePublished":"2026-06-11T08:00:00Z"}</script>',
            None,
            "2026-06-11",
        ),
        ('<meta property="article:modified_time" content="2026-06-15">', None, None),
        ('<meta itemprop="copyrightYear" content="2020">', None, None),
        ('<meta name="date" content="garbage">', None, None),
        ('<meta name="date" content="1989-11-09">', "https://a.example/2025/03/04/x.html", "1989-11-09"),
        ("", "https://a.example/2025/03/04/x.html", "2025-03-04"),
        ("", "https://a.example/x.html", None),
    ],
)
def test_the_date_is_the_declared_one_or_that_of_the_address(
    head: str, url: str | None, day: str | None
) -> None:
    page = f"<html><head>{head}</head><body><article><p>{PARAGRAPH}</p></article></body></html>"
    published = read_html(page, "a.html", url=url).published
    assert (published.isoformat() if published else None) == day


def test_a_headline_is_title_and_not_text_when_the_page_has_no_other() -> None:
    document = read_html(
        f"<html><body><article><h1>Kopf</h1><p>{PARAGRAPH}</p></article></body></html>", "a.html"
    )
    assert (document.title, document.text) == ("Kopf", PARAGRAPH.strip())


@pytest.mark.parametrize(
    "page",
    [
        "<p>Die Minister trafen sich am Montag. Sie sprachen lange.</p>",
        "<html><body><p>Die Minister trafen sich am Montag. Sie sprachen lange.</p></body></html>",
        '<?xml version="1.0" encoding="ISO-8859-1"?><html xmlns="http://www.w3.org/1999/xhtml"><body>'
        "<p>Die Minister trafen sich am Montag. Sie sprachen lange.</p></body></html>",
    ],
)
def test_fragments_short_pages_and_xhtml_are_read(page: str) -> None:
    assert read_html(page, "a.html").text == "Die Minister trafen sich am Montag. Sie sprachen lange."


@pytest.mark.parametrize(
    "page", ["<html></html>", "<html><body><script>var a = 1;</script></body></html>", "<div>" * 100_000]
)
def test_a_page_without_article_is_an_input_error_and_silent(
    page: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(InputError, match=r"^a\.html: no article text found"):
        read_html(page, "a.html")
    assert capfd.readouterr() == ("", "")


def test_a_page_that_breaks_the_libraries_is_an_input_error() -> None:
    with pytest.raises(InputError, match=r"^a\.html: the HTML is too broken"):
        read_html("<svg><li>ein Satz<html lang='de'></table></script>}</h2>", "a.html")


def test_the_extraction_libraries_do_not_print_to_stderr() -> None:
    """Python prints warnings of loggers without any handler."""
    read_html(PAGE, "a.html")
    assert logging.getLogger("trafilatura").handlers
    assert logging.getLogger("htmldate").handlers


def test_a_page_of_far_too_many_elements_is_refused_before_it_takes_minutes() -> None:
    with pytest.raises(InputError, match="more than 100,000 HTML elements"):
        read_html("<html><body>" + "<p>a" * 100_001, "a.html")


MARKDOWN = """# Treffen *in* Genf

Ein [Link](https://x.example "t") und `Code`, ![Bild](b.png)hart\\
gebrochen
weich &amp; \\*Stern\\*. <b>nicht</b> gedeutet.

- Punkt eins
- Punkt zwei

> Zitat

```
x = {{ 7*7 }}
```

## Zweite Überschrift

</article>

# Noch eine
"""


def test_markdown_becomes_plain_paragraphs_and_a_title() -> None:
    document = read_markdown(MARKDOWN)
    assert document.title == "Treffen in Genf"
    assert document.text.split("\n\n") == [
        "Ein Link und Code, hart\ngebrochen weich & *Stern*. <b>nicht</b> gedeutet.",
        "Punkt eins",
        "Punkt zwei",
        "Zitat",
        "x = {{ 7*7 }}",
        "Zweite Überschrift",
        "</article>",
        "Noch eine",
    ]


def test_front_matter_gives_title_date_and_language() -> None:
    document = read_markdown(
        '---\r\nTitle: "Kopf: der Text"\r\ndate: 2026-06-11T08:00:00Z\nlang: de\n'
        "tags:\n  - a\n# c\n---\nEin Satz.\n"
    )
    assert (document.title, document.published, document.language, document.text) == (
        "Kopf: der Text",
        datetime.date(2026, 6, 11),
        "de",
        "Ein Satz.",
    )


def test_a_heading_that_repeats_the_front_matter_goes_and_another_stays() -> None:
    assert read_markdown("---\ntitle: Kopf\n---\n# Kopf\n\nEin Satz.").text == "Ein Satz."
    assert read_markdown("---\ntitle: Kopf\n---\n# Anders\n\nEin Satz.").text == "Anders\n\nEin Satz."


def test_prose_between_rules_is_not_front_matter() -> None:
    assert read_markdown("---\nEin Satz ohne Feld.\n\n---\nEnde.").text.startswith("Ein Satz ohne Feld.")


def test_an_impossible_front_matter_date_is_no_date() -> None:
    assert read_markdown("---\ndate: 2026-13-45\n---\nEin Satz.").published is None
