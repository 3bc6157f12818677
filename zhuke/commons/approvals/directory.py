"""What approvals need to know of people; the module that knows the organisation plugs it in (modules/orgs/approvals.py)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID


class Directory(Protocol):
    """People and their places. Everybody named is active and in the order in which they are to be asked."""

    def active(self, people: Iterable[UUID]) -> set[UUID]:
        """Those who have not left."""

    def names(self, people: Iterable[UUID]) -> Mapping[UUID, str]:
        """Their names, those of leavers too."""

    def superiors(self, person: UUID) -> Sequence[UUID]:
        """The heads above a person, the nearest first, each once."""

    def heads(self, unit: UUID) -> Sequence[UUID]:
        """The head of a unit and of the units above it, each once."""

    def holders(self, role: str, unit: UUID | None) -> Sequence[UUID]:
        """Who holds the role in the nearest unit upward where somebody does."""

    def deputies(self, people: Iterable[UUID]) -> Mapping[UUID, Sequence[UUID]]:
        """Who acts for these people today."""

    def admins(self, unit: UUID | None) -> Sequence[UUID]:
        """Who may manage approvals of the unit, those nearest to it."""

    def home(self, person: UUID) -> UUID | None:
        """The unit to which a person belongs."""

    def belongs(self, person: UUID, *, units: Sequence[UUID], roles: Sequence[str]) -> bool:
        """Whether the person works in or below one of the units, or holds one of the roles."""

    def roles(self) -> Sequence[tuple[str, str]]:
        """(code, name) of every role that is in use."""


_plugged: dict[str, Any] = {}


def plug(directory: Directory) -> None:
    """Called once at start."""
    _plugged["directory"] = directory


def directory() -> Directory:
    """The plugged directory."""
    found: Directory = _plugged["directory"]
    return found
