"""Expense claims for tests."""

import itertools
from decimal import Decimal
from typing import Any

from django.utils import timezone

from zhuke.commons.factories import Factory
from zhuke.kernel.access import system
from zhuke.kernel.resource import by_name
from zhuke.kernel.writes import create
from zhuke.modules.expenses.models import ExpenseLimit

numbers = itertools.count(1)


def claim_body(unit: Any, person: Any) -> dict[str, Any]:
    """A claim of the person, without lines."""
    return {
        "purpose": f"东湖项目出差 {next(numbers)}",
        "unit": unit.pk,
        "owner": person.pk,
        "bank_account": f"招商银行 62148302{next(numbers):08}",
    }


def line_body(unit: Any, person: Any) -> dict[str, Any]:
    """A taxi on a fresh claim."""
    claim, _fresh = create(system("测试"), by_name("expense_claims"), claim_body(unit, person))  # type: ignore[arg-type]
    return {"claim": claim.pk, "kind": "transport", "on": timezone.localdate(), "amount": Decimal("46.50"), "note": f"打车 {next(numbers)}"}


def limit_body(unit: Any, person: Any) -> dict[str, Any]:
    """A limit of the unit that no test comes near."""
    kinds = ("travel", "transport", "accommodation", "meals", "materials", "tools", "entertainment", "office", "communication", "other")
    number = next(numbers)
    taken = set(ExpenseLimit.objects.filter(unit=unit, archived_at=None).values_list("kind", "period"))
    kind, period = next(one for one in itertools.product(kinds, [code for code, _label in ExpenseLimit.PERIODS]) if one not in taken)
    return {"unit": unit.pk, "kind": kind, "period": period, "amount": Decimal(90_000_000), "note": f"标准 {number}"}


FACTORIES = {
    "expense_claims": Factory(claim_body, {"remark": "改"}),
    "expense_lines": Factory(line_body, {"note": "改"}),
    "expense_limits": Factory(limit_body, {"note": "改"}, belongs="unit"),
}
ROUTES = {
    "GET /r/expense_claims/{pk}/lines": "read of the claim",
    "PUT /r/expense_claims/{pk}/lines": "update of the claim",
    "GET /expenses/totals": "expense_claims.read, as far as it reaches",
}
