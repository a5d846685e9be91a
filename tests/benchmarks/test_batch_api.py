"""The local server of the Batch API keeps to what the real one documents, as the openai client sees it."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import openai
import pytest

from benchmarks.batch_api import Server, running
from benchmarks.batch_jobs import Behaviour

BODY = {"model": "m", "messages": [{"role": "user", "content": "[1] Anna Berg said hello in Bonn."}]}


def request(name: str, **more: Any) -> dict[str, Any]:
    return {"custom_id": name, "method": "POST", "url": "/v1/chat/completions", "body": BODY, **more}


@contextmanager
def api(**behaviour: Any) -> Iterator[tuple[openai.OpenAI, Server]]:
    with Server(Behaviour(**behaviour)) as server:
        client = openai.OpenAI(api_key="k", base_url=server.base_url, max_retries=0)
        yield client, server
        client.close()


def batch(client: openai.OpenAI, rows: list[Any]) -> Any:
    content = "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)
    file = client.files.create(file=("a.jsonl", io.BytesIO(content.encode())), purpose="batch")
    return client.batches.create(
        input_file_id=file.id,
        endpoint="/v1/chat/completions",
        completion_window="24h",
        metadata={"name": "x"},
    )


def rows_of(client: openai.OpenAI, file: str | None) -> list[dict[str, Any]]:
    return [json.loads(line) for line in client.files.content(file).text.splitlines()] if file else []


def test_a_job_goes_through_its_statuses_and_gives_its_answers():
    with api(validating=0.1, processing=0.1, finalizing=0.1) as (client, _):
        job = batch(client, [request(f"k{n}") for n in range(3)])
        seen = [job.status]
        until = time.monotonic() + 10
        while seen[-1] != "completed" and time.monotonic() < until:
            status = client.batches.retrieve(job.id).status
            seen += [status] if status != seen[-1] else []
            time.sleep(0.01)
        assert seen == ["validating", "in_progress", "finalizing", "completed"]
        job = client.batches.retrieve(job.id)
        assert job.request_counts
        assert (job.request_counts.completed, job.request_counts.failed) == (3, 0)
        rows = rows_of(client, job.output_file_id)
        assert [row["custom_id"] for row in rows] == ["k0", "k1", "k2"]
        assert rows[0]["response"]["body"]["choices"][0]["message"]["content"].startswith("{")
        assert job.error_file_id is None
        assert job.metadata == {"name": "x"}


@pytest.mark.parametrize(
    ("rows", "code", "line"),
    [
        (["not json"], "invalid_json_line", 1),
        ([request("a"), request("a")], "duplicate_custom_id", 2),
        ([request("a", url="/v1/embeddings")], "url_mismatch", 1),
        ([{"custom_id": "a"}], "missing_required_parameter", 1),
        ([request(str(n)) for n in range(4)], "too_many_tasks", None),
        ([], "empty_file", None),
    ],
)
def test_a_bad_file_fails_the_job_with_the_line_to_blame(rows, code, line):
    with api(most_requests=3) as (client, server):
        job = client.batches.retrieve(batch(client, rows).id)
        assert job.status == "failed"
        assert job.errors
        assert [(one.code, one.line) for one in job.errors.data or []] == [(code, line)]
        assert not server.api.paid


def test_an_expired_job_keeps_what_it_did_and_names_the_rest():
    with api(ends=("expired:0.5",), faults={"500": 0.2}, seed=4) as (client, server):
        job = client.batches.retrieve(batch(client, [request(f"k{n}") for n in range(20)]).id)
        assert job.status == "expired"
        output, failed = rows_of(client, job.output_file_id), rows_of(client, job.error_file_id)
        expired = [row for row in failed if row["error"]]
        assert {row["error"]["code"] for row in expired} == {"batch_expired"}
        assert len(expired) == 10
        assert {row["response"]["status_code"] for row in failed if row["response"]} == {500}
        assert sum(server.api.paid.values()) == len(output) == 20 - len(failed)


def test_a_job_can_be_cancelled_while_it_runs_only():
    with api(processing=0.2) as (client, _):
        job = batch(client, [request(f"k{n}") for n in range(5)])
        assert client.batches.cancel(job.id).status == "cancelled"
        ended = client.batches.retrieve(job.id)
        codes = {row["error"]["code"] for row in rows_of(client, ended.error_file_id) if row["error"]}
        assert codes == {"batch_cancelled"}
        with pytest.raises(openai.ConflictError):
            client.batches.cancel(job.id)


def test_too_many_enqueued_tokens_fail_a_job_until_others_have_ended():
    with api(enqueued=60, processing=0.8) as (client, _):
        first = batch(client, [request("a")])
        second = client.batches.retrieve(batch(client, [request("b")]).id)
        assert second.errors
        assert [one.code for one in second.errors.data or []] == ["token_limit_exceeded"]
        while client.batches.retrieve(first.id).status != "completed":
            time.sleep(0.02)
        assert client.batches.retrieve(batch(client, [request("b")]).id).status != "failed"


def test_jobs_are_listed_newest_first_in_pages():
    with api() as (client, _):
        made = [batch(client, [request("a")]).id for _ in range(5)]
        assert [job.id for job in client.batches.list(limit=2)] == made[::-1]


def test_a_wrong_key_and_a_wrong_file_name_are_refused():
    with api(key="right") as (client, _), pytest.raises(openai.AuthenticationError):
        client.batches.list()
    with api() as (client, _), pytest.raises(openai.BadRequestError, match="jsonl"):
        client.files.create(file=("a.txt", io.BytesIO(b"{}")), purpose="batch")


def test_unknown_faults_are_refused():
    with pytest.raises(ValueError, match="no such fault or end: 501, lost"):
        Behaviour(faults={"501": 0.1}, ends=("lost",))


def test_it_runs_as_a_process_of_its_own():
    with running("--processing", "0.01", "--fault", "500=0.1") as url:
        client = openai.OpenAI(api_key="k", base_url=url, max_retries=0)
        assert batch(client, [request("a")]).status in ("validating", "in_progress", "completed")
        assert client.models.list().data[0].id == "mock"
        client.close()
