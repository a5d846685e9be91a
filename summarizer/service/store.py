"""The database: one writer at a time on SQLite, row locks on PostgreSQL, deleted means gone."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from summarizer.core.errors import ConfigurationError
from summarizer.service.tables import VERSION, meta, metadata

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
ID_PATTERN = f"^[{_ALPHABET}]{{26}}$"
_READ = "summarizer_read"
# Any number: all processes of this service on one database must agree on it.
_LOCK = 7_264_901


def new_id() -> str:
    """130 random bits: whoever does not know an id cannot guess it."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(26))


def now() -> float:
    """Seconds since 1970."""
    return time.time()


class Store:
    """Connections to one database, whose tables it makes where they are missing.

    Thread-safe. Raises ConfigurationError when the database cannot be used.
    """

    def __init__(self, url: str, *, connections: int = 20) -> None:
        try:
            self.url = _with_driver(make_url(url))
            self.sqlite = self.url.get_backend_name() == "sqlite"
            self.engine = _engine(self.url, connections)
            with self.write() as connection:
                metadata.create_all(connection)
                self._check_version(connection)
        except (ArgumentError, NoSuchModuleError, ValueError):
            raise ConfigurationError(
                "the database URL is not understood",
                hint="use a file name, or postgresql://user@host/name",
            ) from None
        except (SQLAlchemyError, OSError) as error:
            raise ConfigurationError(
                f"the database {url_shown(url)} cannot be used ({type(error).__name__})",
                hint="check that it exists, is reachable and may be written",
            ) from None

    def _check_version(self, connection: Connection) -> None:
        found = connection.execute(select(meta.c.value).where(meta.c.name == "version")).scalar()
        if found is None:
            connection.execute(insert(meta).values(name="version", value=VERSION))
        elif found != VERSION:
            raise ConfigurationError(
                f"the database was made by another version of this program (tables {found}, not {VERSION})",
                hint="name another database",
            )

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that only reads."""
        with self.engine.connect().execution_options(**{_READ: True}) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction, committed at the end; on SQLite it is the only writer from its beginning."""
        with self.engine.begin() as connection:
            yield connection

    @contextmanager
    def write_alone(self) -> Iterator[Connection]:
        """`write`, and no other `write_alone` at the same time: for what counts before it adds."""
        with self.engine.begin() as connection:
            if not self.sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            yield connection

    def ping(self) -> bool:
        """Whether the database answers."""
        try:
            with self.read() as connection:
                return bool(connection.execute(select(meta.c.value)).first())
        except SQLAlchemyError:
            return False

    def scrub(self) -> bool:
        """Make what was deleted unreadable; False where a reader is in the way and it must be repeated.

        SQLite overwrites deleted content (secure_delete); its log still has it until it is cut.
        PostgreSQL gives up dead rows on VACUUM; its own log is the administrator's.
        """
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if not self.sqlite:
                connection.execute(text("VACUUM summaries, batches, idempotency"))
                return True
            busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
            return not busy

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _with_driver(url: URL) -> URL:
    if url.drivername in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    return url


def _engine(url: URL, connections: int) -> Engine:
    more: dict[str, Any] = {"pool_size": connections, "max_overflow": 0, "pool_timeout": 10}
    # The same few connections again and again: each has a cache of its own.
    more["pool_use_lifo"] = True
    if url.get_backend_name() != "sqlite":
        return create_engine(url, hide_parameters=True, pool_pre_ping=True, **more)
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        Path(url.database).touch(mode=0o600)
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": 10}, **more)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: Any) -> None:
    # The driver's own idea of when a transaction begins is switched off: `_begin_sqlite` says it.
    connection.isolation_level = None
    for pragma in (
        "auto_vacuum=FULL",  # works only before the first table: files shrink when rows go
        "journal_mode=WAL",
        "synchronous=FULL",  # accepted means on the disk
        "secure_delete=ON",
        "foreign_keys=ON",
        "cache_size=-1000",  # KiB, for each connection
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN" if options.get(_READ) else "BEGIN IMMEDIATE")


def url_shown(url: str) -> str:
    """A database URL without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "named"
