"""The part of project templates that planning brings: tasks with their outline and links, without days and people."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.ids import uuid7
from zhuke.modules.projects.models import Project
from zhuke.modules.projects.parts import TemplatePart, declare_part

from .models import Plan
from .services import editing
from .services.plans import live_plan, plan_for
from .services.reading import load

KEPT = ("name", "kind", "duration", "elapsed", "priority", "tag", "note")


def take(project: Project) -> list[dict[str, Any]]:
    """Tasks from top to bottom, numbered; ``parent`` and the ends of links are these numbers."""
    plan = live_plan(project.pk)
    if plan is None:
        return []
    state = load(plan).state
    ordered = sorted(state.tasks.values(), key=lambda task: task.wbs_sort)
    numbers = {task.id: n for n, task in enumerate(ordered)}
    tied: dict[UUID, list[Any]] = {}
    for link in state.links.values():
        tied.setdefault(link.succ, []).append([numbers[link.pred], link.kind, link.lag, link.percent, link.elapsed])
    items: list[dict[str, Any]] = []
    for task in ordered:
        item = {name: getattr(task, name) for name in KEPT}
        item["parent"] = numbers.get(task.parent) if task.parent else None
        item["links"] = tied.get(task.id, [])
        items.append(item)
    return items


def apply(actor: Actor, project: Project, items: list[dict[str, Any]]) -> int:
    """Fill the live plan of a project that has no tasks yet; returns how many were added."""
    plan = live_plan(project.pk) or plan_for(actor, project)
    if plan is None or plan.tasks.filter(archived_at=None).exists() or not items:
        return 0
    plan = Plan.objects.select_for_update(of=("self",), no_key=True).get(pk=plan.pk)
    keys = [uuid7() for _item in items]
    operations = [_added(keys, n, item) for n, item in enumerate(items)]
    operations += [_tied(keys, n, link) for n, item in enumerate(items) for link in item.get("links", [])]
    editing.run(actor, load(plan), operations, kind="template")
    return len(items)


def _added(keys: list[UUID], n: int, item: dict[str, Any]) -> dict[str, Any]:
    values = {name: item[name] for name in KEPT if name in item}
    values["kind"] = "milestone" if values.get("kind") == "milestone" else "task"
    parent = item.get("parent")
    return {"op": "add", "id": keys[n], "parent": None if parent is None else keys[parent], **values}


def _tied(keys: list[UUID], n: int, link: list[Any]) -> dict[str, Any]:
    pred, kind, lag, percent, elapsed = link
    return {
        "op": "link", "id": uuid7(), "from": keys[pred], "to": keys[n], "kind": kind, "lag": lag, "lag_percent": percent,
        "elapsed": elapsed,
    }  # fmt: skip


declare_part(TemplatePart("tasks", _("进度计划"), take, apply, 10))
