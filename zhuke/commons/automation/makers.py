"""What rules may create: service verbs of the modules, each with the inputs that a rule fills in. An allow-list like that of flags."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from zhuke.kernel.fields import FieldSpec

Make = Callable[..., Any]


@dataclass(frozen=True)
class Maker:
    """A way to create a record out of another one. ``run(actor, row, **inputs)`` returns what it made, or None where there is one already.

    Text inputs may hold places like titles do (``{name}``). Inputs of type ``integer`` whose name ends in ``_in`` are working days from
    today and reach ``run`` as a date.
    """

    name: str
    label: Any
    resources: tuple[str, ...]
    inputs: tuple[FieldSpec, ...]
    run: Make


_makers: dict[str, Maker] = {}


def register_maker(name: str, label: Any, resources: tuple[str, ...], inputs: tuple[FieldSpec, ...], run: Make) -> None:
    """Let rules create this; call it in ``rules.py``."""
    _makers[name] = Maker(name, label, resources, inputs, run)


def makers_of(resource: str) -> list[Maker]:
    """What rules about this resource may create."""
    return [maker for maker in _makers.values() if resource in maker.resources]


def maker(name: str) -> Maker | None:
    """The maker of that name; None: it is not on the list."""
    return _makers.get(name)
