"""Customers and what belongs to them, for tests."""

import itertools
from typing import Any

from django.utils import timezone

from zhuke.commons.factories import Factory
from zhuke.kernel.access import system
from zhuke.kernel.resource import by_name
from zhuke.kernel.writes import create

numbers = itertools.count(1)


def customer_body(unit: Any, person: Any) -> dict[str, Any]:
    """A customer of the unit and the person."""
    number = next(numbers)
    return {
        "name": f"江城第{number}建设开发有限公司",
        "unit": unit.pk,
        "owner": person.pk,
        "phone": f"1387100{number:04}",
        "email": f"office{number}@example.com",
        "budget": "1250000.00",
    }


def of_customer(unit: Any, person: Any) -> dict[str, Any]:
    """A fresh customer of the unit and the person, as a child names it."""
    customer, _made = create(system("测试"), by_name("customers"), customer_body(unit, person))  # type: ignore[arg-type]
    return {"customer": customer.pk}


def contact_body(unit: Any, person: Any) -> dict[str, Any]:
    """A person at a customer."""
    number = next(numbers)
    return {
        **of_customer(unit, person),
        "name": f"钱{number}",
        "phone": f"1397200{number:04}",
        "landline": f"027-8712{number:04}",
        "email": f"qian{number}@example.com",
        "wechat": f"qian_wechat_{number}",
    }


def address_body(unit: Any, person: Any) -> dict[str, Any]:
    """An address of a customer."""
    return {**of_customer(unit, person), "region": "湖北", "city": "武汉", "detail": f"中山大道 {next(numbers)} 号"}


def qualification_body(unit: Any, person: Any) -> dict[str, Any]:
    """A certificate of a customer."""
    return {**of_customer(unit, person), "name": "建筑工程施工总承包", "number": f"D3{next(numbers):08}"}


def interaction_body(unit: Any, person: Any) -> dict[str, Any]:
    """A call with a customer."""
    return {**of_customer(unit, person), "channel": "phone", "occurred_at": timezone.now(), "content": "谈了工期", "owner": person.pk}


def feedback_body(unit: Any, person: Any) -> dict[str, Any]:
    """A need of a customer."""
    return {**of_customer(unit, person), "kind": "need", "content": "希望提前交房", "occurred_at": timezone.now()}


def cooperation_body(unit: Any, person: Any) -> dict[str, Any]:
    """A project done with a customer."""
    return {**of_customer(unit, person), "project_name": f"滨江花园 {next(numbers)} 期", "amount": "8600000.00"}


def lead_body(unit: Any, person: Any) -> dict[str, Any]:
    """A hint from the website."""
    number = next(numbers)
    return {
        "company": f"汉南第{number}置业有限公司",
        "contact_name": "孙先生",
        "phone": f"1376300{number:04}",
        "email": f"sun{number}@example.com",
        "message": "想了解厂房",
        "unit": unit.pk,
        "owner": person.pk,
    }


def pool_rule_body(unit: Any, person: Any) -> dict[str, Any]:
    """A rule of the unit, where it has none yet."""
    return {"unit": unit.pk, "hold_limit": 100 + next(numbers)}


def target_body(unit: Any, person: Any) -> dict[str, Any]:
    """A target of the unit."""
    return {"unit": unit.pk, "percent": 90, "note": f"第 {next(numbers)} 版"}


FACTORIES = {
    "customers": Factory(customer_body, {"remark": "改"}),
    "contacts": Factory(contact_body, {"position": "总工"}),
    "addresses": Factory(address_body, {"receiver": "门卫"}),
    "interactions": Factory(interaction_body, {"content": "改"}),
    "feedbacks": Factory(feedback_body, {"content": "改"}),
    "cooperations": Factory(cooperation_body, {"remark": "改"}),
    "qualifications": Factory(qualification_body, {"issued_by": "省住建厅"}),
    "leads": Factory(lead_body, {"message": "改"}),
    "completeness_targets": Factory(target_body, {"percent": 85}, belongs="unit"),
    "pool_rules": Factory(pool_rule_body, {"hold_limit": 60}, belongs="unit"),
}
ROUTES = {
    "GET /customers/look-alikes": "customers.read; of a sister company's customer only that it exists and whom to call",
    "POST /customers/pasted": "customers.create",
    "GET /customers/{pk}/timeline": "read of the customer, then of each kind of entry",
    "GET /customers/{pk}/summary": "read of the customer",
    "GET /customers/communication": "interactions.read, and sight of the customer asked for",
    "GET /customers/completeness": "customers.read",
    "GET /customers/fix-next": "customers.read",
    "GET /customers/{pk}/merge-preview": "merge of both customers",
    "GET /customers/{pk}/merges": "read of the customer",
    "GET /pool/customers": "customers.claim",
    "POST /pool/customers/claim": "customers.claim, each customer within its scope",
}
