"""Opportunities belong to the ground as well."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.switches.registry import declare

declare(
    "sales",
    _("商机"),
    *("opportunities", "opportunity_competitors", "opportunity_risks", "opportunity_nodes", "stages", "churns"),
    about=_("商机看板、漏斗和预测"),
    can_be_off=False,
)
