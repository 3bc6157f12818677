"""What a phase may ask for beyond filled fields and files. Modules above register theirs (planning: ``plan_baseline``)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .models import Project

Check = Callable[["Project"], Any]


@dataclass(frozen=True)
class Condition:
    """A rule for entering a phase. ``check`` answers None when it holds, else a sentence: what is missing and what to do."""

    code: str
    label: Any
    check: Check


_conditions: dict[str, Condition] = {}


def register_condition(code: str, label: Any, check: Check) -> None:
    """Make a condition known to gates; call it in AppConfig.ready. A code that is not registered (its module is not installed) holds
    nobody up."""
    _conditions[code] = Condition(code, label, check)


def condition(code: str) -> Condition | None:
    """The condition of that code, or None."""
    return _conditions.get(code)


def condition_choices() -> list[tuple[str, Any]]:
    """Every registered condition, in order of registration."""
    return [(one.code, one.label) for one in _conditions.values()]


def field_choices() -> list[tuple[str, Any]]:
    """The fields of projects that a gate may ask for."""
    from zhuke.kernel.resource import by_name

    resource = by_name("projects")
    return [(name, resource.specs[name].label) for name in resource.fields] if resource else []
