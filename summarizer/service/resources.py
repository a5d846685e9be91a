"""What callers send and what they get back: the models behind the OpenAPI description."""

from __future__ import annotations

import datetime
import json
import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from summarizer.core.summary import ArticleSummary
from summarizer.service.problems import Problem

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _written_day(value: Any) -> Any:
    # pydantic would take numbers and times of day, too; the description says: a date as text.
    if value is not None and not (isinstance(value, str) and _DAY.fullmatch(value)):
        raise ValueError("write the day as 2026-01-31")
    return value


def _storable(value: str | None) -> str | None:
    return None if value is None else value.replace("\0", "")


Short = Annotated[str, Field(max_length=500), AfterValidator(_storable)]
_SOURCES = ("text", "html", "url")


class SummaryRequest(BaseModel):
    """An article to be summarised: exactly one of `text`, `html` and `url`."""

    model_config = ConfigDict(
        extra="forbid",
        use_attribute_docstrings=True,
        json_schema_extra={"oneOf": [{"required": [name]} for name in _SOURCES]},
    )

    text: str = Field(default="", min_length=1)
    """The article's text, without its headline."""
    html: str = Field(default="", min_length=1)
    """The article's page; text, headline, day and language are read from it."""
    url: str = Field(default="", min_length=1, max_length=2000, pattern="^[Hh][Tt][Tt][Pp][Ss]?://")
    """The address of the article's page, where the service may fetch (--allow-urls)."""
    title: Short | None = None
    """The headline."""
    published: Annotated[datetime.date | None, BeforeValidator(_written_day)] = None
    """The day of publication, which relative dates are counted from."""
    language: Annotated[str, Field(pattern="^[a-z]{2}$")] | None = None
    """ISO 639-1 code of the article's language; detected where it is not given."""
    source: Short | None = None
    """Where the article comes from."""

    @model_validator(mode="after")
    def _one_source(self) -> SummaryRequest:
        if len(self.model_fields_set & set(_SOURCES)) != 1:
            raise ValueError("give exactly one of text, html and url")
        return self

    def stored(self) -> bytes:
        """The request as it is kept; equal requests give equal bytes."""
        return json.dumps(self.model_dump(mode="json", exclude_unset=True), sort_keys=True).encode()


class Links(BaseModel):
    """Where to go from here."""

    self: str
    page: str | None = None


class SummaryResource(BaseModel):
    """One article: waiting, being summarised, or finished."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    id: str
    """The article's id in this service."""
    state: Literal["queued", "running", "done", "failed"]
    """done: `summary` is there; failed: `problem` says why not."""
    created: datetime.datetime
    """When it was accepted, UTC."""
    finished: datetime.datetime | None = None
    """When it was finished, UTC."""
    batch: str | None = None
    """The batch that it came in."""
    summary: ArticleSummary | None = None
    """The summary; its own `status` says how it ended."""
    problem: Problem | None = None
    """Why there is no summary."""
    links: Links
    """This article, and its page for readers."""


class SummaryRow(BaseModel):
    """One article in a list."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    id: str
    """The article's id in this service."""
    state: Literal["queued", "running", "done", "failed"]
    """As in the article itself."""
    created: datetime.datetime
    """When it was accepted, UTC."""
    finished: datetime.datetime | None
    """When it was finished, UTC."""
    batch: str | None
    """The batch that it came in."""
    line: int | None
    """Its line in the upload of the batch, from 1."""
    headline: str | None
    """The headline of its summary."""
    links: Links
    """The article."""


class SummaryList(BaseModel):
    """Articles, the newest first."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    items: list[SummaryRow]
    """At most `limit`."""
    next: str | None
    """What to give as `cursor` for those that follow; null at the end."""


class BatchResource(BaseModel):
    """Many articles that came in one upload."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    id: str
    """The batch's id."""
    state: Literal["running", "done"]
    """done: every article is finished."""
    created: datetime.datetime
    """When it was accepted, UTC."""
    total: int
    """Articles in it."""
    finished: int
    """Articles that are finished, failed ones included."""
    failed: int
    """Articles without a summary."""
    links: dict[str, str]
    """The batch, its events, its articles."""


class Ticket(BaseModel):
    """A link that opens without a key, for some minutes."""

    page: str


def moment(seconds: float) -> datetime.datetime:
    """Seconds since 1970 as a time in UTC."""
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)


def links_of(id: str, *, page: bool = False) -> Links:
    """Links of an article."""
    address = f"/v1/summaries/{id}"
    return Links(self=address, page=f"{address}/page" if page else None)
