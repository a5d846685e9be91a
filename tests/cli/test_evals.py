"""`summarizer eval` as a pipeline sees it: exit codes, what it prints, what it writes."""

import io
import json
import socket
import subprocess

import pytest

from tests.endpoint import completion
from tests.evaluation.samples import GOLD, answered, article, folder, recorded


@pytest.fixture
def evals(tmp_path):
    path = folder(tmp_path / "work" / "evals")
    recorded(path)
    return path


def test_a_run_passes_once_its_scores_are_accepted_and_prints_the_same_twice(cli, evals, monkeypatch):
    first = cli("eval", "run")
    assert (first.code, "no baseline yet" in first.out) == (1, True)
    assert cli("eval", "accept").code == 0
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("a connection was made"))
    one, two = cli("eval", "run"), cli("eval", "run")
    assert one == two
    assert one.code == 0
    assert "equal to the baseline" in one.out
    for metric in ("actors", "positions", "planned talks", "grounding"):
        assert metric in one.out


def test_the_baseline_is_a_diff_a_reviewer_can_read(cli, evals):
    cli("eval", "accept")
    text = (evals / "baseline.json").read_text("utf-8")
    assert '"positions": "1/1/1",' in text
    assert max(map(len, text.splitlines())) < 120
    cli("eval", "accept")
    assert (evals / "baseline.json").read_text("utf-8") == text


def test_a_changed_prompt_is_stale_and_says_how_to_go_on(cli, evals, monkeypatch):
    import dataclasses

    from summarizer import api, resources
    from summarizer.evaluation import replay

    def changed(name):
        prompt = resources.load_prompt(name)
        return dataclasses.replace(prompt, system=prompt.system.replace("desk editor", "night editor"))

    for module in (api, replay):
        monkeypatch.setattr(module, "load_prompt", changed)
    status = cli("eval", "status")
    assert status.code == 3
    assert "stale, prompt changed: all 3 articles" in status.out
    assert "night editor" in status.out
    assert "summarizer eval record one" in status.out
    assert cli("eval", "run").code == 3
    assert cli("eval", "accept").code == 3
    assert cli("eval", "report").code == 3


def test_status_of_complete_recordings_is_one_line(cli, evals):
    ran = cli("eval", "status")
    assert ran.code == 0
    assert "all 3 recordings are ok" in ran.out


def test_missing_recordings_are_no_pass(cli, evals):
    (evals / "articles" / "test-3.json").write_text(json.dumps(article(3)))
    ran = cli("eval", "run")
    assert ran.code == 3
    assert "never recorded: test-3" in ran.out


def test_a_regression_in_a_re_recording_exits_with_1_and_names_the_metric(cli, tmp_path):
    evals = folder(tmp_path / "work" / "evals", 24)
    recorded(evals)
    cli("eval", "accept")
    for path in (evals / "cassettes" / "one").glob("test-*.json"):
        path.unlink()

    def worse(request):
        answer = answered(request)
        draft = json.loads(answer.body["choices"][0]["message"]["content"])
        return completion(draft | {"planned_talks": []})

    recorded(evals, answer=worse)
    ran = cli("eval", "run")
    assert ran.code == 1
    assert "✗ planned talks: 1.000 → 0.000" in ran.out


def test_usage_errors_exit_with_2(cli, evals):
    assert cli("eval", "run", "nobody").code == 2
    assert cli("eval", "run", "--article", "nothing").code == 2
    assert cli("eval", "record", "new").code == 2
    assert cli("eval", "compare", "one", "nowhere:one").code == 2
    assert cli("eval", "compare", "--", "--output=x:one", "one").code == 2


def test_a_comparison_shows_both_sides_and_what_is_significant(cli, evals):
    def silent(request):
        return completion(
            {**json.loads(answered(request).body["choices"][0]["message"]["content"]), "positions": []}
        )

    recorded(evals, "two", answer=silent, temperature=0.5)
    ran = cli("eval", "compare", "one", "two")
    assert "-1.000" in ran.out
    assert "positions" in ran.out
    assert cli("eval", "compare", "one", "one").code == 0


def test_a_git_revision_is_compared_by_its_baseline(cli, evals):
    cli("eval", "accept")
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-C", str(evals.parent)]
    for command in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "x"]):
        subprocess.run([*git, *command], check=True)
    ran = cli("eval", "compare", "main:one", "one")
    assert (ran.code, "no significant drop" in ran.out) == (0, True)


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_recording_shows_the_cost_and_asks(cli, evals, serve, monkeypatch):
    (evals / "articles" / "test-3.json").write_text(json.dumps(article(3)))
    server = serve(answered)
    profile = evals / "cassettes" / "one" / "profile.json"
    profile.write_text(json.dumps(json.loads(profile.read_text()) | {"base_url": server.base_url}))
    refused = cli("eval", "record", "one")
    assert refused.code == 2
    assert "--yes" in refused.err
    monkeypatch.setattr("sys.stdin", Terminal("n\n"))
    assert cli("eval", "record", "one").code == 1
    assert "1 articles to m" in refused.err
    assert "cost unknown" in refused.err
    assert server.requests == []
    done = cli("eval", "record", "one", "--yes")
    assert (done.code, len(server.requests)) == (0, 1)
    assert "1/1 test-3: ok" in done.err
    assert "nothing to ask" in cli("eval", "record", "one", "--yes").err


def test_a_new_profile_is_recorded_from_flags(cli, evals, serve, monkeypatch):
    monkeypatch.setenv("SUMMARIZER_API_KEY", "my-private-key-42")
    server = serve(answered)
    ran = cli("eval", "record", "new", "--base-url", server.base_url, "--made-by", "a test", "--yes")
    assert ran.code == 0
    assert len(server.requests) == 3
    assert "all 3 recordings are ok" in cli("eval", "status", "new").out
    text = "".join(path.read_text("utf-8") for path in (evals / "cassettes" / "new").rglob("*.json"))
    assert "my-private-key-42" not in text


def test_all_reports_are_written(cli, evals, tmp_path):
    paths = {name: tmp_path / f"r.{name}" for name in ("markdown", "html", "junit", "json")}
    flags = [part for name, path in paths.items() for part in (f"--{name}", str(path))]
    assert cli("eval", "report", *flags).code == 0
    assert all(path.read_text("utf-8") for path in paths.values())
    assert "# Evaluation" in cli("eval", "report").out


def test_json_lines_are_converted(cli, tmp_path):
    lines = tmp_path / "mine.jsonl"
    lines.write_text("\n".join(json.dumps(article(n) | {"gold": GOLD}) for n in range(2)))
    ran = cli("eval", "convert", str(lines), "--evals", str(tmp_path / "mine"))
    assert (ran.code, "2 articles" in ran.err) == (0, True)
    assert cli("eval", "convert", str(tmp_path / "none"), "--evals", str(tmp_path / "x")).code == 5
