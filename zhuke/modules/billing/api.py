"""Routes of billing that are no resource: invoices from and with their originals, VAT, the chain of a contract, a customer's money."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Query, Router, UploadedFile
from pydantic import Field

from zhuke.http.routes import REFUSALS, actor_of, encode, full_row, raw
from zhuke.http.schemas import Day, Strict, Text
from zhuke.kernel.access import get_visible, require
from zhuke.kernel.audit import writing
from zhuke.kernel.resource import Resource, by_model, by_name
from zhuke.modules.contracts.models import Contract
from zhuke.modules.customers.models import Customer

from .api_bank import router as bank
from .domain.einvoice import MOST_BYTES
from .models import Invoice, PaymentNotice, Receivable
from .services import chain, notices, originals, overview, requesting, vat

router = Router(tags=["billing"])
around = Router(tags=["billing"])
routers = [("/billing", router), ("/billing", bank), ("/r", around)]

Money = Annotated[Decimal, Field(gt=0, le=10**15, decimal_places=2)]


class BillingPartInput(Strict):
    """So much of a receivable."""

    receivable: UUID
    amount: Money


class BillingInvoiceRequestInput(Strict):
    """An invoice to be asked for about these receivables of one customer."""

    parts: Annotated[list[BillingPartInput], Field(min_length=1, max_length=50)]
    kind: Annotated[str, Field(max_length=20)] = "digital_special"
    rate: Annotated[str, Field(max_length=2)] = ""
    items: Annotated[Text, Field(max_length=2000)] = ""
    remark: Annotated[Text, Field(max_length=2000)] = ""
    wanted_on: Day | None = None


class BillingVatInput(Strict):
    """A unit with all below it, and a month: any of its days."""

    unit: UUID
    month: Annotated[str, Field(pattern=r"^(19[89]\d|20\d\d|21\d\d)-(0[1-9]|1[0-2])$")]

    def day(self) -> dt.date:
        """The first of the month."""
        return dt.date.fromisoformat(f"{self.month}-01")


class BillingPaperInput(Strict):
    """Shown in the page, or saved as a file."""

    inline: bool = False


def _invoices() -> Resource:
    return by_model(Invoice)


@router.post("/invoice-requests", response={201: dict[str, Any], **REFUSALS}, operation_id="billing_request_invoice")
def request_invoice(request: HttpRequest, body: BillingInvoiceRequestInput) -> Any:
    """Draft an invoice about receivables, links included; then ``do/submit``. Needs invoices.create and reading the receivables."""
    actor = actor_of(request)
    values = body.model_dump(exclude={"parts"}, exclude_unset=True)
    row = requesting.request_for(actor, [(part.receivable, part.amount) for part in body.parts], **values)
    return full_row(actor, _invoices(), row, 201)


@router.post("/invoices/{uuid:pk}/original", response={200: dict[str, Any], **REFUSALS}, operation_id="billing_invoice_original")
def original(request: HttpRequest, pk: UUID, file: File[UploadedFile]) -> Any:
    """Keep the original of an invoice; the XML of an approved request issues it."""
    actor = actor_of(request)
    require(actor, _invoices(), "read")
    row = originals.attach(actor, get_visible(actor, _invoices(), pk, "issue"), file)
    return full_row(actor, _invoices(), row)


@router.post("/invoices/xml", response={201: dict[str, Any], **REFUSALS}, operation_id="billing_invoice_xml")
def from_xml(request: HttpRequest, file: File[UploadedFile], unit: Annotated[UUID | None, Form()] = None) -> Any:
    """Enter a supplier's invoice out of its XML. Needs invoices.create and invoices.issue."""
    actor = actor_of(request)
    for right in ("create", "issue"):
        require(actor, _invoices(), right)
    with writing(actor):
        row = originals.take_in(actor, file.read(MOST_BYTES + 1), file.name or "invoice.xml", unit_id=unit)
        get_visible(actor, _invoices(), row.pk, "issue")
    return full_row(actor, _invoices(), row, 201)


@router.get("/vat", response={200: dict[str, Any], **REFUSALS}, operation_id="billing_vat")
def vat_ledger(request: HttpRequest, params: Query[BillingVatInput]) -> Any:
    """The VAT ledger of a month: by rate, with the invoices, what was carried in and what is to be paid."""
    actor = actor_of(request)
    require(actor, _invoices(), "read")
    return raw(encode(vat.shown(vat.ledger_of(actor, params.unit, params.day()))))


@router.get("/vat.xlsx", response={200: bytes, **REFUSALS}, operation_id="billing_vat_xlsx")
def vat_file(request: HttpRequest, params: Query[BillingVatInput]) -> Any:
    """The same as a workbook for filing."""
    actor = actor_of(request)
    require(actor, _invoices(), "export")
    ledger = vat.ledger_of(actor, params.unit, params.day())
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(vat.workbook(ledger), f"VAT-{ledger.unit.name}-{params.month}.xlsx", kind)


@router.get("/chain/{uuid:pk}", response={200: dict[str, Any], **REFUSALS}, operation_id="billing_chain")
def chain_of(request: HttpRequest, pk: UUID) -> Any:
    """Of each payment term of a contract: milestone, acceptance, payment notice, invoice, receipt, and which link is broken."""
    actor = actor_of(request)
    contracts = by_model(Contract)
    require(actor, contracts, "read")
    contract = get_visible(actor, contracts, pk)
    require(actor, by_model(Receivable), "read")
    return raw(encode(chain.chain_of(actor, contract)))


@around.get("/customers/{uuid:pk}/receivables", response={200: dict[str, Any], **REFUSALS}, operation_id="customers_receivables")
def customer_money(request: HttpRequest, pk: UUID) -> Any:
    """What the customer owes and is owed, how late, what came lately."""
    actor = actor_of(request)
    customers = by_model(Customer)
    require(actor, customers, "read")
    row = get_visible(actor, customers, pk)
    require(actor, by_model(Receivable), "read")
    return raw(encode(overview.overview(actor, row.pk)))


@around.get("/payment_notices/{uuid:pk}/pdf", response={200: bytes, **REFUSALS}, operation_id="payment_notices_pdf")
def notice_pdf(request: HttpRequest, pk: UUID, params: Query[BillingPaperInput]) -> Any:
    """The payment notice as PDF."""
    actor = actor_of(request)
    resource = by_name("payment_notices")
    assert resource
    require(actor, resource, "read")
    row: PaymentNotice = get_visible(actor, resource, pk)
    return _file(notices.pdf_of(row), notices.file_name(row), "application/pdf", inline=params.inline)


def _file(content: bytes, name: str, kind: str, *, inline: bool = False) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{quote(name)}"
    answer["Cache-Control"] = "private, no-store"
    return answer
