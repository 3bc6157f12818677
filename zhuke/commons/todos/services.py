"""To-dos: by hand for oneself or a colleague, by rules, and their ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from zhuke.commons.live import push
from zhuke.commons.notify.services import may_see, notify, say
from zhuke.kernel.access import Actor, get_visible
from zhuke.kernel.errors import Conflict, NotAllowed, NotFound, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.ids import parse_uuid
from zhuke.kernel.resource import by_model, by_name
from zhuke.kernel.writes import assign, build, save

from .models import Todo


def create_todo(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Todo:
    """Note something to do, for oneself unless ``assignee`` names a colleague, who is told. Raises invalid.

    About a record (``resource``, ``object_id``) that both the actor and the colleague see.
    """
    todo: Todo = build(actor, by_model(Todo), {"assignee_id": actor.id, **_without_empty(values)}, pk=pk)
    if todo.assignee_id is None:
        raise invalid({"assignee": [_("请选择负责人。")]})
    todo.unit_id = todo.assignee.unit_id
    todo.kind = "own" if todo.assignee_id == actor.id else "assigned"
    _about(actor, todo)
    save(todo, by_model(Todo))
    emit("todos.created", todo, actor)
    _tell(actor, todo)
    return todo


def change_todo(actor: Actor, todo: Todo, **values: Any) -> Todo:
    """Change an open to-do; a new assignee is told. What a rule made keeps its title and record. Raises wrong_state, invalid."""
    _check_open(todo)
    before = todo.assignee_id
    if todo.rule_id and any(name in values for name in ("title", "resource", "object_id")):
        raise invalid({"title": [_("规则生成的待办不能改事项和相关记录，可以改期、完成或忽略。")]})
    assign(todo, values)
    if todo.assignee_id != before:
        todo.unit_id = todo.assignee.unit_id
        _check_reach(actor, todo)
        todo.kind = "own" if todo.assignee_id == actor.id else "assigned"
    _about(actor, todo)
    save(todo, by_model(Todo))
    emit("todos.updated", todo, actor, {"fields": sorted(values)})
    if todo.assignee_id != before:
        _tell(actor, todo)
    return todo


def finish(actor: Actor, todo: Todo) -> Todo:
    """Say that it is done. Raises wrong_state."""
    return _close(actor, todo, "done")


def dismiss(actor: Actor, todo: Todo, *, reason: str) -> Todo:
    """Say that it need not be done, and why. Raises wrong_state."""
    return _close(actor, todo, "dismissed", reason)


def postpone(actor: Actor, todo: Todo, *, due_on: dt.date | str) -> Todo:
    """Move it to a later day. Raises wrong_state, invalid."""
    _check_open(todo)
    day = _day(due_on)
    if day is None or not timezone.localdate() <= day <= dt.date(2200, 12, 31):
        raise invalid({"due_on": [_("请选择今天或以后的日期。")]})
    before, todo.due_on = todo.due_on, day
    save(todo, by_model(Todo))
    emit("todos.postponed", todo, actor, {"from": str(before or ""), "to": str(day)})
    _push(todo)
    return todo


def reopen(actor: Actor, todo: Todo) -> Todo:
    """Take back an end. Raises wrong_state."""
    if todo.state == "open":
        raise Conflict("wrong_state", _("当前状态不能执行这个操作，请刷新后查看最新状态。"))
    todo.state, todo.closed_at, todo.closed_by_id, todo.reason = "open", None, None, ""
    save(todo, by_model(Todo))
    emit("todos.reopened", todo, actor)
    _push(todo)
    return todo


def from_rule(todos: Iterable[Todo]) -> None:
    """Insert what rules give to do, each once for its firing, action and person; open windows learn of it. Part of the transaction."""
    rows = list(todos)
    Todo.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    for person in {todo.assignee_id for todo in rows}:
        push([person], "changed", {"resource": "todos", "id": str(next(t.pk for t in rows if t.assignee_id == person))})


def done_otherwise(actor: Actor, resource: str, object_id: UUID, rule: str) -> int:
    """Close what a rule that follows events gave to do about a record: its module knows that it is done. Returns how many."""
    rows = Todo.objects.filter(state="open", resource=resource, object_id=object_id, rule__code=rule)
    return len([_close(actor, todo, "done") for todo in rows.select_for_update(of=("self",)).order_by("pk")])


def _close(actor: Actor, todo: Todo, state: str, reason: str = "") -> Todo:
    _check_open(todo)
    todo.state, todo.reason = state, reason
    todo.closed_at, todo.closed_by_id = timezone.now(), actor.id
    save(todo, by_model(Todo))
    emit(f"todos.{state}", todo, actor, {"reason": reason} if reason else {})
    _push(todo)
    return todo


def _day(value: dt.date | str) -> dt.date | None:
    """Inputs of actions come as the client wrote them."""
    try:
        return value if isinstance(value, dt.date) else parse_date(value)
    except (TypeError, ValueError):
        return None


def _check_open(todo: Todo) -> None:
    if todo.state != "open":
        raise Conflict("wrong_state", _("这条待办已结束，如需继续请先重新打开。"))


def _check_reach(actor: Actor, todo: Todo) -> None:
    """Raise outside_scope for a colleague to whom the actor may not give anything."""
    reach = actor.reach("todos", "create")
    if todo.assignee_id in actor.owner_ids or (reach and (reach.units is None or todo.unit_id in reach.units)):
        return
    raise NotAllowed("outside_scope", _("您只能给自己或权限范围内的同事安排待办，请改选其他人。"))


def _about(actor: Actor, todo: Todo) -> None:
    """Check the record it is about and keep its label. Raises invalid unless the actor and the assignee both see it."""
    if not todo.resource and not todo.object_id:
        todo.object_label = ""
        return
    resource, key = by_name(todo.resource), parse_uuid(todo.object_id)
    missing = invalid({"object_id": [_("没有找到相关记录，请重新选择。")]})
    if resource is None or resource.hidden or key is None:
        raise missing
    try:
        row = get_visible(actor, resource, key)
    except (NotFound, NotAllowed) as error:
        raise missing from error
    if todo.assignee_id and todo.assignee_id != actor.id and not may_see(todo.assignee_id, resource, key):
        raise invalid({"assignee": [_("对方看不到相关记录，请改选其他人，或先把对方加入团队。")]})
    todo.object_label = str(getattr(row, resource.label_field, row))[:200]


def _tell(actor: Actor, todo: Todo) -> None:
    _push(todo)
    if todo.assignee_id and todo.assignee_id != actor.id:
        title = say(_("%(who)s 给您一项待办：%(title)s"), who=actor.name, title=todo.title)
        notify([todo.assignee_id], "todo", title, todo.body[:500], subject=todo, actor=actor, key=f"todo:{todo.pk}:{todo.version}")


def _push(todo: Todo) -> None:
    people = {person for person in (todo.assignee_id, todo.created_by_id) if person}
    push(people, "changed", {"resource": "todos", "id": str(todo.pk)})


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
