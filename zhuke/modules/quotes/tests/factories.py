"""Price lists, quotations, tenders, for tests."""

import itertools
from typing import Any

from zhuke.commons.factories import Factory
from zhuke.kernel.access import system
from zhuke.kernel.resource import by_name
from zhuke.kernel.writes import create
from zhuke.modules.customers.tests.factories import of_customer

numbers = itertools.count(1)


def price_list_body(unit: Any, person: Any) -> dict[str, Any]:
    """A price list of the unit."""
    return {"name": f"安装工程价格表 {next(numbers)}", "unit": unit.pk}


def price_item_body(unit: Any, person: Any) -> dict[str, Any]:
    """An item of a fresh list."""
    made, _fresh = create(system("测试"), by_name("price_lists"), price_list_body(unit, person))  # type: ignore[arg-type]
    return {
        "price_list": made.pk,
        "name": f"镀锌钢管 {next(numbers)}",
        "specification": "DN100",
        "uom": "米",
        "price": "86.50",
        "cost": "61.20",
        "tax_rate": "13",
    }


def quotation_body(unit: Any, person: Any) -> dict[str, Any]:
    """A quotation of the unit and the person."""
    return {
        **of_customer(unit, person),
        "title": f"机电安装报价 {next(numbers)}",
        "unit": unit.pk,
        "owner": person.pk,
        "planned_cost": "81250.00",
    }


def quotation_line_body(unit: Any, person: Any) -> dict[str, Any]:
    """A line of a fresh quotation."""
    made, _fresh = create(system("测试"), by_name("quotations"), quotation_body(unit, person))  # type: ignore[arg-type]
    return {"quotation": made.pk, "name": "水泵安装", "quantity": "3", "unit_price": "1200.00", "cost": "745.50"}


def tender_body(unit: Any, person: Any) -> dict[str, Any]:
    """A tender of the unit and the person."""
    return {
        **of_customer(unit, person),
        "name": f"第 {next(numbers)} 人民医院门诊楼施工",
        "unit": unit.pk,
        "owner": person.pk,
        "bid_price": "52380000.00",
    }


FACTORIES = {
    "price_lists": Factory(price_list_body, {"remark": "改"}, belongs="unit"),
    "price_items": Factory(price_item_body, {"remark": "改"}, belongs="unit"),
    "quotations": Factory(quotation_body, {"remark": "改"}),
    "quotation_lines": Factory(quotation_line_body, {"remark": "改"}),
    "tenders": Factory(tender_body, {"remark": "改"}),
}
ROUTES = {
    "GET /r/quotations/{pk}/lines": "read of the quotation; its lines with quotation_lines.read",
    "PUT /r/quotations/{pk}/lines": "update of the quotation",
    "GET /r/quotations/{pk}/versions": "read of each version",
    "GET /r/quotations/{pk}/differences": "read of both versions; masked fields left out",
    "GET /r/quotations/{pk}/pdf": "read of the quotation; costs never reach it",
    "GET /r/quotations/{pk}/preview": "read of the quotation",
    "GET /r/quotations/{pk}/mails": "read of the quotation",
}
