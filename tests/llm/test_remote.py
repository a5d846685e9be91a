"""A broken endpoint: one clear error, and no more requests than the policy says."""

from __future__ import annotations

import json
import socket
import time
from contextlib import ExitStack
from email.utils import formatdate

import pytest

from summarizer.core.errors import (
    AuthenticationError,
    BadRequestError,
    ModelNotFoundError,
    ProviderTimeoutError,
    ProviderUnavailableError,
    RateLimitedError,
)
from summarizer.llm.failures import retry_after
from summarizer.llm.remote import Endpoint, endpoint_name
from tests.endpoint import DRAFT, Answer, completion, failure

KEY = "sk-test-abcdef1234567890"
BODY = {"model": "m", "messages": [{"role": "user", "content": "hi"}], "max_tokens": 10, "temperature": 0}


class Sleeps:
    """Stands in for time.sleep: remembers, does not wait."""

    def __init__(self):
        self.slept = []

    def __call__(self, seconds):
        self.slept.append(seconds)


@pytest.fixture
def connect():
    with ExitStack() as stack:

        def make(server, **more):
            url = server if isinstance(server, str) else server.base_url
            endpoint = Endpoint(url, KEY, "m", **{"sleep": Sleeps(), **more})
            stack.callback(endpoint.close)
            return endpoint

        yield make


FAULTS = [
    pytest.param(failure(401, f"Incorrect key {KEY}"), AuthenticationError, 1, "OPENAI_API_KEY", id="401"),
    pytest.param(failure(403), AuthenticationError, 1, "may use this model", id="403"),
    pytest.param(failure(404, "no such model"), ModelNotFoundError, 1, "--model", id="404"),
    pytest.param(failure(400, "bad"), BadRequestError, 1, "doctor", id="400"),
    pytest.param(
        failure(400, "response_format json_schema unsupported"), BadRequestError, 1, "--mode", id="400-schema"
    ),
    pytest.param(
        failure(400, "maximum context length is 8192"), BadRequestError, 1, "--input-budget", id="400-context"
    ),
    pytest.param(failure(429, "slow down"), RateLimitedError, 5, "wait", id="429"),
    pytest.param(
        failure(429, "no credit", code="insufficient_quota"), RateLimitedError, 1, "credit", id="quota"
    ),
    pytest.param(failure(500), ProviderUnavailableError, 4, "later", id="500"),
    pytest.param(failure(503), ProviderUnavailableError, 4, "later", id="503"),
    pytest.param(Answer(b"<html>gateway</html>"), ProviderUnavailableError, 2, "base URL", id="html"),
    pytest.param(Answer(b'{"choices": '), ProviderUnavailableError, 2, "base URL", id="cut-body"),
    pytest.param(Answer(b"[1, 2]"), ProviderUnavailableError, 2, "base URL", id="list"),
    pytest.param(Answer(b"[" * 100_000), ProviderUnavailableError, 2, "base URL", id="deep"),
]


@pytest.mark.parametrize(("answer", "error", "requests", "hint"), FAULTS)
def test_each_failure_has_its_error_its_hint_and_its_number_of_requests(
    connect, serve, answer, error, requests, hint
):
    server = serve(answer)
    with pytest.raises(error) as raised:
        connect(server).complete(BODY, 60)
    assert len(server.requests) == requests
    assert hint in raised.value.hint
    assert len(raised.value.attempts) == requests
    assert "\n" not in str(raised.value)
    assert KEY not in str(raised.value) + raised.value.hint


def test_a_refused_connection_is_tried_twice_and_names_the_address(connect):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    endpoint = connect(f"http://127.0.0.1:{port}/v1")
    with pytest.raises(
        ProviderUnavailableError, match=f"cannot connect to http://127.0.0.1:{port}/v1"
    ) as raised:
        endpoint.complete(BODY, 10)
    assert len(raised.value.attempts) == 2


def test_a_slow_answer_is_a_timeout_after_one_repeat(connect, serve):
    server = serve(Answer({}, delay=3))
    with pytest.raises(ProviderTimeoutError, match="no complete answer"):
        connect(server, timeout=0.2).complete(BODY, 10)
    assert len(server.requests) == 2


