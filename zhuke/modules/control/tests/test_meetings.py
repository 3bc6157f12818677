"""Meetings over HTTP: people, minutes, decisions, actions that become tasks and to-dos, the next meeting, what is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone

from zhuke.commons.letters.models import Letter
from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import API
from zhuke.commons.todos.models import Todo
from zhuke.kernel.models import TeamMember
from zhuke.modules.control.models import MeetingAction, MeetingMinutes
from zhuke.modules.planning.models import Plan, Task, WorkCalendar

from .conftest import Site, made, refused, traces

TODAY = timezone.localdate()


def invited(site: Site, meeting: dict[str, Any], **values: Any) -> dict[str, Any]:
    """Somebody on the list."""
    return made(site.manager.post("/r/meeting_attendees", {"meeting": meeting["id"], **values}))


def action(site: Site, meeting: dict[str, Any], **values: Any) -> dict[str, Any]:
    """Something to do."""
    return made(site.manager.post("/r/meeting_actions", {"meeting": meeting["id"], "title": "提交钢筋复试报告", **values}))


def planned(site: Site) -> Plan:
    """The live plan of the project, where one came with it; else a new one."""
    found = Plan.objects.filter(project=site.project, kind="live").first()
    return found or Plan.objects.create(
        project=site.project, name="计划", calendar=WorkCalendar.objects.create(name="标准"), starts_on=TODAY
    )  # fmt: skip


def test_a_meeting_of_a_project_belongs_to_its_unit_and_customer(site: Site) -> None:
    row = site.meeting()
    assert row["unit"]["id"] == str(site.project.unit_id)
    assert row["customer"]["id"] == str(site.project.customer_id)
    assert row["number"].startswith("HY-2030-")
    told = made(site.do(site.manager, "meetings", row, "set_agenda", agenda=[{"title": "上周进度", "who": "周工", "minutes": 20}]))
    assert told["agenda"] == [{"title": "上周进度", "who": "周工", "minutes": 20, "note": ""}]


@pytest.mark.parametrize(
    "agenda",
    [
        "x", [1], [{"title": ""}], [{"title": "a", "x": 1}], [{"title": "a", "minutes": 0}], [{"title": "a", "minutes": True}],
        [{"title": "a" * 161}], [{"title": "a"}] * 51, [{"title": "a\x00"}], [{"title": ["a"]}],
    ],
)  # fmt: skip
def test_an_agenda_has_a_shape(site: Site, agenda: Any) -> None:
    row, before = site.meeting(), traces()
    before = traces()
    refused(site.do(site.manager, "meetings", row, "set_agenda", agenda=agenda), 400, "invalid", field="agenda")
    assert traces() == before


def test_a_meeting_ends_after_it_begins(site: Site) -> None:
    body = {"title": "例会", "starts_at": "2030-03-04T09:00:00+08:00", "ends_at": "2030-03-04T08:00:00+08:00"}
    assert site.manager.post("/r/meetings", body).status == 400


def test_who_is_invited_sees_the_meeting_and_is_told_and_loses_it_with_the_invitation(site: Site) -> None:
    row = site.meeting()
    refused(site.engineer.get(f"/r/meetings/{row['id']}"), 404, "not_found")
    seat = invited(site, row, person=site.engineer.person.pk)
    assert seat["name"] == "吴施工"
    assert site.engineer.get(f"/r/meetings/{row['id']}").data["title"] == row["title"]
    assert Notice.objects.get(user=site.engineer.person).title == "请您参加会议：工程例会"
    made(site.manager.post(f"/r/meeting_attendees/{seat['id']}/archive", {"version": seat["version"]}))
    refused(site.engineer.get(f"/r/meetings/{row['id']}"), 404, "not_found")


def test_attendees_are_one_of_colleague_contact_and_name(site: Site) -> None:
    row = site.meeting()
    contact = made(site.manager.post("/r/contacts", {"customer": site.project.customer_id, "name": "钱总", "email": "qian@example.com"}))
    seat = invited(site, row, contact=contact["id"])
    assert (seat["name"], seat["email"], bool(seat["company"])) == ("钱总", "qian@example.com", True)
    before = traces()
    url, base = "/r/meeting_attendees", {"meeting": row["id"]}
    refused(site.manager.post(url, base), 400, "invalid", field="name")
    both = {**base, "person": site.engineer.person.pk, "contact": contact["id"]}
    refused(site.manager.post(url, both), 400, "invalid", field="contact")
    assert site.manager.post(url, {**base, "contact": contact["id"]}).status in (400, 409)
    refused(site.stranger.post(url, {**base, "name": "我"}), 400, "invalid", field="meeting")
    assert traces() == before
    assert "email" not in site.looker.get(f"{url}/{seat['id']}").data


def test_nothing_said_is_nothing_to_publish(site: Site) -> None:
    row, before = site.meeting(), None
    before = traces()
    refused(site.do(site.manager, "meetings", row, "publish_minutes"), 400, "nothing_to_publish")
    assert (traces(), MeetingMinutes.objects.count()) == (before, 0)


def test_published_minutes_are_frozen_told_and_kept_when_they_are_opened_again(site: Site) -> None:
    row = site.meeting(minutes="三层梁板按计划推进。")
    invited(site, row, person=site.engineer.person.pk)
    made(site.manager.post("/r/meeting_decisions", {"meeting": row["id"], "text": "周五前浇筑三层"}))
    job = action(site, row, owner=site.engineer.person.pk, due_on="2030-03-08")
    held = made(site.do(site.manager, "meetings", row, "hold"))
    assert held["state"] == "held"
    assert site.manager.get("/r/meeting_attendees", filter=["meeting", "=", row["id"]]).data["items"][0]["presence"] == "present"
    out = made(site.do(site.manager, "meetings", row, "publish_minutes"))
    assert (out["state"], out["edition"]) == ("published", 1)
    assert ("update" in held["_can"], "update" in out["_can"], "attach" in out["_can"]) == (True, False, True)
    assert "会议纪要已发布：工程例会" in [n.title for n in Notice.objects.filter(user=site.engineer.person)]
    before = traces()
    refused(site.do(site.manager, "meetings", row, "set_agenda", agenda=[]), 409, "minutes_published")
    patch = {"version": out["version"], "minutes": "别的"}
    refused(site.manager.patch(f"/r/meetings/{row['id']}", patch), 409, "minutes_published")
    refused(site.manager.post("/r/meeting_decisions", {"meeting": row["id"], "text": "再加一条"}), 409, "minutes_published")
    refused(site.manager.post("/r/meeting_attendees", {"meeting": row["id"], "name": "后来者"}), 409, "minutes_published")
    refused(site.manager.post("/r/meeting_actions", {"meeting": row["id"], "title": "后加"}), 409, "minutes_published")
    refused(site.manager.post(f"/r/meeting_actions/{job['id']}/archive", {"version": job["version"]}), 409, "minutes_published")
    assert traces() == before
    made(site.do(site.manager, "meetings", row, "withdraw_minutes", reason="漏了一条"))
    again = site.manager.get(f"/r/meetings/{row['id']}").data
    made(site.manager.patch(f"/r/meetings/{row['id']}", {"version": again["version"], "minutes": "三层梁板提前两天。"}))
    made(site.do(site.manager, "meetings", row, "publish_minutes"))
    assert [m.content["minutes"] for m in MeetingMinutes.objects.order_by("edition")] == ["三层梁板按计划推进。", "三层梁板提前两天。"]
    listed = site.manager.get(f"/r/meetings/{row['id']}/editions").data
    assert [(e["edition"], e["by"]) for e in listed] == [(2, "周工"), (1, "周工")]


def test_minutes_on_paper(site: Site) -> None:
    row = site.meeting(minutes="第一行\n*第二行* #show")
    made(site.do(site.manager, "meetings", row, "set_agenda", agenda=[{"title": "进度", "who": "周工", "minutes": 5, "note": "@x"}]))
    invited(site, row, name="王监理", company="华信监理")
    made(site.manager.post("/r/meeting_decisions", {"meeting": row["id"], "text": "周五前浇筑", "note": "天气允许"}))
    action(site, row, outside="华信监理 王工", due_on="2030-03-08")
    url = f"{API}/r/meetings/{row['id']}/pdf"
    for edition in ("", "?edition=0&inline=true"):
        draft = site.manager.client.get(url + edition)
        assert (draft.status_code, draft["Content-Type"], draft.content[:5]) == (200, "application/pdf", b"%PDF-")
    refused(site.manager.get(f"/r/meetings/{row['id']}/pdf", edition=3), 404, "not_found")
    refused(site.stranger.get(f"/r/meetings/{row['id']}/pdf"), 404, "not_found")
    refused(site.stranger.get(f"/r/meetings/{row['id']}/editions"), 404, "not_found")


@override_settings(EMAIL_URL="smtp://localhost", EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend", EMAIL_HOST="localhost")
def test_outsiders_with_an_address_get_the_minutes_by_mail(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("zhuke.modules.control.services.minutes", "zhuke.commons.letters.services.writing"):
        monkeypatch.setattr(f"{module}.email_works", lambda: True)
    row = site.meeting(minutes="按计划推进。")
    invited(site, row, name="王监理", email="wang@example.com")
    invited(site, row, name="无邮箱")
    made(site.do(site.manager, "meetings", row, "publish_minutes"))
    letter = Letter.objects.get()
    assert (letter.to, letter.subject, len(letter.enclosed)) == ("wang@example.com", "会议纪要：工程例会", 1)
    assert site.manager.get(f"/r/meetings/{row['id']}/editions").data[0]["mailed"] == ["王监理"]


@override_settings(EMAIL_URL="smtp://localhost", EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend", EMAIL_HOST="localhost")
def test_minutes_leave_in_the_language_of_the_firm(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("zhuke.modules.control.services.minutes", "zhuke.commons.letters.services.writing"):
        monkeypatch.setattr(f"{module}.email_works", lambda: True)
    person = site.manager.person
    person.language = "en"
    person.save()
    row = site.meeting(minutes="按计划推进。", kind="weekly")
    assert site.do(site.stranger, "meetings", row, "publish_minutes").status == 404
    invited(site, row, name="王监理", email="wang@example.com")
    made(site.do(site.manager, "meetings", row, "publish_minutes"))
    assert Letter.objects.get().subject == "会议纪要：工程例会"
    assert "请查收" in Letter.objects.get().body


def test_without_a_mail_server_it_says_who_got_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhuke.modules.control.services.minutes.email_works", lambda: False)
    row = site.meeting(minutes="按计划推进。")
    invited(site, row, name="王监理", email="wang@example.com")
    made(site.do(site.manager, "meetings", row, "publish_minutes"))
    assert site.manager.get(f"/r/meetings/{row['id']}/editions").data[0]["unsent"] == ["王监理"]
    assert not Letter.objects.exists()


def test_a_called_off_meeting_says_why_and_stays_as_it_is(site: Site) -> None:
    row = site.meeting()
    invited(site, row, person=site.engineer.person.pk)
    refused(site.do(site.manager, "meetings", row, "cancel"), 400, "invalid", field="reason")
    off = made(site.do(site.manager, "meetings", row, "cancel", reason="台风停工"))
    assert (off["state"], off["reason"]) == ("cancelled", "台风停工")
    assert Notice.objects.filter(user=site.engineer.person, title="会议取消：工程例会", body="台风停工").exists()
    before = traces()
    refused(site.manager.patch(f"/r/meetings/{row['id']}", {"version": off["version"], "place": "别处"}), 409, "meeting_cancelled")
    refused(site.do(site.manager, "meetings", row, "publish_minutes"), 409, "wrong_state")
    assert traces() == before


def test_another_hour_is_told_to_all_who_are_invited(site: Site) -> None:
    row = site.meeting()
    invited(site, row, person=site.engineer.person.pk)
    moved = {"version": site.manager.get(f"/r/meetings/{row['id']}").data["version"], "starts_at": "2030-03-05T09:00:00+08:00"}
    made(site.manager.patch(f"/r/meetings/{row['id']}", moved))
    notice = Notice.objects.get(user=site.engineer.person, title__startswith="会议时间或地点有变")
    assert notice.body == "2030-03-05 09:00"


def test_an_action_becomes_a_task_of_the_plan_and_follows_it(site: Site) -> None:
    plan, row = planned(site), site.meeting()
    job = made(site.do(site.manager, "meeting_actions", action(site, row, due_on="2030-03-08"), "to_task"))
    task = Task.objects.get(plan=plan)
    assert (task.name, job["task"]["id"]) == ("提交钢筋复试报告", str(task.pk))
    assert timezone.localtime(task.deadline).date() == dt.date(2030, 3, 8)
    assert row["number"] in task.note
    before = traces()
    refused(site.do(site.manager, "meeting_actions", job, "finish"), 409, "follows_task")
    refused(site.do(site.manager, "meeting_actions", job, "to_todo"), 409, "has_follower")
    assert traces() == before
    made(site.do(site.manager, "tasks", {"id": task.pk}, "finish"))
    assert MeetingAction.objects.get().state == "done"
    made(site.do(site.manager, "tasks", {"id": task.pk}, "set_progress", progress=50))
    assert MeetingAction.objects.get().state == "open"


def test_only_who_may_add_tasks_makes_one(site: Site) -> None:
    planned(site)
    row = site.meeting(chair=site.engineer.person.pk)
    job, before = action(site, row), Task.objects.count()
    answer = site.do(site.engineer, "meeting_actions", job, "to_task")
    assert answer.status in (400, 403), answer.data
    assert (Task.objects.count(), MeetingAction.objects.get().task_id) == (before, None)


def test_without_a_project_or_a_plan_there_is_no_task(site: Site) -> None:
    row = made(site.manager.post("/r/meetings", {"title": "部门会", "starts_at": "2030-03-04T09:00:00+08:00"}))
    refused(site.do(site.manager, "meeting_actions", action(site, row), "to_task"), 400, "no_project")
    Plan.objects.filter(project=site.project).update(archived_at=timezone.now())
    refused(site.do(site.manager, "meeting_actions", action(site, site.meeting()), "to_task"), 400, "no_plan")


def test_an_action_becomes_a_to_do_and_both_end_together(site: Site) -> None:
    row = site.meeting()
    refused(site.do(site.manager, "meeting_actions", action(site, row), "to_todo"), 400, "no_owner")
    job = made(site.do(site.manager, "meeting_actions", action(site, row, owner=site.engineer.person.pk), "to_todo"))
    todo = Todo.objects.get()
    assert (todo.assignee_id, todo.object_label, job["todo"]["id"]) == (site.engineer.person.pk, "工程例会", str(todo.pk))
    made(site.engineer.post(f"/r/todos/{todo.pk}/do/done", {"inputs": {}}))
    mine = MeetingAction.objects.get(todo=todo)
    assert (mine.state, mine.done_on) == ("done", TODAY)
    made(site.do(site.manager, "meeting_actions", job, "reopen"))
    todo.refresh_from_db()
    assert todo.state == "open"
    made(site.do(site.engineer, "meeting_actions", job, "finish", result="已送检"))
    todo.refresh_from_db()
    assert (todo.state, MeetingAction.objects.get(todo=todo).result) == ("done", "已送检")


def test_an_action_has_one_who_is_responsible(site: Site) -> None:
    row, before = site.meeting(), None
    before = traces()
    both = {"meeting": row["id"], "title": "x", "owner": site.engineer.person.pk, "outside": "王工"}
    refused(site.manager.post("/r/meeting_actions", both), 400, "invalid", field="outside")
    assert (traces(), TeamMember.objects.filter(resource="meetings").count()) == (before, 0)


def test_the_next_meeting_takes_people_and_open_actions_along(site: Site) -> None:
    row = site.meeting(ends_at="2030-03-04T10:30:00+08:00", minutes="议了。")
    made(site.do(site.manager, "meetings", row, "set_agenda", agenda=[{"title": "进度", "note": "已议"}]))
    invited(site, row, person=site.engineer.person.pk)
    left, done = action(site, row, owner=site.engineer.person.pk), action(site, row, title="已完成的")
    made(site.do(site.manager, "meeting_actions", done, "finish"))
    refused(site.do(site.manager, "meetings", row, "arrange_next", starts_at="2030-03-11T09:00:00+08:00"), 409, "wrong_state")
    made(site.do(site.manager, "meetings", row, "publish_minutes"))
    early = {"starts_at": "2030-03-01T09:00:00+08:00"}
    refused(site.do(site.manager, "meetings", row, "arrange_next", **early), 400, "invalid", field="starts_at")
    fresh = made(site.do(site.manager, "meetings", row, "arrange_next", starts_at="2030-03-11T09:00:00+08:00"))
    assert (fresh["previous"]["id"], fresh["state"], fresh["minutes"]) == (row["id"], "planned", "")
    assert (fresh["ends_at"][:10], fresh["agenda"][0]["note"]) == ("2030-03-11", "")
    copies = MeetingAction.objects.filter(meeting=fresh["id"])
    assert [(c.title, c.owner_id, str(c.carried_from_id), c.state) for c in copies] == [
        ("提交钢筋复试报告", site.engineer.person.pk, left["id"], "open")
    ]
    assert MeetingAction.objects.get(pk=left["id"]).state == "carried"
    assert site.engineer.get(f"/r/meetings/{fresh['id']}").status == 200
    again = site.do(site.manager, "meetings", row, "arrange_next", starts_at="2030-03-18T09:00:00+08:00")
    refused(again, 409, "next_exists")
    assert again.data["data"]["id"] == fresh["id"]


def test_meetings_stand_in_the_calendars_of_who_attends(site: Site) -> None:
    row = site.meeting(ends_at="2030-03-04T10:30:00+08:00", place="项目部")
    invited(site, row, person=site.engineer.person.pk)
    site.issue(owner=site.looker.person.pk, due_on="2030-03-06")
    asked = {"since": "2030-03-01", "until": "2030-03-31"}
    found = site.engineer.get("/calendar", **asked)
    assert found.status == 200, found.data
    assert [(e["kind"], e["title"]) for e in found.data["items"] if e["kind"] == "meeting"] == [("meeting", "工程例会")]
    due = [e for e in site.looker.get("/calendar", **asked).data["items"] if e["kind"] == "issue"]
    assert [(e["title"], e["start"]) for e in due] == [("梁底蜂窝麻面", "2030-03-06")]
    assert not [e for e in site.stranger.get("/calendar", **asked).data["items"] if e["kind"] in ("meeting", "issue")]


def test_the_other_company_learns_nothing_of_meetings(site: Site) -> None:
    row = site.meeting()
    job, before = action(site, row), None
    before = traces()
    refused(site.stranger.get(f"/r/meetings/{row['id']}"), 404, "not_found")
    refused(site.stranger.get(f"/r/meeting_actions/{job['id']}"), 404, "not_found")
    refused(site.do(site.stranger, "meeting_actions", job, "finish"), 404, "not_found")
    refused(site.do(site.looker, "meetings", row, "hold"), 403, "not_allowed")
    assert traces() == before
