"""A person's to-dos on the workbench: all of them, and each kind for those who want it apart."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.workbench.registry import Found, Item, Link, first_of, register_list
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.resource import by_model

from .models import Todo


def waiting(actor: Actor, limit: int, *, kind: str = "") -> Found:
    """Open to-dos of the actor, of one kind or all, the most urgent first; those without a day come last."""
    rows = visible(actor, by_model(Todo)).filter(assignee_id__in=actor.owner_ids, state="open")
    conditions: list[Any] = [["assignee", "=", "$me"], ["state", "=", "open"]]
    if kind:
        rows = rows.filter(kind=kind)
        conditions.append(["kind", "=", kind])
    count, found = first_of(rows.order_by("due_on", "-pk"), limit)
    done = ("done",) if actor.can("todos", "done") else ()
    return Found(count, [_item(row, done, kind) for row in found], Link("todos", {"and": conditions}, "due_on"))


def _item(row: Todo, actions: tuple[str, ...], kind: str) -> Item:
    today = timezone.localdate()
    late = row.due_on is not None and row.due_on < today
    return Item(
        "todos",
        row.pk,
        row.title,
        " · ".join(part for part in ("" if kind else row.get_kind_display(), row.object_label) if part),
        row.due_on,
        "danger" if late else "warn" if row.due_on == today else "",
        actions,
        version=row.version,
        about={"resource": row.resource, "id": row.object_id} if row.resource and row.object_id else None,
    )


# Beside lists of modules such as 遗忘提醒 these say that they hold to-dos.
KINDS = {
    "own": _("待办：自己安排"),
    "assigned": _("待办：分配给我"),
    "contact": _("待办：需要联系"),
    "due": _("待办：即将到期"),
    "forgotten": _("待办：遗忘提醒"),
    "approval": _("待办：待审批"),
    "task": _("待办：其他事项"),
}
READ = (("todos", "read"),)
register_list("todos.open", _("待办事项"), waiting, needs=READ, empty=_("没有待办，都处理完了。"))
for one, label in KINDS.items():
    register_list(f"todos.{one}", label, partial(waiting, kind=one), needs=READ, empty=_("没有这一类待办。"))