def test_a_dripping_answer_cannot_outlast_the_timeout(connect, serve):
    """Every byte restarts httpx2's own read timeout; ours counts from the start."""
    server = serve(Answer(completion(DRAFT).body, drip=0.05))
    begin = time.monotonic()
    with pytest.raises(ProviderTimeoutError):
        connect(server, timeout=0.4).complete(BODY, 0.5)
    assert time.monotonic() - begin < 2


def test_retry_after_is_honoured_to_the_second_and_success_follows(connect, serve):
    server = serve(failure(429, headers={"retry-after": "7"}), completion(DRAFT))
    sleeps = Sleeps()
    answer, failed = connect(server, sleep=sleeps).complete(BODY, 60)
    assert sleeps.slept == [7.0]
    assert [attempt.outcome for attempt in failed] == ["rate_limited"]
    assert answer.usage.input_tokens == 100


def test_retry_after_is_really_waited_for(connect, serve):
    server = serve(failure(429, headers={"retry-after-ms": "300"}), completion(DRAFT))
    connect(server, sleep=time.sleep).complete(BODY, 60)
    assert server.times[1] - server.times[0] >= 0.3


def test_a_wait_beyond_the_deadline_is_not_begun(connect, serve):
    server = serve(failure(429, headers={"retry-after": "3600"}))
    sleeps = Sleeps()
    with pytest.raises(RateLimitedError, match="asks to wait 3600 s"):
        connect(server, sleep=sleeps).complete(BODY, 60)
    assert sleeps.slept == []
    assert len(server.requests) == 1


def test_back_off_grows_and_500_then_success_costs_no_article(connect, serve):
    server = serve(failure(500), failure(502), completion(DRAFT))
    sleeps = Sleeps()
    _, failed = connect(server, sleep=sleeps).complete(BODY, 60)
    assert len(failed) == 2
    assert 0.5 <= sleeps.slept[0] <= 0.75
    assert sleeps.slept[1] > sleeps.slept[0]


def test_a_rejected_parameter_is_learnt_once(connect, serve):
    """Newer models want max_completion_tokens and no temperature, and say so by name."""
    server = serve(
        failure(400, "Unsupported parameter", param="max_tokens", code="unsupported_parameter"),
        failure(400, "Unsupported value", param="temperature", code="unsupported_value"),
        completion(DRAFT),
    )
    endpoint = connect(server)
    endpoint.complete(BODY, 60)
    endpoint.complete(BODY, 60)
    assert len(server.requests) == 4
    assert server.requests[3]["max_completion_tokens"] == 10
    assert "temperature" not in server.requests[3]
    assert "max_tokens" not in server.requests[3]


def test_a_provider_text_cannot_steer_the_terminal(connect, serve):
    server = serve(failure(400, "bad \x1b[31mred\x1b[0m \u202e and\nnew line " + "x" * 5000))
    with pytest.raises(BadRequestError) as raised:
        connect(server).complete(BODY, 60)
    assert "\x1b" not in str(raised.value)
    assert "\u202e" not in str(raised.value)
    assert len(str(raised.value)) < 300


def test_the_request_body_is_plain_json_without_surprises(connect, serve):
    server = serve(completion(DRAFT))
    connect(server).complete(BODY, 60)
    assert json.loads(server.bodies[0]) == BODY
    assert server.headers[0]["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "3"}, 3),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after": formatdate(1_000_060, usegmt=True)}, 60),
        ({"retry-after": formatdate(999_000, usegmt=True)}, 0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-5"}, 0),
        ({}, None),
    ],
)
def test_retry_after_is_read_in_all_its_forms(headers, seconds):
    assert retry_after(headers, now=1_000_000) == seconds


def test_an_endpoint_is_shown_without_credentials():
    assert (
        endpoint_name("https://user:secret@host.example:8443/v1/?key=secret")
        == "https://host.example:8443/v1"
    )
