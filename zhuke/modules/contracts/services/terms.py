"""Payment terms: how they are agreed, and that their condition has been met."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, DomainError, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.contracts.models import Contract, PaymentTerm

from .amounts import respread
from .guards import check_draft, check_live, hold_open, keep_contract

# What may still be put right after signing: it moves no money.
PLANNING = {"planned_on", "milestone", "name", "position"}
BY_HAND = ("milestone", "retention")


def add_term(actor: Actor, *, pk: UUID | None = None, **values: Any) -> PaymentTerm:
    """Add a payment term; after signing only one that comes from an approved variation. Raises contract_fixed, contract_over, invalid."""
    contract = hold_open(values.get("contract_id"))
    if not values.get("variation_id"):
        check_draft(contract)
    last = PaymentTerm.objects.filter(contract=contract, archived_at=None).order_by("-position").values_list("position", flat=True).first()
    term: PaymentTerm = build(actor, by_model(PaymentTerm), {"position": min((last or 0) + 1, 9999), **values}, pk=pk)
    return _saved(actor, term, contract)


def edit_term(actor: Actor, term: PaymentTerm, **values: Any) -> PaymentTerm:
    """Change a term; after signing only its planned day and its wording. Raises contract_fixed, term_reached, invalid."""
    contract = hold_open(term.contract_id)
    keep_contract(term, values)
    changed = {name for name, value in values.items() if name.startswith("cf_") or getattr(term, name) != value}
    if changed - PLANNING:
        check_draft(contract)
    if changed and term.state == "reached":
        raise Conflict("term_reached", _("这笔款项的条件已经达成，不能再改。确需更正时请先撤销达成。"))
    assign(term, values)
    return _saved(actor, term, contract)


def _saved(actor: Actor, term: PaymentTerm, contract: Contract) -> PaymentTerm:
    check_term(term, contract)
    term.name = term.name.strip() or str(term.get_kind_display())
    save(term, by_model(PaymentTerm))
    respread(contract)
    term.refresh_from_db()
    emit("contracts.updated", contract, actor, {"fields": ["terms"]})
    return term


def check_term(term: PaymentTerm, contract: Contract) -> None:
    """Raise invalid where a term has no basis, or names a variation that cannot bring it."""
    problems: dict[str, list[Any]] = {}
    if term.ratio is None and term.fixed_amount is None and term.kind != "settlement":
        problems["ratio"] = [_("请填写比例或固定金额；只有结算款可以都不填，表示付清余款。")]
    if variation := term.variation:
        if variation.contract_id != contract.pk:
            problems["variation"] = [_("这个变更属于另一份合同，请选择本合同的变更。")]
        elif variation.state != "approved":
            problems["variation"] = [_("这个变更还没有批准，请在批准之后再增加付款条款。")]
        elif term.fixed_amount is None:
            problems["fixed_amount"] = [_("来自变更的款项请填写固定金额。")]
    if problems:
        raise invalid(problems)


def reach(actor: Actor, term: PaymentTerm, *, on: dt.date, note: str | None = None) -> PaymentTerm:
    """The condition of a term has been met on that day: the milestone was accepted, the warranty has ended.

    Its amount is fixed from now on; ``payment_terms.reached`` tells billing. Terms by date and by monthly output come by themselves.
    Raises not_live, already_reached, not_by_hand, no_amount, invalid (in the future, before signing).
    """
    contract = term.contract
    check_live(contract)
    if term.state == "reached":
        raise Conflict("already_reached", _("这笔款项已登记达成，请刷新后查看。"))
    if term.trigger not in BY_HAND:
        raise Conflict("not_by_hand", _("按日期和按产值付款的款项由系统自动产生应收应付，不用登记达成。"))
    if term.amount is None:
        raise DomainError("no_amount", _("这笔款项还没有金额。请先填写合同金额和付款比例。"))
    _check_day(on, contract)
    term.reached_on, term.reached_by_id, term.acceptance_note, term.state = on, actor.id, (note or "").strip(), "reached"
    save(term, by_model(PaymentTerm))
    emit("payment_terms.reached", term, actor, {"term": str(term.pk), "contract": str(contract.pk), "on": on.isoformat()})
    return term


def _check_day(on: dt.date, contract: Contract) -> None:
    if on > timezone.localdate():
        raise invalid({"on": [_("达成日期不能晚于今天，请在实际达成后登记。")]})
    if contract.signed_on and on < contract.signed_on:
        raise invalid({"on": [_("达成日期不能早于签订日期 %(day)s。") % {"day": contract.signed_on}]})


def unreach(actor: Actor, term: PaymentTerm, *, reason: str) -> PaymentTerm:
    """Take a wrong entry back. Who has built on it (``payment_terms.unreached``) may refuse. Raises not_reached, not_live."""
    check_live(term.contract)
    if term.state != "reached":
        raise Conflict("not_reached", _("这笔款项还没有登记达成，请刷新后查看。"))
    before = term.reached_on
    term.reached_on, term.reached_by_id, term.acceptance_note, term.state = None, None, "", "planned"
    save(term, by_model(PaymentTerm))
    data = {"term": str(term.pk), "contract": str(term.contract_id), "on": before.isoformat() if before else "", "reason": reason}
    emit("payment_terms.unreached", term, actor, data)
    return term
