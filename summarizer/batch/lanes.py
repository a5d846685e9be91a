"""How many requests may be in flight: fewer when the endpoint pushes back, slowly more again.

Like TCP with congestion marks (DCTCP): at most once a round trip, the width shrinks in proportion to the
share of answers that pushed back, and grows by a tenth of what was asked for. A few stray 429s cost
nothing then, an endpoint that refuses half of what it gets halves the traffic, and one that refuses
everything gets one request at a time.
"""

from __future__ import annotations

_GROWTH = 0.1
_HARSH = 0.5
_STREAK = 5


class Lanes:
    """The width of the road, from 1 to `most`. Not thread-safe; times are monotonic seconds."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.width = float(most)
        self.in_flight = 0
        self.held_until = 0.0
        """Nothing goes out before: every answer of late said to wait."""
        self._round_began = 0.0
        self._round_trip = 0.1
        self._answers = 0
        self._pushed_back = 0
        self._streak = 0

    @property
    def free(self) -> bool:
        """Whether one more request may go out."""
        return self.in_flight < max(1, int(self.width))

    def answered(self, now: float, seconds: float, *, pushed_back: bool, wait: float | None) -> None:
        """Learn from an answer: `pushed_back` for 429, 503, 529 and time-outs."""
        self._answers += 1
        self._pushed_back += pushed_back
        self._streak = self._streak + 1 if pushed_back else 0
        if not pushed_back:
            self._round_trip += 0.2 * (seconds - self._round_trip)
        if self._streak >= _STREAK and wait:
            self.held_until = max(self.held_until, now + wait)
        if now - self._round_began >= self._round_trip and self._answers >= min(self.width, 10):
            self._adapt(now)

    def _adapt(self, now: float) -> None:
        share = self._pushed_back / self._answers
        if share > _HARSH:
            self.width *= 0.5
        else:
            self.width = self.width * (1 - share / 2) + max(1.0, _GROWTH * self.most)
        self.width = min(float(self.most), max(1.0, self.width))
        self._round_began, self._answers, self._pushed_back = now, 0, 0
