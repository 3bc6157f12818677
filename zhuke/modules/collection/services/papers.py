"""Statements on paper and as a workbook."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zhuke.commons.documents import compile_pdf
from zhuke.commons.exports.sheets import Column, XlsxWriter
from zhuke.modules.collection.models import Statement

from .statements import label_of

TEMPLATE = Path(__file__).parents[1] / "statement.typ"


def statement_pdf(row: Statement) -> bytes:
    """The statement as PDF, in Chinese: it goes to the customer."""
    with translation.override("zh-hans"):
        data: dict[str, Any] = {
            "title": str(row.get_direction_display()).replace(_("应收对账"), _("往来对账单")).replace(_("应付对账"), _("往来对账单")),
            "number": row.number, "sender": row.company.name, "to": row.customer.name, "remark": row.remark,
            "period": _("%(since)s 至 %(until)s") % {"since": row.since, "until": row.until},
            "facts": [[_("期初余额"), _yuan(row.opening)], [_("本期增加"), _yuan(row.increase)], [_("本期减少"), _yuan(row.decrease)],
                      [_("期末余额"), _yuan(row.closing)], [_("未核销款项"), _yuan(row.prepaid)],
                      [_("制单日期"), str(timezone.localdate(row.created_at) if row.created_at else timezone.localdate())]],
            "heads": [_("日期"), _("摘要"), _("款项"), _("单号"), _("增加"), _("减少"), _("余额")],
            "rows": [_cells(line) for line in row.lines],
            "period_label": _("对账期间"), "number_label": _("单号"),
            "ask": _("请核对以上往来。一致请签章确认，不一致请注明差异。"), "sign": _("签章："), "date": _("日期："),
        }  # fmt: skip
        return compile_pdf(TEMPLATE, data)


def _cells(line: dict[str, Any]) -> list[str]:
    amount = Decimal(line["amount"])
    adds = line["what"] in ("opened", "adjusted", "cancelled")
    plus, minus = (f"{amount:,.2f}", "") if adds else ("", f"{-amount:,.2f}")
    return [line["on"], label_of(line["what"]), line["name"], line["number"], plus, minus, f"{Decimal(line['balance']):,.2f}"]


def _yuan(value: Decimal) -> str:
    return f"¥{value:,.2f}"


def statement_xlsx(row: Statement) -> bytes:
    """The statement as a workbook: one line an entry, the sums below."""
    columns = [
        Column("on", _("日期"), "date"), Column("what", _("摘要")), Column("name", _("款项")), Column("number", _("单号")),
        Column("due_on", _("到期日"), "date"), Column("plus", _("增加"), "money"), Column("minus", _("减少"), "money"),
        Column("balance", _("余额"), "money"),
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "statement.xlsx"
        book = XlsxWriter(path, columns, row.number)
        book.row(_row(columns, {"what": _("期初余额"), "on": str(row.since), "balance": str(row.opening)}))
        for line in row.lines:
            adds = line["what"] in ("opened", "adjusted", "cancelled")
            values = {
                **line,
                "what": label_of(line["what"]),
                "plus" if adds else "minus": line["amount"] if adds else str(-Decimal(line["amount"])),
            }
            book.row(_row(columns, values))
        sums = {
            "what": _("期末余额"),
            "on": str(row.until),
            "plus": str(row.increase),
            "minus": str(row.decrease),
            "balance": str(row.closing),
        }
        book.row(_row(columns, sums))
        book.close()
        return path.read_bytes()


def _row(columns: list[Column], values: dict[str, Any]) -> list[Any]:
    return [column.value(values.get(column.name)) for column in columns]
