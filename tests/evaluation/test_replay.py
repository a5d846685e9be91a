"""Recorded answers through the whole pipeline: ok, stale and why, missing, orphans; recording again."""

import shutil

import pytest

from summarizer.core.errors import UsageError
from summarizer.evaluation import replay
from summarizer.evaluation.dataset import load_dataset
from summarizer.evaluation.profile import load_profile
from summarizer.evaluation.recorder import plan, record
from summarizer.evaluation.replay import State
from summarizer.evaluation.suite import chosen_profiles, evaluate, standing
from summarizer.settings import load_settings
from tests.endpoint import Endpoint, failure
from tests.evaluation.samples import answered, article, folder, recorded


@pytest.fixture
def evals(tmp_path):
    path = folder(tmp_path / "evals")
    recorded(path)
    return path


def stand(evals, name="one"):
    dataset = load_dataset(evals)
    return standing(evals, load_profile(evals, name), dataset, dataset.examples)


@pytest.fixture
def other_prompt(monkeypatch):
    """One word of the prompt changes."""
    import dataclasses

    from summarizer import api, resources
    from summarizer.llm import connect

    def changed(name):
        prompt = resources.load_prompt(name)
        return dataclasses.replace(prompt, user=prompt.user.replace("${header}", "News: ${header}"))

    for module in (api, connect, replay):
        monkeypatch.setattr(module, "load_prompt", changed)


def test_what_was_recorded_is_ok_and_scores_as_recorded(evals):
    dataset = load_dataset(evals)
    found = evaluate(evals, load_profile(evals, "one"), dataset, dataset.examples).standing
    assert [case.state for case in found.cases] == [State.OK] * 3
    assert all(case.summary.status == "ok" for case in found.cases)
    assert found.usable


def test_a_check_of_stale_recordings_finds_what_a_replay_finds(evals, other_prompt):
    dataset = load_dataset(evals)
    with replay.player(evals, load_profile(evals, "one")) as one:
        for example in dataset.examples:
            assert_alike(one.check(example), one.play(example))


def assert_alike(checked, played):
    for name in ("example", "state", "recording", "seconds", "failure", "unplayed"):
        assert getattr(checked, name) == getattr(played, name), name
    assert str(checked.miss) == str(played.miss)


def test_one_changed_word_of_a_prompt_is_named_for_every_article(evals, other_prompt):
    found = stand(evals)
    assert found.stale == {("prompt",): ["test-0", "test-1", "test-2"]}


def test_a_changed_article_a_new_one_and_a_removed_one(evals):
    import json

    text = json.dumps(article(1) | {"title": "Neu"})
    (evals / "articles" / "test-1.json").write_text(text)
    (evals / "articles" / "test-3.json").write_text(json.dumps(article(3)))
    (evals / "articles" / "test-2.json").unlink()
    found = stand(evals)
    assert found.stale == {("article",): ["test-1"]}
    assert [case.example.id for case in found.of(State.MISSING)] == ["test-3"]
    assert found.orphans == ("test-2",)


def test_other_parameters_are_named(evals):
    profile = load_profile(evals, "one").model_copy(update={"temperature": 0.7})
    dataset = load_dataset(evals)
    assert set(standing(evals, profile, dataset, dataset.examples).stale) == {("parameters",)}


def test_other_weights_behind_the_same_name_are_another_model(evals):
    profile = load_profile(evals, "one").model_copy(update={"unsent": {"weights": "old"}})
    dataset = load_dataset(evals)
    assert set(standing(evals, profile, dataset, dataset.examples).stale) == {("model",)}


def test_recording_again_asks_only_what_is_stale_and_removes_it(evals):
    import json

    (evals / "articles" / "test-1.json").write_text(json.dumps(article(1) | {"title": "Neu"}))
    dataset, profile = load_dataset(evals), load_profile(evals, "one")
    planned = plan(evals, profile, dataset.examples)
    assert [example.id for example in planned.examples] == ["test-1"]
    with Endpoint(answered) as server:
        again = profile.model_copy(update={"base_url": server.base_url})
        list(record(evals, again, planned.examples, load_settings({})))
        assert len(server.requests) == 1
    assert stand(evals).usable
    assert len(list((evals / "cassettes" / "one").glob("test-1.*.json"))) == 1


def test_an_interrupted_recording_goes_on_where_it_stopped(tmp_path):
    evals = folder(tmp_path / "evals")
    dataset = load_dataset(evals)
    with Endpoint(answered) as server:
        from summarizer.evaluation.profile import Profile

        profile = Profile(name="one", model="m", base_url=server.base_url)
        recording = record(evals, profile, dataset.examples, load_settings({}))
        next(recording)
        recording.close()
        list(record(evals, profile, dataset.examples, load_settings({})))
        assert len(server.requests) == 3


def test_parameters_that_an_endpoint_rejects_do_not_make_articles_depend_on_each_other(tmp_path):
    evals = folder(tmp_path / "evals")

    def picky(request):
        if "max_tokens" in request:
            return failure(400, "unsupported parameter", param="max_tokens")
        return answered(request)

    recorded(evals, answer=picky)
    dataset = load_dataset(evals)
    last = standing(evals, load_profile(evals, "one"), dataset, dataset.examples[-1:])
    assert last.usable


def test_the_profile_holds_no_credentials_and_its_endpoint_gets_no_openai_key(evals):
    text = (evals / "cassettes" / "one" / "profile.json").read_text()
    assert "made_by" in text
    settings = load_profile(evals, "one").settings(load_settings({}, {"OPENAI_API_KEY": "sk-mine"}))
    assert not settings.trusts_key


def test_a_prompt_variant_is_recorded_beside_the_first(evals):
    (variant,) = chosen_profiles(evals, ["one"], "extract-v1")
    assert (variant.name, variant.style) == ("one@extract-v1", "extractive")
    with pytest.raises(UsageError, match="no prompt"):
        chosen_profiles(evals, ["one"], "summarize-v99")


def test_without_recordings_the_next_step_is_named(tmp_path):
    with pytest.raises(UsageError, match="no recordings") as raised:
        chosen_profiles(folder(tmp_path / "evals"), [])
    assert "eval record" in raised.value.hint


def test_a_replay_opens_no_socket(evals, monkeypatch):
    import socket

    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("a connection was made"))
    assert stand(evals).usable


def test_a_folder_that_was_copied_elsewhere_replays(evals, tmp_path):
    shutil.copytree(evals, tmp_path / "copy")
    assert stand(tmp_path / "copy").usable
