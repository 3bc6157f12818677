"""When a project's reports are due, and the drafts that are made by themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.calendars.services import is_workday
from zhuke.commons.notify.services import notify, say
from zhuke.commons.switches.services import is_on
from zhuke.kernel.access import Actor, ParentScope, visible
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import NotAllowed, invalid
from zhuke.kernel.resource import by_model
from zhuke.modules.customers.models import Contact
from zhuke.modules.projects.models import Project
from zhuke.modules.reporting.domain.periods import due_on, period
from zhuke.modules.reporting.models import ProjectReport, ReportRhythm

from .composing import REPORTER
from .reports import create_report

KINDS = {"none": (), "weekly": ("weekly",), "monthly": ("monthly",), "both": ("weekly", "monthly")}


def may_write(actor: Actor, project: Project) -> bool:
    """Whether the actor may make reports of this project."""
    resource = by_model(ProjectReport)
    assert isinstance(resource.scope, ParentScope)
    return Project.objects.filter(resource.scope.parents(actor, resource, "create"), pk=project.pk).exists()


def rhythm_of(project: Project) -> dict[str, Any]:
    """The setting of a project; until somebody chose one, nothing is made by itself."""
    row = ReportRhythm.objects.filter(project=project).first() or ReportRhythm(project=project)
    known = Contact.objects.filter(pk__in=row.contacts, customer_id=project.customer_id, archived_at=None).values_list("pk", "name")
    names = dict(known)
    contacts = [{"id": key, "label": names[key]} for key in row.contacts if key in names]
    return {"rhythm": row.rhythm, "weekday": row.weekday, "ask": row.ask, "contacts": contacts}


def set_rhythm(actor: Actor, project: Project, *, rhythm: str, weekday: int, ask: bool, contacts: Sequence[UUID]) -> None:
    """Choose it. Raises not_allowed, invalid (somebody else's contacts)."""
    if not may_write(actor, project):
        raise NotAllowed("not_allowed_here", _("您不能为这个项目编制报告，因此也不能改它的设置。"))
    keys = list(dict.fromkeys(contacts))
    known = visible(actor, by_model(Contact)).filter(pk__in=keys, customer_id=project.customer_id, archived_at=None).count()
    if known < len(keys):
        raise invalid({"contacts": [_("有的收件人不是该项目客户的联系人，请重新选择。")]})
    with writing(actor):
        ReportRhythm.objects.update_or_create(
            project=project, defaults={"rhythm": rhythm, "weekday": weekday, "ask": ask, "contacts": keys}
        )


def make_due(day: dt.date | None = None) -> int:
    """Make the drafts that are due and not there yet; returns how many. Each project by itself: one that fails keeps no other back."""
    today = day or timezone.localdate()
    rows = ReportRhythm.objects.exclude(rhythm="none").filter(project__in=Project.objects.running().filter(held_on=None))
    made = 0
    for row in rows.select_related("project").order_by("pk"):
        for kind in KINDS[row.rhythm]:
            if today >= due_on(kind, today, row.weekday, is_workday) and is_on("reporting", row.project.unit_id):
                made += _make(row.project, kind, today)
    return made


def _make(project: Project, kind: str, day: dt.date) -> int:
    first, last = period(kind, day)
    with writing(REPORTER, "reporting.make_due"), transaction.atomic():
        Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
        if ProjectReport.objects.filter(project=project, kind=kind, since__gte=first, since__lte=last).exists():
            return 0
        report = create_report(REPORTER, project_id=project.pk, kind=kind, since=first, until=last)
        ProjectReport.objects.filter(pk=report.pk).update(automatic=True)
        title = say(_("报告草稿已生成：%(name)s"), name=report.name)
        body = say(_("请补充本期概述、存在问题和下期安排，选好照片后发送。"))
        notify([project.owner_id], "reporting", title, body, subject=report, actor=REPORTER, key=f"report.draft:{report.pk}")
    return 1
