"""Risks that nobody looks at, actions that are due, issues and actions of meetings that are late (R96)."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.automation.builtin import builtin, daily, notice, number, offer_event, on, todo

for _event, _label in (
    ("risks.created", _("登记风险")),
    ("risks.rated", _("风险评分变化")),
    ("risks.occurred", _("风险已发生")),
    ("risks.closed", _("风险关闭")),
    ("issues.created", _("提出问题")),
    ("issues.resolved", _("问题已解决")),
    ("issues.closed", _("问题关闭")),
    ("issues.reopened", _("问题重新打开")),
    ("meetings.held", _("会议已召开")),
    ("meetings.published", _("发布会议纪要")),
):
    offer_event(_event, _label)

# "older_than" takes in what has no date: that is not late.
LIVING = ["state", "in", ["open", "responding"]]
OPEN = ["state", "in", ["open", "doing", "reopened"]]

builtin(
    "control.risk_extreme",
    _("出现极高风险"),
    why=_("极高风险一出现就要让项目经理知道，不能等到例会。"),
    resource="risks",
    trigger=on("risks.created", "risks.rated"),
    condition={"and": [LIVING, ["level", "=", "extreme"]]},
    occurrence=("score",),
    actions=(notice(("project_manager",), _("{project}：极高风险“{title}”"), _("风险值 {score}，责任人 {owner}")),),
)
builtin(
    "control.risk_unreviewed",
    _("高风险没有按时复核"),
    why=_("情况会变，高风险要定期重新评分；过了复核日期还没有人看，就提醒责任人。"),
    resource="risks",
    trigger=daily(8),
    condition={"and": [LIVING, ["level", "in", ["high", "extreme"]], ["review_on", "empty", False], ["review_on", "older_than", "$days"]]},
    numbers=(number("days", _("超过复核日期天数"), 0, 0, 90),),
    occurrence=("review_on",),
    actions=(
        notice(("owner", "project_manager"), _("{project}：风险“{title}”该复核了"), _("应在 {review_on} 复核，现在风险值 {score}")),
        todo(("owner",), _("{project}：复核风险“{title}”"), _("复核日期 {review_on}"), kind="due"),
    ),
)
builtin(
    "control.risk_action_tomorrow",
    _("风险应对措施将到期"),
    why=_("应对措施到期前一天再确认一次，还来得及补救；前一天是休息日的，提前到休息前的最后一个工作日提醒。"),
    resource="risk_actions",
    trigger=daily(8),
    before_days_off=True,
    condition={"and": [["state", "=", "open"], ["due_on", "next", "$ahead"]]},
    numbers=(number("ahead", _("提前天数"), 1, 0, 30),),
    occurrence=("due_on",),
    actions=(notice(("owner",), _("{project}：应对措施“{title}”将在 {due_on} 到期"), _("风险：{risk}")),),
)
builtin(
    "control.risk_action_late",
    _("风险应对措施逾期"),
    why=_("措施没有做，风险就还在。"),
    resource="risk_actions",
    trigger=daily(8),
    condition={"and": [["state", "=", "open"], ["due_on", "empty", False], ["due_on", "older_than", "$days"]]},
    numbers=(number("days", _("逾期天数"), 1, 0, 90),),
    occurrence=("due_on",),
    actions=(
        notice(("owner", "project_manager"), _("{project}：应对措施“{title}”已逾期"), _("应在 {due_on} 完成，风险：{risk}")),
        todo(("owner",), _("{project}：完成应对措施“{title}”"), _("截止日期 {due_on}"), kind="due"),
    ),
)
builtin(
    "control.issue_late",
    _("问题逾期未解决"),
    why=_("问题拖过几天还没有解决，提醒责任人和项目经理。"),
    resource="issues",
    trigger=daily(8),
    condition={"and": [OPEN, ["due_on", "empty", False], ["due_on", "older_than", "$days"]]},
    numbers=(number("days", _("逾期天数"), 3, 0, 90),),
    occurrence=("due_on",),
    actions=(
        notice(("owner", "project_manager"), _("{project}：问题“{title}”已逾期"), _("整改期限 {due_on}，优先级{priority}")),
        todo(("owner",), _("{project}：解决问题“{title}”"), _("整改期限 {due_on}"), kind="due"),
    ),
)
builtin(
    "control.meeting_action_late",
    _("会议行动项逾期"),
    why=_("会上定的事没有人做，会就白开了。"),
    resource="meeting_actions",
    trigger=daily(8),
    condition={
        "and": [
            ["state", "=", "open"],
            ["due_on", "empty", False],
            ["due_on", "older_than", "$days"],
            ["task", "empty", True],
            ["todo", "empty", True],
        ]
    },
    numbers=(number("days", _("逾期天数"), 1, 0, 90),),
    occurrence=("due_on",),
    actions=(
        notice(("owner",), _("会议行动项“{title}”已逾期"), _("应在 {due_on} 完成，会议：{meeting}")),
        todo(("owner",), _("完成会议行动项“{title}”"), _("截止日期 {due_on}"), kind="due"),
    ),
)
builtin(
    "control.minutes_missing",
    _("会议没有发布纪要"),
    why=_("会后两天内发出纪要，参会人还记得说过什么。"),
    resource="meetings",
    trigger=daily(9),
    condition={"and": [["state", "in", ["planned", "held"]], ["starts_at", "older_than", "$days"]]},
    numbers=(number("days", _("会后天数"), 2, 0, 30),),
    occurrence=("starts_at",),
    actions=(todo(("owner",), _("发布会议纪要：{title}"), _("会议时间 {starts_at}"), kind="due"),),
)
