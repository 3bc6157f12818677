"""Whether a contract is fit to be signed: each check says what it found and why it matters. Errors keep it from approval."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from zhuke.kernel.errors import DomainError
from zhuke.modules.contracts.domain.capitals import read_capitals, written_amounts
from zhuke.modules.contracts.models import Clause, Contract, Party, PaymentTerm

from . import clauses
from .checks_of_money import money_checks
from .findings import Finding, error, fine, warning
from .wording import money, open_placeholders

CALL_OFF_STATES = ("approving", "approved", "signed", "performing", "settled", "closed")


def findings(contract: Contract) -> list[Finding]:
    """All findings, errors first, then warnings, then what is in order."""
    terms = list(PaymentTerm.objects.filter(contract=contract, archived_at=None).order_by("position", "pk"))
    found = [
        *_parties(contract),
        *money_checks(contract, terms),
        *_words(contract),
        *_clauses(contract),
        *_dates(contract, terms),
        *_framework(contract),
    ]
    order = ("error", "warn", "ok")
    return sorted(found, key=lambda one: order.index(one.level))


def check_fit(contract: Contract) -> None:
    """Raise checks_failed where something is wrong; ``data.checks`` are the errors."""
    wrong = [one for one in findings(contract) if one.level == "error"]
    if wrong:
        raise DomainError(
            "checks_failed",
            _("合同还有 %(n)d 处需要改正，例如：%(first)s 请在“检查”里逐条处理后再提交。") % {"n": len(wrong), "first": wrong[0].message},
            data={"checks": [one.told() for one in wrong]},
        )


def _parties(contract: Contract) -> Iterator[Finding]:
    rows = list(Party.objects.filter(contract=contract, archived_at=None))
    reason = _("合同至少要有甲方和乙方，各一个，才能确定权利义务由谁承担。")
    for role, label in Party.ROLES[:2]:
        count = sum(row.role == role for row in rows)
        if count != 1:
            yield error("parties", _("%(role)s应有一个，现在有 %(n)d 个，请补充或移除签约方。") % {"role": label, "n": count}, reason)
    names = [row.name for row in rows if row.role in ("first", "second")]
    if len(names) == 2 and names[0] == names[1]:
        yield error("same_party", _("甲方和乙方是同一个单位“%(name)s”，请改正其中一个。") % {"name": names[0]}, reason)
    if nameless := [row.name for row in rows if not row.credit_code]:
        yield warning(
            "credit_code",
            _("%(names)s 没有填写统一社会信用代码。") % {"names": "、".join(nameless)},
            _("开票和诉讼时要用信用代码确认主体。"),
        )
    if len(names) == 2 and names[0] != names[1]:
        yield fine("parties", _("甲方和乙方齐全。"))


def _words(contract: Contract) -> Iterator[Finding]:
    reason = _("大写与小写不一致时，对方可以主张对自己有利的一个；提交前必须一致。")
    good = True
    if contract.amount_words:
        problem = _typed_words(contract)
        good = problem is None
        if problem:
            yield error("words", problem, reason)
    for clause in Clause.objects.filter(contract=contract, archived_at=None).order_by("position", "pk"):
        for words, value, figures, number in written_amounts(clause.text):
            if value is None:
                good = False
                message = _("条款“%(name)s”里的“%(words)s”不是正确的大写金额，请改正。")
                yield error("words", message % {"name": clause.name, "words": words}, reason)
            elif number is not None and number != value:
                good = False
                message = _("条款“%(name)s”里大写“%(words)s”是 ¥%(value)s，小写是 %(figures)s，请改成一致。")
                yield error("words", message % {"name": clause.name, "words": words, "value": money(value), "figures": figures}, reason)
    if good and contract.amount is not None:
        yield fine("words", _("大写金额与小写一致。"))


def _typed_words(contract: Contract) -> str | None:
    try:
        value = read_capitals(contract.amount_words)
    except ValueError:
        return _("“%(words)s”不是正确的大写金额，请对照合同原文改正。") % {"words": contract.amount_words}
    if contract.amount is None or value == contract.amount:
        return None
    return _("大写金额是 ¥%(value)s，含税金额是 ¥%(amount)s，请核对后改正其中一个。") % {
        "value": money(value),
        "amount": money(contract.amount),
    }


def _clauses(contract: Contract) -> Iterator[Finding]:
    missing = clauses.missing(contract)
    for template in missing:
        yield error(
            "clause_missing",
            _("缺少必备条款“%(name)s”，请套用条款模板或自己添加。") % {"name": template.name},
            _("公司规定%(kind)s必须有这一条；缺少它时发生争议没有依据。") % {"kind": contract.get_kind_display()},
        )
    for clause in Clause.objects.filter(contract=contract, archived_at=None).order_by("position", "pk"):
        if blanks := open_placeholders(clause.text, contract):
            yield error(
                "clause_open",
                _("条款“%(name)s”里还缺：%(what)s。请在合同里填写，或改写这一条。") % {"name": clause.name, "what": "、".join(blanks)},
                _("留空的条款等于没有约定。"),
            )
    if not missing:
        yield fine("clause_missing", _("必备条款齐全。"))


def _dates(contract: Contract, terms: list[PaymentTerm]) -> Iterator[Finding]:
    found = [*_contract_days(contract), *_term_days(contract, terms)]
    yield from found or [fine("dates", _("日期先后正确。"))]


def _contract_days(contract: Contract) -> Iterator[Finding]:
    signed, starts, ends = contract.signed_on, contract.starts_on, contract.ends_on
    if signed and ends and signed > ends:
        yield error("dates", _("签订日期晚于计划竣工，请改正日期。"), _("合同不能在履行期结束之后才签订。"))
    elif signed and starts and signed > starts:
        yield warning("dates", _("签订日期晚于计划开工，先开工后签约。"), _("未签合同先施工，价款和责任都没有依据。"))
    if contract.kind in ("main", "sub") and not (starts and ends):
        yield warning("dates", _("没有填写计划开工和计划竣工。"), _("没有工期就无法主张逾期违约。"))
    parent = contract.parent
    if parent and parent.ends_on and ends and ends > parent.ends_on:
        yield warning(
            "dates", _("计划竣工晚于框架协议的到期日 %(day)s。") % {"day": parent.ends_on}, _("框架协议到期后价格和条件可能不再适用。")
        )


def _term_days(contract: Contract, terms: list[PaymentTerm]) -> Iterator[Finding]:
    dated = [term for term in terms if term.planned_on]
    if contract.signed_on:
        for term in dated:
            if term.planned_on and term.planned_on < contract.signed_on:
                yield warning("dates", _("“%(name)s”的计划日期早于签订日期。") % {"name": term.name}, _("付款条件应在签订之后达成。"))
    for before, after in pairwise(dated):
        if before.planned_on and after.planned_on and after.planned_on < before.planned_on:
            yield warning(
                "dates",
                _("“%(after)s”的计划日期早于它前面的“%(before)s”。") % {"after": after.name, "before": before.name},
                _("付款条款按先后排列，日期也应递增。"),
            )
    for term in dated:
        if term.kind == "retention" and contract.ends_on and term.planned_on and term.planned_on < contract.ends_on:
            yield error(
                "dates",
                _("质保金“%(name)s”的计划日期早于计划竣工，请改正。") % {"name": term.name},
                _("质保金在竣工验收、质保期满之后才退还。"),
            )


def _framework(contract: Contract) -> Iterator[Finding]:
    parent = contract.parent
    if parent is None:
        return
    if not parent.is_live:
        yield error(
            "framework",
            _("框架协议“%(name)s”现在是“%(state)s”，不能按它下单。") % {"name": parent.name, "state": parent.get_state_display()},
            _("只有已签订、尚未关闭的框架协议才有约束力。"),
        )
        return
    if parent.amount is None or contract.amount is None:
        return
    others = parent.call_offs.filter(state__in=CALL_OFF_STATES, archived_at=None).exclude(pk=contract.pk)
    taken: Any = sum((row.total or 0 for row in others), 0)
    if taken + contract.amount > parent.amount:
        yield warning(
            "framework",
            _("按框架协议下单的合计 ¥%(taken)s 超过了协议金额 ¥%(amount)s。")
            % {"taken": money(taken + contract.amount), "amount": money(parent.amount)},
            _("超出部分没有框架协议的依据，请补签协议或另签合同。"),
        )
    else:
        yield fine("framework", _("没有超过框架协议的金额。"))
