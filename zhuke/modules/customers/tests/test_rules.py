"""The rules that come with customers: who is told of what, once."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from zhuke.commons.automation.builtin import all_builtin
from zhuke.commons.automation.models import Firing, Rule, Step
from zhuke.commons.automation.services.acting import act_all
from zhuke.commons.automation.services.definitions import filled, resource_of
from zhuke.commons.automation.services.managing import install_rules
from zhuke.commons.automation.services.passes import AUTOMATION, run_pass
from zhuke.commons.automation.services.texts import check_template
from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import Caller, Firm, make, make_person
from zhuke.commons.todos.models import Todo
from zhuke.kernel.filters import compile_filter

pytestmark = pytest.mark.django_db
READ = {"customers": ["read"], "feedbacks": ["read"], "todos": ["read"], "qualifications": ["read"]}


@pytest.fixture
def rules(firm: Firm) -> dict[str, Rule]:
    install_rules(AUTOMATION)
    return {rule.code: rule for rule in Rule.objects.all()}


@pytest.fixture
def owner(firm: Firm) -> Any:
    return make_person("王东", firm.east_sales, READ)


def silent(firm: Firm, owner: Any, days: int, **values: Any) -> Any:
    at = timezone.now() - dt.timedelta(days=days)
    values = {"name": f"沉默{days}", "value_class": "A", "last_contact_at": at, **values}
    return make("customers", unit=firm.east_sales, owner=owner, **values)


def go(rule: Rule) -> int:
    fired = run_pass(rule).fired
    act_all()
    return fired


def test_every_built_in_rule_can_run(firm: Firm) -> None:
    for definition in all_builtin():
        resource = resource_of(definition)
        compile_filter(AUTOMATION, resource, filled(definition.condition, definition.defaults()))
        for do in definition.actions:
            for text in (do.title, do.body):
                check_template(resource, AUTOMATION, text, definition.defaults())


def test_silence_by_value_class(firm: Firm, rules: dict[str, Rule], owner: Any) -> None:
    told = silent(firm, owner, 16)
    silent(firm, owner, 14)
    silent(firm, owner, 16, value_class="B")
    silent(firm, owner, 16, archived_at=timezone.now())
    silent(firm, None, 16)
    rule = rules["customers.silent"]
    assert go(rule) == 1
    assert go(rule) == 0
    notice, todo = Notice.objects.get(), Todo.objects.get()
    assert (notice.user_id, notice.title, notice.object_id) == (owner.pk, "客户 沉默16 已 16 天没有联系", told.pk)
    assert (todo.assignee_id, todo.title, todo.kind, todo.object_label, todo.state) == (
        owner.pk,
        "联系久未联系的客户 沉默16",
        "forgotten",
        "沉默16",
        "open",
    )


def test_again_on_the_next_occurrence_and_the_to_do_closes(firm: Firm, rules: dict[str, Rule], owner: Any) -> None:
    customer, rule = silent(firm, owner, 20), rules["customers.silent"]
    go(rule)
    type(customer).objects.filter(pk=customer.pk).update(last_contact_at=timezone.now())
    assert run_pass(rule).closed == 1
    todo = Todo.objects.get()
    assert (todo.state, todo.closed_by_id, todo.version) == ("done", None, 2)
    assert todo.closed_at is not None
    type(customer).objects.filter(pk=customer.pk).update(last_contact_at=timezone.now() - dt.timedelta(days=15))
    assert go(rule) == 1
    assert Notice.objects.count() == 2
    assert sorted(Todo.objects.values_list("state", flat=True)) == ["done", "open"]


def test_next_contact_today_not_tomorrow(firm: Firm, rules: dict[str, Rule], owner: Any) -> None:
    tonight = timezone.localtime().replace(hour=23, minute=30)
    silent(firm, owner, 1, next_contact_at=tonight)
    silent(firm, owner, 1, name="明天", next_contact_at=tonight + dt.timedelta(days=1))
    assert go(rules["customers.next_contact"]) == 1
    assert [t.kind for t in Todo.objects.all()] == ["contact"]
    assert "沉默1" in Notice.objects.get().title


def test_a_complaint_reaches_the_supervisor_by_its_event(firm: Firm, rules: dict[str, Rule], seller: Caller) -> None:
    from zhuke.commons.testing import allow, queued, run_jobs
    from zhuke.modules.orgs.models import Membership, Role

    boss = make_person("主管", firm.east, READ)
    allow(boss, {})
    role = Role.objects.create(code="sales_supervisor", name="销售主管")
    Membership.objects.create(user=boss, unit=firm.east, role=role)
    customer = seller.post("/r/customers", {"name": "江苏新筑建设有限公司"}).data
    body = {"customer": customer["id"], "kind": "complaint", "content": "墙面开裂", "occurred_at": timezone.now().isoformat()}
    assert seller.post("/r/feedbacks", body).status == 201
    seller.post("/r/feedbacks", body | {"kind": "need"})
    assert "kernel.deliver_event" in queued()
    run_jobs()
    notice = Notice.objects.get(user=boss)
    assert (notice.title, notice.body) == ("客户 江苏新筑建设有限公司 有投诉", "墙面开裂")
    assert Firing.objects.get().occurrence.startswith("event:")
    assert Step.objects.get().outcome == "done"
