"""The Gantt view on paper: a PDF in landscape A3 or A4, with title block and legend."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from zhuke.commons.collecting import rarely
from zhuke.commons.documents import compile_pdf
from zhuke.kernel.access import Actor, get_visible
from zhuke.kernel.errors import DomainError, invalid
from zhuke.kernel.resource import by_model
from zhuke.modules.orgs.models import Unit
from zhuke.modules.planning.domain import paper
from zhuke.modules.planning.domain.state import State, TaskRow
from zhuke.modules.planning.domain.worktime import DAY, day_number
from zhuke.modules.planning.models import BaselineTask, Plan

from . import shown
from .moments import since_epoch
from .network import baseline_of
from .reading import load

TEMPLATE = Path(__file__).resolve().parent.parent / "gantt.typ"
MOST_PAGES = 60
"""More are not read by anybody, and one request should not compose paper for minutes."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is printed and how. ``depth``: levels of the outline; ``critical``: only the critical path; ``since``, ``until``: days."""

    size: str = "a3"
    scale: str = "fit"
    depth: int | None = None
    baseline: UUID | None = None
    links: bool = True
    slack: bool = False
    critical: bool = False
    since: dt.date | None = None
    until: dt.date | None = None

    def wants(self, task: TaskRow) -> bool:
        """Whether the task is printed."""
        if task.inactive or (self.critical and not task.critical) or (self.depth is not None and task.wbs.count(".") >= self.depth):
            return False
        if task.start is None or task.end is None:
            return self.since is None and self.until is None
        if self.since and task.end < day_number(self.since) * DAY:
            return False
        return not (self.until and task.start >= (day_number(self.until) + 1) * DAY)


@rarely()
def print_plan(actor: Actor, pk: UUID, wish: Wish) -> tuple[bytes, str]:
    """The PDF and what it is called. Raises not_found (also for a baseline of another plan), nothing_to_print, too_many_pages, invalid."""
    plan: Plan = get_visible(actor, by_model(Plan), pk)
    if wish.since and wish.until and wish.until < wish.since:
        raise invalid({"until": [_("结束日期不能早于开始日期。")]})
    sheet = paper.SHEETS[wish.size]
    state = load(plan).state
    lines = _lines(state, _planned(plan, wish.baseline), wish)
    span = _span(lines, wish)
    per_day = paper.scale_of(sheet, span, wish.scale)
    number = paper.count(sheet, len(lines), (span[1] - span[0]) * per_day)
    if number > MOST_PAGES:
        sentence = _("会打印 %(n)s 页，最多 %(most)s 页。请少展开几级、缩短日期范围，或选更粗的时间刻度。")
        raise DomainError("too_many_pages", sentence % {"n": number, "most": MOST_PAGES}, data={"pages": number})
    calendar = state.calendars[state.calendar]
    ties = [(link.pred, link.succ, link.kind) for link in state.links.values()] if wish.links else []
    drawing = paper.draw(lines, ties, per_day, span, sheet.row, lambda day: bool(calendar.shifts_on(day)))
    paper.today_line(drawing, since_epoch(timezone.now()), len(lines), sheet.row)
    made = paper.pages(sheet, lines, drawing)
    for page in made:
        page["tiers"] = [[{"x1": t["x1"], "x2": t["x2"], "text": _tick(t)} for t in tier] for tier in page["tiers"]]
    data = {"sheet": wish.size, "row": sheet.row, "pages": made, "legend": {"float": wish.slack, "links": bool(ties)}}
    name = "".join(c if c.isalnum() or c in "-_（）()" else "_" for c in f"{plan.project.name}-{plan.name}")[:80]
    return compile_pdf(TEMPLATE, data | _words(plan, wish.baseline)), f"{name}.pdf"


def _span(lines: list[paper.Line], wish: Wish) -> paper.Span:
    """The days on the paper. Raises nothing_to_print."""
    found = paper.span_of(lines)
    if found:
        first = day_number(wish.since) if wish.since else found[0]
        last = day_number(wish.until) + 1 if wish.until else found[1]
        if first < last:
            return first, last
    raise DomainError("nothing_to_print", _("没有可以打印的任务。请先添加任务，或放宽筛选条件。"))


