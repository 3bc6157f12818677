"""Invoices: requested, approved, issued, linked, made red; the supplier's XML; the VAT ledger of a month."""

import datetime as dt
import io
import uuid
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from zhuke.commons.approvals.models import Approval
from zhuke.commons.files.models import Attachment
from zhuke.commons.testing import Caller, Firm, make_person
from zhuke.kernel.errors import Conflict
from zhuke.modules.billing.domain.einvoice import UnreadableInvoiceError, parse
from zhuke.modules.billing.domain.vat import tax_of
from zhuke.modules.billing.models import Invoice, Receivable
from zhuke.modules.billing.services import invoice_links, invoices, ledger
from zhuke.modules.customers.models import Customer
from zhuke.modules.customers.tests.factories import of_customer

from .conftest import approve, do, everything, made
from .factories import TESTS, make_receivable
from .test_ledger import refused

TODAY = timezone.localdate()
NUMBER = "26327000000123456789"


@pytest.fixture
def owed(firm: Firm, customer: Customer) -> Receivable:
    Customer.objects.filter(pk=customer.pk).update(credit_code="91320000134758213M")
    customer.refresh_from_db()
    return make_receivable(firm.east_sales, customer, "1000.00")


def ask(caller: Caller, row: Receivable, amount: str, **values: Any) -> Any:
    return caller.post("/billing/invoice-requests", {"parts": [{"receivable": str(row.pk), "amount": amount}], **values})


def issued(finance: Caller, approver: Caller, owed: Receivable, amount: str, number: str = NUMBER, **values: Any) -> Any:
    """An invoice from the request to its number."""
    row = made(ask(finance, owed, amount, **values))
    made(do(finance, "invoices", row, "submit"))
    approve(approver, "invoices", row)
    return made(do(finance, "invoices", row, "issue", number=number))


def invoiced(owed: Receivable) -> str:
    return str(Receivable.objects.get(pk=owed.pk).invoiced)


def test_from_request_to_red(finance: Caller, approver: Caller, owed: Receivable) -> None:
    row = made(ask(finance, owed, "600.00"))
    assert (row["state"], row["rate"], row["tax"], row["net"], row["linked"]) == ("draft", "9", "49.54", "550.46", "600.00")
    assert (row["buyer_name"], row["buyer_code"], row["seller_name"]) == (owed.customer.name, "91320000134758213M", "华东公司")
    refused(lambda: do(finance, "invoices", row, "issue", number=NUMBER), 409, "wrong_state")
    made(do(finance, "invoices", row, "submit"))
    refused(lambda: finance.patch(f"/r/invoices/{row['id']}", {"version": Invoice.objects.get().version, "amount": "5.00"}), 409, "fixed")
    approve(approver, "invoices", row)
    assert (Invoice.objects.get().state, invoiced(owed)) == ("approved", "0.00")
    refused(lambda: do(finance, "invoices", row, "issue", number="123"), 400, "invalid", "number")
    tomorrow = str(TODAY + dt.timedelta(days=1))
    refused(lambda: do(finance, "invoices", row, "issue", number=NUMBER, issued_on=tomorrow), 400, "invalid")
    made(do(finance, "invoices", row, "issue", number=NUMBER))
    assert (Invoice.objects.get().state, invoiced(owed)) == ("issued", "600.00")
    red = made(do(finance, "invoices", row, "redden", reason="税号有误", reference="HZ2026"))
    assert (red["state"], red["amount"], red["tax"], red["red_of"]["id"]) == ("draft", "-600.00", "-49.54", row["id"])
    refused(lambda: do(finance, "invoices", row, "redden", reason="x"), 409, "red_pending")
    made(do(finance, "invoices", red, "submit"))
    approve(approver, "invoices", red)
    made(do(finance, "invoices", red, "issue", number="26327000000123456790"))
    assert (Invoice.objects.get(pk=row["id"]).state, invoiced(owed)) == ("red", "0.00")
    assert ledger.differences() == []


