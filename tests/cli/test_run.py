"""`summarizer run`: results on stdout, the rest on stderr, and the documented exit codes."""

import io
import json
import sys

import jsonschema
import pytest

from summarizer.resources import resource_folder
from tests.endpoint import DRAFT, TEXT, Answer, completion, failure

SCHEMA = json.loads((resource_folder("schemas") / "article-summary.schema.json").read_text())
EMPTY = {**DRAFT, "actors": [], "positions": [], "planned_talks": [], "open_questions": []}
INVENTED = {**DRAFT, "actors": [*DRAFT["actors"], {**DRAFT["actors"][0], "name": "Otto Niemand"}]}


@pytest.fixture
def run(cli, serve, article_file):
    def go(*arguments, answers=(), sources=None):
        server = serve(*answers)
        found = [str(article_file)] if sources is None else sources
        options = ["--base-url", server.base_url, "--model", "m", "--timeout", "2", "--deadline", "4"]
        return cli("run", *found, *options, *arguments), server

    return go


def test_json_is_valid_and_alone_on_stdout(run):
    ran, _ = run("--format", "json", "--published", "2026-01-12")
    assert ran.code == 0
    summary = json.loads(ran.out)
    jsonschema.Draft202012Validator(SCHEMA).validate(summary)
    assert summary["article"]["published"] == "2026-01-12"
    assert "model: m, abstractive" in ran.err


def test_terminal_output_shows_every_section_with_sentence_numbers(run):
    ran, _ = run()
    for words in (
        "Who is involved",
        "Anna Berg",
        "Who said what",
        "Planned talks",
        "am 20. Januar",
        "Still open",
        "[2]",
    ):
        assert words in ran.out


def test_markdown_output(run):
    ran, _ = run("--format", "markdown")
    assert ran.out.startswith("# Anna Berg")
    assert "## Planned talks" in ran.out


def test_quiet_says_nothing_and_verbose_shows_every_request(run):
    assert run("--quiet")[0].err == ""
    verbose = run("--verbose", answers=[failure(500), completion(DRAFT)])[0].err
    assert "request 1: unavailable" in verbose
    assert "request 2: ok" in verbose


def test_several_sources_give_json_lines_and_bad_ones_are_named(run, article_file, tmp_path):
    ran, _ = run(
        "--format", "json", sources=[str(article_file), str(tmp_path / "missing.txt"), str(article_file)]
    )
    assert ran.code == 5
    assert [json.loads(line)["status"] for line in ran.out.splitlines()] == ["ok", "ok"]
    assert "missing.txt" in ran.err


def test_stdin_is_a_source(run, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    ran, server = run("--format", "json", "--title", "Ein Titel", sources=["-"])
    assert ran.code == 0
    assert "Title: Ein Titel" in server.requests[0]["messages"][1]["content"]


def test_output_goes_to_a_file_that_appears_whole(run, tmp_path):
    target = tmp_path / "out.json"
    ran, _ = run("--format", "json", "--output", str(target))
    assert (ran.code, ran.out) == (0, "")
    assert json.loads(target.read_text("utf-8"))["status"] == "ok"
    assert [path.name for path in tmp_path.glob(".*out*")] == []


def test_strict_turns_rejected_items_into_exit_1(run):
    assert run(answers=[completion(INVENTED)])[0].code == 0
    ran, _ = run("--strict", answers=[completion(INVENTED)])
    assert ran.code == 1
    assert "Otto Niemand" in ran.out
    assert "Rejected by the checks" in ran.out
    assert run("--strict", answers=[completion(EMPTY)])[0].code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--format", "xml"], "format"),
        (["--published", "soon"], "published"),
        (["--nonsense"], "nonsense"),
        (["--style", "poetic"], "style"),
        (["--mode", "shout"], "mode"),
        (["--prompt", "none-v9"], "there is no prompt 'none-v9'"),
        (["--timeout", "-3"], "timeout"),
        (["--output", "/no/such/folder/x.json"], "cannot write"),
    ],
)
def test_wrong_usage_exits_with_2_and_names_the_option(run, arguments, words):
    ran, server = run(*arguments)
    assert ran.code == 2
    assert words in ran.err
    assert "Traceback" not in ran.err
    assert server.requests == []


