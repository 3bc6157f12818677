"""Daily reports: facts, own words, sending, the team's day, exports; and what each refuses."""

from __future__ import annotations

import datetime as dt
from typing import Any

import openpyxl
import pypdfium2
import pytest
from django.utils import timezone

from zhuke.commons.calendars.models import Holiday
from zhuke.commons.calendars.services import is_workday
from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import Caller, Firm, make, make_person, queued, run_jobs
from zhuke.kernel import config
from zhuke.kernel.models import Event
from zhuke.modules.diary.models import DailyReport
from zhuke.modules.diary.services.reminding import remind
from zhuke.modules.orgs.models import Grant, Membership

from .conftest import SELLING, customer_of, rule

TODAY = timezone.localdate()


def talk_today(caller: Caller, **values: Any) -> Any:
    """A talk with a customer, entered as it is."""
    of = customer_of(caller)
    return make("interactions", customer=of, owner=caller.person, occurred_at=timezone.now(), content="谈价格", result="要样板", **values)


def written(caller: Caller, days_ago: int = 0, **values: Any) -> dict[str, Any]:
    """A report entered through the API."""
    day = (TODAY - dt.timedelta(days=days_ago)).isoformat()
    answer = caller.post("/r/daily_reports", {"day": day, "summary": "联系一家客户", **values})
    assert answer.status == 201, answer.data
    data: dict[str, Any] = answer.data
    return data


def do(caller: Caller, report: dict[str, Any], verb: str) -> Any:
    """A verb on a report."""
    return caller.post(f"/r/daily_reports/{report['id']}/do/{verb}", {})


def line(lines: list[dict[str, Any]], code: str) -> list[dict[str, Any]]:
    """The items of a line."""
    items: list[dict[str, Any]] = next(entry["items"] for entry in lines if entry["code"] == code)
    return items


def test_the_day_is_filled_in_from_the_records(seller: Caller) -> None:
    talk = talk_today(seller)
    made = make(
        "visits",
        customer=talk.customer,
        unit=seller.person.unit,
        owner=seller.person,
        purpose="看现场",
        planned_at=timezone.now(),
        state="done",
        name="x",
    )
    day = seller.get("/diary/day").data
    assert (day["day"], day["report"], day["late_days"], day["open"]) == (TODAY.isoformat(), None, 0, True)
    (item,) = line(day["lines"], "talks")
    assert (item["title"], item["note"], item["id"]) == ("江苏新筑建设有限公司", "要样板", str(talk.customer_id))
    assert [item["id"] for item in line(day["lines"], "visits")] == [str(made.pk)]
    assert line(day["lines"], "customers") == []


def test_yesterdays_doings_are_not_todays(seller: Caller) -> None:
    make("interactions", customer=customer_of(seller), owner=seller.person, occurred_at=timezone.now() - dt.timedelta(days=1), content="谈")
    assert line(seller.get("/diary/day").data["lines"], "talks") == []
    yesterday = seller.get("/diary/day", day=(TODAY - dt.timedelta(days=1)).isoformat()).data
    assert len(line(yesterday["lines"], "talks")) == 1


def test_one_click_sends_it_to_the_superior(seller: Caller, head: Caller) -> None:
    talk_today(seller)
    report = written(seller)
    sent = do(seller, report, "send")
    assert (sent.status, sent.data["state"], sent.data["sent_to"]["label"]) == (200, "sent", "周主管"), sent.data
    assert (sent.data["contacts_count"], sent.data["visits_count"], sent.data["late_days"]) == (1, 0, 0)
    notice = Notice.objects.get()
    assert (notice.user_id, notice.kind, notice.object_id) == (head.person.pk, "report", DailyReport.objects.get().pk)
    (item,) = line(head.get(f"/diary/reports/{report['id']}/facts").data, "talks")
    assert item["title"] == "江苏新筑建设有限公司"


def test_what_the_reader_may_not_see_keeps_its_place_without_title(firm: Firm, seller: Caller) -> None:
    talk_today(seller)
    report = written(seller)
    do(seller, report, "send")
    reader = Caller(make_person("只看日报", firm.east_sales, {"daily_reports": ["read"]}, scope="below"))
    (item,) = line(reader.get(f"/diary/reports/{report['id']}/facts").data, "talks")
    assert (item["title"], item["id"], item["resource"], item["note"]) == ("（不在您的数据范围内）", None, "", "")


def test_facts_stay_as_they_were_sent(seller: Caller) -> None:
    talk = talk_today(seller)
    report = written(seller)
    do(seller, report, "send")
    type(talk).objects.all().delete()
    assert len(line(seller.get(f"/diary/reports/{report['id']}/facts").data, "talks")) == 1


def test_without_a_superior_it_is_sent_all_the_same(seller: Caller) -> None:
    sent = do(seller, written(seller), "send")
    assert (sent.data["state"], sent.data["sent_to"]) == ("sent", None)
    assert not Notice.objects.exists()


