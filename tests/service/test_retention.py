"""Deleted means gone: from the answers, from the tables, and on SQLite from the bytes of the files."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from summarizer.service.store import Store
from tests.service.conftest import Running, Start

WORD = "Zwiebelfischgeheimnis"
ARTICLE = {"text": f"{WORD}, sagte Anna Berg am Montag. " * 40, "title": f"{WORD} gelüftet"}


def on_disk(folder: Path, word: str = WORD) -> list[str]:
    """The database's files that hold the word, plain or as JSON writes it."""
    return [path.name for path in folder.glob("service.sqlite*") if word.encode() in path.read_bytes()]


def rows(service: Running) -> dict[str, int]:
    with service.service.archive.store.read() as connection:
        return {
            table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
            for table in ("summaries", "batches", "idempotency")
        }


NOTHING = {"summaries": 0, "batches": 0, "idempotency": 0}


def fill(service: Running) -> list[str]:
    """An article and a batch with keys; gives their addresses."""
    places = [service.post(ARTICLE, idempotency_key="a").headers["location"]]
    upload = service.client.post(
        "/v1/batches",
        content=f"{json.dumps(ARTICLE)}\n" * 3,
        headers={"content-type": "application/jsonl", "idempotency-key": "b"},
    )
    places.append(upload.headers["location"])
    with service.client.stream("GET", places[1] + "/events") as stream:
        stream.read()
    return places


def test_what_is_deleted_is_no_longer_in_the_files(start: Start, tmp_path: Path) -> None:
    service = start()
    keep = service.post({"text": "Anna Berg sprach in Bonn."}).headers["location"]
    places = fill(service)
    assert on_disk(tmp_path)
    for place in places:
        assert service.client.delete(place).status_code == 204
    assert on_disk(tmp_path) == []
    assert rows(service) == NOTHING | {"summaries": 1}
    assert service.client.get(keep).status_code == 200


def test_what_is_deleted_is_no_longer_in_the_tables(start: Start, database: str) -> None:
    service = start(database=database)
    for place in fill(service):
        service.client.delete(place)
    assert rows(service) == NOTHING


def test_what_is_older_than_keep_days_goes_by_itself(start: Start, database: str, tmp_path: Path) -> None:
    service = start(database=database)
    fill(service)
    service.stop()
    store = Store(database)
    with store.write() as connection:
        for change in (
            "UPDATE summaries SET created = created - 200000, finished = finished - 200000",
            "UPDATE batches SET created = created - 200000",
            "UPDATE idempotency SET created = created - 200000",
        ):
            connection.execute(text(change))
    store.close()
    longer = start(database=database, keep_days=3.0)
    young = longer.post({"text": "Anna Berg sprach in Bonn."}).headers["location"]
    assert rows(longer) == {"summaries": 5, "batches": 1, "idempotency": 2}
    longer.stop()
    service = start(database=database, keep_days=2.0)
    for _ in range(100):
        if rows(service) == NOTHING | {"summaries": 1}:
            break
        time.sleep(0.05)
    assert rows(service) == NOTHING | {"summaries": 1}
    assert service.client.get(young).status_code == 200
    if database.startswith("sqlite"):
        assert on_disk(tmp_path) == []


def test_finished_work_keeps_no_copy_of_the_request(start: Start, database: str) -> None:
    service = start(database=database)
    fill(service)
    with service.service.archive.store.read() as connection:
        assert (
            connection.execute(text("SELECT count(*) FROM summaries WHERE request IS NOT NULL")).scalar() == 0
        )


def test_only_the_owner_may_read_the_database_file(start: Start, tmp_path: Path) -> None:
    start().post()
    modes = {path.name: path.stat().st_mode & 0o077 for path in tmp_path.glob("service.sqlite*")}
    assert modes
    assert set(modes.values()) == {0}


@pytest.fixture(autouse=True)
def _the_word_would_be_found(tmp_path: Path) -> None:
    """What finds nothing on the disk must be able to find something."""
    (tmp_path / "service.sqlite-probe").write_text(WORD)
    assert on_disk(tmp_path) == ["service.sqlite-probe"]
    (tmp_path / "service.sqlite-probe").unlink()
