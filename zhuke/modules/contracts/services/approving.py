"""What approval does to a contract; the engine calls these (approvals.py)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict
from zhuke.modules.contracts.models import Contract

from .checking import check_fit
from .moving import move


def submitted(actor: Actor, contract: Contract) -> Contract:
    """It goes into approval, when nothing is wrong with it. Raises archived, wrong_state, checks_failed."""
    if contract.state != "draft":
        raise Conflict("wrong_state", _("只有草稿可以提交审批。合同现在是“%(state)s”。") % {"state": contract.get_state_display()})
    move(actor, contract, "approving", "contracts.submitted")
    check_fit(contract)
    return contract


def approved(actor: Actor, contract: Contract) -> Contract:
    """Approved: it may be signed. Raises wrong_state."""
    return move(actor, contract, "approved", "contracts.approved")


def rejected(actor: Actor, contract: Contract) -> Contract:
    """Back to draft with the approvers' opinions. Raises wrong_state."""
    _expect_approving(contract)
    return move(actor, contract, "draft", "contracts.rejected")


def withdrawn(actor: Actor, contract: Contract) -> Contract:
    """Back to draft, for its submitter took it back. Raises wrong_state."""
    _expect_approving(contract)
    return move(actor, contract, "draft", "contracts.withdrawn")


def _expect_approving(contract: Contract) -> None:
    if contract.state != "approving":
        raise Conflict("wrong_state", _("合同现在是“%(state)s”，不在审批中，请刷新后查看。") % {"state": contract.get_state_display()})
