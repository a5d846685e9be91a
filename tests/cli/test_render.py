"""`summarizer render` and the page formats of `summarizer run`, as they are typed."""

import json
import re
from pathlib import Path

import pytest

from tests.render.samples import TEXT, summarised


@pytest.fixture
def stored(tmp_path):
    path = tmp_path / "summary.json"
    path.write_text(summarised().model_dump_json(indent=2), "utf-8")
    return path


def envelope(location, summary, **more):
    line = {"location": location, "status": "ok", "summary": summary and summary.model_dump(mode="json")}
    return json.dumps(line | more) + "\n"


def test_a_page_goes_to_stdout_and_to_a_file(cli, stored, tmp_path):
    ran = cli("render", str(stored))
    assert ran.code == 0
    assert ran.out.startswith("<!doctype html>")
    target = tmp_path / "page.html"
    assert cli("render", str(stored), "--output", str(target), "--language", "de").code == 0
    assert '<html lang="de">' in target.read_text("utf-8")


def test_markdown_and_calendar(cli, stored, tmp_path):
    assert cli("render", str(stored), "--to", "md").out.startswith("# Norvania and Sundmark")
    target = tmp_path / "talks.ics"
    assert cli("render", str(stored), "--to", "ics", "-o", str(target)).code == 0
    raw = target.read_bytes()
    assert raw.count(b"BEGIN:VEVENT") == 4
    assert b"\r\r\n" not in raw
    assert raw.endswith(b"END:VCALENDAR\r\n")


def test_the_article_stands_beside_a_summary_that_does_not_carry_it(cli, tmp_path):
    path, article = tmp_path / "bare.json", tmp_path / "article.txt"
    path.write_text(summarised(keep_text=False).model_dump_json(), "utf-8")
    article.write_text(TEXT, "utf-8")
    assert "is not part of this file" in cli("render", str(path)).out
    ran = cli("render", str(path), "--article", str(article))
    assert "Reik called the report exaggerated." in ran.out
    assert "is not part of this file" not in ran.out
    article.write_text(TEXT + "More.", "utf-8")
    ran = cli("render", str(path), "--article", str(article))
    assert "its hash differs" in ran.err
    assert "not the one that was summarised" in ran.out


def test_a_batch_becomes_a_folder_of_pages_with_an_index(cli, tmp_path, stored):
    reference = summarised().article.model_dump(mode="json", exclude={"text", "sentences", "characters"})
    lines = tmp_path / "summaries.jsonl"
    lines.write_text(
        envelope("a.txt", summarised())
        + "\n"
        + envelope("b.txt", summarised(title="Another", id="../../x y"))
        + envelope(
            "c.txt",
            None,
            status="duplicate",
            article=reference,
            duplicate_of={"location": "a.txt", "id": "first"},
        ),
        "utf-8",
    )
    folder = tmp_path / "pages"
    ran = cli("render", str(lines), str(stored), "--output", str(folder))
    assert (ran.code, ran.out) == (0, "")
    names = sorted(path.name for path in folder.iterdir())
    assert len(names) == 4
    assert all(re.fullmatch(r"[A-Za-z0-9-]+\.html", name) for name in names)
    index = (folder / "index.html").read_text("utf-8")
    for name in names:
        assert name == "index.html" or f'href="{name}"' in index
    assert "near-duplicate of first" in index
    page = next(folder.glob("x-y-*.html")).read_text("utf-8")
    assert 'href="index.html"' in page
    again = tmp_path / "again"
    cli("render", str(lines), str(stored), "--output", str(again))
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == {
        p.name: p.read_bytes() for p in again.iterdir()
    }


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("nonsense", "is not JSON"),
        ("[1, 2]\n", "is no summary in our schema"),
        ('{"location": "a", "summary": null}\n', "holds no summary"),
        ('{"location": "a", "summary": {"schema_version": "1.0"}}\n', "is no summary in our schema"),
        ("", "no summary in what was given"),
    ],
)
def test_what_is_no_summary_is_refused_with_its_place(cli, tmp_path, content, says):
    path = tmp_path / "x.json"
    path.write_text(content, "utf-8")
    ran = cli("render", str(path))
    assert ran.code in (2, 5)
    assert says in ran.err
    assert ran.out == ""


@pytest.mark.parametrize("options", [["--output", "pages"], ["--to", "md"], ["--to", "ics"]])
def test_files_without_any_summary_are_told_of_whatever_is_made(cli, tmp_path, monkeypatch, options):
    monkeypatch.chdir(tmp_path)
    Path("failures.jsonl").write_text("", "utf-8")
    ran = cli("render", "failures.jsonl", *options)
    assert (ran.code, ran.out) == (2, "")
    assert "no summary in what was given" in ran.err
    assert not Path("pages", "index.html").exists()


def test_a_bad_line_is_named_by_its_number(cli, tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text(summarised().model_dump_json() + "\n{}\n", "utf-8")
    ran = cli("render", str(path), "--output", str(tmp_path / "pages"))
    assert ran.code == 5
    assert "line 2" in ran.err


def test_contradicting_options_are_usage_errors(cli, tmp_path, stored):
    several = cli("render", str(stored), str(stored))
    assert (several.code, several.out) == (2, "")
    assert "--output FOLDER" in several.err
    assert cli("render", str(stored), "--to", "md", "--article", "x").code == 2
    assert cli("render", str(stored), "-o", str(tmp_path / "folder"), "--article", "x").code == 2
    assert cli("render", str(stored), "-o", "/proc/nothing/folder").code == 2
    assert cli("render", str(tmp_path / "missing.json")).code == 5


def test_run_writes_pages_and_calendars(cli, serve, article_file, tmp_path):
    from tests.endpoint import DRAFT, completion

    endpoint = serve(*[completion(DRAFT)] * 8)
    model = ["--base-url", endpoint.base_url, "--model", "m", "--published", "2026-01-12"]
    page = cli("run", str(article_file), *model, "--format", "html")
    assert page.code == 0
    assert "Wer teilnimmt, ist offen." in page.out
    assert page.out.startswith("<!doctype html>")
    calendar = cli("run", str(article_file), *model, "--format", "ics")
    assert "DTSTART;VALUE=DATE:20260120" in calendar.out
    assert cli("run", str(article_file), str(article_file), *model[:4], "--format", "html").code == 2
    folder = tmp_path / "pages"
    ran = cli("run", str(article_file), str(article_file), *model[:4], "--format", "html", "-o", str(folder))
    assert ran.code == 0
    assert len(list(folder.glob("*.html"))) == 3
