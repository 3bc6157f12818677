"""The pipeline of the demonstration: lives that could be, numbered, counted and recorded as the product itself would."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal

from django.db.models import Count, F, Sum

from zhuke.demo.load import Loaded
from zhuke.kernel.models import Change, Event
from zhuke.modules.contracts.models import Contract
from zhuke.modules.diary.models import DailyReport, Visit
from zhuke.modules.orgs.models import Unit
from zhuke.modules.projects.models import Project
from zhuke.modules.quotes.models import PriceItem, PriceList, Quotation, QuotationLine, Tender
from zhuke.modules.quotes.services.lines import AMOUNTS, amounts_of
from zhuke.modules.quotes.services.paper import company_of
from zhuke.modules.sales.models import PHASE_CODES, Churn, Competitor, FollowUp, Node, Opportunity, Risk, StageChange


def test_deals_are_in_proportion(db: None, loaded: Loaded) -> None:
    count = Opportunity.objects.count()
    assert 110 < count < 240  # one and a half for each of a hundred customers, give or take
    assert {row["state"] for row in Opportunity.objects.values("state").annotate(n=Count("pk"))} == {"open", "won", "lost"}
    assert set(Opportunity.objects.values_list("phase", flat=True)) == set(PHASE_CODES)
    for model in (Competitor, Risk, Node, Quotation, Tender, Contract, Project, Visit, FollowUp):
        assert model._default_manager.exists(), model


def test_numbers_are_given_once_and_in_order(db: None, loaded: Loaded) -> None:
    numbers = list(Opportunity.objects.order_by("created_at").values_list("number", flat=True))
    assert len(set(numbers)) == len(numbers)
    assert all(numbers)
    newest = Quotation.objects.filter(revision=2).select_related("root").first()
    assert newest is not None
    assert newest.root is not None
    assert newest.number == newest.root.number


def test_every_deal_went_its_way_step_by_step(db: None, loaded: Loaded) -> None:
    for deal in Opportunity.objects.select_related("stage"):
        changes = list(StageChange.objects.filter(opportunity=deal).order_by("at", "id"))
        assert changes[0].direction == "created"
        assert [c.at for c in changes] == sorted(c.at for c in changes)
        for before, after in itertools.pairwise(changes):
            assert after.from_stage_id == before.to_stage_id
        assert changes[-1].to_stage_id == deal.stage_id
        assert deal.phase == deal.stage.phase
        assert (deal.state == "lost") == (changes[-1].direction == "lost") == bool(deal.lost_reason)
        assert (deal.state == "won") == (deal.phase in ("signing", "start") and deal.state != "lost")
        assert (deal.closed_at is None) == (deal.state == "open")
        updates = Change.objects.filter(table="sales_opportunity", object_id=deal.pk, operation="UPDATE", cause="demo")
        assert updates.count() == len(changes) - 1
        assert Event.objects.filter(resource="opportunities", subject_id=deal.pk).count() == len(changes)


def test_follow_ups_belong_to_the_deals_customer(db: None, loaded: Loaded) -> None:
    assert not FollowUp.objects.exclude(interaction__customer=F("opportunity__customer")).exists()
    followed = Opportunity.objects.filter(follow_ups__isnull=False).distinct()
    assert not followed.filter(last_followed_at=None).exists()


def test_quotations_add_up_to_the_cent(db: None, loaded: Loaded) -> None:
    for quotation in Quotation.objects.annotate(lines_total=Sum("lines__total_amount")):
        assert quotation.lines_total == quotation.total_amount == quotation.net_amount + quotation.tax_amount
    for line in QuotationLine.objects.select_related("quotation")[:50]:
        amounts = amounts_of(line, line.quotation)
        assert [getattr(line, name) for name in AMOUNTS] == [amounts.full, amounts.net, amounts.tax, amounts.total]
        assert amounts.total > Decimal(0)


def test_every_company_has_its_prices_and_quotes_by_them(db: None, loaded: Loaded) -> None:
    firms = Unit.objects.filter(kind="subsidiary")
    assert set(PriceList.objects.values_list("unit", flat=True)) == set(firms.values_list("pk", flat=True))
    for listed in PriceList.objects.annotate(n=Count("items")):
        assert 15 <= listed.n <= 25, listed.name
    assert not PriceItem.objects.exclude(cost__gt=0, cost__lt=F("price")).exists()
    measured = QuotationLine.objects.exclude(uom="项").select_related("item__price_list", "quotation__unit")
    assert measured
    for line in measured:
        assert line.item is not None
        assert (line.item.uom, line.item.price_list.unit_id) == (line.uom, company_of(line.quotation.unit).pk)
        # A small job buys whole square metres: its price is off by what the last one rounds.
        assert abs(line.unit_price / line.item.price - 1) < Decimal("0.06") + 1 / line.quantity


def test_what_was_won_became_a_contract_and_then_a_project(db: None, loaded: Loaded) -> None:
    won = Opportunity.objects.filter(state="won")
    assert set(won.values_list("pk", flat=True)) == set(Contract.objects.income().values_list("opportunity", flat=True))
    begun = won.filter(phase="start")
    assert set(begun.values_list("pk", flat=True)) == set(Project.objects.values_list("opportunity", flat=True))
    assert not Project.objects.exclude(customer=F("opportunity__customer")).exists()


def test_one_work_has_one_sum(db: None, loaded: Loaded) -> None:
    """What the history of cooperation says of a project is the sum of its contract."""
    works = Project.objects.exclude(cooperation=None).select_related("cooperation", "contract")
    assert works
    assert all(work.contract and work.cooperation and work.cooperation.amount == work.contract.amount for work in works)


def test_customers_have_left_with_their_reasons(db: None, loaded: Loaded) -> None:
    rows = Churn.objects.all()
    assert rows.count() == loaded.counts["churns"] > 3
    assert {len(row.note) > 0 and row.phase in PHASE_CODES and row.left_on <= dt.date(2026, 11, 20) for row in rows} == {True}
    assert not Opportunity.objects.filter(customer__churns__won_back_on=None, customer__churns__isnull=False, state="open").exists()
    assert Change.objects.filter(object_id=rows[0].pk, actor_id=rows[0].created_by_id).exists()


def test_sellers_have_sent_their_daily_reports(db: None, loaded: Loaded) -> None:
    reports = DailyReport.objects.filter(state="sent")
    assert reports.count() == DailyReport.objects.count() > 50
    for report in reports.select_related("person"):
        assert report.sent_to_id not in (None, report.person_id)
        assert report.created_by_id == report.person_id
        assert report.sent_at is not None
        assert report.late_days == (report.sent_at.date() - report.day).days
        assert report.contacts_count == len(report.facts.get("talks", []))
    assert reports.filter(contacts_count__gt=0).exists()
    change = Change.objects.filter(object_id=reports[0].pk).first()
    assert change is not None
    assert change.actor_id == reports[0].person_id
