"""The queue itself: one worker an article, leases that end, one result however often it is begun."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from summarizer.core.errors import ConfigurationError
from summarizer.service.app import open_archive
from summarizer.service.jobs import Jobs, Outcome, QueueFullError
from summarizer.service.options import Options
from summarizer.service.store import Store, url_shown
from summarizer.service.workers import Archive


@pytest.fixture
def archive(database: str) -> Iterator[Archive]:
    opened = open_archive(Options(database=database, lease=0.3))
    yield opened
    opened.store.close()


def test_many_workers_take_each_article_once(archive: Archive) -> None:
    posted = {archive.jobs.accept(b"{}", None).id for _ in range(60)}
    taken: list[str] = []

    def work() -> None:
        while job := archive.jobs.take():
            taken.append(job.id)
            assert archive.jobs.finish(job, Outcome(b"{}"))

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(posted)
    assert archive.jobs.counts() == {"done": 60}


def test_the_oldest_goes_first(archive: Archive) -> None:
    posted = [archive.jobs.accept(b"{}", None).id for _ in range(4)]
    assert [job.id for job in iter(archive.jobs.take, None)] == posted


def test_an_article_whose_worker_died_is_taken_again_and_the_dead_ones_result_is_refused(
    archive: Archive,
) -> None:
    archive.jobs.accept(b"{}", None)
    dead = archive.jobs.take()
    assert dead
    assert archive.jobs.take() is None
    assert archive.jobs.recover() == []
    time.sleep(0.4)
    assert archive.jobs.recover() == []
    alive = archive.jobs.take()
    assert alive
    assert (alive.id, alive.attempts) == (dead.id, 2)
    assert not archive.jobs.finish(dead, Outcome(b"dead"))
    assert archive.jobs.finish(alive, Outcome(b"alive"))
    assert not archive.jobs.finish(alive, Outcome(b"again"))
    found = archive.stacks.get(alive.id)
    assert found
    assert found.body == b"alive"


def test_a_lease_that_is_renewed_is_kept(archive: Archive) -> None:
    archive.jobs.accept(b"{}", None)
    job = archive.jobs.take()
    assert job
    for _ in range(4):
        time.sleep(0.15)
        archive.jobs.renew([job.token])
        archive.jobs.recover()
    assert archive.jobs.take() is None
    assert archive.jobs.finish(job, Outcome(b"{}"))


def test_an_article_that_kills_its_workers_is_given_up(archive: Archive) -> None:
    archive.jobs.accept(b"{}", None)
    for _ in range(3):
        assert archive.jobs.take()
        time.sleep(0.35)
        given_up = archive.jobs.recover()
    assert len(given_up) == 1
    assert archive.jobs.finish(given_up[0], Outcome(b"{}", failed=True))
    assert archive.jobs.counts() == {"failed": 1}


def test_an_article_that_is_given_back_does_not_count_as_begun(archive: Archive) -> None:
    archive.jobs.accept(b"{}", None)
    for _ in range(5):
        job = archive.jobs.take()
        assert job
        assert job.attempts == 1
        archive.jobs.release(job)


def test_the_limit_holds_among_many_who_post_at_once(archive: Archive) -> None:
    jobs = Jobs(archive.store, limit=10, lease=1)
    refused: list[int] = []

    def post() -> None:
        for _ in range(5):
            try:
                jobs.accept(b"{}", None)
            except QueueFullError:
                refused.append(1)

    threads = [threading.Thread(target=post) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(refused), jobs.counts()) == (20, {"queued": 10})


def test_tables_of_another_version_and_databases_that_cannot_be_opened_are_told(tmp_path) -> None:
    from sqlalchemy import text

    url = f"sqlite:///{tmp_path}/a.sqlite"
    store = Store(url)
    with store.write() as connection:
        connection.execute(text("UPDATE summarizer_meta SET value = '0'"))
    store.close()
    (tmp_path / "b.sqlite").write_bytes(b"no database" * 200)
    for bad in (url, f"sqlite:///{tmp_path}/b.sqlite", "nosuch://x/y", "postgresql://u:pw@127.0.0.1:1/x"):
        with pytest.raises(ConfigurationError) as caught:
            Store(bad)
        assert "pw" not in str(caught.value) + caught.value.hint
    assert url_shown("postgresql://u:pw@h/x") == "postgresql://u:***@h/x"
