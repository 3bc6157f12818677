"""The day's report is written before leaving (R18): whoever has not sent it is reminded in the late afternoon."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from zhuke.commons.calendars.services import is_workday
from zhuke.commons.notify.services import notify
from zhuke.commons.switches.services import units_without
from zhuke.kernel.access import system
from zhuke.kernel.audit import writing
from zhuke.modules.diary.facts import writers
from zhuke.modules.diary.models import DailyReport


def remind(day: dt.date) -> int:
    """Tell everybody who has not sent the day's report, once; nobody on a day of rest. Returns how many were told now."""
    if not is_workday(day):
        return 0
    sent = DailyReport.objects.filter(day=day, state="sent", archived_at=None).values("person_id")
    people = writers().exclude(pk__in=sent).exclude(unit_id__in=units_without("daily_reports"))
    with writing(system("日报提醒"), "diary.remind"):
        told = notify(
            people.values_list("pk", flat=True), "report_due", _("今天的日报还没有提交"),
            _("当天的记录已经汇总好，写一两句小结就可以提交。"), key=f"report-due:{day}",
        )  # fmt: skip
    return len(told)
