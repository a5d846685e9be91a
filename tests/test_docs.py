"""Generated documentation is what the code says; what README shows exists."""

import re
from pathlib import Path

import pytest

from docs.generate import HERE, generated, members
from summarizer.core.support import Reason, Verdict

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", ["settings.md", "verification.md", "cli.md", "terminal.svg"])
def test_generated_documentation_is_up_to_date(name):
    assert (HERE / name).read_text("utf-8") == generated()[name], "run 'make schemas'"


def test_every_reason_and_verdict_says_how_to_read_it():
    for enum in (Reason, Verdict):
        assert set(members(enum)) == {member.value for member in enum}


def test_what_the_readme_links_to_exists():
    text = (ROOT / "README.md").read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    assert len(links) > 5
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_screenshot_loads_nothing_from_elsewhere():
    assert "url(" not in (HERE / "terminal.svg").read_text("utf-8").replace("url(#", "")
