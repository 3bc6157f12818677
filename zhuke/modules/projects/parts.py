"""What a project template is made of. Each module declares its part: how to take it out of a project, how to put it into another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhuke.kernel.access import Actor

if TYPE_CHECKING:
    from .models import Project

Items = list[dict[str, Any]]


@dataclass(frozen=True)
class TemplatePart:
    """``take(project)`` → plain JSON items without ids, persons or days; ``apply(actor, project, items)`` → how many were added.

    ``apply`` runs inside ``writing`` on a project that may have some already: it adds what is missing and never changes what is there.
    """

    key: str
    label: Any
    take: Callable[[Project], Items]
    apply: Callable[[Actor, Project, Items], int]
    order: int = 50


_parts: dict[str, TemplatePart] = {}


def declare_part(part: TemplatePart) -> None:
    """Make a part known; call it in AppConfig.ready. ValueError: the key is taken."""
    if part.key in _parts:
        raise ValueError(f"template part {part.key} is declared twice")
    _parts[part.key] = part


def all_parts() -> list[TemplatePart]:
    """Every declared part in its order."""
    return sorted(_parts.values(), key=lambda part: part.order)
