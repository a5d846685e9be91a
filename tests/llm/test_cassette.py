"""Recordings: what is kept and what never is, replay without a network, and what a miss says."""

import hashlib
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.api import Summarizer, build
from summarizer.core.article import Article
from summarizer.core.errors import BadRequestError, InputError, RateLimitedError, StaleRecordingError
from summarizer.llm.cassette import Cassette
from summarizer.llm.connect import connect, upstream
from summarizer.llm.recording import Question, Subject, stale_parts
from summarizer.llm.recording_folder import RecordingFolder
from summarizer.llm.scrub import KEY_SHAPES, REMOVED, scrub, secrets_of
from tests.endpoint import DRAFT, TEXT, completion, failure

SUBJECT = Subject("a1", "1" * 64, "2" * 64)


@pytest.fixture
def record(tmp_path, article, serve, settings_for):
    """Record one article from a scripted server; gives the server, which is asked no more afterwards."""

    def run(*answers, subject=SUBJECT, one=article, url="", **settings):
        server = serve(*answers)
        chosen = settings_for(server, **settings)
        if url:
            chosen = chosen.model_copy(update={"base_url": url(server.base_url)})
        cassette = Cassette(RecordingFolder(tmp_path / "c"), lambda: upstream(chosen))
        with Summarizer(connect(chosen, transport=cassette), chosen) as summarizer, cassette.about(subject):
            return server, summarizer.summarize(one)

    return run


@pytest.fixture
def replay(tmp_path, article, settings_for):
    def run(subject=SUBJECT, one=article, **settings):
        chosen = settings_for(base_url="http://elsewhere.invalid/v1", model="m", **settings)
        cassette = Cassette(RecordingFolder(tmp_path / "c"))
        with Summarizer(connect(chosen, transport=cassette), chosen) as summarizer, cassette.about(subject):
            return summarizer.summarize(one)

    return run


def files(tmp_path):
    return sorted(path for path in (tmp_path / "c").rglob("*.json"))


def everything(tmp_path):
    return "".join(path.read_text("utf-8") + path.name for path in files(tmp_path))


def shown(summary):
    return summary.model_dump(exclude={"provenance"})


def test_a_replay_gives_what_was_recorded_from_another_host_and_without_a_network(
    record, replay, monkeypatch
):
    _, recorded = record()
    import socket

    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("a connection was made"))
    assert shown(replay()) == shown(recorded)


def test_a_replay_needs_no_local_model_and_no_package_of_it(tmp_path, article, monkeypatch):
    from summarizer.llm.local import model
    from summarizer.settings import load_settings

    monkeypatch.setattr(model, "missing_packages", lambda: ["xllamacpp"])
    settings = load_settings({"model": "local", "cache_dir": tmp_path / "empty"})
    with (
        build(settings, transport=Cassette(RecordingFolder(tmp_path / "c"))) as summarizer,
        pytest.raises(StaleRecordingError, match="nothing is recorded"),
    ):
        summarizer.summarize(article)
    assert not (tmp_path / "empty").exists()


def test_recording_again_asks_nothing_that_is_recorded(record):
    record()
    server, _ = record(failure(500))
    assert server.requests == []


def test_files_are_stable_readable_and_share_the_schema(record, tmp_path):
    record()
    first = {path.name: path.read_bytes() for path in files(tmp_path)}
    recording = next(path for path in files(tmp_path) if path.parent.name == "c")
    document = json.loads(recording.read_text("utf-8"))
    assert recording.name.startswith("a1.")
    assert set(document["request"]["body"]["response_format"]) == {"stored"}
    assert document["response"]["body"]["choices"][0]["message"]["content"]["json spaced"] == DRAFT
    assert any(
        "Anna Berg sagte am Montag" in line
        for m in document["request"]["body"]["messages"]
        for line in m["content"]
    )
    recording.unlink()
    record()
    again = {path.name: path.read_bytes() for path in files(tmp_path)}
    assert set(first) == set(again)


