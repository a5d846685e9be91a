"""Files of a provider batch: what is uploaded, and which articles wait for it.

`NUMBER.jsonl` holds the requests of a job, `NUMBER.waiting` the articles that need its answers. Both are
written as a stream, so that an archive of any size passes through a bounded amount of memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from summarizer.batch.provider_client import CHAT
from summarizer.batch.provider_jobs import Job, Jobs
from summarizer.batch.tasks import Task
from summarizer.core.article import Article
from summarizer.core.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest job: requests, bytes of its file, and tokens (a guess) where the provider set a limit."""

    requests: int = 20_000
    size: int = 95_000_000
    tokens: int | None = None

    def full(self, requests: int, size: int) -> bool:
        """Whether a file with so much in it goes beyond."""
        too_many = self.tokens is not None and size // 4 > self.tokens
        return requests > self.requests or size > self.size or too_many


class Folder:
    """The folder of these files. Raises `ConfigurationError` when it cannot be written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._files: dict[int, TextIO] = {}
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unwritable(error) from None

    def requests(self, number: int) -> Path:
        """What a job's upload is made of."""
        return self.path / f"{number}.jsonl"

    def results(self, number: int, kind: str) -> Path:
        """What came back: kind is "output" or "error"."""
        return self.path / f"{number}.{kind}"

    def clear(self, number: int) -> None:
        """Remove what belongs to a job."""
        for path in (self.requests(number), *(self.results(number, kind) for kind in ("output", "error"))):
            path.unlink(missing_ok=True)

    def wait(self, number: int, task: Task) -> None:
        """Let a task wait for a job; 0 is for those that wait for the budget."""
        article = task.article.model_dump(mode="json")
        line = json.dumps({"location": task.location, "article": article, "fresh": task.fresh})
        try:
            if number not in self._files:
                self._files[number] = self._waiting(number).open("a", encoding="utf-8")
            self._files[number].write(line + "\n")
        except OSError as error:
            raise _unwritable(error) from None

    def waiting(self, number: int) -> Iterator[Task]:
        """The tasks that wait for a job, which wait no longer then."""
        file = self._files.pop(number, None)
        if file is None:
            return
        try:
            file.close()
        except OSError as error:
            raise _unwritable(error) from None
        # Who is to wait for it again goes into a new file.
        taken = self._waiting(number).with_suffix(".taken")
        self._waiting(number).replace(taken)
        with taken.open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                article = Article.model_validate(row["article"])
                yield Task(row["location"], article, fresh=row["fresh"])
        taken.unlink(missing_ok=True)

    def numbers(self) -> list[int]:
        """The jobs that tasks wait for."""
        return sorted(self._files)

    def waits(self, number: int) -> bool:
        """Whether any task waits for this job."""
        return number in self._files

    def nobody_waits(self) -> None:
        """Forget the tasks of a process that ended: the next one gets them from the sources again."""
        for file in self._files.values():
            file.close()
        self._files.clear()
        for pattern in ("*.waiting", "*.taken"):
            for path in self.path.glob(pattern):
                path.unlink(missing_ok=True)

    def _waiting(self, number: int) -> Path:
        return self.path / f"{number}.waiting"


class Spool:
    """Collects questions into jobs: the one being filled, and the `ready` ones."""

    def __init__(self, folder: Folder, jobs: Jobs, limits: Limits) -> None:
        self.limits = limits
        self._folder = folder
        self._jobs = jobs
        self._job: Job | None = None
        self._file: BinaryIO | None = None
        self._requests = self._size = 0

    def room(self, line: bytes) -> int:
        """The number of the job that this line belongs to; begins a new one where the last is full."""
        if self._job and self.limits.full(self._requests + 1, self._size + len(line)):
            self.seal()
        if self._job is None:
            self._job = self._jobs.begin()
            self._file = self._folder.requests(self._job.number).open("wb")
        return self._job.number

    def add(self, line: bytes) -> None:
        """Write a line to the job that `room` named."""
        assert self._file is not None  # noqa: S101 - `room` opened it
        try:
            self._file.write(line)
        except OSError as error:
            raise _unwritable(error) from None
        self._requests += 1
        self._size += len(line)

    def seal(self) -> None:
        """Close the job that is being filled, if any; it is `ready` then."""
        if self._job is None or self._file is None:
            return
        try:
            self._file.close()
        except OSError as error:
            raise _unwritable(error) from None
        self._jobs.flush()
        self._jobs.update(self._job.number, state="ready", requests=self._requests, size=self._size)
        self._job, self._file, self._requests, self._size = None, None, 0, 0

    def close(self) -> None:
        """Close the file as it is; the next run drops its job."""
        if self._file is not None:
            self._file.close()
        self._job, self._file, self._requests, self._size = None, None, 0, 0

    def split(self, job: Job) -> None:
        """Put the questions of a job into new, `ready` ones within the limits of now."""
        self.seal()
        moved: list[str] = []
        number = 0
        asked = self._jobs.in_state(job.number)
        for key, line in lines_of(self._folder.requests(job.number)):
            if key not in asked:
                continue
            at = self.room(line)
            if at != number and moved:
                self._jobs.move(moved, number)
                moved = []
            number = at
            self.add(line)
            moved.append(key)
        if moved:
            self._jobs.move(moved, number)
        self.seal()


def line_of(key: str, body: Any) -> bytes:
    """A question as a line of a job's file."""
    row = {"custom_id": key, "method": "POST", "url": CHAT, "body": body}
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def lines_of(path: Path) -> Iterator[tuple[str, bytes]]:
    """Key and line of every question in a job's file."""
    with path.open("rb") as lines:
        for line in lines:
            yield json.loads(line)["custom_id"], line


def _unwritable(error: OSError) -> ConfigurationError:
    return ConfigurationError(
        f"cannot write the batch's files: {error.strerror or error}",
        hint="is the disk full, is the folder writable?",
    )
