"""Papers that modules make about a project and its folders keep: minutes, reports. The module that has the folders plugs itself in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from zhuke.kernel.access import Actor


@dataclass(frozen=True)
class Paper:
    """One edition of what is said of ``resource``/``subject``; ``pdf`` is called only when this edition is not kept yet.

    ``folders``: names of folders that fit, best first; the first one is made where the project has none of them. ``kind``: code of the
    dictionary ``document_kind``. ``in_force``: whether it still counts; what was taken back before it could be kept does not.
    """

    project: UUID
    resource: str
    subject: UUID
    edition: int
    name: str
    kind: str
    folders: tuple[str, ...]
    pdf: Callable[[], bytes]
    note: str = ""
    in_force: bool = True


class Shelf(Protocol):
    """Keeps papers; calling twice with the same edition keeps it once."""

    def holds(self, project: UUID, word: str) -> bool:
        """Whether a document of the project that is not out of force has a file and this word in its name."""

    def keep(self, actor: Actor, paper: Paper) -> None:
        """Put an edition among the documents of its project."""

    def take_back(self, actor: Actor, resource: str, subject: UUID, note: str) -> None:
        """The newest edition counts no more; it stays to be read."""


_plugged: list[Shelf] = []


def plug_shelf(shelf: Shelf) -> None:
    """Called once at start by the module that keeps documents. ValueError: there is one already."""
    if _plugged:
        raise ValueError("papers are kept by one module only")
    _plugged.append(shelf)


def shelf() -> Shelf:
    """Whoever keeps papers."""
    return _plugged[0]
