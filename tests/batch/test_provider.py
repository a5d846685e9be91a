"""The provider's batch API: rounds, repairs, resubmissions, money and stopping, against a faithful server."""

from __future__ import annotations

import json
import time

import pytest

from summarizer.batch.provider import ProviderBatch, Terms
from summarizer.batch.provider_files import Limits
from summarizer.batch.worker import Plan
from summarizer.core.errors import ConfigurationError
from tests.batch.provider_bench import PRICE, bench, statuses, tasks


def test_all_articles_go_in_one_job_and_come_back_as_summaries(tmp_path):
    with bench(tmp_path) as b:
        found = b.run(tasks(12))
        assert statuses(found) == {"ok": 12}
        assert b.sizes == [12]
        assert b.paid == [1] * 12
        assert not b.open_jobs()
        assert not list((tmp_path / "provider").iterdir())


def test_a_second_run_finds_everything_in_the_ledger(tmp_path):
    with bench(tmp_path) as b:
        b.run(tasks(5))
        calls = len(b.server.api.calls)
        assert statuses(b.run(tasks(5))) == {"ok": 5}
        assert len(b.server.api.calls) == calls


def test_a_job_of_the_provider_costs_half(tmp_path):
    with bench(tmp_path) as b:
        summary = b.run(tasks(1))["news.jsonl:0"].summary
        assert summary
        usage, cost = summary.provenance.usage, summary.provenance.cost
        full = (usage.input_tokens or 0) * PRICE["input"] + (usage.output_tokens or 0) * PRICE["output"]
        assert cost
        assert cost.amount == pytest.approx(full / 2e6, abs=1e-8)
        trial = b.spent() - cost.amount
        assert 0 < trial < cost.amount


def test_ungrounded_and_invalid_drafts_go_through_one_more_round(tmp_path):
    with bench(tmp_path, faults={"ungrounded": 0.4, "invalid": 0.3}) as b:
        found = b.run(tasks(20))
        assert statuses(found) == {"ok": 20}
        repaired = [r for r in found.values() if r.summary and r.summary.provenance.repairs]
        assert len(b.sizes) >= 2
        assert sum(b.sizes[1:]) >= len(repaired) > 5
        assert all(not r.summary.rejected for r in found.values() if r.summary)
        assert max(b.paid) == 1


def test_all_parts_of_a_long_article_are_asked_in_one_round(tmp_path):
    with bench(tmp_path) as b:
        b.settings = {"input_budget": 200}
        found = b.run(tasks(2, sentences=12))
        assert statuses(found) == {"ok": 2}
        parts = [r.summary.provenance.parts for r in found.values() if r.summary]
        assert min(parts) > 2
        assert b.sizes == [sum(parts)]


def test_an_expired_job_keeps_its_answers_and_only_the_rest_is_asked_again(tmp_path):
    with bench(tmp_path, ends=("expired:0.6",)) as b:
        assert statuses(b.run(tasks(10))) == {"ok": 10}
        assert b.sizes == [10, 4]
        assert b.paid == [1] * 10


def test_failing_requests_are_resubmitted_so_often_and_no_more(tmp_path):
    with bench(tmp_path, faults={"500": 1.0}) as b:
        found = b.run(tasks(4), resubmissions=2)
        assert statuses(found) == {"batch": 4}
        assert b.sizes == [4, 4, 4]
        assert not b.paid
        error = found["news.jsonl:0"].error
        assert error
        assert "500" in error.message


def test_half_of_the_requests_failing_costs_nothing_twice(tmp_path):
    with bench(tmp_path, faults={"500": 0.3, "429": 0.2}) as b:
        assert statuses(b.run(tasks(30), resubmissions=9)) == {"ok": 30}
        assert b.paid == [1] * 30
        assert b.sizes == sorted(b.sizes, reverse=True)


def test_a_rejected_request_fails_its_article_alone_and_at_once(tmp_path):
    with bench(tmp_path, faults={"400": 0.2}, seed=1) as b:
        found = b.run(tasks(20))
        failed = statuses(found)["bad_request"]
        assert statuses(found) == {"ok": 20 - failed, "bad_request": failed}
        assert b.sizes == [20]


def test_a_cancelled_job_is_not_started_again_in_the_same_run(tmp_path):
    with bench(tmp_path, ends=("cancelled:0.5",)) as b:
        assert statuses(b.run(tasks(8))) == {"ok": 4, "batch": 4}
        assert b.sizes == [8]
        assert statuses(b.run(tasks(8))) == {"ok": 8}
        assert b.sizes == [8, 4]
        assert b.paid == [1] * 8


