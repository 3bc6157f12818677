"""A sales team of the east company that quotes, its supervisor who approves, a colleague in the west."""

from typing import Any

import pytest

from zhuke.commons.approvals.models import Approval
from zhuke.commons.approvals.services.flows import install_flows
from zhuke.commons.tailoring.services import sync_dictionaries
from zhuke.commons.testing import Answer, Caller, Firm, allow, make_firm, make_person, unmask
from zhuke.kernel import config
from zhuke.kernel.access import system
from zhuke.modules.orgs.models import Membership, Role

ROWS = ["read", "create", "update", "archive", "export", "import"]
QUOTING = {
    "customers": ROWS,
    "contacts": ROWS,
    "interactions": ROWS,
    "opportunities": [*ROWS, "move"],
    "price_lists": ROWS,
    "price_items": ROWS,
    "quotations": [*ROWS, "submit", "send", "accept", "new_version"],
    "quotation_lines": ROWS,
    "tenders": [*ROWS, "submit_bid", "win", "pay_bond"],
    "import_batches": ROWS,
    "users": ["read"],
    "units": ["read"],
    "stages": ["read"],
    "approvals": ["read", "decide"],
}
APPROVING = QUOTING
COSTS = {
    "quotations": ("planned_cost", "cost", "margin"),
    "quotation_lines": ("cost",),
    "price_items": ("cost",),
    "tenders": ("bid_price",),
}


@pytest.fixture
def firm(db: None) -> Firm:
    """One group with two subsidiaries, and the dictionaries."""
    config.forget()
    sync_dictionaries(system("测试"))
    install_flows(system("测试"))
    return make_firm()


@pytest.fixture
def seller(firm: Firm) -> Caller:
    """Quotes in the east company; costs are closed."""
    person = make_person("王东", firm.east_sales, QUOTING)
    unmask(allow(person, {}), "tenders", "bid_price")
    return Caller(person)


def supervises(person: Any) -> None:
    """The person is a supervisor of the own unit: whom the flow of quotations asks."""
    role, _new = Role.objects.get_or_create(code="sales_supervisor", defaults={"name": "销售主管"})
    Membership.objects.create(user=person, unit=person.unit, role=role)
    config.forget()


@pytest.fixture
def supervisor(firm: Firm) -> Caller:
    """Approves in the east company and sees costs."""
    person = make_person("赵审", firm.east_sales)
    role = allow(person, APPROVING)
    for resource, names in COSTS.items():
        for name in names:
            unmask(role, resource, name)
    supervises(person)
    return Caller(person)


@pytest.fixture
def stranger(firm: Firm) -> Caller:
    """The same rights in the west company."""
    return Caller(make_person("李西", firm.west_sales, APPROVING))


def made(answer: Answer) -> Any:
    """What was created or answered, as it should be."""
    assert answer.status in (200, 201), answer.data
    return answer.data


def customer(caller: Caller, name: str = "江苏新筑建设有限公司") -> dict[str, Any]:
    """A customer."""
    return made(caller.post("/r/customers", {"name": name}))


def quotation(caller: Caller, **values: Any) -> dict[str, Any]:
    """A draft without lines."""
    body = {"title": "门诊楼机电安装", **values}
    return made(caller.post("/r/quotations", {"customer": customer(caller)["id"], **body} if "customer" not in body else body))


LINES = [
    {"name": "冷水机组", "specification": "1200kW", "quantity": "2", "uom": "台", "unit_price": "436000.00", "tax_rate": "13"},
    {"name": "安装调试", "quantity": "1", "uom": "项", "unit_price": "88000.55", "discount": "5", "tax_rate": "9"},
]


def put(caller: Caller, row: dict[str, Any], lines: list[dict[str, Any]], **values: Any) -> Answer:
    """Save the whole quotation."""
    return caller.put(
        f"/r/quotations/{row['id']}/lines", {"version": row["version"], "lines": lines, **({"values": values} if values else {})}
    )


def with_lines(caller: Caller, lines: list[dict[str, Any]] | None = None, **values: Any) -> dict[str, Any]:
    """A draft with lines."""
    return made(put(caller, quotation(caller, **values), LINES if lines is None else lines))["quotation"]


def do(caller: Caller, row: dict[str, Any], verb: str, resource: str = "quotations", **inputs: Any) -> Answer:
    """A verb."""
    return caller.post(f"/r/{resource}/{row['id']}/do/{verb}", {"inputs": inputs})


def decide(caller: Caller, row: dict[str, Any], verb: str, **inputs: Any) -> Answer:
    """A verb of the quotation's approval; done, the answer is the quotation."""
    approval = Approval.objects.filter(object_id=row["id"]).latest("submitted_at")
    answer = caller.post(f"/approvals/{approval.pk}/{verb}", inputs)
    return caller.get(f"/r/quotations/{row['id']}") if answer.status == 200 else answer


def approved(seller: Caller, supervisor: Caller, **values: Any) -> dict[str, Any]:
    """A quotation that the supervisor has approved."""
    row = with_lines(seller, **values)
    made(do(seller, row, "submit"))
    return made(decide(supervisor, row, "approve", opinion="同意"))