def test_answers_that_are_no_tidy_json_come_back_to_the_byte(tmp_path):
    folder = RecordingFolder(tmp_path / "c")
    from summarizer.llm.recording import Recording

    for n, text in enumerate(
        ('{"b": 1,\n "a":2}', '{"b":1,"a":"ü"}', '{"b": 1, "a": 2}', "no\njson", "", "1e2")
    ):
        body = {"choices": [{"message": {"content": text}}], "id": "x"}
        question = Question("POST", "/chat/completions", {"n": n, "messages": []})
        folder.add(Recording(question.key, question.parts, question, 200, {}, body, 0.1))
        found = RecordingFolder(tmp_path / "c").find(question.key)
        assert found.body["choices"][0]["message"]["content"] == text


def _leaking(secret):
    """An endpoint that tells everybody what it was sent."""
    answer = completion(DRAFT)
    answer.body["debug"] = {"you_sent": f"Bearer {secret}", secret: ["sk-" + "a" * 30], "url": f"?k={secret}"}
    answer.headers = {"openai-version": secret, "set-cookie": f"session={secret}", "x-request-id": "r1"}
    return answer


def test_no_secret_of_headers_url_or_response_is_written(record, tmp_path):
    in_header, in_url = "my-private-key-42", "url-secret-0123456789"
    server, _ = record(_leaking(in_header), api_key=in_header)
    assert in_header in server.headers[0]["authorization"]
    record(
        _leaking(in_url),
        subject=Subject("a2"),
        temperature=1,
        url=lambda base: base.replace("http://", f"http://user:{in_url}@"),
    )
    text = everything(tmp_path)
    for gone in (in_header, in_url, "authorization", "set-cookie", "sk-aaa", "127.0.0.1"):
        assert gone not in text, gone
    assert text.count(REMOVED) >= 8


def test_a_key_in_the_query_is_a_secret_too():
    found = secrets_of("https://h/v1?api-key=abcdefghij&version=2024-10-21", {"Api-Key": "zyxwvutsrq"})
    assert set(found) == {"abcdefghij", "zyxwvutsrq"}


def test_words_about_keys_and_tokens_in_an_article_are_no_secrets():
    text = "Key negotiations on token programmes: bearer of news, pk-elections, sk-report, secret talks."
    assert scrub(text, ()) == text
    assert not KEY_SHAPES.search(text)


@pytest.mark.parametrize("status", [401, 429, 500, 503])
def test_what_says_nothing_about_the_model_is_not_recorded(record, tmp_path, status):
    with pytest.raises(Exception, match=str(status)):
        record(failure(status, code="insufficient_quota"), deadline=1)
    assert files(tmp_path) == []


def test_retries_after_a_rate_limit_leave_only_the_answer(record, replay, tmp_path):
    record(failure(429, headers={"retry-after": "0"}), completion(DRAFT))
    assert len([path for path in files(tmp_path) if path.parent.name == "c"]) == 1
    assert replay().status == "ok"


def test_what_an_endpoint_rejects_is_an_answer_and_replays(record, replay):
    rejected = failure(400, "unsupported", param="max_tokens")
    record(rejected, completion(DRAFT))
    assert [attempt.outcome for attempt in replay().provenance.attempts] == ["unavailable", "ok"]
    with pytest.raises(BadRequestError):
        record(failure(400, "no such thing"), subject=Subject("a2"), temperature=1)


def test_a_repaired_answer_replays_with_all_its_requests(record, replay, tmp_path):
    record(completion("no json"), completion(DRAFT))
    assert [attempt.outcome for attempt in replay().provenance.attempts] == ["invalid", "ok"]


def test_a_miss_fails_at_once_and_says_what_changed(record, replay):
    record()
    begin = time.perf_counter()
    with pytest.raises(StaleRecordingError) as raised:
        replay(Subject("a1", "9" * 64, SUBJECT.article), temperature=0.5)
    assert time.perf_counter() - begin < 1
    assert raised.value.stale == ("prompt", "parameters")
    assert "-temperature: 0.0\n+temperature: 0.5" in raised.value.difference
    assert "summarizer eval record" in raised.value.hint
    assert raised.value.exit_code == 3
    assert len(raised.value.attempts) == 1


