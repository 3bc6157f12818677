"""What the kernel needs from above and takes by handing in, never by importing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

if TYPE_CHECKING:
    from .access import Actor


class ActorSource(Protocol):
    """Makes actors out of people and tokens; the module that knows people plugs itself in at start."""

    def for_user(self, user: Any) -> Actor:
        """The actor of a signed-in person."""

    def for_token(self, secret: str) -> Actor | None:
        """The actor of an API token; None: unknown, expired or revoked."""

    def for_id(self, user_id: UUID) -> Actor:
        """The actor of a person by id, for jobs that run on that person's behalf."""


class Catalog(Protocol):
    """Knows the dictionaries and custom fields that the firm edits."""

    def dictionaries(self) -> Mapping[str, Sequence[Any]]:
        """Entries by dictionary, in their order."""

    def custom_fields(self) -> Mapping[str, Sequence[Any]]:
        """Active custom fields by resource, in their order."""


_plugged: dict[str, Any] = {}


def plug(*, actors: ActorSource | None = None, catalog: Catalog | None = None) -> None:
    """Called once at start by the module that fills the port."""
    _plugged.update({name: value for name, value in (("actors", actors), ("catalog", catalog)) if value})


def actors() -> ActorSource:
    """The plugged source of actors."""
    source: ActorSource = _plugged["actors"]
    return source


def catalog() -> Catalog:
    """The plugged catalog."""
    source: Catalog = _plugged["catalog"]
    return source
