"""Daily reports: filled in from the records, in the person's own words, sent to the superior."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.calendars.day_facts import DayAsked, Fact, facts_of
from zhuke.commons.calendars.lateness import check_late, late_days
from zhuke.commons.notify.services import may_see, notify
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, NotAllowed, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.diary.models import DailyReport
from zhuke.modules.orgs.models import Unit, User


def write_report(actor: Actor, *, pk: UUID | None = None, **values: Any) -> DailyReport:
    """Begin the report of a day, one's own. Raises invalid (a future day, a second one), too_late, outside_scope."""
    report: DailyReport = build(actor, by_model(DailyReport), values, pk=pk)
    report.person_id = report.person_id or actor.id
    if actor.kind != "system" and report.person_id != actor.id:
        raise NotAllowed("outside_scope", _("日报只能自己写，请由本人填写。"))
    if report.person_id is None:
        raise invalid({"person": [_("请选择填报人。")]})
    return _save(actor, report, "daily_reports.created")


def edit_report(actor: Actor, report: DailyReport, **values: Any) -> DailyReport:
    """Change the words of a report that was not sent; person and day stand. Raises report_sent, too_late, invalid."""
    if report.state == "sent":
        raise Conflict("report_sent", _("日报已提交，不能再修改。要改请先“撤回”。"))
    if any(getattr(report, name) != values.get(name, getattr(report, name)) for name in ("person_id", "day")):
        raise invalid({"day": [_("日报的填报人和日期不能改，请为那一天另写一份。")]})
    assign(report, values)
    return _save(actor, report, "daily_reports.updated")


def send_report(actor: Actor, report: DailyReport) -> DailyReport:
    """Send it to the superior, who is told; the facts are kept as they are now. Raises report_sent, too_late."""
    if report.state == "sent":
        raise Conflict("report_sent", _("日报已经提交过了。"))
    _check_late(actor, report)
    report.facts = kept(facts_of(DayAsked(actor, report.person_id, report.day)))  # type: ignore[arg-type]
    report.contacts_count = len(report.facts.get("talks", []))
    report.visits_count = len(report.facts.get("visits", []))
    report.state, report.sent_at, report.late_days = "sent", timezone.now(), late_days(report.day)
    superior = superior_of(report)
    report.sent_to = superior
    save(report, by_model(DailyReport))
    emit("daily_reports.sent", report, actor, {"to": str(superior.pk) if superior else "", "late_days": report.late_days})
    if superior and superior.pk != actor.id:
        late = _("（补报 %(n)s 天）") % {"n": report.late_days} if report.late_days else ""
        notify(
            [superior.pk], "report", f"{report.name}{late}", report.summary[:200],
            subject=report, actor=actor, key=f"report:{report.pk}:{report.version}",
        )  # fmt: skip
    return report


def take_back(actor: Actor, report: DailyReport) -> DailyReport:
    """Take a sent report back to change it; when it was sent first stays in history. Raises wrong_state, too_late."""
    if report.state != "sent":
        raise Conflict("wrong_state", _("只有已提交的日报可以撤回。"))
    _check_late(actor, report)
    report.state, report.sent_at, report.sent_to, report.facts = "draft", None, None, {}
    save(report, by_model(DailyReport))
    emit("daily_reports.taken_back", report, actor)
    return report


def superior_of(report: DailyReport) -> User | None:
    """The manager of the person's unit, else of the units above, who may read the report; not the person."""
    unit = Unit.objects.filter(pk=report.unit_id).first()
    ids = [part for part in reversed(unit.path.split("/")) if part] if unit else []
    managers = dict(Unit.objects.filter(pk__in=ids).values_list("pk", "manager_id"))
    for key in ids:
        user = managers.get(UUID(key))
        if user and user != report.person_id and may_see(user, by_model(DailyReport), report.pk):
            return User.objects.get(pk=user)
    return None


def kept(facts: Mapping[str, list[Fact]]) -> dict[str, Any]:
    """Facts as they are stored with a report."""
    return {code: [_plain(fact) for fact in lines] for code, lines in facts.items()}


def _plain(fact: Fact) -> dict[str, Any]:
    known = {name: getattr(fact, name) for name in ("title", "resource", "note", "late")}
    return {**known, "at": fact.at.isoformat(), "id": str(fact.id)}


def _save(actor: Actor, report: DailyReport, event: str) -> DailyReport:
    if report.day > timezone.localdate():
        raise invalid({"day": [_("不能提前写以后日期的日报。")]})
    _check_late(actor, report)
    report.late_days = late_days(report.day)
    name = report.person.name if report.person else ""
    report.name = str(_("%(name)s %(day)s 日报") % {"name": name, "day": report.day.isoformat()})
    save(report, by_model(DailyReport))
    emit(event, report, actor)
    return report


def _check_late(actor: Actor, report: DailyReport) -> None:
    if actor.kind != "system":
        check_late(report.unit_id, report.day, field="day")
