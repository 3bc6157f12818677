"""How modules declare letter templates that every installation starts with; the firm edits their text afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Declared:
    """A template as the product ships it."""

    code: str
    name: Any
    resource: str
    subject: Any
    body: Any
    commercial: bool = False
    as_pdf: bool = False


_declared: dict[str, Declared] = {}


def declare_template(
    code: str, name: Any, resource: str, subject: Any, body: Any, *, commercial: bool = False, as_pdf: bool = False
) -> None:
    """Let every installation start with this template; call it in ``rules.py``. ValueError: the code is taken."""
    if code in _declared:
        raise ValueError(f"letter template {code} is declared twice")
    _declared[code] = Declared(code, name, resource, subject, body, commercial, as_pdf)


def all_declared() -> list[Declared]:
    """Every declared template, in order of declaration."""
    return list(_declared.values())
