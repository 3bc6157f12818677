"""Budgets, costs, commitments, forecasts and what the list says of them."""

import datetime as dt
from decimal import Decimal
from uuid import uuid4

from zhuke.kernel.audit import writing
from zhuke.modules.billing.services.receivables import cancel, open_receivable
from zhuke.modules.projects.models import BudgetVersion, CostItem, ProjectCost, ProjectGate
from zhuke.modules.projects.services import costs

from .conftest import TESTS, Site, a_contract, item

ON = dt.date(2026, 2, 3)


def line(site: Site, code: str, amount: str) -> None:
    """A line of the budget."""
    body = {"project": str(site.project.pk), "cost_item": str(item(code).pk), "amount": amount}
    assert site.manager.post("/r/budget_lines", body).status == 201


def cost(site: Site, code: str = "03", amount: str = "3000.00", **values: str) -> object:
    """A cost entered by hand."""
    body = {"project": str(site.project.pk), "cost_item": str(item(code).pk), "amount": amount, "on": "2026-02-03", "text": "塔吊台班"}
    return site.manager.post("/r/project_costs", {**body, **values})


def test_the_table_adds_up(site: Site) -> None:
    site.head.patch(site.url, {"version": site.project.version, "contract": str(a_contract(site).pk)})
    line(site, "03", "500000.00")
    line(site, "04", "300000.00")
    sub = a_contract(site, "sub", "350000.00")
    linked = site.head.post("/r/project_contracts", {"project": str(site.project.pk), "contract": str(sub.pk)})
    assert (linked.status, linked.data["part"]) == (201, "sub")
    assert cost(site, amount="120000.00").status == 201  # type: ignore[attr-defined]
    table = site.head.get(f"{site.url}/money").data
    rows = {row["code"]: row for row in table["rows"]}
    assert [rows["03"][name] for name in ("budget", "actual", "to_complete", "forecast")] == [
        "500000.00",
        "120000.00",
        "380000.00",
        "500000.00",
    ]
    assert [rows["04"][name] for name in ("committed", "forecast", "deviation")] == ["350000.00", "350000.00", "50000.00"]
    assert (table["income"]["contract"], table["margin"], table["margin_rate"]) == ("1000000.00", "150000.00", "15.00")
    row = site.head.get(site.url).data
    assert (row["forecast_total"], row["budget_total"], row["cost_total"], row["margin_rate"]) == (
        "850000.00",
        "800000.00",
        "120000.00",
        "15.00",
    )


def test_a_forecast_takes_the_place_of_the_reckoned_rest_and_melts_with_later_costs(site: Site) -> None:
    line(site, "03", "500000.00")
    body = {"project": str(site.project.pk), "cost_item": str(item("03").pk), "to_complete": "700000.00", "on": "2026-02-01"}
    assert site.manager.post("/r/project_forecasts", body).status == 201
    cost(site, amount="100000.00")
    row = site.head.get(f"{site.url}/money").data["rows"][0]
    assert (row["to_complete"], row["forecast"], row["deviation"], row["expected"]) == ("600000.00", "700000.00", "200000.00", True)
    assert site.manager.post("/r/project_forecasts", {**body, "on": "2199-01-01"}).code == "invalid"


def test_an_approved_budget_stays_as_it_was(site: Site) -> None:
    assert site.do(site.head, "approve_budget").code == "no_budget"
    line(site, "03", "500000.00")
    assert site.do(site.head, "approve_budget", note="开工前").status == 200
    assert site.do(site.head, "approve_budget").code == "budget_unchanged"
    line(site, "01", "80000.00")
    table = site.head.get(f"{site.url}/money").data
    assert (table["budget"]["changed"], table["total"]["budget"]) == (True, "500000.00")
    assert site.do(site.head, "approve_budget").status == 200
    versions = site.head.get(f"{site.url}/budget-versions").data["items"]
    assert [(v["number"], v["total"]) for v in versions] == [(2, "580000.00"), (1, "500000.00")]
    assert site.head.get(f"{site.url}/money").data["total"]["budget"] == "580000.00"


def test_costs_are_taken_back_never_changed(site: Site) -> None:
    made = cost(site)
    url = f"/r/project_costs/{made.data['id']}"  # type: ignore[attr-defined]
    assert site.manager.patch(url, {"version": 1, "text": "别的"}).code == "fixed"
    assert site.manager.post(f"{url}/do/reverse", {"inputs": {}}).code == "invalid"
    assert site.manager.post(f"{url}/do/reverse", {"inputs": {"reason": "重复登记"}}).status == 200
    assert site.manager.post(f"{url}/do/reverse", {"inputs": {"reason": "再冲"}}).code == "wrong_state"
    assert sum(ProjectCost.objects.values_list("amount", flat=True)) == 0
    assert site.again().cost_total == 0


