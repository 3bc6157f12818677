"""Calendar and feeds through HTTP. The entries come from customers, whose tests have them in detail."""

from __future__ import annotations

import datetime as dt
from typing import Any

import icalendar
import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from zhuke.commons.calendars import feeds
from zhuke.commons.calendars.models import CalendarFeed
from zhuke.commons.testing import Caller, Firm, allow, make, make_firm, make_person
from zhuke.kernel import config
from zhuke.kernel.models import Event

READING = {"customers": ["read", "update"], "interactions": ["read", "update"], "users": ["read"], "units": ["read"]}
NOW = timezone.now()
TODAY = timezone.localdate()


@pytest.fixture
def firm(db: None) -> Firm:
    """A group; nobody has fetched anything this hour."""
    config.forget()
    cache.clear()
    return make_firm()


@pytest.fixture
def seller(firm: Firm) -> Caller:
    """Looks after the customers of the east company."""
    return Caller(make_person("王东", firm.east_sales, READING))


def contact_in(owner: Any, unit: Any, days: int, name: str = "江苏新筑建设有限公司", phone: str = "13812345678") -> Any:
    """A customer that is to be contacted in some days."""
    customer = make("customers", name=name, unit=unit, owner=owner, phone=phone)
    at = NOW + dt.timedelta(days=days)
    return make(
        "interactions", customer=customer, owner=owner, occurred_at=NOW - dt.timedelta(days=40), content="谈报价", next_contact_at=at
    )


def month(caller: Caller, who: str = "me", **more: Any) -> Any:
    """The calendar around today."""
    since, until = TODAY - dt.timedelta(days=35), TODAY + dt.timedelta(days=35)
    return caller.get("/calendar", since=since.isoformat(), until=until.isoformat(), who=who, **more)


def feed_of(caller: Caller, **body: Any) -> tuple[str, str]:
    """A new feed: its id and its path."""
    made = caller.post("/calendar/feeds", {"name": "手机日历", **body})
    assert made.status == 201, made.data
    return made.data["id"], made.data["url"].partition("testserver")[2]


def fetched(path: str, **headers: str) -> Any:
    """What a calendar program gets, which does not sign in."""
    return Client().get(path, headers=headers)


def test_entries_stand_on_their_day_and_can_be_moved(firm: Firm, seller: Caller) -> None:
    talk = contact_in(seller.person, firm.east_sales, 3)
    (entry,) = [e for e in month(seller).data["items"] if e["kind"] == "next_contact"]
    assert entry["title"] == "联系 江苏新筑建设有限公司"
    assert (entry["done"], entry["overdue"], entry["all_day"], entry["object_id"]) == (False, False, False, str(talk.customer_id))
    move, to = entry["move"], (NOW + dt.timedelta(days=5)).isoformat()
    moved = seller.patch(f"/r/{move['resource']}/{move['id']}", {"version": move["version"], move["field"]: to})
    assert moved.status == 200, moved.data
    (entry,) = [e for e in month(seller).data["items"] if e["kind"] == "next_contact"]
    assert dt.datetime.fromisoformat(entry["start"]) == dt.datetime.fromisoformat(to)


def test_overdue_until_the_customer_was_talked_to(firm: Firm, seller: Caller) -> None:
    talk = contact_in(seller.person, firm.east_sales, -2)
    (entry,) = [e for e in month(seller).data["items"] if e["kind"] == "next_contact"]
    assert (entry["done"], entry["overdue"]) == (False, True)
    make("interactions", customer=talk.customer, owner=seller.person, occurred_at=NOW, content="通了电话")
    (entry,) = [e for e in month(seller).data["items"] if e["kind"] == "next_contact"]
    assert (entry["done"], entry["overdue"], entry["move"]) == (True, False, None)


def test_others_and_the_team_only_as_far_as_rights_reach(firm: Firm, seller: Caller) -> None:
    colleague, stranger = make_person("赵东", firm.east_sales, READING), make_person("李西", firm.west_sales, READING)
    allow(seller.person, {"users": ["read"]}, "group")
    contact_in(colleague, firm.east_sales, 1, "东客户有限公司")
    contact_in(stranger, firm.west_sales, 1, "西客户有限公司")

    def titles(who: str) -> list[str]:
        return [e["title"] for e in month(seller, who).data["items"] if e["kind"] == "next_contact"]

    assert titles("me") == []
    assert titles("team") == ["联系 东客户有限公司"]
    assert titles(str(colleague.pk)) == ["联系 东客户有限公司"]
    assert titles(str(stranger.pk)) == []


def test_without_the_right_the_kind_is_not_there(firm: Firm) -> None:
    caller = Caller(make_person("无权", firm.east_sales, {"users": ["read"]}))
    contact_in(caller.person, firm.east_sales, 1)
    answer = month(caller)
    assert "next_contact" not in [k["kind"] for k in answer.data["kinds"]]
    assert [e for e in answer.data["items"] if e["kind"] != "holiday"] == []


def test_kinds_narrow_and_holidays_are_background(firm: Firm, seller: Caller) -> None:
    make("holidays", day=TODAY + dt.timedelta(days=1), kind="off", name="厂庆")
    contact_in(seller.person, firm.east_sales, 1)
    items = month(seller, kinds="holiday").data["items"]
    assert [(e["kind"], e["title"], e["all_day"]) for e in items if e["title"] == "厂庆"] == [("holiday", "厂庆", True)]
    assert {e["kind"] for e in items} == {"holiday"}
    assert {k["kind"]: k["background"] for k in month(seller).data["kinds"]}["holiday"] is True


