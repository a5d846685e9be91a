"""Settings: flag over environment over project file over user file over default, each with its origin."""

import pytest

from summarizer.core.errors import ConfigurationError, UsageError
from summarizer.settings import load_settings


@pytest.fixture
def load(tmp_path):
    project, user = tmp_path / "project", tmp_path / "user"
    (project / "deep" / "er").mkdir(parents=True)
    user.mkdir()

    def run(flags=None, environ=None, project_file="", user_file=""):
        if project_file:
            (project / "summarizer.toml").write_text(project_file)
        if user_file:
            (user / "config.toml").write_text(user_file)
        return load_settings(flags or {}, environ or {}, project / "deep" / "er", user)

    return run


def test_each_source_wins_over_the_next(load):
    files = {"project_file": 'model = "project"', "user_file": 'model = "user"\ntimeout = 7'}
    assert load({"model": "flag"}, {"SUMMARIZER_MODEL": "env"}, **files).model == "flag"
    assert load({"model": None}, {"SUMMARIZER_MODEL": "env"}, **files).model == "env"
    settings = load({}, {}, **files)
    assert (settings.model, settings.timeout) == ("project", 7)
    assert settings.origins["model"].endswith("project/summarizer.toml")
    assert settings.origins["timeout"].endswith("user/config.toml")
    assert "deadline" not in settings.origins


def test_own_variables_win_over_those_of_openai(load):
    environ = {
        "OPENAI_API_KEY": "sk-openai",
        "OPENAI_BASE_URL": "http://o/v1",
        "SUMMARIZER_BASE_URL": "http://s/v1",
    }
    settings = load({}, environ)
    assert settings.base_url == "http://s/v1"
    assert settings.api_key.get_secret_value() == "sk-openai"
    assert settings.origins["api_key"] == "environment OPENAI_API_KEY"


def test_numbers_in_the_environment_are_numbers(load):
    assert load({}, {"SUMMARIZER_TIMEOUT": "2.5"}).timeout == 2.5


def test_a_key_is_never_shown(load):
    settings = load({}, {"OPENAI_API_KEY": "sk-secret-123"})
    assert "sk-secret" not in repr(settings) + str(settings.model_dump()) + settings.model_dump_json()


def test_a_project_file_cannot_send_the_openai_key_to_its_own_endpoint(load):
    """A summarizer.toml in a downloaded folder is a stranger's word."""
    file = 'base_url = "http://evil.example/v1"'
    assert not load({}, {"OPENAI_API_KEY": "sk-1"}, file).trusts_key
    assert load({}, {"SUMMARIZER_API_KEY": "sk-1"}, file).trusts_key
    assert load({"base_url": "http://mine/v1"}, {"OPENAI_API_KEY": "sk-1"}, file).trusts_key


def test_prices_can_be_added(load):
    file = '[prices."my-model"]\ninput = 1\noutput = 2\ndated = 2026-01-01'
    assert load({}, {}, file).prices["my-model"]["output"] == 2


@pytest.mark.parametrize(
    ("flags", "environ", "file", "error", "words"),
    [
        ({"timeout": -1}, {}, "", UsageError, "--timeout"),
        ({}, {"SUMMARIZER_TIMEOUT": "soon"}, "", ConfigurationError, "environment SUMMARIZER_TIMEOUT"),
        ({}, {}, "model = ", ConfigurationError, "summarizer.toml"),
        ({}, {}, 'modell = "x"', ConfigurationError, "unknown settings: modell"),
        ({}, {}, 'api_key = "sk-1"', ConfigurationError, "holds an api_key"),
        ({}, {}, "timeout = 0", ConfigurationError, "timeout"),
        ({"style": "poetic"}, {}, "", UsageError, "--style"),
    ],
)
def test_a_wrong_value_is_refused_with_its_source(load, flags, environ, file, error, words):
    with pytest.raises(error, match=words) as raised:
        load(flags, environ, file)
    assert raised.value.hint
    assert "sk-1" not in str(raised.value)
