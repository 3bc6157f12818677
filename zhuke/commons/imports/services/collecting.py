"""The garbage collector while a file is worked on."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

RARELY = (100_000, 50, 1_000)


@contextmanager
def rarely() -> Iterator[None]:
    """Let the collector look through memory rarely: an import holds millions of objects, and going through them took a fifth of it."""
    before = gc.get_threshold()
    gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*before)
