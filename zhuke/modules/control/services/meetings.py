"""Meetings: arranged, held, called off; the next one takes the open actions along."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.notify.services import notify, say
from zhuke.commons.numbering.services import next_number
from zhuke.kernel.access import Actor, require
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.control.models import Meeting, MeetingAction, MeetingAttendee, MeetingDecision
from zhuke.modules.projects.models import Project

from .agenda import clean


def locked(pk: UUID | None) -> Meeting:
    """The meeting, its row held until the transaction ends."""
    assert pk is not None  # the reference is required, so the kernel has asked for it
    return Meeting.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)


def check_open(meeting: Meeting) -> None:
    """Raise archived, meeting_cancelled or minutes_published unless the meeting may still be written on."""
    if meeting.archived_at:
        raise Conflict("archived", _("会议已归档，请先恢复再操作。"))
    if meeting.state == "cancelled":
        raise Conflict("meeting_cancelled", _("会议“%(title)s”已取消，不能再改。") % {"title": meeting.title})
    if meeting.state == "published":
        raise Conflict("minutes_published", _("会议“%(title)s”的纪要已发布，要修改请先撤回纪要。") % {"title": meeting.title})


def arrange(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Meeting:
    """Arrange a meeting; one of a project belongs to the project's unit and customer. Raises archived, invalid."""
    row: Meeting = build(actor, by_model(Meeting), values, pk=pk)
    _belong(row, values)
    row.number = next_number(actor, "meetings", row.unit_id, timezone.localdate(row.starts_at))
    save(row, by_model(Meeting))
    emit("meetings.created", row, actor, _told(row))
    _lead(actor, row, None)
    return row


def edit(actor: Actor, row: Meeting, **values: Any) -> Meeting:
    """Change a meeting; who is invited learns of another time or place. Raises archived, meeting_cancelled, minutes_published, invalid."""
    check_open(row)
    chair, when, where = row.chair_id, row.starts_at, row.place
    assign(row, values)
    _belong(row, values)
    save(row, by_model(Meeting))
    emit("meetings.updated", row, actor, {"fields": sorted(values)})
    _lead(actor, row, chair)
    if row.state == "planned" and (row.starts_at, row.place) != (when, where) and row.starts_at > timezone.now():
        at = timezone.localtime(row.starts_at).strftime("%Y-%m-%d %H:%M")
        title = say(_("会议时间或地点有变：%(title)s"), title=row.title)
        body = " ".join(filter(None, (at, row.place)))
        notify(_invited(row) - {actor.id}, "control", title, body, subject=row, actor=actor, key=f"moved:{row.pk}:{row.version}")
    return row


def set_agenda(actor: Actor, row: Meeting, *, agenda: Any = None) -> Meeting:
    """Put the whole agenda. Raises meeting_cancelled, minutes_published, archived, invalid."""
    check_open(row)
    row.agenda = clean(agenda)
    save(row, by_model(Meeting))
    emit("meetings.updated", row, actor, {"fields": ["agenda"]})
    return row


def hold_meeting(actor: Actor, row: Meeting) -> Meeting:
    """It took place. Who was invited and not marked otherwise was there."""
    row.state = "held"
    save(row, by_model(Meeting))
    for attendee in row.attendees.filter(archived_at=None, presence="invited"):
        attendee.presence = "present"
        save(attendee, by_model(MeetingAttendee))
    emit("meetings.held", row, actor, _told(row))
    return row


def cancel(actor: Actor, row: Meeting, *, reason: str) -> Meeting:
    """It does not take place; who was invited is told why."""
    row.state, row.reason = "cancelled", reason
    save(row, by_model(Meeting))
    emit("meetings.cancelled", row, actor, {**_told(row), "reason": reason})
    title = say(_("会议取消：%(title)s"), title=row.title)
    notify(_invited(row) - {actor.id}, "control", title, reason, subject=row, actor=actor, key=f"cancelled:{row.pk}")
    return row


