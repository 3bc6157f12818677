"""What a report says beside its author's words: composed from plan, register and money of the project."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils import timezone, translation

from zhuke.kernel.access import system
from zhuke.modules.planning.models import Baseline, BaselineTask, Plan, Task
from zhuke.modules.planning.services.earning import earned_value
from zhuke.modules.projects.models import Project
from zhuke.modules.reporting.domain.periods import elapsed
from zhuke.modules.reporting.models import ProjectReport

from . import photos
from .registers import changes_of, issues_of, risks_of

REPORTER = system("项目报告")
MOST = 40
DAY = dt.timedelta(days=1)
MONEY = ("income_total", "budget_total", "cost_total", "forecast_total", "margin", "margin_rate")


def compose(report: ProjectReport) -> dict[str, Any]:
    """Everything, costs included: ``edition`` cuts it to what a reader gets. JSON, in Chinese."""
    assert report.since
    assert report.until
    with translation.override("zh-hans"):
        project = report.project
        plan = Plan.objects.filter(project=project, kind="live", archived_at=None).first()
        span = (report.since, report.until)
        return {
            "head": _head(report, project),
            "texts": {"overview": report.overview, "problems": report.problems, "next_steps": report.next_steps},
            "promised": _promised(report),
            **_of_plan(project, plan, span, report.kind),
            "changes": changes_of(project, *span),
            "risks": risks_of(project, report.until),
            "issues": issues_of(project, report.until),
            "money": {name: _text(getattr(project, name)) for name in MONEY},
            "photos": photos.shown(report),
        }


def _head(report: ProjectReport, project: Project) -> dict[str, Any]:
    return {
        "number": report.number, "name": report.name, "kind": report.kind, "kind_label": str(report.get_kind_display()),
        "since": str(report.since), "until": str(report.until), "project": project.name, "project_number": project.number,
        "customer": project.customer.name, "manager": project.owner.name if project.owner else "",
        "author": report.owner.name if report.owner else "", "phase": str(project.get_phase_display()),
        "company": _company(project), "starts_on": _text(project.starts_on), "ends_on": _text(project.ends_on),
    }  # fmt: skip


def _company(project: Project) -> str:
    unit: Any = project.unit
    while unit.parent_id and unit.kind not in ("subsidiary", "group"):
        unit = unit.parent
    return str(unit.name)


def _promised(report: ProjectReport) -> str:
    """What the report before this one promised for this period."""
    rows = ProjectReport.objects.filter(project=report.project_id, kind=report.kind, archived_at=None, until__lt=report.since)
    return rows.order_by("-until").values_list("next_steps", flat=True).first() or ""


def _of_plan(project: Project, plan: Plan | None, span: tuple[dt.date, dt.date], kind: str) -> dict[str, Any]:
    progress: dict[str, Any] = {"actual": float(project.progress), "planned": None, "spi": None, "finish": None, "late_days": None}
    found: dict[str, Any] = {"progress": progress, "phases": [], "curve": [], "done": [], "doing": [], "next": [], "milestones": [],
                             "earned": None}  # fmt: skip
    if plan is None:
        return found
    tasks = list(Task.objects.filter(plan=plan, archived_at=None, inactive=False).select_related("owner").order_by("wbs_sort", "pk"))
    if not any(task.kind != "summary" for task in tasks):
        return found
    agreed = _agreed(plan)
    now = _end_of(span[1])
    earned = earned_value(REPORTER, plan.pk, span[1])
    whole = float(earned["bac"] or 0)
    progress |= {
        "planned": round(float(earned["pv"]) / whole * 100, 1) if whole else None,
        "actual": round(float(earned["ev"]) / whole * 100, 1) if whole else float(project.progress),
        "spi": earned["spi"],
        "finish": _day(plan.finish_at),
        "late_days": _late_days(tasks, agreed),
    }
    found["phases"] = _phases(tasks, agreed, now)
    found["curve"] = _curve(earned, whole)
    found["earned"] = {name: earned[name] for name in ("bac", "pv", "ev", "ac", "cv", "eac", "cpi")} if earned["unit"] == "money" else None
    leaves = [task for task in tasks if task.kind != "summary"]
    found |= _tasks(leaves, span, dt.timedelta(days=7 if kind == "weekly" else 31))
    found["milestones"] = _milestones(leaves, agreed, span)
    return found


def _agreed(plan: Plan) -> dict[UUID, tuple[dt.datetime, dt.datetime]]:
    last = Baseline.objects.filter(plan=plan, archived_at=None).order_by("-taken_at").first()
    rows = BaselineTask.objects.filter(baseline=last).values_list("task", "starts_at", "ends_at") if last else ()
    return {task: (start, end) for task, start, end in rows}


def _late_days(tasks: Iterable[Task], agreed: dict[UUID, tuple[dt.datetime, dt.datetime]]) -> int | None:
    """Days by which the end has moved against the baseline."""
    ends = [task.ends_at for task in tasks if task.ends_at]
    if not agreed or not ends:
        return None
    return (timezone.localdate(max(ends)) - timezone.localdate(max(end for _start, end in agreed.values()))).days


def _phases(tasks: list[Task], agreed: dict[UUID, tuple[dt.datetime, dt.datetime]], now: dt.datetime) -> list[dict[str, Any]]:
    """Planned and done share of each part of the work at the top of the plan, weighted by duration."""
    children: dict[UUID | None, list[Task]] = {}
    for task in tasks:
        children.setdefault(task.parent_id, []).append(task)
    tops = children.get(None, [])
    if len(tops) == 1 and children.get(tops[0].pk):
        tops = children[tops[0].pk]
    found = []
    for top in tops:
        leaves = _leaves(top, children)
        weights = [(leaf, max(leaf.duration, 1) if leaf.kind == "task" else 0) for leaf in leaves if leaf.starts_at and leaf.ends_at]
        whole = sum(weight for _leaf, weight in weights)
        if not whole:
            continue
        dates = {leaf.pk: agreed.get(leaf.pk) or (leaf.starts_at, leaf.ends_at) for leaf, _weight in weights}
        planned = sum(weight * elapsed(*dates[leaf.pk], now) for leaf, weight in weights)  # type: ignore[arg-type,misc]
        actual = sum(weight * float(leaf.progress) for leaf, weight in weights)
        found.append(
            {
                "name": top.name, "planned": round(planned / whole * 100, 1), "actual": round(actual / whole, 1),
                "start": _day(min(leaf.starts_at for leaf, _w in weights if leaf.starts_at)),
                "end": _day(max(leaf.ends_at for leaf, _w in weights if leaf.ends_at)),
            }
        )  # fmt: skip
    return found[:MOST]


def _leaves(top: Task, children: dict[UUID | None, list[Task]]) -> list[Task]:
    found, waiting = [], [top]
    while waiting:
        task = waiting.pop()
        below = children.get(task.pk)
        waiting.extend(below or ())
        if not below:
            found.append(task)
    return found


def _curve(earned: dict[str, Any], whole: float) -> list[dict[str, Any]]:
    def share(value: float | None) -> float | None:
        return None if value is None or not whole else round(value / whole * 100, 2)

    return [{"on": str(p["on"]), "pv": share(p["pv"]), "ev": share(p["ev"]), "ac": share(p["ac"])} for p in earned["curve"]]


def _tasks(leaves: list[Task], span: tuple[dt.date, dt.date], ahead: dt.timedelta) -> dict[str, Any]:
    since, now, after = _begin_of(span[0]), _end_of(span[1]), _end_of(span[1]) + ahead
    work = [task for task in leaves if task.kind == "task"]
    done = [task for task in work if task.actual_end and since <= task.actual_end < now]
    doing = [task for task in work if task.state in ("doing", "paused") and task not in done]
    late = [task for task in work if task.state == "todo" and task.starts_at and task.starts_at < since]
    coming = [task for task in work if task.state == "todo" and task.starts_at and since <= task.starts_at < after]
    return {
        "done": [_task(task, now) for task in done[:MOST]],
        "doing": [_task(task, now) for task in doing[:MOST]],
        "next": [_task(task, now) for task in [*late, *coming][:MOST]],
    }


def _task(task: Task, now: dt.datetime) -> dict[str, Any]:
    late = task.state != "done" and bool(task.ends_at and task.ends_at < now)
    return {
        "name": task.name, "owner": task.owner.name if task.owner else "", "progress": float(task.progress),
        "start": _day(task.actual_start or task.starts_at), "end": _day(task.actual_end or task.ends_at), "late": late,
        "critical": task.critical,
    }  # fmt: skip


def _milestones(
    leaves: list[Task], agreed: dict[UUID, tuple[dt.datetime, dt.datetime]], span: tuple[dt.date, dt.date]
) -> list[dict[str, Any]]:
    """Milestones and key nodes that are not reached, and those reached in the period or shortly before."""
    since = _begin_of(span[0]) - DAY * 31
    rows = [t for t in leaves if (t.kind == "milestone" or t.tag) and (t.state != "done" or (t.actual_end and t.actual_end >= since))]
    rows.sort(key=lambda task: (task.ends_at or _end_of(span[1]), task.wbs_sort))
    found = []
    for task in rows[:MOST]:
        plan = agreed.get(task.pk)
        end = task.actual_end or task.ends_at
        moved = (timezone.localdate(end) - timezone.localdate(plan[1])).days if plan and end else None
        found.append({"name": task.name, "agreed": _day(plan[1]) if plan else None, "end": _day(end), "done": task.state == "done",
                      "late_days": moved})  # fmt: skip
    return found


def _begin_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _end_of(day: dt.date) -> dt.datetime:
    return _begin_of(day + DAY)


def _day(moment: dt.datetime | None) -> str | None:
    return str(timezone.localdate(moment)) if moment else None


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def content_of(report: ProjectReport) -> dict[str, Any]:
    """What it says: of a sent one what was sent."""
    return report.content if report.state == "sent" and report.content else compose(report)


def edition(content: dict[str, Any], which: str) -> dict[str, Any]:
    """The content for a reader: the customer's edition is without costs, margins and our risks."""
    if which == "internal":
        return {**content, "edition": which}
    curve = [{name: value for name, value in point.items() if name != "ac"} for point in content["curve"]]
    changes = [{name: value for name, value in row.items() if name != "cost"} for row in content["changes"]]
    return {**content, "edition": which, "curve": curve, "changes": changes, "risks": [], "money": None, "earned": None}
