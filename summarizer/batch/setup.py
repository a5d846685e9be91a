"""What a run needs before it begins: folder and lock, model and price, gate and engine."""

from __future__ import annotations

import fcntl
import gc
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from summarizer.api import build
from summarizer.batch.budget import Budget
from summarizer.batch.ledger import Ledger
from summarizer.batch.local_gate import LocalGate
from summarizer.batch.output import Summaries
from summarizer.batch.run import Choices, Copies, Run
from summarizer.batch.tasks import Engine
from summarizer.batch.threads import Threads
from summarizer.batch.traffic import Flights
from summarizer.batch.wire_copy import WireCopies
from summarizer.batch.worker import Plan, Worker, asking
from summarizer.core.errors import ConfigurationError, UsageError
from summarizer.core.extraction import ModelCard
from summarizer.llm.connect import LOCAL, choose, upstream
from summarizer.llm.network import Network
from summarizer.settings import Settings

LEDGER = "responses.sqlite"
LOCK = ".lock"
_TURN = 0.002
_COLLECTED_AT = (20_000, 20, 50)


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be used: requests at once, requests and tokens a minute, US dollars in all."""

    workers: int = 8
    rpm: float | None = None
    tpm: float | None = None
    budget: float | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What an engine is built on."""

    folder: Path
    plan: Plan
    card: ModelCard
    limits: Limits
    ledger: Ledger
    gate: LocalGate
    """The one gate of the run; engines beyond this process put it behind a door of their own."""
    network: httpx2.BaseTransport
    """The way to the model, shared by all threads of this process."""
    watch: Callable[[str, Mapping[str, Any]], None] = lambda event, data: None
    """Told what an engine has to say of itself."""


EngineMaker = Callable[[Ground], Engine]


@dataclass(frozen=True, slots=True)
class Opened:
    """A run that is ready to go."""

    run: Run
    card: ModelCard
    gate: LocalGate
    ledger: Ledger
    summaries: Summaries
    folder: Path


def threads(ground: Ground) -> Engine:
    """The engine of this machine."""
    flights = Flights()
    computing = threading.Lock()
    make_upstream = asking(lambda: ground.network, ground.gate, ground.plan.price, flights)
    return Threads(
        lambda: Worker(ground.plan, ground.ledger, make_upstream, computing),
        ground.gate,
        lanes=ground.limits.workers,
    )


@contextmanager
def opened(
    folder: Path,
    settings: Settings,
    choices: Choices,
    limits: Limits,
    *,
    engine: EngineMaker = threads,
    watch: Callable[[str, Mapping[str, Any]], None] = lambda event, data: None,
    progress: Callable[[float], None] = lambda share: None,
) -> Iterator[Opened]:
    """A run on `folder`, which nobody else can use meanwhile.

    Raises `ConfigurationError` for a folder that is in use, damaged or cannot be written, for a model
    that cannot be used, and for a budget where the price of the model is unknown.
    """
    with ExitStack() as stack:
        stack.enter_context(locked(folder))
        stack.enter_context(_rare_collections())
        stack.enter_context(_short_turns())
        ledger = Ledger(folder / LEDGER)
        stack.callback(ledger.close)
        network = network_for(settings, limits.workers, progress)
        stack.callback(network.close)
        summarizer = stack.enter_context(build(settings, transport=network))
        card = summarizer.card
        gate = _gate(ledger, card, limits)
        # Whatever ends the run: nothing is asked any more once nobody writes the answers down.
        stack.callback(lambda: gate.stop(now=True))
        summaries = Summaries(folder, ledger)
        stack.callback(summaries.abandon)
        if choices.fresh:
            summaries.start_over()
        ground = Ground(
            folder=folder,
            plan=Plan(_named(settings, card), card.price, choices.keep_text, choices.fresh),
            card=card,
            limits=limits,
            ledger=ledger,
            gate=gate,
            network=network,
            watch=watch,
        )
        run = Run(
            choices=choices,
            ledger=ledger,
            summaries=summaries,
            engine=engine(ground),
            key=summarizer.key,
            number=_next_run(ledger),
            copies=WireCopies(ledger, fresh=choices.fresh) if choices.dedupe else Copies(),
            watch=watch,
            lanes=limits.workers,
        )
        # What came since: the libraries that a model needs, and the parts of this run.
        gc.freeze()
        yield Opened(run, card, gate, ledger, summaries, folder)


def _gate(ledger: Ledger, card: ModelCard, limits: Limits) -> LocalGate:
    if limits.budget is not None and card.price is None:
        raise unknown_price(card)
    return LocalGate(
        ledger,
        lanes=limits.workers,
        price=card.price,
        budget=Budget(limits.budget, ledger.spent()),
        rpm=limits.rpm,
        tpm=limits.tpm,
    )


@contextmanager
def _rare_collections() -> Iterator[None]:
    """The cycle collector looks less often, and at fewer objects.

    What was imported stays for good and need not be looked at, not even once before the first request;
    what articles leave behind is small, and is collected a few articles later. Only while a batch runs:
    other programs have their own habits.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*_COLLECTED_AT)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


@contextmanager
def _short_turns() -> Iterator[None]:
    """A thread that computes lets one that has an answer to take in go first, after 2 ms instead of 5."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def network_for(
    settings: Settings, connections: int, progress: Callable[[float], None] = lambda share: None
) -> httpx2.BaseTransport:
    """The way to the chosen model, for as many threads as like; starts the local one."""
    return upstream(settings, progress) if choose(settings).local else Network(connections)


def unknown_price(card: ModelCard) -> ConfigurationError:
    """A budget cannot be kept without a price."""
    return ConfigurationError(
        f"--budget needs the price of '{card.name}', which is unknown",
        hint=f'add  [prices."{card.name}"]  with input, output (US dollars per million tokens) and dated'
        " to summarizer.toml",
    )


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Make the folder and keep other runs out of it. Raises `ConfigurationError` and `UsageError`."""
    path = folder / LOCK
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        why = "it is no folder" if folder.is_file() else error.strerror
        raise UsageError(
            f"cannot write into {folder}: {why}", hint="name a folder of yours with --out"
        ) from None
    with os.fdopen(handle, "r+", encoding="ascii", errors="replace") as file:
        try:
            # The lock goes with the process, however it ends.
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            who = file.read(20).strip()
            process = f" (process {who})" if who.isdigit() else ""
            raise ConfigurationError(
                f"{folder} is in use by another run{process}",
                hint="wait for it, or name another folder with --out; 'summarizer batch status' shows it",
            ) from None
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield


def _named(settings: Settings, card: ModelCard) -> Settings:
    """Settings with the model that was found, so that no worker has to ask for it again."""
    if card.endpoint == LOCAL or settings.model:
        return settings
    return settings.model_copy(update={"model": card.name})


def _next_run(ledger: Ledger) -> int:
    number = int(ledger.meta("runs") or 0) + 1
    ledger.set_meta("runs", str(number))
    return number
