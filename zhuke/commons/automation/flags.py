"""Flags that rules may put on records: an allow-list. The module that owns the record says how, so that its own service does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from zhuke.kernel.access import Actor

Put = Callable[[Actor, Any, str], object]


@dataclass(frozen=True)
class Flag:
    """A mark on records of one resource. ``put(actor, row, reason)`` sets it and does nothing where it is set already."""

    name: str
    label: Any
    resource: str
    put: Put


_flags: dict[str, Flag] = {}


def register_flag(name: str, label: Any, resource: str, put: Put) -> None:
    """Let rules put this flag; call it in ``rules.py``. ``put`` gets the locked row and raises DomainError when it may not be."""
    _flags[name] = Flag(name, label, resource, put)


def flags_of(resource: str) -> list[Flag]:
    """The flags that rules may put on records of this resource."""
    return [flag for flag in _flags.values() if flag.resource == resource]


def flag(name: str) -> Flag | None:
    """The flag of that name; None: it is not on the list."""
    return _flags.get(name)
