"""Ageing, DSO and the forecast against figures computed independently, on made and on real data."""

import csv
import datetime as dt
import json
import random
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from zhuke.commons.imports.tests.conftest import Importer
from zhuke.commons.testing import Caller, Firm, make, make_person
from zhuke.kernel.access import system
from zhuke.kernel.audit import writing
from zhuke.modules.billing.models import Receivable
from zhuke.modules.billing.services.ledger import differences
from zhuke.modules.billing.services.receipts import allocate, allocate_many, record
from zhuke.modules.billing.tests.factories import make_receipt, make_receivable
from zhuke.modules.collection.domain.ageing import bucket_of
from zhuke.modules.collection.tests.conftest import TODAY, everything

REAL = Path(__file__).resolve().parents[5] / "shared" / "data" / "receivables" / "until_2012-08.csv"
TESTS = system("测试")
KEYS = ("current", "d1_30", "d31_60", "d61_90", "over_90")
DAY = dt.timedelta(days=1)


def totals(answer: Any) -> dict[str, str]:
    return {key: answer["total"][key] for key in (*KEYS, "total")}


def computed(debts: list[tuple[dt.date, dt.date, Decimal, list[tuple[dt.date, Decimal]]]], on: dt.date) -> dict[str, str]:
    """Ageing by hand: (opened, due, amount, payments)."""
    sums: dict[str, Decimal] = defaultdict(lambda: Decimal("0.00"))
    for opened, due, amount, payments in debts:
        left = amount - sum((paid for day, paid in payments if day <= on), Decimal(0)) if opened <= on else Decimal(0)
        sums[bucket_of(due, on)] += left
        sums["total"] += left
    return {key: f"{sums[key]:.2f}" for key in (*KEYS, "total")}


def test_ageing_on_any_day(clock: Any, firm: Firm, finance: Caller, stranger: Caller) -> None:
    chance = random.Random(7)  # noqa: S311 a test, not a secret
    customers = [make("customers", name=f"客户{n}", unit=firm.east_sales, owner=finance.person) for n in range(4)]
    debts, of = [], defaultdict(list)
    for n in range(40):
        opened = TODAY - DAY * chance.randint(0, 200)
        due, amount = opened + DAY * chance.randint(0, 60), Decimal(chance.randint(100, 900_000)) / 100
        row = make_receivable(firm.east_sales, customers[n % 4], str(amount), due_on=due, occurred_on=opened)
        payments = []
        if chance.random() < 0.6:
            day, paid = opened + (TODAY - opened) * chance.random(), (amount * chance.randint(1, 100) / 100).quantize(Decimal("0.01"))
            receipt = make_receipt(firm.east_sales, customers[n % 4], str(paid), on=day)
            with writing(TESTS):
                allocate(TESTS, receipt, row, amount=paid, on=day)
            payments.append((day, paid))
        debts.append((opened, due, amount, payments))
        of[customers[n % 4].name].append(debts[-1])
    make_receivable(firm.west_sales, make("customers", name="西客户", unit=firm.west_sales), "999.00", due_on=TODAY, occurred_on=TODAY)
    for on in (TODAY, TODAY - DAY, TODAY - DAY * 33, TODAY - DAY * 91, TODAY - DAY * 300):
        answer = finance.get("/collection/ageing", on=str(on), by="customer").data
        assert totals(answer) == computed(debts, on), on
        for row in answer["rows"]:
            assert {key: row[key] for key in (*KEYS, "total")} == computed(of[row["group"]["label"]], on), (on, row)
    assert totals(finance.get("/collection/ageing").data) == computed(debts, TODAY)
    assert stranger.get("/collection/ageing").data["total"]["total"] == "999.00"
    mine = finance.get("/collection/ageing", unit=str(firm.west.pk)).data
    assert (mine["total"]["total"], mine["rows"]) == ("0.00", [])
    by_unit = finance.get("/collection/ageing", by="unit").data["rows"]
    assert [row["group"]["label"] for row in by_unit] == ["华东市场部"]


