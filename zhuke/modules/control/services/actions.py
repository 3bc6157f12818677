"""What meetings give people to do: by itself, as a task of the plan, or as a to-do. With one of these its state is the action's."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.notify.services import may_see, notify, say
from zhuke.commons.todos import services as todos
from zhuke.commons.todos.models import Todo
from zhuke.kernel import writes
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, DomainError, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.control.models import MeetingAction
from zhuke.modules.planning.models import Task
from zhuke.modules.planning.services.plans import live_plan

from .meetings import check_open, locked
from .people import follow_team

END_OF_DAY = dt.time(17)


def add_action(actor: Actor, *, pk: UUID | None = None, **values: Any) -> MeetingAction:
    """Write down who does what. Raises minutes_published, meeting_cancelled, invalid."""
    meeting = locked(values.get("meeting_id"))
    check_open(meeting)
    row: MeetingAction = build(actor, by_model(MeetingAction), {"owner_id": None, **values}, pk=pk)
    _check(row)
    save(row, by_model(MeetingAction))
    emit("meeting_actions.created", row, actor, {"meeting": str(meeting.pk)})
    follow_team(meeting, [row.owner_id])
    _tell(actor, row, None)
    return row


def edit_action(actor: Actor, row: MeetingAction, **values: Any) -> MeetingAction:
    """Change it before the minutes are out. Raises minutes_published, meeting_cancelled, wrong_state, invalid."""
    if values.get("meeting_id", row.meeting_id) != row.meeting_id:
        raise invalid({"meeting": [_("行动项不能移到另一次会议，请在那次会议里新增。")]})
    check_open(locked(row.meeting_id))
    if row.state != "open":
        raise Conflict("wrong_state", _("行动项“%(title)s”已结束，要修改请先重新打开。") % {"title": row.title})
    before = row.owner_id
    assign(row, values)
    _check(row)
    save(row, by_model(MeetingAction))
    emit("meeting_actions.updated", row, actor, {"fields": sorted(values)})
    follow_team(row.meeting, [before, row.owner_id])
    _tell(actor, row, before)
    return row


def _check(row: MeetingAction) -> None:
    if row.owner_id and row.outside.strip():
        raise invalid({"outside": [_("责任人和外部责任人只能填一个，请清空其中一个。")]})
    if row.owner and not row.owner.is_active:
        raise invalid({"owner": [_("%(name)s 的账号已停用，请换一个人。") % {"name": row.owner.name}]})


def _tell(actor: Actor, row: MeetingAction, before: UUID | None) -> None:
    if row.owner_id and row.owner_id not in (before, actor.id):
        title, body = say(_("会议行动项交给您：%(title)s"), title=row.title), row.due_on.isoformat() if row.due_on else ""
        notify([row.owner_id], "control", title, body, subject=row, actor=actor, key=f"owner:{row.pk}:{row.version}")


# ---- ends


def finish(actor: Actor, row: MeetingAction, *, result: str | None = None) -> MeetingAction:
    """It is done; its to-do ends with it. Raises follows_task."""
    _check_free(row)
    row.result = result or ""
    turn(actor, row, "done")
    if todo := _todo(row, closed=False):
        todos.finish(actor, todo)
    return row


def drop(actor: Actor, row: MeetingAction, *, reason: str) -> MeetingAction:
    """It need not be done. Raises follows_task."""
    _check_free(row)
    row.result = reason
    turn(actor, row, "dropped")
    if todo := _todo(row, closed=False):
        todos.dismiss(actor, todo, reason=reason[:200])
    return row


def reopen(actor: Actor, row: MeetingAction) -> MeetingAction:
    """It is not done after all. Raises follows_task."""
    _check_free(row)
    row.result = ""
    turn(actor, row, "open")
    if todo := _todo(row, closed=True):
        todos.reopen(actor, todo)
    return row


def turn(actor: Actor, row: MeetingAction, state: str) -> MeetingAction:
    """Put an action into a state; where it is already, nothing happens."""
    if row.state == state:
        return row
    row.state, row.done_on = state, timezone.localdate() if state == "done" else None
    save(row, by_model(MeetingAction))
    emit(f"meeting_actions.{'reopened' if state == 'open' else state}", row, actor, {"meeting": str(row.meeting_id)})
    return row


def _todo(row: MeetingAction, *, closed: bool) -> Todo | None:
    rows = Todo.objects.select_for_update(of=("self",), no_key=True).filter(archived_at=None, pk__in=[row.todo_id] if row.todo_id else [])
    return (rows.exclude(state="open") if closed else rows.filter(state="open")).first()


def _check_free(row: MeetingAction) -> None:
    if row.task and not row.task.archived_at:
        raise Conflict("follows_task", _("行动项“%(title)s”已转为任务，请在进度计划里填报。") % {"title": row.title})


# ---- tasks and to-dos


def to_task(actor: Actor, row: MeetingAction) -> MeetingAction:
    """Put it into the live plan of the meeting's project. Raises no_project, no_plan, not_allowed, has_follower."""
    _check_unbound(row)
    meeting = row.meeting
    if meeting.project_id is None:
        raise DomainError("no_project", _("这次会议不属于任何项目，不能转为任务；可以转为待办。"))
    plan = live_plan(meeting.project_id)
    if plan is None:
        raise DomainError("no_plan", _("该项目还没有执行计划，请先建立计划，或转为待办。"))
    values: dict[str, Any] = {"plan": plan.pk, "name": row.title, "note": _source(row)}
    if row.owner_id and may_see(row.owner_id, by_model(type(meeting.project)), meeting.project_id):
        values["owner"] = row.owner_id
    if row.due_on:
        values["deadline"] = timezone.make_aware(dt.datetime.combine(row.due_on, END_OF_DAY))
    made, _new = writes.create(actor, by_model(Task), values)
    row.task = made
    save(row, by_model(MeetingAction))
    emit("meeting_actions.to_task", row, actor, {"task": str(made.pk)})
    return row


def to_todo(actor: Actor, row: MeetingAction) -> MeetingAction:
    """Make it a to-do of the person responsible. Raises no_owner, not_allowed, outside_scope, has_follower."""
    _check_unbound(row)
    if row.owner_id is None:
        raise DomainError("no_owner", _("行动项“%(title)s”没有内部责任人，不能转为待办，请先选择责任人。") % {"title": row.title})
    values: dict[str, Any] = {
        "title": row.title, "assignee": row.owner_id, "due_on": row.due_on, "body": _source(row), "resource": "meetings",
        "object_id": row.meeting_id,
    }  # fmt: skip
    row.todo, _new = writes.create(actor, by_model(Todo), {name: value for name, value in values.items() if value is not None})
    save(row, by_model(MeetingAction))
    emit("meeting_actions.to_todo", row, actor, {"todo": str(row.todo_id)})
    return row


def _source(row: MeetingAction) -> str:
    return str(_("来自会议 %(number)s %(title)s") % {"number": row.meeting.number, "title": row.meeting.title})


def _check_unbound(row: MeetingAction) -> None:
    if (row.task and not row.task.archived_at) or row.todo_id:
        raise Conflict("has_follower", _("行动项“%(title)s”已转为任务或待办，请直接打开它。") % {"title": row.title})


def follow(actor: Actor, state: str, **of: Any) -> int:
    """A task or to-do has moved: the actions behind it follow; returns how many changed."""
    rows = MeetingAction.objects.select_for_update(of=("self",), no_key=True).filter(archived_at=None, **of)
    return sum(turn(actor, row, state) is not None for row in rows.exclude(state__in=(state, "carried")).order_by("pk"))
