"""R75, R46, R13, R14 as rules: who is told, what is made, and that nothing comes twice."""

import datetime as dt
from typing import Any

from zhuke.commons.automation.models import Rule
from zhuke.commons.automation.services.acting import act_all
from zhuke.commons.automation.services.passes import run_pass
from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import Caller, Firm, make_person, run_jobs
from zhuke.commons.todos.models import Todo
from zhuke.modules.billing.tests.factories import make_receivable
from zhuke.modules.collection.models import CollectionCase
from zhuke.modules.collection.services.chasing import chase
from zhuke.modules.collection.tests.conftest import TODAY, everything, give_role
from zhuke.modules.customers.models import Customer


def run(code: str) -> int:
    """One pass of a rule with its actions."""
    outcome = run_pass(Rule.objects.get(code=code))
    act_all()
    return outcome.fired


def late(firm: Firm, customer: Any, days: int) -> Any:
    due = TODAY - dt.timedelta(days=days)
    return make_receivable(firm.east_sales, customer, "6000.00", due_on=due, occurred_on=min(due, TODAY))


def test_overdue_tells_and_opens_a_case(clock: Any, firm: Firm, finance: Caller, customer: Any) -> None:
    builder = make_person("项目经理", firm.east, everything(), scope="below")
    give_role("project_manager", "项目经理", firm.east, builder)
    owed = late(firm, customer, 3)
    late(firm, customer, -3)
    assert (run("receivables.overdue"), run("receivables.overdue")) == (1, 0)
    case = CollectionCase.objects.get()
    assert (case.state, case.letters, case.owner_id) == ("open", 0, finance.person.pk)
    told = Notice.objects.filter(object_id=owed.pk, kind="reminder").values_list("user_id", flat=True)
    assert sorted(told) == sorted([builder.pk, finance.person.pk])
    late(firm, customer, 4)
    assert (run("receivables.overdue"), CollectionCase.objects.count()) == (1, 1)


def test_long_arrears_flag_the_customer(clock: Any, firm: Firm, finance: Caller, risk: Any, customer: Any) -> None:
    owed = late(firm, customer, 95)
    assert (run("receivables.long_overdue"), run("receivables.long_overdue")) == (1, 0)
    flagged = Customer.objects.get(pk=customer.pk)
    assert (flagged.risk, "长期拖欠" in flagged.risk_reason) == ("high", True)
    assert Notice.objects.filter(user=risk, object_id=owed.pk).count() == 1


def test_letter_and_escalation_are_told(clock: Any, firm: Firm, finance: Caller, director: Any, risk: Any, customer: Any) -> None:
    late(firm, customer, 20)
    for _turn in range(3):
        chase()
        run_jobs()
        act_all()
        clock.days(7)
    titles = list(Notice.objects.filter(user=finance.person).values_list("title", flat=True))
    assert sum("第 1 封催收函" in title for title in titles) == 1
    assert sum("第 2 封催收函" in title for title in titles) == 1
    assert Notice.objects.filter(user=risk, title__startswith="客户已列为高风险").count() == 1
    assert Todo.objects.filter(assignee=risk, state="open").count() == 1


def test_who_edits_a_letter_sees_what_the_case_fills_in(firm: Firm, finance: Caller) -> None:
    found = finance.get("/automation/choices/collection_cases").data
    offered = {place["value"] for place in found["template_places"]["collection.first"]}
    assert {"amount", "count", "oldest", "answer_by"} <= offered
    assert "overdue" in {place["value"] for place in found["places"]} - offered
    assert "collection.first" not in finance.get("/automation/choices/receivables").data["template_places"]
