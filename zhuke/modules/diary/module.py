"""A company can work without visits and daily reports. Both tell what a person did: a leaver hands over visits to come only."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuke.commons.switches.registry import declare
from zhuke.modules.orgs.handover.services.holdings import hand_over

declare("diary", _("拜访与日报"), "visits", "daily_reports", about=_("拜访签到和工作日报"))
hand_over("visits", Q(state__in=("planned", "under_way")))
hand_over("daily_reports", None)
