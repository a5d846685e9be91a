"""The reader in a real browser: what a hand, a keyboard and a printer do with it."""

from typing import Any

from summarizer.render.page import to_html
from tests.render.samples import summarised


def lit(page: Any) -> list[str]:
    return page.eval_on_selector_all(".s.lit", "nodes => nodes.map(node => node.id)")


def shown(page: Any, kind: str) -> list[str]:
    return page.eval_on_selector_all(
        ".item", f"nodes => nodes.filter(n => n.checkVisibility() && /^{kind}/.test(n.id)).map(n => n.id)"
    )


def in_view(page: Any, selector: str) -> bool:
    """Whether it is inside its pane, and not under what is sticky."""
    return page.eval_on_selector(
        selector,
        """node => {
          const box = node.getBoundingClientRect(), pane = node.closest('.pane').getBoundingClientRect();
          const line = node.getClientRects()[0];
          const on = document.elementFromPoint(line.left + 5, line.top + line.height / 2);
          return box.top >= pane.top && box.bottom <= pane.bottom && (node === on || node.contains(on));
        }""",
    )


def test_pointing_at_an_item_lights_its_evidence_and_nothing_else(reader):
    reader.hover("#p1 .said")
    assert lit(reader) == ["s3"]
    reader.hover("#p2 .said")
    assert lit(reader) == ["s1", "s2"]
    reader.hover("h1")
    assert lit(reader) == []


def test_focusing_an_item_brings_far_evidence_into_view(show, sample_page):
    page = show(sample_page, height=420).page
    assert not in_view(page, "#s15")
    page.focus("#q2 a.ref")
    assert lit(page) == ["s15"]
    assert in_view(page, "#s15")
    assert in_view(page, "#q2")


def test_scrolling_is_smooth_unless_the_reader_asked_for_calm(show, sample_page):
    for motion, expected in (("reduce", "auto"), ("no-preference", "smooth")):
        page = show(sample_page, height=420, reduced_motion=motion).page
        page.evaluate(
            "() => { Element.prototype.scrollIntoView = how => { window.behaviour = how.behavior; }; }"
        )
        page.focus("#q2 a.ref")
        assert page.evaluate("window.behaviour") == expected


def test_choosing_a_sentence_shows_the_items_that_rest_on_it(reader):
    reader.click("#s1 > span")
    assert shown(reader, "[pqt]") == ["p2", "t1"]
    assert "Sentence 1, items: 5" in reader.inner_text("#filter")
    assert reader.locator("#t1.lit, #p2.lit").count() == 2
    reader.click("#s1 > span")
    assert len(shown(reader, "[pqt]")) == 15
    reader.click("#s1 > span")
    reader.click("#clear")
    assert len(shown(reader, "[pqt]")) == 15
    assert reader.is_hidden("#filter")


def test_an_item_clicked_stays_lit_until_another_is(reader):
    reader.click("#p1 .said")
    reader.hover("h1")
    assert lit(reader) == ["s3"]
    reader.click("#t5 b")
    reader.hover("h1")
    assert lit(reader) == ["s13"]


def test_names_filter_and_add_up(reader):
    reader.click(".chip >> text=Tomas Reik")
    assert shown(reader, "[pqt]") == ["p3", "p4"]
    assert reader.get_attribute("[data-actor=a4]", "aria-pressed") == "true"
    assert reader.inner_text("#a4").startswith("Tomas Reik")
    reader.click(".chip >> text=Amara Diallo")
    assert shown(reader, "[pqt]") == ["p3", "p4", "p5", "t2"]
    assert "s8" in reader.eval_on_selector_all(".s.named", "nodes => nodes.map(n => n.id)")
    reader.click("#clear")
    assert len(shown(reader, "[pqt]")) == 15


def test_verdicts_filter_and_open_the_drawer(reader):
    assert not reader.locator("#rejected").evaluate("node => node.open")
    reader.click("[data-verdict=unsupported]")
    assert shown(reader, "[apqtr]") == ["r1"]
    assert "stands nowhere in the article" in reader.inner_text("#r1")
    reader.click("[data-verdict=unsupported]")
    reader.click("[data-verdict=partial]")
    assert shown(reader, "[apqtr]") == ["p6"]
    assert "not as the one who states this" in reader.inner_text("#p6")


