"""A leaver's work goes to others: previewed, refused where it must be, moved by a job, told, repeatable."""

from typing import Any

import pytest

from zhuke.commons.notify.models import Notice
from zhuke.commons.tailoring.services import sync_dictionaries
from zhuke.commons.testing import Answer, Caller, Firm, allow, make_firm, make_person, queued, run_jobs
from zhuke.kernel import config
from zhuke.kernel.access import OrgScope, system
from zhuke.kernel.models import Change, TeamMember
from zhuke.kernel.resource import all_resources, by_name
from zhuke.kernel.writes import create
from zhuke.modules.customers.models import Customer, Feedback, Interaction, Lead
from zhuke.modules.orgs.handover.models import Handover
from zhuke.modules.orgs.handover.services import holdings
from zhuke.modules.orgs.models import Delegation, Membership, User
from zhuke.modules.sales.models import Node, Opportunity
from zhuke.modules.sales.tests.factories import ensure_stages, make_opportunity

TESTS = system("测试")
WORK = ("customers", "leads", "opportunities", "contracts", "projects")
CHILDREN = ("interactions", "feedbacks", "opportunity_nodes", "opportunity_risks")


@pytest.fixture
def firm(db: None) -> Firm:
    """The group with its dictionaries and stages."""
    config.forget()
    sync_dictionaries(TESTS)
    ensure_stages()
    return make_firm()


@pytest.fixture
def leaver(firm: Firm) -> User:
    """Somebody of the east company."""
    person: User = make_person("王东", firm.east_sales, {key: ["read"] for key in (*WORK, *CHILDREN)}, password="!")
    return person


@pytest.fixture
def heir(firm: Firm) -> User:
    """A colleague who sees what comes."""
    person: User = make_person("赵接", firm.east_sales, {key: ["read"] for key in (*WORK, *CHILDREN)}, "own")
    return person


@pytest.fixture
def admin(firm: Firm) -> Caller:
    """The administrator of the east company."""
    grants = {name: ["read", "update", "assign"] for name in (*WORK, *CHILDREN, "units", "todos")}
    person = make_person("东管", firm.east, grants, "below")
    allow(person, {"users": ["read"]}, "group")
    allow(person, {"users": ["hand_over", "deactivate"], "memberships": ["read", "create", "end"]}, "below")
    return Caller(person)


def customer(unit: Any, owner: Any, name: str, **values: Any) -> Any:
    """A customer as the system makes it."""
    return create(TESTS, by_name("customers"), {"name": name, "unit": unit.pk, "owner": owner.pk, **values})[0]  # type: ignore[arg-type]


@pytest.fixture
def work(firm: Firm, leaver: User) -> dict[str, Any]:
    """Two customers in two provinces, an opportunity of each, a node to come and one past, a talk, an open and a closed request."""
    unit = firm.east_sales
    su, zhe = customer(unit, leaver, "江苏一建", region="江苏"), customer(unit, leaver, "浙江二建", region="浙江")
    rows: dict[str, Any] = {"su": su, "zhe": zhe}
    rows["su_deal"] = make_opportunity(unit, leaver, customer=su.pk, name="苏州厂房")
    rows["zhe_deal"] = make_opportunity(unit, leaver, customer=zhe.pk, name="杭州医院")
    Customer.objects.filter(name__contains="江城").delete()
    nodes = ({"name": "开标", "due_on": "2027-01-01"}, {"name": "踏勘", "due_on": "2026-01-01", "done_on": "2026-01-02"})
    rows["open_node"], rows["past_node"] = (Node.objects.create(opportunity=rows["su_deal"], owner=leaver, **n) for n in nodes)
    rows["talk"] = Interaction.objects.create(customer=su, occurred_at="2026-05-01T09:00+08:00", content="谈了工期", owner=leaver)
    states = ("open", "closed")
    rows["open_ask"], rows["closed_ask"] = (
        Feedback.objects.create(customer=su, content="提前交房", occurred_at="2026-05-01T09:00+08:00", handler=leaver, state=s)
        for s in states
    )
    return rows


