"""Bonds that run out, warranties that end, retention that comes due, milestones that are late."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.automation.builtin import builtin, daily, notice, number, offer_event, todo
from zhuke.commons.automation.flags import register_flag

from .services.moving import flag_high_risk

for _event, _label in (
    ("contracts.created", _("新建合同")),
    ("contracts.submitted", _("合同提交审批")),
    ("contracts.approved", _("合同批准")),
    ("contracts.signed", _("合同签订")),
    ("contracts.started", _("合同开始履行")),
    ("contracts.settled", _("合同结算")),
    ("contracts.closed", _("合同关闭")),
    ("contracts.terminated", _("合同终止")),
    ("payment_terms.reached", _("付款节点达成")),
    ("variations.approved", _("合同变更批准")),
):
    offer_event(_event, _label)

register_flag("contracts.high_risk", _("合同高风险"), "contracts", flag_high_risk)

builtin(
    "contracts.bond_expiring",
    _("保函即将到期"),
    why=_("保函过期后就没有担保了：到期前办理退回或展期。"),
    resource="bonds",
    trigger=daily(8),
    condition={"and": [["expires_on", "next", "$ahead"], ["returned_on", "empty", True]]},
    numbers=(number("ahead", _("提前天数"), 30, 0, 180),),
    occurrence=("expires_on",),
    actions=(
        notice(("owner",), _("{contract}的{kind}将在 {expires_on} 到期"), _("开具机构：{issuer}，请办理退回或展期")),
        todo(("owner",), _("{contract}：{kind}到期前办理退回或展期"), _("到期日期 {expires_on}，编号 {number}"), kind="due"),
    ),
)
builtin(
    "contracts.warranty_ending",
    _("质保期即将结束"),
    why=_("质保期结束前完成回访和缺陷处理，才能顺利收回质保金。"),
    resource="contracts",
    trigger=daily(8),
    condition={"and": [["state", "in", ["signed", "performing", "settled"]], ["warranty_until", "next", "$ahead"]]},
    numbers=(number("ahead", _("提前天数"), 30, 0, 180),),
    occurrence=("warranty_until",),
    actions=(
        notice(("owner", "team"), _("{name} 的质保期将在 {warranty_until} 结束"), _("客户：{customer}，请安排回访和缺陷处理")),
        todo(("owner",), _("{name}：质保期结束前回访并处理缺陷"), _("质保期至 {warranty_until}，客户：{customer}"), kind="due"),
    ),
)
builtin(
    "contracts.retention_due",
    _("质保金可以收回"),
    why=_("质保期满后，质保金应当退还；不主动提出，往往一拖再拖。"),
    resource="payment_terms",
    trigger=daily(8),
    condition={"and": [["kind", "=", "retention"], ["state", "=", "reached"], ["reached_on", "within", "$since"]]},
    numbers=(number("since", _("达成后天数"), 7, 1, 60),),
    occurrence=("reached_on",),
    actions=(
        notice(("owner",), _("{contract}的{name}已到期"), _("质保期满日：{reached_on}，请与对方办理退还")),
        todo(("owner",), _("办理{contract}的{name}退还"), _("质保期满日：{reached_on}"), kind="due"),
    ),
)
builtin(
    "contracts.milestone_late",
    _("付款节点已过计划日期"),
    why=_("节点晚一天达成，回款就晚一天；已经达成的请尽快登记，没有达成的请调整计划。"),
    resource="payment_terms",
    trigger=daily(8),
    condition={
        "and": [
            ["state", "=", "planned"],
            ["trigger", "=", "milestone"],
            ["planned_on", "older_than", "$late"],
            ["planned_on", "empty", False],
            ["contract.state", "in", ["signed", "performing"]],
        ]
    },
    numbers=(number("late", _("超过天数"), 3, 0, 90),),
    occurrence=("planned_on",),
    actions=(
        notice(("owner", "project_manager"), _("{contract}：{name}已过计划日期 {planned_on}"), _("节点：{milestone}")),
        todo(("owner",), _("{contract}：登记或调整{name}"), _("计划 {planned_on}，节点：{milestone}"), kind="due"),
    ),
)
