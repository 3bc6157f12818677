"""Writing a plan as an Excel table that this product, MS Project and people read."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from .plan_file import FileLink, FileTask, PlanFile
from .sheet_words import CONSTRAINTS

if TYPE_CHECKING:
    from xlsxwriter.format import Format

_FONT = "Microsoft YaHei"


def write(plan: PlanFile) -> bytes:
    """The plan as an xlsx file."""
    import xlsxwriter  # loaded when first used: it costs a start 0.1 s

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(_("计划"))
    head = book.add_format(
        {"bold": True, "bg_color": "#F0F2F5", "border": 1, "border_color": "#D9D9D9", "font_name": _FONT, "valign": "vcenter"}
    )
    formats: dict[tuple[str, int, bool], Format] = {}

    def style(kind: str, indent: int = 0, bold: bool = False) -> Format:
        key = (kind, indent, bold)
        if key not in formats:
            options = {"font_name": _FONT, "bold": bold, "indent": min(indent, 15), "num_format": _FORMATS[kind]}
            formats[key] = book.add_format({**options, "text_wrap": kind == "wrap"})
        return formats[key]

    columns = _columns()
    for column, (title, width, _kind) in enumerate(columns):
        sheet.write(0, column, title, head)
        sheet.set_column(column, column, width)
    ids = {task.uid: number for number, task in enumerate(plan.rows(), 1)}
    before: dict[int, list[FileLink]] = {}
    for link in plan.links:
        before.setdefault(link.succ, []).append(link)
    names = _resource_names(plan)
    for row, task in enumerate(plan.rows(), 1):
        values = _values(plan, task, ids, before.get(task.uid, []), names.get(task.uid, ""))
        for column, value in enumerate(values):
            kind = columns[column][2]
            indent = task.level - 1 if column == _NAME_COLUMN else 0
            if value is None or value == "":
                continue
            if isinstance(value, dt.datetime):
                sheet.write_datetime(row, column, value, style(kind, 0, task.summary))
            elif isinstance(value, int | float):
                sheet.write_number(row, column, value, style(kind, 0, task.summary))
            else:
                sheet.write_string(row, column, str(value)[:32_000], style(kind, indent, task.summary))
    sheet.freeze_panes(1, _NAME_COLUMN + 1)
    sheet.autofilter(0, 0, max(len(ids), 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    return stream.getvalue()


_NAME_COLUMN = 3
_FORMATS = {"text": "General", "number": "0.######", "moment": "yyyy-mm-dd hh:mm", "percent": "0.##", "wrap": "General"}


def _columns() -> list[tuple[str, int, str]]:
    return [
        (_("标识号"), 8, "number"),
        (_("WBS"), 10, "text"),
        (_("大纲级别"), 9, "number"),
        (_("任务名称"), 46, "text"),
        (_("工期（天）"), 12, "text"),
        (_("开始时间"), 17, "moment"),
        (_("完成时间"), 17, "moment"),
        (_("前置任务"), 22, "text"),
        (_("完成百分比"), 11, "percent"),
        (_("实际开始"), 17, "moment"),
        (_("实际完成"), 17, "moment"),
        (_("限制类型"), 16, "text"),
        (_("限制日期"), 17, "moment"),
        (_("截止日期"), 17, "moment"),
        (_("里程碑"), 8, "text"),
        (_("资源名称"), 26, "text"),
        (_("优先级"), 8, "number"),
        (_("总浮动（天）"), 12, "number"),
        (_("关键任务"), 9, "text"),
        (_("备注"), 40, "text"),
    ]


def _values(plan: PlanFile, task: FileTask, ids: dict[int, int], links: list[FileLink], resources: str) -> list[object]:
    return [
        ids[task.uid],
        task.wbs,
        task.level,
        task.name,
        "" if task.summary else _length(plan, task),
        task.start,
        task.finish,
        ",".join(predecessor(plan, link, ids[link.pred]) for link in links if link.pred in ids),
        float(task.progress),
        task.actual_start,
        task.actual_finish,
        CONSTRAINTS[task.constraint].split("|")[0],
        task.constraint_at,
        task.deadline,
        _("是") if task.milestone else "",
        resources,
        task.priority,
        None if task.total_slack is None else task.total_slack / plan.minutes_per_day,
        _("是") if task.critical else "",
        task.notes,
    ]


def _length(plan: PlanFile, task: FileTask) -> object:
    if task.elapsed:
        return f"{_number(Decimal(task.duration or 0) / 1440)}ed"
    minutes = task.duration or 0
    days = Decimal(minutes) / plan.minutes_per_day
    return float(days) if days == round(days, 6) else f"{minutes}分钟"


def _number(value: Decimal) -> str:
    return format(round(value, 6).normalize(), "f")


def predecessor(plan: PlanFile, link: FileLink, number: int) -> str:
    """A link as MS Project writes it in a cell: 3, 3SS, 3FS+2天, 3FS-50%, 3FS+1ed."""
    lag = _lag(plan, link)
    return f"{number}{'' if link.kind == 'FS' and not lag else link.kind}{lag}"


def _lag(plan: PlanFile, link: FileLink) -> str:
    if link.percent is not None:
        return f"{'+' if link.percent >= 0 else '-'}{_number(abs(link.percent))}%" if link.percent else ""
    if not link.lag:
        return ""
    sign, minutes = ("-" if link.lag < 0 else "+"), abs(link.lag)
    if link.elapsed:
        days = Decimal(minutes) / 1440
        return f"{sign}{_number(days)}ed" if days == round(days, 6) else f"{sign}{minutes}em"
    days = Decimal(minutes) / plan.minutes_per_day
    return f"{sign}{_number(days)}天" if days == round(days, 6) else f"{sign}{minutes}分钟"


def _resource_names(plan: PlanFile) -> dict[int, str]:
    by_uid = {resource.uid: resource.name for resource in plan.resources if resource.kind == "work"}
    found: dict[int, list[str]] = {}
    for assignment in plan.assignments:
        name = by_uid.get(assignment.resource or -1)
        if name:
            share = "" if assignment.units == 1 else f"[{_number(assignment.units * 100)}%]"
            found.setdefault(assignment.task, []).append(f"{name}{share}")
    return {uid: ",".join(names) for uid, names in found.items()}
