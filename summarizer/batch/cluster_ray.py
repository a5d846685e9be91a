"""What touches Ray: the connection, the dataset, and the two things that run inside it.

Imported only where ray is installed. Nothing here that is sent to other machines holds a secret: the
settings, with the key, are asked for at the door.
"""

from __future__ import annotations

import copy
import logging
import math
import pickle
import signal
import socket
import threading
import zlib
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import ray
import ray.data
from ray._private import auto_init_hook
from ray._private.services import canonicalize_bootstrap_address  # what --address auto means
from ray.data.block import BlockMetadata
from ray.data.datasource import Datasource, ReadTask

from summarizer.api import tool_version
from summarizer.batch.door import Doorway, FarGate, FarLedger, Line
from summarizer.batch.setup import network_for
from summarizer.batch.tasks import Failure, Result, Task
from summarizer.batch.traffic import Flights
from summarizer.batch.worker import Plan, Worker, asking
from summarizer.core.errors import ConfigurationError, SummarizerError

_TASKS = "tasks"
_RESULTS = "results"
# Results that come this close together travel together: each block costs the driver some milliseconds.
_GATHER_SECONDS = 0.25
_CONNECT_SECONDS = 10.0
_STORE_BYTES = 128 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Shape:
    """How much of the cluster to use."""

    workers: int
    """Actors."""
    threads: int
    """In each of them."""
    cpus: float
    """Of each of them, as Ray counts."""
    blocks: int
    """Blocks of tasks that are with an actor at once."""


@contextmanager
def connected(address: str | None, shape: Shape) -> Iterator[str]:
    """A connection to Ray; gives this machine's address there. Raises `ConfigurationError`."""
    if ray.is_initialized():
        yield ray.util.get_node_ip_address()
        return
    for name in ("ray", "ray.data"):  # a progress display of our own stands on the same terminal
        logging.getLogger(name).setLevel(logging.CRITICAL)
    ray._private.worker._worker_logs_enabled = False  # it prints what happens to nodes on stdout
    # A thread of Ray Data that outlives the connection would start a Ray of its own, and keep it.
    auto_init_hook.enable_auto_connect = False
    quiet: dict[str, Any] = {"log_to_driver": False, "configure_logging": False}
    handler = signal.getsignal(signal.SIGTERM)
    try:
        if address:
            ray.init(address=_reachable(address), **quiet)
        else:
            cpus = math.ceil(shape.workers * shape.cpus)
            ray.init(
                "local", num_cpus=cpus, object_store_memory=_STORE_BYTES, include_dashboard=False, **quiet
            )
    except (OSError, ValueError, RuntimeError) as error:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise ConfigurationError(
            f"cannot use Ray{f' at {address}' if address else ''}: {reason}"[:300],
            hint="'ray status' tells whether a cluster is running; without --address one is started here",
        ) from None
    finally:
        # Ray's own handler would end the run without finishing anything.
        if handler is not None and threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, handler)
    try:
        yield ray.util.get_node_ip_address()
    finally:
        ray.shutdown()


def _reachable(address: str) -> str:
    """`address` as host and port where something listens: Ray itself tries a dead one for minutes."""
    if "://" in address:
        raise ConfigurationError(
            f"{address} is an address for Ray clients",
            hint="run summarizer on a node of the cluster, with --address auto",
        )
    found = canonicalize_bootstrap_address(address) if address == "auto" else address
    if not found:
        raise ConnectionError("no cluster is running on this machine")
    host, _, port = found.rpartition(":")
    if not (host and port.isdigit()):
        raise ValueError("an address is HOST:PORT, or auto")
    with socket.create_connection((host.strip("[]"), int(port)), timeout=_CONNECT_SECONDS):
        return found


class Stream:
    """Results in groups, as they come, until the driver's tasks end. Iterating raises what Ray raises."""

    def __init__(self, doorway: Doorway, shape: Shape) -> None:
        self._dataset = _dataset(doorway, shape)

    def __iter__(self) -> Iterator[list[Result]]:
        batches = self._dataset.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=0)
        for batch in batches:
            for block in batch[_RESULTS].to_pylist():
                yield pickle.loads(zlib.decompress(block))  # noqa: S301 - written by _packed in the same run

    def close(self) -> None:
        """End the workers at once; whoever iterates in another thread comes to the end."""
        # Ray Data has no public way to end a stream that another thread waits for.
        executor = getattr(self._dataset, "_current_executor", None)
        if executor is not None:
            executor.shutdown(force=True)


