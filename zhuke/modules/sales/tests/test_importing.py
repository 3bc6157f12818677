"""Opportunities out of files: open ones, decided ones with their days, faulty ones told by row."""

import csv
import datetime as dt
from collections import Counter
from pathlib import Path
from statistics import mean, median
from typing import Any

import pytest
from django.utils import timezone

from zhuke.commons.imports.tests.conftest import Importer
from zhuke.commons.testing import Caller, Firm, make_person
from zhuke.kernel.models import Change
from zhuke.modules.customers.models import Customer
from zhuke.modules.sales.models import Opportunity, StageChange

from .conftest import EVERYTHING, customer

CRM = Path(__file__).resolve().parents[5] / "shared" / "data" / "crm"
ACCOUNTS, DEALS = "accounts.csv", "pipeline_engaged_until_2017-05.csv"
HEADER = ("商机名称", "客户名称", "预计金额", "商机日期", "阶段", "结果", "成交日期", "丢单原因", "外部编号")


@pytest.fixture
def importer(firm: Firm, tmp_path: Path, settings: Any) -> Importer:
    settings.MEDIA_ROOT = tmp_path / "media"
    grants = {**EVERYTHING, "customers": ["read", "create", "update", "import"]}
    return Importer(Caller(make_person("张经理", firm.east_sales, grants)), tmp_path, "opportunities")


def test_open_and_decided_ones_come_in_with_their_days(importer: Importer) -> None:
    customer(importer.caller, "南京宏鼎置业有限公司")
    lines = [
        HEADER,
        ("A 地块", "南京宏鼎置业有限公司", "1200000", "2025-03-01", "正式报价", "", "", "", "X-1"),
        ("B 地块", "南京宏鼎置业有限公司", "3400000", "2025-01-10", "", "赢单", "2025-04-20", "", "X-2"),
        ("C 地块", "南京宏鼎置业有限公司", "", "2025-02-01", "意向客户", "丢单", "2025-02-11", "价格偏高", "X-3"),
    ]
    written = importer.whole(lines)
    assert written["counts"]["done"] == 3, [r["findings"] for r in importer.rows(written["id"])]
    rows = {row.reference: row for row in Opportunity.objects.all()}
    assert (rows["X-1"].phase, rows["X-1"].state, rows["X-1"].probability) == ("quotation", "open", 50)
    assert (rows["X-2"].phase, rows["X-2"].state, timezone.localdate(rows["X-2"].closed_at)) == ("signing", "won", dt.date(2025, 4, 20))
    assert (rows["X-3"].state, rows["X-3"].lost_phase, rows["X-3"].lost_reason) == ("lost", "intention", "price")
    changes = StageChange.objects.filter(opportunity=rows["X-2"]).order_by("id")
    assert [(c.direction, c.from_phase, c.to_phase, c.days) for c in changes] == [
        ("created", "", "potential", None), ("forward", "potential", "signing", 100),
    ]  # fmt: skip
    again = importer.upload(lines)["id"]
    assert importer.step(again, "check")["counts"]["same"] == 3
    assert Opportunity.objects.count() == 3