def test_search_marks_the_article_and_keeps_the_items_that_match(reader):
    reader.fill("#search", "DAM")
    assert "in the article: 2, items: 2" in reader.inner_text("#matches")
    assert shown(reader, "[pqt]") == ["p3", "q2"]
    assert reader.evaluate("[...CSS.highlights.get('found')].map(String)").count("dam") == 4
    reader.press("#search", "Enter")
    assert lit(reader) == ["s4"]
    reader.press("#search", "Enter")
    assert lit(reader) == ["s15"]
    reader.press("#search", "Shift+Enter")
    assert lit(reader) == ["s4"]
    reader.fill("#search", "(unbalanced [regex\\")
    assert reader.inner_text("#matches") == "nothing found"
    reader.fill("#search", "")
    assert len(shown(reader, "[pqt]")) == 15


def test_everything_can_be_done_with_the_keyboard(reader):
    reader.keyboard.press("Tab")
    assert reader.evaluate("document.activeElement.className") == "skip"
    reader.keyboard.press("Enter")
    for key, focused in (
        ("j", "abstract"),
        ("j", "p1"),
        ("ArrowDown", "p2"),
        ("k", "p1"),
        ("ArrowUp", "abstract"),
        ("k", "abstract"),
        ("j", "p1"),
    ):
        reader.keyboard.press(key)
        assert reader.evaluate("document.activeElement.id") == focused
    assert lit(reader) == ["s3"]
    # To the evidence, from there to the items that rest on it, and back.
    reader.keyboard.press("Enter")
    assert reader.evaluate("document.activeElement.parentElement.id") == "s3"
    reader.keyboard.press("Escape")
    assert reader.evaluate("document.activeElement.id") == "p1"
    reader.keyboard.press("n")
    assert reader.evaluate("document.activeElement.parentElement.id") == "s1"
    reader.keyboard.press("n")
    reader.keyboard.press("p")
    reader.keyboard.press("Enter")
    assert reader.evaluate("document.activeElement.id") == "abstract"
    assert "Sentence 1" in reader.inner_text("#filter")
    reader.keyboard.press("Escape")
    assert reader.evaluate("document.activeElement.parentElement.id") == "s1"
    assert reader.is_hidden("#filter")
    reader.keyboard.press("/")
    reader.keyboard.type("quota")
    assert shown(reader, "[pqt]") == ["p6"]
    reader.keyboard.press("Escape")
    assert reader.input_value("#search") == ""


def test_focus_is_seen_and_not_hidden_under_what_is_sticky(reader):
    for _ in range(17):
        reader.keyboard.press("j")
        assert in_view(reader, ":focus"), reader.evaluate("document.activeElement.id")
    assert reader.evaluate("document.activeElement.id") == "q2"
    assert reader.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_single_keys_can_be_turned_off_and_the_page_says_which_there_are(reader):
    reader.click("#keys summary")
    assert "next, previous item" in reader.inner_text("#keys")
    reader.uncheck("#keys-on")
    reader.keyboard.press("Escape")
    assert not reader.locator("#keys").evaluate("node => node.open")
    reader.keyboard.press("j")
    assert reader.evaluate("document.activeElement.className") != "item"


def test_what_happens_is_said_aloud(reader):
    reader.click(".chip >> text=Tomas Reik")
    reader.wait_for_selector("#say:has-text('3 of 25')", state="attached")
    assert reader.get_attribute("#say", "role") == "status"


def test_the_theme_follows_the_system_and_the_button(show, sample_page):
    def ground(page: Any) -> str:
        return page.evaluate("getComputedStyle(document.body).backgroundColor")

    light = show(sample_page, color_scheme="light").page
    dark = show(sample_page, color_scheme="dark").page
    assert ground(light) == "rgb(251, 250, 247)"
    assert ground(dark) == "rgb(21, 23, 27)"
    assert dark.get_attribute("#theme", "aria-pressed") == "true"
    dark.click("#theme")
    assert ground(dark) == ground(light)
    assert dark.get_attribute("#theme", "aria-pressed") == "false"


