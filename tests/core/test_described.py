"""Descriptions of fields: only where a schema is made, and there exactly what stands under the field."""

import ast
import inspect
import subprocess
import sys

import pytest
from pydantic import Field, ValidationError, create_model

from summarizer.core.described import Described, descriptions


class Base(Described):
    """A base."""

    own: int
    """Of the base,
    on two lines."""
    bare: int = 0


class Derived(Base):
    """Derived from it."""

    renamed: int = Field(alias="other", default=0)
    """Known by its alias."""
    said: int = Field(default=0, description="Given.")
    """Not this."""
    part: Base | None = None
    """Another model."""


def test_schema_carries_the_string_under_each_field():
    properties = Derived.model_json_schema()["properties"]
    assert {name: shape.get("description") for name, shape in properties.items()} == {
        "own": "Of the base,\non two lines.",
        "bare": None,
        "other": "Known by its alias.",
        "said": "Given.",
        "part": "Another model.",
    }
    assert Derived.model_json_schema()["$defs"]["Base"]["properties"]["own"]["description"]
    assert Derived.model_json_schema(by_alias=False)["properties"]["renamed"]["description"]


def test_schema_of_a_class_made_at_run_time_has_those_of_its_base():
    """instructor derives such a class from each draft."""
    made = create_model("Made", __base__=Base, added=(int, 0))
    assert made.model_json_schema()["properties"]["own"]["description"] == "Of the base,\non two lines."
    assert "description" not in made.model_json_schema()["properties"]["added"]


def test_class_without_source_has_no_descriptions():
    scope = {"Described": Described, "__name__": "nowhere"}
    exec(compile("class Typed(Described):\n    a: int\n    'Text.'\n", "<typed>", "exec"), scope)
    assert descriptions(scope["Typed"]) == {}


def test_values_do_not_change_and_have_no_other_fields():
    value = Base(own=1)
    with pytest.raises(ValidationError, match="frozen"):
        value.own = 2
    with pytest.raises(ValidationError, match="Extra inputs"):
        Base(own=1, more=2)


def test_every_field_of_the_contract_is_described():
    from summarizer.core.summary import ArticleSummary

    shapes = [ArticleSummary.model_json_schema(), *ArticleSummary.model_json_schema()["$defs"].values()]
    fields = [shape for each in shapes for shape in each.get("properties", {}).values()]
    assert len(fields) > 80
    assert all(shape.get("description") for shape in fields)


def test_import_reads_no_source():
    """Reading the source of each model while it is imported would slow every start."""
    code = (
        "import linecache, summarizer.batch.output, summarizer.settings\n"
        "print([name for name in linecache.cache if 'summarizer' in name])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ast.literal_eval(ran.stdout) == []


def test_source_reader_agrees_with_the_module():
    """Fields are found in the text of the module: every model of ours must be there by its name."""
    from summarizer.core import draft

    models = [each for _, each in inspect.getmembers(draft, inspect.isclass) if issubclass(each, Described)]
    for model in {*models} - {Described}:
        assert set(descriptions(model)) == set(model.model_fields)
