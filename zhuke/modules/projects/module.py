"""A company can work without projects."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.switches.registry import declare

declare("projects", _("项目"), "projects", about=_("项目台账；商机进入项目启动阶段时自动建立项目"))
