"""Change requests need approval before anything follows from them."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.approvals.registry import Approvable, copies, declare, role, superior, when

from .services import approving

# ¥ of income or cost, more or less, from which finance and from which the finance director decide as well.
FINANCE_FROM, DIRECTOR_FROM = 100_000, 1_000_000
MANAGER = role("subsidiary_manager", _("公司经理"))
FINANCE = role("finance", _("财务审核"))
DIRECTOR = role("finance_director", _("财务总监"))


def _beyond(amount: int) -> dict[str, list[list[str]]]:
    """Income or cost changes by that much or more, upward or downward."""
    more, less = f"{amount}.00", f"-{amount}.00"
    return {
        "or": [[name, sign, value] for name in ("income_amount", "cost_amount") for sign, value in ((">=", more), ("<=", less))],
    }


declare(
    Approvable(
        resource="change_requests",
        verb="approve_change",
        label=_("项目变更审批"),
        submit=approving.submitted,
        approved=approving.approved,
        rejected=approving.rejected,
        withdrawn=approving.withdrawn,
        title=approving.title_of,
        snapshot=(
            "project", "number", "title", "kind", "origin", "contact", "asked_on", "description", "reason", "days", "income_amount",
            "cost_amount", "cost_item", "task_effect", "task", "task_days", "new_task", "contract", "variation",
        ),
        default_flow={
            "repeat": "never",
            "nodes": [
                superior(1, empty="skip"),
                when(
                    _("按增减金额"),
                    (_("100 万元以上"), _beyond(DIRECTOR_FROM), [MANAGER, DIRECTOR]),
                    (_("10 万元以上"), _beyond(FINANCE_FROM), [MANAGER, FINANCE]),
                    otherwise=[MANAGER],
                ),
                copies(_("抄送财务"), {"kind": "role", "role": "finance"}),
            ],
        },
    )
)  # fmt: skip
