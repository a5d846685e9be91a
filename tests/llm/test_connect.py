"""Which model is used: explicit, else the configured endpoint, else the local one."""

import pytest

from summarizer.core.errors import ConfigurationError, UsageError
from summarizer.llm import connect as module
from summarizer.llm.connect import DEFAULT_OPENAI_MODEL, choose, connect
from summarizer.llm.local.model import NAME
from summarizer.llm.prices import price_of
from summarizer.settings import load_settings


def settings(**environ):
    return load_settings({}, environ)


def test_nothing_configured_means_the_local_model():
    choice = choose(settings())
    assert choice.local
    assert choice.model == NAME


def test_a_key_means_openai_with_a_default_model():
    choice = choose(settings(OPENAI_API_KEY="sk-1"))
    assert (choice.base_url, choice.model) == ("https://api.openai.com/v1", DEFAULT_OPENAI_MODEL)
    assert "OPENAI_API_KEY" in choice.why


def test_a_base_url_means_that_endpoint_also_without_a_key():
    choice = choose(settings(OPENAI_BASE_URL="http://127.0.0.1:1/v1", SUMMARIZER_MODEL="x"))
    assert (choice.base_url, choice.model) == ("http://127.0.0.1:1/v1", "x")


def test_local_by_name_wins_over_a_configured_endpoint():
    assert choose(settings(OPENAI_API_KEY="sk-1", SUMMARIZER_MODEL="local")).local


def test_a_model_without_endpoint_or_key_is_a_configuration_error():
    with pytest.raises(ConfigurationError, match="gpt-5") as raised:
        choose(settings(SUMMARIZER_MODEL="gpt-5"))
    assert "OPENAI_API_KEY" in raised.value.hint


def test_no_model_at_all_says_what_to_do(monkeypatch):
    monkeypatch.setattr(module, "missing_packages", lambda: ["xllamacpp"])
    with pytest.raises(ConfigurationError, match="no model") as raised:
        choose(settings())
    assert "pip install 'summarizer[local]'" in raised.value.hint


def test_the_local_model_does_not_write(tmp_path):
    with pytest.raises(UsageError, match="extractive"):
        connect(load_settings({"style": "abstractive", "cache_dir": tmp_path}, {}))


def test_an_endpoint_with_one_model_needs_no_name(serve):
    with_one = connect(settings(OPENAI_BASE_URL=serve(models=("only",)).base_url))
    assert with_one.card.name == "only"
    with_one.close()
    with pytest.raises(ConfigurationError, match="it has a, b"):
        connect(settings(OPENAI_BASE_URL=serve(models=("a", "b")).base_url))


def test_style_decides_the_prompt_and_a_prompt_decides_the_style(serve, settings_for):
    server = serve()
    for more, prompt, style in (
        ({}, "summarize-v1", "abstractive"),
        ({"style": "extractive"}, "extract-v1", "extractive"),
        ({"prompt": "extract-v1"}, "extract-v1", "extractive"),
    ):
        extractor = connect(settings_for(server, **more))
        assert (extractor.card.prompt, extractor.card.style) == (prompt, style)
        extractor.close()


def test_the_openai_key_does_not_travel_to_a_strangers_endpoint(serve, tmp_path, article, settings_for):
    from summarizer.api import build

    server = serve()
    (tmp_path / "summarizer.toml").write_text(f'base_url = "{server.base_url}"\nmodel = "m"')
    with build(load_settings({}, {"OPENAI_API_KEY": "sk-mine"}, tmp_path)) as summarizer:
        summarizer.summarize(article)
    assert "sk-mine" not in server.headers[0]["authorization"]


def test_prices_are_exact_names_and_users_win():
    assert price_of("gpt-5-mini", {}).output == 2.0
    assert price_of("gpt-5-mini-unknown", {}) is None
    assert (
        price_of("gpt-5-mini", {"gpt-5-mini": {"input": 1, "output": 3, "dated": "2026-01-01"}}).output == 3
    )
    with pytest.raises(ConfigurationError, match="gpt-5-mini"):
        price_of("gpt-5-mini", {"gpt-5-mini": {"input": 1}})
