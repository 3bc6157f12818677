"""Bonds and deposits: given, prolonged, returned."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.contracts.models import Bond

from .guards import hold_open, keep_contract


def add_bond(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Bond:
    """Enter a bond, in any state of the contract until it is over. Raises contract_over, invalid."""
    hold_open(values.get("contract_id"))
    bond: Bond = build(actor, by_model(Bond), values, pk=pk)
    return _saved(actor, bond, "created")


def edit_bond(actor: Actor, bond: Bond, **values: Any) -> Bond:
    """Change a bond that has not come back. Raises bond_returned, invalid."""
    keep_contract(bond, values)
    if bond.returned_on:
        raise Conflict("bond_returned", _("这笔保证金已登记退回，不能再改。登记错了请先撤销退回。"))
    assign(bond, values)
    return _saved(actor, bond, "updated")


def give_back(actor: Actor, bond: Bond, *, on: dt.date) -> Bond:
    """The bond came back, or its guarantee was handed in. Raises bond_returned, invalid."""
    if bond.returned_on:
        raise Conflict("bond_returned", _("这笔保证金已登记退回，请刷新后查看。"))
    if on > timezone.localdate():
        raise invalid({"on": [_("退回日期不能晚于今天，请在实际退回后登记。")]})
    if bond.issued_on and on < bond.issued_on:
        raise invalid({"on": [_("退回日期不能早于开具日期。")]})
    bond.returned_on = on
    return _saved(actor, bond, "returned")


def take_again(actor: Actor, bond: Bond, *, reason: str) -> Bond:
    """Take a wrong return back. Raises not_returned."""
    if not bond.returned_on:
        raise Conflict("not_returned", _("这笔保证金还没有登记退回，请刷新后查看。"))
    bond.returned_on = None
    return _saved(actor, bond, "outstanding", reason=reason)


def prolong(actor: Actor, bond: Bond, *, expires_on: dt.date) -> Bond:
    """The bank holds it longer. Raises bond_returned, invalid (not later than now)."""
    if bond.returned_on:
        raise Conflict("bond_returned", _("这笔保证金已登记退回，不用展期。"))
    if bond.expires_on and expires_on <= bond.expires_on:
        raise invalid({"expires_on": [_("新的到期日期应晚于现在的 %(day)s。") % {"day": bond.expires_on}]})
    before = bond.expires_on.isoformat() if bond.expires_on else ""
    bond.expires_on = expires_on
    return _saved(actor, bond, "prolonged", before=before)


def _saved(actor: Actor, bond: Bond, what: str, **data: str) -> Bond:
    save(bond, by_model(Bond))
    emit(f"bonds.{what}", bond, actor, {"contract": str(bond.contract_id), **data})
    return bond
