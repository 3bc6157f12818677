"""Configuration that processes keep in memory: dictionaries, custom fields, whatever asks for it. Forgotten when the epoch moves."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

from django.db import connection

from .ports import catalog

T = TypeVar("T")
_kept: dict[Hashable, Any] = {}
_epoch = [0]


def refresh() -> int:
    """Read the epoch and forget everything kept if it has moved. Called once at the start of a request or job; one short query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM kernel_epoch")
        row = cursor.fetchone()
    return notice(row[0] if row else 0)


def notice(epoch: int) -> int:
    """Forget everything kept if ``epoch`` is not the one it was read at."""
    if epoch != _epoch[0]:
        _kept.clear()
        _epoch[0] = epoch
    return epoch


def keep(key: Hashable, make: Callable[[], T]) -> T:
    """Return the kept value, made on first use within this epoch. At most 2,000 values are kept."""
    if key in _kept:
        kept: T = _kept[key]
        return kept
    epoch, value = _epoch[0], make()
    if len(_kept) >= 2000:
        _kept.clear()
    if epoch == _epoch[0]:  # else another thread has seen a change while this one was still reading the old state
        _kept[key] = value
    return value


def forget() -> None:
    """Forget everything (tests; also a process that has just changed configuration itself)."""
    _kept.clear()


def entries(dictionary: str) -> Sequence[Any]:
    """The entries of a dictionary in their order (code, label, label_en, color, active), switched-off ones included."""
    return keep("dictionaries", catalog().dictionaries).get(dictionary, [])


def dictionary_names() -> list[str]:
    """The dictionaries that have entries."""
    return list(keep("dictionaries", catalog().dictionaries))


def custom_fields(resource: str) -> Sequence[Any]:
    """The active custom fields of a resource in their order."""
    return keep("custom_fields", catalog().custom_fields).get(resource, [])
