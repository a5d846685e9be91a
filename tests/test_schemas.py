"""Generated schema files are what the models say."""

import jsonschema

from summarizer.resources import resource_folder
from summarizer.schema_files import MODELS, schema_files


def test_the_files_are_up_to_date():
    folder = resource_folder("schemas")
    found = {path.name: path.read_text("utf-8") for path in folder.glob("*.json")}
    assert found == schema_files(), "run 'make schemas'"


def test_every_schema_is_valid_and_every_field_says_what_it_means():
    for model in MODELS.values():
        schema = model.model_json_schema()
        jsonschema.Draft202012Validator.check_schema(schema)
        for definition in (schema, *schema.get("$defs", {}).values()):
            for name, field in definition.get("properties", {}).items():
                assert field.get("description") or "$ref" in field or "const" in field, (model.__name__, name)


def test_the_command_prints_them(cli):
    assert cli("schema").out == schema_files()["article-summary.schema.json"]
    assert cli("schema", "draft").out == schema_files()["draft.schema.json"]
    assert cli("schema", "nonsense").code == 2
