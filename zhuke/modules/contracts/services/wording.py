"""Clauses speak of the contract's own values: ``{name}`` in their text stands for one of these and is filled in when it is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuke.modules.contracts.domain.capitals import in_capitals
from zhuke.modules.contracts.models import Contract, PaymentTerm

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def money(value: Any) -> str:
    """Two decimals with thousands separators; empty for None."""
    return "" if value is None else f"{value:,.2f}"


def number(value: Any) -> str:
    """A number without zeros at its end; empty for None."""
    return "" if value is None else f"{Decimal(value).normalize():f}"


def _terms(contract: Contract) -> str:
    rows = PaymentTerm.objects.filter(contract=contract, archived_at=None).order_by("position", "pk")
    return "\n".join(f"（{index}）{term_sentence(term)}" for index, term in enumerate(rows, 1))


def term_sentence(term: PaymentTerm) -> str:
    """One payment term as contracts write it."""
    share = f"合同金额的 {number(term.ratio)}%" if term.ratio is not None else "余款" if term.fixed_amount is None else ""
    amount = f"¥{money(term.amount)}" if term.amount is not None else ""
    what = "，计 ".join(text for text in (share, amount) if text)
    if term.trigger == "progress":
        output = number(term.output_ratio) or "100"
        return f"{term.name}：每月确认产值后{f' {term.due_days} 天内' if term.due_days else ''}按产值的 {output}% 支付，累计不超过{what}。"
    days = f"之日起 {term.due_days} 天内" if term.due_days else "时"
    when = {
        "date": str(term.planned_on or "约定日期"),
        "milestone": term.milestone or "达到约定节点",
        "retention": "质保期满且无质量争议",
    }[term.trigger]
    return f"{term.name}：{when}{days}支付{what}。"


def _penalty(contract: Contract) -> str:
    if contract.penalty_rate is None:
        return ""
    cap = "" if contract.penalty_cap is None else f"，累计不超过合同金额的 {number(contract.penalty_cap)}%"
    return f"每逾期一天按合同金额的 {number(contract.penalty_rate)}‰ 支付违约金{cap}"


def _words(contract: Contract) -> str:
    return "" if contract.amount is None else in_capitals(contract.amount)


# What may stand in braces: label, and the value as text (empty: not filled in yet).
VALUES: dict[str, tuple[Any, Callable[[Contract], Any]]] = {
    "number": (_("合同编号"), lambda c: c.number),
    "name": (_("合同名称"), lambda c: c.name),
    "customer": (_("客户"), lambda c: c.customer.name),
    "subject": (_("工程内容"), lambda c: c.subject),
    "place": (_("工程地点"), lambda c: c.place),
    "amount": (_("含税金额"), lambda c: money(c.amount)),
    "amount_words": (_("大写金额"), _words),
    "amount_net": (_("不含税金额"), lambda c: money(c.amount_net)),
    "tax": (_("税额"), lambda c: money(c.tax)),
    "tax_rate": (_("税率"), lambda c: number(c.tax_rate)),
    "starts_on": (_("计划开工"), lambda c: c.starts_on or ""),
    "ends_on": (_("计划竣工"), lambda c: c.ends_on or ""),
    "days": (_("工期（天）"), lambda c: (c.ends_on - c.starts_on).days + 1 if c.starts_on and c.ends_on else ""),
    "retention_rate": (_("质保金比例"), lambda c: number(c.retention_rate)),
    "warranty_months": (_("质保期（月）"), lambda c: number(c.warranty_months)),
    "penalty": (_("违约金约定"), _penalty),
    "payment_terms": (_("付款条款"), _terms),
    "payment_note": (_("付款说明"), lambda c: c.payment_note),
}


def worded(text: str, contract: Contract) -> str:
    """The text with its placeholders filled in; one without value is shown as a blank to be written on."""
    return PLACEHOLDER.sub(lambda match: _value(match, contract) or "________", text)


def _value(match: re.Match[str], contract: Contract) -> str:
    known = VALUES.get(match.group(1))
    return str(known[1](contract)) if known else match.group(0)


def open_placeholders(text: str, contract: Contract) -> list[str]:
    """Labels of the placeholders in the text that have no value yet; unknown ones as they are written."""
    found = []
    for name in dict.fromkeys(PLACEHOLDER.findall(text)):
        if name not in VALUES:
            found.append(f"{{{name}}}")
        elif not str(VALUES[name][1](contract)):
            found.append(str(VALUES[name][0]))
    return found


def unknown_placeholders(text: str) -> list[str]:
    """Names in braces that stand for nothing."""
    return [name for name in dict.fromkeys(PLACEHOLDER.findall(text)) if name not in VALUES]