def test_a_part_is_made_red_and_the_rest_to_the_cent(finance: Caller, approver: Caller, owed: Receivable) -> None:
    row = issued(finance, approver, owed, "1000.00")
    refused(lambda: do(finance, "invoices", row, "redden", reason="x", amount="1000.01"), 409, "too_much")
    for part, number in (("333.33", "26327000000123456791"), (None, "26327000000123456792")):
        red = made(do(finance, "invoices", row, "redden", reason="折让", **({"amount": part} if part else {})))
        made(do(finance, "invoices", red, "submit"))
        approve(approver, "invoices", red)
        made(do(finance, "invoices", red, "issue", number=number))
    all_of = Invoice.objects.all()
    assert (sum(r.amount for r in all_of), sum(r.tax or 0 for r in all_of), sum(r.net for r in all_of)) == (0, 0, 0)
    assert (invoiced(owed), Invoice.objects.get(pk=row["id"]).state) == ("0.00", "red")


def test_no_more_is_invoiced_than_owed(finance: Caller, approver: Caller, owed: Receivable) -> None:
    refused(lambda: ask(finance, owed, "1000.01"), 409, "over_invoiced")
    row = made(ask(finance, owed, "700.00"))
    assert "300.00" in refused(lambda: ask(finance, owed, "300.01"), 409, "over_invoiced").data["message"]
    link = {"invoice": row["id"], "receivable": str(owed.pk), "amount": "0.01"}
    refused(lambda: finance.post("/r/invoice_links", link), 409, "over_linked")
    refused(lambda: do(finance, "receivables", owed, "cancel", reason=" "), 400, "invalid", "reason")
    refused(lambda: do(finance, "receivables", owed, "cancel", reason="x"), 409, "in_use")
    less = {"version": row["version"], "amount": "699.99"}
    refused(lambda: finance.patch(f"/r/invoices/{row['id']}", less), 400, "invalid", "amount")
    made(do(finance, "invoices", row, "cancel", reason="不开了"))
    refused(lambda: do(finance, "invoices", row, "submit"), 409, "wrong_state")
    issued(finance, approver, owed, "1000.00")
    refused(lambda: do(finance, "receivables", owed, "cancel", reason="x"), 409, "in_use")
    refused(lambda: do(finance, "receivables", owed, "adjust", amount="999.99", reason="x"), 409, "below_settled")


def test_parties_must_agree(finance: Caller, stranger: Caller, owed: Receivable, firm: Firm) -> None:
    other = Customer.objects.get(pk=of_customer(firm.east_sales, finance.person)["customer"])
    theirs = make_receivable(firm.east_sales, other, "50.00")
    parts = [{"receivable": str(r.pk), "amount": "10.00"} for r in (owed, theirs)]
    refused(lambda: finance.post("/billing/invoice-requests", {"parts": parts}), 409, "mixed")
    refused(lambda: finance.post("/billing/invoice-requests", {"parts": parts[:1] * 2}), 400, "invalid", "parts")
    refused(lambda: ask(stranger, owed, "1.00"), 400, "invalid", "parts")
    row = made(ask(finance, owed, "10.00"))
    refused(lambda: finance.patch(f"/r/invoices/{row['id']}", {"version": row["version"], "customer": str(other.pk)}), 409, "fixed")
    body = {"customer": str(other.pk), "amount": "100.00", "rate": "9"}
    bare = made(finance.post("/r/invoices", body))
    link = {"invoice": bare["id"], "receivable": str(owed.pk), "amount": "1.00"}
    refused(lambda: finance.post("/r/invoice_links", link), 409, "other_customer")
    refused(lambda: finance.post("/r/invoices", {**body, "amount": "-5.00"}), 400, "invalid", "amount")
    refused(lambda: finance.post("/r/invoices", {**body, "tax": "50.00"}), 400, "invalid", "tax")
    refused(lambda: do(finance, "invoices", bare, "submit"), 409, "no_tax_code")


def test_links_come_and_go(finance: Caller, approver: Caller, owed: Receivable) -> None:
    row = issued(finance, approver, owed, "600.00")
    link = made(finance.get("/r/invoice_links", filter=["invoice", "=", row["id"]]))["items"][0]
    made(do(finance, "invoice_links", link, "remove", reason="关联错"))
    assert invoiced(owed) == "0.00"
    refused(lambda: do(finance, "invoice_links", link, "remove", reason="再来"), 409, "wrong_state")
    made(finance.post("/r/invoice_links", {"invoice": row["id"], "receivable": str(owed.pk), "amount": "599.99"}))
    assert (invoiced(owed), str(Invoice.objects.get().linked)) == ("599.99", "599.99")
    assert ledger.differences() == []


