"""The modules of the product, declared by their apps: what they are called, what they cover, whether a company can do without."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Module:
    """``covers`` are grants: ``contracts`` (every right on the resource) or ``customers.claim`` (one right)."""

    name: str
    label: Any
    covers: tuple[str, ...]
    about: Any = ""
    can_be_off: bool = True

    def has(self, resource: str, action: str) -> bool:
        """Whether a grant belongs to the module."""
        return resource in self.covers or f"{resource}.{action}" in self.covers

    @property
    def resources(self) -> tuple[str, ...]:
        """The resources whose records lie in the module."""
        return tuple(name for name in self.covers if "." not in name)


_modules: dict[str, Module] = {}


def declare(name: str, label: Any, *covers: str, about: Any = "", can_be_off: bool = True) -> None:
    """Make a module known; call it in the app's module.py. Raises ValueError when two modules claim the same grant."""
    taken = {grant: module.name for module in _modules.values() for grant in module.covers}
    if name in _modules or any(grant in taken for grant in covers):
        raise ValueError(f"module {name} or what it covers is declared twice")
    _modules[name] = Module(name, label, covers, about, can_be_off)


def all_modules() -> Iterable[Module]:
    """Every declared module, in the order of declaration."""
    return _modules.values()


def by_name(name: str) -> Module | None:
    """The module of that name, or None."""
    return _modules.get(name)
