"""Contracts and what hangs on them, for tests."""

import itertools
from typing import Any

from zhuke.commons.factories import Factory
from zhuke.kernel.access import system
from zhuke.kernel.resource import by_name
from zhuke.kernel.writes import act, create
from zhuke.modules.customers.tests.factories import of_customer

TESTS = system("测试")
numbers = itertools.count(1)


def contract_body(unit: Any, person: Any) -> dict[str, Any]:
    """A contract of the unit and the person."""
    number = next(numbers)
    return {
        **of_customer(unit, person),
        "name": f"东湖 {number} 号楼总承包合同",
        "kind": "main",
        "amount": f"2680{number:04}.00",
        "amount_words": "人民币贰仟陆佰捌拾万元整",
        "tax_rate": "9.00",
        "unit": unit.pk,
        "owner": person.pk,
    }


def a_contract(unit: Any, person: Any) -> Any:
    """A fresh draft."""
    return create(TESTS, by_name("contracts"), contract_body(unit, person))[0]  # type: ignore[arg-type]


def a_live_contract(unit: Any, person: Any) -> Any:
    """A contract that is signed."""
    contracts = by_name("contracts")
    assert contracts
    draft = a_contract(unit, person)
    return act(TESTS, contracts, draft.pk, "record", {"signed_on": "2026-01-05", "reason": "线下签订"})


def party_body(unit: Any, person: Any) -> dict[str, Any]:
    """A guarantor."""
    return {"contract": a_contract(unit, person).pk, "role": "guarantor", "name": f"第 {next(numbers)} 担保有限公司", "signatory": "钱进"}


def line_body(unit: Any, person: Any) -> dict[str, Any]:
    """A line of a fresh draft."""
    return {"contract": a_contract(unit, person).pk, "name": "土建工程", "quantity": "12.5", "unit_price": "86420.55", "uom": "项"}


def term_body(unit: Any, person: Any) -> dict[str, Any]:
    """A term with a sum of its own."""
    return {"contract": a_contract(unit, person).pk, "kind": "advance", "fixed_amount": "51234.50", "milestone": "进场", "due_days": 15}


def bond_body(unit: Any, person: Any) -> dict[str, Any]:
    """A guarantee of a bank."""
    return {
        "contract": a_contract(unit, person).pk,
        "kind": "performance",
        "number": f"BH-{next(numbers):05}",
        "amount": "73456.00",
        "issuer": "建设银行",
        "expires_on": "2027-06-30",
    }


def variation_body(unit: Any, person: Any) -> dict[str, Any]:
    """A variation of a fresh contract that is signed."""
    return {"contract": a_live_contract(unit, person).pk, "kind": "instruction", "name": "地下障碍物清除", "amount": "91827.36", "days": 5}


def template_body(unit: Any, person: Any) -> dict[str, Any]:
    """A clause of the unit."""
    return {"code": f"own-{next(numbers)}", "name": "保密", "unit": unit.pk, "kinds": ["main"], "text": "双方对 {name} 的内容保密。"}


def clause_body(unit: Any, person: Any) -> dict[str, Any]:
    """A clause of a fresh draft."""
    return {"contract": a_contract(unit, person).pk, "name": "保密", "text": f"第 {next(numbers)} 条：双方对合同内容保密。"}


FACTORIES = {
    "contracts": Factory(contract_body, {"remark": "改"}, after={"settlement_amount": "26790000.55"}),
    "contract_parties": Factory(party_body, {"signatory": "改"}),
    "contract_lines": Factory(line_body, {"remark": "改"}),
    "payment_terms": Factory(term_body, {"milestone": "改"}),
    "bonds": Factory(bond_body, {"remark": "改"}),
    "variations": Factory(variation_body, {"reason": "改"}),
    "clause_templates": Factory(template_body, {"text": "改"}, belongs="unit"),
    "contract_clauses": Factory(clause_body, {"text": "改"}),
}
ROUTES = {
    "GET /r/contracts/{pk}/agreed": "read of the contract, its lines and terms",
    "PUT /r/contracts/{pk}/agreed": "update of the contract, and create, update and archive of lines or terms",
    "GET /r/contracts/placeholders": "contracts.read",
    "GET /r/contracts/{pk}/checks": "read of the contract, and sight of contracts.amount",
    "GET /r/contracts/{pk}/penalty": "read of the contract, and sight of contracts.amount",
    "GET /r/contracts/{pk}/amounts": "read of the contract, and sight of contracts.amount",
    "GET /r/contracts/{pk}/vouchers": "read of the contract, and sight of contracts.amount",
    "GET /r/contracts/{pk}/pdf": "read of the contract, and sight of contracts.amount",
    "GET /r/contracts/{pk}/preview": "read of the contract, and sight of contracts.amount",
    "GET /r/contracts/{pk}/signatures": "read of the contract",
    "POST /r/contracts/{pk}/signature": "sign and update of the contract, and sight of contracts.amount",
    "GET /r/variations/{pk}/sheet": "read of the variation",
    "PUT /r/variations/{pk}/sheet": "create or update of the variation, and sight of variations.amount",
    "POST /r/variations/{pk}/signatures": "update of the variation",
    "GET /r/variations/{pk}/pdf": "read of the variation, and sight of variations.amount",
    "GET /signing-certificates": "signing_certificates.read",
    "POST /signing-certificates": "signing_certificates.manage over the company",
    "POST /signing-certificates/{pk}/retire": "signing_certificates.manage over the company",
}