def test_a_changed_article_is_named_and_shown(record, replay):
    record()
    changed = Article(text=TEXT.replace("Bonn", "Köln"), language="de", published="2026-01-12")
    with pytest.raises(StaleRecordingError) as raised:
        replay(Subject("a1", SUBJECT.prompt, "8" * 64), changed)
    assert raised.value.stale == ("article",)
    assert "20. Januar in Köln" in raised.value.difference


def test_each_part_of_a_question_is_told_apart():
    def parts(subject=SUBJECT, **change):
        body = {"model": "m", "messages": [{"role": "user", "content": "x"}], "temperature": 0, **change}
        return Question("POST", "/chat/completions", body, subject).parts

    one = parts()
    assert stale_parts(parts(model="n"), one) == ("model",)
    assert stale_parts(parts(temperature=1), one) == ("parameters",)
    assert stale_parts(parts(response_format={"type": "text"}), one) == ("schema",)
    assert stale_parts(parts(messages=[{"role": "user", "content": "y"}]), one) == ("layout",)
    assert stale_parts(parts(Subject("a1", "3" * 64, SUBJECT.article)), one) == ("prompt",)
    assert stale_parts(parts(Subject("a1", SUBJECT.prompt, "3" * 64)), one) == ("article",)
    assert stale_parts(parts(user="me", metadata={"x": 1}), one) == ()


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
MESSAGES = st.fixed_dictionaries(
    {"role": st.sampled_from(["system", "user", "assistant"]), "content": VALUES}, optional={"name": VALUES}
)
FIELDS = ("model", "user", "store", "response_format", "grammar", "temperature", "ä")


@given(
    st.fixed_dictionaries(
        {"messages": st.lists(MESSAGES, max_size=4)}, optional=dict.fromkeys(FIELDS, VALUES)
    )
)
def test_a_key_is_the_hash_of_the_canonical_question(body):
    """The program writes the pieces once and joins them; whoever writes the whole gets the same."""
    question = Question("POST", "/chat/completions", body)

    def sha(value):
        text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    asked = {name: value for name, value in body.items() if name not in ("user", "store")}
    assert question.key == sha({"method": "POST", "path": "/chat/completions", "body": asked})
    said = body["messages"]
    turn = next((n for n, message in enumerate(said) if message["role"] == "assistant"), len(said))
    shape = ("response_format", "tools", "tool_choice", "functions", "grammar")
    wanted = {
        "model": sha(body.get("model")),
        "prompt": sha([message for message in said[:turn] if message["role"] == "system"]),
        "article": sha([message for message in said[:turn] if message["role"] != "system"]),
        "schema": sha({name: body.get(name) for name in shape}),
        "parameters": sha({n: v for n, v in asked.items() if n not in ("messages", "model", *shape)}),
        "layout": sha(said[:turn]),
        "answer": sha(said[turn:]),
    }
    assert question.parts == {name: value[:16] for name, value in wanted.items()}


def test_a_damaged_recording_names_its_file(record, replay, tmp_path):
    record()
    path = next(path for path in files(tmp_path) if path.parent.name == "c")
    path.write_text("{")
    with pytest.raises(InputError, match=path.name):
        replay()


def test_replaying_costs_the_same_whatever_the_number_of_recordings(tmp_path):
    from benchmarks.evals import replay_milliseconds

    few, many = (min(replay_milliseconds(tmp_path / str(n), n, calls=200)) for n in (10, 2000))
    assert many < 2
    assert many < 3 * few + 0.2


def test_rate_limits_are_still_rate_limits_while_recording(record):
    with pytest.raises(RateLimitedError):
        record(failure(429, code="insufficient_quota"))
