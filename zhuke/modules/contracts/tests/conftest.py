"""A company that makes contracts: who writes them, who signs and settles, a colleague in another company."""

from decimal import Decimal
from typing import Any

import pytest

from zhuke.commons.tailoring.services import sync_dictionaries
from zhuke.commons.testing import Answer, Caller, Firm, allow, make_firm, make_person, unmask
from zhuke.kernel import config
from zhuke.kernel.access import system
from zhuke.kernel.models import Event
from zhuke.kernel.resource import by_name

ROWS = ["read", "create", "update", "archive", "export", "import"]
PARTS = ("contract_parties", "contract_lines", "payment_terms", "bonds", "variations", "contract_clauses")
WRITING = {
    "customers": ROWS,
    "contracts": [*ROWS, "submit"],
    **dict.fromkeys(PARTS, ROWS),
    "payment_terms": [*ROWS, "reach"],
    "variations": [*ROWS, "submit"],
    "clause_templates": ROWS,
    "users": ["read"],
    "units": ["read"],
}
SIGNING = {**WRITING, "contracts": [*ROWS, "submit", "sign", "record", "settle", "terminate", "set_risk"]}


@pytest.fixture
def firm(db: None) -> Firm:
    """One group with two subsidiaries, and the dictionaries."""
    config.forget()
    sync_dictionaries(system("测试"))
    return make_firm()


def open_amounts(role: Any) -> None:
    """Let a role see all masked fields of contracts."""
    for name in ("contracts", *PARTS):
        for field in by_name(name).masked:  # type: ignore[union-attr]
            unmask(role, name, field)


@pytest.fixture
def writer(firm: Firm) -> Caller:
    """Writes contracts in the east company and sees their amounts."""
    person = make_person("王东", firm.east_sales)
    open_amounts(allow(person, WRITING))
    return Caller(person)


@pytest.fixture
def chief(firm: Firm) -> Caller:
    """Signs, settles and ends contracts of the east company."""
    person = make_person("赵总", firm.east)
    open_amounts(allow(person, SIGNING))
    return Caller(person)


@pytest.fixture
def blind(firm: Firm) -> Caller:
    """Reads contracts of the east company, but not their amounts."""
    return Caller(make_person("周技", firm.east_sales, {name: ["read"] for name in ("contracts", *PARTS)}))


@pytest.fixture
def stranger(firm: Firm) -> Caller:
    """The same rights in the west company."""
    person = make_person("李西", firm.west_sales)
    open_amounts(allow(person, SIGNING))
    return Caller(person)


def made(answer: Answer) -> Any:
    """What was created or answered, as it should be."""
    assert answer.status in (200, 201), answer.data
    return answer.data


def customer(caller: Caller, name: str = "江苏新筑建设有限公司") -> dict[str, Any]:
    """A customer."""
    return made(caller.post("/r/customers", {"name": name, "credit_code": ""}))


def contract(caller: Caller, **values: Any) -> dict[str, Any]:
    """A draft."""
    body = {"name": "门诊楼施工总承包合同", "amount": "1000000.00", "tax_rate": "9", **values}
    return made(caller.post("/r/contracts", {"customer": customer(caller)["id"], **body} if "customer" not in body else body))


def part(caller: Caller, resource: str, owner: dict[str, Any], **values: Any) -> dict[str, Any]:
    """A part of a contract."""
    return made(caller.post(f"/r/{resource}", {"contract": owner["id"], **values}))


def term(caller: Caller, owner: dict[str, Any], kind: str, ratio: str | None = None, **values: Any) -> dict[str, Any]:
    """A payment term by milestone."""
    body = {"kind": kind, "ratio": ratio, "milestone": f"{kind} 完成", **values}
    return part(caller, "payment_terms", owner, **body)


def four_terms(caller: Caller, owner: dict[str, Any]) -> list[dict[str, Any]]:
    """预付 10、进度 70、结算 17、质保 3."""
    return [
        term(caller, owner, "advance", "10"),
        term(caller, owner, "progress", "70"),
        term(caller, owner, "settlement", "17"),
        term(caller, owner, "retention", "3", trigger="retention"),
    ]


def do(caller: Caller, row: dict[str, Any], verb: str, resource: str = "contracts", **inputs: Any) -> Answer:
    """A verb."""
    return caller.post(f"/r/{resource}/{row['id']}/do/{verb}", {"inputs": inputs})


def read(caller: Caller, row: dict[str, Any], resource: str = "contracts") -> dict[str, Any]:
    """A row as it is now."""
    return made(caller.get(f"/r/{resource}/{row['id']}"))


def signed(chief: Caller, **values: Any) -> dict[str, Any]:
    """A signed contract without terms."""
    return made(do(chief, contract(chief, **values), "record", signed_on="2026-03-01", reason="线下签订"))


def amounts(caller: Caller, owner: dict[str, Any]) -> list[Decimal | None]:
    """What the payment terms come to, in order."""
    rows = made(caller.get("/r/payment_terms", filter=["contract", "=", owner["id"]], sort="position"))["items"]
    return [None if row["amount"] is None else Decimal(row["amount"]) for row in rows]


def events(name: str) -> list[dict[str, Any]]:
    """What was told under that name."""
    return list(Event.objects.filter(name=name).order_by("id").values_list("data", flat=True))
