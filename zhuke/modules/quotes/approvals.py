"""What of quotations needs approval."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.approvals.registry import Approvable, declare, role, when

from .services import moving

# ¥ from which the company's manager decides as well.
MANAGER_FROM = "50000000.00"
LINES = ("position", "name", "specification", "quantity", "uom", "unit_price", "discount", "tax_rate", "total_amount")

declare(
    Approvable(
        resource="quotations",
        verb=moving.VERB,
        label=_("报价审批"),
        submit=moving.submitted,
        approved=moving.approved,
        rejected=moving.rejected,
        withdrawn=moving.withdrawn,
        snapshot=(
            "number", "revision", "title", "customer", "total_amount", "discount", "valid_until", "owner", "cost", "margin", "delivery",
            "payment_terms",
        ),
        children=(("quotation_lines", LINES),),
        default_flow={
            "repeat": "never",
            "nodes": [
                role("sales_supervisor", _("销售主管")),
                when(
                    _("按含税合计"),
                    (_("5000 万元以上"), ["total_amount", ">=", MANAGER_FROM], [role("subsidiary_manager", _("公司经理"))]),
                ),
            ],
        },
    )
)  # fmt: skip
