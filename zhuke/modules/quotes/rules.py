"""Quotations that run out, tenders whose day comes."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuke.commons.automation.builtin import builtin, daily, every, notice, number, offer_event, todo

for _event, _label in (
    ("quotations.created", _("新建报价")),
    ("quotations.updated", _("修改报价")),
    ("quotations.submitted", _("报价提交审批")),
    ("quotations.approved", _("报价批准")),
    ("quotations.rejected", _("报价被驳回")),
    ("quotations.sent", _("报价送出")),
    ("quotations.accepted", _("客户接受报价")),
    ("quotations.declined", _("客户拒绝报价")),
    ("quotations.expired", _("报价过期")),
    ("tenders.created", _("新建投标")),
    ("tenders.submitted", _("投标递交")),
    ("tenders.won", _("中标")),
    ("tenders.lost", _("未中标")),
    ("tenders.cancelled", _("投标取消")),
):
    offer_event(_event, _label)

builtin(
    "quotations.expiring",
    _("报价即将过期"),
    why=_("报价过期前提醒负责人催客户答复，或出一个新版本。"),
    resource="quotations",
    trigger=daily(8),
    condition={"and": [["state", "in", ["approved", "sent"]], ["valid_until", "next", "$ahead"]]},
    numbers=(number("ahead", _("提前天数"), 3, 0, 60),),
    occurrence=("valid_until",),
    actions=(
        notice(("owner",), _("报价 {number}（{title}）将在 {valid_until} 过期"), _("客户：{customer}")),
        todo(("owner",), _("跟进即将过期的报价 {number}"), _("{title}，客户：{customer}，有效期至 {valid_until}"), kind="due"),
    ),
)


def tender(code: str, name: Any, state: str, column: str, days: int, title: Any) -> None:
    """One reminder of one day of a tender."""
    builtin(
        f"tenders.{code}",
        name,
        why=_("错过投标和开标的时间就没有机会了：提前两次提醒负责人。"),
        resource="tenders",
        trigger=every(30),
        condition={"and": [["state", "=", state], [column, "next", "$ahead"]]},
        numbers=(number("ahead", _("提前天数"), days, 0, 60),),
        occurrence=(column,),
        actions=(notice(("owner", "team"), title, _("招标人：{customer}")), todo(("owner",), title, _("招标人：{customer}"), kind="due")),
    )


REGISTRATION = _("{name} 的报名截止时间是 {registration_deadline}")
DEADLINE, OPENING = _("{name} 的投标截止时间是 {submission_deadline}"), _("{name} 将在 {opening_at} 开标")
tender("registration", _("招标报名截止"), "preparing", "registration_deadline", 1, REGISTRATION)
tender("deadline_early", _("投标截止（第一次提醒）"), "preparing", "submission_deadline", 3, DEADLINE)
tender("deadline_late", _("投标截止（最后提醒）"), "preparing", "submission_deadline", 1, DEADLINE)
tender("opening_early", _("开标（第一次提醒）"), "submitted", "opening_at", 3, OPENING)
tender("opening_late", _("开标（最后提醒）"), "submitted", "opening_at", 1, OPENING)

builtin(
    "tenders.bond",
    _("投标保证金缴纳截止"),
    why=_("保证金没有按时到账，投标会被拒收。"),
    resource="tenders",
    trigger=daily(8),
    condition={"and": [["state", "=", "preparing"], ["bond_due_on", "next", "$ahead"], ["bond_paid_on", "empty", True]]},
    numbers=(number("ahead", _("提前天数"), 2, 0, 60),),
    occurrence=("bond_due_on",),
    actions=(
        notice(("owner",), _("{name} 的投标保证金须在 {bond_due_on} 前缴纳"), _("招标人：{customer}")),
        todo(("owner",), _("缴纳 {name} 的投标保证金"), _("招标人：{customer}，截止 {bond_due_on}"), kind="due"),
    ),
)

builtin(
    "tenders.bond_return",
    _("投标保证金待退回"),
    why=_("有了结果，保证金就该退回；没有人催，常常一放就是几个月。"),
    resource="tenders",
    trigger=daily(8),
    condition={
        "and": [
            ["state", "in", ["won", "lost", "cancelled"]],
            ["bond_paid_on", "empty", False],
            ["bond_returned_on", "empty", True],
            ["decided_on", "empty", False],
            ["decided_on", "older_than", "$days"],
        ]
    },
    numbers=(number("days", _("有结果后的天数"), 15, 0, 365),),
    occurrence=("decided_on",),
    actions=(
        notice(("owner",), _("{name} 的投标保证金已 {decided_on|days} 天没有退回"), _("招标人：{customer}，缴纳日期：{bond_paid_on}")),
        todo(("owner",), _("催退 {name} 的投标保证金"), _("招标人：{customer}，缴纳日期：{bond_paid_on}"), due_in=2, kind="due"),
    ),
)
