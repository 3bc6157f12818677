"""What a screen draws of a model: its elements, the tasks that build them, quantities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from zhuke.kernel.access import Actor, visible
from zhuke.kernel.errors import NotFound
from zhuke.kernel.resource import by_model
from zhuke.modules.bim.models import BimElement, BimLink, BimModel, BimVersion
from zhuke.modules.planning.models import Baseline, BaselineTask, Task

from .versions import shown

TASK_FIELDS = (
    "id", "parent_id", "name", "wbs", "starts_at", "ends_at", "actual_start", "actual_end", "progress", "state", "critical", "kind",
)  # fmt: skip


def version_of(model: BimModel) -> BimVersion:
    """The version that is shown. Raises not_found with the reason when there is none yet."""
    version = shown(model)
    if version is None:
        raise NotFound(_("这个模型还没有可以查看的版本。请先上传 IFC 文件，等待转换完成。"))
    return version


def scene(actor: Actor, model: BimModel) -> dict[str, Any]:
    """All that a viewer needs beside the drawing. Elements are lists, since there may be 200,000 of them:

    [guid, type, storey or null, name, drawn, task or null], where type, storey and task are positions in their lists. Tasks that the actor may
    not see are left out.
    """
    version = version_of(model)
    links: dict[str, UUID] = dict(BimLink.objects.filter(model=model).values_list("guid", "task_id"))
    tasks = _tasks(actor, model, set(links.values()))
    at = {row["id"]: index for index, row in enumerate(tasks)}
    types: dict[str, int] = {}
    elements = []
    rows = BimElement.objects.filter(version=version).order_by("id")
    for guid, kind, storey, name, type_name, drawn in rows.values_list("guid", "type", "storey", "name", "type_name", "drawn").iterator(5000):
        position = types.setdefault(kind, len(types))
        elements.append([guid, position, storey, name or type_name, drawn, at.get(links.get(guid))])
    return {
        "version": {"id": version.pk, "number": version.number, "ifc_schema": version.ifc_schema, "size": version.drawing_size, "created_at": version.created_at},
        "storeys": [{"name": row["name"] or _("未命名楼层"), "elevation": row["elevation"]} for row in version.storeys],
        "types": list(types),
        "elements": elements,
        "tasks": tasks,
    }


def _tasks(actor: Actor, model: BimModel, wanted: set[UUID]) -> list[dict[str, Any]]:
    """The linked tasks with their dates, those of the newest baseline, and the top of their branch (the phase that colours go by)."""
    rows = visible(actor, by_model(Task), "read").filter(project_id=model.project_id, live=True, archived_at=None)
    by_id = {row["id"]: row for row in rows.values(*TASK_FIELDS)}
    baseline = Baseline.objects.filter(plan__project_id=model.project_id, plan__kind="live", archived_at=None).order_by("-taken_at").first()
    agreed = {}
    if baseline:
        found = BaselineTask.objects.filter(baseline=baseline, task__in=wanted).values_list("task", "starts_at", "ends_at")
        agreed = {task: (start, end) for task, start, end in found}
    shown_ = [by_id[pk] for pk in wanted if pk in by_id]
    return [
        {name: row[name] for name in TASK_FIELDS if name not in ("parent_id", "kind")}
        | {"progress": float(row["progress"]), "phase": _top(row, by_id), "baseline_start": agreed.get(row["id"], (None, None))[0], "baseline_end": agreed.get(row["id"], (None, None))[1]}
        for row in sorted(shown_, key=lambda row: (row["starts_at"] is None, row["starts_at"], row["wbs"]))
    ]  # fmt: skip


def _top(row: dict[str, Any], by_id: dict[UUID, dict[str, Any]]) -> str:
    seen = 0
    while row["parent_id"] in by_id and seen < 50:
        parent = by_id[row["parent_id"]]
        if parent["parent_id"] is None and parent["kind"] == "summary" and seen and parent["wbs"] in ("", "0"):
            break
        row, seen = parent, seen + 1
    return str(row["name"])


def element(actor: Actor, model: BimModel, guid: str) -> dict[str, Any]:
    """Everything that the file says about one element, and its task. Raises not_found."""
    version = version_of(model)
    row = BimElement.objects.filter(version=version, guid=guid).first()
    if row is None:
        raise NotFound(_("模型里没有这个构件，可能已上传了新版本。请刷新后重试。"))
    link = BimLink.objects.filter(model=model, guid=guid).select_related("task", "rule").first()
    task = link and visible(actor, by_model(Task), "read").filter(pk=link.task_id).first()
    storey = version.storeys[row.storey]["name"] if row.storey is not None and row.storey < len(version.storeys) else None
    return {
        **{name: getattr(row, name) for name in ("guid", "type", "name", "type_name", "tag", "length", "area", "volume", "measured", "properties")},
        "storey": storey,
        "task": {"id": task.pk, "label": f"{task.wbs} {task.name}".strip()} if task else None,
        "by_rule": bool(link and link.rule_id),
    }


def quantities(model: BimModel, *, by_storey: bool) -> list[dict[str, Any]]:
    """Counts and sums (m, m², m³) per type, and per storey if wanted, from below upward. Openings are counted, not summed."""
    version = version_of(model)
    groups: Sequence[str] = ("storey", "type") if by_storey else ("type",)
    rows = BimElement.objects.filter(version=version).values(*groups)
    summed = rows.annotate(count=Count("id"), length=Sum("length"), area=Sum("area"), volume=Sum("volume"))
    names = [row["name"] for row in version.storeys]
    answer = []
    for row in summed.order_by(*groups):
        storey = row.get("storey")
        name = names[storey] if storey is not None and storey < len(names) else None
        sums = {key: None if row[key] is None else round(row[key], 3) for key in ("length", "area", "volume")}
        answer.append({"storey": name, "storey_index": storey, "type": row["type"], "count": row["count"], **sums})
    return answer
