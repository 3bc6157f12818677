"""A model of one house that is being built: made of boxes, converted like any other file, linked to its plan by rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from zhuke.kernel.audit import writing
from zhuke.modules.bim.domain.boxes import GLASS, Boxes
from zhuke.modules.bim.models import BimVersion
from zhuke.modules.bim.services import conversion, linking, versions
from zhuke.modules.control.services.issues import add_issue
from zhuke.modules.planning.models import Task
from zhuke.modules.projects.models import Project

from .recording import CAUSE, acting

if TYPE_CHECKING:
    from .book import Book

FLOOR = re.compile(r"^(\d+) 层梁板柱$")
GRID = (0.0, 6600.0, 13200.0, 19800.0, 26400.0)
DEPTH = (0.0, 6000.0, 12000.0)
HEIGHT = 3300.0
CONCRETE, BRICK, TIMBER = (0.72, 0.73, 0.74), (0.8, 0.66, 0.55), (0.55, 0.4, 0.28)
# What is built by which task, beside the storeys: class of the elements, name of the task.
LATER = (
    ("IfcFooting", "筏板基础"),
    ("IfcWall", "砌体工程"),
    ("IfcWindow", "外立面与门窗"),
    ("IfcDoor", "外立面与门窗"),
    ("IfcRoof", "屋面防水与保温"),
)
TROUBLES = (
    ("safety", "urgent", "作业面临边防护缺失"),
    ("quality", "normal", "实测实量垂直度超差"),
)


def add(book: Book) -> dict[str, int]:
    """Give the project whose storeys are about half done its model; nothing where no house is being built."""
    found = _project()
    if found is None:
        return {}
    project, floors = found
    actor = acting(project.owner)
    with writing(actor, CAUSE):
        model = versions.create_model(actor, project_id=project.pk, name="主体与围护模型", discipline="combined", note="结构、砌体、门窗")
        file = SimpleUploadedFile(f"{project.number}-主体与围护.ifc", house(project.name, len(floors)))
        version = versions.receive(actor, model, file)
        conversion.convert(version.pk)
        for number, task in floors.items():
            for kind in ("IfcSlab", "IfcColumn", "IfcBeam"):
                linking.create_rule(actor, project_id=project.pk, task_id=task.pk, element_type=kind, storey=f"{number:02}F")
        tasks = {task.name: task for task in Task.objects.filter(project=project, live=True, archived_at=None)}
        for kind, name in LATER:
            if name in tasks:
                linking.create_rule(actor, project_id=project.pk, task_id=tasks[name].pk, element_type=kind)
        _troubles(project, [*floors.values(), *(tasks[name] for _kind, name in LATER if name in tasks)])
    return {"bim_models": 1, "bim_elements": BimVersion.objects.get(pk=version.pk).elements_count}


def _troubles(project: Project, tasks: list[Task]) -> None:
    """Two open issues where work goes on or comes next, to be seen on the model and on the plan."""
    waiting = list({task.pk: task for task in tasks if task.state != "done"}.values())
    for task, (kind, priority, title) in zip(waiting, TROUBLES, strict=False):
        add_issue(
            acting(project.owner), project_id=project.pk, task_id=task.pk, kind=kind, priority=priority, title=title, place=task.name,
            owner_id=project.owner_id,
        )  # fmt: skip


def _project() -> tuple[Project, dict[int, Task]] | None:
    """The project under construction with the most even share of finished storeys, and its storeys' tasks."""
    best: tuple[float, Project, dict[int, Task]] | None = None
    rows = Task.objects.filter(live=True, archived_at=None, name__endswith="层梁板柱", project__phase="construction")
    by_project: dict[UUID, dict[int, Task]] = {}
    for task in rows.order_by("project", "wbs_sort"):
        match = FLOOR.match(task.name)
        if match:
            by_project.setdefault(task.project_id, {})[int(match[1])] = task
    for pk, floors in sorted(by_project.items(), key=lambda item: str(item[0])):
        off = abs(sum(task.state == "done" for task in floors.values()) / len(floors) - 0.55)
        if best is None or off < best[0]:
            best = (off, Project.objects.get(pk=pk), floors)
    return (best[1], best[2]) if best else None


def house(name: str, floors: int) -> bytes:
    """So many storeys of a slab block, 26.4 × 12 m, on a raft, as an IFC file."""
    boxes = Boxes(name)
    base = boxes.storey("基础", -1500)
    boxes.box(base, "IFCFOOTING", "筏板基础", (28400, 14000, 900), (-1000, -1000, -1500), CONCRETE)
    for number in range(1, floors + 1):
        _storey(boxes, number, (number - 1) * HEIGHT)
    top = floors * HEIGHT
    roof = boxes.storey("屋面", top)
    boxes.box(roof, "IFCROOF", "保温防水屋面", (26800, 12400, 250), (-200, -200, top), CONCRETE)
    return boxes.file()


def _storey(boxes: Boxes, number: int, at: float) -> None:
    label = f"{number:02}F"
    floor = boxes.storey(label, at)
    boxes.box(floor, "IFCSLAB", f"楼板 {label}", (26400, 12000, 120), (0, 0, at), CONCRETE)
    _frame(boxes, floor, label, at)
    _skin(boxes, floor, label, at)


def _frame(boxes: Boxes, floor: str, label: str, at: float) -> None:
    for column, x in enumerate(GRID, 1):
        for row, y in zip("ABC", DEPTH, strict=True):
            boxes.box(floor, "IFCCOLUMN", f"柱 {column}-{row} {label}", (500, 500, HEIGHT - 120), (x - 250, y - 250, at + 120), CONCRETE)
    for row, y in zip("ABC", DEPTH, strict=True):
        for span, x in enumerate(GRID[:-1], 1):
            boxes.box(floor, "IFCBEAM", f"梁 {row}{span} {label}", (6100, 250, 500), (x + 250, y - 125, at + HEIGHT - 500), CONCRETE)
    for column, x in enumerate(GRID, 1):
        for y in DEPTH[:-1]:
            boxes.box(floor, "IFCBEAM", f"次梁 {column} {label}", (250, 5500, 500), (x - 125, y + 250, at + HEIGHT - 500), CONCRETE)


def _skin(boxes: Boxes, floor: str, label: str, at: float) -> None:
    under = HEIGHT - 620
    for side, y in (("南", -100.0), ("北", 11900.0)):
        for span, x in enumerate(GRID[:-1], 1):
            boxes.box(floor, "IFCWALL", f"{side}外墙下段 {span} {label}", (6100, 200, 900), (x + 250, y, at + 120), BRICK)
            boxes.box(floor, "IFCWINDOW", f"{side}窗 {span} {label}", (3600, 80, 1600), (x + 1500, y + 60, at + 1020), GLASS)
            boxes.box(floor, "IFCWALL", f"{side}窗间墙 {span} {label}", (1250, 200, under - 900), (x + 250, y, at + 1020), BRICK)
    for end, x in (("西", -100.0), ("东", 26300.0)):
        boxes.box(floor, "IFCWALL", f"{end}山墙 {label}", (200, 11500, under), (x, 250, at + 120), BRICK)
    for span, x in enumerate(GRID[1:-1], 1):
        boxes.box(floor, "IFCWALL", f"分户墙 {span} {label}", (200, 5500, under), (x - 100, 6250, at + 120), BRICK)
        boxes.box(floor, "IFCDOOR", f"入户门 {span} {label}", (1000, 80, 2100), (x + 900, 5960, at + 120), TIMBER)
