"""Who works on a project. Members see it: the record's team follows, and who is taken off the team is no member any more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.notify.services import notify, say
from zhuke.kernel import config
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import DomainError, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.models import TeamMember
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.projects.models import Project, ProjectMember

from .guards import hold, keep_project

MOST = 200


def add_member(actor: Actor, *, pk: UUID | None = None, **values: Any) -> ProjectMember:
    """Put a person, or a role still to be filled, on a project. Raises archived, project_closed, too_many_members, invalid."""
    project = hold(values.get("project_id"))
    if ProjectMember.objects.filter(project=project, archived_at=None).count() >= MOST:
        raise DomainError("too_many_members", _("一个项目最多 %(n)d 名成员，请先移出已离场的。") % {"n": MOST})
    member: ProjectMember = build(actor, by_model(ProjectMember), values, pk=pk)
    _saved(actor, project, member, [])
    emit("project_members.created", member, actor, _told(member))
    return member


def edit_member(actor: Actor, member: ProjectMember, **values: Any) -> ProjectMember:
    """Change role, person or days. Raises archived, project_closed, invalid."""
    project = hold(member.project_id)
    keep_project(member, values)
    before = [member.person_id]
    assign(member, values)
    _saved(actor, project, member, before)
    emit("project_members.updated", member, actor, {"fields": sorted(values), **_told(member)})
    return member


def fill_role(actor: Actor, member: ProjectMember, *, person: UUID) -> ProjectMember:
    """Name the person for a role that is still open. Raises as ``edit_member``."""
    return edit_member(actor, member, person_id=person)


def _told(member: ProjectMember) -> dict[str, Any]:
    return {"project": str(member.project_id), "person": str(member.person_id or ""), "role": member.role}


def _saved(actor: Actor, project: Project, member: ProjectMember, before: list[UUID | None]) -> None:
    if member.person and not member.person.is_active and member.person_id not in before:
        raise invalid({"person": [_("%(name)s 的账号已停用，请换一个人。") % {"name": member.person.name}]})
    save(member, by_model(ProjectMember))
    added = follow_team(project, [*before, member.person_id])
    told = [key for key in added if key != actor.id and key != project.owner_id]
    title = say(_("您已加入项目“%(name)s”"), name=project.name)
    notify(told, "team", title, subject=project, actor=actor, key=f"member:{member.pk}:{member.person_id}")


def current(project_ids: Iterable[UUID], on: dt.date | None = None) -> Any:
    """The members of these projects on a day (default today); those who come later count already: they prepare."""
    day = on or timezone.localdate()
    rows = ProjectMember.objects.filter(project__in=list(project_ids), archived_at=None, person__isnull=False)
    return rows.filter(Q(until__isnull=True) | Q(until__gte=day))


def follow_team(project: Project, people: Iterable[UUID | None]) -> list[UUID]:
    """Put these people on the record's team or take them off, as their memberships say; returns who is new. Others stay as they are."""
    wanted: dict[UUID, bool] = {}
    for person, can_edit in current([project.pk]).values_list("person_id", "can_edit"):
        wanted[person] = wanted.get(person, False) or can_edit
    rows = TeamMember.objects.filter(resource="projects", object_id=project.pk)
    known = dict(rows.values_list("user_id", "can_write"))
    added = []
    for person in {key for key in people if key}:
        if person not in wanted:
            rows.filter(user_id=person).delete()
        elif person not in known:
            TeamMember.objects.create(resource="projects", object_id=project.pk, user_id=person, can_write=wanted[person])
            added.append(person)
        elif known[person] != wanted[person]:
            rows.filter(user_id=person).update(can_write=wanted[person])
    config.forget()
    return added


def leave_team(actor: Actor, project: Project, staying: Iterable[UUID]) -> int:
    """Who was taken off the record's team by hand leaves the project; returns how many memberships ended."""
    gone = current([project.pk]).exclude(person__in=list(staying)).exclude(person=project.owner_id)
    rows = list(gone.select_for_update(of=("self",), no_key=True).order_by("pk"))
    for member in rows:
        member.archived_at = timezone.now()
        save(member, by_model(ProjectMember))
        emit("project_members.archived", member, actor, _told(member))
    return len(rows)


def end_memberships(on: dt.date | None = None) -> int:
    """Take off the teams those whose last day has passed; returns how many people. For the nightly job."""
    day = on or timezone.localdate()
    over = ProjectMember.objects.filter(archived_at=None, person__isnull=False, until__lt=day, project__archived_at=None)
    ended = 0
    for project_id, person in over.values_list("project_id", "person_id").distinct():
        team = TeamMember.objects.filter(resource="projects", object_id=project_id, user_id=person)
        if team.exists() and not current([project_id], day).filter(person=person).exists():
            ended += team.delete()[0]
    if ended:
        config.forget()
    return ended
