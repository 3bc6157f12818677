"""Opportunities and what belongs to them, for tests. Other modules make theirs with ``opportunity_body`` or ``make_opportunity``."""

import datetime as dt
import itertools
from typing import Any

from zhuke.commons.factories import Factory
from zhuke.kernel.access import system
from zhuke.kernel.resource import by_name
from zhuke.kernel.writes import create
from zhuke.modules.customers.tests.factories import of_customer
from zhuke.modules.sales import defaults
from zhuke.modules.sales.models import Opportunity, Stage

numbers = itertools.count(1)


def ensure_stages(*, open_doors: bool = False) -> None:
    """The group's stages, where a test has none yet; ``open_doors`` takes away what they ask for before they are entered."""
    from zhuke.kernel import config

    defaults.install(system("测试"))
    if open_doors:
        Stage.objects.update(required_fields=[], required_documents=[], conditions=[])
    config.forget()


def opportunity_body(unit: Any, person: Any) -> dict[str, Any]:
    """An opportunity of the unit and the person."""
    ensure_stages()
    number = next(numbers)
    return {
        **of_customer(unit, person),
        "name": f"滨湖新区 {number} 号地块总承包",
        "unit": unit.pk,
        "owner": person.pk,
        "amount": "36000000.00",
        "bid_price": f"3498{number:04}.00",
    }


def make_opportunity(unit: Any, person: Any, **values: Any) -> Opportunity:
    """A fresh opportunity as the system makes it."""
    row, _made = create(system("测试"), by_name("opportunities"), {**opportunity_body(unit, person), **values})  # type: ignore[arg-type]
    assert isinstance(row, Opportunity)
    return row


def of_opportunity(unit: Any, person: Any) -> dict[str, Any]:
    """A fresh opportunity, as a child names it."""
    return {"opportunity": make_opportunity(unit, person).pk}


def stage_body(unit: Any, person: Any) -> dict[str, Any]:
    """A stage of the unit."""
    return {"unit": unit.pk, "phase": "quotation", "name": f"二次报价 {next(numbers)}", "position": 35, "probability": 60}


def competitor_body(unit: Any, person: Any) -> dict[str, Any]:
    """Somebody else who wants the deal."""
    number = next(numbers)
    return {**of_opportunity(unit, person), "name": f"远航建工第 {number} 公司", "price": f"3300{number:04}.00"}


def risk_body(unit: Any, person: Any) -> dict[str, Any]:
    """Something that may go wrong."""
    return {**of_opportunity(unit, person), "title": "土地证尚未办妥", "level": "high"}


def node_body(unit: Any, person: Any) -> dict[str, Any]:
    """A day that matters."""
    return {**of_opportunity(unit, person), "name": "开标", "due_on": "2027-03-01"}


def churn_body(unit: Any, person: Any) -> dict[str, Any]:
    """A customer that has left."""
    return {**of_customer(unit, person), "left_on": dt.date(2026, 1, 5), "reason": "rival"}


FACTORIES = {
    "stages": Factory(stage_body, {"allowed_days": 20}, belongs="unit"),
    "opportunities": Factory(opportunity_body, {"remark": "改"}),
    "churns": Factory(churn_body, {"note": "改"}),
    "opportunity_competitors": Factory(competitor_body, {"weaknesses": "改"}),
    "opportunity_risks": Factory(risk_body, {"measure": "改"}),
    "opportunity_nodes": Factory(node_body, {"name": "改"}),
}
ROUTES = {
    "GET /r/opportunities/{pk}/moves": "read of the opportunity",
    "GET /r/opportunities/{pk}/stage-changes": "read of the opportunity",
    "GET /r/opportunities/{pk}/follow-ups": "read of the opportunity, then of interactions",
    "GET /r/opportunities/{pk}/advice": "read of the opportunity",
    "GET /r/customers/{pk}/advice": "read of the customer, then of each opportunity",
    "GET /sales/board": "opportunities.read",
    "GET /sales/board/{key}": "opportunities.read",
    "GET /sales/funnel": "opportunities.read",
    "GET /sales/forecast": "opportunities.read",
    "GET /sales/losses": "opportunities.read",
    "GET /sales/win-rates": "opportunities.read",
    "GET /sales/departures": "churns.read",
    "GET /sales/analysis.xlsx": "opportunities.read and opportunities.export, as far as both reach",
    "GET /sales/collisions": "opportunities.create; of a sister company's opportunity only that it exists and whom to call",
    "GET /sales/stage-options": "stages.read",
    "GET /sales/stages": "opportunities.read",
    "POST /sales/stages/adopt": "stages.create",
}
