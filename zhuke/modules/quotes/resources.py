from django.utils.translation import gettext_lazy as _

from zhuke.commons.scopes import CompanyScope
from zhuke.commons.states import state_in
from zhuke.kernel.access import OrgScope, ParentScope
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.resource import Action, Importer, Resource, register

from .models import PriceItem, PriceList, Quotation, QuotationLine, Tender
from .services import lines, moving, prices, quoting, sending, tenders, versions

CHANNELS = FieldSpec("channel", _("送达方式"), "choice", True, dictionary="channel")

register(
    Resource(
        name="price_lists",
        model=PriceList,
        scope=CompanyScope(),
        fields=("name", "code", "unit", "valid_from", "valid_until", "remark"),
        list_display=("name", "code", "unit", "valid_from", "valid_until", "updated_at"),
        list_filter=("unit", "valid_until"),
        natural_key=("unit", "name"),
        create=prices.add_list,
    ),
    Resource(
        name="price_items",
        model=PriceItem,
        scope=ParentScope("price_list"),
        fields=("price_list", "code", "name", "specification", "series", "uom", "price", "cost", "tax_rate", "valid_from", "valid_until",
            "remark"),
        list_display=("name", "specification", "series", "uom", "price", "cost", "tax_rate", "price_list", "valid_until"),
        list_filter=("price_list", "series", "tax_rate", "valid_until"),
        search_fields=("name", "code", "specification", "series"),
        masked=("cost",),
        ordering="name",
        hint_field="specification",
        natural_key=("price_list", "name", "specification"),
        importable=True,
        importer=Importer(synonyms=prices.SYNONYMS, required=("price_list", "name", "price"), duplicates=prices.NameFinder),
    ),
    Resource(
        name="quotations",
        model=Quotation,
        scope=OrgScope(team=True),
        label_field="title",
        hint_field="number",
        fields=("title", "customer", "opportunity", "contact", "unit", "owner", "quoted_on", "valid_until", "includes_tax", "discount",
            "delivery", "payment_terms", "terms", "planned_cost", "remark", "requested_by", "requested_on", "request"),
        readonly_fields=("number", "revision", "root", "state", "full_amount", "net_amount", "tax_amount", "total_amount", "cost", "margin",
            "submitted_at", "submitted_by", "decided_at", "decided_by", "opinion", "sent_at", "sent_to", "answered_at", "decline_reason"),
        list_display=("title", "number", "revision", "customer", "state", "total_amount", "valid_until", "owner"),
        list_filter=("state", "customer", "opportunity", "owner", "unit", "valid_until", "total_amount", "quoted_on", "requested_by"),
        search_fields=("title", "number"),
        masked=("planned_cost", "cost", "margin"),
        natural_key=("number",),
        create=quoting.draft,
        update=quoting.edit,
        editable=state_in("draft", "rejected"),
        actions=(
            Action("submit", _("提交审批"), moving.submit, when=state_in("draft", "rejected")),
            Action("withdraw", _("撤回"), moving.withdraw, when=state_in("submitted"), grant="submit"),
            Action(
                "send", _("发送邮件"), sending.ask_to_send,
                (
                    FieldSpec("to", _("收件人"), "text", True, max_length=254),
                    FieldSpec("subject", _("邮件主题"), "text", True, max_length=200),
                    FieldSpec("message", _("邮件正文"), "longtext", True, max_length=5000),
                ),
                when=state_in("approved", "sent"), hidden=True,
            ),
            Action(
                "mark_sent", _("登记已送出"), moving.mark_sent, (CHANNELS, FieldSpec("note", _("说明"), "text", max_length=200)),
                when=state_in("approved", "sent"), grant="send",
            ),
            Action("accept", _("客户接受"), moving.accept, when=state_in("approved", "sent", "expired")),
            Action(
                "decline", _("客户谢绝"), moving.decline, (FieldSpec("reason", _("谢绝原因"), "text", True, max_length=200),),
                when=state_in("approved", "sent", "expired"), grant="accept",
            ),
            Action(
                "new_version", _("另存为新版本"), versions.new_version,
                when=state_in("rejected", "approved", "sent", "declined", "expired"),
                confirm=_("将复制全部明细成为新的草稿，当前版本标为“已被新版替换”。"),
            ),
        ),
    ),
    Resource(
        name="quotation_lines",
        model=QuotationLine,
        scope=ParentScope("quotation"),
        fields=("quotation", "position", "item", "name", "specification", "quantity", "uom", "unit_price", "discount", "tax_rate", "cost",
            "remark"),
        readonly_fields=("key", "full_amount", "net_amount", "tax_amount", "total_amount"),
        list_display=("position", "name", "specification", "quantity", "uom", "unit_price", "discount", "tax_rate", "total_amount"),
        list_filter=("quotation", "item"),
        ordering="position",
        masked=("cost",),
        archivable=False,
        create=lines.add_line,
        update=lines.edit_line,
    ),
    Resource(
        name="tenders",
        model=Tender,
        scope=OrgScope(team=True),
        fields=(
            "name", "tender_number", "customer", "opportunity", "agency", "kind", "unit", "owner", "documents_bought_on", "documents_fee",
            "registration_deadline", "submission_deadline", "opening_at", "place", "bond_amount", "bond_kind", "bond_due_on",
            "ceiling_price", "bid_price", "remark",
        ),
        readonly_fields=("number", "state", "bond_paid_on", "bond_returned_on", "submitted_at", "decided_on", "winner", "winning_price",
            "result_note"),
        list_display=("name", "number", "customer", "state", "submission_deadline", "opening_at", "bond_amount", "owner"),
        list_filter=("state", "customer", "opportunity", "kind", "owner", "unit", "submission_deadline", "opening_at"),
        search_fields=("name", "number", "tender_number", "agency"),
        masked=("bid_price",),
        hint_field="number",
        create=tenders.add_tender,
        update=tenders.edit_tender,
        editable=lambda row: row.state not in tenders.DECIDED,
        actions=(
            Action(
                "submit_bid", _("登记投标"), tenders.submit_bid,
                (FieldSpec("bid_price", _("投标报价"), "money", help=_("留空则用已填写的报价"), minimum=0),
                    FieldSpec("submitted_at", _("投标时间"), "datetime", help=_("留空表示现在"))),
                when=state_in("preparing"),
            ),
            Action(
                "pay_bond", _("登记缴纳保证金"), tenders.pay_bond, (FieldSpec("paid_on", _("缴纳日期"), "date", True),),
                when=lambda row: row.state in ("preparing", "submitted") and bool(row.bond_amount) and not row.bond_paid_on,
            ),
            Action(
                "return_bond", _("登记退回保证金"), tenders.return_bond, (FieldSpec("returned_on", _("退回日期"), "date", True),),
                when=lambda row: bool(row.bond_paid_on) and not row.bond_returned_on, grant="pay_bond",
            ),
            Action(
                "win", _("中标"), tenders.win,
                (FieldSpec("winning_price", _("中标价"), "money", True, minimum=0), FieldSpec("decided_on", _("结果日期"), "date"),
                    FieldSpec("note", _("说明"), "text", max_length=300)),
                when=state_in("submitted"),
            ),
            Action(
                "lose", _("未中标"), tenders.lose,
                (
                    FieldSpec("winner", _("中标单位"), "text", True, max_length=120),
                    FieldSpec("winning_price", _("中标价"), "money", minimum=0),
                    FieldSpec("decided_on", _("结果日期"), "date"),
                    FieldSpec("note", _("原因分析"), "text", max_length=300),
                ),
                when=state_in("submitted"), grant="win",
            ),
            Action(
                "cancel", _("取消投标"), tenders.cancel, (FieldSpec("reason", _("原因"), "text", True, max_length=300),),
                when=state_in("preparing", "submitted"), grant="win", danger=True,
            ),
            Action(
                "reopen", _("撤回结果"), tenders.reopen, (FieldSpec("reason", _("原因"), "text", True, max_length=200),),
                when=state_in("won", "lost", "cancelled"), grant="win",
            ),
        ),
    ),
)  # fmt: skip
