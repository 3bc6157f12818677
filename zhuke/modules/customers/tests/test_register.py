"""Entering and changing customers and their contacts."""

import datetime as dt

from django.utils import timezone

from zhuke.commons.testing import Caller
from zhuke.kernel.models import Change, Event
from zhuke.modules.customers.models import Customer, Interaction

from .conftest import child, customer

GOOD_CODE = "91350100M000100Y43"


def test_a_customer_gets_number_owner_unit_and_a_trace(seller: Caller) -> None:
    made = customer(seller, credit_code=GOOD_CODE.lower(), phone="025-8888 6666", kind="developer")
    assert made["credit_code"] == GOOD_CODE
    assert made["owner"]["label"] == "王东"
    assert made["unit"]["label"] == "华东市场部"
    assert made["number"].endswith("00001")
    assert Event.objects.filter(name="customer.registered", subject_id=made["id"]).count() == 1
    change = Change.objects.get(object_id=made["id"], operation="INSERT")
    assert (change.actor_name, change.cause) == ("王东", "api")


def test_wrong_code_phone_and_mail_are_refused_together_with_a_sentence_each(seller: Caller) -> None:
    answer = seller.post("/r/customers", {"name": "甲公司", "credit_code": "91350100M000100Y40", "phone": "123", "email": "a@b"})
    assert (answer.status, answer.code) == (400, "invalid")
    assert set(answer.data["fields"]) == {"credit_code", "phone", "email"}
    assert not Customer.objects.exists()
    assert not Change.objects.filter(table="customers_customer").exists()


def test_sending_twice_makes_one(seller: Caller) -> None:
    body = {"id": "01900000-0000-7000-8000-000000000001", "name": "乙公司", "kind": "private", "budget": "1200.50"}
    first, again = seller.post("/r/customers", body), seller.post("/r/customers", body)
    assert (first.status, again.status) == (201, 200)
    other = seller.post("/r/customers", {**body, "name": "丙公司"})
    assert (other.status, other.code) == (409, "id_taken")
    assert Customer.objects.count() == 1


def test_a_stale_edit_is_refused_with_the_row_as_it_is(seller: Caller) -> None:
    made = customer(seller)
    assert seller.patch(f"/r/customers/{made['id']}", {"version": made["version"], "city": "苏州"}).status == 200
    answer = seller.patch(f"/r/customers/{made['id']}", {"version": made["version"], "city": "无锡"})
    assert (answer.status, answer.code) == (409, "stale_version")
    assert answer.data["data"]["current"]["city"] == "苏州"


def test_a_colleagues_call_does_not_make_an_open_edit_stale(seller: Caller) -> None:
    made = customer(seller)
    child(seller, "interactions", made, channel="phone", occurred_at=timezone.now().isoformat(), content="电话沟通")
    answer = seller.patch(f"/r/customers/{made['id']}", {"version": made["version"], "city": "苏州"})
    assert answer.status == 200
    assert answer.data["last_contact_at"]


def test_the_first_contact_is_primary_and_a_new_primary_replaces_it(seller: Caller) -> None:
    made = customer(seller)
    first = child(seller, "contacts", made, name="赵一", phone="+86 138 0013 8000")
    assert (first["is_primary"], first["phone"]) == (True, "13800138000")
    child(seller, "contacts", made, name="钱二", is_primary=True)
    assert seller.get(f"/r/contacts/{first['id']}").data["is_primary"] is False


def test_children_raise_completeness_and_dates(seller: Caller) -> None:
    made = customer(seller)
    child(seller, "contacts", made, name="赵一", phone="13800138000", email="zhao@example.com")
    now = timezone.now()
    child(
        seller, "interactions", made, channel="visit", occurred_at=(now - dt.timedelta(days=3)).isoformat(), content="上门",
        next_contact_at=(now + dt.timedelta(days=2)).isoformat(),
    )  # fmt: skip
    row = seller.get(f"/r/customers/{made['id']}").data
    assert row["completeness"] >= made["completeness"] + 29
    assert row["last_contact_at"][:10] == (now - dt.timedelta(days=3)).date().isoformat()
    assert row["next_contact_at"][:10] == (now + dt.timedelta(days=2)).date().isoformat()
    assert "活跃" in "".join(row["auto_tags"])


def test_late_entry_is_counted_and_the_future_refused(seller: Caller) -> None:
    made = customer(seller)
    late = child(seller, "interactions", made, occurred_at=(timezone.now() - dt.timedelta(days=5)).isoformat(), content="补记")
    assert late["late_days"] == 5
    answer = seller.post(
        "/r/interactions", {"customer": made["id"], "occurred_at": (timezone.now() + dt.timedelta(hours=2)).isoformat(), "content": "将来"}
    )
    assert (answer.status, list(answer.data["fields"])) == (400, ["occurred_at"])
    assert Interaction.objects.count() == 1


def test_a_contact_of_another_customer_is_refused(seller: Caller) -> None:
    one, other = customer(seller), customer(seller, "别的公司")
    contact = child(seller, "contacts", other, name="孙三")
    answer = seller.post(
        "/r/interactions", {"customer": one["id"], "contact": contact["id"], "occurred_at": timezone.now().isoformat(), "content": "x"}
    )
    assert (answer.status, list(answer.data["fields"])) == (400, ["contact"])


def test_another_company_sees_none_of_it(seller: Caller, stranger: Caller) -> None:
    made = customer(seller)
    contact = child(seller, "contacts", made, name="赵一", phone="13800138000")
    changes = Change.objects.count()
    for path in (
        f"/r/customers/{made['id']}",
        f"/r/contacts/{contact['id']}",
        f"/customers/{made['id']}/timeline",
        f"/customers/{made['id']}/summary",
    ):
        assert stranger.get(path).status == 404
    assert stranger.post("/r/contacts", {"customer": made["id"], "name": "偷"}).status == 400
    assert stranger.get("/r/contacts", count=1).data["count"] == 0
    assert Change.objects.count() == changes


def test_an_archived_customer_offers_nothing_but_to_be_restored(seller: Caller) -> None:
    made = seller.post("/r/customers", {"name": "杭州安澜水务有限公司"}).data
    assert {"update", "archive", "assign"} <= set(made["_can"])
    archived = seller.post(f"/r/customers/{made['id']}/archive", {"version": made["version"]}).data
    assert set(archived["_can"]) == {"read", "restore"}
