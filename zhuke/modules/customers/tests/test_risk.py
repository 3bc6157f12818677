"""The flag for customers who do not pay: who may put it, what it needs, what it leaves in the history."""

from typing import Any

import pytest

from zhuke.commons.testing import Caller, Firm, allow, make, make_firm, make_person
from zhuke.kernel.access import system
from zhuke.kernel.audit import writing
from zhuke.kernel.models import Event
from zhuke.modules.customers.models import Customer
from zhuke.modules.customers.services.risk import put_risk

RIGHTS = {"customers": ["read", "update", "flag_risk"]}


@pytest.fixture
def firm(db: None) -> Firm:
    return make_firm()


@pytest.fixture
def customer(firm: Firm) -> Any:
    return make("customers", name="拖欠公司", unit=firm.east_sales)


def do(caller: Caller, row: Any, verb: str, **inputs: Any) -> Any:
    return caller.post(f"/r/customers/{row.pk}/do/{verb}", {"inputs": inputs})


def test_flag_and_clear(firm: Firm, customer: Any) -> None:
    risk = Caller(make_person("风控", firm.east, RIGHTS, scope="below"))
    answer = do(risk, customer, "flag_risk", reason=" 两封催款函\n均未答复 ")
    assert (answer.status, answer.data["risk"], answer.data["risk_reason"]) == (200, "high", "两封催款函 均未答复")
    assert {"clear_risk"} <= set(answer.data["_can"])
    assert "flag_risk" not in answer.data["_can"]
    again = do(risk, customer, "flag_risk", reason="又一次")
    assert (again.status, again.code) == (409, "wrong_state")
    cleared = do(risk, customer, "clear_risk", reason="已付清")
    assert (cleared.data["risk"], cleared.data["risk_reason"], cleared.data["risk_since"]) == ("", "", None)
    assert list(Event.objects.filter(name__startswith="customers.risk").order_by("id").values_list("name", "data")) == [
        ("customers.risk_flagged", {"reason": "两封催款函 均未答复"}),
        ("customers.risk_cleared", {"reason": "已付清", "was": "两封催款函 均未答复"}),
    ]


def test_refusals(firm: Firm, customer: Any) -> None:
    risk = Caller(make_person("风控", firm.east, RIGHTS, scope="below"))
    sales = make_person("销售", firm.east_sales, {"customers": ["read", "update"]})
    stranger = Caller(make_person("西南风控", firm.west, RIGHTS, scope="below"))
    assert (do(risk, customer, "flag_risk", reason="  ").status, do(risk, customer, "flag_risk").status) == (400, 400)
    assert (do(Caller(sales), customer, "flag_risk", reason="x").status, do(stranger, customer, "flag_risk", reason="x").status) == (
        403,
        404,
    )
    assert do(risk, customer, "clear_risk", reason="x").code == "wrong_state"
    assert do(stranger, customer, "clear_risk", reason="x").status == 404
    patched = risk.patch(f"/r/customers/{customer.pk}", {"version": 1, "risk": "high"})
    assert (patched.status, Customer.objects.get(pk=customer.pk).risk) == (400, "")
    allow(sales, {"customers": ["flag_risk"]})
    assert do(Caller(sales), customer, "flag_risk", reason="x").status == 200
    assert not Event.objects.filter(name="customers.risk_cleared").exists()


def test_rules_put_it_once(customer: Any) -> None:
    with writing(system("自动化")):
        assert put_risk(system("自动化"), customer.pk, "拖欠 120 天")
        assert not put_risk(system("自动化"), customer.pk, "拖欠 121 天")
    customer.refresh_from_db()
    assert customer.risk_reason == "拖欠 120 天"
