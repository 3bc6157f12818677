"""What a contract allows in the state it is in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhuke.kernel.errors import Conflict, invalid
from zhuke.modules.contracts.models import Contract

from .amounts import locked


def check_draft(contract: Contract) -> None:
    """Raise archived or contract_fixed unless what was agreed may still change."""
    if contract.archived_at:
        raise Conflict("archived", _("该合同已归档，请先恢复再编辑。"))
    if contract.state != "draft":
        raise Conflict(
            "contract_fixed",
            _("合同“%(name)s”已是“%(state)s”，内容不能再改。审批中的请先撤回，已批准的请退回草稿，已签订的请登记变更。")
            % {"name": contract.name, "state": contract.get_state_display()},
        )


def check_live(contract: Contract) -> None:
    """Raise archived or not_live unless the contract is signed and not yet closed."""
    if contract.archived_at:
        raise Conflict("archived", _("该合同已归档，请先恢复再操作。"))
    if not contract.is_live:
        raise Conflict(
            "not_live", _("合同现在是“%(state)s”，只有已签订、尚未关闭的合同才能这样操作。") % {"state": contract.get_state_display()}
        )


def hold_draft(pk: UUID | None) -> Contract:
    """The contract, locked, if it is a draft. Raises archived, contract_fixed."""
    contract = _held(pk)
    check_draft(contract)
    return contract


def hold_live(pk: UUID | None) -> Contract:
    """The contract, locked, if it is signed and not closed. Raises archived, not_live."""
    contract = _held(pk)
    check_live(contract)
    return contract


def hold_open(pk: UUID | None) -> Contract:
    """The contract, locked, unless it is over. Raises archived, contract_over."""
    contract = _held(pk)
    if contract.archived_at:
        raise Conflict("archived", _("该合同已归档，请先恢复再编辑。"))
    if contract.state in ("closed", "terminated", "void"):
        raise Conflict("contract_over", _("合同已是“%(state)s”，不能再登记。") % {"state": contract.get_state_display()})
    return contract


def _held(pk: UUID | None) -> Contract:
    assert pk is not None  # the reference is required, so the kernel has asked for it
    return locked(pk)


def keep_contract(row: Any, values: Mapping[str, Any]) -> None:
    """Raise invalid where a part would move to another contract."""
    if values.get("contract_id", row.contract_id) != row.contract_id:
        raise invalid({"contract": [_("不能移到另一份合同，请在那份合同里新增。")]})
