"""To-dos that a rule of events gave end by themselves when what they ask for no longer holds, and not before."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhuke.commons.automation.models import Override, Rule
from zhuke.commons.automation.services.settling import settle
from zhuke.commons.testing import Caller, Firm, make_person, run_jobs
from zhuke.commons.todos.models import Todo
from zhuke.kernel.models import Change
from zhuke.modules.sales.models import Opportunity

from .conftest import do, move, opportunity, stage

pytestmark = pytest.mark.django_db
ADMIN = {"automation_rules": ["read", "create"], "opportunities": ["read"], "users": ["read"], "units": ["read"], "stages": ["read"]}


@pytest.fixture
def admin(firm: Firm) -> Caller:
    return Caller(make_person("管理员", firm.group, ADMIN, scope="group"))


def rule(admin: Caller, condition: Any, event: str = "opportunities.moved") -> Rule:
    """Whoever owns an opportunity has something to do when it has moved."""
    body = {"name": "写报价", "resource": "opportunities", "trigger": {"events": [event]}, "condition": condition}
    made = admin.post(
        "/r/automation_rules", {**body, "actions": [{"kind": "todo", "to": ["owner"], "title": "写报价：{name}", "due_in": 2}]}
    )
    assert made.status == 201, made.data
    return Rule.objects.get(pk=made.data["id"])


def in_quotation() -> list[Any]:
    return ["stage", "=", str(stage("quotation").pk)]


def states() -> list[str]:
    return list(Todo.objects.order_by("pk").values_list("state", flat=True))


def test_closed_with_the_event_that_ends_it(admin: Caller, seller: Caller) -> None:
    made = rule(admin, in_quotation())
    deal, other = opportunity(seller), opportunity(seller, "体育馆")
    for row in (deal, other):
        assert move(seller, row, "quotation").status == 200
    run_jobs()
    assert (states(), settle()) == (["open", "open"], 0), "the condition holds: nothing ends"
    assert move(seller, deal, "signing").status == 200
    run_jobs()
    ended = Todo.objects.get(object_id=deal["id"])
    assert (ended.state, ended.closed_by, bool(ended.closed_at)) == ("done", None, True)
    assert Todo.objects.get(object_id=other["id"]).state == "open"
    assert Change.objects.filter(object_id=ended.pk, cause=f"rule:{made.pk}", actor_name="自动化").exists()


def test_closed_with_the_round_when_no_event_tells(admin: Caller, seller: Caller) -> None:
    rule(admin, ["amount", "<", "500"])
    deals = [opportunity(seller, name, amount="100") for name in ("甲项目", "乙项目", "丙项目")]
    for deal in deals:
        assert move(seller, deal, "quotation").status == 200
    run_jobs()
    assert states() == ["open"] * 3
    Opportunity.objects.filter(pk=deals[0]["id"]).update(amount="900")
    assert seller.post(f"/r/opportunities/{deals[1]['id']}/archive", {"version": 2}).status == 200
    with CaptureQueriesContext(connection) as queries:
        assert settle() == 2
    assert len([q for q in queries if "sales_opportunity" in q["sql"]]) == 1, "all to-dos of a rule in one statement"
    assert Todo.objects.get(state="open").object_id == Opportunity.objects.get(name="丙项目").pk


def test_what_a_rule_asks_without_a_condition_is_for_people_to_end(admin: Caller, seller: Caller) -> None:
    rule(admin, {}, "opportunities.lost")
    deal = opportunity(seller)
    assert do(seller, deal, "lose", reason="price", note="太贵").status == 200
    run_jobs()
    assert do(seller, deal, "reopen", reason="业主重新招标").status == 200
    run_jobs()
    assert (states(), settle()) == (["open"], 0)


def test_paused_rules_and_companies_own_numbers(admin: Caller, seller: Caller, firm: Firm) -> None:
    made = rule(admin, in_quotation())
    assert move(seller, opportunity(seller), "quotation").status == 200
    run_jobs()
    Rule.objects.filter(pk=made.pk).update(active=False)
    Opportunity.objects.update(stage=stage("signing"))
    assert (settle(), states()) == (0, ["open"]), "a rule that is switched off touches nothing"
    Rule.objects.filter(pk=made.pk).update(active=True)
    Opportunity.objects.update(stage=stage("quotation"))
    Override.objects.create(rule=made, unit=firm.east, active=False)
    assert (settle(), states()) == (1, ["done"]), "the company no longer wants it"


def test_a_rule_that_names_a_field_that_is_gone_leaves_its_to_dos(admin: Caller, seller: Caller) -> None:
    made, other = rule(admin, in_quotation()), rule(admin, in_quotation())
    deal = opportunity(seller)
    assert move(seller, deal, "quotation").status == 200
    run_jobs()
    Rule.objects.filter(pk=made.pk).update(condition=["no_such_field", "=", "1"])
    Opportunity.objects.update(stage=stage("signing"))
    assert settle() == 1
    assert dict(Todo.objects.values_list("rule_id", "state")) == {made.pk: "open", other.pk: "done"}
