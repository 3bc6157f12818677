from django.utils.translation import gettext_lazy as _

from zhuke.commons.scopes import CompanyScope
from zhuke.commons.states import state_in
from zhuke.kernel.access import ParentScope
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.resource import Action, Resource, register

from .models import PaymentPolicy, PaymentRequest, Receipt
from .services import covering, payment_requests, submitting

REASON = FieldSpec("reason", _("原因"), "text", True, max_length=300)

register(
    Resource(
        name="payment_requests",
        model=PaymentRequest,
        scope=ParentScope("receivable"),
        label_field="number",
        hint_field="reason",
        fields=("receivable", "amount", "wanted_on", "reason", "payee_account"),
        readonly_fields=("number", "state", "approved_on", "paid_on", "paid_by", "receipt", "end_reason"),
        list_display=("number", "receivable", "amount", "wanted_on", "state", "reason", "created_by", "approved_on", "paid_on"),
        list_filter=("receivable", "state", "wanted_on", "amount", "approved_on", "paid_on", "created_by"),
        archivable=False,
        create=payment_requests.ask,
        update=payment_requests.edit,
        editable=state_in("draft", "rejected"),
        actions=(
            Action("submit", _("提交审批"), submitting.submit_payment_request, when=state_in("draft", "rejected")),
            Action(
                "pay", _("付款"), payment_requests.pay,
                (FieldSpec("on", _("付款日期"), "date", help=_("留空表示今天")),
                    FieldSpec("method", _("方式"), "choice", choices=tuple(Receipt.METHODS)),
                    FieldSpec("account", _("本方账户"), "text", max_length=80),
                    FieldSpec("reference", _("流水号"), "text", max_length=80)),
                when=state_in("approved"), confirm=_("将登记一笔付款并核销这笔应付。"),
            ),
            Action("cancel", _("作废"), payment_requests.cancel, (REASON,), when=state_in("draft", "rejected", "approved"), danger=True,
                grant="submit"),
        ),
    ),
    Resource(
        name="payment_policies",
        model=PaymentPolicy,
        scope=CompanyScope(),
        label_field="note",
        fields=("unit", "threshold", "since", "note"),
        list_display=("unit", "threshold", "since", "note", "updated_at"),
        list_filter=("unit", "since"),
        ordering="-since",
        create=covering.add_policy,
        update=covering.edit_policy,
    ),
)  # fmt: skip
