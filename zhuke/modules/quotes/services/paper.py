"""A quotation on paper: what the customer gets, as PDF and as pictures of its pages. Costs never reach it."""

from __future__ import annotations

import base64
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from zhuke.commons.documents import compile_pdf
from zhuke.modules.orgs.models import Unit
from zhuke.modules.quotes.domain.capitals import in_capitals
from zhuke.modules.quotes.models import Quotation, QuotationLine

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "quotes" / "quotation.typ"
# States in which the paper may go to the customer; before them it bears a mark.
FREE = ("approved", "sent", "accepted", "declined", "expired", "replaced")
SHOWN_PAGES = 20
PICTURE_WIDTH = 1100


def pdf_of(quotation: Quotation) -> bytes:
    """The PDF of a quotation as it is now."""
    return compile_pdf(TEMPLATE, content_of(quotation))


def file_name(quotation: Quotation) -> str:
    """What the file is called when it is sent or saved."""
    name = "".join(c if c.isalnum() or c in "-_（）()" else "_" for c in quotation.title)[:60]
    return f"{_('报价单')}-{quotation.number}-V{quotation.revision}-{name}.pdf"


def pictures_of(pdf: bytes) -> dict[str, Any]:
    """The pages as WebP in data addresses, for screens that show no PDF; at most twenty, and how many there are."""
    import pypdfium2  # loaded when first used: it costs a start 0.1 s

    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [_picture(document[index]) for index in range(min(len(document), SHOWN_PAGES))]
        return {"count": len(document), "pages": pages}
    finally:
        document.close()


def _picture(page: Any) -> str:
    target = io.BytesIO()
    page.render(scale=PICTURE_WIDTH / page.get_width()).to_pil().convert("RGB").save(target, "WEBP", quality=80)
    return f"data:image/webp;base64,{base64.b64encode(target.getvalue()).decode()}"


def company_of(unit: Unit) -> Unit:
    """The subsidiary, or the group's head office, in whose name the unit offers."""
    while unit.kind not in ("subsidiary", "group") and unit.parent:
        unit = unit.parent
    return unit


def content_of(quotation: Quotation) -> dict[str, Any]:
    """All that the template prints, as text in the language of the request."""
    company, owner = company_of(quotation.unit), quotation.owner
    reach = [(_("联系人"), owner.name), (_("电话"), owner.phone), (_("邮箱"), owner.email)] if owner else []
    return {
        "title": f"{quotation.title} {quotation.full_number}",
        "number": quotation.full_number,
        "company": company.name,
        "company_line": "　".join(f"{label} {value}" for label, value in reach if value),
        "heading": _("报价单"),
        "watermark": "" if quotation.state in FREE else _("草稿"),
        "labels": {"signature": _("签字（盖章）"), "date": _("日期")},
        "facts": _facts(quotation),
        "opening": _("感谢贵方的信任。现就上述项目报价如下，单价%(basis)s，币种为人民币。")
        % {"basis": _("含税") if quotation.includes_tax else _("不含税")},
        "heads": [_("序号"), _("名称及规格"), _("数量"), _("单位"), _("单价/元"), _("折扣"), _("税率"), _("含税金额/元")],
        "lines": [_line(line) for line in quotation.lines.order_by("position", "pk")],
        "sums": _sums(quotation),
        "total": [_("含税合计"), f"¥{money(quotation.total_amount)}"],
        "capitals": [_("大写金额"), in_capitals(quotation.total_amount)],
        "sections": [[label, text] for label, text in _sections(quotation) if text],
        "signatures": [[_("报价方"), company.name], [_("客户确认"), quotation.customer.name]],
    }


def _facts(quotation: Quotation) -> list[list[str]]:
    contact = quotation.contact.name if quotation.contact else ""
    pairs = [
        (_("客户"), quotation.customer.name),
        (_("报价编号"), quotation.full_number),
        (_("客户联系人"), contact),
        (_("报价日期"), str(quotation.quoted_on or "")),
        (_("项目"), quotation.title),
        (_("有效期至"), str(quotation.valid_until or "")),
    ]
    return [[label, value or "—"] for label, value in pairs]


def _line(line: QuotationLine) -> dict[str, str]:
    return {
        "position": str(line.position),
        "name": line.name,
        "specification": "　".join(text for text in (line.specification, line.remark) if text),
        "quantity": plain(line.quantity),
        "uom": line.uom,
        "price": money(line.unit_price),
        "discount": f"-{plain(line.discount)}%" if line.discount else "",
        "rate": f"{line.tax_rate}%",
        "total": money(line.total_amount),
    }


def _sums(quotation: Quotation) -> list[list[str]]:
    rows = [[_("不含税金额"), f"¥{money(quotation.net_amount)}"], [_("税额"), f"¥{money(quotation.tax_amount)}"]]
    charged = quotation.total_amount if quotation.includes_tax else quotation.net_amount
    if quotation.full_amount != charged:
        saved = quotation.full_amount - charged
        rows.insert(0, [_("已优惠"), f"¥{money(saved)}"])
    if quotation.discount:
        rows.insert(0, [_("整单优惠"), f"{plain(quotation.discount)}%"])
    return rows


def _sections(quotation: Quotation) -> list[tuple[str, str]]:
    valid = _("本报价有效期至 %(day)s。") % {"day": quotation.valid_until} if quotation.valid_until else ""
    return [
        (_("交付与工期"), quotation.delivery),
        (_("付款方式"), quotation.payment_terms),
        (_("报价说明"), quotation.terms),
        (_("有效期"), valid),
    ]


def money(value: Decimal) -> str:
    """Two decimals with thousands separators."""
    return f"{value:,.2f}"


def plain(value: Decimal) -> str:
    """A number with thousands separators and without zeros at its end."""
    return f"{value.normalize():,f}" if value else "0"
