"""Drafts from completions: instructor shapes the request and parses the answer, we own the repair.

instructor's own retry loop is not used: it pays for refusals, hides usage and puts pydantic URLs into
the re-ask. Its mode handlers are: they know how each kind of endpoint wants a schema and where it
puts the answer. They run once per draft type, not once per article.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import SimpleNamespace
from typing import Any, Literal

import instructor
from instructor.v2.core.mode import Mode
from instructor.v2.core.providers import Provider
from instructor.v2.core.registry import mode_registry
from pydantic import BaseModel, ValidationError

from summarizer.core.errors import ProviderError
from summarizer.core.extraction import Extraction, ModelCard
from summarizer.core.prompt import DraftRequest, Message
from summarizer.core.usage import Attempt, Outcome
from summarizer.llm.remote import Completion, Endpoint

OutputMode = Literal["json_schema", "tools", "json", "md_json"]
_MODES: dict[OutputMode, Mode] = {
    "json_schema": Mode.JSON_SCHEMA,
    "tools": Mode.TOOLS,
    "json": Mode.JSON,
    "md_json": Mode.MD_JSON,
}
_THINKING = re.compile(r"^\s*<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL)
_FENCED = re.compile(r"^\s*```(?:json)?\s*\n(.*?)\n?```\s*$", re.DOTALL)
_ERRORS_TOLD = 5
_ANSWER_TOLD = 6000

Constraint = Callable[[DraftRequest], dict[str, Any]]
"""What makes the endpoint keep to the draft's shape, as request fields (`messages` included)."""
Parser = Callable[[Any, type[BaseModel]], BaseModel]
"""The draft in a response. Raises ValueError (pydantic's is one) when it does not fit."""


@dataclass(frozen=True, slots=True)
class Protocol:
    """How to ask an endpoint for a draft and read its answer."""

    constrain: Constraint
    parse: Parser


@cache
def instructor_protocol(mode: OutputMode) -> Protocol:
    """The protocol of one of instructor's modes; shared, for a schema takes milliseconds to make."""
    handlers = mode_registry.get_handlers(Provider.OPENAI, _MODES[mode])
    in_messages = mode in ("json", "md_json")

    @lru_cache(maxsize=8)
    def shape(draft_type: type[BaseModel]) -> tuple[Any, dict[str, Any]]:
        wrapped = instructor.openai_schema(draft_type)
        _, fields = handlers.request_handler(wrapped, {"messages": []})
        if mode == "json_schema":
            schema = fields["response_format"]["json_schema"]
            schema["name"] = draft_type.__name__
            # instructor has no way to ask for it; endpoints that honour it then guarantee the shape.
            schema["strict"] = _is_strict(schema["schema"])
        return wrapped, {k: v for k, v in fields.items() if k != "messages"}

    def constrain(request: DraftRequest) -> dict[str, Any]:
        messages = _as_dicts(request.messages)
        wrapped, fields = shape(request.draft_type)
        if in_messages:
            _, fields = handlers.request_handler(wrapped, {"messages": messages})
            return dict(fields)
        return {"messages": messages, **fields}

    def parse(response: Any, draft_type: type[BaseModel]) -> BaseModel:
        wrapped, _ = shape(draft_type)
        parsed = handlers.response_parser(
            response=response,
            response_model=wrapped,
            validation_context=None,
            strict=None,
            stream=False,
            is_async=False,
        )
        return draft_type.model_construct(**{name: getattr(parsed, name) for name in draft_type.model_fields})

    return Protocol(constrain, parse)


def plain_protocol(constrain: Constraint) -> Protocol:
    """For endpoints that are constrained by other means (a grammar) and answer with bare JSON."""

    def parse(response: Any, draft_type: type[BaseModel]) -> BaseModel:
        return draft_type.model_validate_json(response.choices[0].message.content)

    return Protocol(constrain, parse)