def test_print_shows_everything_on_white(show, sample_page):
    page = show(sample_page, color_scheme="dark").page
    page.click(".chip >> text=Tomas Reik")
    page.click("#clear")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.is_hidden(".bar")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.is_visible("#r1")
    assert page.is_visible("#a4")
    assert page.is_visible("#s15")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not page.locator("#rejected").evaluate("node => node.open")
    assert len(page.pdf()) > 10_000


def test_a_narrow_screen_shows_one_side_at_a_time_and_never_scrolls_sideways(show, sample_page):
    page = show(sample_page, width=390, height=844, has_touch=True, is_mobile=True).page
    assert page.is_visible("#summary")
    assert page.is_hidden(".text")
    assert page.is_visible("h1")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.tap("#q2 a.ref")
    assert page.is_visible("#s15")
    assert lit(page) == ["s15"]
    page.tap("#s13 > span")
    assert page.is_visible("#t5")
    assert shown(page, "[pqt]") == ["p8", "t5", "q1"]
    page.tap("[data-view=article]")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_page_of_an_index_fits_on_small_phones_in_german(show):
    """The way back has the longest words of the bar."""
    for width in (320, 360, 390, 430):
        page = show(to_html(summarised(), language="de", index="index.html"), width=width, height=700).page
        assert page.evaluate("document.documentElement.scrollWidth") == width
        bar = page.eval_on_selector_all(
            ".home, .search, #next, #keys, #theme",
            "all => all.map(one => one.getBoundingClientRect().toJSON())",
        )
        assert [one for one in bar if one["left"] < 0 or one["right"] > width or one["width"] < 24] == []
        assert len({round(one["top"] + one["height"] / 2) for one in bar}) == 1
        assert page.get_by_role("link", name="Alle Zusammenfassungen").count() == 1


def test_targets_are_large_enough_for_a_finger(show, sample_page):
    page = show(sample_page, width=390, height=844).page
    small = page.eval_on_selector_all(
        "button, summary, input, a.ref, label",
        """nodes => nodes.filter(n => n.checkVisibility()).map(n => [n.outerHTML.slice(0, 80), n.getBoundingClientRect()])
          .filter(([, box]) => (box.width < 24 || box.height < 24) && box.width > 1).map(([html]) => html)""",
    )
    assert small == []


def test_the_time_line_leads_to_its_talk(reader):
    assert "3 Mar 2026, the shared waters of Lake Ellen" in reader.get_attribute(".timeline", "aria-label")
    reader.click(".mark[data-talk=t1] circle")
    assert reader.evaluate("document.activeElement.id") == "t1"
    assert lit(reader) == ["s1"]
    places = reader.eval_on_selector_all(
        ".mark > :is(circle, rect)", "nodes => nodes.map(n => n.getBoundingClientRect().x)"
    )
    assert places == sorted(places)
    assert len(places) == 4


def test_without_script_everything_can_be_read_and_evidence_is_one_link_away(show, sample_page):
    page = show(sample_page, java_script_enabled=False).page
    for selector in ("#s15", "#p1", "#t4", "#a4", "footer"):
        assert page.is_visible(selector)
    assert page.is_hidden("#search")
    assert page.is_hidden("#theme")
    page.click("#q2 a.ref")
    assert page.url.endswith("#s15")
    assert page.locator("#s15:target").count() == 1


def test_german_words_and_the_language_of_each_part(show):
    page = show(to_html(summarised(), language="de")).page
    assert page.get_attribute("html", "lang") == "de"
    assert page.get_attribute("article", "lang") == "en"
    assert page.get_attribute("#p1 .said", "lang") == "en"
    text = page.inner_text("#summary")
    assert "GEPLANTE GESPRÄCHE" in text.upper()
    assert "3. März 2026" in text
    page.click("#s1 > span")
    assert "Satz 1, Punkte: 5" in page.inner_text("#filter")


def test_without_the_articles_text_the_quotations_stand_in(show):
    page = show(to_html(summarised(keep_text=False))).page
    assert "is not part of this file" in page.inner_text("#article")
    page.hover("#p1 .said")
    assert lit(page) == ["s3"]
    assert page.inner_text("#s3").endswith("Varga said.")