@pytest.mark.parametrize(("since", "until", "code"), [("2026-02-01", "2026-01-01", 400), ("2026-01-01", "2028-01-01", 400)])
def test_odd_periods_are_refused(seller: Caller, since: str, until: str, code: int) -> None:
    refused = seller.get("/calendar", since=since, until=until)
    assert (refused.status, refused.code) == (code, "invalid")


def test_nobody_of_that_id(seller: Caller) -> None:
    assert month(seller, "00000000-0000-7000-8000-000000000000").code == "not_found"


def test_a_feed_tells_what_its_owner_may_see(firm: Firm, seller: Caller) -> None:
    talk = contact_in(seller.person, firm.east_sales, 3)
    _id, path = feed_of(seller)
    answer = fetched(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    calendar: Any = icalendar.Calendar.from_ical(answer.content)
    (event,) = calendar.walk("VEVENT")
    assert (event["UID"], event["SUMMARY"]) == (f"next_contact-{talk.pk}@zhuke", "联系 江苏新筑建设有限公司")
    assert event["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert event["DTSTART"].dt == talk.next_contact_at.replace(microsecond=0)
    assert event["DTSTAMP"].dt == talk.updated_at.astimezone(dt.UTC).replace(microsecond=0)
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    assert "13812345678" not in answer.content.decode()


def test_an_unchanged_feed_is_not_sent_again(firm: Firm, seller: Caller) -> None:
    talk = contact_in(seller.person, firm.east_sales, 3)
    _id, path = feed_of(seller)
    first = fetched(path)
    assert fetched(path, if_none_match=first["ETag"]).status_code == 304
    assert fetched(path, if_modified_since=first["Last-Modified"]).status_code == 304
    make("interactions", customer=talk.customer, owner=seller.person, occurred_at=NOW, content="谈过了")
    again = fetched(path, if_none_match=first["ETag"])
    assert (again.status_code, again["ETag"] == first["ETag"]) == (200, False)
    assert "✓ 联系" in again.content.decode()


def test_rights_are_those_of_the_moment(firm: Firm, seller: Caller) -> None:
    contact_in(seller.person, firm.east_sales, 3)
    _id, path = feed_of(seller)
    assert b"BEGIN:VEVENT" in fetched(path).content
    seller.person.memberships.all().delete()
    config.forget()
    assert b"BEGIN:VEVENT" not in fetched(path).content


def test_a_person_switched_off_has_no_feed(firm: Firm, seller: Caller) -> None:
    _id, path = feed_of(seller)
    type(seller.person).objects.filter(pk=seller.person.pk).update(is_active=False)
    answer = fetched(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_revoked_feed_is_gone(seller: Caller) -> None:
    pk, path = feed_of(seller)
    assert seller.delete(f"/calendar/feeds/{pk}").status == 204
    assert fetched(path).status_code == 404
    assert seller.get("/calendar/feeds").data == []
    assert seller.delete(f"/calendar/feeds/{pk}").code == "not_found"


def test_nobody_revokes_anothers_feed(firm: Firm, seller: Caller) -> None:
    pk, path = feed_of(seller)
    other = Caller(make_person("赵东", firm.east_sales, READING))
    assert other.delete(f"/calendar/feeds/{pk}").code == "not_found"
    assert fetched(path).status_code == 200


def test_the_secret_is_told_once_and_kept_nowhere(seller: Caller) -> None:
    pk, path = feed_of(seller)
    secret = path.rpartition("/")[2].removesuffix(".ics")
    (listed,) = seller.get("/calendar/feeds").data
    assert listed["url"] is None
    feed = CalendarFeed.objects.get(pk=pk)
    assert secret not in str(vars(feed))
    assert feed.digest == feeds.digest(secret)


def test_too_many_fetches_are_refused(monkeypatch: pytest.MonkeyPatch, seller: Caller) -> None:
    monkeypatch.setattr(feeds, "PER_HOUR", 2)
    _id, path = feed_of(seller)
    assert [fetched(path).status_code for _n in range(3)] == [200, 200, 429]


def test_guessing_is_refused(monkeypatch: pytest.MonkeyPatch, seller: Caller) -> None:
    monkeypatch.setattr(feeds, "GUESSES_PER_HOUR", 2)
    guess = "/api/v1/calendar/feed/nothing.ics"
    assert [fetched(guess).status_code for _n in range(3)] == [404, 404, 429]


def test_unknown_kinds_and_too_many_feeds(monkeypatch: pytest.MonkeyPatch, seller: Caller) -> None:
    refused = seller.post("/calendar/feeds", {"name": "x", "kinds": ["nothing"]})
    assert (refused.status, refused.code, list(refused.data["fields"])) == (400, "invalid", ["kinds"])
    monkeypatch.setattr(feeds, "MOST", 0)
    assert seller.post("/calendar/feeds", {"name": "x"}).code == "invalid"
    assert not CalendarFeed.objects.exists()
    assert not Event.objects.filter(name="calendar_feeds.created").exists()


def test_a_token_manages_no_feeds(firm: Firm, seller: Caller) -> None:
    expires = (timezone.now() + dt.timedelta(days=1)).isoformat()
    secret = seller.post("/tokens", {"name": "脚本", "expires_at": expires}).data["secret"]
    answer = Client().post(
        "/api/v1/calendar/feeds", {"name": "x"}, content_type="application/json", headers={"authorization": f"Bearer {secret}"}
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "token_cannot")
    assert not CalendarFeed.objects.exists()


def test_a_teams_feed_names_the_person(firm: Firm, seller: Caller) -> None:
    colleague = make_person("赵东", firm.east_sales)
    allow(colleague, READING)
    contact_in(colleague, firm.east_sales, 3)
    _id, path = feed_of(seller, who="team")
    assert "（赵东）" in fetched(path).content.decode().replace("\r\n ", "")
