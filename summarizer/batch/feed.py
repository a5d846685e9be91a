"""Tasks on their way to the workers of a cluster: numbered blocks, kept until each has its result."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from summarizer.batch.tasks import Task


class Feed:
    """Blocks of tasks, handed out by number, as often as they are asked for.

    A read that begins anew asks for the same numbers again and gets the same blocks, without the tasks
    that have their result by now: that is what lets Ray repeat it after the loss of a process or a node.
    Safe to share between threads.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._blocks: list[tuple[str, ...]] = []
        self._waiting: dict[str, Task] = {}
        self._ended = False
        self.finished = 0
        """Tasks that have their result."""

    @property
    def unfinished(self) -> int:
        """Tasks without a result."""
        return len(self._waiting)

    def offer(self, tasks: Iterable[Task]) -> None:
        """Append one block."""
        with self._changed:
            block = {task.location: task for task in tasks}
            self._blocks.append(tuple(block))
            self._waiting |= block
            self._changed.notify_all()

    def end(self) -> None:
        """No block follows."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def take(self, number: int, patience: float = 1.0) -> list[Task] | str:
        """The block of this number; "later" when it is not there in `patience` seconds, "end" after the last.

        The short wait keeps one who asks and has died from being waited for.
        """
        with self._changed:
            self._changed.wait_for(lambda: number < len(self._blocks) or self._ended, patience)
            if number < len(self._blocks):
                return [self._waiting[name] for name in self._blocks[number] if name in self._waiting]
            return "end" if self._ended else "later"

    def finish(self, location: str) -> Task | None:
        """Take note of a result; the task, or None when its result was there before."""
        with self._changed:
            task = self._waiting.pop(location, None)
            self.finished += task is not None
            return task

    def restart(self, size: int) -> None:
        """Number what is unfinished anew, in blocks of `size`: for another pass over the cluster."""
        with self._changed:
            names = tuple(self._waiting)
            self._blocks = [names[start : start + size] for start in range(0, len(names), size)]
            self._changed.notify_all()