def test_what_cannot_be_linked_or_deducted(finance: Caller, approver: Caller, owed: Receivable, firm: Firm) -> None:
    row = issued(finance, approver, owed, "600.00")
    payable = make_receivable(firm.east_sales, owed.customer, "50.00", direction="expense")
    west = make_receivable(firm.west_sales, owed.customer, "50.00")
    body = {"invoice": row["id"], "amount": "1.00"}
    refused(lambda: finance.post("/r/invoice_links", {**body, "receivable": str(payable.pk)}), 409, "other_direction")
    with pytest.raises(Conflict, match="other_company"):
        invoice_links.link(TESTS, invoice_id=row["id"], receivable_id=west.pk, amount=Decimal(1))
    made(do(finance, "receivables", payable, "cancel", reason="登记错"))
    refused(lambda: do(finance, "invoices", row, "deduct"), 409, "wrong_state")
    with pytest.raises(Conflict, match="not_deductible"):
        invoices.deduct(TESTS, Invoice.objects.get(pk=row["id"]))
    red = Invoice.objects.get(pk=made(do(finance, "invoices", row, "redden", reason="错"))["id"])
    refused(lambda: do(finance, "invoices", red, "redden", reason="再红"), 409, "wrong_state")
    refused(lambda: finance.patch(f"/r/invoices/{red.pk}", {"version": red.version, "amount": "-1.00"}), 409, "fixed")


def xml(
    number: str = NUMBER, seller: str = "南京钢材有限公司", buyer: str = "华东公司", net: str = "10000.00", tax: str = "1300.00"
) -> bytes:
    """An invoice as the platform hands it out."""
    total = Decimal(net) + Decimal(tax)
    return (
        f"<?xml version='1.0' encoding='UTF-8'?><EInvoice><Header><EIid>{number}</EIid><InherentLabel><GeneralOrSpecialVAT>"
        "<LabelCode>01</LabelCode></GeneralOrSpecialVAT></InherentLabel></Header><EInvoiceData>"
        f"<SellerInformation><SellerIdNum>91320100MA1XXXXX2B</SellerIdNum><SellerName>{seller}</SellerName></SellerInformation>"
        f"<BuyerInformation><BuyerIdNum>91320000134758213M</BuyerIdNum><BuyerName>{buyer}</BuyerName></BuyerInformation>"
        f"<BasicInformation><TotalAmWithoutTax>{net}</TotalAmWithoutTax><TotalTaxAm>{tax}</TotalTaxAm>"
        f"<TotalTax-includedAmount>{total}</TotalTax-includedAmount></BasicInformation><IssuItemInformation><ItemName>*黑色金属*螺纹钢</ItemName>"
        f"<Amount>{net}</Amount><TaxRate>0.13</TaxRate><ComTaxAm>{tax}</ComTaxAm></IssuItemInformation></EInvoiceData>"
        f"<TaxSupervisionInfo><InvoiceNumber>{number}</InvoiceNumber><IssueTime>{TODAY}</IssueTime></TaxSupervisionInfo></EInvoice>"
    ).encode()


def upload(content: bytes, name: str = "invoice.xml") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/xml")


@pytest.fixture
def steel(finance: Caller) -> Any:
    """The supplier."""
    return made(finance.post("/r/customers", {"name": "南京钢材有限公司"}))