def owners(*rows: Any) -> list[Any]:
    """Whose these rows are now."""
    found = []
    for row in rows:
        row.refresh_from_db()
        found.append(row.handler if isinstance(row, Feedback) else row.owner)
    return found


def begin(caller: Caller, person: Any, **plan: Any) -> Answer:
    """Ask for a hand-over and let the worker run."""
    answer = caller.post(f"/people/{person.pk}/handover", plan)
    assert answer.status == 202, answer.data
    run_jobs()
    return caller.get(f"/jobs/{answer.data['id']}")


def test_every_resource_with_an_owner_is_found_by_its_declaration() -> None:
    found = {(h.key, h.field) for h in holdings.holdings()}
    kept = {name for name, only in holdings._said.items() if only is None}
    for resource in all_resources():
        scope = resource.scope
        if isinstance(scope, OrgScope) and scope.owner and scope.owner not in holdings.OWN and resource.name not in kept:
            assert (resource.name, scope.owner) in found or holdings.open_rows(resource.model) is None
    assert {(name, "owner") for name in WORK} <= found
    assert ("opportunity_nodes", "owner") in found
    assert not {("interactions", "owner"), ("delegations", "user")} & found


def test_preview_counts_open_work_first_and_what_it_can_be_split_by(admin: Caller, leaver: User, work: dict[str, Any]) -> None:
    TeamMember.objects.create(resource="opportunities", object_id=work["su_deal"].pk, user=leaver)
    seen = admin.get(f"/people/{leaver.pk}/handover").data
    lines = {line["resource"]: (line["total"], line["open"], line["out_of_reach"]) for line in seen["holdings"]}
    assert lines == {
        "customers": (2, 2, 0),
        "opportunities": (2, 2, 0),
        "opportunity_nodes": (1, 1, 0),
        "feedbacks": (1, 1, 0),
        "team": (1, 1, 0),
    }
    assert [line["open"] for line in seen["holdings"]] == sorted((line["open"] for line in seen["holdings"]), reverse=True)
    assert {g["value"]: g["count"] for g in seen["groups"]["region"] if g["value"]}["浙江"] == 2
    assert sum(g["count"] for g in seen["groups"]["unit"]) == 6
    assert [m["unit"] for m in seen["memberships"]] == ["华东市场部"]


def test_all_goes_to_one_successor_in_one_job(admin: Caller, leaver: User, heir: User, work: dict[str, Any]) -> None:
    colleague = work["su_deal"]
    TeamMember.objects.create(resource="opportunities", object_id=colleague.pk, user=leaver)
    checked = admin.post(f"/people/{leaver.pk}/handover/check", {"to": str(heir.pk)}).data
    assert (checked["problems"], checked["total"]) == ([], 7)
    assert owners(work["su"]) == [leaver]

    job = begin(admin, leaver, to=str(heir.pk)).data
    assert (job["state"], job["done"]) == ("done", 7)
    moved = ("su", "zhe", "su_deal", "zhe_deal", "open_node", "open_ask")
    assert set(owners(*(work[name] for name in moved))) == {heir}
    assert set(owners(work["past_node"], work["talk"], work["closed_ask"])) == {leaver}
    assert TeamMember.objects.get(object_id=colleague.pk).user == heir
    change = Change.objects.filter(object_id=work["su"].pk).latest("id")
    assert (change.cause, change.actor_name, change.diff["owner_id"][1]) == ("handover", "东管", str(heir.pk))

    notice = Notice.objects.get(user=heir, kind="handover")
    assert "王东" in notice.title
    assert "7" in notice.title
    assert "客户 2" in notice.body
    assert leaver.memberships.filter(archived_at=None).exists()
    assert User.objects.get(pk=leaver.pk).is_active