def test_a_second_file_says_of_each_row_what_it_leaves_as_it_is(importer: Importer) -> None:
    customer(importer.caller, "南京宏鼎置业有限公司")
    first = ("A 地块", "南京宏鼎置业有限公司", "1200000", "2025-03-01", "正式报价", "", "", "", "X-1")
    importer.whole([HEADER, first])
    batch = importer.upload(
        [
            HEADER,
            ("A 地块", "南京宏鼎置业有限公司", "1500000", "2025-03-01", "签约", "赢单", "2025-06-01", "", "X-1"),
            ("B 地块", "南京宏鼎置业有限公司", "900000", "2025-03-01", "意向客户", "", "", "", "X-2"),
        ]
    )["id"]
    assert importer.step(batch, "check")["counts"]["warnings"] == 1
    told = {f["field"]: f for f in importer.rows(batch)[0]["findings"]}
    assert {name: (f["kind"], f["code"]) for name, f in told.items()} == {
        "stage": ("warning", "left_alone"), "state": ("warning", "left_alone"),
    }  # fmt: skip
    assert "正式报价" in told["stage"]["message"]
    assert "进行中" in told["state"]["message"]
    assert not importer.rows(batch)[1]["findings"]
    importer.step(batch, "run")
    row = Opportunity.objects.get(reference="X-1")
    assert (row.phase, row.state, row.amount) == ("quotation", "open", 1500000)
    same = importer.upload([HEADER, (*first[:2], "1500000", *first[3:])])["id"]
    importer.step(same, "check")
    assert not importer.rows(same)[0]["findings"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (("A", "不存在的公司", "", "2025-03-01", "", "", "", "", ""), "unknown_reference"),
        (("A", "南京宏鼎置业有限公司", "", "2025-03-01", "", "赢单", "", "", ""), "invalid"),
        (("A", "南京宏鼎置业有限公司", "", "2025-03-01", "", "赢单", "2025-02-01", "", ""), "invalid"),
        (("A", "南京宏鼎置业有限公司", "", "2125-03-01", "", "", "", "", ""), "invalid"),
        (("A", "南京宏鼎置业有限公司", "", "2025-03-01", "洽谈", "", "", "", ""), "invalid"),
        (("A", "南京宏鼎置业有限公司", "", "2025-03-01", "签约", "丢单", "2025-05-01", "", ""), "invalid"),
        (("", "南京宏鼎置业有限公司", "", "2025-03-01", "", "", "", "", ""), "required"),
    ],
)
def test_faulty_rows_are_told_and_not_written(importer: Importer, line: tuple[str, ...], code: str) -> None:
    customer(importer.caller, "南京宏鼎置业有限公司")
    batch = importer.upload([HEADER, line])["id"]
    importer.step(batch, "check")
    row = importer.rows(batch)[0]
    assert (row["kind"], code in [f["code"] for f in row["findings"]]) == ("error", True), row["findings"]
    refused = importer.caller.post(f"/imports/{batch}/run", {})
    assert (refused.status, refused.code, Opportunity.objects.count()) == (409, "nothing_to_do", 0)


def test_an_import_is_taken_back_whole(importer: Importer) -> None:
    customer(importer.caller, "南京宏鼎置业有限公司")
    batch = importer.whole([HEADER, ("A 地块", "南京宏鼎置业有限公司", "", "2025-01-10", "", "赢单", "2025-04-20", "", "")])["id"]
    assert Change.objects.filter(cause=f"import:{batch}").exists()
    assert importer.step(batch, "undo")["undo_result"]["removed"] == 1
    assert Opportunity.objects.get().archived_at
    assert importer.caller.get("/sales/funnel").data["count"] == 0


def crm(folder: Path) -> Path:
    """The tables of a CRM that nobody on the team wrote, where they lie beside the checkout; else a small one of the same make."""
    if CRM.exists():
        return CRM
    accounts = ["account,sector,year_established,revenue,employees,office_location,subsidiary_of"]
    accounts += [
        f"Firm {c}x,{'technolgy' if c < 'D' else 'medical'},1996,1100.04,28,Kenya,{'Firm Ax' if c == 'E' else ''}" for c in "ABCDEFGH"
    ]
    deals = ["opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value"]
    for n in range(400):
        won, opened = n % 5 < 3, dt.date(2016, 10, 20) + dt.timedelta(days=n % 60)
        closed = opened + dt.timedelta(days=7 + n * 7 % 120)
        days = f"{opened:%m/%d/%Y},{closed:%m/%d/%Y}"
        deals.append(f"K{n:07},Agent {n % 7},GTXPro,Firm {'ABCDEFGH'[n % 8]}x,{'Won' if won else 'Lost'},{days},{100 + n if won else 0}")
    for name, lines in ((ACCOUNTS, accounts), (DEALS, deals)):
        (folder / name).write_text("\n".join(lines) + "\n")
    return folder


