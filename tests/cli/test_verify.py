"""`summarizer verify`: an audit that needs no model."""

import json
from pathlib import Path

import pytest

from tests.endpoint import DRAFT, completion


@pytest.fixture
def stored(cli, serve, article_file, tmp_path):
    path = tmp_path / "summary.json"
    server = serve(completion(DRAFT))
    cli(
        "run",
        str(article_file),
        "--format",
        "json",
        "-o",
        str(path),
        "--model",
        "m",
        "--base-url",
        server.base_url,
    )

    def edit(change=lambda summary: None):
        summary = json.loads(path.read_text("utf-8"))
        change(summary)
        path.write_text(json.dumps(summary), "utf-8")
        return str(path)

    return edit


def test_our_own_summary_passes(cli, stored, article_file):
    ran = cli("verify", stored(), "--article", str(article_file))
    assert ran.code == 0, ran.out
    assert "Anna Berg" in ran.out
    assert "0 unsupported" in ran.out
    assert ran.err == ""


def test_an_invented_actor_is_found_whatever_the_summary_claims(cli, stored, article_file):
    def forge(summary):
        summary["actors"][0]["name"] = "Otto Niemand"

    ran = cli("verify", stored(forge), "--article", str(article_file))
    assert ran.code == 1
    assert "name not in article" in ran.out
    assert "1 unsupported" in ran.out


def test_an_evidence_that_was_edited_is_found(cli, stored, article_file):
    def forge(summary):
        summary["positions"][0]["evidence"][0]["text"] = "Ministerin Anna Berg trat zurück."

    ran = cli("verify", stored(forge), "--article", str(article_file), "--quiet")
    assert ran.code == 1
    assert "span not verbatim" in ran.out


def test_another_article_is_warned_of(cli, stored, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("Der Rat von Musterstadt tagte am Montag. Er beschloss nichts.", "utf-8")
    ran = cli("verify", stored(), "--article", str(other))
    assert ran.code == 1
    assert "not the text that was summarised" in ran.err


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"status": "ok"}', "\x00"])
def test_what_is_no_summary_exits_with_5(cli, tmp_path, article_file, content):
    path = tmp_path / "x.json"
    path.write_text(content)
    ran = cli("verify", str(path), "--article", str(article_file))
    assert ran.code == 5
    assert "no summary in our schema" in ran.err
    assert ran.err.count("\n") <= 2


def test_missing_files_and_options(cli, stored, article_file):
    assert cli("verify", "/no/such.json", "--article", str(article_file)).code == 5
    assert cli("verify", stored(), "--article", "/no/such.txt").code == 5
    assert cli("verify", stored()).code == 2


def test_a_forged_summary_cannot_steer_the_terminal(cli, stored, article_file):
    def forge(summary):
        summary["positions"][0]["statement"] = "\x1b]0;owned\x07\u202e [red]x[/red] </script>"
        summary["positions"][0]["id"] = "\x1b[31m"

    ran = cli("verify", stored(forge), "--article", str(article_file))
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out


def test_an_actor_that_is_listed_twice_is_checked_all_the_same(cli, stored, article_file):
    def forge(summary):
        summary["actors"] += [summary["actors"][0], {**summary["actors"][0], "name": "Otto Niemand"}]

    ran = cli("verify", stored(forge), "--article", str(article_file))
    assert ran.code == 1
    assert "1 unsupported" in ran.out


def test_the_summary_of_an_article_is_found_in_a_batch(cli, stored, serve, article_file, tmp_path):
    """By its text; a copy names its original, another text is told that nothing is known of it."""
    other = tmp_path / "other.txt"
    other.write_text("Der Zoo öffnet wieder. Das sagte Direktorin Ute Kern.", "utf-8")
    summary = json.loads(stored_text(stored))
    article = summary["article"]
    kept = ("id", "source", "title", "published", "language", "sha256")
    lines = [
        {"location": "b.txt", "status": "ok", "article": article, "summary": _of(summary, "0" * 64)},
        {"location": "a.txt", "status": "ok", "article": article, "summary": summary},
    ]
    path = tmp_path / "summaries.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in lines), "utf-8")
    ran = cli("verify", str(path), "--article", str(article_file))
    assert (ran.code, "0 unsupported" in ran.out, ran.err) == (0, True, "")
    missing = cli("verify", str(path), "--article", str(other))
    assert missing.code == 5
    assert "none of the 2 summaries" in missing.err
    short = {name: article.get(name) for name in kept}
    lines[1] |= {"status": "duplicate", "article": short, "summary": None}
    lines[1]["duplicate_of"] = {"location": "b.txt", "id": "first\u001b[31m"}
    path.write_text("".join(json.dumps(one) + "\n" for one in lines), "utf-8")
    ran = cli("verify", str(path), "--article", str(article_file))
    assert ran.code == 5
    assert "is a copy of first" in ran.err
    assert "\x1b" not in ran.err


def stored_text(stored):
    """The stored summary as it was written."""
    return Path(stored()).read_text("utf-8")


def _of(summary, sha256):
    return {**summary, "article": {**summary["article"], "sha256": sha256}}
