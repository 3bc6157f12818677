"""Who is told: functions by name. Each answers for a whole batch of records at once: record id → people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuke.kernel.access import OrgScope, ParentScope
from zhuke.kernel.errors import DomainError
from zhuke.kernel.ids import parse_uuid
from zhuke.kernel.models import TeamMember
from zhuke.kernel.resource import Resource

Found = Mapping[UUID, Iterable[UUID]]
Finder = Callable[[Resource, list[UUID], str], Found]


@dataclass(frozen=True)
class Recipient:
    """A way to find people for records. ``argument``: what must follow the colon (``role:finance``), empty: nothing."""

    name: str
    label: Any
    find: Finder
    argument: str = ""


_recipients: dict[str, Recipient] = {}


def register_recipient(name: str, label: Any, find: Finder, argument: str = "") -> None:
    """Make a kind of recipient known; call it in AppConfig.ready or in ``rules.py``."""
    _recipients[name] = Recipient(name, label, find, argument)


def all_recipients() -> list[Recipient]:
    """Every kind, in order of registration."""
    return list(_recipients.values())


def recipient(text: str) -> tuple[Recipient, str]:
    """The kind and the argument in ``role:finance``. Raises bad_rule."""
    name, _sep, argument = text.partition(":")
    found = _recipients.get(name)
    if found is None or bool(argument) != bool(found.argument):
        raise DomainError("bad_rule", _("不认识的收件人“%(name)s”，请从列表中选择。") % {"name": text[:40]})
    return found, argument


def find_people(resource: Resource, ids: list[UUID], to: Iterable[str]) -> dict[UUID, list[UUID]]:
    """The people of each record, each once, in the order in which ``to`` names them."""
    people: dict[UUID, dict[UUID, None]] = {pk: {} for pk in ids}
    for text in to:
        kind, argument = recipient(text)
        for pk, found in kind.find(resource, ids, argument).items():
            people[pk] |= dict.fromkeys(person for person in found if person)
    return {pk: list(found) for pk, found in people.items()}


def owner_columns(resource: Resource) -> list[str]:
    """The ORM paths of the people responsible for a record, the nearest first: its own, then that of its parent."""
    names = {f.name for f in resource.model._meta.get_fields()}
    scope = resource.scope
    own = scope.owner if isinstance(scope, OrgScope) else next((n for n in ("owner", "handler", "assignee") if n in names), None)
    found = [f"{own}_id"] if own else []
    if isinstance(scope, ParentScope):
        found += [f"{scope.parent}__{column}" for column in owner_columns(resource.parent())]
    return found


def column_of(resource: Resource, ids: list[UUID], column: str) -> dict[UUID, list[UUID]]:
    """The person in one column of each record."""
    return {pk: [person] for pk, person in resource.model._default_manager.filter(pk__in=ids).values_list("pk", column) if person}


def _owner(resource: Resource, ids: list[UUID], _argument: str) -> Found:
    found: dict[UUID, list[UUID]] = {}
    for column in owner_columns(resource):
        found |= column_of(resource, [pk for pk in ids if pk not in found], column)
    return found


def _creator(resource: Resource, ids: list[UUID], _argument: str) -> Found:
    return column_of(resource, ids, "created_by_id")


def _team(resource: Resource, ids: list[UUID], _argument: str) -> Found:
    found: dict[UUID, list[UUID]] = {}
    for pk, person in TeamMember.objects.filter(resource=resource.name, object_id__in=ids).values_list("object_id", "user_id"):
        found.setdefault(pk, []).append(person)
    return found


def _person(_resource: Resource, ids: list[UUID], argument: str) -> Found:
    key = parse_uuid(argument)
    return {pk: [key] for pk in ids} if key else {}


def register_standard() -> None:
    """The recipients that need no org tree; the module that knows roles adds its own."""
    register_recipient("owner", gettext_lazy("负责人"), _owner)
    register_recipient("team", gettext_lazy("团队成员"), _team)
    register_recipient("creator", gettext_lazy("创建人"), _creator)
    register_recipient("person", gettext_lazy("指定人员"), _person, "user")
