"""Prompts are linted: what they show a model as right must be right by our own schema and checks."""

import datetime
import json
import re
from string import Template

import pytest

from summarizer.core.article import Article
from summarizer.core.draft import Draft
from summarizer.core.grounding import ground
from summarizer.core.prompt import Style
from summarizer.core.sentences import split_sentences
from summarizer.evaluation.gold import Gold
from summarizer.resources import load_prompt, prompt_names

_EXAMPLE = re.compile(r'<example language="(\w+)">\n(.+?)\n</example>\n(\{[^\n]+\})', re.DOTALL)
_LINE = re.compile(r"(?m)^\[\d+\] ")
LANGUAGES = {"English": "en", "German": "de"}


def examples(name):
    return [
        (LANGUAGES[language], _LINE.sub("", text), answer.splitlines()[0])
        for language, text, answer in _EXAMPLE.findall(load_prompt(name).system)
    ]


EXAMPLES = [(name, *one) for name in prompt_names() for one in examples(name)]


def test_the_second_abstractive_prompt_has_examples_in_two_languages():
    assert {language for _, language, _, _ in EXAMPLES} == {"de", "en"}
    assert {name for name, *_ in EXAMPLES} == {"summarize-v2"}


@pytest.mark.parametrize(("name", "language", "text", "answer"), EXAMPLES)
def test_an_example_parses_numbers_its_sentences_as_we_do_and_passes_every_check(
    name, language, text, answer
):
    draft = Draft.model_validate_json(answer)
    article = Article(text=text, language=language)
    sentences = split_sentences(article.text, language)
    assert [one.text for one in sentences] == text.splitlines()
    found = ground(draft, sentences, published=datetime.date(2026, 3, 1), language=language)
    assert found.rejected == []
    items = [*found.actors, *found.positions, *found.planned_talks, *found.open_questions]
    assert [(item, item.support.reasons) for item in items if item.support.verdict != "supported"] == []


@pytest.mark.parametrize(("name", "language", "text", "answer"), EXAMPLES)
def test_an_example_keeps_to_the_annotation_guide(name, language, text, answer):
    found = json.loads(answer)
    abstract = found.pop("abstract")
    Gold.model_validate(found | {"summary": abstract["text"]})
    assert len(found["headline"].split()) <= 12
    assert len(abstract["text"].split()) <= 60
    assert all(
        1 <= len(item["evidence"]) <= 3
        for items in found.values()
        if isinstance(items, list)
        for item in items
    )
    assert next(iter(found["positions"][0])) == "evidence"


@pytest.mark.parametrize("name", prompt_names())
def test_placeholders_are_the_known_ones_and_no_shape_of_an_answer_is_foreign(name):
    prompt = load_prompt(name)
    assert set(Template(prompt.system).get_identifiers()) <= {"fence", "language"}
    assert (
        {"header", "sentences"}
        <= set(Template(prompt.user).get_identifiers())
        <= {"fence", "header", "sentences"}
    )
    assert Template(prompt.system).is_valid()
    if prompt.style is Style.ABSTRACTIVE:
        assert all(field in prompt.system for field in Draft.model_fields)