def test_it_is_split_by_region_and_resource_and_some_stays(
    firm: Firm, admin: Caller, leaver: User, heir: User, work: dict[str, Any]
) -> None:
    other = make_person("钱另", firm.east_sales, {key: ["read"] for key in (*WORK, *CHILDREN)}, "own")
    rules = [
        {"by": "region", "value": "浙江", "to": str(other.pk)},
        {"resource": "feedbacks", "to": None},
        {"resource": "opportunities", "to": str(other.pk)},
    ]
    checked = admin.post(f"/people/{leaver.pk}/handover/check", {"to": str(heir.pk), "rules": rules}).data
    assert [(line["resource"], line["count"]) for line in checked["stays"]] == [("feedbacks", 1)]
    begin(admin, leaver, to=str(heir.pk), rules=rules)
    assert owners(work["su"], work["zhe"], work["su_deal"], work["zhe_deal"]) == [heir, other, other, other]
    assert owners(work["open_node"], work["open_ask"]) == [heir, leaver]


def test_a_customer_s_unit_can_decide(firm: Firm, admin: Caller, leaver: User, heir: User, work: dict[str, Any]) -> None:
    far = customer(firm.east, leaver, "上海三建", region="上海")
    begin(admin, leaver, rules=[{"by": "unit", "value": str(firm.east.pk), "to": str(heir.pk)}])
    assert owners(far, work["su"]) == [heir, leaver]


def test_open_only_leaves_the_finished_with_the_leaver(admin: Caller, leaver: User, heir: User, work: dict[str, Any]) -> None:
    Opportunity.objects.filter(pk=work["zhe_deal"].pk).update(state="lost")
    begin(admin, leaver, to=str(heir.pk), open_only=True)
    assert owners(work["su_deal"], work["zhe_deal"]) == [heir, leaver]


def test_the_person_is_switched_off_at_the_end_and_it_can_be_repeated(
    firm: Firm, admin: Caller, leaver: User, heir: User, work: dict[str, Any]
) -> None:
    Delegation.objects.create(user=leaver, deputy=heir, starts_on="2026-01-01", ends_on="2099-01-01")
    job = begin(admin, leaver, to=str(heir.pk), deactivate=True, end_roles=True).data
    assert job["state"] == "done", job["message"]
    leaver.refresh_from_db()
    assert leaver.is_active is False
    assert not Membership.objects.filter(user=leaver, archived_at=None).exists()
    assert not Delegation.objects.filter(archived_at=None).exists()

    late = Lead.objects.create(company="迟来置业", unit=firm.east_sales, owner=leaver)
    job = begin(admin, leaver, to=str(heir.pk)).data
    assert (job["state"], job["done"]) == ("done", 1)
    assert owners(late) == [heir]
    earlier = admin.get(f"/people/{leaver.pk}/handover").data["earlier"]
    assert [sum(item["count"] for item in run["moved"]) for run in earlier] == [1, 6]
    assert all(run["finished"] for run in earlier)


def refused(admin: Caller, leaver: User, status: int, code: str, **plan: Any) -> Answer:
    """A start that is refused: nothing queued, nothing noted."""
    answer = admin.post(f"/people/{leaver.pk}/handover", plan)
    assert (answer.status, answer.code) == (status, code)
    assert "orgs.hand_over" not in queued()
    assert not Handover.objects.exists()
    return answer


def test_a_successor_must_be_active_within_reach_and_somebody_else(
    firm: Firm, admin: Caller, leaver: User, heir: User, work: dict[str, Any]
) -> None:
    far = make_person("李西", firm.west_sales, {key: ["read"] for key in WORK})
    refused(admin, leaver, 400, "successor_out_of_reach", to=str(far.pk))
    refused(admin, leaver, 400, "successor_same", to=str(leaver.pk))
    User.objects.filter(pk=heir.pk).update(is_active=False)
    refused(admin, leaver, 400, "successor_inactive", to=str(heir.pk))
    refused(admin, leaver, 400, "nothing_to_do")
    assert owners(work["su"]) == [leaver]


