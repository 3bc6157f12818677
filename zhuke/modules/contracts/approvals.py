"""What of contracts needs approval."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.approvals.registry import Approvable, copies, declare, role, superior, when

from .services import approving, variations

# ¥ from which the finance director decides as well, and from which the company's manager does.
FINANCE_FROM, MANAGER_FROM = "1000000.00", "5000000.00"
MANAGER = role("subsidiary_manager", _("公司经理"))
FINANCE = role("finance_director", _("财务总监"))
INFORMED = copies(_("抄送财务"), {"kind": "role", "role": "finance"})

declare(
    Approvable(
        resource="contracts",
        verb="sign_off",
        label=_("合同审批"),
        submit=approving.submitted,
        approved=approving.approved,
        rejected=approving.rejected,
        withdrawn=approving.withdrawn,
        snapshot=(
            "number", "name", "kind", "direction", "customer", "amount", "tax_rate", "retention_rate", "penalty_rate", "penalty_cap",
            "warranty_months", "starts_on", "ends_on", "payment_note",
        ),
        children=(
            ("contract_parties", ("role", "name", "credit_code")),
            ("contract_lines", ("name", "quantity", "uom", "unit_price", "total_amount")),
            ("payment_terms", ("name", "trigger", "milestone", "ratio", "amount", "due_days")),
            ("contract_clauses", ("name", "text")),
        ),
        default_flow={
            "repeat": "never",
            "nodes": [
                superior(1, empty="skip"),
                when(
                    _("按合同金额"),
                    (_("500 万元以上"), ["amount", ">=", MANAGER_FROM], [MANAGER, FINANCE]),
                    (_("100 万元以上"), ["amount", ">=", FINANCE_FROM], [MANAGER]),
                ),
                INFORMED,
            ],
        },
    )
)  # fmt: skip

declare(
    Approvable(
        resource="variations",
        verb="approve_change",
        label=_("变更审批"),
        submit=variations.submitted,
        approved=variations.approved,
        rejected=variations.rejected,
        withdrawn=variations.withdrawn,
        snapshot=("contract", "number", "kind", "name", "amount", "days", "reason", "happened_on"),
        default_flow={
            "repeat": "never",
            "nodes": [
                superior(1, empty="skip"),
                when(_("按增减金额"), (_("100 万元以上"), ["amount", ">=", FINANCE_FROM], [MANAGER, FINANCE]), otherwise=[MANAGER]),
                INFORMED,
            ],
        },
    )
)
