"""A company can work without collection."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.switches.registry import declare

declare(
    "collection",
    _("催收与信用"),
    "dunning_ladders",
    "dunning_steps",
    "collection_cases",
    "dunning_letters",
    "collection_logs",
    "promises",
    "review_meetings",
    "statements",
    "customer_credits",
    about=_("催收阶梯、催收工单、账龄、对账单和客户信用"),
)