def test_a_whole_crm_comes_in_and_its_figures_are_those_of_the_files(importer: Importer, firm: Firm, tmp_path: Path) -> None:
    folder = crm(tmp_path)
    accounts, deals = read(folder / ACCOUNTS), read(folder / DEALS)
    importer.resource = "customers"
    batch = import_file(importer, folder / ACCOUNTS, {"blank_on_error": ["industry"]})
    assert batch["counts"]["done"] == len(accounts) == Customer.objects.count()
    assert batch["counts"]["unknown"]["industry"]["technolgy"] == sum(a["sector"] == "technolgy" for a in accounts)
    parents = {c.name: c.parent.name if c.parent else "" for c in Customer.objects.select_related("parent")}
    assert parents == {a["account"]: a["subsidiary_of"] for a in accounts}
    for name in sorted({deal["sales_agent"] for deal in deals}):
        make_person(name, firm.east_sales)
    importer.resource = "opportunities"
    batch = import_file(importer, folder / DEALS, {"value_map": {"state": {"Won": "won", "Lost": "lost"}}})
    assert batch["counts"]["done"] == len(deals) == Opportunity.objects.count()
    assert Change.objects.filter(cause=f"import:{batch['id']}", table="sales_opportunity", operation="INSERT").count() == len(deals)
    compare(importer.caller, deals)
    won_and_lost = Counter(Opportunity.objects.values_list("state", flat=True))
    assert folder != CRM or won_and_lost == {"won": 1254, "lost": 784}


def test_a_mistyped_account_is_told_with_its_row(importer: Importer, tmp_path: Path) -> None:
    folder = crm(tmp_path)
    accounts, deals = read(folder / ACCOUNTS), (folder / DEALS).read_text().splitlines()
    for account in accounts:
        customer(importer.caller, account["account"])
    for name in sorted({line.split(",")[1] for line in deals[1:6]}):
        make_person(name, importer.caller.person.unit)
    name = deals[3].split(",")[3]
    faulty = tmp_path / "faulty.csv"
    faulty.write_text("\n".join([*deals[:3], deals[3].replace(f",{name},", f",{name}e,"), *deals[4:6]]) + "\n")
    batch = import_file(importer, faulty, {"value_map": {"state": {"Won": "won", "Lost": "lost"}}})
    wrong = importer.rows(batch["id"], kind="error")
    assert [(row["number"], row["findings"][-1]["code"], row["findings"][-1]["field"]) for row in wrong] == [
        (4, "unknown_reference", "customer")
    ]
    assert batch["counts"]["unknown"] == {"customer": {f"{name}e": 1}}
    assert Opportunity.objects.count() == 4


def import_file(importer: Importer, path: Path, options: dict[str, Any]) -> dict[str, Any]:
    """Upload, check and write a file; what is not written is told."""
    batch = importer.send(path).data["id"]
    importer.map(batch, options=options)
    importer.step(batch, "check")
    return importer.step(batch, "run")


def read(path: Path) -> list[dict[str, str]]:
    """A file as rows."""
    with path.open() as file:
        return list(csv.DictReader(file))


def compare(caller: Caller, deals: list[dict[str, str]]) -> None:
    """The product's funnel and success against sums over the file."""
    won = [deal for deal in deals if deal["deal_stage"] == "Won"]
    days = [(day(deal["close_date"]) - day(deal["engage_date"])).days for deal in deals]
    funnel = caller.get("/sales/funnel").data
    first, signing = funnel["phases"][0], funnel["phases"][3]
    assert (funnel["won"], funnel["lost"], funnel["win_rate"]) == (len(won), len(deals) - len(won), round(100 * len(won) / len(deals), 1))
    assert (first["entered"], first["passed"], first["lost"], first["still"]) == (len(deals), len(won), len(deals) - len(won), 0)
    assert signing["amount"] == f"{sum(int(deal['close_value']) for deal in won)}.00"
    assert (first["dwell_average"], first["dwell_median"]) == (round(mean(days), 1), round(median(days), 1))
    by_agent: dict[str, Counter[str]] = {}
    for deal in deals:
        by_agent.setdefault(deal["sales_agent"], Counter())[deal["deal_stage"]] += 1
    rates = caller.get("/sales/win-rates", by="owner").data["items"]
    assert {r["label"]: (r["won"], r["lost"]) for r in rates} == {name: (c["Won"], c["Lost"]) for name, c in by_agent.items()}
    months = Counter(f"{day(deal['close_date']):%Y-%m}" for deal in won)
    told = caller.get("/sales/forecast", since="2016-10-01", until="2017-12-31").data["months"]
    assert {m["month"]: m["won_count"] for m in told if m["won_count"]} == dict(months)


def day(text: str) -> dt.date:
    """A day as the file writes it: month/day/year."""
    return dt.datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007
