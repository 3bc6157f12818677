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
from zhuke.modules.planning.services.marks import marks

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

    [guid, type, storey or null, name, drawn, task or null], where type, storey and task are positions in their lists. Tasks that the
    actor may not see are left out.
    """
    version = version_of(model)
    links: dict[str, UUID] = dict(BimLink.objects.filter(model=model).values_list("guid", "task_id"))
    tasks = _tasks(actor, model, set(links.values()))
    at = {row["id"]: index for index, row in enumerate(tasks)}
    types: dict[str, int] = {}
    elements = []
    rows = BimElement.objects.filter(version=version).order_by("id")
    for guid, kind, storey, name, type_name, drawn in rows.values_list("guid", "type", "storey", "name", "type_name", "drawn").iterator(
        5000
    ):
        position = types.setdefault(kind, len(types))
        elements.append([guid, position, storey, name or type_name, drawn, at.get(links.get(guid))])
    return {
        "version": {
            "id": version.pk,
            "number": version.number,
            "ifc_schema": version.ifc_schema,
            "size": version.drawing_size,
            "created_at": version.created_at,
        },
        "storeys": [{"name": row["name"] or _("未命名楼层"), "elevation": row["elevation"]} for row in version.storeys],
        "types": list(types),
        "elements": elements,
        "tasks": tasks,
    }


def _tasks(actor: Actor, model: BimModel, wanted: set[UUID]) -> list[dict[str, Any]]:
    """The linked tasks with their dates, those of the newest baseline, and the branch they belong to (the phase that colours go by)."""
    rows = visible(actor, by_model(Task), "read").filter(project_id=model.project_id, live=True, archived_at=None)
    by_id = {row["id"]: row for row in rows.values(*TASK_FIELDS)}
    agreed, wrong = _agreed(model, wanted), _marks(actor, model)
    roots = sum(row["parent_id"] is None for row in by_id.values())
    found = []
    for row in sorted(
        (by_id[pk] for pk in wanted if pk in by_id), key=lambda row: (row["starts_at"] is None, row["starts_at"], row["wbs"])
    ):
        start, end = agreed.get(row["id"], (None, None))
        more = {"progress": float(row["progress"]), "phase": _phase(row, by_id, roots), "baseline_start": start, "baseline_end": end}
        more["marks"] = wrong.get(row["id"], [])
        found.append({name: row[name] for name in TASK_FIELDS if name not in ("parent_id", "kind")} | more)
    return found


def _marks(actor: Actor, model: BimModel) -> dict[UUID, list[dict[str, Any]]]:
    """What has to be put right at each task, the worst first."""
    found: dict[UUID, list[dict[str, Any]]] = {}
    for mark in marks(actor, model.project_id):
        found.setdefault(mark.task, []).append({name: getattr(mark, name) for name in ("resource", "id", "label", "level", "due_on")})
    return found


def _agreed(model: BimModel, wanted: set[UUID]) -> dict[UUID, tuple[Any, Any]]:
    """Start and end of tasks in the newest baseline of the live plan."""
    rows = Baseline.objects.filter(plan__project_id=model.project_id, plan__kind="live", archived_at=None)
    baseline = rows.order_by("-taken_at").first()
    found = BaselineTask.objects.filter(baseline=baseline, task__in=wanted) if baseline else BaselineTask.objects.none()
    return {task: (start, end) for task, start, end in found.values_list("task", "starts_at", "ends_at")}


def _phase(row: dict[str, Any], by_id: dict[UUID, dict[str, Any]], roots: int) -> str:
    """The topmost branch above a task; where one row stands above the whole plan, the branch below it."""
    chain = [row]
    while chain[-1]["parent_id"] in by_id and len(chain) < 50:
        chain.append(by_id[chain[-1]["parent_id"]])
    top = chain[-2] if roots == 1 and len(chain) > 1 else chain[-1]
    return str(top["name"])


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
        **{
            name: getattr(row, name)
            for name in ("guid", "type", "name", "type_name", "tag", "length", "area", "volume", "measured", "properties")
        },
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
