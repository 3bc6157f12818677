"""The team of a record: people who work on it although it belongs to somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhuke.commons.notify.services import notify, say
from zhuke.commons.records import editable, note
from zhuke.kernel import config
from zhuke.kernel.access import Actor, OrgScope, get_visible, visible
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import DomainError, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.models import TeamMember
from zhuke.kernel.resource import Resource, by_name

MOST = 50


def team_of(actor: Actor, resource: Resource, pk: UUID) -> QuerySet[TeamMember]:
    """The members. Raises not_found, no_team."""
    get_visible(actor, resource, pk)
    _check(resource)
    return _members(resource, pk)


def _members(resource: Resource, pk: UUID) -> QuerySet[TeamMember]:
    return TeamMember.objects.filter(resource=resource.name, object_id=pk).select_related("user").order_by("pk")


def _check(resource: Resource) -> None:
    if not (isinstance(resource.scope, OrgScope) and resource.scope.team):
        raise DomainError("no_team", _("“%(label)s”没有团队。") % {"label": resource.label})


def put_team(actor: Actor, resource: Resource, pk: UUID, wanted: Mapping[UUID, bool]) -> QuerySet[TeamMember]:
    """Replace the team by ``{person: may write}``. New members must be people whom the actor may see.

    Raises invalid, no_team and what the record's door raises.
    """
    with writing(actor):
        row = editable(actor, resource, pk, lock=True)
        _check(resource)
        if len(wanted) > MOST:
            raise invalid({"team": [_("团队最多 %(n)s 人，请去掉一些。") % {"n": MOST}]})
        before = {member.user_id: member for member in _members(resource, pk)}
        added = [user for user in wanted if user not in before]
        _check_people(actor, added)
        if added or {user: member.can_write for user, member in before.items()} != dict(wanted):
            _write(resource, pk, before, wanted)
            # What this process remembers of teams is old now; what it learns before the commit must not outlive a rollback.
            config.forget()
            _tell(actor, resource, row, before, added)
            config.forget()
    return _members(resource, pk)


def _check_people(actor: Actor, added: list[UUID]) -> None:
    users = by_name("users")
    known = set(visible(actor, users).filter(pk__in=added, is_active=True).values_list("pk", flat=True)) if users else set()
    if set(added) - known:
        raise invalid({"team": [_("所选的人里有人不存在、已停用或您看不到，请重新选择。")]})


def _write(resource: Resource, pk: UUID, before: Mapping[UUID, TeamMember], wanted: Mapping[UUID, bool]) -> None:
    TeamMember.objects.filter(pk__in=[m.pk for user, m in before.items() if user not in wanted]).delete()
    for can_write in (True, False):
        same = [m.pk for user, m in before.items() if wanted.get(user) is can_write]
        TeamMember.objects.filter(pk__in=same).update(can_write=can_write)
    TeamMember.objects.bulk_create(
        TeamMember(resource=resource.name, object_id=pk, user_id=user, can_write=can_write)
        for user, can_write in wanted.items()
        if user not in before
    )


def _tell(actor: Actor, resource: Resource, row: Any, before: Mapping[UUID, TeamMember], added: list[UUID]) -> None:
    now = list(_members(resource, row.pk))
    note(resource, row.pk, "team", _names(before.values()), _names(now))
    emit("team.changed", row, actor, {"members": {str(m.user_id): m.can_write for m in now}})
    name = getattr(row, resource.label_field, row)
    title = say(_("%(who)s 邀请您参与%(what)s“%(name)s”"), who=actor.name, what=resource.label, name=name)
    others = [user for user in added if user != actor.id]
    notify(others, "team", title, subject=row, actor=actor, key=f"team:{row.pk}:{row.version}:{len(now)}")


def _names(members: Any) -> str:
    return "、".join(sorted(f"{m.user}（可编辑）" if m.can_write else str(m.user) for m in members))
