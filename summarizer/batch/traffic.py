"""The transport that asks the gate before a request goes out, and tells it how the request ended."""

from __future__ import annotations

import hashlib
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx2

from summarizer.batch.budget import greatest_cost
from summarizer.batch.gate import Gate, Need, Settled, Ticket
from summarizer.batch.ledger import is_completion
from summarizer.core.usage import Price, Usage
from summarizer.llm.asked import read_json
from summarizer.llm.failures import retry_after
from summarizer.llm.recording import route

# Begins with what can be looked for at memory speed; whether it is a name is seen by what stands before.
_OUTPUT_LIMIT = re.compile(rb'"max_(?:completion_)?tokens"\s*:\s*(\d+)')
_NO_LIMIT = 1_000_000
_RECENT = 256


class Stopwatch:
    """A clock, in monotonic seconds, that can be made to stand still; for one thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._stood = 0.0
        self._since: float | None = None

    def __call__(self) -> float:
        """The time by this clock."""
        return (self._clock() if self._since is None else self._since) - self._stood

    @contextmanager
    def standing(self) -> Iterator[None]:
        """No time passes inside."""
        self._since = self._clock()
        try:
            yield
        finally:
            self._stood += self._clock() - self._since
            self._since = None


@dataclass(slots=True)
class _Flight:
    """A question that somebody is asking right now."""

    landed: threading.Event = field(default_factory=threading.Event)
    answer: tuple[dict[str, str], bytes] | None = None


class Flights:
    """Questions in flight and just answered, so that equal ones are asked once. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._flights: dict[bytes, _Flight] = {}
        # Whoever looked into the ledger just before an answer came finds it here.
        self._recent: OrderedDict[bytes, _Flight] = OrderedDict()

    def board(self, question: bytes) -> _Flight | None:
        """The flight to wait for, or None: the caller asks, and must call `land`."""
        with self._lock:
            flight = self._flights.get(question) or self._recent.get(question)
            if flight is None:
                self._flights[question] = _Flight()
            return flight

    def land(self, question: bytes, answer: tuple[dict[str, str], bytes] | None) -> None:
        """The question has its answer, or could not be answered (None)."""
        with self._lock:
            flight = self._flights.pop(question, None)
            if flight is None:
                return
            flight.answer = answer
            if answer:
                self._recent[question] = flight
                if len(self._recent) > _RECENT:
                    self._recent.popitem(last=False)
            flight.landed.set()