def _planned(plan: Plan, baseline: UUID | None) -> Mapping[UUID, tuple[int, int]]:
    if baseline is None:
        return {}
    rows = BaselineTask.objects.filter(baseline=baseline_of(plan, baseline)).values_list("task", "starts_at", "ends_at")
    return {task: (since_epoch(start), since_epoch(end)) for task, start, end in rows}


def _lines(state: State, planned: Mapping[UUID, tuple[int, int]], wish: Wish) -> list[paper.Line]:
    rows = sorted(filter(wish.wants, state.tasks.values()), key=lambda task: task.wbs_sort)
    names = shown.Names(rows, ())
    per_day = state.calendars[state.calendar].minutes_per_day()
    return [_line(task, names, per_day, planned.get(task.id), slack=wish.slack) for task in rows]


def _line(task: TaskRow, names: shown.Names, per_day: int, planned: tuple[int, int] | None, *, slack: bool) -> paper.Line:
    days = 0.0 if task.kind == "milestone" else task.duration / (DAY if task.elapsed else per_day)
    start, end = paper.day_text(task.start), paper.day_text(task.end)
    cells = {
        "wbs": task.wbs, "name": task.name, "days": f"{days:.1f}".removesuffix(".0") if days else "", "start": start, "end": end,
        "owner": names.people.get(task.owner, "") if task.owner else "", "day": start[5:],
    }  # fmt: skip
    return paper.Line(
        task.id, cells, task.wbs.count("."), task.kind, task.start, task.end, task.critical, task.progress, task.deadline, planned,
        task.late_end if slack and task.kind == "task" else None,
    )  # fmt: skip


def _tick(tick: Mapping[str, Any]) -> str:
    """What stands over a piece of the time axis, as far as it has room; some two millimetres a letter."""
    year, month, unit, width = tick["year"], tick["month"], tick["unit"], tick["x2"] - tick["x1"]
    if unit == "month" and width >= 16:
        return _("%(year)s年%(month)s月") % {"year": year, "month": month}
    if unit == "year":
        return _("%(year)s年") % {"year": year} if width >= 10 else ""
    words = {"month": str(month), "quarter": _("%(n)s季") % {"n": (month + 2) // 3}, "day": str(tick["day"])}
    return "" if width < (2.6 if unit == "day" else 4) else words.get(unit) or f"{month}-{tick['day']:02d}"


def _words(plan: Plan, baseline: UUID | None) -> dict[str, Any]:
    unit = Unit.objects.get(pk=plan.project.unit_id)
    while unit.kind not in ("subsidiary", "group") and unit.parent:
        unit = unit.parent
    end = paper.day_text(since_epoch(plan.finish_at)) if plan.finish_at else ""
    facts = [
        (_("项目"), plan.project.name),
        (_("计划"), _("执行计划") if plan.kind == "live" else _("%(name)s（比选方案）") % {"name": plan.name}),
        (
            _("计划工期"),
            " – ".join(filter(None, (str(plan.starts_on), end))),
        ),
        (_("完成"), f"{float(plan.progress):.0f}%"),
        (_("打印日期"), str(timezone.localdate())),
    ]
    if baseline is not None:
        facts.insert(3, (_("基线"), baseline_of(plan, baseline).name))
    return {
        "title": plan.project.name, "company": unit.name, "facts": facts, "signed": [_("编制"), _("审核"), _("批准")],
        "heads": {
            "wbs": _("编码"), "name": _("任务"), "days": _("工期（天）"), "start": _("计划开始"), "end": _("计划完成"),
            "owner": _("负责人"),
        },
        "words": {
            "plain": _("任务"), "critical": _("关键任务"), "done": _("已完成"), "summary": _("汇总"), "milestone": _("里程碑"),
            "planned": _("基线") if baseline else "", "deadline": _("截止日期"),
            "float": _("浮动时间"), "links": _("依赖"), "today": _("今天"),
        },
    }  # fmt: skip
