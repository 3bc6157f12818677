"""What a person holds, found by declaration: every resource with an owner, and the open parts of other records given to the person.

``OrgScope.owner`` named ``owner`` is whoever looks after the record: all of the person's go to the successor. Under another name
(``assignee``) and in children of a record (``owner``, ``handler`` of a node, a risk, a feedback) only what is still open does: the rest
says who did it.
A module whose records are different says so with ``hand_over``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from zhuke.kernel.access import Actor, OrgScope, ParentScope, visible
from zhuke.kernel.resource import Resource, all_resources
from zhuke.modules.orgs.models import Unit, User

# Names of references to whoever made or is the record: history, never handed over.
OWN = frozenset({"created_by", "user", "author", "deputy"})
PARTS = ("owner", "handler", "assignee")
FINAL = frozenset(
    [
        "won",
        "lost",
        "done",
        "closed",
        "dismissed",
        "cancelled",
        "converted",
        "discarded",
        "accepted",
        "declined",
        "rejected",
        "expired",
        "withdrawn",
        "answered",
        "superseded",
        "obsolete",
        "submitted",
    ]
)
DONE = ("done_on", "done_at", "closed_at", "finished_at")

_said: dict[str, Q | None] = {}


def hand_over(resource: str, only: Q | None) -> None:
    """Say which rows of a resource a leaver hands over; None: none, they tell what that person did. Call it in the app's module.py."""
    _said[resource] = only


@dataclass(frozen=True)
class Holding:
    """The rows of one resource that refer to a person by one field. ``only``: which of them are handed over; ``open``: work that waits."""

    resource: Resource
    field: str
    only: Q
    open: Q

    @property
    def key(self) -> str:
        """How a plan names it."""
        return self.resource.name

    @property
    def right(self) -> str:
        """The right that giving such a row to somebody else takes."""
        rights = self.resource.actions_of()
        return next(name for name in ("assign", "update", "read") if name in rights)

    def rows(self, person: UUID) -> QuerySet[Any]:
        """What the person holds of it."""
        return self.resource.model._default_manager.filter(self.only, **{f"{self.field}_id": person})

    def movable(self, actor: Actor, person: UUID) -> QuerySet[Any]:
        """What of it ``actor`` may give to somebody else."""
        within = visible(actor, self.resource, self.right).values("pk")
        return self.rows(person).filter(pk__in=within)

    def path(self, dimension: str) -> str | None:
        """The ORM path of unit, region, kind or value class of a row: its own, or that of the record or customer it belongs to."""
        return _path(self.resource, dimension)


def holdings() -> Iterator[Holding]:
    """Every place where a person can hold something, as it was declared; the units that a person leads as well."""
    for resource in all_resources():
        if resource.hidden or (resource.name in _said and _said[resource.name] is None):
            continue
        for name in _fields(resource):
            waits = open_rows(resource.model)
            all_of_it = name == "manager" or (name == "owner" and isinstance(resource.scope, OrgScope))
            only = _said.get(resource.name) or (Q() if all_of_it else waits)
            if only is not None:
                living = Q(archived_at=None) if _has(resource.model, "archived_at") else Q()
                yield Holding(resource, name, only & living, waits if waits is not None else Q())


def open_rows(model: type[Model]) -> Q | None:
    """The condition for work that waits, read from the model's state or date of completion; None: it knows neither."""
    if _has(model, "state"):
        codes = [str(value) for value, _label in model._meta.get_field("state").flatchoices]  # type: ignore[union-attr]
        return Q(state__in=[code for code in codes if code not in FINAL])
    return next((Q(**{name: None}) for name in DONE if _has(model, name)), None)


def _fields(resource: Resource) -> list[str]:
    scope = resource.scope
    if resource.model is Unit:
        return ["manager"]
    if isinstance(scope, OrgScope):
        return [scope.owner] if scope.owner and scope.owner not in OWN and _is_person(resource.model, scope.owner) else []
    if isinstance(scope, ParentScope):
        return [name for name in PARTS if _is_person(resource.model, name)]
    return []


def _is_person(model: type[Model], name: str) -> bool:
    return _has(model, name) and model._meta.get_field(name).related_model is User


def _has(model: type[Model], name: str) -> bool:
    return any(f.name == name for f in model._meta.get_fields() if not f.auto_created)


def _path(resource: Resource, dimension: str) -> str | None:
    scope, model = resource.scope, resource.model
    if dimension == "unit":
        if isinstance(scope, OrgScope):
            return f"{scope.unit}_id"
    elif _has(model, "customer"):
        customer = model._meta.get_field("customer").related_model
        return f"customer__{dimension}" if isinstance(customer, type) and _has(customer, dimension) else None
    elif _has(model, dimension):
        return dimension
    if isinstance(scope, ParentScope):
        inner = _path(resource.parent(), dimension)
        return f"{scope.parent}__{inner}" if inner else None
    return None
