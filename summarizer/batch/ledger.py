"""`responses.sqlite`: every paid answer, every request, and what became of each article.

A `Store` for `llm.cassette.Cassette`: cache, crash journal and audit trail in one. Everything is in the
file (in the operating system's hands) when a call returns, so that a killed process loses nothing; after
a power cut the last moments may be missing, never the file.

What many requests share is stored once: see `Shared`.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from summarizer.batch.gate import Need, Settled
from summarizer.batch.shared import Shared
from summarizer.core.errors import ConfigurationError, StoppedError
from summarizer.llm.recording import Question, Recording, Subject

FORMAT = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS shared (hash TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS responses (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, label TEXT NOT NULL, parts TEXT NOT NULL,
  method TEXT NOT NULL, path TEXT NOT NULL, question TEXT NOT NULL,
  status INTEGER NOT NULL, headers TEXT NOT NULL, body TEXT NOT NULL, seconds REAL NOT NULL,
  written REAL NOT NULL);
CREATE TABLE IF NOT EXISTS requests (
  id INTEGER PRIMARY KEY, label TEXT NOT NULL, sent REAL NOT NULL, most REAL, charged REAL,
  status INTEGER, input_tokens INTEGER, output_tokens INTEGER, seconds REAL, settled INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS articles (
  location TEXT PRIMARY KEY, key TEXT, state TEXT NOT NULL, message TEXT, hint TEXT, status INTEGER,
  article_id TEXT, cost REAL, input_tokens INTEGER, output_tokens INTEGER, seconds REAL,
  items INTEGER, rejected INTEGER, duplicate_of TEXT, similarity REAL,
  start INTEGER, length INTEGER, run INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS lines ON articles (start) WHERE start IS NOT NULL;
"""