def test_title_with_several_sources_is_wrong_usage(run, article_file):
    assert run("--title", "x", sources=[str(article_file)] * 2)[0].code == 2
    assert run(sources=["-", "-"])[0].code == 2


def test_a_model_without_key_exits_with_3(cli, article_file):
    ran = cli("run", str(article_file), "--model", "gpt-5")
    assert ran.code == 3
    assert "OPENAI_API_KEY" in ran.err
    assert ran.err.count("\n") == 2


BROKEN = [
    pytest.param(failure(401), "API key", 1, id="401"),
    pytest.param(failure(404, "model gone"), "no model 'm'", 1, id="404"),
    pytest.param(failure(429, headers={"retry-after": "900"}), "asks to wait 900 s", 1, id="429"),
    pytest.param(failure(500, headers={"retry-after": "0"}), "failed with 500", 4, id="500"),
    pytest.param(Answer(b"not json"), "no chat completion", 2, id="malformed-body"),
    pytest.param(Answer({}, delay=5), "no complete answer", 2, id="time-out"),
    pytest.param(completion("{"), "no usable answer", 3, id="malformed-json"),
    pytest.param(completion("{", finish="length"), "output limit", 1, id="truncated"),
    pytest.param(completion(None, refusal="no"), "declined", 1, id="refusal"),
    pytest.param(Answer({"choices": []}), "no usable answer", 1, id="empty-choices"),
]


@pytest.mark.parametrize(("answer", "words", "requests"), BROKEN)
def test_a_broken_endpoint_exits_with_4_one_clear_line_and_no_extra_request(run, answer, words, requests):
    ran, server = run("--quiet", answers=[answer])
    assert ran.code == 4
    assert words in ran.err
    assert "Traceback" not in ran.err
    assert ran.err.count("\n") <= 2
    assert len(server.requests) == requests


def test_a_refused_connection_exits_with_4(cli, article_file):
    ran = cli("run", str(article_file), "--base-url", "http://127.0.0.1:9/v1", "--model", "m", "--quiet")
    assert ran.code == 4
    assert "cannot connect to http://127.0.0.1:9/v1" in ran.err
    assert ran.out == ""


def test_a_refusal_is_still_a_result_with_its_status(run):
    ran, _ = run("--format", "json", answers=[completion(None, refusal="no")])
    assert json.loads(ran.out)["status"] == "refused"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n \n", "white space"),
        ("binary.txt", bytes(range(256)) * 4, "binary"),
        ("nul.txt", b"Ein Satz.\x00 Noch einer.", "binary"),
        ("latin.txt", "Ein Satz mit Umlaut \xfc und \x81\x8d.".encode("latin-1"), "encod"),
        ("none.txt", b"12345 !!! ...", "no sentence"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "PNG"),
    ],
)
def test_unreadable_input_exits_with_5_and_one_clear_line(cli, tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)
    ran = cli("run", str(path))
    assert ran.code == 5
    assert words.lower() in ran.err.lower()
    assert ran.out == ""
    assert ran.err.count("\n") <= 2


def test_a_directory_a_huge_file_and_a_private_address_exit_with_5(cli, tmp_path):
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(50_000_000)
    for source in (
        str(tmp_path),
        str(huge),
        "http://127.0.0.1:1/x",
        "http://[::1]/",
        "http://169.254.169.254/",
    ):
        ran = cli("run", source)
        assert ran.code == 5, source
        assert ran.err.count("\n") <= 2
        assert "Traceback" not in ran.err


def test_hostile_names_cannot_steer_the_terminal(run):
    hostile = {**DRAFT["open_questions"][0], "question": "\x1b]0;owned\x07 [bold red]x[/] \u202e"}
    draft = {**DRAFT, "open_questions": [hostile]}
    ran, _ = run(answers=[completion(draft)])
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out
    assert "[bold red]x[/]" in ran.out


def test_no_arguments_shows_help(cli):
    assert "Usage" in cli("run").err
    assert cli("run").code == 2
    assert "summarizer 0" in cli("--version").out
