"""The description is true: schemathesis sends what it allows and what it forbids, and checks the answers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from summarizer.service.keys import hashed
from tests.service.conftest import Running, serving

KEY = "smz_" + "k" * 43
HERE = Path(__file__).parent


def examine(url: str, folder: Path, examples: int, phases: str, *more: str) -> str:
    """Run schemathesis as a process of its own: its plugins and ours for pytest stay apart."""
    command = [
        sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml"),
        "run", f"{url}/openapi.json", "--no-color", "--workers", "1", "--phases", phases,
        "--max-examples", str(examples), "--seed", "7", "--request-timeout", "20",
        "--suppress-health-check", "all", *more,
    ]  # fmt: skip
    hooks = {"SCHEMATHESIS_HOOKS": "tests.service.schemathesis_hooks", "PYTHONPATH": str(HERE.parents[1])}
    ran = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env={**os.environ, **hooks}
    )
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]
    return ran.stdout


def test_every_operation_has_a_summary_and_its_errors_are_problems(shared: Running) -> None:
    described = shared.client.get("/openapi.json").json()
    assert set(described["paths"]) == {
        "/v1/summaries", "/v1/summaries/{id}", "/v1/summaries/{id}/page", "/v1/summaries/{id}/ticket",
        "/v1/batches", "/v1/batches/{id}", "/v1/batches/{id}/events", "/v1/schema",
        "/healthz", "/readyz", "/metrics",
    }  # fmt: skip
    for path in described["paths"].values():
        for operation in path.values():
            assert operation["description"]
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    assert list(answer["content"]) == ["application/problem+json"]
    body = described["paths"]["/v1/summaries"]["post"]["requestBody"]["content"]["application/json"]
    assert set(body["examples"]) == {"text", "html", "url"}
    assert "ArticleSummary" in described["components"]["schemas"]


def test_the_examples_of_the_description_work(shared: Running) -> None:
    described = shared.client.get("/openapi.json").json()
    body = described["paths"]["/v1/summaries"]["post"]["requestBody"]["content"]["application/json"]
    for name, example in body["examples"].items():
        assert shared.post(example["value"]).status_code == (403 if name == "url" else 201), name
    uploads = described["paths"]["/v1/batches"]["post"]["requestBody"]["content"]
    for kind, content in uploads.items():
        answer = shared.client.post("/v1/batches", content=content["example"], headers={"content-type": kind})
        assert (answer.status_code, answer.json()["failed"]) == (202, 0)


def test_a_few_requests_of_every_kind_find_nothing(shared: Running, tmp_path: Path) -> None:
    told = examine(shared.url, tmp_path, 1, "examples,coverage")
    assert "Selected: 14/14" in told


@pytest.mark.slow
def test_many_requests_of_every_kind_find_nothing(tmp_path: Path) -> None:
    with serving(database=f"sqlite:///{tmp_path}/a.sqlite", rate=0, keys=[hashed("a", KEY)]) as service:
        examine(
            service.url,
            tmp_path,
            100,
            "examples,coverage,fuzzing,stateful",
            "--header",
            f"Authorization: Bearer {KEY}",
        )
