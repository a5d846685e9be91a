"""The wheel carries everything that a run needs; an installed copy finds it."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from summarizer.core.errors import UsageError
from summarizer.resources import load_prompt, prompt_names, resource_folder

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return path


def test_the_wheel_carries_prompts_schemas_prices_and_the_adapter(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in prompt_names():
        assert {
            f"summarizer/prompts/{name}/{file}" for file in ("meta.toml", "system.md", "user.md")
        } <= names
    for name in (
        "schemas/article-summary.schema.json",
        "llm/prices.toml",
        "llm/local/adapter.npz",
        *(f"render/page/assets/{name}" for name in ("reader.css", "reader.js", "signs.svg", "de.toml")),
        "py.typed",
    ):
        assert f"summarizer/{name}" in names
    assert {name.split("/")[0] for name in names} <= {"summarizer", "summarizer-0.1.0.dist-info"}


def test_an_unpacked_wheel_finds_its_prompts_without_the_checkout(wheel, tmp_path):
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    (tmp_path / "site" / "prompts").mkdir()
    code = (
        "import summarizer.resources as r; print(r.resource_folder('prompts'));"
        "print(r.load_prompt('local-v1').sha256)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
        check=True,
    )
    folder, sha256 = ran.stdout.split()
    assert folder == str(tmp_path / "site" / "summarizer" / "prompts")
    assert sha256 == load_prompt("local-v1").sha256


def test_a_missing_resource_is_a_clear_error():
    assert resource_folder("prompts").is_dir()
    with pytest.raises(UsageError, match="lacks its folder nonsense"):
        resource_folder("nonsense")


def test_dependencies_have_lower_bounds_and_constraints_are_plain_pins():
    """Without lower bounds pip silently resolves to instructor 1.3 and openai 1.109."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert all(">=" in dependency for dependency in project["dependencies"])
    pins = [
        line
        for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()
        if not line.startswith("#")
    ]
    assert len(pins) > 50
    assert all(line.count("==") == 1 and "/" not in line and "@" not in line for line in pins)
