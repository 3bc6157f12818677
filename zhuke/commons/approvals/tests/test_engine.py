"""Who is asked, in which order, and how it ends."""

import pytest

from zhuke.commons.approvals.services.deciding import approve, reject
from zhuke.commons.testing import actor_for

from .conftest import Office, node, now, person, waits_for

SUPERIOR = {"kind": "superior", "level": 1}


def yes(office, who, approval, opinion=""):
    return approve(actor_for(who.person), approval.pk, opinion=opinion)


def test_one_after_the_other(office: Office) -> None:
    office.flow(node("上级", SUPERIOR), node("财务", person(office.finance)))
    approval = office.submit()
    assert office.said == [("submit", "王东")]
    assert waits_for(approval) == ["李部"]
    yes(office, office.head, approval)
    assert waits_for(approval) == ["钱财"]
    yes(office, office.finance, approval, "同意")
    assert now(approval) == "approved"
    assert (approval.opinion, approval.decided_by_id) == ("同意", office.finance.person.pk)
    assert office.said[-1] == ("approved", "钱财")


def test_countersign_or_sign_serial(office: Office) -> None:
    three = [person(office.head), person(office.finance), person(office.law)]
    office.flow(node("会签", *three, mode="all"))
    approval = office.submit()
    assert len(waits_for(approval)) == 3
    yes(office, office.law, approval)
    yes(office, office.head, approval)
    assert now(approval) == "running"
    yes(office, office.finance, approval)
    assert now(approval) == "approved"
    office.flow(node("或签", *three, mode="any"))
    approval = office.submit()
    yes(office, office.law, approval)
    assert now(approval) == "approved"
    office.flow(node("依次", *three, mode="serial"))
    approval = office.submit()
    assert waits_for(approval) == ["李部"]
    yes(office, office.head, approval)
    assert waits_for(approval) == ["钱财"]
    reject(actor_for(office.finance.person), approval.pk, opinion="不行")
    assert now(approval) == "rejected"
    assert office.said[-1] == ("rejected", "钱财")


@pytest.mark.parametrize(("capital", "names"), [(50, ["李部"]), (5000, ["陈总"])])
def test_branches_by_amount(office: Office, capital: int, names: list[str]) -> None:
    big = {"id": "", "name": "大额", "condition": ["registered_capital", ">=", 1000], "nodes": [node("经理", person(office.boss))]}
    other = {"id": "", "name": "其他", "condition": None, "nodes": [node("部门", person(office.head))]}
    office.flow({"id": "", "kind": "branch", "name": "金额", "branches": [big, other]})
    assert waits_for(office.submit(registered_capital=capital)) == names
