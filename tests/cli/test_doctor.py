"""`summarizer doctor` shows what would be used, why and whether it works; never a key."""

from tests.endpoint import DRAFT, completion, failure

KEY = "sk-very-secret-key-123456"


def test_a_working_endpoint_is_reported_with_origins(cli, serve, monkeypatch):
    server = serve(completion(DRAFT), models=("m", "n"))
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
    ran = cli("doctor", "--model", "m")
    assert ran.code == 0
    for words in (
        server.base_url,
        "environment OPENAI_BASE_URL",
        "flag",
        "lists 2 models: m, n",
        "obeys the schema",
        "yes",
    ):
        assert words in ran.out
    assert KEY not in ran.out + ran.err


def test_a_broken_endpoint_is_named_and_exits_with_4(cli, serve, monkeypatch):
    server = serve(failure(401))
    monkeypatch.setenv("SUMMARIZER_API_KEY", KEY)
    ran = cli("doctor", "--model", "m", "--base-url", server.base_url)
    assert ran.code == 4
    assert "API key" in ran.err
    assert KEY not in ran.out + ran.err


def test_a_model_that_does_not_obey_is_reported(cli, serve):
    server = serve(completion("I would rather chat."))
    ran = cli("doctor", "--model", "m", "--base-url", server.base_url)
    assert "no: failed" in ran.out


def test_the_local_model_is_shown_without_a_probe(cli):
    ran = cli("doctor", "--no-probe")
    assert ran.code == 0
    assert "gemma-3-270m-news-v1" in ran.out
    assert "no endpoint and no key configured" in ran.out
    assert "openai" in ran.out


def test_a_missing_model_exits_with_3(cli, monkeypatch):
    monkeypatch.setenv("SUMMARIZER_MODEL", "gpt-5")
    assert cli("doctor").code == 3