def test_a_suppliers_xml_is_entered_and_deducted(finance: Caller, steel: Any, firm: Firm) -> None:
    row = made(finance.upload("/billing/invoices/xml", file=upload(xml())))
    assert (row["direction"], row["state"], row["number"], row["amount"], row["tax"], row["rate"]) == (
        "input", "issued", NUMBER, "11300.00", "1300.00", "13",
    )  # fmt: skip
    assert row["customer"]["id"] == steel["id"]
    assert Attachment.objects.get(object_id=row["id"]).name == "invoice.xml"
    refused(lambda: finance.upload("/billing/invoices/xml", file=upload(xml())), 400, "invalid")
    early = TODAY.replace(day=1) - dt.timedelta(days=1)
    refused(lambda: do(finance, "invoices", row, "deduct", month=str(early)), 400, "invalid", "month")
    made(do(finance, "invoices", row, "deduct"))
    refused(lambda: do(finance, "invoices", row, "deduct"), 409, "wrong_state")
    found = made(finance.get("/billing/vat", unit=str(firm.east.pk), month=f"{TODAY:%Y-%m}"))
    assert (found["input_tax"], found["payable"], found["carried_out"]) == ("1300.00", "0.00", "1300.00")
    made(do(finance, "invoices", row, "undo_deduct"))
    assert made(finance.get("/billing/vat", unit=str(firm.east.pk), month=f"{TODAY:%Y-%m}"))["not_deducted"][0]["number"] == NUMBER


def test_an_xml_finds_the_company_that_it_is_made_out_to(finance: Caller, steel: Any, firm: Firm) -> None:
    """Whoever keeps the books of several companies need not say which one: the invoice does."""
    clerk = Caller(make_person("集团会计", firm.east_sales, everything(), scope="group"))
    theirs = made(clerk.upload("/billing/invoices/xml", file=upload(xml(buyer="西南公司"))))
    assert theirs["unit"]["id"] == str(firm.west.pk)
    own = made(clerk.upload("/billing/invoices/xml", file=upload(xml("26327000000123456799"))))
    assert own["unit"]["id"] == str(firm.east_sales.pk)
    refused(lambda: clerk.upload("/billing/invoices/xml", file=upload(xml("26327000000123456798", buyer="别家公司"))), 409, "other_buyer")
    assert Invoice.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"no xml", 400, "bad_xml"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", 400, "bad_xml"),
        (b"<a/>", 400, "no_invoice"),
        (xml().replace(b"<TotalTaxAm>1300.00", b"<TotalTaxAm>1300.01"), 400, "no_invoice"),
        (xml(seller="没有登记的厂"), 409, "unknown_party"),
        (xml(buyer="西南公司"), 409, "other_buyer"),
    ],
)
def test_a_faulty_xml_is_refused(finance: Caller, steel: Any, content: bytes, status: int, code: str) -> None:
    refused(lambda: finance.upload("/billing/invoices/xml", file=upload(content)), status, code)
    assert not Invoice.objects.exists()


def test_the_xml_of_an_approved_request_issues_it(finance: Caller, approver: Caller, owed: Receivable) -> None:
    row = made(ask(finance, owed, "1000.00", rate="13"))
    made(do(finance, "invoices", row, "submit"))
    approve(approver, "invoices", row)
    path, tax = f"/billing/invoices/{row['id']}/original", str(tax_of(Decimal("1000.00"), Decimal(13)))
    net = str(Decimal("1000.00") - Decimal(tax))
    wrong = xml(seller="华东公司", buyer="别的公司", net=net, tax=tax)
    answer = refused(lambda: finance.upload(path, file=upload(wrong)), 409, "differs")
    assert answer.data["data"]["differences"][0]["original"] == "别的公司"
    good = xml(seller="华东公司", buyer=owed.customer.name, net=net, tax=tax)
    assert made(finance.upload(path, file=upload(good)))["number"] == NUMBER
    assert invoiced(owed) == "1000.00"
    made(finance.upload(path, file=SimpleUploadedFile("票.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")))
    assert Attachment.objects.filter(object_id=row["id"]).count() == 2


