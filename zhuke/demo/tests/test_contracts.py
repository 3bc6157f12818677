"""Contracts, money and collection of the demonstration: what the product itself would have computed, and no two books that differ."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db.models import F, Sum

from zhuke.commons.approvals.models import Approval, ApprovalTask
from zhuke.commons.letters.models import Letter
from zhuke.commons.testing import Caller, queued
from zhuke.demo.load import Loaded
from zhuke.kernel import config
from zhuke.kernel.models import Change
from zhuke.modules.billing.models import Allocation, Entry, Invoice, ProgressCertificate, Receipt, Receivable
from zhuke.modules.billing.services import ledger
from zhuke.modules.billing.services.places import company_of
from zhuke.modules.changes.models import ChangeRequest
from zhuke.modules.collection.models import CollectionCase, DunningLetter, Statement
from zhuke.modules.contracts.models import Bond, Clause, Contract, Line, Party, PaymentTerm, Variation, Voucher
from zhuke.modules.contracts.services import amounts, vouchers
from zhuke.modules.contracts.services.checking import findings
from zhuke.modules.orgs.models import User
from zhuke.modules.planning.models import MaterialNeed

from .conftest import TODAY, build_book


def test_contracts_of_both_directions_in_all_states_of_life(db: None, loaded: Loaded) -> None:
    assert Contract.objects.count() > 30
    assert {"main", "sub", "purchase"} == set(Contract.objects.values_list("kind", flat=True))
    assert {"performing", "settled"} <= set(Contract.objects.values_list("state", flat=True))
    assert not Contract.objects.exclude(state__in=["draft", "approving", "approved"]).filter(signed_on=None).exists()
    assert not Contract.objects.filter(signed_on__gt=TODAY).exists()
    assert Bond.objects.exists()
    assert Variation.objects.filter(state="approved").exists()
    assert Clause.objects.exists()


def test_amounts_are_those_that_the_product_computes(db: None, loaded: Loaded) -> None:
    for contract in Contract.objects.all():
        stored = (contract.amount, contract.amount_net, contract.tax, contract.current_amount)
        amounts.recompute(contract)
        assert stored == (contract.amount, contract.amount_net, contract.tax, contract.current_amount), contract.name
        terms = list(PaymentTerm.objects.filter(contract=contract).order_by("position"))
        assert [term.amount for term in terms] == amounts.terms_of(contract, terms), contract.name
        assert sum(term.amount or 0 for term in terms) == contract.total
        assert Party.objects.filter(contract=contract).count() == 2
    assert Line.objects.count() > Contract.objects.count() * 2


def test_recent_contracts_pass_the_checks(db: None, loaded: Loaded) -> None:
    for contract in Contract.objects.order_by("-created_at")[:12]:
        assert [found.message for found in findings(contract) if found.level == "error"] == [], contract.name


def test_the_books_hold_together(db: None, loaded: Loaded) -> None:
    assert ledger.differences() == []
    assert Receivable.objects.filter(direction="income").count() > 20
    assert Receivable.objects.filter(direction="expense").count() > 20
    for receivable in Receivable.objects.annotate(paid=Sum("allocations__amount")):
        assert receivable.settled == (receivable.paid or Decimal(0))
        assert (receivable.state == "settled") == (receivable.balance == 0)
        assert (receivable.settled_on is not None) == (receivable.balance == 0)
    assert not Receipt.objects.exclude(amount=F("allocated") + F("unallocated")).exists()
    assert not Entry.objects.filter(on__gt=TODAY).exists()
    assert not Allocation.objects.filter(on__lt=F("receivable__occurred_on")).exists()
    assert not Invoice.objects.exclude(amount=F("net") + F("tax")).exists()
    for contract in Contract.objects.filter(progress_certificates__isnull=False).distinct():
        rows = ProgressCertificate.objects.filter(contract=contract, state="confirmed")
        assert (rows.aggregate(total=Sum("output"))["total"] or 0) <= contract.total


def test_some_are_late_and_each_has_a_case(db: None, loaded: Loaded) -> None:
    late = Receivable.objects.open_income().overdue(TODAY)
    assert late.exists()
    assert Receivable.objects.open_income().filter(due_on__gte=TODAY).exists()
    for case in CollectionCase.objects.all():
        owed = late.filter(customer=case.customer)
        assert case.overdue <= sum(row.balance for row in owed)
        assert case.letters == DunningLetter.objects.filter(case=case).count()
        assert case.state == "review" or case.next_on is None or case.next_on > TODAY
    assert CollectionCase.objects.exists()
    assert Statement.objects.exists()
    for row in Statement.objects.all():
        assert row.closing == row.opening + row.increase - row.decrease


def test_vouchers_say_what_the_contracts_are(db: None, loaded: Loaded) -> None:
    assert Voucher.objects.filter(kind="signed").exists()
    assert list(vouchers.differences()) == []


@pytest.mark.parametrize("login", ["huadong", "caiwu", "caiwuzongjian", "fengkong"])
def test_those_who_keep_the_money_have_something_to_see(db: None, loaded: Loaded, login: str) -> None:
    config.forget()
    caller = Caller(User.objects.get(username=login))
    for resource in ("contracts", "receivables", "invoices"):
        assert caller.get(f"/r/{resource}", count=1, limit=1).data["count"] > 0, resource


def test_what_was_handed_in_waits_for_somebody(db: None, loaded: Loaded) -> None:
    running = Approval.objects.filter(state=Approval.RUNNING)
    changes = ChangeRequest.objects.filter(state="approving").count()
    assert changes == running.filter(resource="change_requests").count() > 0
    assert loaded.counts["approvals"] >= running.count() - changes
    for approval in running:
        assert ApprovalTask.objects.filter(approval=approval, state="open").exists(), approval.title


def test_it_waits_for_the_one_with_whom_approving_is_shown(db: None, loaded: Loaded) -> None:
    config.forget()
    person = User.objects.get(username="huadong")
    caller = Caller(person)
    items = caller.get("/approvals/centre", box="todo", limit=50).data["items"]
    assert {str(person.pk)} <= {asked["id"] for item in items for asked in item["current"]}
    assert caller.get("/approvals/counts").data["todo"] >= len(items) > 0
    for item in items:
        assert caller.get(f"/approvals/{item['id']}").data["nodes"], item["title"]


def test_tasks_need_materials_of_their_own_company_and_buyers_have_confirmed_some(db: None, loaded: Loaded) -> None:
    rows = list(MaterialNeed.objects.select_related("material", "task__project"))
    assert loaded.counts["material_needs"] == len(rows) > 0
    assert {"open", "confirmed"} <= {row.state for row in rows}
    assert all(row.material.unit_id == company_of(row.task.project.unit_id) for row in rows)
    assert all((row.state == "open") == (row.confirmed == 0) == (row.confirmed_by_id is None) for row in rows)


def test_nothing_leaves_the_house(db: None, loaded: Loaded) -> None:
    assert not Letter.objects.exists()
    assert queued() == []


def test_money_is_recorded_as_its_own_peoples(db: None, loaded: Loaded) -> None:
    change = Change.objects.filter(table="billing_receipt", operation="INSERT").first()
    assert change is not None
    receipt = Receipt.objects.get(pk=change.object_id)
    assert (change.actor_id, change.event_at, change.cause) == (receipt.created_by_id, receipt.created_at, "demo")


def test_the_same_seed_gives_the_same_money(db: None) -> None:
    def told(seed: int) -> list[Any]:
        chunk = build_book(seed, 60).chunk(0, 60, [f"{n}" for n in range(60)])
        return [(row.id, row.amount, row.on) for row in chunk.receipts] + [(row.id, row.amount) for row in chunk.contracts]

    assert told(1) == told(1)
    assert told(1) != told(2)
