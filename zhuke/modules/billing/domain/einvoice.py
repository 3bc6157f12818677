"""The XML of a fully digital invoice 数电发票 as the tax authority's platform hands it out. No database, nothing outside is loaded."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

MOST_BYTES = 5 * 1024 * 1024
SPECIAL, ORDINARY = "digital_special", "digital_ordinary"


class UnreadableInvoiceError(Exception):
    """The bytes are no invoice in this format; ``code`` is bad_xml or no_invoice."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Parsed:
    """What an invoice says about itself. ``rates``: net and tax by rate in percent."""

    number: str
    issued_on: dt.date
    kind: str
    seller_name: str
    seller_code: str
    buyer_name: str
    buyer_code: str
    net: Decimal
    tax: Decimal
    amount: Decimal
    items: tuple[str, ...]
    rates: tuple[dict[str, str], ...] = field(default=())
    remark: str = ""


def parse(content: bytes) -> Parsed:
    """Read an invoice. Raises UnreadableInvoiceError for broken XML, another format, or amounts that do not add up."""
    if len(content) > MOST_BYTES:
        raise UnreadableInvoiceError("bad_xml")
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise UnreadableInvoiceError("bad_xml") from error
    return _parsed(root)


def _parsed(root: Any) -> Parsed:
    try:
        net, tax = _money(root, "TotalAmWithoutTax"), _money(root, "TotalTaxAm")
        parsed = Parsed(
            number=_text(root, "InvoiceNumber") or _text(root, "EIid"),
            issued_on=dt.date.fromisoformat((_text(root, "IssueTime") or _text(root, "RequestTime"))[:10]),
            kind=SPECIAL if _label(root) == "01" else ORDINARY,
            seller_name=_text(root, "SellerName"),
            seller_code=_text(root, "SellerIdNum"),
            buyer_name=_text(root, "BuyerName"),
            buyer_code=_text(root, "BuyerIdNum"),
            net=net,
            tax=tax,
            amount=_money(root, "TotalTax-includedAmount"),
            items=tuple(dict.fromkeys(filter(None, (_text(item, "ItemName") for item in root.iter("IssuItemInformation"))))),
            rates=_rates(root, net, tax),
            remark=_text(root, "Remark"),
        )
    except (ValueError, InvalidOperation) as error:
        raise UnreadableInvoiceError("no_invoice") from error
    if not parsed.number or parsed.net + parsed.tax != parsed.amount:
        raise UnreadableInvoiceError("no_invoice")
    return parsed


def _text(node: Element, tag: str) -> str:
    found = next(node.iter(tag), None)
    return (found.text or "").strip() if found is not None else ""


def _label(root: Element) -> str:
    """01: special, 02: ordinary, out of the header's labels."""
    found = next(root.iter("GeneralOrSpecialVAT"), None)
    return _text(found, "LabelCode") if found is not None else ""


def _money(node: Element, tag: str) -> Decimal:
    value = Decimal(_text(node, tag).replace(",", ""))
    if not value.is_finite() or value != value.quantize(Decimal("0.01")):
        raise ValueError(tag)
    return value.quantize(Decimal("0.01"))


def _rates(root: Element, net: Decimal, tax: Decimal) -> tuple[dict[str, str], ...]:
    """Net and tax by rate, where the lines tell both and add up to the whole; else one part at the rate of the first line."""
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for item in root.iter("IssuItemInformation"):
        rate = _percent(_text(item, "TaxRate"))
        try:
            line = (_money(item, "Amount"), _money(item, "ComTaxAm"))
        except (ValueError, InvalidOperation):
            line = (Decimal(0), Decimal(0))
        before = sums.get(rate, (Decimal(0), Decimal(0)))
        sums[rate] = (before[0] + line[0], before[1] + line[1])
    if sums and sum(n for n, _t in sums.values()) == net and sum(t for _n, t in sums.values()) == tax:
        return tuple({"rate": rate, "net": str(n), "tax": str(t)} for rate, (n, t) in sums.items())
    first = next(iter(sums), "0")
    return ({"rate": first, "net": str(net), "tax": str(tax)},)


def _percent(text: str) -> str:
    """0.09, 9% and 9 are 9; 免税 and 不征税 are 0."""
    try:
        value = Decimal(text.rstrip("%"))
    except InvalidOperation:
        return "0"
    percent = value if text.endswith("%") or value > 1 else value * 100
    return f"{percent.normalize():f}"
