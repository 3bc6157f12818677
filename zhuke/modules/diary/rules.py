"""Visits that nobody has written up."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.automation.builtin import builtin, daily, notice, number, offer_event, todo

offer_event("visits.created", _("安排拜访"))
offer_event("visits.finished", _("完成拜访"))

builtin(
    "visits.unfinished",
    _("拜访没有填写结果"),
    why=_("拜访过了不写结果，谈的内容就丢了；没有去成，也请取消或改期。"),
    resource="visits",
    trigger=daily(8),
    condition={
        "and": [["state", "in", ["planned", "under_way"]], ["planned_at", "older_than", "$days"], ["planned_at", "within", "$missed"]]
    },
    numbers=(number("days", _("过后天数"), 0, 0, 30), number("missed", _("过期后保留天数"), 30, 1, 365)),
    occurrence=("planned_at",),
    actions=(
        notice(("owner",), _("请填写拜访结果：{customer}"), _("计划时间：{planned_at}，目的：{purpose}")),
        todo(("owner",), _("填写拜访结果：{customer}"), _("计划时间：{planned_at}，目的：{purpose}"), kind="forgotten"),
    ),
)
