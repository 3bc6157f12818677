from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuke.commons.states import never, state_in
from zhuke.kernel.access import OrgScope, ParentScope
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.resource import Action, Importer, Resource, register

from .models import BankStatement, Invoice, InvoiceLink, PaymentNotice, ProgressCertificate
from .services import certificates, invoice_links, invoices, notices, submitting
from .services.bank import statements


def _issuable(row: Any) -> bool:
    return bool(row.state == ("approved" if row.direction == "output" else "draft"))


REASON = FieldSpec("reason", _("原因"), "text", True, max_length=300)

register(
    Resource(
        name="invoices",
        model=Invoice,
        scope=OrgScope(),
        hint_field="number",
        fields=("name", "direction", "kind", "customer", "contract", "unit", "owner", "amount", "rate", "tax", "items", "buyer_name",
            "buyer_code", "seller_name", "seller_code", "wanted_on", "remark"),
        readonly_fields=("number", "code", "issued_on", "state", "net", "rates", "linked", "red_of", "red_amount", "red_reason",
            "red_reference", "deducted_on"),
        list_display=("name", "number", "direction", "kind", "amount", "tax", "state", "issued_on", "customer", "rate", "owner"),
        list_filter=("direction", "kind", "state", "customer", "contract", "issued_on", "rate", "amount", "linked", "deducted_on", "owner",
            "unit"),
        search_fields=("name", "number", "buyer_name", "seller_name"),
        natural_key=("number",),
        importer=Importer(),
        archivable=False,
        create=invoices.request,
        update=invoices.edit,
        actions=(
            Action("submit", _("申请开票"), submitting.submit_invoice,
                when=lambda row: row.direction == "output" and row.state in ("draft", "rejected")),
            Action(
                "issue", _("登记发票号码"), invoices.issue,
                (FieldSpec("number", _("发票号码"), "text", True, max_length=20), FieldSpec("code", _("发票代码"), "text", max_length=12),
                    FieldSpec("issued_on", _("开票日期"), "date", help=_("留空表示今天"))),
                when=_issuable,
            ),
            Action(
                "redden", _("红冲"), invoices.redden,
                (REASON, FieldSpec("reference", _("红字信息确认单"), "text", max_length=60),
                    FieldSpec("amount", _("红冲金额"), "money", help=_("留空表示全部"), minimum=0)),
                when=lambda row: row.state == "issued" and not row.red_of_id, danger=True, grant="issue",
            ),
            Action("cancel", _("作废申请"), invoices.cancel, (REASON,), when=state_in("draft", "rejected", "approved"), danger=True,
                grant="submit"),
            Action(
                "deduct", _("勾选抵扣"), invoices.deduct, (FieldSpec("month", _("抵扣月份"), "date", help=_("留空表示本月")),),
                when=lambda row: row.direction == "input" and row.state in ("issued", "red") and not row.deducted_on
                and row.kind in ("special", "digital_special"),
                grant="issue",
            ),
            Action("undo_deduct", _("取消勾选"), invoices.undo_deduct, when=lambda row: bool(row.deducted_on), grant="issue"),
        ),
    ),
    Resource(
        name="invoice_links",
        model=InvoiceLink,
        scope=ParentScope("invoice"),
        label_field="amount",
        fields=("invoice", "receivable", "amount"),
        readonly_fields=("state", "reason"),
        list_display=("invoice", "receivable", "amount", "state"),
        list_filter=("invoice", "receivable", "state"),
        archivable=False,
        create=invoice_links.link,
        update=invoice_links.never_edited,
        editable=never,
        actions=(Action("remove", _("取消关联"), invoice_links.unlink, (REASON,), when=state_in("planned", "active"), grant="create"),),
    ),
    Resource(
        name="progress_certificates",
        model=ProgressCertificate,
        scope=ParentScope("contract"),
        label_field="number",
        fields=("contract", "term", "month", "output", "ratio", "deduction", "certified_on", "certified_by", "note"),
        readonly_fields=("number", "state", "payable", "cumulative", "cancel_reason"),
        list_display=("number", "contract", "month", "output", "cumulative", "payable", "state", "certified_on"),
        list_filter=("contract", "month", "state", "output"),
        ordering="-month",
        archivable=False,
        create=certificates.add,
        update=certificates.edit,
        editable=state_in("draft"),
        actions=(
            Action(
                "confirm", _("确认产值"), certificates.confirm,
                (FieldSpec("certified_on", _("确认日期"), "date", help=_("留空表示今天")),
                    FieldSpec("certified_by", _("对方确认人"), "text", max_length=60)),
                when=state_in("draft"),
            ),
            Action("cancel", _("作废"), certificates.cancel, (REASON,), when=state_in("draft", "confirmed"), danger=True, grant="confirm"),
        ),
    ),
    Resource(
        name="payment_notices",
        model=PaymentNotice,
        scope=ParentScope("receivable"),
        label_field="number",
        fields=("receivable", "amount", "pay_by", "bank_account", "message"),
        readonly_fields=("number", "state", "to", "sent_on", "sent_by", "channel"),
        list_display=("number", "receivable", "amount", "pay_by", "state", "to", "sent_on"),
        list_filter=("receivable", "state", "sent_on"),
        ordering="-created_at",
        archivable=False,
        create=notices.write,
        update=notices.edit,
        editable=state_in("draft"),
        actions=(
            Action(
                "mail", _("发送邮件"), notices.mail,
                (FieldSpec("to", _("收件人"), "text", True, max_length=254), FieldSpec("cc", _("抄送"), "text", max_length=500),
                    FieldSpec("message", _("邮件正文"), "longtext", help=_("留空用标准正文"), max_length=5000)),
                when=state_in("draft", "sent"), grant="send",
            ),
            Action(
                "mark_sent", _("登记已送达"), notices.mark_sent,
                (FieldSpec("channel", _("送达方式"), "text", True, max_length=60), FieldSpec("on", _("送达日期"), "date")),
                when=state_in("draft"), grant="send",
            ),
            Action("cancel", _("作废"), notices.cancel, when=state_in("draft", "sent"), danger=True, grant="send"),
        ),
    ),
    Resource(
        name="bank_statements",
        model=BankStatement,
        scope=OrgScope(),
        fields=("name", "unit", "owner", "account", "remark"),
        readonly_fields=("state", "since", "until", "lines_count", "waiting_count", "repeated_count", "income", "expense", "findings"),
        list_display=("name", "account", "since", "until", "lines_count", "waiting_count", "income", "expense", "state", "unit"),
        list_filter=("state", "account", "since", "until", "unit", "owner"),
        ordering="-created_at",
        archivable=False,
        create=statements.begin,
        update=statements.edit,
        actions=(Action("match", _("匹配入账"), statements.refresh, when=state_in("open", "done"), hidden=True),),
    ),
)  # fmt: skip
