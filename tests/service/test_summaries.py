"""Post an article, read it, search it, delete it: on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import jsonschema
import pytest

from summarizer.core.summary import ArticleSummary
from summarizer.service import tables
from tests.endpoint import DRAFT, Answer, completion, failure
from tests.service import postgres
from tests.service.conftest import ARTICLE, Running, Start, is_problem, serving


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def one_of_each(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """A service on each kind of database, for all tests of this file: to start one for each is slow."""
    if request.param == "sqlite":
        database = f"sqlite:///{tmp_path_factory.mktemp('summaries')}/service.sqlite"
    else:
        database = postgres.new_database(request.getfixturevalue("postgres_server"))
    with serving(database=database, rate=0) as running:
        yield running


@pytest.fixture
def service(one_of_each: Running) -> Iterator[Running]:
    """A service without articles, whose model was not asked yet."""
    yield one_of_each
    archive = one_of_each.service.archive
    with archive.store.write() as connection:
        for table in reversed(tables.metadata.sorted_tables):
            if table is not tables.meta:
                connection.execute(table.delete())
    archive.stacks.forget()
    one_of_each.endpoint.requests.clear()


def test_a_posted_article_comes_back_as_a_summary_with_its_address(service) -> None:
    answer = service.post()
    assert answer.status_code == 201
    resource = answer.json()
    assert resource["state"] == "done"
    summary = ArticleSummary.model_validate(resource["summary"])
    assert summary.actors[0].name == "Anna Berg"
    again = service.client.get(answer.headers["location"])
    assert (again.status_code, again.content) == (200, answer.content)
    assert again.headers["etag"] == answer.headers["etag"]


def test_what_is_known_already_is_not_sent_again(service) -> None:
    answer = service.post()
    for given in (answer.headers["etag"], f'"other", {answer.headers["etag"]}'):
        again = service.client.get(answer.headers["location"], headers={"if-none-match": given})
        assert (again.status_code, again.content) == (304, b"")
    other = service.client.get(answer.headers["location"], headers={"if-none-match": '"other"'})
    assert other.status_code == 200


def test_a_caller_who_does_not_wait_gets_a_job(start: Start, database: str) -> None:
    release = threading.Event()

    def late(_):
        release.wait(10)
        return completion(DRAFT)

    service = start(late, database=database)
    answer = service.post(prefer="respond-async")
    assert answer.status_code == 202
    assert answer.headers["preference-applied"] == "respond-async"
    assert answer.json()["state"] in ("queued", "running")
    waiting = service.client.get(answer.headers["location"])
    assert waiting.headers["retry-after"] == "1"
    assert waiting.json()["summary"] is None
    is_problem(service.client.get(answer.headers["location"] + "/page"), 409)
    release.set()
    assert service.wait(answer.json()["id"])["summary"]["status"] == "ok"


def test_a_caller_who_waits_too_long_gets_a_job(start: Start) -> None:
    service = start(Answer(completion(DRAFT).body, delay=0.8))
    answer = service.post(prefer="wait=0")
    assert answer.status_code == 202
    assert answer.headers["preference-applied"] == "wait=0"
    assert service.wait(answer.json()["id"])["state"] == "done"


def test_html_is_read_as_run_reads_it(service) -> None:
    page = "<html lang=de><head><title>Neue Runde</title></head><body><article><h1>Neue Runde</h1>"
    page += f"<p>{ARTICLE['text']}</p></article></body></html>"
    summary = service.post({"html": page}).json()["summary"]
    assert summary["article"]["title"] == "Neue Runde"
    assert summary["article"]["sha256"] == service.post().json()["summary"]["article"]["sha256"]


def test_what_the_caller_says_of_an_article_is_in_its_summary(service) -> None:
    said = {"title": "Über\u0000schrift", "source": "Bote", "published": "2026-01-11", "language": "de"}
    article = service.post({**ARTICLE, **said}).json()["summary"]["article"]
    assert [article[name] for name in said] == ["Überschrift", "Bote", "2026-01-11", "de"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/"),
        ({"text": ""}, "/text"),
        ({"text": "a", "html": "b"}, "/"),
        ({"text": None}, "/text"),
        ({"text": 7}, "/text"),
        ({"text": "Guten Tag.", "published": "12.1.2026"}, "/published"),
        ({"text": "Guten Tag.", "published": 5}, "/published"),
        ({"text": "Guten Tag.", "language": "deutsch"}, "/language"),
        ({"text": "Guten Tag.", "color": "red"}, "/color"),
        ({"url": "file:///etc/passwd"}, "/url"),
        ({"url": "/etc/passwd"}, "/url"),
        ([], "/"),
        ("text", "/"),
    ],
)
def test_a_wrong_request_is_told_where_it_is_wrong(shared: Running, body, pointer) -> None:
    problem = is_problem(shared.post(body), 422, "invalid")
    assert [fault["pointer"] for fault in problem["errors"]] == [pointer]
    assert "Value error" not in problem["detail"]


def test_a_body_that_is_not_json_is_told_so(shared: Running) -> None:
    answer = shared.client.post(
        "/v1/summaries", content='{"text":', headers={"content-type": "application/json"}
    )
    problem = is_problem(answer, 422, "invalid")
    assert problem["errors"] == [{"pointer": "/", "detail": "the body is not JSON"}]


def test_an_article_without_a_sentence_is_the_callers_fault(service) -> None:
    is_problem(service.post({"text": " \n "}), 422, "unreadable")
    is_problem(service.post({"text": "... 1 2 3"}), 422, "unreadable")
    is_problem(service.post({"html": "<html></html>"}), 422, "unreadable")


@pytest.mark.parametrize(
    ("answer", "status", "code"),
    [
        (failure(401, "Incorrect API key provided: sk-secret"), 502, "model-failed"),
        (failure(400, "sk-secret"), 502, "model-failed"),
    ],
)
def test_a_models_failure_is_told_without_its_words(start: Start, answer, status, code) -> None:
    service = start(answer)
    given = service.post()
    is_problem(given, status, code)
    assert "secret" not in given.text
    kept = service.client.get(given.headers["location"]).json()
    assert (kept["state"], kept["problem"]["type"]) == ("failed", f"urn:summarizer:problem:{code}")


def test_a_refusal_of_the_model_is_a_summary_with_that_status(start: Start) -> None:
    answer = start(completion(None, refusal="no")).post()
    assert (answer.status_code, answer.json()["summary"]["status"]) == (201, "refused")


def test_the_same_key_and_body_give_the_same_article(service) -> None:
    first = service.post(idempotency_key="k-1")
    again = service.post(dict(reversed(ARTICLE.items())), idempotency_key="k-1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.headers["idempotency-replayed"] == "true"
    assert first.content == again.content
    assert len(service.endpoint.requests) == 1


def test_the_same_key_with_another_body_is_refused(service) -> None:
    service.post(idempotency_key="k-1")
    is_problem(service.post({"text": "Etwas anderes ist hier."}, idempotency_key="k-1"), 422, "key-reused")
    assert service.post(idempotency_key="k-2").status_code == 201


def test_equal_posts_at_once_are_one_article(service) -> None:
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(service.post(idempotency_key="k"))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len(service.endpoint.requests) == 1


def test_a_deleted_article_is_gone_with_its_key(service) -> None:
    place = service.post(idempotency_key="k").headers["location"]
    assert service.client.get(place).status_code == 200
    assert service.client.delete(place).status_code == 204
    is_problem(service.client.get(place), 404, "not-found")
    is_problem(service.client.delete(place), 404, "not-found")
    is_problem(service.client.get(place + "/page"), 404)
    assert service.client.get("/v1/summaries").json()["items"] == []
    assert service.post(idempotency_key="k").status_code == 201


def test_search_looks_at_names_statements_and_headlines_without_case(service) -> None:
    posted = service.post().json()["id"]
    for query in ("anna", "BERG gespräche", "fortgesetzt", "nimmt teil"):
        found = service.client.get("/v1/summaries", params={"query": query}).json()["items"]
        assert [item["id"] for item in found] == [posted], query
    for query in ("Zebra", "anna zebra", "%", "_nna", "\\", "\0x"):
        found = service.client.get("/v1/summaries", params={"query": query})
        assert found.json()["items"] == [], query


def test_pages_of_a_list_hold_each_article_once_newest_first(service) -> None:
    posted = [service.post().json()["id"] for _ in range(5)]
    seen, cursor = [], None
    while True:
        page = service.client.get(
            "/v1/summaries", params={"limit": 2, **({"cursor": cursor} if cursor else {})}
        ).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == posted[::-1]


def test_a_made_up_cursor_is_refused(service) -> None:
    for cursor in ["x", "AAAA", "WzFlOTk5LCAiYSJd", "bnVsbA", "\u20ac", "W10", "MQ=="]:
        is_problem(service.client.get("/v1/summaries", params={"cursor": cursor}), 422)


def test_an_unknown_id_is_not_found(service) -> None:
    for one in ["x", "0" * 25, "0" * 26, "%00", "a" * 5000, "..%2f..%2fetc", "'%20or%201=1"]:
        is_problem(service.client.get(f"/v1/summaries/{one}"), 404)
        is_problem(service.client.delete(f"/v1/summaries/{one}"), 404)
        is_problem(service.client.get(f"/v1/batches/{one}"), 404)


def test_the_schema_is_that_of_the_summaries(shared: Running) -> None:
    schema = shared.client.get("/v1/schema").json()
    jsonschema.validate(shared.post().json()["summary"], schema)


def test_the_reader_page_shows_the_article_and_its_policy_lets_only_its_own_script_run(service) -> None:
    page = service.client.get(service.post().headers["location"] + "/page")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "Anna Berg" in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "sandbox allow-scripts" in policy
    assert "unsafe-inline" not in policy
    assert "'sha256-" in policy
