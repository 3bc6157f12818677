"""What the invented works are built from: each company's list of materials, and what the tasks of running projects need of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet

from zhuke.commons.numbering.services import take_numbers
from zhuke.kernel.audit import writing
from zhuke.modules.billing.services.places import company_of
from zhuke.modules.planning.models import MaterialNeed, Task
from zhuke.modules.planning.services.needs import state_of
from zhuke.modules.projects.models import Project
from zhuke.modules.workforce.models import Material

from .recording import ACTOR, CAUSE, recorded
from .rows import copy, row
from .source import Source, moment
from .told import told

if TYPE_CHECKING:
    from .book import Book
    from .group import Firm, Group

BEFORE, SURE = dt.timedelta(days=60), dt.timedelta(days=14)
# Key: name, specification, measure, usual price (¥ a measure).
LIST: dict[str, tuple[str, str, str, str]] = {
    "rebar": ("螺纹钢", "HRB400E Φ12–25", "吨", "3650"),
    "concrete": ("商品混凝土", "C30", "立方米", "420"),
    "strong": ("商品混凝土", "C40", "立方米", "465"),
    "formwork": ("覆膜模板", "1830×915×15", "张", "62"),
    "block": ("加气混凝土砌块", "600×240×200", "立方米", "285"),
    "mortar": ("预拌砂浆", "DM M5", "吨", "310"),
    "membrane": ("改性沥青防水卷材", "SBS 4 mm", "平方米", "38"),
    "window": ("断桥铝型材", "65 系列", "平方米", "560"),
    "pipe": ("球墨铸铁管", "DN300 K9", "米", "265"),
    "cable": ("电力电缆", "YJV 4×95+1×50", "米", "298"),
    "gravel": ("水泥稳定碎石", "5%", "吨", "128"),
    "asphalt": ("沥青混合料", "AC-13C", "吨", "520"),
    "beam": ("H 型钢", "Q355B", "吨", "4300"),
    "paint": ("内墙乳胶漆", "白色 18 L", "桶", "245"),
}
# Words of a task's name, and of what it takes how much at most.
USED: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = (
    ("筏板", (("rebar", 260), ("strong", 1400), ("formwork", 300))),
    ("基础", (("rebar", 60), ("concrete", 420))),
    ("结构", (("rebar", 120), ("strong", 780), ("formwork", 900))),
    ("梁板柱", (("rebar", 38), ("concrete", 260), ("formwork", 420))),
    ("承台", (("rebar", 70), ("strong", 520))),
    ("桩基", (("rebar", 85), ("concrete", 900))),
    ("砌体", (("block", 620), ("mortar", 90))),
    ("抹灰", (("mortar", 240),)),
    ("防水", (("membrane", 3200),)),
    ("门窗", (("window", 1800),)),
    ("管", (("pipe", 900),)),
    ("电气", (("cable", 2600),)),
    ("照明", (("cable", 1400),)),
    ("水稳", (("gravel", 2400),)),
    ("沥青面层", (("asphalt", 980),)),
    ("吊装", (("beam", 46),)),
    ("涂料", (("paint", 260),)),
    ("墙面", (("paint", 60),)),
)


def add(group: Group, book: Book) -> dict[str, int]:
    """Materials of every company and the needs of its running projects; returns how many rows of each."""
    lists = {firm.id: _materials(firm, book) for firm in group.firms}
    made = [one for listed in lists.values() for one in listed.values()]
    with writing(ACTOR, CAUSE):
        for number, one in zip(take_numbers(ACTOR, "materials", None, book.today, len(made)), made, strict=True):
            one.number = number
    buyers = {firm.id: [member.id for member in firm.of("purchaser")] or [firm.members[0].id] for firm in group.firms}
    units = dict(_projects().values_list("pk", "unit_id"))
    firm_of = {unit: company_of(unit) for unit in set(units.values())}
    placed = [(task, firm_of[units[task.project_id]]) for task in _tasks(book)]
    needs = [need for task, firm in placed if firm in lists for need in _needs(task, lists[firm], buyers[firm], book)]
    with recorded(Material, MaterialNeed):
        return {"materials": copy(Material, made), "material_needs": copy(MaterialNeed, needs)}


def _materials(firm: Firm, book: Book) -> dict[str, Any]:
    source, at = Source(book.seed, f"materials/{firm.id}"), moment(book.today - dt.timedelta(days=300), 10)
    author = next((member.id for member in firm.of("purchaser")), firm.members[0].id)
    return {
        key: row(
            Material, id=source.id(at), created_at=at, created_by_id=author, name=name, spec=spec, measure=measure, unit_id=firm.id,
            price=(Decimal(price) * source.randint(95, 106) / 100).quantize(Decimal("0.01")),
        )
        for key, (name, spec, measure, price) in LIST.items()
    }  # fmt: skip


def _projects() -> QuerySet[Project]:
    return told(Project.objects.filter(archived_at=None, phase__in=("design", "construction")))


def _tasks(book: Book) -> QuerySet[Task]:
    """Tasks of projects under way that run, are to come, or were done a short while ago; what a need takes of them."""
    rows = Task.objects.filter(project__in=_projects(), live=True, archived_at=None, kind="task", ends_at__gte=book.now - BEFORE)
    return rows.only("name", "starts_at", "created_at", "created_by", "project").order_by("pk")


def _needs(task: Task, materials: dict[str, Any], buyers: list[UUID], book: Book) -> Iterator[Any]:
    used = next((taken for word, taken in USED if word in task.name), ())
    starts = task.starts_at
    if starts is None:
        return
    source = Source(book.seed, f"needs/{task.pk}")
    for key, most in used:
        material = materials[key]
        quantity = Decimal(source.randint(most // 3, most))
        confirmed = _confirmed(source, quantity, starts - book.now)
        ordered = max(task.created_at, min(starts - dt.timedelta(days=source.randint(3, 10)), book.now))
        yield row(
            MaterialNeed, id=source.id(task.created_at), created_at=task.created_at, created_by_id=task.created_by_id,
            project_id=task.project_id, task_id=task.pk, material_id=material.id, name=f"{material.name} {material.spec}",
            measure=material.measure, quantity=quantity, confirmed=confirmed, state=state_of(quantity, confirmed),
            confirmed_at=ordered if confirmed else None, confirmed_by_id=source.one(buyers) if confirmed else None,
        )  # fmt: skip


def _confirmed(source: Source, quantity: Decimal, left: dt.timedelta) -> Decimal:
    """All of what is in use or comes in days, much of what comes in weeks, nothing of what is far away."""
    if left <= dt.timedelta(0):
        return quantity
    if left > 3 * SURE or not source.chance(0.7 if left <= SURE else 0.35):
        return Decimal(0)
    return quantity if source.chance(0.75) else (quantity * source.randint(3, 7) / 10).quantize(Decimal(1))
