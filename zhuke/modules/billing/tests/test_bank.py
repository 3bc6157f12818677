"""Bank files in the layouts that banks hand out, proposals with their reasons, and what becomes of each line."""

import datetime as dt
import io
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from zhuke.commons.testing import Caller, Firm, make_person
from zhuke.modules.billing.models import BankLine, Receipt, Receivable
from zhuke.modules.billing.services import ledger
from zhuke.modules.customers.models import Customer

from .conftest import do, everything, made
from .factories import make_receivable
from .test_ledger import refused

DAY = timezone.localdate() - dt.timedelta(days=3)
NAME = "江苏华东建设集团有限公司"


def sheet(rows: list[list[Any]]) -> bytes:
    """The rows as xlsx."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    page = book.add_worksheet("明细")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, dt.date):
                page.write_datetime(number, column, dt.datetime.combine(value, dt.time()), book.add_format({"num_format": "yyyy-mm-dd"}))
            elif value is not None:
                page.write(number, column, value)
    book.close()
    return target.getvalue()


def text(rows: list[list[Any]], encoding: str, separator: str = ",") -> bytes:
    """The rows as text."""
    return "\r\n".join(separator.join("" if v is None else str(v) for v in row) for row in rows).encode(encoding)


# Titles above, sums below, debit and credit apart: as ICBC and CCB write.
TWO_COLUMNS: list[list[Any]] = [
    ["账号：3202 0011 2345 6789", None, "户名：华东公司", None, None, None, None, None],
    ["起始日期：2026-01-01", None, "币种：人民币", None, None, None, None, None],
    ["交易日期", "摘要", "借方发生额（支取）", "贷方发生额（收入）", "余额", "对方户名", "对方账号", "账户明细编号-交易流水号"],
    [f"{DAY:%Y%m%d} 10:22:31", "工程款", None, "1000.00", "51000.00", NAME, "3202000011", "1001-A1"],
    [f"{DAY:%Y%m%d} 15:01:02", "手续费", "12.50", None, "50987.50", None, None, "1002-A2"],
    ["合计", None, "12.50", "1000.00", None, None, None, None],
]
# A mark of direction beside one amount, amounts with separators, a column of backticks: as CMB and rural banks write.
FLAGGED: list[list[Any]] = [
    ["记账日", "借贷标志", "交易金额", "账户余额", "收(付)方名称", "收(付)方账号", "流水号", "摘要", "附言"],
    [f"{DAY}", "贷", '"1,000.00"', '"51,000.00"', NAME, "`3202000011", "A1", "转账", "进度款"],
    [f"{DAY}", "借", "12.50", '"50,987.50"', "", "", "A2", "手续费", ""],
]
# Both sides named, headers in two languages, the amount signed: as Bank of China writes.
TWO_SIDES: list[list[Any]] = [
    ["交易类型", "付款人账号[ Debit Account No. ]", "付款人名称[ Payer's Name ]", "收款人账号[ Payee's Account Number ]",
     "收款人名称[ Payee's Name ]", "交易日期[ Transaction Date ]", "交易金额[ Trade Amount ]", "交易后余额[ After-transaction balance ]",
     "交易流水号[ Transaction reference number ]", "摘要[ Reference ]"],
    ["来账", "3202000011", NAME, "62220001", "华东公司", DAY, 1000.0, 51000.0, "A1", "工程款"],
    ["往账", "62220001", "华东公司", "99", "工商银行", DAY, -12.5, 50987.5, "A2", "手续费"],
]  # fmt: skip


def begin(caller: Caller, **values: Any) -> Any:
    return made(caller.post("/r/bank_statements", {"name": "一月流水", "account": "62220001", **values}))


def fill(caller: Caller, row: Any, content: bytes, name: str = "流水.xlsx") -> Any:
    return caller.upload(f"/billing/statements/{row['id']}/file", file=SimpleUploadedFile(name, content))


def lines(caller: Caller, row: Any, **params: Any) -> list[Any]:
    return list(made(caller.get(f"/billing/statements/{row['id']}/lines", **params))["items"])


@pytest.fixture
def payer(firm: Firm, finance: Caller, customer: Customer) -> Customer:
    """A customer of that name."""
    Customer.objects.filter(pk=customer.pk).update(name=NAME)
    customer.refresh_from_db()
    return customer


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (sheet(TWO_COLUMNS), "工行.xlsx"),
        (text(TWO_COLUMNS, "gb18030"), "建行.csv"),
        (text(FLAGGED, "gb18030"), "招行.csv"),
        (text(FLAGGED, "utf-8-sig"), "招行.csv"),
        (text(TWO_COLUMNS, "utf-16", "\t"), "农行.txt"),
        (sheet(TWO_SIDES), "中行.xlsx"),
    ],
)
def test_every_bank_is_understood(finance: Caller, content: bytes, name: str) -> None:
    row = begin(finance)
    filled = made(fill(finance, row, content, name))
    assert (filled["state"], filled["lines_count"], filled["income"], filled["expense"]) == ("open", 2, "1000.00", "12.50")
    assert (filled["since"], filled["until"], filled["findings"]) == (str(DAY), str(DAY), [])
    first, second = lines(finance, row)
    assert (first["direction"], first["amount"], first["party"], first["party_account"]) == ("income", "1000.00", NAME, "3202000011")
    assert first["reference"].endswith("A1")
    assert (second["direction"], second["amount"], second["balance"]) == ("expense", "12.50", "50987.50")


def test_the_same_movements_are_taken_once(finance: Caller) -> None:
    row = begin(finance)
    made(fill(finance, row, sheet(TWO_COLUMNS)))
    again = made(fill(finance, row, text(TWO_COLUMNS, "gb18030"), "再来.csv"))
    assert (again["lines_count"], again["repeated_count"]) == (2, 2)
    second = begin(finance, account="62229999")
    fee = [f"{DAY:%Y%m%d}", "费", "1.00", None, None, None, None, None]
    assert made(fill(finance, second, sheet([*TWO_COLUMNS[:3], fee, fee])))["lines_count"] == 2


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "空.csv", "empty_file"),
        (sheet([["姓名", "电话"], ["张三", "138"]]), "通讯录.xlsx", "no_statement"),
        (sheet([*TWO_COLUMNS[:3], ["合计", None, "0", "0", None, None, None, None]]), "空.xlsx", "no_lines"),
        (b"%PDF-1.4 x", "回单.pdf", "pdf"),
    ],
)
def test_a_file_that_is_no_statement(finance: Caller, content: bytes, name: str, code: str) -> None:
    row = begin(finance)
    answer = fill(finance, row, content, name)
    assert answer.status in (400, 413)
    assert answer.code in (code, "no_statement", "empty_file", "invalid", "empty")
    assert not BankLine.objects.exists()


def test_proposals_say_why(finance: Caller, payer: Customer, firm: Firm) -> None:
    exact = make_receivable(firm.east_sales, payer, "1000.00")
    make_receivable(firm.east_sales, payer, "700.00", due_on=DAY)
    row = begin(finance)
    made(fill(finance, row, sheet(TWO_COLUMNS)))
    best = lines(finance, row)[0]["proposals"][0]
    assert (best["customer"]["id"], best["sure"], best["score"]) == (str(payer.pk), True, 90)
    assert [(p["receivable"]["id"], p["amount"]) for p in best["parts"]] == [(str(exact.pk), "1000.00")]
    assert NAME in best["reasons"][0]
    assert "相等" in best["reasons"][1]
    assert lines(finance, row)[1]["proposals"] == []


def test_several_together_and_numbers_in_the_purpose(finance: Caller, payer: Customer, firm: Firm) -> None:
    for amount in ("650.00", "350.00", "40.00"):
        make_receivable(firm.east_sales, payer, amount, reference=f"FP-2026-{amount[:2]}")
    row = begin(finance)
    made(fill(finance, row, sheet(TWO_COLUMNS)))
    best = lines(finance, row)[0]["proposals"][0]
    assert sorted(p["amount"] for p in best["parts"]) == ["350.00", "650.00"]
    told = [*TWO_COLUMNS[:3], [f"{DAY}", "付 fp-2026-40 款", None, "40.00", None, "某某代付", None, "Z9"]]
    second = begin(finance, account="777")
    made(fill(finance, second, sheet(told)))
    best = lines(finance, second)[0]["proposals"][0]
    assert [p["amount"] for p in best["parts"]] == ["40.00"]
    assert "摘要" in best["reasons"][0]


def test_confirming_makes_the_receipt_and_learns_the_account(finance: Caller, payer: Customer, firm: Firm) -> None:
    owed = make_receivable(firm.east_sales, payer, "800.00")
    row = begin(finance)
    made(fill(finance, row, sheet(TWO_COLUMNS)))
    first, fee = lines(finance, row)
    path = f"/billing/statements/{row['id']}/lines"
    parts = [{"receivable": str(owed.pk), "amount": "800.00"}]
    too_much = [{"receivable": str(owed.pk), "amount": "800.01"}]
    refused(lambda: finance.post(f"{path}/{first['id']}/confirm", {"customer": str(payer.pk), "parts": too_much}), 409, "not_enough")
    assert BankLine.objects.get(pk=first["id"]).state == "waiting"
    done = made(finance.post(f"{path}/{first['id']}/confirm", {"customer": str(payer.pk), "parts": parts}))
    receipt = Receipt.objects.get(pk=done["receipt"]["id"])
    assert (receipt.on, receipt.amount, receipt.unallocated, receipt.payer, receipt.account) == (
        DAY, Decimal("1000.00"), Decimal("200.00"), NAME, "62220001",
    )  # fmt: skip
    assert Receivable.objects.get(pk=owed.pk).state == "settled"
    refused(lambda: finance.post(f"{path}/{first['id']}/confirm", {"customer": str(payer.pk)}), 409, "line_done")
    refused(lambda: finance.post(f"{path}/{first['id']}/reopen"), 409, "receipt_stands")
    refused(lambda: finance.post(f"{path}/{fee['id']}/ignore", {"reason": " "}), 400, "invalid", "reason")
    made(finance.post(f"{path}/{fee['id']}/ignore", {"reason": "手续费"}))
    assert made(finance.get(f"/r/bank_statements/{row['id']}"))["state"] == "done"
    made(do(finance, "receipts", receipt, "reverse", reason="认领错"))
    assert made(finance.post(f"{path}/{first['id']}/reopen"))["state"] == "waiting"
    assert ledger.differences() == []


def test_an_account_is_remembered(finance: Caller, payer: Customer, firm: Firm) -> None:
    row = begin(finance)
    made(fill(finance, row, sheet(TWO_COLUMNS)))
    made(finance.post(f"/billing/statements/{row['id']}/lines/{lines(finance, row)[0]['id']}/confirm", {"customer": str(payer.pk)}))
    other = begin(finance, account="888")
    unnamed = [*TWO_COLUMNS[:3], [f"{DAY}", "转账", None, "55.00", None, None, "3202000011", "Z1"]]
    made(fill(finance, other, sheet(unnamed)))
    best = lines(finance, other)[0]["proposals"][0]
    assert (best["customer"]["label"], best["sure"]) == (NAME, False)
    assert "0011" in best["reasons"][0]


def test_sure_ones_at_once_and_unknown_money(finance: Caller, payer: Customer, firm: Firm) -> None:
    make_receivable(firm.east_sales, payer, "1000.00")
    row = begin(finance)
    made(fill(finance, row, sheet(TWO_COLUMNS)))
    ids = [line["id"] for line in lines(finance, row)]
    found = made(finance.post(f"/billing/statements/{row['id']}/confirm-sure", {"ids": ids}))
    assert (found["done"], [f["code"] for f in found["failed"]]) == (1, ["not_sure"])
    fee = made(finance.post(f"/billing/statements/{row['id']}/lines/{ids[1]}/confirm", {}))
    assert (fee["state"], fee["customer"]) == ("matched", None)
    assert Receipt.objects.get(direction="expense").customer is None


def test_payments_of_a_statement_want_their_requests(finance: Caller, payer: Customer, firm: Firm) -> None:
    made(finance.post("/r/payment_policies", {"unit": str(firm.east.pk), "threshold": "12.49"}))
    row = begin(finance)
    made(fill(finance, row, sheet(TWO_COLUMNS)))
    path = f"/billing/statements/{row['id']}/lines/{lines(finance, row)[1]['id']}/confirm"
    for customer in (None, str(payer.pk)):
        refused(lambda customer=customer: finance.post(path, {"customer": customer}), 409, "no_request")  # type: ignore[misc]
    owed = [make_receivable(firm.east_sales, payer, "10.00", direction="expense") for _ in range(2)]
    parts = [{"receivable": str(one.pk), "amount": "6.25"} for one in owed]
    assert made(finance.post(path, {"customer": str(payer.pk), "parts": parts}))["state"] == "matched", "each is free"


def test_others_keep_their_hands_off(finance: Caller, stranger: Caller, firm: Firm) -> None:
    row = begin(finance)
    made(fill(finance, row, sheet(TWO_COLUMNS)))
    line = lines(finance, row)[0]["id"]
    path = f"/billing/statements/{row['id']}"
    reader = Caller(make_person("看", firm.east_sales, {**everything(), "bank_statements": ["read"]}))
    for call in (
        lambda caller: caller.post(f"{path}/lines/{line}/confirm", {}),
        lambda caller: caller.post(f"{path}/lines/{line}/ignore", {"reason": "x"}),
        lambda caller: caller.post(f"{path}/lines/{line}/reopen"),
        lambda caller: caller.post(f"{path}/confirm-sure", {"ids": [line]}),
        lambda caller: fill(caller, row, sheet(TWO_COLUMNS)),
    ):
        refused(partial(call, stranger), 404, "not_found")
        refused(partial(call, reader), 403, "not_allowed")
    refused(lambda: stranger.get(f"{path}/lines"), 404, "not_found")
    version = made(finance.get(f"/r/bank_statements/{row['id']}"))["version"]
    refused(lambda: finance.patch(f"/r/bank_statements/{row['id']}", {"version": version, "account": "1"}), 400, "invalid", "account")
