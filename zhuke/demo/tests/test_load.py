"""The loaded demonstration: complete, recorded, found, counted on, and refused where it would do harm."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, Max, Q
from django.test import Client

from zhuke.commons.comments.models import Comment
from zhuke.commons.files.models import FileVersion
from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import Caller, queued
from zhuke.commons.views.models import SavedView
from zhuke.demo.book import DOUBLE_AT
from zhuke.demo.group import PASSWORD
from zhuke.demo.load import Loaded
from zhuke.demo.source import ZONE
from zhuke.demo.told import told
from zhuke.kernel import config
from zhuke.kernel.access import system
from zhuke.kernel.models import Change, Event
from zhuke.modules.customers.models import Address, Contact, Cooperation, Customer, Feedback, Interaction, Lead
from zhuke.modules.customers.services.collision import look_alikes
from zhuke.modules.orgs.models import Delegation, Membership, Unit, User
from zhuke.modules.orgs.presets import PRESETS
from zhuke.modules.projects.models import Project

from .conftest import TODAY

RECORDS = (Customer, Contact, Address, Interaction, Feedback, Cooperation, Lead, Comment)


def person(login: str) -> User:
    """A demonstration account."""
    config.forget()
    return User.objects.get(username=login)


def test_the_group_is_whole(db: None, loaded: Loaded) -> None:
    assert (Unit.objects.filter(kind="group").count(), Unit.objects.filter(kind="subsidiary").count(), User.objects.count()) == (1, 20, 200)
    assert {account["role"] for account in loaded.accounts} == set(PRESETS)
    assert set(Membership.objects.values_list("role__code", flat=True)) == set(PRESETS)
    assert not Unit.objects.filter(kind__in=["group", "subsidiary"], manager=None).exists()
    today = Delegation.objects.filter(starts_on__lte=TODAY, ends_on__gte=TODAY)
    assert today.exists()
    for unit in Unit.objects.select_related("parent"):
        assert unit.path == f"{unit.parent.path if unit.parent else ''}{unit.pk}/"


def test_the_counts_are_in_proportion(db: None, loaded: Loaded) -> None:
    assert Customer.objects.count() == 100
    expected = {Contact: 3.0, Interaction: 12.5, Feedback: 0.75, Cooperation: 1.2, Address: 1.2}
    for model, each in expected.items():
        assert 0.6 * each * 100 < model._default_manager.count() < 1.5 * each * 100, model
    assert Lead.objects.count() > 1
    assert Comment.objects.count() > 20
    assert SavedView.objects.count() == 10
    assert FileVersion.objects.filter(preview=True).exists()
    assert queued() == []


def test_every_row_is_recorded_as_its_own_persons(db: None, loaded: Loaded) -> None:
    names: dict[Any, str] = {None: "演示数据"}
    names |= dict(User.objects.values_list("pk", "name"))
    for model in (*RECORDS, Unit, User, Membership):
        inserts = {c.object_id: c for c in Change.objects.filter(table=model._meta.db_table, operation="INSERT")}
        rows = list(model._default_manager.values_list("pk", "created_by_id", "created_at"))
        assert len(inserts) == len(rows) > 0
        for key, author, created_at in rows:
            change = inserts[key]
            assert (change.actor_id, change.actor_name, change.cause, change.event_at) == (author, names[author], "demo", created_at)


def test_later_changes_are_recorded_and_counted(db: None, loaded: Loaded) -> None:
    updates = Change.objects.filter(operation="UPDATE", cause="demo")
    assert updates.filter(table="customers_customer", diff__has_key="owner_id").exists()
    assert updates.filter(table="customers_customer", diff__has_key="intention").exists()
    for feedback in Feedback.objects.filter(state__in=["answered", "closed"]):
        answered = updates.get(object_id=feedback.pk, diff__has_key="answer")
        assert (answered.actor_id, answered.event_at) == (feedback.answered_by_id, feedback.answered_at)
        assert feedback.version == 1 + updates.filter(object_id=feedback.pk).count()
    # The converter of models is a part of the system and nobody's hand; so is what carries out an approved change, under its number.
    carried_out = Q(table="changes_changerequest", actor_name="演示数据") | Q(actor_name__startswith="BG-")
    by_nobody = updates.filter(actor_id=None).exclude(table="bim_bimmodel", actor_name="模型转换").exclude(carried_out)
    assert not set(by_nobody.values_list("table", "actor_name"))
    noon = dt.datetime.combine(TODAY, dt.time(18), tzinfo=ZONE)
    assert not Customer.objects.filter(updated_at__gt=noon).exists()


def test_nothing_is_orphaned_or_contradictory(db: None, loaded: Loaded) -> None:
    for model in (Interaction, Feedback):
        assert not model._default_manager.exclude(contact=None).exclude(contact__customer=F("customer")).exists()
        assert not model._default_manager.filter(created_at__lt=F("customer__created_at")).exists()
    assert not Customer.objects.filter(pooled_at=None).exclude(unit=F("owner__unit")).exists()
    assert not Customer.objects.exclude(pooled_at=None).exclude(owner=None).exists()
    assert not Customer.objects.exclude(pooled_at=None).filter(opportunities__state="open").exists()
    assert not Customer.objects.filter(Q(completeness__lt=55) | Q(name_key="") | Q(pinyin="")).exists()
    assert not Interaction.objects.filter(next_contact_at__lte=F("occurred_at")).exists()
    assert not Feedback.objects.filter(state__in=["open", "handling"]).exclude(answered_at=None).exists()
    assert Feedback.objects.filter(state__in=["open", "handling"], due_on__lt=TODAY).exists()
    assert not Lead.objects.filter(state="converted", customer=None).exists()
    for customer in Customer.objects.prefetch_related("contacts"):
        assert [c.is_primary for c in customer.contacts.all()].count(True) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname IN ('a_demo', 'z_demo')")
        assert cursor.fetchone() == (0,)


def test_derived_columns_follow(db: None, loaded: Loaded) -> None:
    talked = Customer.objects.exclude(last_contact_at=None)
    assert talked.count() > 80
    for customer in talked[:20]:
        assert customer.last_contact_at == customer.interactions.aggregate(last=Max("occurred_at"))["last"]
    assert set(Customer.objects.values_list("value_class", flat=True)) >= {"A", "B", "C"}
    assert Interaction.objects.filter(late_days__gt=0).exists()


def test_search_finds_by_name_pinyin_phone_and_code(db: None, loaded: Loaded) -> None:
    boss = Caller(person("zongcai"))
    customer = Customer.objects.exclude(credit_code="").exclude(phone="").first()
    assert customer is not None
    for text in (customer.name[2:6], customer.credit_code, customer.number, customer.phone[-6:]):
        found = boss.get("/r/customers", q=text, limit=100).data["items"]
        assert str(customer.pk) in {row["id"] for row in found}, text
    contact = Contact.objects.exclude(phone="").first()
    assert contact is not None
    assert str(contact.pk) in {row["id"] for row in boss.get("/r/contacts", q=contact.phone[-5:], limit=100).data["items"]}


def test_history_of_a_customer_reads_as_a_story(db: None, loaded: Loaded) -> None:
    change = Change.objects.filter(table="customers_customer", operation="UPDATE", diff__has_key="owner_id").first()
    assert change is not None
    items = Caller(person("zongcai")).get(f"/r/customers/{change.object_id}/history").data["items"]
    handed = next(item for item in items if any(c["field"] == "owner" for c in item["changes"]))
    assert handed["actor"]["label"]
    assert handed["event_at"] < handed["at"]
    assert items[-1]["operation"] == "create"
    names = list(
        Event.objects.filter(subject_id=change.object_id, name__startswith="customer.").order_by("at").values_list("name", flat=True)
    )
    assert names == ["customer.registered", "customer.assigned"]


def test_everybody_can_sign_in_and_sees_what_the_role_gives(db: None, loaded: Loaded) -> None:
    client = Client()
    answer = client.post(
        "/_allauth/browser/v1/auth/login", json.dumps({"username": "xiaoshou1", "password": PASSWORD}), content_type="application/json"
    )
    assert answer.status_code == 200, answer.content
    assert not User.objects.filter(must_change_password=True).exists()
    assert User.objects.values_list("password", flat=True).distinct().count() == 1
    everything = Caller(person("zongcai")).get("/r/customers", count=1, limit=1).data["count"]
    company = Caller(person("huadong")).get("/r/customers", count=1, limit=1).data["count"]
    own = Caller(person("xiaoshou1")).get("/r/customers", count=1, limit=1).data["count"]
    assert everything == 100
    assert everything > company > own > 0
    assert "customers" not in Caller(person("gongren")).get("/me").data["grants"]


def test_twins_and_doubles_are_met(db: None, loaded: Loaded) -> None:
    by_code: dict[str, set[Any]] = {}
    for customer in Customer.objects.exclude(credit_code="").select_related("unit"):
        by_code.setdefault(customer.credit_code, set()).add(customer.unit.path.split("/")[1])
    assert any(len(companies) == 2 for companies in by_code.values())
    rows = list(Customer.objects.order_by("number"))
    one, double = rows[DOUBLE_AT - 1], rows[DOUBLE_AT]
    assert one.name != double.name
    found = look_alikes(system("test"), name=double.name, exclude=double.pk)
    assert one.pk in {candidate.customer.pk for candidate in found}, (one.name, double.name)


def test_numbers_go_on_after_the_demonstration(db: None, loaded: Loaded) -> None:
    this_year = Customer.objects.filter(number__startswith=f"KH-{TODAY.year}-").order_by("-number").first()
    numbers = list(Customer.objects.order_by("number").values_list("number", flat=True))
    assert len(set(numbers)) == 100
    assert this_year is not None
    seller = person("xiaoshou1")
    made = Caller(seller).post("/r/customers", {"name": "新来的客户有限公司"})
    assert made.status == 201, made.data
    number = Customer.objects.get(pk=made.data["id"]).number
    assert number not in numbers
    prefix, _dash, sequence = number.rpartition("-")
    taken = [int(n.rpartition("-")[2]) for n in numbers if n.startswith(prefix)]
    assert int(sequence) == max(taken, default=0) + 1


def test_notices_are_those_of_recent_events(db: None, loaded: Loaded) -> None:
    for notice in Notice.objects.all():
        assert (TODAY - notice.created_at.date()).days <= 46
        if notice.kind == "mention":
            assert notice.user_id in Comment.objects.get(pk=notice.key.partition(":")[2]).mentions


def test_of_very_many_projects_the_newest_are_told_in_full(db: None, loaded: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(Project.objects.all()).count() == Project.objects.count() > 5
    monkeypatch.setattr("zhuke.demo.told.MOST", 5)
    newest = sorted(Project.objects.all(), key=lambda row: (-row.created_at.timestamp(), row.pk))[:5]
    assert {row.pk for row in told(Project.objects.all())} == {row.pk for row in newest}
