"""A company can work without the document centre."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.switches.registry import declare

declare(
    "library", _("资料"), "folders", "documents", "document_versions", "folder_templates", "transmittals",
    about=_("项目和客户的图纸、方案等资料：版本、审核、全文搜索、对外分享和收发文"),
)  # fmt: skip
