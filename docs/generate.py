"""Writes the generated parts of the documentation: `python -m docs.generate`.

settings.md and verification.md from the docstrings of the code, cli.md from --help, terminal.svg from
the stored result in example.json. `tests/test_docs.py` fails when they differ from what is committed.
"""

from __future__ import annotations

import ast
import inspect
import io
import json
import os
import subprocess
import sys
from enum import Enum
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme

from summarizer.core.described import descriptions
from summarizer.core.summary import ArticleSummary
from summarizer.core.support import Reason, Verdict
from summarizer.render.terminal import SummaryView
from summarizer.settings import Settings

HERE = Path(__file__).parent
COMMANDS = (
    "",
    "run",
    "batch",
    "batch status",
    "verify",
    "serve",
    "render",
    "doctor",
    "schema",
    "local",
    "local prepare",
    "eval",
    "eval record",
    "eval status",
    "eval run",
    "eval compare",
    "eval accept",
    "eval report",
    "eval convert",
)
_THEME = TerminalTheme(
    (24, 26, 31),
    (222, 222, 216),
    [(60, 62, 68), (232, 110, 104), (120, 190, 120), (224, 190, 104), (110, 160, 230), (196, 140, 220),
     (96, 190, 200), (222, 222, 216)],
)  # fmt: skip
# rich's own frame loads a font from the network; this one uses what the reader has.
_SVG = """<svg viewBox="-14 -10 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: Menlo, Consolas, 'DejaVu Sans Mono', monospace;
font-size: {char_height}px; line-height: {line_height}px; }}
{styles}
</style>
<defs>{lines}</defs>
<rect x="-14" y="-10" width="100%" height="100%" rx="8" fill="#181a1f"/>
<g>{backgrounds}<g class="{unique_id}-matrix">{matrix}</g></g>
</svg>
"""


def generated() -> dict[str, str]:
    """File name to content."""
    return {
        "settings.md": _settings(),
        "verification.md": _verification(),
        "cli.md": _cli(),
        "terminal.svg": _terminal(),
    }


def _settings() -> str:
    lines = [
        "# Settings",
        "",
        "Order: flag, environment (`SUMMARIZER_NAME`; `OPENAI_API_KEY` and `OPENAI_BASE_URL` are honoured),",
        "the nearest `summarizer.toml` from the working directory upward, `config.toml` in the user's config",
        "folder, default. `summarizer doctor` shows where each value comes from.",
        "",
        "| setting | default | meaning |",
        "|---|---|---|",
    ]
    meanings = descriptions(Settings)
    for name, field in Settings.model_fields.items():
        if name != "origins":
            default = "" if field.default_factory else json.dumps(field.default, default=lambda _: "")
            lines.append(f"| `{name}` | {default.strip(chr(34))} | {meanings[name]} |")
    return "\n".join(lines) + "\n"


def _verification() -> str:
    lines = [
        "# What the checks say",
        "",
        "Every item of a summary carries a verdict, made by code from the article alone, with reasons.",
        "",
        "| verdict | meaning |",
        "|---|---|",
        *(f"| `{name}` | {text} |" for name, text in members(Verdict).items()),
        "",
        "| reason code | how to read it |",
        "|---|---|",
        *(f"| `{name}` | {text} |" for name, text in members(Reason).items()),
    ]
    return "\n".join(lines) + "\n"


def members(enum: type[Enum]) -> dict[str, str]:
    """Value and docstring of each member, read from the source."""
    body = ast.parse(inspect.getsource(enum).lstrip()).body[0]
    assert isinstance(body, ast.ClassDef)
    found: dict[str, str] = {}
    for one, following in zip(body.body, body.body[1:], strict=False):
        if isinstance(one, ast.Assign) and isinstance(following, ast.Expr):
            text = ast.literal_eval(following.value)
            found[str(ast.literal_eval(one.value))] = " ".join(text.split())
    return found


def _cli() -> str:
    blocks = ["# Command line", ""]
    environment = {**os.environ, "COLUMNS": "100", "TERM": "dumb"}
    for command in COMMANDS:
        arguments = [sys.executable, "-m", "summarizer", *command.split(), "--help"]
        ran = subprocess.run(arguments, capture_output=True, text=True, check=True, env=environment)
        text = ran.stdout.replace("python -m summarizer", "summarizer").rstrip()
        blocks += [f"## summarizer {command}".rstrip(), "", "```", text, "```", ""]
    return "\n".join(blocks)


def _terminal() -> str:
    summary = ArticleSummary.model_validate_json((HERE / "example.json").read_bytes())
    console = Console(
        file=io.StringIO(), record=True, width=100, force_terminal=True, color_system="truecolor"
    )
    console.print("$ summarizer run evals/articles/eval-de-01.json", style="dim", highlight=False)
    console.print(SummaryView(summary))
    return console.export_svg(title="", theme=_THEME, code_format=_SVG, unique_id="s")


def main() -> None:
    """Write all files beside this one."""
    for name, text in generated().items():
        (HERE / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
