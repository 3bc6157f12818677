"""What surrounds every job of a worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def by_current_configuration(work: Callable[[], Any], context: Any, worker: Any) -> Any:
    """Run a job by the rules, dictionaries and settings of this moment: workers live for weeks, and another process changes them."""
    from zhuke.kernel import config  # the settings name this function before there are models

    config.refresh()
    return work()
