"""The pipeline over a provider's batch: a question is answered from the ledger, or goes into the next job.

`Patient` stands between the pipeline and the extractor. A part of an article whose answer is still to come
is left out, and the pipeline goes on: so all parts of a long article are asked in one round. What the
pipeline makes of an article with such gaps is thrown away by `Desk.waits`, and the article is mapped again
when the answers are there. The question for a repair is asked in the same way, one round later.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx2

from summarizer.batch.budget import greatest_cost
from summarizer.batch.gate import Need
from summarizer.batch.provider_files import Spool, line_of
from summarizer.batch.provider_jobs import AGAIN, ASKED, FAILED, Asked, Jobs
from summarizer.batch.tasks import Task
from summarizer.core.errors import BudgetSpentError, NotAskedError
from summarizer.core.extraction import Extraction, Extractor, ModelCard
from summarizer.core.prompt import DraftRequest
from summarizer.core.usage import Outcome, Price
from summarizer.llm.network import Network
from summarizer.llm.recording import Question, Subject, route

ADAPTABLE = ("max_tokens", "temperature")
"""Request fields that our endpoint learns to do without; see llm/remote.py."""
_CHAT = "/chat/completions"
_LIMITS = ("max_tokens", "max_completion_tokens")


class PendingError(NotAskedError):
    """The answer to this question is to come with a job of the provider."""


class Purse:
    """The budget in US dollars, all runs of the ledger together; None: no limit."""

    def __init__(
        self, jobs: Jobs, budget: float | None, book: Callable[[float], None] = lambda dollars: None
    ) -> None:
        """`book` is told what has been spent for certain, whenever that has become more."""
        self._jobs = jobs
        self._budget = budget
        self._book = book
        self._booked = self._certain()
        self.spent = jobs.ledger.spent()

    def recount(self) -> None:
        """Learn from the ledger what is spent or reserved."""
        self._jobs.flush()
        self.spent = self._jobs.ledger.spent()
        certain = self._certain()
        self._book(certain - self._booked)
        self._booked = certain

    def refusal(self) -> BudgetSpentError:
        """Why another request is not allowed."""
        return BudgetSpentError(
            f"the budget of {self._budget or 0:g} US dollars does not allow another request",
            hint="raise --budget and run the same command again: it goes on where it stopped",
        )

    def _certain(self) -> float:
        rows = self._jobs.ledger.read("SELECT total(charged) FROM requests WHERE settled = 1")
        return float(rows[0][0])

    def reserve(self, cost: float | None) -> None:
        """Count a cost as spent. Raises `BudgetSpentError` where that is more than the budget."""
        if self._budget is not None and (cost is None or self.spent + cost > self._budget):
            raise self.refusal()
        self.spent += cost or 0.0


class Desk:
    """Answers questions from the ledger, puts new ones into the spool, and knows what a task waits for."""

    def __init__(
        self,
        jobs: Jobs,
        spool: Spool,
        purse: Purse,
        *,
        most_output: int,
    ) -> None:
        self.try_out: Callable[[dict[str, Any]], None] = lambda body: None
        """Called with each new question before it is put into a job; may call `reject`."""
        self.price: Price | None = None
        """Of a request in a batch."""
        self.waits: NotAskedError | None = None
        """Why the task at hand cannot be finished yet."""
        self.job = 0
        """The job that it waits for; 0 where its question is in none."""
        self.keys: list[str] = []
        """The questions of the task at hand."""
        self._jobs = jobs
        self._spool = spool
        self._purse = purse
        self._most_output = most_output
        self._task: Task | None = None
        self._fresh = False
        self._rejected: dict[str, str] = {}

    def take(self, task: Task, *, fresh: bool) -> None:
        """The next questions are about this task; `fresh` asks them anew, once."""
        self._fresh = fresh
        self._task, self.waits, self.job, self.keys = task, None, 0, []

    def put_off(self, error: NotAskedError) -> None:
        """The task at hand lacks an answer. What is in no job yet weighs more than what is on its way."""
        if self.waits is None or isinstance(self.waits, PendingError):
            self.waits = error

    def rejection(self, body: dict[str, Any]) -> dict[str, Any] | None:
        """What the provider says to a field that it is known to reject, where `body` has one."""
        for field in ADAPTABLE:
            if field in body and (said := self._rejects(str(body.get("model")), field)):
                return {"error": {"message": said, "param": field, "code": "unsupported_parameter"}}
        return None

    def reject(self, model: str, field: str, said: str) -> None:
        """Note that the provider rejects a field: no later question needs a round to find that out."""
        self._rejected[f"{model}:{field}"] = said or "unsupported"
        self._jobs.ledger.set_meta(f"provider_rejects:{model}:{field}", said or "unsupported")

    def answer(self, body: dict[str, Any]) -> tuple[int, Any]:
        """Status and body of the answer.

        Raises `PendingError` where it is still to come, `BudgetSpentError`, what the ledger knows is wrong
        with the question, and what trying out the first question of a run raises.
        """
        if refused := self.rejection(body):
            return 400, refused
        task = self._task
        subject = Subject(task.location if task else "")
        key = Question("POST", _CHAT, body, subject).key
        self.keys.append(key)
        asked = self._jobs.question(key)
        anew = self._fresh and (asked is None or asked.state == AGAIN)
        if not anew and (found := self._jobs.ledger.find(key)) is not None:
            return found.status, found.body
        if asked is not None and asked.state == FAILED and asked.error is not None:
            raise asked.error
        if asked is None or asked.state != ASKED:
            self.try_out(body)
            if refused := self.rejection(body):
                return 400, refused
            self._ask(key, body, subject, asked)
        elif asked.job > self.job:
            self.job = asked.job
        raise PendingError("the answer is to come from the provider's batch job")

    def _ask(self, key: str, body: dict[str, Any], subject: Subject, before: Asked | None) -> None:
        line = line_of(key, body)
        output = next((body[name] for name in _LIMITS if isinstance(body.get(name), int)), self._most_output)
        cost = greatest_cost(self.price, len(line), output)
        need = Need(len(line), output, cost, label=subject.label)
        self._purse.reserve(need.cost)
        self.job = self._spool.room(line)
        self._jobs.ask(key, self.job, need, (before.tries if before else 0) + 1)
        self._spool.add(line)

    def _rejects(self, model: str, field: str) -> str:
        name = f"{model}:{field}"
        if name not in self._rejected:
            self._rejected[name] = self._jobs.ledger.meta(f"provider_rejects:{name}") or ""
        return self._rejected[name]


class Answers(httpx2.BaseTransport):
    """What `connect` gets as its network: chat requests go to the desk, everything else to the provider."""

    def __init__(self, desk: Desk, network: Callable[[], httpx2.BaseTransport] = Network) -> None:
        self._desk = desk
        self._open = network
        self._network: httpx2.BaseTransport | None = None

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The answer of the ledger. Raises what `Desk.answer` raises."""
        if route(request.url.path) != _CHAT:
            self._network = self._network or self._open()
            return self._network.handle_request(request)
        status, body = self._desk.answer(json.loads(request.read()))
        return _response(status, body, request)

    def close(self) -> None:
        """Close the connection, if one was opened."""
        if self._network is not None:
            self._network.close()


class Patient:
    """An extractor whose answers may be still to come: it tells the desk, and the pipeline goes on."""

    def __init__(self, extractor: Extractor, desk: Desk, price: Price | None) -> None:
        self.card: ModelCard = replace(extractor.card, price=price)
        self._extractor = extractor
        self._desk = desk

    def extract(self, request: DraftRequest) -> Extraction:
        """The draft, or a gap. Raises `ProviderError` where there never will be one."""
        try:
            return self._extractor.extract(request)
        except NotAskedError as error:
            self._desk.put_off(error)
            return Extraction(None, Outcome.UNAVAILABLE, (), 0.0)

    def close(self) -> None:
        """Close the extractor."""
        self._extractor.close()


def discounted(price: Price | None, share: float) -> Price | None:
    """The price of a batch, `share` of the direct one; None where that is unknown."""
    if price is None:
        return None
    cached = None if price.cached is None else price.cached * share
    changed = {"input": price.input * share, "output": price.output * share, "cached": cached}
    return price.model_copy(update=changed)


def _response(status: int, body: Any, request: httpx2.Request) -> httpx2.Response:
    content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    headers = {"content-type": "application/json"}
    return httpx2.Response(status, headers=headers, content=content, request=request)