def _dataset(doorway: Doorway, shape: Shape) -> ray.data.Dataset:
    context = copy.deepcopy(ray.data.DataContext.get_current())
    context.target_max_block_size = 1  # each block leaves as it is written, instead of being gathered to MBs
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    context.execution_no_progress_timeout_s = -1  # a rate limit may hold everything for an hour
    with ray.data.DataContext.current(context):
        source = ray.data.read_datasource(
            _Source(doorway),
            override_num_blocks=1,
            num_cpus=0,
            label_selector={"ray.io/node-id": ray.get_runtime_context().get_node_id()},
        )
        return source.map_batches(
            Mapper,
            batch_size=None,
            batch_format="pyarrow",
            fn_constructor_args=(doorway, shape.threads),
            num_cpus=shape.cpus,
            compute=ray.data.ActorPoolStrategy(
                size=shape.workers,
                max_tasks_in_flight_per_actor=shape.blocks,
                max_concurrent_calls_per_actor=shape.blocks,
                enable_true_multi_threading=True,
            ),
        )


class _Source(Datasource):  # type: ignore[misc] # mypy reads nothing of ray
    """The driver's tasks as one unbounded read: a block is fetched when Ray Data has room for it."""

    def __init__(self, doorway: Doorway) -> None:
        super().__init__()
        self._doorway = doorway

    def estimate_inmemory_data_size(self) -> None:
        """Unknown: the archive has not been read."""

    def get_read_tasks(self, *_: Any, **__: Any) -> list[ReadTask]:
        """One task, whatever the parallelism asked for: the source is one stream."""
        unknown = BlockMetadata(num_rows=None, size_bytes=None, input_files=None, exec_stats=None)
        doorway = self._doorway
        return [ReadTask(lambda: _blocks(doorway), unknown)]


def _blocks(doorway: Doorway) -> Iterator[pa.Table]:
    line = Line(doorway)
    number = 0
    while (tasks := line.call("take", number)) != "end":
        if tasks == "later":
            continue
        # One row a block: Ray Data closes a block at its first byte here, and never splits a row.
        yield pa.table({_TASKS: [pickle.dumps(tasks)]})
        number += 1


class Mapper:
    """The map function: a block of tasks to blocks of results, on `threads` threads shared by all calls."""

    def __init__(self, doorway: Doorway, threads: int) -> None:
        line = Line(doorway)
        self._plan: Plan = line.call("hello", tool_version())
        try:
            network = network_for(self._plan.settings, threads)
        except SummarizerError as error:
            line.call("refuse", error)  # what Ray would make of it nobody can read
            raise
        self._ledger = FarLedger(line)
        self._upstream = asking(lambda: network, FarGate(line), self._plan.price, Flights())
        self._own = threading.local()
        self._computing = threading.Lock()
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="article")

    def __call__(self, batch: pa.Table) -> Iterator[dict[str, list[bytes]]]:
        """Results in groups, as they come."""
        for block in batch[_TASKS].to_pylist():
            tasks: list[Task] = pickle.loads(block)  # noqa: S301 - written by _blocks in the same run
            pending = {self._pool.submit(self._one, task) for task in tasks}
            while pending:
                wait(pending, return_when=FIRST_COMPLETED)
                done, pending = wait(pending, timeout=_GATHER_SECONDS)
                yield {_RESULTS: [_packed(done)]}

    def _one(self, task: Task) -> Result:
        try:
            worker: Worker | None = getattr(self._own, "worker", None)
            if worker is None:
                worker = self._own.worker = Worker(self._plan, self._ledger, self._upstream, self._computing)
            return worker(task)
        except SummarizerError as error:
            failure = Failure.of(error)
            return Result(task.location, None, failure, failure.fatal)


def _packed(done: set[Future[Result]]) -> bytes:
    # A small object travels with its message instead of lying in the store of a node that may die.
    return zlib.compress(pickle.dumps([future.result() for future in done]), 1)
