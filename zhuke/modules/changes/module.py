"""A company can work without change requests."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.switches.registry import declare

declare("changes", _("变更"), "change_requests", about=_("项目变更申请：审批后自动调整计划、预算并生成合同变更；现场签证"))
