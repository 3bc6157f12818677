"""The sales analysis as a workbook to take along: funnel, forecast, losses with their reasons, success."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from zhuke.commons.exports.sheets import harmless
from zhuke.kernel.access import Actor

from .analysis import Asked, forecast, funnel, losses, win_rates
from .departures import departures

Cell = str | int | float | Decimal | None
FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "head": {"bold": True, "bg_color": "#F2F4F7", "border": 1, "border_color": "#D5DBE2"},
    "money": {"num_format": "#,##0.00"},
    "percent": {"num_format": '0.0"%"'},
    "plain": {},
}


def workbook(actor: Actor, asked: Asked, *, today: dt.date) -> bytes:
    """The figures of the analysis page as xlsx, as far as the right to export reaches. Raises not_allowed."""
    import xlsxwriter  # loaded when first used: it costs a start 0.1 s

    asked = replace(asked, action="export")
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    styles = {name: book.add_format(form) for name, form in FORMATS.items()}
    for title, tables in (
        (_("销售漏斗"), [_funnel(actor, asked)]),
        (_("签约预测"), [_forecast(actor, replace(asked, since=None, until=None), today)]),
        (_("丢单分析"), [_losses(actor, asked, by) for by in LOSSES]),
        (_("赢单率"), [_wins(actor, asked, by) for by in WINS]),
        *([(_("客户流失"), [_departures(actor, asked, by) for by in DEPARTURES])] if actor.can("churns", "export") else []),
    ):
        _sheet(book.add_worksheet(title), f"{title} {_period(asked)}".strip() if title != _("签约预测") else title, tables, styles)
    book.close()
    return target.getvalue()


LOSSES = ("reason", "phase", "region", "project_type", "owner")
DEPARTURES = ("churn_reason", "phase", "region", "project_type", "owner")
WINS = ("region", "project_type", "owner", "source")
Table = tuple[Sequence[tuple[str, str]], Iterable[Sequence[Cell]]]
"""Columns (header, format) and rows."""


def _names() -> dict[str, str]:
    return {
        "reason": _("丢单原因"), "phase": _("时期"), "region": _("省份"), "project_type": _("项目类型"), "owner": _("负责人"),
        "source": _("商机来源"), "churn_reason": _("流失原因"),
    }  # fmt: skip


def _period(asked: Asked) -> str:
    if not asked.since and not asked.until:
        return ""
    return f"{asked.since or ''} — {asked.until or ''}"


def _funnel(actor: Actor, asked: Asked) -> Table:
    columns = (
        (_("时期"), "plain"), (_("到过"), "plain"), (_("转化率"), "percent"), (_("停留中位天数"), "plain"), (_("平均天数"), "plain"),
        (_("现有"), "plain"), (_("在此丢单"), "plain"), (_("金额（元）"), "money"),
    )  # fmt: skip
    names = ("label", "entered", "conversion", "dwell_median", "dwell_average", "still", "lost")
    rows = funnel(actor, asked)["phases"]
    return columns, [[*(row[name] for name in names), Decimal(row["amount"])] for row in rows]


def _forecast(actor: Actor, asked: Asked, today: dt.date) -> Table:
    columns = (
        (_("月份"), "plain"), (_("商机数"), "plain"), (_("预计金额（元）"), "money"), (_("按赢率折算（元）"), "money"),
        (_("已赢单"), "plain"), (_("赢单金额（元）"), "money"),
    )  # fmt: skip
    found = forecast(actor, asked, today=today)
    rows: list[list[Cell]] = [
        [m["month"], m["count"], Decimal(m["amount"]), Decimal(m["weighted"]), m["won_count"], Decimal(m["won_amount"])]
        for m in found["months"]
    ]
    for label, part in ((_("预计日期已过"), found["late"]), (_("没有预计日期"), found["undated"])):
        rows.append([label, part["count"], Decimal(part["amount"]), Decimal(part["weighted"]), None, None])
    return columns, rows


def _losses(actor: Actor, asked: Asked, by: str) -> Table:
    columns = (
        (_names()[by], "plain"), (_("丢单数"), "plain"), (_("占比"), "percent"), (_("金额（元）"), "money"),
        (_("发生在") if by == "reason" else _("原因"), "plain"),
    )  # fmt: skip
    return columns, [
        [
            item["label"],
            item["count"],
            item["share"],
            Decimal(item["amount"]),
            "、".join(f"{p['label']} {p['count']}" for p in item["parts"]),
        ]
        for item in losses(actor, asked, by)["items"]
    ]


def _departures(actor: Actor, asked: Asked, by: str) -> Table:
    columns = (
        (_names()[by], "plain"), (_("流失客户"), "plain"), (_("占比"), "percent"), (_("已挽回"), "plain"),
        (_("发生在") if by == "churn_reason" else _("原因"), "plain"),
    )  # fmt: skip
    return columns, [
        [item["label"], item["count"], item["share"], item["back"], "、".join(f"{p['label']} {p['count']}" for p in item["parts"])]
        for item in departures(actor, asked, by)["items"]
    ]


def _wins(actor: Actor, asked: Asked, by: str) -> Table:
    columns = (
        (_names()[by], "plain"), (_("有结果"), "plain"), (_("赢单"), "plain"), (_("赢单率"), "percent"), (_("报过价"), "plain"),
        (_("报价后赢单"), "plain"), (_("报价成功率"), "percent"), (_("赢单金额（元）"), "money"),
    )  # fmt: skip
    names = ("decided", "won", "rate", "quoted", "quoted_won", "quoted_rate")
    found = win_rates(actor, asked, by)
    rows = [*found["items"], *([{**found["total"], "label": _("合计")}] if found["items"] else [])]
    return columns, [[row["label"], *(row[name] for name in names), Decimal(row["won_amount"])] for row in rows]


def _sheet(sheet: Any, title: str, tables: Iterable[Table], styles: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 7, 16)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, title, styles["title"])
    line = 2
    for columns, rows in tables:
        for at, (head, _form) in enumerate(columns):
            sheet.write_string(line, at, head, styles["head"])
        for row in rows:
            line += 1
            _row(sheet, line, row, [styles[form] for _head, form in columns])
        line += 2


def _row(sheet: Any, line: int, row: Sequence[Cell], forms: Sequence[Any]) -> None:
    for at, value in enumerate(row):
        if isinstance(value, str):
            sheet.write_string(line, at, harmless(value))
        elif value is not None:
            sheet.write_number(line, at, float(value), forms[at])
