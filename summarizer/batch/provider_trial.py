"""One small request before the first job: what would fail all of it is better known now than in a day."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import openai

from summarizer.batch.budget import charge, greatest_cost
from summarizer.batch.gate import Need, Settled
from summarizer.batch.ledger import Ledger
from summarizer.batch.provider_client import BatchClient
from summarizer.batch.provider_pending import ADAPTABLE, Purse
from summarizer.batch.provider_results import usage_of
from summarizer.core.errors import AuthenticationError, NotAskedError
from summarizer.core.usage import Price
from summarizer.llm.failures import UnreadableError

_MESSAGES = [{"role": "user", "content": "Answer with an empty JSON object."}]


class Trial:
    """Sends the fields of a first question with a few words instead of its article, at the full price.

    `reject` is told model, field and message where a field is not supported. Done once a ledger and set of
    fields. Raises `AuthenticationError`; whatever else goes wrong the jobs will tell.
    """

    def __init__(
        self,
        ledger: Ledger,
        client: BatchClient,
        purse: Purse,
        reject: Callable[[str, str, str], None],
        *,
        price: Price | None,
        most_output: int,
    ) -> None:
        self._ledger = ledger
        self._client = client
        self._purse = purse
        self._reject = reject
        self._price = price
        self._most_output = most_output
        self._done: set[str] = set()

    def __call__(self, body: dict[str, Any]) -> None:
        """Try the fields of this question, if they were not tried before."""
        name = _name(body)
        if name in self._done or self._ledger.meta(name):
            self._done.add(name)
            return
        trial = {**body, "messages": _MESSAGES}
        size = len(json.dumps(trial))
        cost = greatest_cost(self._price, size, self._most_output)
        try:
            self._purse.reserve(cost)
        except NotAskedError:
            return
        need = Need(size, self._most_output, cost, label="trial of the batch")
        if self._sent(trial, need):
            self._done.add(name)
        self._purse.recount()

    def _sent(self, trial: dict[str, Any], need: Need) -> bool:
        """Whether that was enough: a rejected field means another trial without it."""
        request = self._ledger.intend(need)
        settled = Settled(None, None, 0.0)
        learnt = False
        try:
            settled = Settled(200, usage_of(self._client.ask(trial)), 0.0)
        except openai.APIStatusError as error:
            settled = Settled(error.status_code, None, 0.0)
            learnt = self._learn(trial, error)
        except (openai.APIError, UnreadableError):
            return True
        finally:
            self._ledger.settle(request, settled, charge(self._price, need, settled))
        if settled.status == 200:
            self._ledger.set_meta(_name(trial), "1")
        return not learnt

    def _learn(self, trial: dict[str, Any], error: openai.APIStatusError) -> bool:
        failed = self._client.classified(error)
        if isinstance(failed, AuthenticationError):
            raise failed
        param = getattr(error, "param", None)
        if error.status_code != 400 or param not in ADAPTABLE or param not in trial:
            return False
        self._reject(str(trial.get("model")), param, str(failed))
        return True


def _name(body: dict[str, Any]) -> str:
    fields = json.dumps([body.get("model"), sorted(set(body) - {"messages"})])
    return f"provider_tried:{hashlib.sha256(fields.encode()).hexdigest()[:16]}"
