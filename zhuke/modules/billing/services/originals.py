"""The originals of invoices: kept as files, and where they are XML, read and compared with what was entered."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext_lazy as _

from zhuke.commons.files import services as files
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, DomainError, invalid
from zhuke.kernel.resource import by_model
from zhuke.modules.billing.domain.einvoice import MOST_BYTES, Parsed, UnreadableInvoiceError, parse
from zhuke.modules.billing.models import Invoice
from zhuke.modules.customers.models import Customer
from zhuke.modules.orgs.models import Unit
from zhuke.modules.quotes.models import RATES

from .invoice_links import lock_invoice
from .invoices import issue, request
from .ledger import check_open
from .places import company_of

SENTENCES = {
    "bad_xml": _("这不是有效的 XML 文件。请上传从电子发票平台下载的数电发票 XML，不要改动它。"),
    "no_invoice": _("这个 XML 里没有完整的数电发票，或金额与税额加不起来。请重新下载原件。"),
}


def read(content: bytes) -> Parsed:
    """The invoice in an XML. Raises bad_xml, no_invoice."""
    try:
        return parse(content)
    except UnreadableInvoiceError as error:
        raise DomainError(error.code, SENTENCES[error.code], fields={"file": [SENTENCES[error.code]]}) from error


def attach(actor: Actor, row: Invoice, upload: UploadedFile[bytes]) -> Invoice:
    """Keep an original (PDF, OFD, XML). An XML of a request that waits to be issued issues it with its number and day.

    Raises differs (the XML says something else than the invoice), and what reading, filing and issuing raise.
    """
    name = upload.name or ""
    parsed = read(upload.read(MOST_BYTES + 1)) if name.lower().endswith(".xml") else None
    upload.seek(0)
    if parsed:
        check_same(row, parsed)
    files.add(actor, by_model(Invoice), row.pk, upload)
    if parsed and row.state == ("approved" if row.direction == "output" else "draft"):
        with writing(actor):
            row = lock_invoice(row.pk)
            row.rates = list(parsed.rates)
            issue(actor, row, number=parsed.number, issued_on=parsed.issued_on)
    return row


def check_same(row: Invoice, parsed: Parsed) -> None:
    """Raise differs unless the original says the same as what was entered and approved."""
    pairs: list[tuple[Any, str, str]] = [
        (_("价税合计"), str(row.amount), str(parsed.amount)),
        (_("税额"), str(row.tax), str(parsed.tax)),
        (_("购买方名称"), row.buyer_name, parsed.buyer_name),
        (_("销售方名称"), row.seller_name, parsed.seller_name),
    ]
    if row.number:
        pairs.append((_("发票号码"), row.number, parsed.number))
    wrong = [(label, ours, theirs) for label, ours, theirs in pairs if ours != theirs]
    if wrong:
        told = "；".join(f"{label} {ours} ≠ {theirs}" for label, ours, theirs in wrong)
        raise Conflict(
            "differs",
            _("原件与登记的发票不一致：%(what)s。请核对是否传错文件，或更正登记内容。") % {"what": told},
            data={"differences": [{"label": str(label), "entered": ours, "original": theirs} for label, ours, theirs in wrong]},
        )


def take_in(actor: Actor, content: bytes, filename: str, *, unit_id: Any = None) -> Invoice:
    """Enter a supplier's invoice out of its XML: supplier and company are found by their names, the invoice counts at once.

    Raises unknown_party (``data`` tells who), other_buyer (made out to a company for which the actor does not keep books), conflict for
    a known number.
    """
    parsed = read(content)
    wanted = unit_id or _unit_of(actor, parsed.buyer_name)
    unit = Unit.objects.filter(pk=wanted).first() if wanted else None
    if unit is None:
        raise invalid({"unit": [_("请选择所属单位。")]})
    company = Unit.objects.get(pk=company_of(unit.pk))
    if parsed.buyer_name != company.name:
        raise _other_buyer(parsed)
    check_open(unit.pk, parsed.issued_on)
    values: dict[str, Any] = {
        "direction": "input",
        "kind": parsed.kind,
        "customer_id": supplier(actor, parsed).pk,
        "unit_id": unit.pk,
        "amount": parsed.amount,
        "rate": _rate(parsed),
        "tax": parsed.tax,
        "items": "\n".join(parsed.items)[:2000],
        "buyer_name": parsed.buyer_name[:120],
        "buyer_code": parsed.buyer_code[:20],
        "seller_name": parsed.seller_name[:120],
        "seller_code": parsed.seller_code[:20],
        "remark": parsed.remark[:1000],
        "rates": list(parsed.rates),
    }
    with writing(actor):
        row = request(actor, **values)
        if not visible(actor, by_model(Invoice), "create").filter(pk=row.pk).exists():
            raise _other_buyer(parsed)
        issue(actor, row, number=parsed.number, issued_on=parsed.issued_on)
        files.add(actor, by_model(Invoice), row.pk, SimpleUploadedFile(filename, content, "application/xml"))
    return Invoice.objects.get(pk=row.pk)


def _unit_of(actor: Actor, buyer: str) -> UUID | None:
    """The actor's own unit where the invoice is made out to its company, else the company that has that name, where they issue."""
    own = actor.unit
    if own and Unit.objects.filter(pk=company_of(own), name=buyer).exists():
        return own
    rows = Unit.objects.filter(name=buyer, kind__in=("group", "subsidiary"), archived_at=None)
    reach = actor.reach("invoices", "issue")
    if reach is None or reach.units is not None:
        rows = rows.filter(pk__in=sorted(reach.units or ()) if reach else ())
    return rows.values_list("pk", flat=True).first() or own


def _other_buyer(parsed: Parsed) -> Conflict:
    return Conflict(
        "other_buyer",
        _("这张发票的购买方是“%(buyer)s”，不是您记账的公司。请交给那家公司的财务录入；抬头开错的，请退回重开。")
        % {"buyer": parsed.buyer_name},
        data={"buyer": parsed.buyer_name},
    )


def supplier(actor: Actor, parsed: Parsed) -> Customer:
    """Whose invoice it is. Raises unknown_party."""
    rows = visible(actor, by_model(Customer)).filter(archived_at=None)
    found: Customer | None = rows.filter(credit_code=parsed.seller_code).first() if parsed.seller_code else None
    found = found or rows.filter(name=parsed.seller_name).order_by("created_at").first()
    if found is None:
        raise Conflict(
            "unknown_party",
            _("往来单位里没有“%(name)s”（%(code)s）。请先登记这个供应商，再上传发票。")
            % {"name": parsed.seller_name, "code": parsed.seller_code},
            data={"name": parsed.seller_name, "credit_code": parsed.seller_code},
        )
    return found


def _rate(parsed: Parsed) -> str:
    """The rate with the largest share, among those that the product knows."""
    known = {value for value, _label in RATES}
    shares = sorted(parsed.rates, key=lambda part: -abs(Decimal(part["net"])))
    return next((part["rate"] for part in shares if part["rate"] in known), "0")
