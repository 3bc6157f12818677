"""What nobody should forget about customers."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuke.commons.automation.builtin import builtin, coming, daily, days, every, letter, monthly, notice, number, offer_event, on, todo
from zhuke.commons.letters.declared import declare_template

from .addressees import register as register_addressees

register_addressees()
for _event, _label, _resource in (
    ("customers.created", _("新建客户"), "customers"),
    ("customers.updated", _("修改客户"), "customers"),
    ("contacts.created", _("新建联系人"), "contacts"),
    ("feedback.recorded", _("登记客户诉求"), "feedbacks"),
):
    offer_event(_event, _label, _resource)

builtin(
    "customers.next_contact",
    _("今天该联系的客户"),
    why=_("约好的下次联系到了日子，提醒负责人，免得忘记。"),
    resource="customers",
    trigger=every(15),
    condition={"and": [coming("next_contact_at"), ["merged_into", "empty", True]]},
    numbers=days(0),
    occurrence=("next_contact_at",),
    actions=(
        notice(("owner",), _("该联系客户了：{name}"), _("约定的联系时间：{next_contact_at}")),
        todo(("owner",), _("联系客户 {name}"), _("约定的联系时间：{next_contact_at}"), kind="contact"),
    ),
)

# (class, default days): the more a customer is worth, the sooner silence is noticed.
SILENCE = (("A", 14), ("B", 30), ("C", 60), ("D", 120))


def silent(grade: str) -> dict[str, Any]:
    """A customer of this class that was contacted once, but not for so many days."""
    aged = ["last_contact_at", "older_than", f"${grade.lower()}"]
    return {"and": [["value_class", "=", grade], ["last_contact_at", "empty", False], aged]}


builtin(
    "customers.silent",
    _("久未联系的客户"),
    why=_("客户按价值等级有不同的联系频率，超过天数没有任何沟通记录就提醒负责人。"),
    resource="customers",
    trigger=daily(8),
    condition={
        "and": [
            ["merged_into", "empty", True],
            ["owner", "empty", False],
            {"or": [silent(grade) for grade, _days in SILENCE]},
        ]
    },
    numbers=tuple(
        number(grade.lower(), label, days, 1, 3650)
        for (grade, days), label in zip(SILENCE, (_("A 类客户"), _("B 类客户"), _("C 类客户"), _("D 类客户")), strict=True)
    ),
    occurrence=("last_contact_at",),
    actions=(
        notice(
            ("owner",), _("客户 {name} 已 {last_contact_at|days} 天没有联系"), _("价值等级：{value_class}，最近联系：{last_contact_at}")
        ),
        todo(
            ("owner",),
            _("联系久未联系的客户 {name}"),
            _("价值等级：{value_class}，最近联系：{last_contact_at}"),
            due_in=2,
            kind="forgotten",
        ),
    ),
)

builtin(
    "feedbacks.due",
    _("客户诉求快到答复期限"),
    why=_("诉求超过期限没有答复会伤害信任，提前提醒处理人。"),
    resource="feedbacks",
    trigger=daily(8),
    condition={"and": [["state", "in", ["open", "handling"]], coming("due_on")]},
    numbers=days(1),
    occurrence=("due_on",),
    actions=(
        notice(("owner",), _("诉求应在 {due_on} 前答复：{customer}"), "{content}"),
        todo(("owner",), _("答复 {customer} 的诉求"), "{content}", kind="due"),
    ),
)

builtin(
    "feedbacks.complaint",
    _("客户投诉告知主管"),
    why=_("投诉需要主管第一时间知道，好安排人手。"),
    resource="feedbacks",
    trigger=on("feedback.recorded"),
    condition=["kind", "=", "complaint"],
    actions=(notice(("supervisor",), _("客户 {customer} 有投诉"), "{content}"),),
)

builtin(
    "qualifications.expiring",
    _("合作方资质证书快到期"),
    why=_("证书过期的分包和供应商不能进场，提前请对方更新。"),
    resource="qualifications",
    trigger=daily(8),
    condition=["valid_until", "next", "$ahead"],
    numbers=(number("ahead", _("提前天数"), 30, 1, 365),),
    occurrence=("valid_until",),
    actions=(notice(("owner",), _("{customer} 的“{name}”将在 {valid_until} 到期")),),
)

builtin(
    "customers.no_manager",
    _("高价值客户没有专人负责"),
    why=_("A、B 类客户应有固定的客户经理：没有负责人时告知销售主管，安排专人。"),
    resource="customers",
    trigger=daily(8),
    condition={"and": [["value_class", "in", ["A", "B"]], ["owner", "empty", True], ["merged_into", "empty", True]]},
    occurrence=("value_class",),
    actions=(
        notice(("supervisor",), _("{value_class}客户 {name} 没有负责人")),
        todo(("supervisor",), _("为客户 {name} 安排客户经理"), _("价值等级：{value_class}"), due_in=3, kind="assigned"),
    ),
)

declare_template(
    "customers.case_report",
    _("客户案例简报"),
    "customers",
    _("近期工程案例与服务介绍"),
    _(
        "尊敬的 {name}：\n\n"
        "感谢贵单位一直以来的信任。随信附上我们近期完成的工程案例和服务介绍，供您参考。\n"
        "如有新的建设计划或维护需求，欢迎随时联系您的客户经理 {owner}。\n\n"
        "祝工作顺利！"
    ),
    commercial=True,
)

builtin(
    "customers.case_report",
    _("高价值客户定期案例简报"),
    why=_("每季度给 A、B 类客户的主要联系人发一封案例简报，保持联系。已退订的地址不会收到。先在信函模板里写好正文、附上资料，再启用。"),
    resource="customers",
    trigger=monthly(10, 9, every=3),
    condition={"and": [["value_class", "in", ["A", "B"]], ["owner", "empty", False], ["merged_into", "empty", True]]},
    actions=(
        letter(("main_contact",), "customers.case_report"),
        notice(("owner",), _("已给 {name} 发出案例简报"), _("可以趁此机会跟进一次。发送结果见信函列表。")),
    ),
    active=False,
)
