"""A company can work without expense claims."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.switches.registry import declare

declare("expenses", _("费用报销"), "expense_claims", "expense_lines", "expense_limits", about=_("报销单、票据、费用标准和报销付款"))