def test_late_entry_is_visible(seller: Caller, head: Caller) -> None:
    report = written(seller, days_ago=3)
    assert report["late_days"] == 3
    assert do(seller, report, "send").data["late_days"] == 3
    assert "（补报 3 天）" in Notice.objects.get().title


def test_the_company_forbids_entering_late(firm: Firm, seller: Caller) -> None:
    old = written(seller, days_ago=5)
    rule(firm.east, 1)
    before = (Event.objects.count(), queued())
    day = (TODAY - dt.timedelta(days=2)).isoformat()
    for refused in (
        seller.post("/r/daily_reports", {"day": day}),
        seller.patch(f"/r/daily_reports/{old['id']}", {"version": old["version"], "summary": "补"}),
        do(seller, old, "send"),
    ):
        assert (refused.status, refused.code, list(refused.data["fields"])) == (400, "too_late", ["day"])
    assert (DailyReport.objects.get().state, Event.objects.count(), queued()) == ("draft", *before)
    shown = seller.get("/diary/day", day=day).data
    assert (shown["most_days"], shown["open"], shown["late_days"]) == (1, False, 2)


def test_no_report_of_tomorrow_and_no_second_one(seller: Caller) -> None:
    tomorrow = (TODAY + dt.timedelta(days=1)).isoformat()
    assert seller.post("/r/daily_reports", {"day": tomorrow}).data["fields"].keys() == {"day"}
    written(seller)
    assert seller.post("/r/daily_reports", {"day": TODAY.isoformat()}).code == "invalid"
    assert DailyReport.objects.count() == 1


def test_nobody_writes_for_another(seller: Caller, head: Caller) -> None:
    refused = head.post("/r/daily_reports", {"day": TODAY.isoformat(), "person": str(seller.person.pk)})
    assert (refused.status, refused.code) == (403, "outside_scope")
    assert not DailyReport.objects.exists()


def test_a_sent_report_stands_until_it_is_taken_back(seller: Caller) -> None:
    report = written(seller)
    sent = do(seller, report, "send").data
    path = f"/r/daily_reports/{report['id']}"
    assert seller.patch(path, {"version": sent["version"], "summary": "改"}).code == "report_sent"
    assert do(seller, report, "send").code == "wrong_state"
    back = do(seller, report, "take_back").data
    assert (back["state"], back["sent_at"]) == ("draft", None)
    assert do(seller, report, "take_back").code == "wrong_state"
    assert seller.patch(path, {"version": back["version"], "summary": "改"}).status == 200
    later = seller.patch(path, {"version": back["version"] + 1, "day": (TODAY - dt.timedelta(days=1)).isoformat()})
    assert (later.status, list(later.data["fields"])) == (400, ["day"])


def test_another_companys_report_does_not_exist(seller: Caller, stranger: Caller) -> None:
    report = written(seller)
    assert do(stranger, report, "send").status == 404
    assert stranger.get(f"/diary/reports/{report['id']}/facts").status == 404
    assert DailyReport.objects.get().state == "draft"


def test_the_team_s_day_says_who_has_not_sent(firm: Firm, seller: Caller, head: Caller, stranger: Caller) -> None:
    lazy = make_person("赵懒", firm.east_sales, SELLING, scope="own")
    make_person("无日报岗", firm.east_sales, {"users": ["read"]})
    do(seller, written(seller), "send")
    written(Caller(lazy))
    plain_day = Holiday.objects.create(day=TODAY, kind="work", name="调休上班")
    config.forget()
    day = head.get("/diary/team").data
    assert (day["sent"], day["missing"]) == (1, 2)
    assert {m["person"]["label"]: m["report"] is not None for m in day["items"]} == {"周主管": False, "赵懒": False, "王东": True}
    assert [m["person"]["label"] for m in day["items"]][-1] == "王东"
    own = seller.get("/diary/team").data
    assert [m["person"]["label"] for m in own["items"]] == ["王东"]
    Holiday.objects.filter(pk=plain_day.pk).update(kind="off")
    config.forget()
    rest = head.get("/diary/team").data
    assert (rest["workday"], rest["sent"], rest["missing"], [m["person"]["label"] for m in rest["items"]]) == (False, 1, 0, ["王东"])


@pytest.mark.parametrize("route", ["/diary/day", "/diary/team"])
def test_without_the_right(firm: Firm, route: str) -> None:
    caller = Caller(make_person("无权", firm.east_sales, {"users": ["read"]}))
    assert (caller.get(route).status, caller.get(route).code) == (403, "not_allowed")


def export(caller: Caller, kind: str, who: str = "me", **values: Any) -> Any:
    """Ask for an export."""
    span = {"since": (TODAY - dt.timedelta(days=7)).isoformat(), "until": TODAY.isoformat()}
    return caller.post("/diary/export", {"format": kind, "who": who, **span, **values})


def fetched(caller: Caller, job: Any) -> Any:
    """The finished file."""
    run_jobs()
    done = caller.get(f"/jobs/{job.data['id']}").data
    assert done["state"] == "done", done
    return caller.client.get(done["result"]["url"])


