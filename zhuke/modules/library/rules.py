"""Papers that run out, reviews that lie about, and what others may build rules upon; the letter of a transmittal."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.automation.builtin import builtin, coming, daily, days, notice, number, offer_event, todo
from zhuke.commons.letters.declared import declare_template
from zhuke.commons.letters.services.writing import offer_places

from .services.mailing import TEMPLATE

for _event, _label, _resource in (
    ("documents.uploaded", _("资料有新版本"), "documents"),
    ("documents.released", _("资料已发布"), "documents"),
    ("documents.superseded", _("资料被替代"), "documents"),
    ("documents.voided", _("资料作废"), "documents"),
    ("transmittals.sent", _("收发文已发送"), "transmittals"),
    ("transmittals.acknowledged", _("收发文有人签收"), "transmittals"),
):
    offer_event(_event, _label, _resource)

declare_template(
    TEMPLATE,
    _("发文通知"),
    "transmittals",
    _("{company}发文：{subject}（{number}）"),
    _(
        "{receiver}，您好：\n现将“{subject}”发给您，共 {items_count} 份资料，清单见附件。"
        "请打开下面的链接下载，并点“确认签收”，无需登录，{until} 前有效：\n{link}\n\n"
        "链接只供您本人使用，请不要转发。如有疑问，请直接回复本邮件。\n\n{sender}\n{company}"
    ),
)
offer_places(
    TEMPLATE,
    {
        "receiver": _("收件人"), "link": _("下载和签收的链接"), "until": _("链接有效期"), "sender": _("发件人"),
        "company": _("我方公司"),
    },
)  # fmt: skip

builtin(
    "documents.expiring",
    _("资料快到有效期"),
    why=_("资质、证照、保函等过了有效期再用就是违规，提前提醒负责人更新。"),
    resource="documents",
    trigger=daily(8),
    condition={"and": [coming("expires_on"), ["status", "not_in", ["void", "superseded"]]]},
    numbers=days(30),
    occurrence=("expires_on",),
    actions=(todo(("owner", "creator"), _("更新资料：{name}"), _("有效期至 {expires_on}，请上传新版本并改有效期"), due_in=5, kind="due"),),
)

builtin(
    "transmittals.unconfirmed",
    _("发文迟迟没有签收"),
    why=_("图纸发出去没人签收，现场就可能还在用旧图，提醒经办人去催。"),
    resource="transmittals",
    trigger=daily(9),
    condition={"and": [["direction", "=", "out"], ["state", "=", "sent"], ["sent_on", "older_than", "$wait"]]},
    numbers=(number("wait", _("等待天数"), 5, 1, 60),),
    occurrence=("sent_on",),
    actions=(notice(("owner",), _("还没有全部签收：{subject}"), _("{sent_on} 发出，已签收 {acknowledged_count} / {recipients_count}")),),
)
