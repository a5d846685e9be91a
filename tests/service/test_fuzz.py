"""Whatever is sent, the answer is a 4xx or a result: never a 5xx, never a hang."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.service.conftest import Running

RELAXED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
TYPES = st.sampled_from(
    ["application/json", "application/json; charset=utf-16", "application/jsonl", "application/x-ndjson",
     "text/plain", "multipart/form-data", "application/x-www-form-urlencoded", "\x80", "application/json;;"]
)  # fmt: skip
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
NAMES = st.sampled_from(["text", "html", "url", "title", "published", "language", "source"]) | st.text(
    max_size=8
)
ARTICLES = st.dictionaries(NAMES, SCALARS | st.lists(SCALARS, max_size=3), max_size=5)
NASTY = [
    b'{"text": "\\ud800 \\udfff Guten Tag."}',
    b'{"text": "\\u0000\\u0000 Guten Tag zusammen."}',
    b'{"text": "\xff\xfe"}',
    b"\xef\xbb\xbf{}",
    b'{"text": ' + b"[" * 100_000,
    b'{"text": ' + b"9" * 5000 + b"}",
    b'{"text": 1e999, "title": NaN}',
    b'{"html": "' + b"<div>" * 20_000 + b'"}',
    b'{"html": "<p>' + b"&#x0;&#1114112;" * 100 + b'Guten Tag, sagte Anna Berg heute.</p>"}',
    b'{"text": "Guten Tag.", "text": 5}',
    b'{"text": "Guten Tag.", "published": "2026-02-30"}',
    b'{"text": "Guten Tag.", "published": "9999999-01-01"}',
    b'{"text": "Guten Tag.", "published": "0001-01-01"}',
    b'{"text": "Guten Tag.", "published": "9999-12-31"}',
    b'{"text": "Guten Tag.", "published": "\xd9\xa2\xd9\xa0\xd9\xa2\xd9\xa6-01-01"}',
    b'{"text": "{{ 7*7 }} {% x Guten Tag, sagte Anna Berg."}',
    '{"text": "Guten Tag."}'.encode("utf-16"),
    '{"text": "Guten Tag."}'.encode("utf-32"),
]


def fine(answer: Any) -> None:
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == answer.status_code


def send(shared: Running, path: str, body: Any, **headers: bytes | str) -> None:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    fine(shared.client.post(path, content=body, headers=names))


@pytest.mark.parametrize("body", NASTY, ids=range(len(NASTY)))
def test_odd_bodies_are_refused_or_summarised(shared: Running, body: bytes) -> None:
    send(shared, "/v1/summaries", body, content_type="application/json")
    send(shared, "/v1/batches", body, content_type="application/jsonl")


@settings(max_examples=25, deadline=None, suppress_health_check=RELAXED)
@given(body=st.binary(max_size=300), kind=TYPES, chunked=st.booleans())
def test_bytes_of_any_type(shared: Running, body: bytes, kind: str, chunked: bool) -> None:
    for path in ("/v1/summaries", "/v1/batches"):
        content = iter([body[:7], body[7:]]) if chunked else body
        send(shared, path, content, content_type=kind.encode("latin-1"), prefer="respond-async")


@settings(max_examples=25, deadline=None, suppress_health_check=RELAXED)
@given(article=ARTICLES, wrapped=st.booleans())
def test_articles_of_any_shape(shared: Running, article: dict[str, Any], wrapped: bool) -> None:
    body = json.dumps([article] if wrapped else article).encode()
    send(shared, "/v1/summaries", body, content_type="application/json", prefer="respond-async")
    send(shared, "/v1/batches", body, content_type="application/jsonl")


HEADER = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f"), max_size=40
)


@settings(max_examples=25, deadline=None, suppress_health_check=RELAXED)
@given(value=HEADER, query=st.text(max_size=30), cursor=st.text(max_size=30))
def test_headers_and_parameters_of_any_kind(shared: Running, value: str, query: str, cursor: str) -> None:
    raw = value.strip().encode("latin-1")
    body = b'{"text": "Guten Tag, sagte Anna Berg."}'
    given_headers = {"idempotency_key": raw, "prefer": (b"respond-async, " + raw).strip()}
    send(shared, "/v1/summaries", body, content_type="application/json", **given_headers)
    headers = {"if-none-match": raw, "last-event-id": raw, "accept-language": raw, "origin": raw}
    parameters = {"query": query.encode("utf-8", "replace"), "cursor": cursor.encode("utf-8", "replace")}
    fine(shared.client.get("/v1/summaries", params=parameters, headers=headers))
    fine(shared.client.get("/v1/batches/00000000000000000000000000/events", headers=headers))
    fine(shared.client.get("/v1/summaries", params={"query": query.encode("utf-8", "replace")}))
