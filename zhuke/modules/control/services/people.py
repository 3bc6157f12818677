"""Who is at a meeting. Colleagues who attend, lead it or have something to do are on the record's team: they see it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.notify.services import notify, say
from zhuke.kernel import config
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import DomainError, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.models import TeamMember
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.control.models import Meeting, MeetingAttendee

from .meetings import check_open, locked

MOST = 200


def add_attendee(actor: Actor, *, pk: UUID | None = None, **values: Any) -> MeetingAttendee:
    """Invite somebody; a colleague is told. Raises minutes_published, meeting_cancelled, too_many_attendees, invalid."""
    meeting = locked(values.get("meeting_id"))
    check_open(meeting)
    if meeting.attendees.filter(archived_at=None).count() >= MOST:
        raise DomainError("too_many_attendees", _("一次会议最多 %(n)d 人，请改用部门名称代替个人。") % {"n": MOST})
    row: MeetingAttendee = build(actor, by_model(MeetingAttendee), values, pk=pk)
    _fill(row)
    save(row, by_model(MeetingAttendee))
    emit("meeting_attendees.created", row, actor, {"meeting": str(meeting.pk)})
    follow_team(meeting, [row.person_id])
    invite(actor, meeting, [row.person_id])
    return row


def edit_attendee(actor: Actor, row: MeetingAttendee, **values: Any) -> MeetingAttendee:
    """Change who comes or whether they came. Raises as ``add_attendee``."""
    if values.get("meeting_id", row.meeting_id) != row.meeting_id:
        raise invalid({"meeting": [_("参会人不能移到另一次会议，请在那次会议里新增。")]})
    check_open(locked(row.meeting_id))
    before = row.person_id
    if values.get("person_id", row.person_id) != row.person_id or values.get("contact_id", row.contact_id) != row.contact_id:
        row.name = ""
    assign(row, values)
    _fill(row)
    save(row, by_model(MeetingAttendee))
    emit("meeting_attendees.updated", row, actor, {"fields": sorted(values)})
    follow_team(row.meeting, [before, row.person_id])
    if row.person_id != before:
        invite(actor, row.meeting, [row.person_id])
    return row


def _fill(row: MeetingAttendee) -> None:
    """One of colleague, contact or name; the name is kept, so that minutes say who it was. Raises invalid."""
    if row.person_id and row.contact_id:
        raise invalid({"contact": [_("同事和联系人只能选一个，请清空其中一个。")]})
    if row.person:
        if not row.person.is_active:
            raise invalid({"person": [_("%(name)s 的账号已停用，请换一个人。") % {"name": row.person.name}]})
        row.name = row.person.name
    elif row.contact:
        row.name, row.email = row.contact.name, row.email or row.contact.email
        row.company = row.company or row.contact.customer.name[:120]
    elif not row.name.strip():
        raise invalid({"name": [_("请选择同事或联系人，或填写姓名。")]})


def follow_team(meeting: Meeting, people: Iterable[UUID | None]) -> None:
    """Put these people on the team, or take off who has no part in the meeting any more. Others stay as they are."""
    wanted = set(meeting.attendees.filter(archived_at=None, person__isnull=False).values_list("person_id", flat=True))
    wanted |= set(meeting.actions.filter(archived_at=None, owner__isnull=False).values_list("owner_id", flat=True))
    if meeting.chair_id:
        wanted.add(meeting.chair_id)
    rows = TeamMember.objects.filter(resource="meetings", object_id=meeting.pk)
    for person in {key for key in people if key}:
        if person not in wanted:
            rows.filter(user_id=person).delete()
        elif person != meeting.owner_id and not rows.filter(user_id=person).exists():
            TeamMember.objects.create(resource="meetings", object_id=meeting.pk, user_id=person, can_write=person == meeting.chair_id)
    config.forget()


def invite(actor: Actor, meeting: Meeting, people: Iterable[UUID | None]) -> None:
    """Tell colleagues that they are expected; meetings of the past invite nobody."""
    if meeting.state != "planned" or meeting.starts_at < timezone.now():
        return
    at = timezone.localtime(meeting.starts_at).strftime("%Y-%m-%d %H:%M")
    title = say(_("请您参加会议：%(title)s"), title=meeting.title)
    body = " ".join(filter(None, (at, meeting.place)))
    told = [key for key in people if key and key != actor.id]
    notify(told, "control", title, body, subject=meeting, actor=actor, key=f"invited:{meeting.pk}:{at}")


def left(row: MeetingAttendee) -> None:
    """Somebody was taken off the list, or put back on it. Raises minutes_published, meeting_cancelled."""
    meeting = locked(row.meeting_id)
    check_open(meeting)
    follow_team(meeting, [row.person_id])
