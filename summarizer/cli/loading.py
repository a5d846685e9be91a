"""Loading what a command needs."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Around imports: what they make stays for good, so nobody looks for garbage in it while they go on.

    The objects of the modules of a batch would be looked through hundreds of times while they come; there is
    next to no garbage among them.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()