def test_a_job_cancelled_by_its_owner_gives_what_it_had(tmp_path):
    with bench(tmp_path, processing=0.4) as b, b.engine() as engine:

        def cancel(progress):
            job = next(iter(b.server.api.jobs.values()))
            if job.done(b.server.api.how, time.time()) and not job.cancelling:
                b.server.api._cancel(job)

        engine._rounds._progress = cancel
        counts = statuses({r.location: r for r in engine.map(iter(tasks(20)))})
        assert counts["ok"] + counts["batch"] == 20
        assert sum(b.paid) == counts["ok"]


def test_an_unfunded_job_loses_no_good_rows_of_the_others(tmp_path):
    ends = ("completed", "failed:billing_hard_limit_reached")
    with bench(tmp_path, ends=ends) as b:
        found = b.run(tasks(9), limits=Limits(requests=5))
        assert statuses(found) == {"ok": 5, "batch": 4}
        hint = next(r.error.hint for r in found.values() if r.error)
        assert "credit" in hint
        assert statuses(b.run(tasks(9))) == {"ok": 9}
        assert b.paid == [1] * 9


def test_missing_broken_doubled_and_foreign_lines_are_coped_with(tmp_path):
    with bench(tmp_path, faults={"missing": 0.1, "broken": 0.1, "twice": 0.2, "foreign": 0.2}) as b:
        assert statuses(b.run(tasks(30), resubmissions=9)) == {"ok": 30}
        assert sum(b.paid) == sum(b.sizes)


def test_a_line_of_twenty_megabytes_is_passed_over(tmp_path):
    with bench(tmp_path, faults={"huge": 1.0}) as b:
        assert statuses(b.run(tasks(2), resubmissions=0)) == {"batch": 2}


def test_a_small_queue_of_the_provider_gets_small_jobs_one_after_the_other(tmp_path):
    with bench(tmp_path, enqueued=60_000, processing=0.05) as b:
        assert statuses(b.run(tasks(30))) == {"ok": 30}
        assert b.paid == [1] * 30
        refused = [job for job in b.server.api.jobs.values() if job.errors]
        assert 1 <= len(refused) <= 3


def test_jobs_stay_within_the_limits(tmp_path):
    with bench(tmp_path, most_requests=4, most_bytes=30_000) as b:
        found = b.run(tasks(10), limits=Limits(requests=4, size=30_000))
        assert statuses(found) == {"ok": 10}
        assert max(b.sizes) <= 4
        assert not any(job.errors for job in b.server.api.jobs.values())


def test_fields_that_the_model_rejects_are_found_out_before_the_first_job(tmp_path):
    with bench(tmp_path, rejects=("max_tokens", "temperature")) as b:
        assert statuses(b.run(tasks(6))) == {"ok": 6}
        assert b.sizes == [6]
        assert len(b.server.api.chats) == 3
        assert statuses(b.run(tasks(8))) == {"ok": 8}
        assert b.sizes == [6, 2]
        assert len(b.server.api.chats) == 3


def test_rejections_that_only_jobs_tell_take_a_round_each(tmp_path):
    with bench(tmp_path, rejects=("max_tokens",)) as b, b.engine() as engine:
        engine._desk.try_out = lambda body: None
        assert statuses({r.location: r for r in engine.map(iter(tasks(5)))}) == {"ok": 5}
        assert b.sizes == [5, 5]
        assert b.paid == [1] * 5


def test_a_wrong_key_ends_the_run_after_one_call(tmp_path):
    with bench(tmp_path, key="right") as b:
        b.settings = {"api_key": "wrong-key-1234567890"}
        found = b.run(tasks(5))
        assert statuses(found) == {"authentication": 1}
        assert next(iter(found.values())).fatal
        assert len(b.server.api.calls) == 1


def test_the_key_stands_in_no_file(tmp_path):
    secret = "sk-verysecretverysecret1234"
    with bench(tmp_path, key=secret, faults={"500": 0.5}) as b:
        b.settings = {"api_key": secret}
        b.run(tasks(5), resubmissions=0)
        b.run(tasks(5), resubmissions=9, keep_files=True)
        files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
        files += [file.content for file in b.server.api.files.values()]
        assert files
        assert not any(secret.encode() in content for content in files)


def test_busy_endpoints_are_waited_for_as_they_ask(tmp_path):
    with bench(tmp_path, api_429=0.4, retry_after=0.05, seed=3) as b:
        assert statuses(b.run(tasks(3))) == {"ok": 3}
        assert b.paid == [1] * 3
        assert any(status == 429 for _, _, status in b.server.api.calls)


def test_a_lost_answer_to_the_creation_of_a_job_does_not_create_it_twice(tmp_path):
    with bench(tmp_path, lost=(0,)) as b:
        assert statuses(b.run(tasks(3))) == {"ok": 3}
        assert b.sizes == [3]


def test_our_files_are_removed_at_the_provider_unless_they_are_to_be_kept(tmp_path):
    with bench(tmp_path) as b:
        b.run(tasks(2))
        assert not b.server.api.files
        b.run(tasks(3), keep_files=True)
        assert len(b.server.api.files) == 2


