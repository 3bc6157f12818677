"""The letter with which a report goes to the customer, and what others may build rules upon."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.automation.builtin import offer_event
from zhuke.commons.letters.declared import declare_template
from zhuke.commons.letters.services.writing import offer_places

from .services.sending import TEMPLATE

for _event, _label, _resource in (
    ("project_reports.sent", _("项目报告已发送"), "project_reports"),
    ("surveys.answered", _("客户答复了满意度调查"), "surveys"),
):
    offer_event(_event, _label, _resource)

declare_template(
    TEMPLATE,
    _("项目报告"),
    "project_reports",
    _("项目报告：{name}"),
    _(
        "{receiver}，您好：\n现将“{project_name}”{since} 至 {until} 的项目报告发给您，请查阅附件。"
        "如有疑问，请直接回复本邮件。\n\n{survey}\n\n{sender}"
    ),
)
offer_places(
    TEMPLATE,
    {"receiver": _("收件人"), "survey": _("满意度调查的说明和链接"), "sender": _("发件人"), "project_name": _("项目名称")},
)
