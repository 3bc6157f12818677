"""What customers put on the workbench, counted by hand."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from zhuke.commons.testing import Caller, Firm, allow, make_person, unmask
from zhuke.kernel import config
from zhuke.modules.customers.models import Customer

from .conftest import EVERYTHING, child, customer


def lists(caller: Caller) -> dict[str, Any]:
    return {one["key"]: one for one in caller.get("/workbench").data["lists"]}


def counters(caller: Caller) -> dict[str, Any]:
    return {one["key"]: one for one in caller.get("/workbench").data["counters"]}


@pytest.fixture
def worker(firm: Firm) -> Caller:
    """A seller who has put every list and counter on the workbench."""
    person = make_person("王东", firm.east_sales, EVERYTHING)
    unmask(allow(person, {}), "contacts", "phone")
    caller = Caller(person)
    available = caller.get("/workbench").data["available"]
    chosen = {kind: [one["key"] for one in available[kind]] for kind in ("lists", "counters")}
    caller.patch("/me/preferences", {"workbench": chosen})
    return caller


def talk(caller: Caller, of: dict[str, Any], days: int) -> None:
    now = timezone.now()
    child(caller, "interactions", of, channel="phone", occurred_at=(now - dt.timedelta(days=10)).isoformat(), content="谈",
          next_contact_at=(now + dt.timedelta(days=days)).isoformat())  # fmt: skip


def test_whom_to_call_today(worker: Caller, seller: Caller) -> None:
    late, soon = customer(worker, "迟到建设有限公司"), customer(worker, "以后建设有限公司")
    child(worker, "contacts", late, name="赵一", phone="13800138000")
    talk(worker, late, -3)
    talk(worker, soon, 3)
    talk(seller, customer(seller, "别人的建设有限公司"), -3)
    found = lists(worker)["customers.today"]
    assert [(one["title"], one["tone"], one["phone"], one["actions"]) for one in found["items"]] == [
        ("迟到建设有限公司", "danger", "13800138000", ["call", "follow"])
    ]
    assert "赵一" in found["items"][0]["hint"]
    assert worker.get("/r/customers", filter=found["link"]["filter"], sort=found["link"]["sort"], count=1).data["count"] == 1


def test_a_number_one_may_not_see_is_not_told(worker: Caller, firm: Firm) -> None:
    late = customer(worker)
    child(worker, "contacts", late, name="赵一", phone="13800138000")
    talk(worker, late, -3)
    other = make_person("李东", firm.east_sales, EVERYTHING)
    Customer.objects.update(owner=other)
    config.forget()
    caller = Caller(other)
    caller.patch("/me/preferences", {"workbench": {"lists": ["customers.today"]}})
    item = lists(caller)["customers.today"]["items"][0]
    assert (item["phone"], item["actions"]) == ("", ["follow"])
    assert "13800138000" not in str(caller.get("/workbench").data)


def test_what_others_gave_me(worker: Caller, seller: Caller) -> None:
    given, old = customer(seller, "给您的建设有限公司"), customer(seller, "早给的建设有限公司")
    for row in (given, old):
        seller.post(f"/r/customers/{row['id']}/do/assign", {"inputs": {"owner": str(worker.person.pk)}})
    customer(worker, "自己录的建设有限公司")
    Customer.objects.filter(pk=old["id"]).update(owned_since=timezone.now() - dt.timedelta(days=8))
    assert [one["title"] for one in lists(worker)["customers.assigned"]["items"]] == ["给您的建设有限公司"]


def test_this_month_against_the_same_days(worker: Caller) -> None:
    today = timezone.localdate()
    first = timezone.make_aware(dt.datetime.combine(today.replace(day=1), dt.time(0, 30)))
    for i, at in enumerate((None, first, first - dt.timedelta(hours=1), (first - dt.timedelta(days=1)).replace(day=1))):
        made = customer(worker, f"江苏第{i}建设有限公司")
        if at:
            Customer.objects.filter(pk=made["id"]).update(created_at=at)
    figure = counters(worker)["customers.new"]
    # The last evening of last month counts only on the last days of this one.
    days_of_last = (today.replace(day=1) - dt.timedelta(days=1)).day
    assert (figure["value"], figure["previous"]) == ("2", "2" if today.day >= days_of_last else "1")
    assert worker.get("/r/customers", filter=figure["link"]["filter"], count=1).data["count"] == 2
    assert counters(worker)["customers.incomplete"]["value"] == "4"


def test_feedback_and_leads(worker: Caller, firm: Firm) -> None:
    said = child(worker, "feedbacks", customer(worker), kind="complaint", content="漏水", occurred_at=timezone.now().isoformat())
    worker.post(f"/r/feedbacks/{said['id']}/do/assign_handler", {"inputs": {"handler": str(worker.person.pk)}})
    worker.post("/r/leads", {"company": "扬州新区管委会", "contact_name": "吴五", "phone": "13700001234"})
    found = lists(worker)
    assert [one["title"] for one in found["feedbacks.mine"]["items"]] == ["漏水"]
    assert [(one["title"], one["phone"]) for one in found["leads.new"]["items"]] == [("扬州新区管委会", "")]
    assert counters(worker)["feedbacks.open"]["value"] == "1"
    assert counters(worker)["leads.month"]["value"] == "1"


def test_warned_of_recycling(worker: Caller) -> None:
    made = customer(worker)
    assert lists(worker)["customers.recycling"]["items"] == []
    Customer.objects.filter(pk=made["id"]).update(pool_due_on=timezone.localdate() + dt.timedelta(days=3))
    assert [one["tone"] for one in lists(worker)["customers.recycling"]["items"]] == ["warn"]


def test_the_number_of_queries_does_not_grow(worker: Caller, django_assert_max_num_queries: Any) -> None:
    for i in range(6):
        talk(worker, customer(worker, f"江苏第{i}建设有限公司"), -1)
    worker.get("/workbench")
    with django_assert_max_num_queries(45):
        assert len(lists(worker)["customers.today"]["items"]) == 6
