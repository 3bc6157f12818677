"""What nobody should forget about opportunities."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from zhuke.commons.automation.builtin import builtin, coming, daily, days, every, leave_out, notice, number, offer_event, on, todo
from zhuke.commons.automation.makers import register_maker
from zhuke.commons.automation.recipients import register_recipient
from zhuke.kernel.fields import FieldSpec

from .models import Risk
from .recipients import stage_role
from .services.by_rule import add_node, add_risk, overstaying, start_opportunity, without_talks_about_deals

register_recipient("stage_role", _("商机阶段的责任角色（负责人、团队中担任的，没有则就近）"), stage_role)

for _event, _label in (
    ("opportunities.created", _("新建商机")),
    ("opportunities.moved", _("商机换阶段")),
    ("opportunities.lost", _("商机丢单")),
    ("opportunities.reopened", _("商机重新打开")),
    ("opportunities.assigned", _("商机换负责人")),
    ("opportunities.updated", _("修改商机")),
    ("opportunities.followed", _("跟进商机")),
    ("churns.created", _("登记客户流失")),
    ("churns.won_back", _("客户已挽回")),
):
    offer_event(_event, _label)

builtin(
    "opportunities.silent",
    _("商机久未跟进"),
    why=_("商机多日没有跟进，最容易被对手拿走：提醒负责人，同时告知销售主管。"),
    resource="opportunities",
    trigger=daily(8),
    condition={
        "and": [
            ["state", "=", "open"],
            {
                "or": [
                    {"and": [["last_followed_at", "empty", False], ["last_followed_at", "older_than", "$days"]]},
                    {"and": [["last_followed_at", "empty", True], ["created_at", "older_than", "$days"]]},
                ]
            },
        ]
    },
    numbers=(number("days", _("未跟进天数"), 7, 1, 365), number("due", _("待办期限（工作日）"), 1, 0, 30)),
    occurrence=("last_followed_at",),
    actions=(
        notice(("supervisor",), _("{owner} 的商机 {name} 已 {last_followed_at|days} 天没有跟进"), _("客户：{customer}，阶段：{stage}")),
        notice(("owner",), _("商机 {name} 已 {last_followed_at|days} 天没有跟进"), _("客户：{customer}，阶段：{stage}")),
        todo(("owner",), _("跟进商机 {name}"), _("客户：{customer}，阶段：{stage}"), due_in="$due", kind="forgotten"),
    ),
)

builtin(
    "opportunities.stage_entered",
    _("商机进入阶段，通知责任角色"),
    why=_("每个阶段有责任角色：市场做首次拜访，项目经理深入。商机一进入阶段就告诉担任该角色的人，免得没人接手。"),
    resource="opportunities",
    trigger=on("opportunities.created", "opportunities.moved", "opportunities.reopened"),
    condition={"and": [["state", "in", ["open", "won"]], ["stage.responsible", "empty", False]]},
    actions=(notice(("stage_role",), _("商机 {name} 进入“{stage}”，由{stage.responsible}接手"), _("客户：{customer}，负责人：{owner}")),),
)

builtin(
    "opportunities.overstayed",
    _("商机停留超期"),
    why=_("商机在一个阶段停得太久，多半是卡住了：提醒负责人和该阶段的责任角色，同时告知销售主管。允许的天数在“商机阶段”里改。"),
    resource="opportunities",
    trigger=daily(8),
    condition=["state", "=", "open"],
    occurrence=("stage_since",),
    actions=(
        notice(
            ("supervisor", "owner", "stage_role"),
            _("{owner} 的商机 {name} 在“{stage}”已停留 {stage_since|days} 天"),
            _("该阶段最多停留 {stage.allowed_days} 天。客户：{customer}"),
        ),
    ),
)

leave_out("opportunities.overstayed", _("停留没有超过阶段允许天数的不提醒"), overstaying)

builtin(
    "opportunities.next_contact",
    _("今天该跟进的商机"),
    why=_("约好的下次联系到了日子，提醒负责人，免得忘记。"),
    resource="opportunities",
    trigger=every(15),
    condition={"and": [["state", "=", "open"], coming("next_contact_at")]},
    numbers=days(0),
    occurrence=("next_contact_at",),
    actions=(
        notice(("owner",), _("该跟进商机了：{name}"), _("约定的联系时间：{next_contact_at}，客户：{customer}")),
        todo(("owner",), _("跟进商机 {name}"), _("约定的联系时间：{next_contact_at}，客户：{customer}"), kind="contact"),
    ),
)

leave_out("customers.next_contact", _("约在商机跟进里的，由“今天该跟进的商机”提醒"), without_talks_about_deals)

builtin(
    "opportunities.expected",
    _("预计签约日期已到"),
    why=_("预计签约的日子到了商机还没有结果，请更新日期或阶段，预测才准确。"),
    resource="opportunities",
    trigger=daily(8),
    condition={"and": [["state", "=", "open"], ["expected_on", "older_than", "$late"], ["expected_on", "empty", False]]},
    numbers=(number("late", _("过期天数"), 3, 0, 180),),
    occurrence=("expected_on",),
    actions=(todo(("owner",), _("更新商机 {name} 的预计签约日期"), _("原预计签约日期：{expected_on}"), due_in=2, kind="due"),),
)

builtin(
    "opportunity_nodes.due",
    _("关键节点提醒"),
    why=_("开标、踏勘、谈判等关键节点提前一天提醒节点负责人；前一天是休息日的，提前到休息前的最后一个工作日。"),
    resource="opportunity_nodes",
    trigger=every(60),
    before_days_off=True,
    condition={"and": [["done_on", "empty", True], coming("due_on"), ["opportunity.state", "=", "open"]]},
    numbers=days(1),
    occurrence=("due_on",),
    actions=(
        notice(("owner",), _("关键节点“{name}”在 {due_on}"), _("商机：{opportunity}")),
        todo(("owner",), _("准备关键节点“{name}”"), _("商机：{opportunity}，日期：{due_on}"), kind="due"),
    ),
)

builtin(
    "opportunity_risks.due",
    _("商机风险到处理期限"),
    why=_("登记了处理期限的风险不能放着不管。"),
    resource="opportunity_risks",
    trigger=daily(8),
    condition={"and": [["state", "=", "open"], coming("due_on"), ["opportunity.state", "=", "open"]]},
    numbers=days(1),
    occurrence=("due_on",),
    actions=(todo(("owner",), _("处理风险“{title}”"), _("商机：{opportunity}，期限：{due_on}"), kind="due"),),
)

DUE_IN = FieldSpec("due_in", _("期限（工作日后）"), "integer", minimum=0, maximum=365)
register_maker(
    "opportunity",
    _("新建商机"),
    ("customers",),
    (FieldSpec("name", _("商机名称"), "text", required=True, max_length=200), FieldSpec("remark", _("备注"), "longtext")),
    start_opportunity,
)
register_maker(
    "opportunity_risk",
    _("登记商机风险"),
    ("opportunities",),
    (
        FieldSpec("title", _("风险点"), "text", required=True, max_length=120),
        FieldSpec("level", _("等级"), "choice", choices=tuple(Risk.LEVELS), default="medium"),
        FieldSpec("measure", _("应对措施"), "longtext"),
        DUE_IN,
    ),
    add_risk,
)
register_maker(
    "opportunity_node",
    _("登记关键节点"),
    ("opportunities",),
    (FieldSpec("name", _("关键节点"), "text", required=True, max_length=80), replace(DUE_IN, required=True)),
    add_node,
)
