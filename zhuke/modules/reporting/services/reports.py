"""Reports enter and change here; what was sent stays as it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext as plain
from django.utils.translation import gettext_lazy as _

from zhuke.commons.numbering.services import next_number
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.ids import parse_uuid
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.reporting.domain.periods import period
from zhuke.modules.reporting.models import ProjectReport

from . import photos

LONGEST = dt.timedelta(days=92)


def create_report(actor: Actor, *, pk: UUID | None = None, **values: Any) -> ProjectReport:
    """A draft; without dates of the running week or month. Raises invalid (days, the period has its report)."""
    report: ProjectReport = build(actor, by_model(ProjectReport), values, pk=pk)
    first, last = period(report.kind, report.since or report.until or timezone.localdate())
    report.since, report.until = report.since or first, report.until or last
    report.owner_id = report.owner_id or actor.id or report.project.owner_id
    _check_days(report)
    _name(report)
    report.number = next_number(actor, "project_reports", report.project.unit_id, report.until)
    save(report, by_model(ProjectReport))
    emit("project_reports.created", report, actor, {"kind": report.kind, "since": str(report.since), "until": str(report.until)})
    return report


def change_report(actor: Actor, report: ProjectReport, **values: Any) -> ProjectReport:
    """Change a draft. Raises sent_already, invalid."""
    check_draft(report)
    if values.get("project_id", report.project_id) != report.project_id:
        raise invalid({"project": [_("报告不能换到另一个项目，请在那个项目里新建。")]})
    assign(report, values)
    if report.since is None or report.until is None:
        raise invalid({"since": [_("请填写起止日期。")]})
    _check_days(report)
    _name(report)
    save(report, by_model(ProjectReport))
    emit("project_reports.updated", report, actor, {"fields": sorted(values)})
    return report


def set_photos(actor: Actor, report: ProjectReport, chosen: Sequence[Mapping[str, Any]]) -> ProjectReport:
    """The photos of a draft, in this order. Raises sent_already, invalid (one that is not offered)."""
    check_draft(report)
    offered = {photo["version"] for photo in photos.offered(actor, report)} | {parse_uuid(p["file"]) for p in report.photos}
    if any(one["file"] not in offered for one in chosen):
        raise invalid({"photos": [_("有的照片已被删除或您看不到，请重新选择。")]})
    report.photos = [{"file": str(one["file"]), "caption": " ".join(str(one["caption"]).split())[:80]} for one in chosen]
    save(report, by_model(ProjectReport))
    emit("project_reports.updated", report, actor, {"fields": ["photos"]})
    return report


def check_draft(report: ProjectReport) -> None:
    """Raise sent_already unless it may still be changed."""
    if report.state != "draft":
        raise Conflict("sent_already", _("报告已发送，不能再改。需要更正时请新建一期，并在概述里说明。"))


def _check_days(report: ProjectReport) -> None:
    since, until = report.since, report.until
    assert since
    assert until
    if until < since:
        raise invalid({"until": [_("截止日期不能早于起始日期，请改正。")]})
    if until - since > LONGEST:
        raise invalid({"until": [_("一期报告最长三个月，请缩短期间。")]})


def _name(report: ProjectReport) -> None:
    # The name is stored and goes to the customer: in the firm's language, whoever writes it.
    with translation.override("zh-hans"):
        values = {"project": report.project.name, "since": f"{report.since:%m-%d}", "until": f"{report.until:%m-%d}",
                  "month": f"{report.since:%Y-%m}", "year": f"{report.since:%Y}"}  # fmt: skip
        weekly, monthly = plain("%(project)s周报 %(year)s %(since)s—%(until)s"), plain("%(project)s月报 %(month)s")
        report.name = ((weekly if report.kind == "weekly" else monthly) % values)[:200]
