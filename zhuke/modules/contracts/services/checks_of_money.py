"""The checks of a contract that concern its money: amount, payment terms, retention, penalty."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from zhuke.modules.contracts.domain.penalty import Penalty, penalty
from zhuke.modules.contracts.models import Bond, Contract, PaymentTerm
from zhuke.modules.quotes.domain.amounts import HUNDRED, ZERO, cents

from .findings import Finding, error, fine, warning
from .wording import money, number

# 《建设工程质量保证金管理办法》（建质〔2017〕138号）第七条: at most 3 % of the settlement; 第二条: liability for defects at most two years.
MOST_RETENTION = Decimal(3)
LONGEST_DEFECTS = 24
SAMPLE_DAYS = 30


def money_checks(contract: Contract, terms: list[PaymentTerm]) -> Iterator[Finding]:
    """All of them."""
    yield from _amount(contract)
    yield from _terms(contract, terms)
    yield from _each_term(terms)
    yield from _retention(contract, terms)
    yield from _penalty(contract)


def _amount(contract: Contract) -> Iterator[Finding]:
    if contract.amount is None and contract.kind != "framework":
        yield error("amount", _("还没有填写含税金额。"), _("没有金额就无法审批、签订和收付款。"))
    if contract.amount is not None and contract.tax is None:
        yield warning("tax_rate", _("没有填写税率，不含税金额和税额算不出来。"), _("税率决定开票和抵扣。"))


def _terms(contract: Contract, terms: list[PaymentTerm]) -> Iterator[Finding]:
    if contract.kind == "framework" and not terms:
        return
    if not terms:
        yield error("terms", _("还没有付款条款，请至少添加一条。"), _("没有付款条款，应收应付和催款都没有依据。"))
        return
    yield from _ratios([term for term in terms if not term.variation_id])
    if contract.total is None:
        return
    total = sum((term.amount or ZERO for term in terms), ZERO)
    if total != contract.total:
        yield error(
            "terms_total",
            _("付款条款合计 ¥%(total)s，合同金额 ¥%(amount)s，相差 ¥%(gap)s，请修改付款条款。")
            % {"total": money(total), "amount": money(contract.total), "gap": money(abs(total - contract.total))},
            _("每一分钱都要有付款条款，多了少了都会变成争议。"),
        )
    else:
        yield fine("terms_total", _("付款条款合计等于合同金额 ¥%(amount)s。") % {"amount": money(total)})
    for term in terms:
        if term.amount is not None and term.amount < 0:
            yield error(
                "terms_negative",
                _("“%(name)s”算出来是负数 ¥%(amount)s：其他款项已超过合同金额，请减少。")
                % {"name": term.name, "amount": money(term.amount)},
                _("余款不能为负。"),
            )


def _ratios(terms: list[PaymentTerm]) -> Iterator[Finding]:
    ratios = sum((term.ratio for term in terms if term.ratio is not None), ZERO)
    reason = _("各期比例相加应为 100%，否则总有一部分款项没有约定何时支付。")
    shares = [term for term in terms if term.ratio is not None]
    rest = any(term.ratio is None and term.fixed_amount is None for term in terms)
    if not shares:
        return
    if len(shares) == len(terms) and ratios != HUNDRED:
        yield error("ratios", _("付款比例合计 %(sum)s%%，应为 100%%，请修改比例。") % {"sum": number(ratios) or "0"}, reason)
    elif (rest and ratios >= HUNDRED) or ratios > HUNDRED:
        yield error("ratios", _("付款比例合计 %(sum)s%%，余款没有剩余，请减少比例。") % {"sum": number(ratios)}, reason)
    elif len(shares) == len(terms):
        yield fine("ratios", _("付款比例合计 100%。"))


def _each_term(terms: list[PaymentTerm]) -> Iterator[Finding]:
    for term in terms:
        if term.trigger == "date" and not term.planned_on:
            yield error(
                "term_day", _("“%(name)s”按日期付款，请填写计划达成日期。") % {"name": term.name}, _("没有日期就不知道何时到期、何时催收。")
            )
        if term.trigger == "milestone" and not term.milestone:
            yield error(
                "term_milestone", _("“%(name)s”按节点付款，请填写节点。") % {"name": term.name}, _("节点不明确时，双方对是否达到会有争议。")
            )
        if term.trigger == "progress" and term.output_ratio is None:
            yield warning(
                "term_output",
                _("“%(name)s”按产值付款，没有填写产值付款比例，将按 100%% 计算。") % {"name": term.name},
                _("进度款通常按确认产值的一部分支付。"),
            )


def _retention(contract: Contract, terms: list[PaymentTerm]) -> Iterator[Finding]:
    held = [term for term in terms if term.kind == "retention"]
    if contract.kind in ("main", "sub"):
        yield from _legal_cap(contract, held)
    ratios = sum((term.ratio for term in held if term.ratio is not None), ZERO)
    rate = contract.retention_rate
    if rate is not None and all(term.ratio is not None for term in held) and ratios != rate:
        yield error(
            "retention_rate",
            _("质保金比例是 %(rate)s%%，付款条款里的质保金是 %(ratios)s%%，请改成一致。")
            % {"rate": number(rate) or "0", "ratios": number(ratios) or "0"},
            _("同一份合同里的质保金只能有一个比例。"),
        )
    if held and contract.warranty_months is None:
        yield warning("warranty", _("有质保金，但没有填写质保期。"), _("没有质保期就不知道质保金何时退还。"))


def _legal_cap(contract: Contract, held: list[PaymentTerm]) -> Iterator[Finding]:
    law = _("建质〔2017〕138号第七条：质量保证金总预留比例不得高于工程价款结算总额的 3%；以保函替代的，保函金额也不得高于 3%。")
    total = contract.total
    kept = sum((term.amount or ZERO for term in held), ZERO)
    most = None if total is None else cents(Decimal(total) * MOST_RETENTION / HUNDRED)
    rate = contract.retention_rate
    bonds = Bond.objects.held().filter(contract=contract)
    over = [bond for bond in bonds.filter(kind="quality") if most is not None and bond.amount > most]
    if rate is not None and rate > MOST_RETENTION:
        yield error("retention_cap", _("质保金比例 %(rate)s%% 超过 3%%，请降到 3%% 以内。") % {"rate": number(rate)}, law)
    elif most is not None and kept > most:
        yield error(
            "retention_cap",
            _("质保金合计 ¥%(kept)s，超过合同金额的 3%%（¥%(most)s），请减少。") % {"kept": money(kept), "most": money(most)},
            law,
        )
    elif over:
        yield error(
            "retention_cap",
            _("质量保证金保函 ¥%(kept)s，超过合同金额的 3%%（¥%(most)s），请减少。") % {"kept": money(over[0].amount), "most": money(most)},
            law,
        )
    else:
        yield fine("retention_cap", _("质保金没有超过 3%。"), law)
    if kept and bonds.filter(kind="performance").exists():
        yield warning(
            "retention_twice",
            _("已有履约保证金，又预留质保金。"),
            _("建质〔2017〕138号第六条：竣工前已缴纳履约保证金的，发包人不得同时预留质量保证金。"),
        )
    if kept and contract.warranty_months is not None and contract.warranty_months > LONGEST_DEFECTS:
        yield warning(
            "defects",
            _("质保期 %(n)d 个月，质保金要等到期满才退。") % {"n": contract.warranty_months},
            _("建质〔2017〕138号第二条：缺陷责任期最长不超过 2 年；期满应退还质保金，保修责任另算。"),
        )


def _penalty(contract: Contract) -> Iterator[Finding]:
    if contract.penalty_rate is None or contract.amount is None:
        yield warning("penalty", _("没有约定逾期违约金。"), _("没有约定时只能主张实际损失，举证困难。"))
        return
    found = penalty_of(contract, SAMPLE_DAYS)
    example = _("例如逾期 %(n)d 天，违约金 ¥%(amount)s") % {"n": SAMPLE_DAYS, "amount": money(found.amount)}
    if contract.penalty_cap is None:
        yield warning("penalty", _("违约金没有约定上限。%(example)s。") % {"example": example}, _("没有上限时责任无法预计。"))
    else:
        capped = _("，已到上限") if found.capped else ""
        yield fine("penalty", f"{example}{capped}{_('，上限 ¥%(cap)s。') % {'cap': money(found.cap)}}")


def penalty_of(contract: Contract, days: int) -> Penalty:
    """What a delay of ``days`` costs under the contract's clause. ValueError: there is no clause, or no amount."""
    if contract.penalty_rate is None or contract.amount is None:
        raise ValueError("no penalty clause")
    base = contract.current_amount if contract.current_amount is not None else contract.amount
    return penalty(Decimal(base), rate=Decimal(contract.penalty_rate), days=days, cap=contract.penalty_cap)
