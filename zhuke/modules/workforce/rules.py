"""What nobody should forget about people, crews and machines."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.automation.builtin import builtin, daily, notice, number, offer_event, todo

for _event, _label, _resource in (
    ("resource_requests.created", _("提出用人申请"), "resource_requests"),
    ("resource_requests.granted", _("安排用人申请"), "resource_requests"),
    ("bookings.created", _("安排资源到项目"), "bookings"),
):
    offer_event(_event, _label, _resource)

builtin(
    "certificates.expiring",
    _("人员和设备证书快到期"),
    why=_("证书过期的人员和设备不能上岗，提前 30 天提醒本人和主管换证。"),
    resource="certificates",
    trigger=daily(8),
    condition=["expires_on", "next", "$ahead"],
    numbers=(number("ahead", _("提前天数"), 30, 1, 365),),
    occurrence=("expires_on",),
    actions=(
        notice(("owner", "supervisor"), _("{resource} 的{kind}将在 {expires_on} 到期"), _("证书编号：{number}")),
        todo(("owner",), _("更换证书：{kind}"), _("{resource}，{expires_on} 到期"), due_in=14, kind="due"),
    ),
)

builtin(
    "resource_requests.waiting",
    _("用人申请还没有答复"),
    why=_("项目等着用人，申请三天没有答复就再提醒一次。"),
    resource="resource_requests",
    trigger=daily(8),
    condition={"and": [["state", "=", "open"], ["created_at", "older_than", "$wait"]]},
    numbers=(number("wait", _("等待天数"), 3, 1, 60),),
    occurrence=("version",),
    actions=(notice(("supervisor",), _("{project} 的用人申请等待答复"), _("{since} 至 {until}，{note}")),),
)
