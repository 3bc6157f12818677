from django.utils.translation import gettext_lazy as _

from zhuke.commons.scopes import CompanyScope
from zhuke.commons.states import state_in
from zhuke.kernel.access import OrgScope, ParentScope
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.resource import Action, Resource, register

from .models import ExpenseClaim, ExpenseLimit, ExpenseLine
from .services import claims, limits, lines, paying

REASON = FieldSpec("reason", _("原因"), "text", True, max_length=300)

register(
    Resource(
        name="expense_claims",
        model=ExpenseClaim,
        scope=OrgScope(),
        label_field="purpose",
        hint_field="number",
        fields=("purpose", "owner", "unit", "project", "customer", "opportunity", "bank_account", "remark"),
        readonly_fields=("number", "state", "total", "over_limit", "lines_count", "submitted_on", "approved_on", "paid_on", "paid_by",
            "paid_from", "paid_reference", "end_reason"),
        list_display=("purpose", "number", "owner", "total", "over_limit", "state", "project", "submitted_on", "paid_on", "unit"),
        list_filter=("state", "owner", "unit", "project", "customer", "opportunity", "total", "over_limit", "submitted_on", "approved_on",
            "paid_on"),
        search_fields=("purpose", "number"),
        masked=("bank_account",),
        archivable=False,
        create=claims.write,
        update=claims.edit,
        editable=state_in("draft", "rejected"),
        actions=(
            Action("submit", _("提交审批"), claims.submit, when=state_in("draft", "rejected")),
            Action(
                "pay", _("登记付款"), paying.pay,
                (FieldSpec("on", _("付款日期"), "date", help=_("留空表示今天")),
                    FieldSpec("account", _("付款账户"), "text", max_length=80),
                    FieldSpec("reference", _("付款流水号"), "text", max_length=80)),
                when=state_in("approved"), bulk=True,
            ),
            Action("undo_pay", _("撤销付款"), paying.undo_pay, (REASON,), when=state_in("paid"), danger=True, grant="pay"),
            Action("cancel", _("作废"), claims.cancel, (REASON,), when=state_in("draft", "rejected", "approved"), danger=True,
                confirm=_("作废后不再付款，单上的发票可以重新报销。")),
        ),
    ),
    Resource(
        name="expense_lines",
        model=ExpenseLine,
        scope=ParentScope("claim"),
        label_field="amount",
        hint_field="note",
        fields=("claim", "kind", "on", "amount", "tax", "invoice_number", "invoice_code", "project", "note"),
        readonly_fields=("position", "over_limit"),
        list_display=("on", "kind", "amount", "over_limit", "invoice_number", "note", "project", "claim"),
        list_filter=("claim", "kind", "on", "amount", "over_limit", "project", "invoice_number"),
        ordering="-on",
        archivable=False,
        create=lines.add_line,
        update=lines.edit_line,
    ),
    Resource(
        name="expense_limits",
        model=ExpenseLimit,
        scope=CompanyScope(),
        label_field="note",
        fields=("kind", "period", "amount", "unit", "note"),
        list_display=("kind", "period", "amount", "unit", "note", "updated_at"),
        list_filter=("kind", "period", "unit"),
        ordering="kind",
        create=limits.add,
        update=limits.edit,
    ),
)  # fmt: skip
