"""Issues: reported, worked on, resolved, closed, opened again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.notify.services import notify, say
from zhuke.commons.numbering.services import next_number
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.control.models import Issue
from zhuke.modules.projects.services.guards import hold, keep_project

from .guards import check_owner, tell_owner

OWNED = _("问题交给您处理：%(title)s")


def add_issue(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Issue:
    """Report an issue of a project; who is named for it is told. Raises archived, project_closed, invalid."""
    project = hold(values.get("project_id"))
    row: Issue = build(actor, by_model(Issue), values, pk=pk)
    _check(row)
    check_owner(actor, row.owner_id, "projects", project.pk)
    row.number = next_number(actor, "issues", project.unit_id, timezone.localdate())
    save(row, by_model(Issue))
    emit("issues.created", row, actor, _told(row))
    tell_owner(actor, row, None, OWNED)
    return row


def edit_issue(actor: Actor, row: Issue, **values: Any) -> Issue:
    """Change an issue that is not closed. Raises archived, project_closed, issue_closed, invalid."""
    hold(row.project_id)
    keep_project(row, values)
    if row.state == "closed":
        raise Conflict("issue_closed", _("问题“%(title)s”已关闭，要继续请先重新打开。") % {"title": row.title})
    before = row.owner_id
    assign(row, values)
    _check(row)
    if row.owner_id != before:
        check_owner(actor, row.owner_id, "projects", row.project_id)
    save(row, by_model(Issue))
    emit("issues.updated", row, actor, {"fields": sorted(values), **_told(row)})
    tell_owner(actor, row, before, OWNED)
    return row


def start(actor: Actor, row: Issue) -> Issue:
    """Somebody works on it."""
    return _move(actor, row, "doing", "started")


def resolve(actor: Actor, row: Issue, *, resolution: str) -> Issue:
    """It has been put right; who reported it is told, so that they look at it."""
    row.resolution, row.resolved_at = resolution, timezone.now()
    _move(actor, row, "resolved", "resolved")
    told = {row.created_by_id, row.project.owner_id} - {actor.id, None}
    title = say(_("问题已解决，请复查：%(title)s"), title=row.title)
    notify(told, "control", title, resolution[:500], subject=row, actor=actor, key=f"resolved:{row.pk}:{row.version}")
    return row


def close(actor: Actor, row: Issue, *, note: str | None = None) -> Issue:
    """Looked at and found to be in order."""
    if note:
        row.resolution = "\n".join(filter(None, (row.resolution, note)))
    row.closed_at = timezone.now()
    return _move(actor, row, "closed", "closed")


def reopen(actor: Actor, row: Issue, *, reason: str) -> Issue:
    """It was not put right after all; who is responsible is told why."""
    row.resolved_at = row.closed_at = None
    _move(actor, row, "reopened", "reopened", reason=reason)
    if row.owner_id != actor.id:
        title = say(_("问题被重新打开：%(title)s"), title=row.title)
        notify([row.owner_id], "control", title, reason, subject=row, actor=actor, key=f"reopened:{row.pk}:{row.version}")
    return row


def _move(actor: Actor, row: Issue, state: str, event: str, **data: Any) -> Issue:
    hold(row.project_id)
    row.state = state
    save(row, by_model(Issue))
    emit(f"issues.{event}", row, actor, {**_told(row), **data})
    return row


def _check(row: Issue) -> None:
    if row.risk and row.risk.project_id != row.project_id:
        raise invalid({"risk": [_("这个风险属于另一个项目，请重新选择。")]})
    if row.task and (row.task.project_id != row.project_id or not row.task.live):
        raise invalid({"task": [_("该任务不在这个项目的执行计划里，请改选。")]})
    if row.due_on and row.found_on and row.due_on < row.found_on:
        raise invalid({"due_on": [_("整改期限不能早于发现日期，请改正日期。")]})


def _told(row: Issue) -> dict[str, Any]:
    return {"project": str(row.project_id), "priority": row.priority}
