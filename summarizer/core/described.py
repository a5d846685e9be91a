"""The base of our models: values that do not change, described where their fields stand."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator, Mapping
from functools import cache

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema


class Described(BaseModel):
    """An immutable value without unknown fields. The string under a field is its description in the
    JSON Schema.

    The one place where the core reads files, its own source: descriptions stand where people edit them.
    pydantic's `use_attribute_docstrings` says the same, but reads the source anew for each class while it
    is imported, and looks through all loaded modules for one that instructor derives from a draft. Few runs
    make a schema, and then of one model.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler, /
    ) -> JsonSchemaValue:
        """The schema that pydantic makes, with the descriptions."""
        schema = super().__get_pydantic_json_schema__(core_schema, handler)
        properties = handler.resolve_ref_schema(schema).get("properties", {})
        texts = descriptions(cls)
        for name in texts.keys() & cls.model_fields.keys():
            field = cls.model_fields[name]
            for key in {name, field.alias, field.serialization_alias} & properties.keys():
                properties[key].setdefault("description", texts[name])
        return schema


def descriptions(model: type[Described]) -> Mapping[str, str]:
    """Field name to the string under it, of the model and those that it is derived from; fields without
    one are missing, as are all where the source is not at hand."""
    found: dict[str, str] = {}
    for kind in reversed(model.__mro__):
        if issubclass(kind, Described) and "__annotations__" in vars(kind):
            found |= _of_module(kind.__module__).get(kind.__qualname__, {})
    return found


@cache
def _of_module(name: str) -> Mapping[str, Mapping[str, str]]:
    try:
        tree = ast.parse(inspect.getsource(sys.modules[name]))
    except (OSError, TypeError, KeyError):
        return {}
    return dict(_of_classes(tree, ""))


def _of_classes(parent: ast.Module | ast.ClassDef, prefix: str) -> Iterator[tuple[str, dict[str, str]]]:
    for node in parent.body:
        if isinstance(node, ast.ClassDef):
            name = f"{prefix}{node.name}"
            yield name, dict(_of_fields(node))
            yield from _of_classes(node, f"{name}.")


def _of_fields(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for statement, after in zip(node.body, node.body[1:], strict=False):
        match statement, after:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                yield name, inspect.cleandoc(text)
