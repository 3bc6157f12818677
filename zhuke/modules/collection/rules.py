"""What nobody should forget about money that is late, and the letters it takes."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuke.commons.automation.builtin import builtin, create, daily, flag, notice, number, offer_event, on, todo
from zhuke.commons.automation.flags import register_flag
from zhuke.commons.automation.makers import register_maker
from zhuke.commons.letters.declared import declare_template
from zhuke.commons.letters.services.writing import offer_places
from zhuke.kernel.access import Actor
from zhuke.modules.billing.models import Receivable

from .services.cases import open_case
from .services.happening import mark_high_risk
from .services.ladders import FIRST, SECOND
from .services.letters import PLACES
from .services.statements import TEMPLATE as STATEMENT

for _event, _label, _resource in (
    ("collection_cases.opened", _("催收立案"), "collection_cases"),
    ("collection_cases.escalated", _("催收升级"), "collection_cases"),
    ("collection_cases.closed", _("催收结案"), "collection_cases"),
    ("dunning_letters.written", _("写好催收函"), "dunning_letters"),
    ("promises.broken", _("付款承诺未兑现"), "promises"),
    ("statements.disputed", _("对账单有异议"), "statements"),
):
    offer_event(_event, _label, _resource)

declare_template(
    FIRST,
    _("第一封催款函"),
    "collection_cases",
    _("催款函：{name}应付款项 {amount}"),
    _(
        "贵司与我司的往来款项中，有 {count} 笔已到付款期限尚未收到，合计 {amount}，"
        "最早的一笔应于 {oldest} 支付，已逾期 {days} 天。明细见附件。\n"
        "请核对后尽快安排付款。如对金额有异议，或付款有困难，请在 {answer_by} 前直接回复本邮件说明。\n"
        "如款项已付，请忽略本函，并将付款凭证发给我们。"
    ),
)
declare_template(
    SECOND,
    _("第二封催款函"),
    "collection_cases",
    _("再次催款：{name}应付款项 {amount}"),
    _(
        "我司前次催款函发出后，至今没有收到贵司的付款或答复。目前逾期款项共 {count} 笔，合计 {amount}，最长逾期 {days} 天。明细见附件。\n"
        "请在 {answer_by} 前付清，或书面答复付款计划。逾期仍未答复的，我司将召开风险评审会，研究暂停供货、停工及依法追索等措施，"
        "由此产生的费用和损失按合同约定处理。"
    ),
)
declare_template(
    STATEMENT,
    _("对账单"),
    "statements",
    _("对账单 {number}：{since} 至 {until}"),
    _(
        "现将 {since} 至 {until} 的往来对账单发给贵司，期末余额 {closing}，明细见附件。\n"
        "请核对后打开下面的链接确认，或注明差异，无需登录：\n{link}"
    ),
)
offer_places(FIRST, PLACES)
offer_places(SECOND, PLACES)
offer_places(STATEMENT, {"link": _("确认链接"), "company": _("我方公司")})


def _case(actor: Actor, row: Receivable) -> Any:
    return open_case(actor, row.customer_id, row.unit_id)


register_maker("collection.case", _("催收工单"), ("receivables",), (), _case)
register_flag("high_risk", _("客户列为高风险"), "receivables", mark_high_risk)

OWED = [["direction", "=", "income"], ["state", "in", ["open", "partial"]]]

builtin(
    "receivables.overdue",
    _("应收逾期，通知并立案"),
    why=_("款项一逾期就让项目经理和财务知道，并建立催收工单，免得没人催。"),
    resource="receivables",
    trigger=daily(8),
    condition={"and": [*OWED, ["disputed", "=", False], ["due_on", "older_than", "$days"]]},
    numbers=(number("days", _("逾期天数"), 1, 0, 365),),
    occurrence=("due_on",),
    actions=(
        create("collection.case"),
        notice(
            ("owner", "project_manager", "role:finance"),
            _("应收已逾期：{customer}"),
            _("{name}，{due_on} 到期，未付 {balance}"),
        ),
        todo(("owner",), _("催收 {customer}：{name}"), _("{due_on} 到期，未付 {balance}"), due_in=1, kind="due"),
    ),
)

builtin(
    "receivables.long_overdue",
    _("长期拖欠，报告风控"),
    why=_("拖欠很久的款项多半收不回来，要让风控尽早介入，并把客户列为高风险。"),
    resource="receivables",
    trigger=daily(8),
    condition={"and": [*OWED, ["due_on", "older_than", "$days"], ["balance", ">=", "$least"]]},
    numbers=(number("days", _("逾期天数"), 90, 1, 3650), number("least", _("金额不低于"), 1, 0, 1_000_000, "yuan")),
    occurrence=("due_on",),
    actions=(
        flag("high_risk", _("长期拖欠：{name}，{due_on} 到期，未付 {balance}")),
        notice(("role:risk_control", "owner"), _("长期拖欠：{customer}"), _("{name}，{due_on} 到期，未付 {balance}")),
    ),
)

builtin(
    "collection.letter",
    _("催收函已写好，告知财务"),
    why=_("催收函发出时，催收人和财务都应当知道，以便接听客户的电话。"),
    resource="dunning_letters",
    trigger=on("dunning_letters.written"),
    condition=["sequence", ">", 0],
    actions=(notice(("owner", "role:finance"), _("已向 {case} 写第 {sequence} 封催收函"), _("催收金额 {amount}，发往 {to}")),),
)

builtin(
    "collection.escalated",
    _("两封函未答复，报告风控"),
    why=_("连续催款没有答复的客户列为高风险，风控和销售主管要马上知道，并准备评审会。"),
    resource="collection_cases",
    trigger=on("collection_cases.escalated"),
    condition=["overdue", ">", 0],
    actions=(
        notice(
            ("role:risk_control", "supervisor", "owner"), _("客户已列为高风险：{name}"), _("逾期 {overdue}，连续 {unanswered} 封函未答复")
        ),
    ),
)

builtin(
    "collection.promise_broken",
    _("付款承诺未兑现"),
    why=_("对方说好付款却没有付，要马上再联系。"),
    resource="promises",
    trigger=on("promises.broken"),
    condition=["state", "=", "broken"],
    actions=(
        notice(("owner",), _("付款承诺未兑现：{case}"), _("承诺 {promised_on} 付 {amount}，其后只付 {paid}")),
        todo(("owner",), _("联系 {case}：付款承诺未兑现"), _("承诺 {promised_on} 付 {amount}"), due_in=1, kind="contact"),
    ),
)

builtin(
    "collection.statement_disputed",
    _("对账单有异议"),
    why=_("客户对账有异议时，经办人和财务要尽快核对，免得影响付款。"),
    resource="statements",
    trigger=on("statements.disputed"),
    condition=["state", "=", "disputed"],
    actions=(
        notice(("owner", "role:finance"), _("对账单有异议：{name}"), "{answer}"),
        todo(("owner",), _("核对对账单 {number}"), "{answer}", due_in=2, kind="task"),
    ),
)
