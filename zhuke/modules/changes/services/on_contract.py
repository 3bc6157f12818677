"""What a change does to the contract: a variation is drafted there, which has its own approval (docs/adr)."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhuke.commons.notify.services import notify, say
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict
from zhuke.modules.changes.models import ChangeRequest
from zhuke.modules.contracts.models import Contract, Variation
from zhuke.modules.contracts.services import variations
from zhuke.modules.contracts.services.guards import check_live

from .parts import Figure, Found, by_change, yuan

FIGURES = (
    Figure("amount", _("合同金额"), "money", "income_amount"),
    Figure("ends_on", _("合同竣工日期"), "date"),
)


def wanted(row: ChangeRequest) -> bool:
    """Whether the contract changes at all."""
    return row.contract_id is not None and bool(row.income_amount or row.days)


def foresee(row: ChangeRequest) -> Found:
    """What would follow; nothing is written. Raises what ``apply`` raises."""
    contract = row.contract
    assert contract
    check_live(contract)
    if contract.state == "settled":
        raise Conflict("settled", _("合同已经结算，金额以结算为准，不能再登记变更。"))
    return _found(row, contract)


def apply(row: ChangeRequest) -> Found:
    """Draft the variation. Raises archived, not_live, settled, invalid."""
    actor = by_change(row)
    found = foresee(row)
    with writing(actor):
        variation = variations.add_variation(
            actor, contract_id=row.contract_id, kind="instruction" if row.kind == "site" else "change", name=row.title,
            amount=row.income_amount or None, days=row.days or None, reason=row.reason or row.description, happened_on=row.asked_on,
        )  # fmt: skip
        owner = variation.contract.owner_id
        title = say(_("变更 %(number)s 已批准，合同变更 %(variation)s 待您提交审批"), number=row.number, variation=variation.number)
        notify([owner, row.created_by_id], "changes", title, subject=variation, actor=actor, key=f"variation:{variation.pk}")
        return Found(found.before, found.after | {"variation": variation.number}, variation.pk)


def _found(row: ChangeRequest, contract: Contract) -> Found:
    now, ends = contract.current_amount, contract.ends_on
    after = {
        "amount": yuan(None if now is None else now + (row.income_amount or 0)),
        "ends_on": None if ends is None else str(ends + dt.timedelta(days=row.days or 0)),
    }
    return Found({"contract": contract.name, "amount": yuan(now), "ends_on": None if ends is None else str(ends)}, after)


def state_of(target: UUID | None) -> Variation | None:
    """The variation that was drafted, if it still is there."""
    return Variation.objects.filter(pk=target, archived_at=None).first() if target else None


def sentence(found: Found, variation: Variation | None, done: bool) -> str:
    """What happens, in one sentence."""
    if not done:
        return _("在合同“%(name)s”上生成变更草稿，另行审批后计入合同。") % {"name": found.before.get("contract")}
    if variation is None:
        return _("合同变更 %(number)s 已被移除。") % {"number": found.after.get("variation")}
    return _("已生成合同变更 %(number)s，现在是“%(state)s”。") % {"number": variation.number, "state": variation.get_state_display()}
