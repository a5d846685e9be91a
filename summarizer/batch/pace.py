"""Requests and tokens a minute: as the user says, or as the endpoint's headers tell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from summarizer.batch.gate import Need

_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
# Before anything is known: four bytes of the body a token, an eighth of the output limit used.
_FIRST_INPUT_SHARE = 0.25
_FIRST_OUTPUT_SHARE = 0.125


@dataclass(slots=True)
class Bucket:
    """Leave that comes back at `rate` a second, up to `capacity`; may go into debt."""

    capacity: float
    rate: float
    level: float
    at: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until something may be taken; 0 now."""
        self.level = min(self.capacity, self.level + (now - self.at) * self.rate)
        self.at = now
        # One more than nothing: a debt of 1e-12 is none.
        return 0.0 if self.level > -1e-9 else -self.level / self.rate

    def take(self, amount: float) -> None:
        """Take, or give back what is negative."""
        self.level -= amount


def per_minute(limit: float, now: float) -> Bucket:
    """A bucket that lets no more than `limit` through in any minute, spread evenly over it."""
    burst = max(1.0, limit // 60)
    rate = limit / 60 if burst == 1 else (limit - burst) / 60
    # Taking happens at level >= 0, so that a bucket with n - 1 lets n through at once.
    return Bucket(burst - 1, rate, burst - 1, now)


class Pace:
    """The limits of one run. Not thread-safe; times are monotonic seconds."""

    def __init__(self, rpm: float | None, tpm: float | None, now: float) -> None:
        self._given = {
            "requests": per_minute(rpm, now) if rpm else None,
            "tokens": Bucket(0.0, tpm / 60, 0.0, now) if tpm else None,
        }
        self._learned: dict[str, Bucket] = {}
        self._share = {"input": _FIRST_INPUT_SHARE, "output": _FIRST_OUTPUT_SHARE}
        self._in_flight = 0
        self._tokens_in_flight = 0.0

    def wait(self, now: float) -> float:
        """Seconds until the next request may go out; 0 now."""
        buckets = (*self._given.values(), *self._learned.values())
        return max((bucket.wait(now) for bucket in buckets if bucket), default=0.0)

    def expected(self, need: Need) -> float:
        """Tokens that the request will probably use."""
        return need.input_tokens * self._share["input"] + need.output_tokens * self._share["output"]

    def take(self, need: Need) -> float:
        """Count a request that goes out; gives the tokens expected of it."""
        tokens = self.expected(need)
        self._in_flight += 1
        self._tokens_in_flight += tokens
        for amount, name in ((1.0, "requests"), (tokens, "tokens")):
            for bucket in (self._given[name], self._learned.get(name)):
                if bucket:
                    bucket.take(amount)
        return tokens

    def settle(self, need: Need, expected: float, used: tuple[int, int] | None) -> None:
        """Correct the expectation; `used` are input and output tokens, None where nothing is known."""
        self._in_flight -= 1
        self._tokens_in_flight -= expected
        if used is None:
            return
        for bucket in (self._given["tokens"], self._learned.get("tokens")):
            if bucket:
                bucket.take(sum(used) - expected)
        for name, tokens, most in (
            ("input", used[0], need.input_tokens),
            ("output", used[1], need.output_tokens),
        ):
            self._share[name] += 0.1 * (tokens / max(1, most) - self._share[name])

    def learn(self, headers: Mapping[str, str], now: float) -> None:
        """Take over what the endpoint says of its limits (`x-ratelimit-*`); nonsense is ignored."""
        for name, out in (("requests", float(self._in_flight)), ("tokens", self._tokens_in_flight)):
            limit = _number(headers.get(f"x-ratelimit-limit-{name}"))
            left = _number(headers.get(f"x-ratelimit-remaining-{name}"))
            reset = duration(headers.get(f"x-ratelimit-reset-{name}"))
            if limit is None or left is None or not reset or not 0 <= left < limit:
                continue
            # What is in flight may or may not be counted already; careful is cheap.
            self._learned[name] = Bucket(limit, (limit - left) / reset, left - out - 1, now)


def duration(text: str | None) -> float | None:
    """Seconds of "1s", "6m0s", "20ms", "1.5" (seconds); None for anything else."""
    if not text:
        return None
    found = _DURATION.findall(text)
    if found and "".join(number + unit for number, unit in found) == text:
        return sum(float(number) * _SECONDS[unit] for number, unit in found)
    return _number(text)


def _number(text: str | None) -> float | None:
    try:
        value = float(text) if text else None
    except ValueError:
        return None
    return value if value is not None and 0 <= value < 1e15 else None
