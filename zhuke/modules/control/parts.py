"""The part of project templates that control brings: risks that such projects have, with what is done against them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuke.commons.switches.services import is_on
from zhuke.kernel import config
from zhuke.kernel.access import Actor
from zhuke.modules.projects.models import Project
from zhuke.modules.projects.parts import Items, TemplatePart, declare_part

from .models import Risk
from .services import risks

KEPT = ("title", "category", "cause", "effect", "probability", "impact", "strategy", "response", "delay_days")


def take(project: Project) -> Items:
    """Risks with their actions, without people, days and money."""
    rows = Risk.objects.filter(project=project, archived_at=None).prefetch_related("actions").order_by("-score", "pk")
    return [
        {**{name: getattr(row, name) for name in KEPT}, "actions": [a.title for a in row.actions.all() if a.archived_at is None]}
        for row in rows
    ]


def apply(actor: Actor, project: Project, items: Items) -> int:
    """Add the risks whose title the project does not have yet; returns how many."""
    if not is_on("risks", project.unit_id):
        return 0
    there = set(Risk.objects.filter(project=project, archived_at=None).values_list("title", flat=True))
    known = {entry.code for entry in config.entries("risk_category") if entry.active}
    added = 0
    for item in items:
        if item["title"] in there:
            continue
        values: dict[str, Any] = {name: item[name] for name in KEPT if name in item}
        values["category"] = values.get("category") if values.get("category") in known else ""
        made = risks.add_risk(actor, project_id=project.pk, owner_id=project.owner_id, **values)
        for title in item.get("actions", []):
            risks.add_action(actor, risk_id=made.pk, title=title, owner_id=project.owner_id)
        there.add(item["title"])
        added += 1
    return added


declare_part(TemplatePart("risks", _("风险清单"), take, apply, 30))
