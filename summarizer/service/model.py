"""The model that workers share the making of: where it cannot be had, it is asked for ever more rarely."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from summarizer.api import Summarizer
from summarizer.core.errors import SummarizerError
from summarizer.service.observability import log

_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 60.0


class Model:
    """Makes a Summarizer for each worker, one at a time; after a failure not before a pause, which
    doubles from a second to a minute until it succeeds."""

    def __init__(
        self, make: Callable[[], Summarizer], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._make = make
        self._clock = clock
        self._lock = threading.Lock()
        self._length = 0.0
        self._again = 0.0
        self.problem: str | None = None
        """The kind of error that the last try ended with; None where it succeeded."""

    @property
    def pause(self) -> float:
        """Seconds until the next try is due."""
        return max(0.0, self._again - self._clock()) if self.problem else 0.0

    def make(self) -> Summarizer | None:
        """A Summarizer, or None where it cannot be made now: `problem` and `pause` say more."""
        with self._lock:
            if self.pause:
                return None
            try:
                made = self._make()
            except SummarizerError as error:
                self._length = min(2 * self._length or _FIRST_PAUSE, _LONGEST_PAUSE)
                self._again = self._clock() + self._length
                self.problem = type(error).__name__
                fields = {"again_in_seconds": self._length}
                log.error("model cannot be made", exc_info=error, extra={"fields": fields})
                return None
            self._length, self.problem = 0.0, None
            return made
