"""Clients that `summarizer batch` is measured against, each a process of its own.

    python -m benchmarks.batch.rivals NAME URL BODIES OUT COUNT WORKERS

Each reads `BODIES` (lines of {"body": ..., "text": ...}), asks, validates and writes a line an answer.
`langextract` runs under any Python that has it: this file imports nothing of ours at its top.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

_KEY = "benchmark"
Ask = Callable[[dict[str, Any]], Awaitable[str]]


def _cases(bodies: str, count: int) -> Iterator[dict[str, Any]]:
    with Path(bodies).open(encoding="utf-8") as file:
        for line in islice(file, count):
            yield json.loads(line)


async def _pool(ask: Ask, cases: Iterator[dict[str, Any]], out: TextIO, workers: int) -> None:
    """A worker pool over a lazy iterator, answers written as they come: the best plain way."""

    async def worker() -> None:
        for case in cases:
            out.write(await ask(case) + "\n")

    async with asyncio.TaskGroup() as group:
        for _ in range(workers):
            group.create_task(worker())


async def _gather(ask: Ask, cases: Iterator[dict[str, Any]], out: TextIO, workers: int) -> None:
    """What most people write: gather over everything, with a semaphore."""
    lanes = asyncio.Semaphore(workers)

    async def one(case: dict[str, Any]) -> str:
        async with lanes:
            try:
                return await ask(case)
            except Exception as error:  # noqa: BLE001 - a hand-written loop logs it and goes on
                return json.dumps({"error": type(error).__name__})

    answers = await asyncio.gather(*(one(case) for case in cases))
    out.write("\n".join(answers) + "\n")


def _openai(url: str, *, aiohttp: bool, retries: int, timeout: float) -> Ask:
    import openai

    from summarizer.core.draft import Draft

    http = openai.DefaultAioHttpClient() if aiohttp else None
    client = openai.AsyncOpenAI(
        base_url=url, api_key=_KEY, max_retries=retries, timeout=timeout, http_client=http
    )

    async def ask(case: dict[str, Any]) -> str:
        completion = await client.chat.completions.create(**case["body"])
        return Draft.model_validate_json(completion.choices[0].message.content).model_dump_json()

    return ask


def _instructor(url: str) -> Ask:
    import instructor
    import openai

    from summarizer.core.draft import Draft

    client = openai.AsyncOpenAI(base_url=url, api_key=_KEY, max_retries=0)
    patched = instructor.from_openai(client, mode=instructor.Mode.JSON_SCHEMA)

    async def ask(case: dict[str, Any]) -> str:
        body = {name: value for name, value in case["body"].items() if name != "response_format"}
        found = await patched.create(response_model=Draft, max_retries=1, **body)
        return found.model_dump_json()

    return ask


def _langextract(
    url: str, cases: Iterator[dict[str, Any]], out: TextIO, workers: int, *, tuned: bool
) -> None:
    """With its defaults it asks once for each 1,000 characters; `tuned`, once an article."""
    import langextract
    from langextract import factory

    example = langextract.data.ExampleData(
        text="Almut Bertram sagte, der Bau ruhe.",
        extractions=[langextract.data.Extraction("statement", "Almut Bertram sagte, der Bau ruhe.")],
    )
    config = factory.ModelConfig(
        model_id="gpt-4o", provider_kwargs={"base_url": url, "api_key": _KEY, "max_workers": workers}
    )
    documents = [langextract.data.Document(text=case["text"]) for case in cases]
    results = langextract.extract(
        text_or_documents=documents,
        prompt_description="Extract the statements.",
        examples=[example],
        config=config,
        max_char_buffer=100_000 if tuned else 1_000,
        batch_length=len(documents) if tuned else 10,
        max_workers=workers,
        fence_output=False,
        use_schema_constraints=False,
        show_progress=False,
    )
    for result in results:
        found = [extraction.extraction_text for extraction in result.extractions or []]
        if not found:
            raise SystemExit("langextract found nothing: mend the benchmark")
        out.write(json.dumps(found) + "\n")


def main() -> None:
    name, url, bodies, out, count, workers = sys.argv[1:7]
    cases, lanes = _cases(bodies, int(count)), int(workers)
    with Path(out).open("w", encoding="utf-8") as file:
        match name:
            case "openai-aiohttp":
                asyncio.run(_pool(_openai(url, aiohttp=True, retries=0, timeout=60), cases, file, lanes))
            case "instructor":
                asyncio.run(_pool(_instructor(url), cases, file, lanes))
            case "gather":
                asyncio.run(_gather(_openai(url, aiohttp=False, retries=2, timeout=5), cases, file, lanes))
            case "langextract" | "langextract-tuned":
                _langextract(url, cases, file, lanes, tuned=name.endswith("tuned"))
            case _:
                raise SystemExit(f"no client {name}")


if __name__ == "__main__":
    main()
