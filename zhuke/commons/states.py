"""What a row's state allows: conditions for ``Action.when`` and ``Resource.editable``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def state_in(*states: str) -> Callable[[Any], bool]:
    """Says of a row whether its ``state`` is one of these."""
    return lambda row: row.state in states


def never(_row: Any) -> bool:
    """Of no row: what is kept as it was written is not edited."""
    return False
