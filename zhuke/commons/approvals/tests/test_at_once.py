"""Two people at the same moment, in real transactions beside each other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection

from zhuke.commons.approvals.models import Approval, ApprovalStep
from zhuke.commons.approvals.services.deciding import approve
from zhuke.commons.approvals.services.ending import withdraw
from zhuke.commons.testing import Firm, actor_for, make_firm
from zhuke.kernel import config
from zhuke.kernel.errors import DomainError

from .conftest import Office, node, person, waits_for
from .test_passing import leave


@pytest.fixture
def firm(transactional_db: None) -> Firm:
    """Committed, so that other connections see it."""
    config.forget()
    return make_firm()


def at_once(*works: Callable[[], Any]) -> list[str]:
    """Do these at the same time, each on a connection of its own; ``done`` or the code of the refusal, sorted."""
    start, results = threading.Barrier(len(works)), list[str]()

    def run(work: Callable[[], Any]) -> None:
        start.wait()
        try:
            work()
            results.append("done")
        except DomainError as error:
            results.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(results)


def test_two_of_an_or_sign_agree_at_once(office: Office) -> None:
    office.flow(node("或签", person(office.head), person(office.finance), mode="any"), node("总", person(office.chief)))
    actors = [actor_for(who.person) for who in (office.head, office.finance)]
    for _round in range(5):
        approval = office.submit()
        results = at_once(*(partial(approve, one, approval.pk) for one in actors))
        assert results == ["already_decided", "done"] or results == ["done", "not_your_turn"]
        assert waits_for(approval) == ["董总"]
        assert ApprovalStep.objects.filter(approval=approval, kind="approved").count() == 1


def test_two_of_a_countersign_agree_at_once(office: Office) -> None:
    office.flow(node("会签", person(office.head), person(office.finance), mode="all"))
    actors = [actor_for(who.person) for who in (office.head, office.finance)]
    for _round in range(5):
        office.said.clear()
        approval = office.submit()
        assert at_once(*(partial(approve, one, approval.pk) for one in actors)) == ["done", "done"]
        assert Approval.objects.get(pk=approval.pk).state == "approved"
        assert [what for what, _who in office.said] == ["submit", "approved"]


def test_agreed_and_withdrawn_at_once(office: Office) -> None:
    office.flow(node("上级", person(office.head)))
    head, seller = actor_for(office.head.person), actor_for(office.seller.person)
    for _round in range(5):
        office.said.clear()
        approval = office.submit()
        results = at_once(partial(approve, head, approval.pk), partial(withdraw, seller, approval.pk))
        assert results in (["done", "wrong_state"], ["done", "not_your_turn"])
        state = Approval.objects.get(pk=approval.pk).state
        assert [what for what, _who in office.said] == ["submit", state]


def test_submitted_twice_at_once(office: Office) -> None:
    office.flow(node("上级", person(office.head)))
    row = office.customer()

    def once() -> None:
        from django.db import transaction

        with transaction.atomic():
            office.submit(type(row).objects.select_for_update().get(pk=row.pk))

    assert at_once(once, once) == ["done", "running"]
    assert Approval.objects.filter(object_id=row.pk).count() == 1


def test_the_approver_leaves_while_agreeing(office: Office) -> None:
    office.flow(node("财务", person(office.finance)))
    finance = actor_for(office.finance.person)
    approval = office.submit()

    def leaving() -> None:
        from django.db import transaction

        with transaction.atomic():
            leave(office.finance)

    results = at_once(lambda: approve(finance, approval.pk), leaving)
    state = Approval.objects.get(pk=approval.pk).state
    assert (results, state) in ((["done", "done"], "approved"), (["already_decided", "done"], "running"))
    if state == "running":
        assert waits_for(approval) == ["陈总"]


def test_the_flow_changes_meanwhile(office: Office) -> None:
    flow = office.flow(node("上级", person(office.head)), node("财务", person(office.finance)))
    approval = office.submit()
    office.flow(node("只要法务", person(office.law)))
    approve(actor_for(office.head.person), approval.pk)
    assert waits_for(approval) == ["钱财"]
    approve(actor_for(office.finance.person), approval.pk)
    assert Approval.objects.get(pk=approval.pk).flow_version.number == 1
    second = office.submit()
    assert (second.flow_version.number, waits_for(second)) == (2, ["法务"])
    assert flow.versions.count() == 2
