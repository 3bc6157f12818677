"""Expense claims need approval before they are paid."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.approvals.registry import Approvable, declare, head, role, superior, when

from .services import approving

# ¥ above which the head of the department decides as well.
HEAD_ABOVE = "5000.00"

declare(
    Approvable(
        resource="expense_claims",
        verb="claim",
        label=_("费用报销审批"),
        submit=approving.submitted,
        approved=approving.approved,
        rejected=approving.rejected,
        withdrawn=approving.withdrawn,
        title=approving.title_of,
        snapshot=("purpose", "owner", "total", "over_limit", "project", "customer", "opportunity", "remark"),
        children=(("expense_lines", ("on", "kind", "amount", "over_limit", "invoice_number", "project", "note")),),
        default_flow={
            "repeat": "never",
            "nodes": [
                superior(1, empty="skip"),
                when(_("按报销金额"), (_("5,000 元以上"), ["total", ">", HEAD_ABOVE], [head(1, empty="skip")])),
                role("finance", _("财务审核")),
            ],
        },
    )
)
