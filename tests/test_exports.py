"""The public names are complete, sorted and importable."""

import pickle

import pytest

import summarizer
from summarizer.settings import load_settings


def test_all_names_resolve_and_are_sorted():
    assert summarizer.__all__ == sorted(summarizer.__all__)
    assert set(summarizer.__all__) == set(summarizer._HOME)
    for name in summarizer.__all__:
        assert getattr(summarizer, name).__name__ == name


def test_unknown_names_fail_as_usual():
    with pytest.raises(AttributeError, match="nonsense"):
        _ = summarizer.nonsense


def test_settings_travel_to_other_processes():
    settings = load_settings({"model": "m"}, {"OPENAI_API_KEY": "sk-1"})
    assert pickle.loads(pickle.dumps(settings)) == settings