def test_rates_of_several_lines(finance: Caller, steel: Any) -> None:
    two = xml(net="10000.00", tax="1300.00").replace(
        b"</IssuItemInformation>",
        b"</IssuItemInformation><IssuItemInformation><ItemName>B</ItemName><Amount>100.00</Amount><TaxRate>0.09</TaxRate>"
        b"<ComTaxAm>9.00</ComTaxAm></IssuItemInformation>",
    )
    two = two.replace(b"<TotalAmWithoutTax>10000.00", b"<TotalAmWithoutTax>10100.00").replace(
        b"<TotalTaxAm>1300.00", b"<TotalTaxAm>1309.00"
    )
    two = two.replace(b"<TotalTax-includedAmount>11300.00", b"<TotalTax-includedAmount>11409.00")
    assert parse(two).rates == ({"rate": "13", "net": "10000.00", "tax": "1300.00"}, {"rate": "9", "net": "100.00", "tax": "9.00"})
    row = made(finance.upload("/billing/invoices/xml", file=upload(two)))
    assert (row["tax"], row["rate"], len(row["rates"])) == ("1309.00", "13", 2)
    for part, number in (("1140.90", "26327000000123456794"), (None, "26327000000123456795")):
        red = made(do(finance, "invoices", row, "redden", reason="退货", **({"amount": part} if part else {})))
        if part:
            assert red["rates"] == [{"rate": "13", "net": "-1000.00", "tax": "-130.00"}, {"rate": "9", "net": "-10.00", "tax": "-0.90"}]
        made(do(finance, "invoices", red, "issue", number=number))
    assert red["rates"] == [{"rate": "13", "net": "-9000.00", "tax": "-1170.00"}, {"rate": "9", "net": "-90.00", "tax": "-8.10"}]
    with pytest.raises(UnreadableInvoiceError):
        parse(b"<EInvoice/>")


def test_the_vat_ledger_of_a_month(finance: Caller, approver: Caller, stranger: Caller, owed: Receivable, firm: Firm) -> None:
    issued(finance, approver, owed, "600.00")
    issued(finance, approver, owed, "113.00", "26327000000123456793", rate="13")
    asked = {"unit": str(firm.east.pk), "month": f"{TODAY:%Y-%m}"}
    found = made(finance.get("/billing/vat", **asked))
    assert [(s["rate"], s["count"], s["net"], s["tax"]) for s in found["output"]] == [
        ("13", 1, "100.00", "13.00"),
        ("9", 1, "550.46", "49.54"),
    ]
    assert (found["output_tax"], found["payable"]) == ("62.54", "62.54")
    book = openpyxl.load_workbook(io.BytesIO(finance.get("/billing/vat.xlsx", **asked).raw.content))
    assert [sheet.title for sheet in book] == ["汇总", "销项明细", "进项抵扣明细"]
    assert sum(Decimal(str(row[8])) for row in book["销项明细"].iter_rows(min_row=2, values_only=True)) == Decimal("62.54")
    theirs = made(stranger.get("/billing/vat", **asked))
    assert (theirs["output"], theirs["output_tax"], theirs["invoices"]["output"]) == ([], "0.00", [])
    nobody = {**asked, "unit": str(uuid.uuid4())}
    refused(lambda: finance.get("/billing/vat", **nobody), 404, "not_found")
    refused(lambda: finance.get("/billing/vat", unit=str(firm.east.pk), month="2026-13"), 422, "invalid_input")


def test_write_offs_take_effect_when_approved(finance: Caller, approver: Caller, owed: Receivable) -> None:
    body = {"receivable": str(owed.pk), "amount": "0.40", "reason": "rounding", "note": "尾差"}
    refused(lambda: finance.post("/r/write_offs", {**body, "amount": "1000.01"}), 409, "not_enough")
    row = made(finance.post("/r/write_offs", body))
    made(do(finance, "write_offs", row, "submit"))
    assert Approval.objects.get(object_id=row["id"]).title == owed.name  # not the amount, which not everybody may see
    refused(lambda: finance.patch(f"/r/write_offs/{row['id']}", {"version": 2, "amount": "1.00"}), 409, "wrong_state")
    assert str(Receivable.objects.get(pk=owed.pk).balance) == "1000.00"
    approve(approver, "write_offs", row)
    assert str(Receivable.objects.get(pk=owed.pk).balance) == "999.60"
    refused(lambda: do(finance, "write_offs", row, "submit"), 409, "wrong_state")
    made(do(finance, "write_offs", row, "reverse", reason="又付了"))
    assert str(Receivable.objects.get(pk=owed.pk).balance) == "1000.00"
    refused(lambda: do(finance, "write_offs", row, "reverse", reason="再来"), 409, "wrong_state")
    assert ledger.differences() == []