def test_a_successor_must_be_able_to_see_what_comes(firm: Firm, admin: Caller, leaver: User, work: dict[str, Any]) -> None:
    blind = make_person("孙盲", firm.east_sales, {"customers": ["read"]})
    answer = refused(admin, leaver, 400, "no_right", to=str(blind.pk))
    (problem,) = answer.data["data"]["problems"]
    assert {"opportunities", "opportunity_nodes", "feedbacks"} == set(problem["resources"])
    assert owners(work["su"]) == [leaver]


def test_without_the_right_or_in_another_company_there_is_nothing(firm: Firm, leaver: User, heir: User, work: dict[str, Any]) -> None:
    west = make_person("西管", firm.west, {"users": ["read", "hand_over"]}, "below")
    calls = [("get", "", None), ("post", "/check", {"to": str(heir.pk)}), ("post", "", {"to": str(heir.pk)})]
    for method, tail, body in calls:
        answer = getattr(Caller(west), method)(f"/people/{leaver.pk}/handover{tail}", *([body] if body else []))
        assert (answer.status, answer.code) == (404, "not_found")
    reader = Caller(make_person("张读", firm.east_sales, {"users": ["read"], "customers": ["update"]}))
    answer = reader.post(f"/people/{leaver.pk}/handover", {"to": str(heir.pk)})
    assert (answer.status, answer.code) == (403, "not_allowed")
    assert "orgs.hand_over" not in queued()
    assert owners(work["su"]) == [leaver]


def test_switching_off_takes_the_right_to_do_so(firm: Firm, leaver: User, heir: User) -> None:
    mover = make_person("半管", firm.east, {"users": ["read", "hand_over"], "customers": ["read", "update"]}, "below")
    refused(Caller(mover), leaver, 403, "not_allowed", to=str(heir.pk), deactivate=True)
    allow(mover, {"users": ["deactivate"]}, "below")
    allow(leaver, {"contracts": ["read", "create"]}, "group")
    refused(Caller(mover), leaver, 403, "above_you", to=str(heir.pk), deactivate=True)


def test_what_lies_out_of_reach_stays_and_is_told(firm: Firm, admin: Caller, leaver: User, heir: User, work: dict[str, Any]) -> None:
    far = customer(firm.west_sales, leaver, "成都四建", region="四川")
    seen = {line["resource"]: line for line in admin.get(f"/people/{leaver.pk}/handover").data["holdings"]}
    assert (seen["customers"]["total"], seen["customers"]["out_of_reach"]) == (3, 1)
    begin(admin, leaver, to=str(heir.pk))
    assert owners(far, work["su"]) == [leaver, heir]


def test_a_job_that_was_killed_goes_on_where_it_stopped(
    admin: Caller, leaver: User, heir: User, work: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from zhuke.modules.orgs.handover.services import moving

    whole = moving._move_team
    monkeypatch.setattr(moving, "_move_team", lambda *args: (_ for _ in ()).throw(KeyboardInterrupt))
    answer = admin.post(f"/people/{leaver.pk}/handover", {"to": str(heir.pk)})
    with pytest.raises(KeyboardInterrupt):
        run_jobs()
    handover = Handover.objects.get()
    assert sum(item["count"] for item in handover.moved) == 6
    monkeypatch.setattr(moving, "_move_team", whole)
    from zhuke.modules.orgs.handover.jobs import hand_over

    hand_over.func(job_id=answer.data["id"], handover=str(handover.pk))
    job = admin.get(f"/jobs/{answer.data['id']}").data
    assert (job["state"], job["done"]) == ("done", 6)
    assert Notice.objects.filter(user=heir, kind="handover").count() == 1
