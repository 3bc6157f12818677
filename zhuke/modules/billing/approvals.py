"""What of billing needs approval."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.approvals.registry import Approvable, declare, role, superior, when

from .services import invoices, payment_requests, refunds, write_offs

# ¥ from which the finance director decides on a write-off as well.
DIRECTOR_FROM = "10000.00"
# ¥ from which the finance director decides on a payment as well.
PAYMENT_DIRECTOR_FROM = "100000.00"
FINANCE = role("finance", _("财务"))
DIRECTOR = role("finance_director", _("财务总监"))

declare(
    Approvable(
        resource="write_offs",
        verb="write_off",
        label=_("坏账与折让审批"),
        submit=write_offs.submitted,
        approved=write_offs.approved,
        rejected=write_offs.rejected,
        withdrawn=write_offs.withdrawn,
        title=write_offs.title_of,
        snapshot=("receivable", "amount", "reason", "note"),
        default_flow={
            "repeat": "never",
            "nodes": [
                superior(1, empty="skip"),
                when(_("按冲销金额"), (_("1 万元以上"), ["amount", ">=", DIRECTOR_FROM], [DIRECTOR]), otherwise=[FINANCE]),
            ],
        },
    )
)

declare(
    Approvable(
        resource="invoices",
        verb="issue_invoice",
        label=_("开票审批"),
        submit=invoices.submitted,
        approved=invoices.approved,
        rejected=invoices.rejected,
        withdrawn=invoices.withdrawn,
        snapshot=(
            "name", "kind", "customer", "contract", "amount", "rate", "tax", "items", "buyer_name", "buyer_code", "red_of", "red_reason",
        ),
        children=(("invoice_links", ("receivable", "amount")),),
        default_flow={"repeat": "never", "nodes": [superior(1, empty="skip"), FINANCE]},
    )
)  # fmt: skip

BY_AMOUNT = when(_("按付款金额"), (_("10 万元以上"), ["amount", ">=", PAYMENT_DIRECTOR_FROM], [FINANCE, DIRECTOR]), otherwise=[FINANCE])

declare(
    Approvable(
        resource="refunds",
        verb="pay_back",
        label=_("退款审批"),
        submit=refunds.submitted,
        approved=refunds.approved,
        rejected=refunds.rejected,
        withdrawn=refunds.withdrawn,
        title=refunds.title_of,
        snapshot=("receipt", "amount", "reason"),
        default_flow={"repeat": "never", "nodes": [superior(1, empty="skip"), BY_AMOUNT]},
    )
)

declare(
    Approvable(
        resource="payment_requests",
        verb="pay",
        label=_("付款审批"),
        submit=payment_requests.submitted,
        approved=payment_requests.approved,
        rejected=payment_requests.rejected,
        withdrawn=payment_requests.withdrawn,
        title=payment_requests.title_of,
        snapshot=("receivable", "amount", "wanted_on", "reason", "payee_account"),
        default_flow={"repeat": "never", "nodes": [superior(1, empty="skip"), BY_AMOUNT]},
    )
)
