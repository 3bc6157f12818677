from django.utils.translation import gettext_lazy as _

from zhuke.commons.states import never, state_in
from zhuke.kernel.access import OrgScope, ParentScope
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.resource import Action, Importer, Resource, register

from .models import Allocation, Period, Receipt, Receivable, Refund, WriteOff
from .services import periods, receipts, receivables, refunds, submitting, write_offs

REASON = FieldSpec("reason", _("原因"), "text", True, max_length=300)
POSTED_ON = FieldSpec("on", _("入账日期"), "date", help=_("留空表示今天"))

register(
    Resource(
        name="receivables",
        model=Receivable,
        scope=OrgScope(team=True),
        fields=("name", "direction", "kind", "customer", "contract", "unit", "owner", "amount", "occurred_on", "due_on", "reference",
            "remark"),
        readonly_fields=("number", "term", "state", "settled", "written_off", "balance", "invoiced", "to_invoice", "settled_on", "disputed",
            "dispute_reason", "disputed_on"),
        list_display=("name", "number", "customer", "direction", "amount", "balance", "due_on", "state", "kind", "disputed", "owner"),
        list_filter=("direction", "kind", "state", "customer", "contract", "due_on", "balance", "to_invoice", "disputed", "owner",
            "unit", "occurred_on", "settled_on"),
        search_fields=("name", "number", "reference"),
        ordering="due_on",
        hint_field="number",
        natural_key=("reference",),
        importable=True,
        importer=Importer(
            synonyms={
                "name": ("摘要", "款项", "项目名称"), "customer": ("客户名称", "对方单位", "客户", "供应商"),
                "amount": ("应收金额", "应付金额"), "due_on": ("到期日期", "应收日期", "约定付款日"),
                "occurred_on": ("单据日期", "开票日期"), "reference": ("发票号", "单据号"), "contract": ("合同编号", "合同号"),
            },
            required=("name", "customer", "amount", "due_on"),
        ),
        archivable=False,
        create=receivables.open_receivable,
        update=receivables.edit,
        editable=lambda row: row.state != "cancelled",
        actions=(
            Action(
                "adjust", _("调整金额"), receivables.adjust,
                (FieldSpec("amount", _("调整后的金额"), "money", True, minimum=0), REASON, POSTED_ON),
                when=state_in("open", "partial", "settled"),
            ),
            Action("dispute", _("登记争议"), receivables.dispute, (REASON,),
                when=lambda row: row.state in ("open", "partial") and not row.disputed),
            Action("resolve", _("争议已解决"), receivables.resolve, (FieldSpec("note", _("说明"), "text", max_length=300),),
                when=lambda row: row.disputed, grant="dispute"),
            Action("cancel", _("作废"), receivables.cancel, (REASON, POSTED_ON), when=state_in("open"), danger=True, grant="adjust"),
        ),
    ),
    Resource(
        name="receipts",
        model=Receipt,
        scope=OrgScope(),
        label_field="number",
        hint_field="payer",
        fields=("direction", "customer", "contract", "unit", "owner", "on", "amount", "method", "account", "payer", "payer_account",
            "reference", "remark"),
        readonly_fields=("number", "state", "unallocated", "allocated", "refunded", "reversed_on", "reverse_reason"),
        list_display=("number", "on", "direction", "customer", "amount", "unallocated", "state", "method", "payer", "owner"),
        list_filter=("direction", "state", "customer", "contract", "on", "amount", "unallocated", "method", "owner", "unit"),
        search_fields=("number", "payer", "payer_account", "reference"),
        ordering="-on",
        natural_key=("reference",),
        importable=True,
        importer=Importer(
            synonyms={
                "on": ("日期", "交易日期", "到账日期"), "amount": ("收款金额", "到账金额"), "payer": ("付款人", "付款方"),
                "customer": ("客户名称", "对方单位"), "reference": ("交易流水号", "凭证号"),
            },
            required=("on", "amount"),
        ),
        archivable=False,
        create=receipts.enter,
        update=receipts.edit,
        editable=lambda row: row.state != "reversed",
        actions=(
            Action(
                "allocate_oldest", _("按到期先后核销"), receipts.allocate_oldest, (FieldSpec("on", _("核销日期"), "date"),),
                when=state_in("open", "partial"), grant="allocate",
                confirm=_("将按到期日先后，自动核销该往来单位无争议的款项。"),
            ),
            Action("reverse", _("冲销"), receipts.reverse, (REASON, POSTED_ON), when=state_in("open", "partial", "allocated"), danger=True,
                confirm=_("冲销后这笔款不再计入账内，它的核销同时撤销。")),
        ),
    ),
    Resource(
        name="allocations",
        model=Allocation,
        scope=ParentScope("receipt"),
        label_field="amount",
        fields=("receipt", "receivable", "amount", "on"),
        readonly_fields=("state", "reversed_on", "reverse_reason"),
        list_display=("receipt", "receivable", "amount", "on", "state"),
        list_filter=("receipt", "receivable", "on", "state"),
        ordering="-on",
        archivable=False,
        create=receipts.create_allocation,
        update=receipts.never_edited,
        editable=never,
        actions=(Action("reverse", _("撤销核销"), receipts.unallocate, (REASON, POSTED_ON), when=state_in("active"), danger=True),),
    ),
    Resource(
        name="refunds",
        model=Refund,
        scope=ParentScope("receipt"),
        label_field="amount",
        fields=("receipt", "amount", "on", "reason", "reference"),
        readonly_fields=("state", "approved_on", "reversed_on", "reverse_reason"),
        list_display=("receipt", "amount", "on", "reason", "state"),
        list_filter=("receipt", "on", "state"),
        ordering="-on",
        archivable=False,
        create=refunds.create_refund,
        update=refunds.edit_refund,
        editable=state_in("draft", "rejected"),
        actions=(
            Action("submit", _("提交审批"), submitting.submit_refund, when=state_in("draft", "rejected"), grant="create"),
            Action("reverse", _("撤销退款"), receipts.reverse_refund, (REASON, POSTED_ON), when=state_in("done"), danger=True),
            Action("cancel", _("作废"), refunds.cancel, (REASON,), when=state_in("draft", "rejected"), danger=True, grant="create"),
        ),
    ),
    Resource(
        name="write_offs",
        model=WriteOff,
        scope=ParentScope("receivable"),
        label_field="amount",
        fields=("receivable", "amount", "reason", "note"),
        readonly_fields=("state", "on", "reversed_on", "reverse_reason"),
        list_display=("receivable", "amount", "reason", "state", "on", "created_by"),
        list_filter=("receivable", "reason", "state", "on"),
        archivable=False,
        create=write_offs.ask,
        update=write_offs.edit,
        editable=state_in("draft", "rejected"),
        actions=(
            Action("submit", _("提交审批"), submitting.submit_write_off, when=state_in("draft", "rejected"), grant="create"),
            Action("reverse", _("撤销冲销"), write_offs.reverse, (REASON, POSTED_ON), when=state_in("approved"), danger=True),
        ),
    ),
    Resource(
        name="periods",
        model=Period,
        scope=OrgScope(owner=None),
        fields=("unit", "month", "remark"),
        readonly_fields=("name", "state", "closed_at", "closed_by", "reopen_reason"),
        list_display=("name", "unit", "month", "state", "closed_at", "closed_by"),
        list_filter=("unit", "month", "state"),
        ordering="-month",
        archivable=False,
        create=periods.close,
        update=periods.edit,
        actions=(
            Action("reopen", _("反结账"), periods.reopen, (REASON,), when=state_in("closed"), danger=True),
            Action("close_again", _("重新结账"), periods.close_again, when=state_in("open"), grant="create"),
        ),
    ),
)  # fmt: skip
