"""What says how a project is doing. Modules above declare their sources (planning: late milestones, SPI, negative float)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from .models import Project

Find = Callable[[Sequence["Project"]], Mapping[UUID, tuple[str, Any]]]
LEVELS = ("green", "amber", "red")


@dataclass(frozen=True)
class Source:
    """``find(projects)`` → {project id: ("amber" | "red", sentence)}; who is not named is green.

    The sentence is lazy (``say(_("…"), n=…)`` of commons.notify) and says what is wrong. ``private``: it tells of money, so only those read
    it who see the project's amounts.
    """

    key: str
    label: Any
    find: Find
    private: bool = False


_sources: dict[str, Source] = {}


def declare_source(key: str, label: Any, find: Find, *, private: bool = False) -> None:
    """Make a source known; call it in AppConfig.ready. ValueError: the key is taken."""
    if key in _sources:
        raise ValueError(f"health source {key} is declared twice")
    _sources[key] = Source(key, label, find, private)


def all_sources() -> list[Source]:
    """Every declared source, in the order of declaration."""
    return list(_sources.values())


def source(key: str) -> Source | None:
    """The source of that key, or None."""
    return _sources.get(key)
