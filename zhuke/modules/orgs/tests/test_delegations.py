"""A deputy acts for a person for some days; nobody names a deputy for somebody mightier, and a deputy names none."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from zhuke.commons.testing import Caller, Firm
from zhuke.kernel import config
from zhuke.kernel.models import Change, Event
from zhuke.modules.orgs.models import Delegation, User

from .conftest import give, holder, newcomer

DAY = dt.timedelta(days=1)


def today() -> dt.date:
    return timezone.localdate()


def name_deputy(caller: Caller, person: Any, deputy: Any, starts: dt.date | None = None, ends: dt.date | None = None) -> Any:
    """Ask for a delegation; by default for today."""
    return caller.post(
        "/r/delegations",
        {"user": person.pk, "deputy": deputy.pk, "starts_on": starts or today(), "ends_on": ends or today()},
    )


def not_named(answer: Any, code: str, status: int, before: int) -> None:
    assert (answer.status, answer.code) == (status, code), answer.data
    assert Delegation.objects.count() == before


@pytest.fixture
def seller(firm: Firm) -> Any:
    return holder("sales", firm.east_sales, "周一")


@pytest.fixture
def deputy(firm: Firm) -> Any:
    return newcomer("代办", firm.east_sales)


def test_a_person_names_the_own_deputy(seller: Any, deputy: Any) -> None:
    acting = Caller(deputy)
    assert acting.get("/r/customers").status == 403
    assert name_deputy(Caller(seller), seller, deputy).status == 201
    assert acting.get("/r/customers").status == 200
    assert acting.get("/me").data["deputy_for"] == [{"id": str(seller.pk), "label": "周一"}]


def test_the_deputy_reaches_the_own_records_of_the_person_and_history_names_the_deputy(seller: Any, deputy: Any) -> None:
    made = Caller(seller).post("/r/customers", {"name": "江南市政工程有限公司"}).data
    acting = Caller(deputy)
    name_deputy(Caller(seller), seller, deputy)
    changed = acting.patch(f"/r/customers/{made['id']}", {"version": made["version"], "remark": "已回访"})
    assert changed.status == 200
    assert acting.get(f"/r/customers/{made['id']}/history").data["items"][0]["actor"]["label"] == "代办"


@pytest.mark.parametrize(("starts", "ends"), [(1, 3), (-5, -1)])
def test_before_and_after_there_is_no_deputy(seller: Any, deputy: Any, starts: int, ends: int) -> None:
    Delegation.objects.create(user=seller, deputy=deputy, starts_on=today() + starts * DAY, ends_on=today() + ends * DAY)
    config.forget()
    assert Caller(deputy).get("/r/customers").status == 403


def test_cancelled_is_over(seller: Any, deputy: Any) -> None:
    caller = Caller(seller)
    made = name_deputy(caller, seller, deputy).data
    assert caller.post(f"/r/delegations/{made['id']}/do/cancel", {"inputs": {}}).status == 200
    assert Caller(deputy).get("/r/customers").status == 403


def test_a_deputy_may_give_up_but_not_go_on(seller: Any, deputy: Any) -> None:
    made = name_deputy(Caller(seller), seller, deputy).data
    acting = Caller(deputy)
    longer = acting.patch(f"/r/delegations/{made['id']}", {"version": 1, "ends_on": today() + 30 * DAY})
    assert (longer.status, longer.code) == (403, "not_allowed_here")
    assert Delegation.objects.get().ends_on == today()
    assert acting.post(f"/r/delegations/{made['id']}/do/cancel", {"inputs": {}}).status == 200


def test_a_deputy_names_no_deputy(firm: Firm, seller: Any, deputy: Any) -> None:
    name_deputy(Caller(seller), seller, deputy)
    answer = name_deputy(Caller(deputy), seller, newcomer("第三人", firm.east_sales))
    not_named(answer, "invalid" if answer.status == 400 else "not_allowed_here", answer.status, 1)


def test_an_administrator_arranges_it_for_the_own_people(east_admin: Caller, seller: Any, deputy: Any) -> None:
    assert name_deputy(east_admin, seller, deputy).status == 201


def test_not_for_somebody_mightier(firm: Firm, east_admin: Caller) -> None:
    auditor = newcomer("审计", firm.east)
    give(auditor, "auditor", firm.group)
    before = Event.objects.count(), Change.objects.count()
    not_named(name_deputy(east_admin, auditor, east_admin.person), "above_you", 403, 0)
    assert (Event.objects.count(), Change.objects.count()) == before


def test_not_for_people_of_another_company(firm: Firm, east_admin: Caller) -> None:
    other = holder("sales", firm.west_sales)
    answer = name_deputy(east_admin, other, east_admin.person)
    not_named(answer, "not_allowed_here", 403, 0)


@pytest.mark.parametrize(("starts", "ends", "field"), [(0, -1, "__all__"), (-9, -2, "ends_on"), (0, 400, "ends_on")])
def test_days_that_make_no_sense(seller: Any, deputy: Any, starts: int, ends: int, field: str) -> None:
    answer = name_deputy(Caller(seller), seller, deputy, today() + starts * DAY, today() + ends * DAY)
    not_named(answer, "invalid", 400, 0)
    assert field in answer.data["fields"] or "ends_on" in answer.data["fields"]


def test_neither_oneself_nor_somebody_switched_off(seller: Any, deputy: Any) -> None:
    caller = Caller(seller)
    not_named(name_deputy(caller, seller, seller), "invalid", 400, 0)
    User.objects.filter(pk=deputy.pk).update(is_active=False)
    answer = name_deputy(caller, seller, deputy)
    not_named(answer, "invalid", 400, 0)
    assert answer.data["fields"] == {"deputy": ["代理人已停用，请选择在职的人。"]}


def test_the_person_of_a_delegation_stays(firm: Firm, admin: Caller, seller: Any, deputy: Any) -> None:
    made = name_deputy(Caller(seller), seller, deputy).data
    answer = admin.patch(f"/r/delegations/{made['id']}", {"version": 1, "user": newcomer("别人", firm.east).pk})
    assert (answer.status, list(answer.data["fields"])) == (400, ["user"])