def test_what_is_no_cost_is_refused(site: Site) -> None:
    foreign = CostItem.objects.create(code="W1", name="西南科目", unit=site.firm.west)
    site_west = {"cost_item": str(foreign.pk)}
    for wrong in ({"amount": "0.00"}, {"amount": "-5.00"}, {"on": "2199-01-01"}, site_west, {"project": str(uuid4())}):
        answer = cost(site, **wrong)
        assert answer.code == "invalid", answer.data  # type: ignore[attr-defined]
    assert not ProjectCost.objects.exists()


def test_a_document_has_one_standing_cost(site: Site) -> None:
    source = ("expense_lines", uuid4())
    with writing(TESTS):
        first = costs.post(TESTS, site.project, "0601", Decimal("320.50"), ON, source=source, text="高铁")
        assert costs.post(TESTS, site.project, "0601", Decimal("320.50"), ON, source=source, text="高铁") == first
        costs.post(TESTS, site.project, "labour", Decimal("400.00"), ON, source=source, text="高铁")
        assert site.again().cost_total == Decimal("400.00")
        costs.reverse(TESTS, source=source, reason="退票")
        assert costs.reverse(TESTS, source=source) is None
    assert (site.again().cost_total, ProjectCost.objects.count()) == (Decimal(0), 4)
    row = ProjectCost.objects.filter(reverses=None).first()
    answer = site.head.post(f"/r/project_costs/{row.pk}/do/reverse", {"inputs": {"reason": "不要"}})  # type: ignore[union-attr]
    assert answer.code in ("wrong_state", "from_source")


def test_payables_of_a_subcontract_are_costs_of_its_project(site: Site) -> None:
    sub = a_contract(site, "sub", "350000.00")
    with writing(TESTS):
        before = open_receivable(TESTS, contract_id=sub.pk, name="预付款", amount=Decimal("50000.00"), due_on=ON, occurred_on=ON)
    linked = site.head.post("/r/project_contracts", {"project": str(site.project.pk), "contract": str(sub.pk)})
    assert site.again().cost_total == Decimal("50000.00")
    with writing(TESTS):
        later = open_receivable(TESTS, contract_id=sub.pk, name="进度款", amount=Decimal("70000.00"), due_on=ON, occurred_on=ON)
    assert site.again().cost_total == Decimal("120000.00")
    with writing(TESTS):
        cancel(TESTS, later, reason="开错")
    assert site.again().cost_total == Decimal("50000.00")
    assert site.head.post(f"/r/project_contracts/{linked.data['id']}/archive", {"version": 1}).status == 200
    assert site.again().cost_total == 0
    assert before.direction == "expense"


def test_a_contract_belongs_to_one_project_and_the_main_one_stays(site: Site) -> None:
    from .factories import a_project

    main = a_contract(site)
    site.head.patch(site.url, {"version": site.project.version, "contract": str(main.pk)})
    link = site.project.contracts.get()
    assert (link.part, link.contract_id) == ("main", main.pk)
    assert site.head.post(f"/r/project_contracts/{link.pk}/archive", {"version": link.version}).code == "main_contract"
    assert site.head.patch(f"/r/project_contracts/{link.pk}", {"version": link.version, "part": "other"}).code == "main_contract"
    other = a_project(site.firm.east_sales, site.manager.person)
    again = site.head.post("/r/project_contracts", {"project": str(other.pk), "contract": str(main.pk)})
    assert again.code == "invalid"
    site.head.patch(site.url, {"version": site.again().version, "contract": None})
    assert not site.project.contracts.filter(archived_at=None).exists()
    assert site.again().income_total is None


def test_money_is_masked(site: Site) -> None:
    line(site, "03", "500000.00")
    refused = site.manager.get(f"{site.url}/money")
    assert (refused.status, refused.code) == (403, "not_allowed")
    assert site.manager.get(f"{site.url}/budget-versions").status == 403
    assert not {"margin", "cost_total", "budget_total"} & set(site.manager.get(site.url).data)
    assert site.stranger.get(f"{site.url}/money").status == 404
    assert site.stranger.post("/r/budget_lines", {"project": str(site.project.pk), "cost_item": str(item("01").pk)}).code == "invalid"
    assert not BudgetVersion.objects.exists()
    assert ProjectGate.objects.exists()
