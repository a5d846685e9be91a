"""Requests read by what they share: the same key, parts and body as reading each of them whole."""

from __future__ import annotations

import json

import httpx2
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openai._utils._json import openapi_dumps

from summarizer.core.article import Article
from summarizer.core.sentences import split_sentences
from summarizer.llm.asked import NO_FENCE, forget_json, read_json, read_question, written
from summarizer.llm.cassette import Cassette
from summarizer.llm.recording import Question, Recording, Subject
from summarizer.resources import load_prompt
from tests.endpoint import DRAFT, completion

FENCE = "article-0123456789abcdef01234567"
MARK = '{"role":"user","content":"'
TEXTS = st.text(max_size=30) | st.sampled_from(
    [MARK, f"<{FENCE}>\n", f"<{FENCE}> {FENCE}", NO_FENCE, '"', "\\", '"}],"messages":[]', "\ud800", "\x00"]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=4,
)
MESSAGES = st.fixed_dictionaries({"role": st.sampled_from(["system", "user", "assistant"]), "content": TEXTS})
BODIES = st.fixed_dictionaries(
    {"model": st.just("m"), "messages": st.lists(MESSAGES, max_size=3)},
    optional=dict.fromkeys(["user", "response_format", "metadata", "max_tokens"], VALUES),
)
relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def chat(system: str, text: str, **more: object) -> dict[str, object]:
    """A body as the program sends it."""
    messages = [{"role": "system", "content": system}, {"role": "user", "content": text}]
    return {"model": "m", "messages": messages, "response_format": {"type": "text"}, **more}


@relaxed
@given(BODIES, st.sampled_from([Subject(), Subject("a", "1" * 64), Subject("a", "1" * 64, "2" * 64)]))
@example(chat(f"Between <{FENCE}>", f"<{FENCE}>\nText"), Subject())
@example(chat(f"Between <{FENCE}> and {NO_FENCE}", f"<{FENCE}>\nText"), Subject())
@example(chat(MARK, MARK, metadata=[{"role": "user", "content": "x"}]), Subject())
@example({"metadata": {"role": "user", "content": "x"}, **chat("s", "t")}, Subject())
@example({"metadata": {"role": "user", "content": "x"}, **chat("s", "")}, Subject())
@example(chat("s", "t", user="me"), Subject())
@example({**chat(f"<{FENCE}>", f"<{FENCE}>"), "model": FENCE}, Subject())
@example({**chat("s", f"<{FENCE}>"), "stop": FENCE}, Subject())
@example({"messages": [{"role": "system"}, {"role": "user", "content": "t"}]}, Subject())
@example(
    {"messages": [{"role": "system", "content": [FENCE]}, {"role": "user", "content": FENCE}]}, Subject()
)
@example(
    {
        "messages": [
            {"role": "system", "name": FENCE, "content": ""},
            {"role": "user", "content": f"<{FENCE}"},
        ]
    },
    Subject(),
)
def test_a_request_reads_as_if_it_were_read_whole(body, subject):
    """Key, parts and body, for every shape of request, hostile ones too."""
    raw = json.dumps(body, separators=(",", ":")).encode()
    asked = read_question(raw, "POST", "/chat/completions", subject)
    whole = Question("POST", "/chat/completions", body, subject)
    assert asked.question == whole
    assert list(asked.question.body) == list(body)
    assert (asked.key, dict(asked.parts)) == whole.fingerprint


@pytest.mark.parametrize("name", ["summarize-v1", "summarize-v2", "extract-v1"])
def test_requests_for_different_articles_share_their_frame(name):
    """Also where the system message names the fence: else every request would be read whole."""
    prompt, frames = load_prompt(name), set()
    for text in ("Der Rat tagt am 3. Mai.", "Ob er kommt, ist offen.\nEr schweigt."):
        article = Article(id="a", text=text, title="Titel", language="de")
        messages = prompt.messages(article, split_sentences(text, "de"))
        body = {"model": "m", "messages": [{"role": m.role, "content": m.content} for m in messages]}
        asked = read_question(written(body), "POST", "/chat/completions", Subject())
        assert asked.question.body == body
        frames.add(asked.frame)
    assert len(frames) == 1
    assert None not in frames


class Kept(list[Recording]):
    """A store that remembers what it was given."""

    def find(self, key):
        return None

    def nearest(self, question):
        return None

    def add(self, recording):
        self.append(recording)


@pytest.mark.parametrize("where", ["system", "text", "stop"])
def test_no_secret_is_overlooked_because_frames_are_looked_at_once(serve, where):
    """The frame is looked at for each set of secrets, the text each time."""
    secret, kept, endpoint = "geheim-0815-4711", Kept(), serve(completion(DRAFT))
    cassette = Cassette(kept, httpx2.HTTPTransport)
    for held_here in ("nothing", secret):
        held = {"system": "s", "text": "t", "stop": "m"} | {where: f"a {held_here} b"}
        body = chat(held["system"], held["text"], stop=held["stop"])
        assert read_question(written(body), "POST", "/chat/completions", Subject()).frame is not None
        with httpx2.Client(transport=cassette, headers={"authorization": f"Bearer {secret}"}) as client:
            client.post(f"{endpoint.base_url}/chat/completions", content=written(body)).read()
    assert "a [removed] b" in json.dumps(kept[1].question.body)
    assert secret not in json.dumps([recording.question.body for recording in kept])


@relaxed
@given(st.dictionaries(st.text(max_size=4), VALUES, max_size=4))
@example({"a": {"x": 1, "y": True, "z": 1.0}, "b": {"x": True, "y": 1, "z": 1}})
def test_a_body_is_written_as_the_sdk_writes_it(body):
    """Byte by byte; what cannot be written fails as it does there."""
    try:
        wanted = openapi_dumps(body)
    except UnicodeEncodeError:
        with pytest.raises(UnicodeEncodeError):
            written(body)
    else:
        assert written(body) == wanted


def test_the_same_bytes_are_read_once_and_others_anew():
    """Network, recorder and reader of an answer share one value."""
    raw, same = b'{"usage":{"prompt_tokens":1}}', bytes(bytearray(b'{"usage":{"prompt_tokens":1}}'))
    assert read_json(raw) is read_json(same)
    assert read_json(b'{"usage":{"prompt_tokens":2}}') == {"usage": {"prompt_tokens": 2}}
    with pytest.raises(ValueError, match="Expecting"):
        read_json(b"{")


def test_an_empty_body_is_no_json_whatever_was_read_before():
    """The first question of a thread may be one without a body."""
    keys = []
    for before in (None, b"{}"):
        forget_json()
        if before:
            read_json(before)
        with pytest.raises(ValueError, match="Expecting"):
            read_json(b"")
        keys.append(read_question(b"", "GET", "/models", Subject()).key)
    assert keys == [Question("GET", "/models", "").key] * 2