def test_the_budget_is_never_exceeded_and_what_is_left_is_told(tmp_path):
    with bench(tmp_path) as b:
        one = b.run(tasks(1))["news.jsonl:0"].summary
        assert one
        at_most = (7000 * PRICE["input"] + 8000 * PRICE["output"]) / 2e6
        budget = b.spent() + 3 * at_most
        found = b.run(tasks(60), budget=budget)
        counts = statuses(found)
        assert counts["ok"] >= 4
        assert set(counts) == {"ok", "budget"}
        assert len(found) < 60
        assert b.spent() <= budget
        assert any(result.fatal for result in found.values())
        assert b.paid == [1] * counts["ok"]
        assert statuses(b.run(tasks(60), budget=1.0)) == {"ok": 60}
        assert b.paid == [1] * 60


def test_money_that_jobs_did_not_use_pays_for_further_jobs(tmp_path):
    with bench(tmp_path) as b:
        found = b.run(tasks(20), budget=0.06)
        assert statuses(found) == {"ok": 20}
        assert len(b.sizes) > 1
        assert b.spent() <= 0.06


def test_a_budget_needs_a_price(tmp_path):
    with bench(tmp_path) as b:
        b.settings = {"prices": {}}
        with pytest.raises(ConfigurationError, match="price of 'm' is unknown"):
            b.run(tasks(1), budget=1.0)


def test_the_local_model_has_no_batch_api(tmp_path, settings_for):
    with pytest.raises(ConfigurationError, match="no batch API"):
        ProviderBatch(Plan(settings_for(model="local"), None), None, tmp_path, Terms())  # type: ignore[arg-type]


def test_stopping_leaves_the_jobs_at_the_provider_and_the_next_run_collects_them(tmp_path):
    with bench(tmp_path, processing=0.3) as b:
        with b.engine() as engine:
            engine._rounds._progress = lambda progress: engine.stop(now=False)
            left = {result.location: result for result in engine.map(iter(tasks(6)))}
        assert statuses(left) == {"undone": 6}
        hints = {result.error.hint for result in left.values() if result.error}
        assert hints == {"run the same command again to collect it"}
        assert [job.requests for job in b.open_jobs()] == [6]
        assert statuses(b.run(tasks(6))) == {"ok": 6}
        assert b.sizes == [6]
        assert b.paid == [1] * 6


def test_stopping_at_once_gives_no_results_and_loses_nothing(tmp_path):
    with bench(tmp_path, processing=0.3) as b:
        with b.engine() as engine:
            engine._rounds._progress = lambda progress: engine.stop(now=True)
            assert not list(engine.map(iter(tasks(6))))
        assert statuses(b.run(tasks(6))) == {"ok": 6}
        assert b.paid == [1] * 6


def test_stopping_before_a_job_was_started_starts_none(tmp_path):
    with bench(tmp_path) as b:
        with b.engine() as engine:
            todo = tasks(4)

            def interrupted():
                yield from todo[:3]
                engine.stop(now=False)
                yield todo[3]

            assert statuses({r.location: r for r in engine.map(interrupted())}) == {"undone": 4}
        assert not b.sizes
        assert b.spent() < 0.001


def test_equal_articles_are_paid_once(tmp_path):
    with bench(tmp_path) as b:
        twins = tasks(3)
        twins += [type(task)(f"copy:{n}", task.article) for n, task in enumerate(twins)]
        assert statuses(b.run(twins)) == {"ok": 6}
        assert b.sizes == [3]


def test_asking_afresh_pays_once_more_and_only_once(tmp_path):
    with bench(tmp_path) as b:
        b.run(tasks(4))
        with b.engine(fresh=True) as engine:
            assert len(list(engine.map(iter(tasks(4))))) == 4
        assert b.paid == [2] * 4


def test_progress_tells_the_open_jobs(tmp_path):
    with bench(tmp_path, processing=0.1) as b:
        b.run(tasks(5))
        first = b.seen[0]
        assert [(job.requests, job.status) for job in first.jobs] == [(5, "in_progress")]
        assert first.next_look >= 0
        assert first.message == "1 batch job at the provider: 0 of 5 requests done"
        ended = "a job of 5 requests ended: 5 answered, 0 to be asked again, 0 failed"
        assert b.seen[-1].message == ended


def test_the_upload_is_what_the_api_asks_for(tmp_path):
    with bench(tmp_path) as b:
        b.run(tasks(2), keep_files=True)
        file = next(file for file in b.server.api.files.values() if file.purpose == "batch")
        rows = [json.loads(line) for line in file.content.splitlines()]
        assert [sorted(row) for row in rows] == [["body", "custom_id", "method", "url"]] * 2
        assert {(row["method"], row["url"]) for row in rows} == {("POST", "/v1/chat/completions")}
        assert {row["body"]["model"] for row in rows} == {"m"}
