"""The VAT ledger of a month: what a company owes in tax out of the invoices that it issued and those that it deducts."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhuke.commons.exports.sheets import harmless
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.errors import NotFound
from zhuke.kernel.resource import by_model
from zhuke.modules.billing.models import Invoice
from zhuke.modules.orgs.models import Unit

from .ledger import ZERO

ISSUED = ("issued", "red")


@dataclass
class Sums:
    """Invoices of one rate in one direction."""

    rate: str
    count: int = 0
    net: Decimal = ZERO
    tax: Decimal = ZERO
    amount: Decimal = ZERO

    def shown(self) -> dict[str, Any]:
        """As the API answers it."""
        return {"rate": self.rate, "count": self.count, "net": str(self.net), "tax": str(self.tax), "amount": str(self.amount)}


@dataclass
class Ledger:
    """One month of a unit and all below it."""

    unit: Unit
    month: dt.date
    output: list[Invoice]
    deducted: list[Invoice]
    waiting: list[Invoice]
    carried_in: Decimal
    by_rate: dict[str, list[Sums]] = field(default_factory=dict)

    @property
    def output_tax(self) -> Decimal:
        """Tax of what was issued; red invoices take away."""
        return sum((row.tax or ZERO for row in self.output), ZERO)

    @property
    def input_tax(self) -> Decimal:
        """Tax that may be deducted in the month."""
        return sum((row.tax or ZERO for row in self.deducted), ZERO)

    @property
    def balance(self) -> Decimal:
        """Above zero: to be paid; below: carried into the next month."""
        return self.output_tax - self.input_tax - self.carried_in


def ledger_of(actor: Actor, unit_id: UUID, month: dt.date) -> Ledger:
    """The ledger out of the invoices that the actor sees. Raises not_found for a unit out of sight."""
    unit = visible(actor, by_model(Unit)).filter(pk=unit_id).first()
    if unit is None:
        raise NotFound()
    first = month.replace(day=1)
    after = next_month(first)
    rows = visible(actor, by_model(Invoice)).filter(unit__path__startswith=unit.path, state__in=ISSUED).select_related("customer", "unit")
    issued = rows.filter(issued_on__gte=first, issued_on__lt=after).order_by("issued_on", "number")
    output = list(issued.filter(direction="output"))
    deducted = list(rows.filter(direction="input", deducted_on=first).order_by("issued_on", "number"))
    waiting = list(rows.filter(direction="input", deducted_on=None, issued_on__lt=after, red_of=None).order_by("issued_on", "number")[:500])
    ledger = Ledger(unit, first, output, deducted, waiting, _carried(rows, first))
    ledger.by_rate = {"output": summed(output), "input": summed(deducted)}
    return ledger


def next_month(day: dt.date) -> dt.date:
    """The first day of the month after."""
    return (day.replace(day=28) + dt.timedelta(days=7)).replace(day=1)


def _carried(rows: Any, before: dt.date) -> Decimal:
    """What was deductible and not used up in the months before: 上期留抵."""
    months: dict[dt.date, Decimal] = {}
    for on, tax in rows.filter(direction="output", issued_on__lt=before).values_list("issued_on", "tax"):
        months[on.replace(day=1)] = months.get(on.replace(day=1), ZERO) + (tax or ZERO)
    for on, tax in rows.filter(direction="input", deducted_on__lt=before).values_list("deducted_on", "tax"):
        months[on] = months.get(on, ZERO) - (tax or ZERO)
    carried = ZERO
    for month in sorted(months):
        carried = max(carried - months[month], ZERO)
    return carried


def summed(rows: Iterable[Invoice]) -> list[Sums]:
    """By rate, the highest first; an invoice of several rates counts in each."""
    found: dict[str, Sums] = {}
    for row in rows:
        for part in row.rates or [{"rate": row.rate, "net": row.net, "tax": row.tax}]:
            sums = found.setdefault(str(part["rate"]), Sums(str(part["rate"])))
            net, tax = Decimal(part["net"]), Decimal(part["tax"])
            sums.count, sums.net, sums.tax, sums.amount = sums.count + 1, sums.net + net, sums.tax + tax, sums.amount + net + tax
    return sorted(found.values(), key=lambda s: -Decimal(s.rate))


def shown(ledger: Ledger) -> dict[str, Any]:
    """The ledger as the API answers it."""
    return {
        "unit": {"id": ledger.unit.pk, "label": ledger.unit.name},
        "month": f"{ledger.month:%Y-%m}",
        "output": [s.shown() for s in ledger.by_rate["output"]],
        "input": [s.shown() for s in ledger.by_rate["input"]],
        "output_tax": str(ledger.output_tax),
        "input_tax": str(ledger.input_tax),
        "carried_in": str(ledger.carried_in),
        "payable": str(max(ledger.balance, ZERO)),
        "carried_out": str(max(-ledger.balance, ZERO)),
        "invoices": {"output": [_line(row) for row in ledger.output], "input": [_line(row) for row in ledger.deducted]},
        "not_deducted": [_line(row) for row in ledger.waiting],
    }


def _line(row: Invoice) -> dict[str, Any]:
    return {
        "id": row.pk,
        "number": row.number,
        "code": row.code,
        "kind": row.kind,
        "issued_on": row.issued_on,
        "customer": {"id": row.customer_id, "label": row.customer.name},
        "tax_code": row.buyer_code if row.direction == "output" else row.seller_code,
        "rate": row.rate,
        "net": str(row.net),
        "tax": str(row.tax),
        "amount": str(row.amount),
        "red": bool(row.red_of_id),
    }


def workbook(ledger: Ledger) -> bytes:
    """The ledger as xlsx: sums, issued invoices, deducted invoices. Amounts are numbers, sums are the same to the cent."""
    import xlsxwriter  # loaded when first used: it costs a start 0.1 s

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    styles = {name: book.add_format(form) for name, form in FORMATS.items()}
    _sums_sheet(book.add_worksheet(str(_("汇总"))), ledger, styles)
    _list_sheet(book.add_worksheet(str(_("销项明细"))), ledger.output, styles)
    _list_sheet(book.add_worksheet(str(_("进项抵扣明细"))), ledger.deducted, styles)
    book.close()
    return target.getvalue()


FORMATS: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "bg_color": "#F2F4F7", "border": 1, "border_color": "#D5DBE2"},
    "money": {"num_format": "#,##0.00"},
    "day": {"num_format": "yyyy-mm-dd"},
    "title": {"bold": True, "font_size": 14},
}


def _sums_sheet(sheet: Any, ledger: Ledger, styles: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 5, 18)
    sheet.write_string(0, 0, harmless(f"{ledger.unit.name} {ledger.month:%Y-%m} {_('增值税台账')}"), styles["title"])
    for column, head in enumerate((_("方向"), _("税率"), _("张数"), _("不含税金额"), _("税额"), _("价税合计"))):
        sheet.write_string(2, column, str(head), styles["head"])
    line = 3
    for direction, label in (("output", _("销项")), ("input", _("进项"))):
        for sums in ledger.by_rate[direction]:
            sheet.write_string(line, 0, str(label))
            sheet.write_string(line, 1, f"{sums.rate}%")
            sheet.write_number(line, 2, sums.count)
            for column, value in enumerate((sums.net, sums.tax, sums.amount), 3):
                sheet.write_number(line, column, float(value), styles["money"])
            line += 1
    totals = (
        (_("销项税额"), ledger.output_tax),
        (_("进项税额"), ledger.input_tax),
        (_("上期留抵"), ledger.carried_in),
        (_("本期应纳税额"), max(ledger.balance, ZERO)),
        (_("期末留抵"), max(-ledger.balance, ZERO)),
    )
    for offset, (label, value) in enumerate(totals, line + 1):
        sheet.write_string(offset, 0, str(label), styles["head"])
        sheet.write_number(offset, 1, float(value), styles["money"])


def _list_sheet(sheet: Any, rows: list[Invoice], styles: dict[str, Any]) -> None:
    heads = (
        _("发票号码"), _("发票代码"), _("票种"), _("开票日期"), _("往来单位"), _("税号"), _("税率"),
        _("不含税金额"), _("税额"), _("价税合计"),
    )  # fmt: skip
    for column, head in enumerate(heads):
        sheet.write_string(0, column, str(head), styles["head"])
        sheet.set_column(column, column, 24 if column in (0, 4, 5) else 15)
    sheet.freeze_panes(1, 0)
    for line, row in enumerate(rows, 1):
        tax_code = row.buyer_code if row.direction == "output" else row.seller_code
        texts = (row.number, row.code, str(row.get_kind_display()), None, row.customer.name, tax_code, f"{row.rate}%")
        for column, text in enumerate(texts):
            if text is not None:
                sheet.write_string(line, column, harmless(text))
        if row.issued_on:
            sheet.write_datetime(line, 3, dt.datetime.combine(row.issued_on, dt.time()), styles["day"])
        for column, value in enumerate((row.net, row.tax or ZERO, row.amount), 7):
            sheet.write_number(line, column, float(value), styles["money"])
