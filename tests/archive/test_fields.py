"""Which field of a row is which part of an article."""

import pytest

from summarizer.archive.fields import FieldMap, language_code, row_document
from summarizer.core.errors import InputError, UsageError
from tests.archive.archives import TEXTS


@pytest.mark.parametrize("name", ["text", "body", "content", "Text", "maintext", "articleBody"])
def test_common_names_of_the_text_are_known(name: str) -> None:
    assert row_document({"x": "y", name: TEXTS[0]}, FieldMap(), "n").text == TEXTS[0]


def test_metadata_is_taken_under_common_names() -> None:
    row = {"content": TEXTS[0], "headline": " Kopf ", "date_published": "2026-06-11T23:00:00-05:00"}
    found = row_document(row | {"lang": "de-AT", "_id": 12, "source": {"name": "Blatt"}}, FieldMap(), "n")
    assert (found.title, str(found.published), found.language) == ("Kopf", "2026-06-11", "de")
    assert (found.id, found.source) == ("12", "Blatt")


def test_a_flag_names_a_field_by_its_path() -> None:
    names = FieldMap.of(["text=artikel.rumpf", "title=a.b"])
    row = {"text": "Falscher Text steht hier.", "artikel": {"rumpf": [TEXTS[0], TEXTS[1]]}, "a.b": "Kopf"}
    found = row_document(row, names, "n")
    assert (found.text, found.title) == (f"{TEXTS[0]}\n\n{TEXTS[1]}", "Kopf")
    assert names.published == FieldMap().published


@pytest.mark.parametrize("flag", ["text", "text=", "nothing=a", "=a", "\x1b[2J=a"])
def test_a_flag_that_maps_nothing_is_refused(flag: str) -> None:
    with pytest.raises(UsageError) as caught:
        FieldMap.of([flag])
    assert str(caught.value).isprintable()
    assert "published" in caught.value.hint


def test_html_in_a_field_is_read_as_html() -> None:
    found = row_document({"content": f"<p>{TEXTS[0]}</p><p>{TEXTS[1]}</p>", "title": "T"}, FieldMap(), "n")
    assert (found.text, found.title) == (f"{TEXTS[0]}\n\n{TEXTS[1]}", "T")


def test_metadata_of_an_unusable_form_is_left_out() -> None:
    row = {"text": TEXTS[0], "title": {"x": 1}, "date": "neulich", "language": "klingonisch", "id": 1 << 5000}
    found = row_document(row, FieldMap(), "n")
    assert (found.title, found.published, found.language, found.id) == (None, None, None, None)


@pytest.mark.parametrize("row", [{}, {"text": ""}, {"text": 3}, {"text": [1]}, {"text": None, "body": " "}])
def test_a_row_without_text_is_named(row: dict[str, object]) -> None:
    with pytest.raises(InputError, match=r"^n\.jsonl:1 has no text"):
        row_document(row, FieldMap(), "n.jsonl:1")


def test_languages_are_reduced_to_their_code() -> None:
    found = [
        language_code(value) for value in ("de", "pt-BR", "ger", "English", "x", 3, "deutsch ", "zh_Hans")
    ]
    assert found == ["de", "pt", "de", "en", None, None, "de", "zh"]
