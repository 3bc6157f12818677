"""Payment notices that write themselves, invoices that nobody may forget."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuke.commons.automation.builtin import builtin, create, daily, notice, number, offer_event, on, todo
from zhuke.commons.automation.makers import register_maker
from zhuke.kernel.access import Actor
from zhuke.kernel.fields import FieldSpec

from .models import PaymentNotice, Receivable
from .services.notices import prepare

for _event, _label in (
    ("receivables.opened", _("产生应收应付")),
    ("receivables.settled", _("应收应付结清")),
    ("receivables.disputed", _("登记争议")),
    ("receipts.recorded", _("登记收付款")),
    ("receipts.reversed", _("冲销收付款")),
    ("invoices.approved", _("开票申请已批准")),
    ("invoices.issued", _("发票已开出")),
    ("progress_certificates.confirmed", _("产值已确认")),
    ("payment_notices.sent", _("付款通知已发出")),
):
    offer_event(_event, _label)


def make_notice(actor: Actor, row: Receivable, *, send: Any = None) -> PaymentNotice | None:
    """A payment notice about a receivable that has none; mailed unless ``send`` says no."""
    return prepare(actor, row, deliver=send is not False)


register_maker(
    "payment_notice",
    _("付款通知"),
    ("receivables",),
    (FieldSpec("send", _("有邮箱时直接发送"), "yesno"),),
    make_notice,
)

OPEN = ["state", "in", ["open", "partial"]]
OWED_TO_US: list[Any] = [["direction", "=", "income"], OPEN, ["disputed", "=", False]]

builtin(
    "billing.payment_notice",
    _("节点达成后发付款通知"),
    why=_("节点达成、产值确认或质保到期后，当天就把付款通知发给客户，回款才不会晚。"),
    resource="receivables",
    trigger=on("receivables.opened"),
    condition={"and": [*OWED_TO_US, ["term.trigger", "in", ["milestone", "progress", "retention"]]]},
    actions=(
        create("payment_notice", send=True),
        notice(("owner", "role:finance"), _("{name} 已到付款条件，应收 {amount}"), _("客户：{customer}，到期日 {due_on}，付款通知已生成")),
    ),
)

builtin(
    "billing.payment_notice_dated",
    _("到期前发付款通知"),
    why=_("按日期付款的款项，到期前提前通知客户安排资金。"),
    resource="receivables",
    trigger=daily(9),
    condition={"and": [*OWED_TO_US, ["term.trigger", "=", "date"], ["due_on", "next", "$ahead"]]},
    numbers=(number("ahead", _("提前天数"), 10, 0, 60),),
    occurrence=("due_on",),
    actions=(
        create("payment_notice", send=True),
        notice(("owner",), _("{name} 将在 {due_on} 到期，应收 {balance}"), _("客户：{customer}，付款通知已生成")),
    ),
)

builtin(
    "billing.invoice_reminder",
    _("提醒开票"),
    why=_("客户见票付款：到期之前发票要先到客户手里。"),
    resource="receivables",
    trigger=daily(8),
    condition={
        "and": [
            ["direction", "=", "income"],
            OPEN,
            ["to_invoice", ">", "0"],
            {"or": [["due_on", "next", "$ahead"], ["due_on", "within", "$missed"]]},
        ]
    },
    numbers=(number("ahead", _("提前天数"), 15, 0, 90), number("missed", _("过期后保留天数"), 365, 0, 3650)),
    occurrence=("due_on",),
    actions=(
        todo(("owner",), _("申请开票：{name}"), _("客户：{customer}，未开票 {to_invoice}，到期日 {due_on}"), due_in=2, kind="due"),
        notice(("role:finance",), _("{name} 还有 {to_invoice} 未开票"), _("客户：{customer}，到期日 {due_on}")),
    ),
)

builtin(
    "billing.invoice_waiting",
    _("开票申请已批准，等待开票"),
    why=_("批准后的开票申请放着不开，客户就不会付款。"),
    resource="invoices",
    trigger=on("invoices.approved"),
    condition=["state", "=", "approved"],
    actions=(todo(("role:finance",), _("开票：{name}"), _("价税合计 {amount}，购买方 {buyer_name}"), due_in=1, kind="task"),),
)

builtin(
    "billing.payable_due",
    _("应付款将到期"),
    why=_("给分包和供应商的款要按合同准备资金，拖欠会停工。"),
    resource="receivables",
    trigger=daily(8),
    condition={"and": [["direction", "=", "expense"], OPEN, ["due_on", "next", "$ahead"]]},
    numbers=(number("ahead", _("提前天数"), 5, 0, 60),),
    occurrence=("due_on",),
    actions=(todo(("role:finance",), _("安排付款：{name}"), _("收款方：{customer}，未付 {balance}，到期日 {due_on}"), kind="due"),),
)
