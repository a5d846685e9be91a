"""Reports: complete, hostile text harmless, the same bytes twice."""

import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from summarizer.evaluation.dataset import load_dataset
from summarizer.evaluation.profile import load_profile
from summarizer.evaluation.report import Report, writers
from summarizer.evaluation.results import results_of
from summarizer.evaluation.suite import accept, evaluate
from tests.endpoint import DRAFT, completion
from tests.evaluation.samples import NAMES, answered, folder, recorded

HOSTILE = '<script>alert(1)</script><img src=x onerror="x"> | `x` [a](javascript:x) \x1b[31m ]]>'


@pytest.fixture
def evals(tmp_path):
    path = folder(tmp_path / "evals", 4)
    recorded(path)
    return path


def made(evals, name="one"):
    dataset = load_dataset(evals)
    return Report.of(evals, dataset, [evaluate(evals, load_profile(evals, name), dataset, dataset.examples)])


def written(evals, name="one"):
    return {form: write(made(evals, name)) for form, write in writers().items()}


def test_the_same_recordings_give_the_same_bytes(evals):
    assert written(evals) == written(evals)


def test_gold_stands_beside_predicted_with_the_reason(evals):
    page = written(evals)["html"]
    assert page.count("<th>gold</th><th>predicted</th><th>why</th>") == 16
    assert "holder 1.00, evidence 1.00, statement 1.00" in page


def test_the_page_loads_nothing_and_closes_its_tags(evals):
    page = written(evals)["html"]
    assert not re.search(r"<script|src=|href=|url\(|@import", page)
    assert "default-src 'none'" in page

    class Checker(HTMLParser):
        stack: list[str] = []

        def handle_starttag(self, tag, attrs):
            if tag not in ("meta", "br"):
                self.stack.append(tag)

        def handle_endtag(self, tag):
            assert self.stack.pop() == tag

    Checker().feed(page)
    assert Checker.stack == []


def test_hostile_answers_are_text_everywhere(tmp_path):
    evals = folder(tmp_path / "evals", 1)
    draft = json.loads(json.dumps(DRAFT))
    draft["positions"][0]["statement"] = draft["open_questions"][0]["question"] = HOSTILE
    recorded(evals, answer=lambda request: completion(draft))
    profile = load_profile(evals, "one").model_copy(update={"made_by": HOSTILE})
    dataset = load_dataset(evals)
    report = Report.of(evals, dataset, [evaluate(evals, profile, dataset, dataset.examples)])
    for form, write in writers().items():
        text = write(report)
        if form != "json":
            assert "<script" not in text
            assert "<img" not in text
            assert "\x1b" not in text
    ElementTree.fromstring(writers()["junit"](report))


def test_junit_fails_the_metric_and_article_that_got_worse(evals):
    accept(evals, results_of(load_dataset(evals), {"one": made(evals).results.profiles["one"]}))

    def worse(request):
        answer = answered(request)
        if NAMES[1] in request["messages"][-1]["content"]:
            draft = json.loads(answer.body["choices"][0]["message"]["content"])
            answer = completion(draft | {"planned_talks": []})
        return answer

    for path in (evals / "cassettes" / "one").glob("test-*.json"):
        path.unlink()
    recorded(evals, answer=worse)
    tree = ElementTree.fromstring(written(evals)["junit"])
    failed = [case for case in tree.iter("testcase") if case.find("failure") is not None]
    assert [(case.get("classname"), case.get("name")) for case in failed] == [("one.planned_talks", "test-1")]
    assert tree.find("testsuite").get("failures") == "1"


def test_markdown_has_all_metrics_and_what_the_articles_can_show(evals):
    text = written(evals)["markdown"]
    assert "| **positions** | 1.000 |" in text
    assert "can show a drop of about" in text
    assert "no baseline yet" in text
