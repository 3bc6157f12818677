"""A contract on paper: what both sides sign, as PDF. Always in Chinese: its clauses are, and they are what counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from zhuke.commons.documents import compile_pdf
from zhuke.modules.contracts.domain.capitals import in_capitals
from zhuke.modules.contracts.models import Clause, Contract, Line, Party, PaymentTerm
from zhuke.modules.quotes.services.paper import company_of

from .wording import money, number, worded

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "contracts" / "contract.typ"
# States in which the paper may be signed or is; before them it bears a mark.
FREE = ("approved", "signed", "performing", "settled", "closed", "terminated")
DIGITS = "零一二三四五六七八九"


def pdf_of(contract: Contract) -> bytes:
    """The PDF of a contract as it is now."""
    with translation.override("zh-hans"):
        return compile_pdf(TEMPLATE, content_of(contract))


def file_name(contract: Contract) -> str:
    """What the file is called when it is saved or signed."""
    name = "".join(c if c.isalnum() or c in "-_（）()" else "_" for c in contract.name)[:60]
    return f"{contract.number}-{name}.pdf"


def content_of(contract: Contract) -> dict[str, Any]:
    """All that the template prints, as text in the language in force."""
    return {
        "title": f"{contract.name} {contract.number}",
        "name": contract.name,
        "number": contract.number,
        "kind": str(contract.get_kind_display()),
        "watermark": _watermark(contract),
        "parties": [_party(party) for party in parties_of(contract)],
        "opening": _("根据《中华人民共和国民法典》等法律法规，双方在平等自愿的基础上，就下列事项达成一致。"),
        "facts": _facts(contract),
        "clauses": [
            [f"第{ordinal(index)}条", clause.name, worded(clause.text, contract)] for index, clause in enumerate(_clauses(contract), 1)
        ],
        "terms": {"heading": _("付款计划"), "heads": _term_heads(), "rows": [_term(term) for term in _terms(contract)]},
        "lines": {"heading": _("合同明细"), "heads": _line_heads(), "rows": [_line(line) for line in _lines(contract)]},
        "total": _total(contract),
        "labels": {"signature": _("签约代表（签字）"), "seal": _("（盖章）"), "date": _("日期")},
    }


def parties_of(contract: Contract) -> list[Party]:
    """The parties in the order of their roles; of contracts from before there were any, those that every contract has."""
    roles = [role for role, _label in Party.ROLES]
    rows = sorted(Party.objects.filter(contract=contract, archived_at=None), key=lambda row: (roles.index(row.role), row.created_at))
    if rows:
        return rows
    ours, theirs = ("second", "first") if contract.direction == "income" else ("first", "second")
    made = [
        Party(role=theirs, name=contract.customer.name, credit_code=contract.customer.credit_code),
        Party(role=ours, name=company_of(contract.unit).name),
    ]
    return sorted(made, key=lambda row: roles.index(row.role))


def ordinal(value: int) -> str:
    """1 → 一, 12 → 十二, 20 → 二十; up to 99."""
    tens, ones = divmod(value, 10)
    head = "" if not tens else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return f"{head}{DIGITS[ones] if ones or not tens else ''}"


def _watermark(contract: Contract) -> str:
    if contract.state == "void":
        return _("已作废")
    return "" if contract.state in FREE else _("草稿")


def _party(party: Party) -> dict[str, Any]:
    pairs = [
        (_("统一社会信用代码"), party.credit_code),
        (_("签约代表"), party.signatory),
        (_("地址"), party.address),
        (_("开户银行"), party.bank),
        (_("银行账号"), party.account),
    ]
    return {"role": str(party.get_role_display()), "name": party.name, "facts": [[label, value] for label, value in pairs if value]}


def _facts(contract: Contract) -> list[list[str]]:
    framework = f"{contract.parent.number} {contract.parent.name}" if contract.parent else ""
    span = " — ".join(str(day) for day in (contract.starts_on, contract.ends_on) if day)
    pairs = [
        (_("合同编号"), contract.number),
        (_("合同类型"), str(contract.get_kind_display())),
        (_("框架协议"), framework),
        (_("工程地点"), contract.place),
        (_("计划工期"), span),
        (_("签订日期"), str(contract.signed_on or "")),
    ]
    return [[label, value] for label, value in pairs if value]


def _total(contract: Contract) -> list[list[str]]:
    if contract.amount is None:
        return []
    rows = [[_("含税总价"), f"¥{money(contract.amount)}"], [_("大写金额"), in_capitals(contract.amount)]]
    if contract.tax is not None:
        rows[1:1] = [[_("不含税金额"), f"¥{money(contract.amount_net)}"], [_("税额"), f"¥{money(contract.tax)}"]]
    return rows


def _clauses(contract: Contract) -> list[Clause]:
    return list(Clause.objects.filter(contract=contract, archived_at=None).order_by("position", "pk"))


def _terms(contract: Contract) -> list[PaymentTerm]:
    return list(PaymentTerm.objects.filter(contract=contract, archived_at=None).order_by("position", "pk"))


def _lines(contract: Contract) -> list[Line]:
    return list(Line.objects.filter(contract=contract, archived_at=None).order_by("position", "pk"))


def _term_heads() -> list[str]:
    return [_("序号"), _("款项"), _("付款条件"), _("期限（天）"), _("比例"), _("金额/元")]


def _term(term: PaymentTerm) -> list[str]:
    condition = term.milestone or str(term.planned_on or term.get_trigger_display())
    share = f"{number(term.ratio)}%" if term.ratio is not None else ""
    return [str(term.position), term.name, condition, str(term.due_days), share, money(term.amount)]


def _line_heads() -> list[str]:
    return [_("序号"), _("名称及规格"), _("数量"), _("单位"), _("含税单价/元"), _("税率"), _("含税金额/元")]


def _line(line: Line) -> list[str]:
    name = "　".join(text for text in (line.name, line.specification, line.remark) if text)
    return [
        str(line.position), name, number(line.quantity), line.uom, money(line.unit_price), f"{line.tax_rate}%", money(line.total_amount),
    ]  # fmt: skip
