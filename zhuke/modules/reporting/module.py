"""A company can work without project reports."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.switches.registry import declare

declare("reporting", _("项目报告"), "project_reports", "surveys", about=_("项目周报、月报和随报告发出的满意度调查"))
