"""Materials of a plan file: into the list of materials and the needs of tasks, and out of them again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from zhuke.kernel.access import Actor, visible
from zhuke.kernel.resource import by_model
from zhuke.modules.planning.domain.state import TaskRow
from zhuke.modules.planning.interchange.plan_file import FileAssignment, FileResource, PlanFile
from zhuke.modules.planning.interchange.refusals import note, warning
from zhuke.modules.planning.models import MaterialNeed, Plan
from zhuke.modules.workforce.models import Material
from zhuke.modules.workforce.services.materials import create_material

from . import needs

GRAIN = Decimal("0.001")
MOST = Decimal("999999999")
NAMED = 10


def take(actor: Actor, plan: Plan, file: PlanFile, rows: Mapping[int, TaskRow], before: Mapping[UUID, TaskRow]) -> None:
    """Make needs of a file's material assignments, on tasks that are saved. ``before``: the tasks that were replaced.

    A material is found by its code, else by its name; who may add materials adds those that are missing. What was confirmed of a need
    stays confirmed. A file that knows no materials leaves the needs where they are, on the tasks of the same name.
    """
    wanted = {one.uid: one for one in file.resources if one.kind == "material" and one.name and not one.null}
    old = _old(plan, before)
    if plan.kind != "live" or not actor.can("material_needs", "create"):
        if wanted:
            said = _("文件里的材料没有导入：材料需求只记在执行计划上，并需要“材料需求”的新建权限。导出时仍会写回文件。")
            file.findings.append(warning("materials", said))
        return
    names = {row.name: row for row in rows.values()} if len({row.name for row in rows.values()}) == len(rows) else {}
    if not wanted:
        _carry(old, names)
        return
    found = _materials(actor, plan, file, wanted.values())
    amounts: dict[tuple[int, int], Decimal] = {}
    for one in file.assignments:
        if one.resource in found and one.task in rows:
            key = (one.task, one.resource or 0)
            amounts[key] = amounts.get(key, Decimal(0)) + quantity_of(one, file)
    confirmed = {(need.task.name, need.material_id): need for need in old}
    for (task, resource), amount in amounts.items():
        if not GRAIN <= amount <= MOST:
            continue
        need = MaterialNeed(task_id=rows[task].id, material=found[resource], quantity=amount)
        was = confirmed.get((rows[task].name, found[resource].pk)) if rows[task].name in names else None
        needs.enter(actor, need, was)


def quantity_of(one: FileAssignment, file: PlanFile) -> Decimal:
    """How much of the material: MS Project and P6 count quantities that depend on time as hours of work."""
    by_units = file.format == "mspdi" and (one.fixed or "FixedMaterial" not in one.source)
    amount = one.units if by_units or one.work is None else Decimal(one.work) / 60
    return amount.quantize(GRAIN, ROUND_HALF_UP)


def put(plan: Plan, file: PlanFile, uids: Mapping[UUID, int], *, prices: bool) -> None:
    """Write the needs of a live plan into its file; assignments of materials that were not taken over stay as they are."""
    if plan.kind != "live":
        return
    rows = list(MaterialNeed.objects.filter(project=plan.project_id).select_related("material").order_by("created_at", "pk"))
    if not rows:
        return
    known = {one.uid: one for one in file.resources if one.kind == "material"}
    resources = {row.material_id: _resource_of(file, known.values(), row.material) for row in rows}
    mine = {resource.uid for resource in resources.values() if resource}
    old = {(one.task, one.resource): one for one in file.assignments if one.resource in mine}
    kept = [one for one in file.assignments if one.resource not in mine]
    made: list[FileAssignment] = []
    for row in rows:
        if row.archived_at or row.task_id not in uids:
            continue
        resource = resources[row.material_id]
        if resource is None:
            resource = resources[row.material_id] = _new_resource(file, row, prices)
        made.append(_assignment(file, old.get((uids[row.task_id], resource.uid)), uids[row.task_id], resource.uid, row.quantity))
    order = {id(one): place for place, one in enumerate(file.assignments)}
    file.assignments = sorted([*kept, *made], key=lambda one: order.get(id(one), len(order)))


def _assignment(file: PlanFile, one: FileAssignment | None, task: int, resource: int, quantity: Decimal) -> FileAssignment:
    if one is not None and quantity_of(one, file) == quantity:
        return one
    one = one or FileAssignment(0, task, resource)
    one.units, one.fixed, one.work = quantity.normalize(), True, round(quantity * 60)
    return one


def _resource_of(file: PlanFile, known: Iterable[FileResource], material: Material) -> FileResource | None:
    """The file's resource for a material: the one with its code, else the one with its name and no other code."""
    by_code = [one for one in known if one.code and one.code == material.number]
    by_name = [one for one in known if one.name[:120] == material.name and one.code in ("", material.number)]
    return next(iter(by_code or by_name), None)


def _new_resource(file: PlanFile, row: MaterialNeed, prices: bool) -> FileResource:
    uid = max((resource.uid for resource in file.resources), default=0) + 1
    material = row.material
    made = FileResource(uid, material.name, id=uid, kind="material", code=material.number, measure=row.measure)
    made.price = material.price if prices else None
    file.resources.append(made)
    return made


def _old(plan: Plan, before: Mapping[UUID, TaskRow]) -> list[MaterialNeed]:
    rows = MaterialNeed.objects.filter(project=plan.project_id, task__in=list(before), archived_at=None)
    return list(rows.select_related("task").order_by("created_at", "pk"))


def _carry(old: Iterable[MaterialNeed], names: Mapping[str, TaskRow]) -> None:
    for need in old:
        row = names.get(need.task.name)
        if row is not None and row.id != need.task_id:
            need.task_id = row.id
            need.save()


def _materials(actor: Actor, plan: Plan, file: PlanFile, wanted: Iterable[FileResource]) -> dict[int, Material]:
    """The materials of the pool by the uids of the file."""
    found: dict[int, Material] = {}
    new, lost = [], []
    rows = visible(actor, by_model(Material)).filter(archived_at=None)
    unit = plan.project.unit_id
    for one in wanted:
        same = list(rows.filter(number=one.code)) if one.code else []
        same = same or list(rows.filter(name=one.name[:120], **({"number": ""} if one.code else {})))
        same = [row for row in same if row.unit_id == unit] or same
        if len(same) == 1:
            found[one.uid] = same[0]
        elif not same and _may_add(actor, unit):
            found[one.uid] = _added(actor, unit, one)
            new.append(one.name)
        else:
            lost.append(one.name)
    if new:
        file.findings.append(note("new_materials", _("材料库里新建了 %(n)s 种材料：%(names)s。") % {"n": len(new), "names": _few(new)}))
    if lost:
        said = _("材料库里没有（或有多个）这些材料：%(names)s。它们的需求没有导入，导出时仍会写回文件。请先在材料库建好，再导入。")
        file.findings.append(warning("materials", said % {"names": _few(lost)}))
    return found


def _may_add(actor: Actor, unit: UUID) -> bool:
    reach = actor.reach("materials", "create")
    return reach is not None and (reach.units is None or unit in reach.units)


def _added(actor: Actor, unit: UUID, one: FileResource) -> Material:
    price = None if one.price is None or not actor.sees("materials", "price") else one.price.quantize(Decimal("0.01"), ROUND_HALF_UP)
    measure = one.measure[:20].strip() or _("未注明")
    return create_material(actor, unit_id=unit, name=one.name[:120], number=one.code[:40], measure=measure, price=price)


def _few(names: list[str]) -> str:
    return "、".join(names[:NAMED]) + ("…" if len(names) > NAMED else "")