def arrange_next(actor: Actor, row: Meeting, *, starts_at: dt.datetime) -> Meeting:
    """The next meeting of this kind, with the same people; open actions go over to it. Raises not_allowed, next_exists, invalid."""
    from .people import follow_team, invite

    require(actor, by_model(Meeting), "create")
    if starts_at <= row.starts_at:
        raise invalid({"starts_at": [_("下次会议要在这次之后，请改正时间。")]})
    if known := row.following.exclude(state="cancelled").filter(archived_at=None).first():
        raise Conflict("next_exists", _("这次会议已有下次会议，请直接打开它。"), data={"id": str(known.pk)})
    kept = ("title", "kind", "project_id", "customer_id", "unit_id", "owner_id", "chair_id", "place", "link")
    fresh = Meeting(**{name: getattr(row, name) for name in kept}, previous=row, starts_at=starts_at, created_by_id=actor.id)
    fresh.ends_at = starts_at + (row.ends_at - row.starts_at) if row.ends_at else None
    fresh.agenda = [{**item, "note": ""} for item in row.agenda]
    fresh.number = next_number(actor, "meetings", fresh.unit_id, timezone.localdate(starts_at))
    save(fresh, by_model(Meeting))
    emit("meetings.created", fresh, actor, {**_told(fresh), "previous": str(row.pk)})
    _copy_people(actor, row, fresh)
    _carry(actor, row, fresh)
    people = [*_invited(fresh), *fresh.actions.values_list("owner_id", flat=True)]
    follow_team(fresh, people)
    invite(actor, fresh, _invited(fresh))
    return fresh


def _copy_people(actor: Actor, row: Meeting, fresh: Meeting) -> None:
    for one in row.attendees.filter(archived_at=None).order_by("created_at", "pk"):
        if one.person and not one.person.is_active:
            continue
        names = ("person_id", "contact_id", "name", "company", "email")
        copy = MeetingAttendee(meeting=fresh, created_by_id=actor.id, **{name: getattr(one, name) for name in names})
        save(copy, by_model(MeetingAttendee))


def _carry(actor: Actor, row: Meeting, fresh: Meeting) -> None:
    """Open actions live on in the next meeting: same task or to-do, so nobody is reminded twice."""
    for one in row.actions.filter(archived_at=None, state="open").order_by("created_at", "pk"):
        names = ("title", "owner_id", "outside", "due_on", "task_id", "todo_id")
        copy = MeetingAction(meeting=fresh, created_by_id=actor.id, carried_from=one, **{name: getattr(one, name) for name in names})
        save(copy, by_model(MeetingAction))
        one.state = "carried"
        save(one, by_model(MeetingAction))
        emit("meeting_actions.carried", one, actor, {"meeting": str(fresh.pk)})


# ---- decisions


def add_decision(actor: Actor, *, pk: UUID | None = None, **values: Any) -> MeetingDecision:
    """Write down a decision as the last one. Raises minutes_published, meeting_cancelled, invalid."""
    meeting = locked(values.get("meeting_id"))
    check_open(meeting)
    row: MeetingDecision = build(actor, by_model(MeetingDecision), values, pk=pk)
    row.position = (meeting.decisions.aggregate(last=Max("position"))["last"] or 0) + 1
    save(row, by_model(MeetingDecision))
    emit("meeting_decisions.created", row, actor, {"meeting": str(meeting.pk)})
    return row


def edit_decision(actor: Actor, row: MeetingDecision, **values: Any) -> MeetingDecision:
    """Change the words. Raises minutes_published, meeting_cancelled, invalid."""
    if values.get("meeting_id", row.meeting_id) != row.meeting_id:
        raise invalid({"meeting": [_("决议不能移到另一次会议，请在那次会议里新增。")]})
    check_open(locked(row.meeting_id))
    assign(row, values)
    save(row, by_model(MeetingDecision))
    emit("meeting_decisions.updated", row, actor, {"fields": sorted(values)})
    return row


# ---- around


def _belong(row: Meeting, values: dict[str, Any]) -> None:
    """A meeting of a project lies in its unit, unless another was chosen, and is with its customer. Raises archived."""
    if not row.project_id:
        return
    project = Project.objects.get(pk=row.project_id)
    if project.archived_at and "project_id" in values:
        raise Conflict("archived", _("该项目已归档，请先恢复再操作。"))
    if "project_id" in values:
        row.unit_id = values.get("unit_id") or project.unit_id
    row.customer_id = row.customer_id or project.customer_id


def _lead(actor: Actor, row: Meeting, before: UUID | None) -> None:
    from .people import follow_team, invite

    if row.chair_id != before:
        follow_team(row, [before, row.chair_id])
        invite(actor, row, [row.chair_id])


def _invited(row: Meeting) -> set[UUID]:
    people = set(row.attendees.filter(archived_at=None, person__isnull=False).values_list("person_id", flat=True))
    return {key for key in (*people, row.chair_id, row.owner_id) if key}


def _told(row: Meeting) -> dict[str, Any]:
    return {"project": str(row.project_id or ""), "starts_at": row.starts_at.isoformat()}
