"""Cases and what belongs to them, for tests."""

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

from django.utils import timezone

from zhuke.commons.factories import Factory
from zhuke.commons.letters.models import LetterTemplate
from zhuke.kernel.access import system
from zhuke.kernel.audit import writing
from zhuke.kernel.resource import by_name
from zhuke.kernel.writes import create
from zhuke.modules.billing.services.receivables import open_receivable
from zhuke.modules.collection.models import CollectionCase
from zhuke.modules.collection.services.cases import open_case
from zhuke.modules.customers.tests.factories import of_customer

numbers = itertools.count(1)
TESTS = system("测试")


def owing(unit: Any, person: Any, days: int = 40, amount: str = "51000.00", customer: Any = None) -> Any:
    """A customer who is so many days late with one payment; returns the receivable."""
    key = customer or of_customer(unit, person)["customer"]
    due = timezone.localdate() - dt.timedelta(days=days)
    with writing(TESTS):
        return open_receivable(
            TESTS, name=f"第 {next(numbers)} 期进度款", customer_id=key, unit_id=unit.pk, owner_id=person.pk, amount=Decimal(amount),
            due_on=due, occurred_on=due - dt.timedelta(days=30),
        )  # fmt: skip


def a_case(unit: Any, person: Any, days: int = 40) -> CollectionCase:
    """A case of a fresh debtor."""
    debt = owing(unit, person, days)
    with writing(TESTS):
        case = open_case(TESTS, debt.customer_id, unit.pk, owner_id=person.pk)
    assert case is not None
    return case


def case_body(unit: Any, person: Any) -> dict[str, Any]:
    """A case of a fresh debtor, opened by hand."""
    return {"customer": owing(unit, person).customer_id, "unit": unit.pk, "owner": person.pk}


def ladder_body(unit: Any, person: Any) -> dict[str, Any]:
    """A ladder of a company that is not used."""
    return {"name": f"阶梯 {next(numbers)}", "unit": unit.pk, "active": False}


def template_of(code: str = "") -> LetterTemplate:
    """A letter about cases."""
    known = LetterTemplate.objects.filter(code=code).first() if code else None
    return known or LetterTemplate.objects.create(
        name=f"函 {next(numbers)}", resource="collection_cases", subject="催款 {name} {amount}", body="逾期 {days} 天", code=code
    )


def step_body(unit: Any, person: Any) -> dict[str, Any]:
    """A step of a fresh ladder."""
    ladder = create(TESTS, by_name("dunning_ladders"), ladder_body(unit, person))[0]  # type: ignore[arg-type]
    return {"ladder": ladder.pk, "position": next(numbers) % 90 + 1, "name": "第一封函", "days_overdue": 15, "template": template_of().pk}


def letter_body(unit: Any, person: Any) -> dict[str, Any]:
    """A letter in one's own words; the debtor has no address, so it waits to be delivered."""
    return {"case": a_case(unit, person).pk, "name": f"催款函 {next(numbers)}", "body": "请付款"}


def log_body(unit: Any, person: Any) -> dict[str, Any]:
    """A call."""
    return {"case": a_case(unit, person).pk, "kind": "call", "content": f"第 {next(numbers)} 次电话，对方说月底付", "contact": "王会计"}


def promise_body(unit: Any, person: Any) -> dict[str, Any]:
    """A promise for next week."""
    return {"case": a_case(unit, person).pk, "promised_on": timezone.localdate() + dt.timedelta(days=7), "amount": Decimal("20000.00")}


def meeting_body(unit: Any, person: Any) -> dict[str, Any]:
    """A review tomorrow."""
    case = a_case(unit, person)
    return {"case": case.pk, "name": f"评审会 {next(numbers)}", "starts_at": timezone.now() + dt.timedelta(days=1), "agenda": "议程"}


def statement_body(unit: Any, person: Any) -> dict[str, Any]:
    """A statement of the last quarter."""
    today = timezone.localdate()
    return {
        "customer": owing(unit, person).customer_id, "unit": unit.pk, "owner": person.pk, "direction": "income",
        "since": today - dt.timedelta(days=90), "until": today,
    }  # fmt: skip


def credit_body(unit: Any, person: Any) -> dict[str, Any]:
    """A limit."""
    return {**of_customer(unit, person), "limit": Decimal(f"{next(numbers)}00000.00"), "remark": "按上年回款核定"}


FACTORIES = {
    "dunning_ladders": Factory(ladder_body, {"remark": "改"}, belongs="unit"),
    "dunning_steps": Factory(step_body, {"name": "改"}, belongs="unit"),
    "collection_cases": Factory(case_body, {"remark": "改"}),
    "dunning_letters": Factory(letter_body),
    "collection_logs": Factory(log_body, {"contact": "改"}),
    "promises": Factory(promise_body),
    "review_meetings": Factory(meeting_body, {"place": "三楼会议室"}),
    "statements": Factory(statement_body, {"remark": "改"}),
    "customer_credits": Factory(credit_body, {"remark": "改"}),
}
ROUTES = {
    "GET /collection/ageing": "receivables.read",
    "GET /collection/roles": "dunning_steps.read",
    "GET /collection/dso": "receivables.read",
    "GET /collection/forecast": "receivables.read",
    "GET /collection/credit/{customer}": "customer_credits.read",
    "GET /r/collection_cases/{pk}/chain": "collection_cases.read",
    "GET /r/dunning_letters/{pk}/pdf": "dunning_letters.read",
    "GET /r/statements/{pk}/pdf": "statements.read",
    "GET /r/statements/{pk}/xlsx": "statements.read",
    "GET /r/statements/{pk}/lines": "statements.read",
}
