"""Everything that can go wrong, as one tree.

    SummarizerError
    ├── UsageError             the call itself is wrong                exit 2
    ├── ConfigurationError     no usable model, broken settings        exit 3
    ├── ProviderError          the endpoint failed or refused          exit 4
    │   ├── AuthenticationError    key missing, wrong or without access
    │   ├── ModelNotFoundError     endpoint is there, model is not
    │   ├── RateLimitedError       429 outlived the retries
    │   ├── ProviderTimeoutError   no answer before the deadline
    │   ├── ProviderUnavailableError   refused, reset, 5xx
    │   ├── BadRequestError        endpoint rejects the request itself
    │   ├── StaleRecordingError    replay lacks this question               exit 3
    │   └── NotAskedError          a batch held the request back
    │       ├── StoppedError           because it was told to stop
    │       └── BudgetSpentError       because the budget does not allow it
    └── InputError             the article cannot be read              exit 5

Each carries one line that names the cause and a `hint` that names the next step; neither
ever holds a secret or an article's text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from summarizer.core.usage import Attempt


class SummarizerError(Exception):
    """Root of all errors raised on purpose; `str(error)` is one line, `hint` the next step."""

    exit_code: ClassVar[int] = 4

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(SummarizerError):
    """The call contradicts itself or names something that does not exist."""

    exit_code = 2


class ConfigurationError(SummarizerError):
    """No model can be used with these settings."""

    exit_code = 3


class ProviderError(SummarizerError):
    """The model's endpoint failed.

    `status` is its HTTP status where it answered, `attempts` every request that was sent.
    """

    exit_code = 4

    def __init__(self, message: str, *, hint: str = "", status: int | None = None) -> None:
        super().__init__(message, hint=hint)
        self.status = status
        self.attempts: tuple[Attempt, ...] = ()


class AuthenticationError(ProviderError):
    """401 or 403: the key is missing, wrong or may not use this model."""


class ModelNotFoundError(ProviderError):
    """404: the endpoint answers, but not for this model or path."""


class RateLimitedError(ProviderError):
    """429 until the retries or the deadline were used up."""


class ProviderTimeoutError(ProviderError):
    """No complete answer within the time allowed."""


class ProviderUnavailableError(ProviderError):
    """Connection refused or reset, name not found, or a 5xx that outlived the retries."""


class BadRequestError(ProviderError):
    """The endpoint rejects the request itself: 400, 413, 415, 422."""


class StaleRecordingError(ProviderError):
    """A replay was asked something that is not recorded.

    `stale` names what changed since the nearest recording (prompt, article, schema, ...; empty where
    there is none), `difference` is a readable diff against it.
    """

    exit_code = 3

    def __init__(self, message: str, *, stale: tuple[str, ...] = (), difference: str = "") -> None:
        super().__init__(message, hint="record it again: 'summarizer eval record'")
        self.stale = stale
        self.difference = difference


class NotAskedError(ProviderError):
    """A batch held a request back: nothing was sent and nothing was paid. The article is left undone."""


class StoppedError(NotAskedError):
    """The run was told to stop before this request was sent."""


class BudgetSpentError(NotAskedError):
    """The request might have cost more than what is left of the budget."""


class InputError(SummarizerError):
    """The article cannot be read: missing, empty, binary, too large, not fetchable."""

    exit_code = 5
