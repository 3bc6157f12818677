"""The garbage collector while much is held in memory at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

RARELY = (100_000, 50, 1_000)


class _Calm:
    """Who is within ``rarely`` now, and what the thresholds were before the first of them came."""

    def __init__(self) -> None:
        self.lock, self.inside, self.before = Lock(), 0, gc.get_threshold()

    def enter(self) -> None:
        with self.lock:
            if not self.inside:
                self.before = gc.get_threshold()
                gc.set_threshold(*RARELY)
            self.inside += 1

    def leave(self) -> None:
        with self.lock:
            self.inside -= 1
            if not self.inside:
                gc.set_threshold(*self.before)


_calm = _Calm()


@contextmanager
def rarely() -> Iterator[None]:
    """Let the collector look through memory rarely. An import or a plan of ten thousand tasks holds hundreds of thousands of objects,
    hardly any of them in rings: going through them again and again took from a fifth to a half of the work.

    It holds for the whole process; with several at a time the last who leaves takes it back.
    """
    _calm.enter()
    try:
        yield
    finally:
        _calm.leave()