class StructuredExtractor:
    """An `Extractor` over an endpoint: classifies every answer, asks again when a draft is invalid."""

    def __init__(
        self,
        endpoint: Endpoint,
        card: ModelCard,
        protocol: Protocol,
        parameters: dict[str, Any],
        repairs: int = 2,
    ) -> None:
        self.card = card
        self.endpoint = endpoint
        self._protocol = protocol
        self._parameters = parameters
        self._repairs = repairs

    def close(self) -> None:
        """Close the connections, and end the server in this process, if any."""
        self.endpoint.close()

    def extract(self, request: DraftRequest) -> Extraction:
        """The draft for `request`, after at most `repairs` further requests that name what was wrong."""
        body = {"model": self.endpoint.model, **self._protocol.constrain(request), **self._parameters}
        attempts: list[Attempt] = []
        begin = self.endpoint.clock()
        for repair in range(self._repairs + 1):
            spent = self.endpoint.clock() - begin
            try:
                completion, failed = self.endpoint.complete(body, request.seconds - spent)
            except ProviderError as error:
                error.attempts = (*attempts, *error.attempts)
                raise
            outcome, draft, problem = self._read(completion, request.draft_type)
            attempts += [*failed, completion.attempt(outcome)]
            if outcome is not Outcome.INVALID or repair == self._repairs:
                break
            body = {**body, "messages": [*body["messages"], *_repair(completion, problem)]}
        seconds = round(self.endpoint.clock() - begin, 3)
        return Extraction(draft, outcome, tuple(attempts), seconds)

    def _read(
        self, completion: Completion, draft_type: type[BaseModel]
    ) -> tuple[Outcome, BaseModel | None, str]:
        choices = completion.response.choices
        message = getattr(choices[0], "message", None) if choices else None
        if message is None:
            return Outcome.NO_CHOICES, None, ""
        finish = getattr(choices[0], "finish_reason", None)
        if getattr(message, "refusal", None) or finish == "content_filter":
            return Outcome.REFUSED, None, ""
        if finish == "length":
            return Outcome.TRUNCATED, None, ""
        if not _content(message) and not getattr(message, "tool_calls", None):
            return Outcome.NO_CHOICES, None, ""
        message.content = _bare_json(_content(message))
        try:
            return Outcome.OK, self._protocol.parse(completion.response, draft_type), ""
        except ValidationError as error:
            return Outcome.INVALID, None, _problems(error)
        except (ValueError, TypeError, AttributeError, IndexError, AssertionError) as error:
            return Outcome.INVALID, None, f"The answer is not in the expected form ({type(error).__name__})."


def _content(message: Any) -> str:
    content = getattr(message, "content", None)
    return content if isinstance(content, str) else ""


def _bare_json(content: str) -> str:
    """Without the reasoning and code fences that some models put around their JSON."""
    text = _THINKING.sub("", content, count=1)
    fenced = _FENCED.match(text)
    return fenced[1] if fenced else text


def _problems(error: ValidationError) -> str:
    told = [
        f"{'.'.join(map(str, item['loc'])) or 'answer'}: {item['msg']}"
        for item in error.errors(include_url=False, include_input=False, include_context=False)
    ]
    more = [f"and {len(told) - _ERRORS_TOLD} more"] if len(told) > _ERRORS_TOLD else []
    return "\n".join([*told[:_ERRORS_TOLD], *more])


def _repair(completion: Completion, problem: str) -> Sequence[dict[str, str]]:
    message = completion.response.choices[0].message
    calls = getattr(message, "tool_calls", None) or [SimpleNamespace(function=SimpleNamespace(arguments=""))]
    answer = _content(message) or str(getattr(calls[0].function, "arguments", ""))
    ask = f"This answer does not fit the schema:\n{problem}\nGive the whole JSON object again, corrected."
    return [{"role": "assistant", "content": answer[:_ANSWER_TOLD]}, {"role": "user", "content": ask}]


def _as_dicts(messages: Sequence[Message]) -> list[dict[str, str]]:
    return [{"role": message.role, "content": message.content} for message in messages]


def _is_strict(schema: dict[str, Any]) -> bool:
    """Whether every object of the schema requires all its fields, as strict mode demands."""
    objects = [schema, *schema.get("$defs", {}).values()]
    return all(
        set(one.get("required", ())) == set(one["properties"]) for one in objects if "properties" in one
    )