def test_figures_refuse(firm: Firm, finance: Caller) -> None:
    nobody = Caller(make_person("门外", firm.east_sales, {"customers": ["read"]}))
    for path in ("ageing", "dso", "forecast"):
        assert nobody.get(f"/collection/{path}").code == "not_allowed"
    assert finance.get("/collection/ageing", by="colour").status == 422
    assert finance.get("/collection/dso", months=0).status == 422
    assert finance.get("/collection/forecast", by="year").status == 422


def test_dso_and_cycle(clock: Any, firm: Firm, finance: Caller, customer: Any) -> None:
    """Sold 90,000 in April, 60,000 in May; 90,000 paid on May 21, forty days after; on June 10 60,000 are open."""
    first = make_receivable(firm.east_sales, customer, "90000.00", occurred_on=dt.date(2026, 4, 11), due_on=dt.date(2026, 5, 1))
    make_receivable(firm.east_sales, customer, "60000.00", occurred_on=dt.date(2026, 5, 10), due_on=dt.date(2026, 6, 30))
    receipt = make_receipt(firm.east_sales, customer, "90000.00", on=dt.date(2026, 5, 21))
    with writing(TESTS):
        allocate(TESTS, receipt, first, amount=Decimal("90000.00"), on=dt.date(2026, 5, 21))
    items = {row["month"]: row for row in finance.get("/collection/dso", months=3).data["items"]}
    assert list(items) == ["2026-04-01", "2026-05-01", "2026-06-01"]
    may, june = items["2026-05-01"], items["2026-06-01"]
    assert (may["sales"], may["collected"], may["closing"]) == ("60000.00", "90000.00", "60000.00")
    assert (may["cycle_days"], may["late_days"]) == (40.0, 20.0)
    assert june["dso"] == round(60000 / 150000 * 71, 1)  # April 1 to June 10: 71 days
    assert (items["2026-04-01"]["cycle_days"], june["cycle_days"]) == (None, None)


def test_forecast(clock: Any, firm: Firm, finance: Caller, customer: Any) -> None:
    """A customer who pays twenty days late: what is due on June 20 comes in July."""
    past = make_receivable(firm.east_sales, customer, "1000.00", occurred_on=dt.date(2026, 3, 1), due_on=dt.date(2026, 4, 1))
    receipt = make_receipt(firm.east_sales, customer, "1000.00", on=dt.date(2026, 4, 21))
    with writing(TESTS):
        allocate(TESTS, receipt, past, amount=Decimal("1000.00"), on=dt.date(2026, 4, 21))
    make_receivable(firm.east_sales, customer, "5000.00", occurred_on=dt.date(2026, 6, 1), due_on=dt.date(2026, 6, 20))
    make_receivable(firm.east_sales, customer, "700.00", occurred_on=dt.date(2026, 5, 1), due_on=dt.date(2026, 6, 1))
    make_receivable(firm.east_sales, customer, "60.00", occurred_on=dt.date(2026, 3, 1), due_on=dt.date(2026, 4, 1))
    make_receivable(firm.east_sales, customer, "300.00", direction="expense", occurred_on=dt.date(2026, 6, 1), due_on=dt.date(2026, 7, 5))
    answer = finance.get("/collection/forecast", count=2).data
    june, july = answer["items"]
    assert (june["due"], june["likely"], july["due"], july["likely"]) == ("5000.00", "700.00", "0.00", "5000.00")
    assert (answer["overdue"], answer["late_beyond_habit"], july["payable"]) == ("760.00", "60.00", "300.00")
    weeks = finance.get("/collection/forecast", by="week", count=3).data["items"]
    assert [row["since"] for row in weeks] == ["2026-06-08", "2026-06-15", "2026-06-22"]
    assert [row["due"] for row in weeks] == ["0.00", "5000.00", "0.00"]