class Governed(httpx2.BaseTransport):
    """`network` behind a gate; for one thread, which `clock` belongs to.

    Waiting for admission does not count as time by that clock. `label` is the location of the article
    that the next requests are for, `begun` whether it was answered before.
    """

    def __init__(
        self,
        network: httpx2.BaseTransport,
        gate: Gate,
        *,
        price: Price | None,
        clock: Stopwatch,
        flights: Flights | None = None,
    ) -> None:
        self.label = ""
        self.begun = False
        self._network = network
        self._gate = gate
        self._price = price
        self._clock = clock
        self._flights = flights or Flights()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The endpoint's answer, or that to an equal question of another thread.

        Raises what the gate and the network raise.
        """
        body = request.read()
        if route(request.url.path) != "/chat/completions":
            return self._network.handle_request(request)
        question = hashlib.sha256(body).digest()
        while (flight := self._flights.board(question)) is not None:
            with self._clock.standing():
                flight.landed.wait()
            if flight.answer:
                headers, content = flight.answer
                return httpx2.Response(200, headers=headers, content=content, request=request)
        try:
            return self._sent(request, body, question)
        except BaseException:
            self._flights.land(question, None)
            raise

    def _sent(self, request: httpx2.Request, body: bytes, question: bytes) -> httpx2.Response:
        with self._clock.standing():
            ticket = self._gate.admit(self._need(body))
        began = time.monotonic()
        try:
            response = self._network.handle_request(request)
        except BaseException as error:
            sent = not isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout | httpx2.PoolTimeout)
            self._gate.settle(ticket, Settled(None, None, time.monotonic() - began, sent=sent))
            raise
        self.begun = True
        stream = response.stream
        if isinstance(stream, httpx2.SyncByteStream):
            told = (response.status_code, response.headers)
            response.stream = _Settling(stream, told, ticket, self._gate, began, self._flights, question)
        return response

    def _need(self, body: bytes) -> Need:
        output = max(_output_limits(body), default=_NO_LIMIT)
        return Need(
            input_tokens=len(body),
            output_tokens=output,
            cost=greatest_cost(self._price, len(body), output),
            begun=self.begun,
            label=self.label,
        )


class _Settling(httpx2.SyncByteStream):
    """A body that settles its request when it has come to its end, or has not."""

    def __init__(
        self,
        stream: httpx2.SyncByteStream,
        told: tuple[int, httpx2.Headers],
        ticket: Ticket,
        gate: Gate,
        began: float,
        flights: Flights,
        question: bytes,
    ) -> None:
        self._stream = stream
        # Not the response itself: it would hold itself in memory, with all that was said.
        self._status, self._headers = told
        self._ticket: Ticket | None = ticket
        self._gate = gate
        self._began = began
        self._flights = flights
        self._question = question
        self._answer: tuple[dict[str, str], bytes] | None = None
        # What a body that broke off is booked at: nobody knows, unless the endpoint refused.
        self._ended: tuple[int | None, Usage | None] = (None if self._status < 400 else self._status, None)
        self._seconds: float | None = None

    def __iter__(self) -> Iterator[bytes]:
        heard = bytearray()
        for chunk in self._stream:
            heard += chunk
            yield chunk
        self._take_in(bytes(heard))

    def close(self) -> None:
        # Only now the answer is in the ledger: whoever waited for this flight may look there, and the lane
        # is free, so that a kill repeats no more requests than there are lanes.
        try:
            self._stream.close()
            self._book(*self._ended)
        finally:
            self._flights.land(self._question, self._answer)

    def _take_in(self, raw: bytes) -> None:
        self._seconds = time.monotonic() - self._began
        if self._status >= 300:
            self._ended = (self._status, None)
            return
        if "content-encoding" in self._headers:
            raw = httpx2.Response(200, headers=self._headers, content=raw).content
        usage, usable = _read(raw)
        self._ended = (self._status, usage)
        if usable:
            kept = {"content-type": self._headers.get("content-type", "application/json")}
            self._answer = (kept, raw)

    def _book(self, status: int | None, usage: Usage | None) -> None:
        ticket, self._ticket = self._ticket, None
        if ticket is None:
            return
        settled = Settled(
            status=status,
            usage=usage,
            seconds=time.monotonic() - self._began if self._seconds is None else self._seconds,
            headers=_limits(self._headers),
            retry_after=retry_after(self._headers, time.time()) if status and status >= 400 else None,
        )
        self._gate.settle(ticket, settled)


def _output_limits(body: bytes) -> Iterator[int]:
    for found in _OUTPUT_LIMIT.finditer(body):
        # A name in JSON: the quote of a string's own text would stand behind a backslash.
        if body[: found.start()].rstrip()[-1:] in (b"{", b","):
            yield int(found[1])


def _limits(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: headers[name] for name in headers if name.startswith("x-ratelimit-")}


def _read(raw: bytes) -> tuple[Usage | None, bool]:
    """The usage that an answer tells, and whether it is a chat completion at all."""
    try:
        body = read_json(raw)
    except (ValueError, RecursionError):
        return None, False
    found = body.get("usage") if isinstance(body, dict) else None
    if not isinstance(found, dict):
        return None, is_completion(body)
    details = found.get("prompt_tokens_details")
    counts = (
        found.get("prompt_tokens"),
        found.get("completion_tokens"),
        details.get("cached_tokens") if isinstance(details, dict) else None,
    )
    known = [count if isinstance(count, int) and count >= 0 else None for count in counts]
    return Usage(input_tokens=known[0], output_tokens=known[1], cached_tokens=known[2]), is_completion(body)