class Ledger:
    """The ledger in the file `path`, made if it is missing. Thread-safe; one process writes.

    Raises `ConfigurationError` for a file that is damaged, of a newer program, or cannot be written.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._open = True
        self._shared = Shared(self.read, self.write)
        mode = "ro" if read_only else "rwc"
        with self._translated():
            self._db = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={mode}",
                uri=True,
                isolation_level=None,
                check_same_thread=False,
                timeout=10,
            )
            if not read_only:
                self._db.execute("PRAGMA journal_mode = WAL")
                # The system writes it out by itself; waiting for the disk would cost 5 ms an answer.
                self._db.execute("PRAGMA synchronous = NORMAL")
                self._db.executescript(_SCHEMA)
                self._db.execute("INSERT OR IGNORE INTO meta VALUES ('format', ?)", (str(FORMAT),))
        if int(self.meta("format") or 0) > FORMAT:
            raise ConfigurationError(
                f"{path} was written by a newer version of summarizer",
                hint="update summarizer, or name another --out",
            )

    def close(self) -> None:
        """Close the file; whoever still writes gets a `StoppedError`."""
        with self._lock:
            if self._open:
                self._open = False
                self._db.close()

    def read(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows that a query gives, all at once."""
        with self._lock, self._translated():
            return self._db.execute(sql, values).fetchall()

    def write(self, sql: str, *values: Any) -> int:
        """Run one statement as a transaction of its own; gives the row number of an INSERT."""
        with self._lock, self._translated():
            return self._db.execute(sql, values).lastrowid or 0

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Several statements, all or none; nobody else writes meanwhile.

        Other modules of the batch keep tables of their own here (CREATE TABLE IF NOT EXISTS).
        """
        with self._lock, self._translated():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def meta(self, name: str) -> str | None:
        """A named value of the ledger itself."""
        rows = self.read("SELECT value FROM meta WHERE name = ?", name)
        return rows[0][0] if rows else None

    def set_meta(self, name: str, value: str) -> None:
        """Keep a named value."""
        self.write("INSERT OR REPLACE INTO meta VALUES (?, ?)", name, value)

    # Store

    def find(self, key: str) -> Recording | None:
        """The recording of exactly this question."""
        return self._recording("key = ?", key)

    def nearest(self, question: Question) -> Recording | None:
        """The latest recording under the label of `question`."""
        return self._recording("label = ? ORDER BY id DESC LIMIT 1", question.subject.label)

    def add(self, recording: Recording) -> None:
        """Keep a recording, if it is an answer of the model: what cost nothing is asked again."""
        if recording.status >= 300 or not is_completion(recording.body):
            return
        question = recording.question
        with self._lock:
            self.write(
                "INSERT OR REPLACE INTO responses (key, label, parts, method, path, question, status,"
                " headers, body, seconds, written) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                recording.key,
                question.subject.label,
                _json(dict(recording.parts)),
                question.method,
                question.path,
                _json(self._shared.packed(question.body)),
                recording.status,
                _json(dict(recording.headers)),
                _json(recording.body),
                recording.seconds,
                time.time(),
            )

    # Journal of requests

    def intend(self, need: Need) -> int:
        """Write down that a request is about to be sent, charged at its greatest possible cost."""
        return self.write(
            "INSERT INTO requests (label, sent, most, charged, settled) VALUES (?, ?, ?, ?, 0)",
            need.label,
            time.time(),
            need.cost,
            need.cost,
        )

    def settle(self, request: int, settled: Settled, charged: float | None) -> None:
        """Write down how the request ended and what it really cost."""
        usage = settled.usage
        self.write(
            "UPDATE requests SET charged = ?, status = ?, input_tokens = ?, output_tokens = ?, seconds = ?,"
            " settled = 1 WHERE id = ?",
            charged,
            settled.status,
            usage and usage.input_tokens,
            usage and usage.output_tokens,
            round(settled.seconds, 3),
            request,
        )

    def spent(self) -> float:
        """US dollars of all requests so far, those of unknown outcome at their greatest possible cost."""
        return float(self.read("SELECT total(charged) FROM requests")[0][0])

    def _recording(self, where: str, value: str) -> Recording | None:
        rows = self.read(
            "SELECT key, label, parts, method, path, question, status, headers, body, seconds"  # noqa: S608
            f" FROM responses WHERE {where}",
            value,
        )
        if not rows:
            return None
        key, label, parts, method, path, question, status, headers, body, seconds = rows[0]
        return Recording(
            key=key,
            parts=json.loads(parts),
            question=Question(
                method, path, self._shared.unpacked(json.loads(question)), Subject(label=label)
            ),
            status=status,
            headers=json.loads(headers),
            body=json.loads(body),
            seconds=seconds,
        )

    @contextmanager
    def _translated(self) -> Iterator[None]:
        if not self._open:
            raise StoppedError("the run has ended")
        try:
            yield
        except sqlite3.Error as error:
            raise _explained(self.path, error) from None


def is_completion(body: Any) -> bool:
    """Whether a parsed body is a chat completion, usable or not."""
    return isinstance(body, dict) and isinstance(body.get("choices"), list)


# Lone surrogates cannot stand in a database; escaped they can. Made once: `json.dumps` makes an encoder
# for every call that is not a default one.
_json = json.JSONEncoder(separators=(",", ":")).encode


def _explained(path: Path, error: sqlite3.Error) -> ConfigurationError:
    said = str(error)
    if "full" in said or "disk I/O" in said:
        return ConfigurationError(
            f"cannot write {path}: the disk is full or fails ({said})",
            hint="make room and run the same command again: it goes on where it stopped",
        )
    if "locked" in said:
        return ConfigurationError(f"{path} is in use by another program", hint="close it and run again")
    if "malformed" in said or "not a database" in said:
        return ConfigurationError(
            f"{path} is damaged ({said})",
            hint="restore it from a backup, or move it away: then every article is asked, and paid, again",
        )
    return ConfigurationError(f"cannot use {path}: {said}", hint="check the folder's permissions and space")
