"""Archives, runs of the command line as child processes, and tables of figures beside their targets."""

from __future__ import annotations

import compileall
import itertools
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.articles import make_article
from benchmarks.endpoint import MODEL, pin, running
from summarizer.core.article import Article

ROOT = Path(__file__).parent.parent.parent
ENDPOINT_CORE, CLIENT_CORE = 0, 1
_GLANCE = 0.02
_GLANCES_A_LOOK = 25


@dataclass(frozen=True, slots=True)
class Ran:
    """A finished child: exit code, seconds of CPU and wall time, peak resident memory in MB.

    `starved`: seconds that its threads were ready and other programs had the core, all together.
    """

    code: int
    cpu: float
    wall: float
    peak: float
    starved: float
    out: str
    err: str


def line_of(article: Article) -> str:
    """An article as a line of JSON."""
    row = article.model_dump(mode="json", exclude={"source"})
    return json.dumps(row, ensure_ascii=False) + "\n"


def archive(path: Path, count: int) -> Path:
    """`count` articles of 500 words as JSON Lines; each time the same ones."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write(line_of(make_article(number)))
    return path


class Server:
    """The endpoint process: its address, its log, and setting it anew."""

    def __init__(self, url: str) -> None:
        self.url = url

    def reset(self, **behaviour: Any) -> None:
        """Start anew with this behaviour and an empty log."""
        self._call("/__reset", behaviour)

    def log(self) -> dict[str, Any]:
        """The log since then."""
        found: dict[str, Any] = self._call("/__log")
        return found

    def rows(self) -> list[dict[str, Any]]:
        """A row a request, in the order of arrival."""
        found: list[dict[str, Any]] = self.log()["rows"]
        return found

    def _call(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(self.url.removesuffix("/v1") + path, data, timeout=60) as response:
            return json.load(response)


@contextmanager
def server() -> Iterator[Server]:
    """The endpoint on a core of its own; this process and its children keep to another.

    The program is compiled before, as pip does it at an installation: from a checkout under
    PYTHONDONTWRITEBYTECODE each start would compile 140 modules anew, for 0.3 s.
    """
    compileall.compile_dir(ROOT / "summarizer", quiet=2)
    with running("--core", str(ENDPOINT_CORE)) as url:
        pin(CLIENT_CORE)
        yield Server(url)


def environment(**settings: object) -> dict[str, str]:
    """This environment without anything that would change the runs, with `settings` of the program's."""
    ours = ("SUMMARIZER_", "OPENAI_")
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(ours) and not name.lower().endswith("_proxy")
    }
    path = os.pathsep.join(filter(None, [str(ROOT), kept.get("PYTHONPATH", "")]))
    named = {f"SUMMARIZER_{name.upper()}": str(value) for name, value in settings.items()}
    return {**kept, **named, "PYTHONPATH": path, "SUMMARIZER_API_KEY": "benchmark"}


def command(
    url: str, sources: Sequence[Path], out: Path, *flags: str, module: str = "summarizer"
) -> list[str]:
    """The command line of one run. `module`: another entry point with the same commands."""
    where = ["--out", str(out), "--base-url", url, "--model", MODEL, "--quiet"]
    return [sys.executable, "-m", module, "batch", *map(str, sources), *where, *flags]


class Child:
    """A process in a folder of its own whose peak memory is watched. `kill` ends it at once."""

    def __init__(self, arguments: Sequence[str], folder: Path, env: Mapping[str, str]) -> None:
        self.began = time.monotonic()
        self._out, self._err = (folder / f"child.{name}" for name in ("out", "err"))
        with self._out.open("w") as out, self._err.open("w") as err:
            self.process = subprocess.Popen(arguments, cwd=folder, env=dict(env), stdout=out, stderr=err)
        self._peak = self._starved = 0.0
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._watch.start()

    def wait(self) -> Ran:
        """Wait for its end."""
        _, status, used = os.wait4(self.process.pid, 0)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - self.began
        self._watch.join()
        cpu = used.ru_utime + used.ru_stime
        out, err = self._out.read_text(errors="replace"), self._err.read_text(errors="replace")
        return Ran(self.process.returncode, cpu, wall, self._peak, self._starved, out, err)

    def kill(self) -> Ran:
        """kill -9."""
        os.kill(self.process.pid, signal.SIGKILL)
        return self.wait()

    def _look(self) -> None:
        os.sched_setaffinity(0, {ENDPOINT_CORE})  # of this thread: whoever watches takes nothing away
        # `ru_maxrss` of a child also holds what this process had when it forked.
        path = Path(f"/proc/{self.process.pid}/status")
        for glance in itertools.count():
            try:
                fields = dict(line.split(":", 1) for line in path.read_text().splitlines())
                self._peak = max(self._peak, int(fields["VmHWM"].split()[0]) / 1024)
                if glance % _GLANCES_A_LOOK == 0:
                    waits = [each.read_text().split()[1] for each in path.parent.glob("task/*/schedstat")]
                    self._starved = max(self._starved, sum(map(int, waits)) / 1e9)
            except (OSError, LookupError, ValueError):
                return
            time.sleep(_GLANCE)


def run(
    arguments: Sequence[str], folder: Path, env: Mapping[str, str] | None = None, *, ok: bool = True
) -> Ran:
    """Run to the end. `ok`: any exit code but 0 ends the benchmark with the child's own message."""
    ran = Child(arguments, folder, environment(repairs=0) if env is None else env).wait()
    if ok and ran.code:
        raise SystemExit(f"{' '.join(arguments)}\nended with {ran.code}: {(ran.err or ran.out)[-3000:]}")
    return ran


def lines(out: Path) -> list[dict[str, Any]]:
    """What stands in a folder's summaries.jsonl."""
    with (out / "summaries.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def window(rows: Sequence[Mapping[str, Any]]) -> float:
    """Seconds from the first request in to the last answer out."""
    return float(max(row["sent"] for row in rows) - min(row["received"] for row in rows))


def dice(name: str) -> random.Random:
    """Random numbers that are the same each time."""
    return random.Random(f"benchmarks.batch {name}")


@dataclass(slots=True)
class Table:
    """Figures beside targets; a target is met or missed, nothing in between."""

    title: str
    rows: list[tuple[str, str, str, str]] = field(default_factory=list)

    def add(self, name: str, figure: str, target: str = "", *, met: bool | None = None) -> None:
        """One row; without `met` it is there for information."""
        self.rows.append((name, figure, target, {None: "", True: "met", False: "missed"}[met]))

    def show(self) -> None:
        """Print it."""
        print(f"\n{self.title}")
        widths = [max(len(row[place]) for row in self.rows) for place in range(4)]
        for row in self.rows:
            print(
                "  " + "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
            )


def grouped(rows: Iterable[Mapping[str, Any]], by: str) -> dict[str, list[Mapping[str, Any]]]:
    """Rows of the log by "article" or by "question" (the very same request), in the order of arrival."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(str(row[by]), []).append(row)
    return found
