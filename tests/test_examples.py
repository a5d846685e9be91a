"""What users copy from `examples/` works as it stands."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
WORKFLOW = ROOT / "examples" / "ci" / "evals.yml"


def commands() -> list[str]:
    steps = yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"]["evals"]["steps"]
    return [step["run"] for step in steps if "run" in step]


def test_the_workflow_installs_an_extra_that_exists():
    """The first command is the installation; its extra is one of the package's."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert commands()[0] == "pip install -c constraints.txt '.[evals]'"
    assert extras["evals"]


def test_every_later_command_of_the_workflow_succeeds(tmp_path):
    """Replay and report run under GitHub's shell, and leave the summary and the files to upload."""
    (tmp_path / "evals").symlink_to(ROOT / "evals")
    summary = tmp_path / "summary.md"
    environment = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "CI": "true",
        "GITHUB_STEP_SUMMARY": str(summary),
        "PYTHONPATH": str(ROOT),
    }
    for script in commands()[1:]:
        subprocess.run(["bash", "-eo", "pipefail", "-c", script], cwd=tmp_path, env=environment, check=True)
    assert summary.read_text("utf-8").startswith("# Evaluation")
    assert (tmp_path / "evals.html").is_file()
    assert (tmp_path / "evals.xml").is_file()
