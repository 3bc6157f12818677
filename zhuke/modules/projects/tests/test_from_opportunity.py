"""An opportunity on its way to 签约 and 项目启动 brings its contract and its project along (R92), and the project is told of (R111)."""

from typing import Any

import pytest

from zhuke.commons.tailoring.services import sync_dictionaries
from zhuke.commons.testing import Caller, Firm, allow, make_firm, make_person, unmask
from zhuke.kernel import config
from zhuke.kernel.access import system
from zhuke.kernel.models import TeamMember
from zhuke.kernel.resource import by_name
from zhuke.kernel.writes import act, create
from zhuke.modules.contracts.models import Contract
from zhuke.modules.contracts.tests.factories import contract_body
from zhuke.modules.orgs.models import Membership, Role
from zhuke.modules.projects.models import Project
from zhuke.modules.sales.models import Opportunity, Stage
from zhuke.modules.sales.tests.factories import ensure_stages, make_opportunity

from .conftest import TESTS, Site

READ = ("customers", "cooperations", "opportunities", "contracts", "projects", "stages", "users", "units")


@pytest.fixture
def firm(db: None) -> Firm:
    """The group, with stages that ask for nothing."""
    config.forget()
    sync_dictionaries(system("测试"))
    ensure_stages(open_doors=True)
    return make_firm()


@pytest.fixture
def seller(firm: Firm) -> Caller:
    """Moves the opportunities of the east company; may not make contracts or projects."""
    grants: dict[str, list[str]] = {name: ["read"] for name in READ}
    grants["opportunities"] += ["update", "move"]
    person = make_person("王东", firm.east_sales, grants)
    allow(person, {"stages": ["read"]}, "group")
    return Caller(person)


@pytest.fixture
def opportunity(firm: Firm, seller: Caller) -> Opportunity:
    """An opportunity of the seller."""
    return make_opportunity(
        firm.east_sales, seller.person, name="云龙湖酒店", amount="52000000.00", project_type="commercial", region="江苏", city="徐州"
    )


def move(caller: Caller, opportunity: Opportunity, phase: str) -> None:
    """Move to the phase, with a reason in case it is a step back."""
    stage = Stage.objects.get(unit=None, phase=phase)
    answer = caller.post(f"/r/opportunities/{opportunity.pk}/do/move", {"inputs": {"stage": str(stage.pk), "reason": "客户改了主意"}})
    assert answer.status == 200, answer.data


def test_signing_makes_one_draft_however_often_it_is_reached(seller: Caller, opportunity: Opportunity) -> None:
    move(seller, opportunity, "quotation")
    assert not Contract.objects.exists()
    for phase in ("signing", "quotation", "signing", "start"):
        move(seller, opportunity, phase)
    contract = Contract.objects.get()
    assert (contract.customer_id, contract.opportunity_id) == (opportunity.customer_id, opportunity.pk)
    assert contract.unit_id == opportunity.unit_id
    assert (contract.owner_id, str(contract.amount), contract.state) == (seller.person.pk, "52000000.00", "draft")
    assert contract.number.startswith("HT-")
    assert contract.number.endswith("-0001")
    assert contract.created_by_id == seller.person.pk


def test_start_makes_one_project_bound_to_customer_opportunity_and_contract(seller: Caller, opportunity: Opportunity) -> None:
    for phase in ("signing", "start", "signing", "start"):
        move(seller, opportunity, phase)
    project = Project.objects.get()
    assert project.contract == Contract.objects.get()
    assert (project.customer_id, project.opportunity_id, project.phase) == (opportunity.customer_id, opportunity.pk, "initiation")
    assert (project.project_type, project.region, project.city, project.owner_id) == ("commercial", "江苏", "徐州", seller.person.pk)
    assert project.number.startswith("XM-")


def test_passing_over_signing_still_makes_the_contract(seller: Caller, opportunity: Opportunity) -> None:
    move(seller, opportunity, "start")
    assert Project.objects.get().contract == Contract.objects.get()


def test_the_project_manager_of_the_team_takes_over_and_the_seller_stays_on_the_team(
    firm: Firm, seller: Caller, opportunity: Opportunity
) -> None:
    manager = make_person("周工", firm.east_sales)
    role = Role.objects.create(code="project_manager", name="项目经理")
    Membership.objects.create(user=manager, unit=firm.east_sales, role=role)
    TeamMember.objects.create(resource="opportunities", object_id=opportunity.pk, user=manager, can_write=True)
    move(seller, opportunity, "start")
    project = Project.objects.get()
    assert project.owner == manager
    assert list(TeamMember.objects.filter(resource="projects", object_id=project.pk).values_list("user", flat=True)) == [seller.person.pk]


def test_a_refused_move_makes_nothing(firm: Firm, opportunity: Opportunity) -> None:
    stranger = Caller(make_person("李西", firm.west_sales, {"opportunities": ["read", "move"], "stages": ["read"]}))
    stage = Stage.objects.get(unit=None, phase="signing")
    answer = stranger.post(f"/r/opportunities/{opportunity.pk}/do/move", {"inputs": {"stage": str(stage.pk)}})
    assert (answer.status, answer.code) == (404, "not_found")
    assert not Contract.objects.exists()


@pytest.fixture
def builder(firm: Firm) -> Caller:
    """Keeps contracts, projects and customers of the east company, amounts included."""
    grants = {name: ["read", "create", "update", "archive"] for name in READ}
    person = make_person("周建", firm.east_sales, grants)
    role = allow(person, {})
    for resource in ("contracts", "cooperations"):
        unmask(role, resource, "amount")
    return Caller(person)