def test_export_as_excel(seller: Caller, head: Caller, tmp_path: Any) -> None:
    talk_today(seller)
    do(seller, written(seller, summary="=1+1"), "send")
    do(head, written(head), "send")
    path = tmp_path / "r.xlsx"
    path.write_bytes(b"".join(fetched(head, export(head, "xlsx", "team")).streaming_content))
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    assert rows[0][:3] == ("日期", "填报人", "所属单位")
    assert {row[1] for row in rows[1:]} == {"王东", "周主管"}
    mine = next(row for row in rows if row[1] == "王东")
    assert ("客户沟通：江苏新筑建设有限公司" in mine[7], mine[8]) == (True, "=1+1")


def test_export_as_pdf(seller: Caller) -> None:
    talk_today(seller)
    do(seller, written(seller, problems="缺样板\n求支援"), "send")
    pdf = b"".join(fetched(seller, export(seller, "pdf")).streaming_content)
    text = "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))
    assert all(word in text for word in ("王东", "江苏新筑建设有限公司", "求支援", "要样板"))


def test_own_reports_alone(seller: Caller, head: Caller, tmp_path: Any) -> None:
    do(seller, written(seller), "send")
    do(head, written(head), "send")
    path = tmp_path / "r.xlsx"
    path.write_bytes(b"".join(fetched(head, export(head, "xlsx")).streaming_content))
    assert [row[1] for row in openpyxl.load_workbook(path).active.iter_rows(min_row=2, values_only=True)] == ["周主管"]


def test_exports_that_are_refused(seller: Caller, firm: Firm) -> None:
    assert export(seller, "xlsx").code == "nothing_to_export"
    do(seller, written(seller), "send")
    before = queued()
    assert export(seller, "xlsx", since="2020-01-01").code == "invalid"
    assert export(seller, "xlsx", until="2020-01-01").code == "invalid"
    assert export(seller, "docx").status == 422
    Grant.objects.filter(
        resource="daily_reports", action="export", role__in=Membership.objects.filter(user=seller.person).values("role")
    ).delete()

    config.forget()
    assert (export(seller, "xlsx").status, export(seller, "xlsx").code) == (403, "not_allowed")
    assert queued() == before


def weekday(back: int = 0) -> dt.date:
    """A Wednesday; so many days before it."""
    return dt.date(2026, 3, 18) - dt.timedelta(days=back)


def test_who_has_not_sent_is_reminded_before_leaving(firm: Firm, seller: Caller, head: Caller) -> None:
    make("daily_reports", day=weekday(), person=head.person, unit=head.person.unit, state="sent")
    make("daily_reports", day=weekday(), person=seller.person, unit=seller.person.unit, state="draft")
    nobody = make_person("路人", firm.east_sales, {"customers": ["read"]})
    assert [remind(weekday()), remind(weekday())] == [1, 0]
    notice = Notice.objects.get(kind="report_due")
    assert (notice.user_id, notice.title) == (seller.person.pk, "今天的日报还没有提交")
    assert not Notice.objects.filter(user=nobody).exists()
    assert remind(weekday(3)) == 0, "a Sunday"
    make("module_switches", module="diary", unit=firm.east, on=False)
    config.forget()
    assert remind(weekday(1)) == 0, "a company that works without reports"


def test_late_entry_becomes_a_number(seller: Caller, head: Caller, stranger: Caller) -> None:
    of = customer_of(seller)
    now = timezone.now()
    for late in (0, 0, 3):
        made = make("interactions", customer=of, owner=seller.person, content="谈", occurred_at=now - dt.timedelta(days=late))
        assert made.origin == "manual"
    days = [TODAY - dt.timedelta(days=n) for n in range(7)]
    worked = [day for day in days if is_workday(day)]
    for n, day in enumerate(worked[:2]):
        make("daily_reports", day=day, person=seller.person, unit=seller.person.unit, state="sent", late_days=n)
    make("daily_reports", day=days[-1], person=head.person, unit=head.person.unit, state="sent")
    asked = {"since": (days[-1] - dt.timedelta(days=60)).isoformat(), "until": TODAY.isoformat()}
    found = head.get("/diary/punctuality", **asked).data
    mine = next(item for item in found["items"] if item["person"]["label"] == "王东")
    assert (mine["due"], mine["sent"], mine["late"], mine["missing"]) == (len(worked), 2, 1, len(worked) - 2)
    assert (mine["talks"], mine["late_talks"], mine["late_talks_share"], mine["late_share"]) == (3, 1, 33.3, 50.0)
    assert (found["total"]["due"], found["total"]["talks"]) == (2 * len(worked), 3)
    assert found["workdays"] == len(worked), "nothing was due before the team began"
    far = stranger.get("/diary/punctuality", **asked).data
    assert ([item["person"]["label"] for item in far["items"]], far["total"]["due"]) == (["李西"], 0)
    refused = head.get("/diary/punctuality", since="2026-03-02", until="2026-03-01")
    assert (refused.status, list(refused.data["fields"])) == (400, ["until"])