@pytest.fixture
def importer(firm: Firm, tmp_path: Path, settings: Any) -> Importer:
    """Someone who imports receivables for the east company."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return Importer(Caller(make_person("张会计", firm.east_sales, everything())), tmp_path, "receivables")


def samples() -> list[dict[str, str]]:
    """The real history where it lies beside the checkout, else a written piece of the same form."""
    if REAL.exists():
        return list(csv.DictReader(REAL.open(encoding="utf-8")))
    names = ("customerID", "invoiceNumber", "InvoiceDate", "DueDate", "InvoiceAmount", "SettledDate")
    written = [
        ("0001-AAAAA", "900001", "1/27/2012", "2/26/2012", "94", "2/22/2012"),
        ("0001-AAAAA", "900002", "5/14/2012", "6/13/2012", "80.07", "7/1/2012"),
        ("0002-BBBBB", "900003", "3/31/2012", "4/30/2012", "75.33", "4/16/2012"),
        ("0002-BBBBB", "900004", "6/24/2012", "7/24/2012", "71.49", "10/30/2012"),
    ]
    return [dict(zip(names, line, strict=True)) for line in written]


def run_task(name: str) -> None:
    """Run the waiting job of this name alone: what the new receivables set off is not looked at here."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = %s RETURNING args", [name])
        (args,) = cursor.fetchone()
    app.tasks[name].func(**(args if isinstance(args, dict) else json.loads(args)))


def day(text: str) -> dt.date:
    month, number, year = text.split("/")
    return dt.date(int(year), int(month), int(number))


def settle(rows: list[dict[str, str]], posted: dict[str, Receivable]) -> None:
    """Every invoice is paid on its day: one receipt a customer and day, allocated to what it paid."""
    paid: dict[tuple[str, dt.date], list[Receivable]] = defaultdict(list)
    for r in rows:
        paid[r["customerID"], day(r["SettledDate"])].append(posted[r["invoiceNumber"].lstrip("0")])
    with writing(TESTS):
        for (_customer, on), owed in paid.items():
            whole = sum((row.amount for row in owed), Decimal(0))
            receipt = record(TESTS, customer_id=owed[0].customer_id, unit_id=owed[0].unit_id, amount=whole, on=on)
            allocate_many(TESTS, receipt, [(row.pk, row.amount) for row in owed], on=on)


def test_a_real_history_is_imported_posted_and_aged(importer: Importer, firm: Firm, finance: Caller) -> None:
    rows = samples()
    for name in sorted({row["customerID"] for row in rows}):
        make("customers", name=name, unit=firm.east_sales, owner=finance.person)
    header = ("摘要", "客户名称", "应收金额", "单据日期", "到期日期", "单据号")
    lines = [
        (
            f"发票 {r['invoiceNumber']}",
            r["customerID"],
            r["InvoiceAmount"],
            str(day(r["InvoiceDate"])),
            str(day(r["DueDate"])),
            r["invoiceNumber"],
        )
        for r in rows
    ]
    batch = importer.upload([header, *lines])["id"]
    for verb in ("check", "run"):
        assert importer.caller.post(f"/imports/{batch}/{verb}", {}).status == 202
        run_task(f"imports.{verb}")
    written = importer.read(batch)
    assert written["counts"]["done"] == len(rows), importer.rows(written["id"], severity="error")[:3]
    posted = {row.reference.lstrip("0"): row for row in Receivable.objects.select_related("customer")}
    assert len(posted) == len(rows)
    settle(rows, posted)
    debts = [
        (day(r["InvoiceDate"]), day(r["DueDate"]), Decimal(r["InvoiceAmount"]), [(day(r["SettledDate"]), Decimal(r["InvoiceAmount"]))])
        for r in rows
    ]
    seen = set()
    for on in [dt.date(2012, month, 28) for month in range(1, 11)] + [dt.date(2012, 7, 15), dt.date(2012, 8, 31)]:
        answer = finance.get("/collection/ageing", on=str(on)).data
        assert totals(answer) == computed(debts, on), on
        seen |= {key for key in KEYS if answer["total"][key] != "0.00"}
    assert {"current", "d1_30"} <= seen
    assert differences() == []
    assert finance.get("/collection/ageing").data["total"]["total"] == "0.00"
