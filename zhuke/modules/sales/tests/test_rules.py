"""The rules that come with opportunities: the supervisor hears of what lies still, owners are reminded."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from zhuke.commons.automation.models import Rule
from zhuke.commons.automation.services.acting import act_all
from zhuke.commons.automation.services.managing import install_rules
from zhuke.commons.automation.services.passes import AUTOMATION, run_pass
from zhuke.commons.calendars.models import Holiday
from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import Caller, Firm, make_person, make_unit, run_jobs
from zhuke.commons.todos.models import Todo
from zhuke.kernel import config
from zhuke.kernel.models import TeamMember
from zhuke.modules.orgs.models import Membership, Role, Unit
from zhuke.modules.sales.models import Opportunity, Stage

from .conftest import customer, move

pytestmark = pytest.mark.django_db
READ = {"opportunities": ["read"], "opportunity_nodes": ["read"]}


@pytest.fixture
def boss(firm: Firm) -> Any:
    """The sales supervisor of the east company."""
    person = make_person("主管", firm.east, READ, scope="below")
    role = Role.objects.create(code="sales_supervisor", name="销售主管")
    Membership.objects.create(user=person, unit=firm.east, role=role)
    return person


def opportunity(seller: Caller, **values: Any) -> str:
    """An opportunity of the seller, its derived columns as given."""
    made = seller.post("/r/opportunities", {"name": "体育馆", "customer": customer(seller)["id"]})
    assert made.status == 201, made.data
    Opportunity.objects.filter(pk=made.data["id"]).update(**values)
    return str(made.data["id"])


def go(code: str) -> int:
    install_rules(AUTOMATION)
    fired = run_pass(Rule.objects.get(code=code)).fired
    act_all()
    return fired


def ago(days: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=days)


def test_more_than_seven_days_without_follow_up(firm: Firm, seller: Caller, boss: Any) -> None:
    pk = opportunity(seller, last_followed_at=ago(7))
    assert go("opportunities.silent") == 0
    Opportunity.objects.filter(pk=pk).update(last_followed_at=ago(8))
    assert [go("opportunities.silent"), go("opportunities.silent")] == [1, 0]
    told = dict(Notice.objects.values_list("user_id", "title"))
    assert told == {boss.pk: "王东 的商机 体育馆 已 8 天没有跟进", seller.person.pk: "商机 体育馆 已 8 天没有跟进"}
    todo = Todo.objects.get()
    assert (todo.assignee_id, todo.kind, todo.state) == (seller.person.pk, "forgotten", "open")
    followed = seller.post(
        f"/r/opportunities/{pk}/do/follow",
        {"inputs": {"channel": "phone", "content": "约了下周", "occurred_at": timezone.now().isoformat()}},
    )
    assert followed.status == 200, followed.data
    assert go("opportunities.silent") == 0
    assert Todo.objects.get().state == "done"


def test_the_role_of_a_stage_hears_of_what_comes_into_it(firm: Firm, seller: Caller, boss: Any) -> None:
    install_rules(AUTOMATION)
    role = Role.objects.create(code="project_manager", name="项目经理")
    near, far = make_person("陈经理", firm.east, READ, scope="below"), make_person("西经理", firm.west, READ, scope="below")
    beside = make_unit("华东工程部", parent=firm.east)
    for person, unit in ((near, beside), (far, firm.west)):
        Membership.objects.create(user=person, unit=unit, role=role)
    Stage.objects.filter(phase="quotation").update(responsible=role)
    config.forget()
    pk = opportunity(seller)
    run_jobs()
    assert not Notice.objects.exists(), "nobody is responsible for the first stage here"
    assert move(seller, {"id": pk}, "quotation").status == 200
    run_jobs()
    assert list(Notice.objects.values_list("user_id", "title")) == [(near.pk, "商机 体育馆 进入“正式报价”，由项目经理接手")]
    TeamMember.objects.create(resource="opportunities", object_id=pk, user=far)
    config.forget()
    for phase, reason in (("potential", "需求变了"), ("quotation", "")):
        assert move(seller, {"id": pk}, phase, reason=reason).status == 200
        run_jobs()
    assert list(Notice.objects.order_by("pk").values_list("user_id", flat=True)) == [near.pk, far.pk], "who is on the team goes before"


def test_longer_in_a_stage_than_it_allows(firm: Firm, seller: Caller, boss: Any) -> None:
    Stage.objects.filter(phase="potential").update(allowed_days=30)
    pk = opportunity(seller, stage_since=ago(30))
    opportunity(seller, stage_since=ago(99), state="won")
    assert go("opportunities.overstayed") == 0
    Opportunity.objects.filter(pk=pk).update(stage_since=ago(31))
    assert [go("opportunities.overstayed"), go("opportunities.overstayed")] == [1, 0]
    told = dict(Notice.objects.values_list("user_id", "title"))
    assert told == dict.fromkeys((boss.pk, seller.person.pk), "王东 的商机 体育馆 在“潜在客户”已停留 31 天")
    assert "最多停留 30 天" in Notice.objects.filter(user=boss).get().body
    Stage.objects.update(allowed_days=None)
    Opportunity.objects.filter(pk=pk).update(stage_since=ago(400))
    assert go("opportunities.overstayed") == 0


def test_never_followed_and_closed_ones(firm: Firm, seller: Caller, boss: Any) -> None:
    opportunity(seller, last_followed_at=None, created_at=ago(9))
    opportunity(seller, last_followed_at=ago(9), state="lost")
    opportunity(seller, last_followed_at=None)
    assert go("opportunities.silent") == 1
    assert "已 9 天" in Notice.objects.get(user=boss).title


def test_without_a_supervisor_the_manager_hears_of_it(firm: Firm, seller: Caller) -> None:
    manager = make_person("经理", firm.east, READ, scope="below")
    Unit.objects.filter(pk=firm.east.pk).update(manager=manager)
    opportunity(seller, last_followed_at=ago(8))
    go("opportunities.silent")
    assert set(Notice.objects.values_list("user_id", flat=True)) == {manager.pk, seller.person.pk}


def test_key_node_the_day_before_its_owner_or_the_opportunitys(firm: Firm, seller: Caller) -> None:
    pk, helper = opportunity(seller), make_person("小李", firm.east_sales, READ)
    today = timezone.localdate()
    Holiday.objects.update_or_create(day=today + dt.timedelta(days=1), archived_at=None, defaults={"kind": "work", "name": "上班"})
    config.forget()
    nodes = (("开标", today + dt.timedelta(days=1), helper.pk), ("踏勘", today, None), ("谈判", today + dt.timedelta(days=2), None))
    for name, day, owner in nodes:
        body = {"opportunity": pk, "name": name, "due_on": str(day), "owner": str(owner) if owner else None}
        assert seller.post("/r/opportunity_nodes", body).status == 201
    assert go("opportunity_nodes.due") == 2
    told = set(Notice.objects.values_list("user_id", "title"))
    assert told == {(helper.pk, f"关键节点“开标”在 {nodes[0][1]}"), (seller.person.pk, f"关键节点“踏勘”在 {today}")}


def test_next_contact_stays_until_it_is_made(firm: Firm, seller: Caller) -> None:
    pk = opportunity(seller, next_contact_at=timezone.now())
    assert go("opportunities.next_contact") == 1
    assert Todo.objects.get().title == "跟进商机 体育馆"
    Opportunity.objects.filter(pk=pk).update(next_contact_at=None)
    go("opportunities.next_contact")
    assert Todo.objects.get().state == "done"
    Opportunity.objects.filter(pk=pk).update(next_contact_at=ago(2))
    assert go("opportunities.next_contact") == 1
    assert Todo.objects.filter(state="open").count() == 1


def test_a_worker_that_runs_for_days_knows_the_rules_of_today(firm: Firm, seller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process has made the rule: what this one keeps in memory is of an earlier epoch."""
    pk = opportunity(seller)
    Rule.objects.create(
        name="大单", resource="opportunities", trigger={"events": ["opportunities.moved"]}, condition=["state", "=", "open"],
        actions=[{"kind": "notify", "to": ["owner"], "title": "大单 {name} 换阶段"}],
    )  # fmt: skip
    assert move(seller, {"id": pk}, "intention").status == 200
    monkeypatch.setattr(config, "_kept", {"automation_events": {}})
    monkeypatch.setattr(config, "_epoch", [-1])
    run_jobs()
    assert Notice.objects.filter(title="大单 体育馆 换阶段").count() == 1