def history_of(caller: Caller, customer: Any) -> list[dict[str, Any]]:
    """The customer's cooperation history as the page shows it."""
    found: list[dict[str, Any]] = caller.get("/r/cooperations", filter=["customer", "=", str(customer)]).data["items"]
    return found


def test_a_project_counts_in_the_history_of_its_customer(builder: Caller) -> None:
    customer = builder.post("/r/customers", {"name": "徐州云龙置业有限公司"}).data
    contract = builder.post("/r/contracts", {"name": "云龙湖总承包", "customer": customer["id"], "amount": "8000000.00"}).data
    body = {"name": "云龙湖一期", "customer": customer["id"], "contract": contract["id"], "starts_on": "2026-03-01"}
    project = builder.post("/r/projects", body).data
    (line,) = history_of(builder, customer["id"])
    assert (line["project_name"], line["amount"], line["started_on"]) == ("云龙湖一期", "8000000.00", "2026-03-01")
    assert builder.get(f"/customers/{customer['id']}/summary").data["cooperations"] == 1

    builder.patch(f"/r/contracts/{contract['id']}", {"version": contract["version"], "amount": "9000000.00"})
    project = builder.get(f"/r/projects/{project['id']}").data
    builder.patch(f"/r/projects/{project['id']}", {"version": project["version"], "name": "云龙湖一期酒店"})
    (line,) = history_of(builder, customer["id"])
    assert (line["project_name"], line["amount"]) == ("云龙湖一期酒店", "9000000.00")

    project = builder.get(f"/r/projects/{project['id']}").data
    assert builder.post(f"/r/projects/{project['id']}/archive", {"version": project["version"]}).status == 200
    assert history_of(builder, customer["id"]) == []
    assert builder.get(f"/customers/{customer['id']}/summary").data["cooperations"] == 0


def test_a_project_is_bound_to_papers_of_its_own_customer(builder: Caller) -> None:
    mine, theirs = (builder.post("/r/customers", {"name": name}).data["id"] for name in ("甲方一置业有限公司", "乙方二置业有限公司"))
    contract = builder.post("/r/contracts", {"name": "总承包", "customer": theirs}).data["id"]
    answer = builder.post("/r/projects", {"name": "一期", "customer": mine, "contract": contract})
    assert (answer.status, answer.code) == (400, "invalid")
    assert "乙方二" in answer.data["fields"]["contract"][0]
    assert not Project.objects.exists()
    assert history_of(builder, mine) == []


def test_a_project_has_a_customer_and_right_dates(builder: Caller) -> None:
    assert builder.post("/r/projects", {"name": "无主项目"}).status in (400, 422)
    customer = builder.post("/r/customers", {"name": "甲方一置业有限公司"}).data["id"]
    answer = builder.post("/r/projects", {"name": "一期", "customer": customer, "starts_on": "2026-05-01", "ends_on": "2026-04-01"})
    assert (answer.status, answer.code) == (400, "invalid")
    assert "计划竣工" in answer.data["message"]
    assert not Project.objects.exists()


def test_a_contract_number_may_be_given_and_is_unique(builder: Caller) -> None:
    customer = builder.post("/r/customers", {"name": "甲方一置业有限公司"}).data["id"]
    first = builder.post("/r/contracts", {"name": "一", "customer": customer}).data
    given = f"{first['number'][:-1]}2"
    assert builder.post("/r/contracts", {"name": "二", "customer": customer, "number": given}).status == 201
    answer = builder.post("/r/contracts", {"name": "三", "customer": customer, "number": given})
    assert (answer.status, answer.code) == (400, "invalid")
    assert builder.post("/r/contracts", {"name": "四", "customer": customer}).data["number"].endswith("-0003")


def signed_later(site: Site, opportunity: Opportunity, **values: Any) -> Contract:
    """A contract of the opportunity that is drawn up and signed after its project has begun."""
    contracts = by_name("contracts")
    assert contracts
    body = {**contract_body(site.firm.east_sales, site.manager.person), "customer": opportunity.customer_id, "opportunity": opportunity.pk}
    body |= {"amount_words": "", **values}
    made = create(TESTS, contracts, body)[0]
    return act(TESTS, contracts, made.pk, "record", {"signed_on": "2026-01-05", "reason": "线下签订"})


def test_what_is_signed_later_belongs_to_the_project_of_its_opportunity(site: Site) -> None:
    ensure_stages(open_doors=True)
    opportunity = make_opportunity(site.firm.east_sales, site.manager.person, name="云龙湖酒店", customer=site.project.customer_id)
    Project.objects.filter(pk=site.project.pk).update(opportunity=opportunity)
    main = signed_later(site, opportunity, kind="main", amount="800000.00")
    assert site.again().contract_id == main.pk
    assert str(site.project.income_total) == "800000.00"
    assert history_of(site.head, site.project.customer_id)[0]["amount"] == "800000.00"
    more = signed_later(site, opportunity, kind="main", amount="200000.00")
    sub = signed_later(site, opportunity, kind="sub", amount="90000.00")
    loose = signed_later(site, make_opportunity(site.firm.east_sales, site.manager.person), kind="sub")
    links = dict(site.project.contracts.filter(archived_at=None).values_list("contract_id", "part"))
    assert links == {main.pk: "main", more.pk: "other", sub.pk: "sub"}
    assert (site.again().contract_id, str(site.project.income_total)) == (main.pk, "1000000.00")
    assert loose.pk not in links
