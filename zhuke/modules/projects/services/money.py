"""What projects are to cost, did cost and will cost, against what they bring in. ¥ including tax."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from zhuke.kernel.audit import deriving
from zhuke.modules.billing.models import Receivable
from zhuke.modules.contracts.models import Contract
from zhuke.modules.projects.models import BudgetLine, BudgetVersion, CostItem, Project, ProjectContract, ProjectCost, ProjectForecast

from .items import OF_PART, find_item

ZERO = Decimal(0)
HUNDRED = Decimal(100)
MOST_RATE = Decimal("99999.99")
COUNTING = (*Contract.LIVE, "closed")
TOTALS = ("income_total", "budget_total", "cost_total", "forecast_total", "margin", "margin_rate")


@dataclass(slots=True)
class Line:
    """One cost item of a project. ``expected`` is what somebody says it still costs; without that it is reckoned."""

    budget: Decimal = ZERO
    committed: Decimal = ZERO
    actual: Decimal = ZERO
    expected: Decimal | None = None

    @property
    def to_complete(self) -> Decimal:
        """What is still to come: as somebody expects it, else what is ordered or planned and not yet there."""
        return self.expected if self.expected is not None else max(self.budget - self.actual, self.committed - self.actual, ZERO)

    @property
    def forecast(self) -> Decimal:
        """What it will have cost in the end."""
        return self.actual + self.to_complete

    @property
    def deviation(self) -> Decimal:
        """Positive: dearer than the budget."""
        return self.forecast - self.budget


@dataclass(slots=True)
class Ledger:
    """The money of one project; ``lines`` by cost item, None for commitments that count under none."""

    lines: dict[UUID | None, Line] = field(default_factory=lambda: defaultdict(Line))
    budgeted: bool = False
    income: Decimal | None = None
    version: int = 0

    def total(self, name: str) -> Decimal:
        """A column's sum."""
        return sum((getattr(line, name) for line in self.lines.values()), ZERO)

    @property
    def totals(self) -> dict[str, Decimal | None]:
        """What the project's row repeats; None: nobody can say yet."""
        forecast = self.total("forecast") if self.lines else None
        margin = self.income - forecast if self.income is not None and forecast is not None else None
        rate = (
            max(-MOST_RATE, min(MOST_RATE, margin / self.income * HUNDRED)).quantize(Decimal("0.01"))
            if margin is not None and self.income
            else None
        )
        budget = self.total("budget") if self.budgeted else None
        return dict(zip(TOTALS, (self.income, budget, self.total("actual"), forecast, margin, rate), strict=True))


def ledgers(ids: Iterable[UUID]) -> dict[UUID, Ledger]:
    """The money of these projects, in a handful of queries however many they are."""
    found = {key: Ledger() for key in ids}
    _budgets(found)
    for project, item, amount in (
        ProjectCost.objects.filter(project__in=list(found)).values_list("project", "cost_item").annotate(amount=Sum("amount")).order_by()
    ):
        found[project].lines[item].actual += amount
    _contracts(found)
    _forecasts(found)
    return found


def _budgets(found: dict[UUID, Ledger]) -> None:
    versions = BudgetVersion.objects.filter(project__in=list(found)).order_by("project", "-number").distinct("project")
    for project, number, lines in versions.values_list("project", "number", "lines"):
        found[project].version, found[project].budgeted = number, True
        for line in lines:
            found[project].lines[UUID(line["cost_item"])].budget += Decimal(line["amount"])
    rows = BudgetLine.objects.filter(project__in=[key for key, one in found.items() if not one.budgeted], archived_at=None)
    for project, item, amount in rows.values_list("project", "cost_item", "amount"):
        found[project].budgeted = True
        found[project].lines[item].budget += amount


def _contracts(found: dict[UUID, Ledger]) -> None:
    links = ProjectContract.objects.filter(
        project__in=list(found), archived_at=None, contract__archived_at=None, contract__state__in=COUNTING
    )
    worth = Coalesce("contract__settlement_amount", "contract__current_amount", "contract__amount")
    kinds = _items_of_kinds()
    for project, unit, part, item, direction, amount in links.values_list(
        "project", "project__unit", "part", "cost_item", "contract__direction", worth
    ):
        ledger = found[project]
        if direction == "income":
            ledger.income = (ledger.income or ZERO) + (amount or ZERO)
        else:
            ledger.lines[item or kinds(unit, part)].committed += amount or ZERO


def _items_of_kinds() -> Any:
    """Finds the cost item of a contract for which nobody has named one; each unit and part is looked up once."""
    known: dict[tuple[UUID, str], UUID | None] = {}

    def find(unit: UUID, part: str) -> UUID | None:
        if (unit, part) not in known:
            item = find_item(Project(unit_id=unit), OF_PART[part])
            known[unit, part] = item.pk if item else None
        return known[unit, part]

    return find


def _forecasts(found: dict[UUID, Ledger]) -> None:
    since = ProjectCost.objects.filter(project=OuterRef("project"), cost_item=OuterRef("cost_item"), on__gt=OuterRef("on"))
    spent = since.order_by().values("project").annotate(amount=Sum("amount")).values("amount")
    rows = ProjectForecast.objects.filter(project__in=list(found), archived_at=None).order_by("project", "cost_item", "-on", "-created_at")
    for project, item, amount, after in (
        rows.distinct("project", "cost_item").annotate(after=Subquery(spent)).values_list("project", "cost_item", "to_complete", "after")
    ):
        found[project].lines[item].expected = max(amount - (after or ZERO), ZERO)


def refresh(ids: Iterable[UUID] | None = None) -> int:
    """Rewrite the totals of these projects (None: of all that run) where they differ; returns how many. No new version, no history."""
    rows = {p.pk: p for p in (Project.objects.running() if ids is None else Project.objects.filter(pk__in=list(ids)))}
    changed = []
    for key, ledger in ledgers(rows).items():
        row, totals = rows[key], ledger.totals
        if any(getattr(row, name) != value for name, value in totals.items()):
            for name, value in totals.items():
                setattr(row, name, value)
            changed.append(row)
    if changed:
        with deriving():
            Project.objects.bulk_update(changed, TOTALS, batch_size=500)
    return len(changed)


def table(project: Project) -> dict[str, Any]:
    """The money of one project, cost item by cost item, and what it brings in. For readers who see its amounts."""
    ledger = ledgers([project.pk])[project.pk]
    items = {item.pk: item for item in CostItem.objects.filter(pk__in=[key for key in ledger.lines if key])}
    lines = sorted(ledger.lines.items(), key=lambda pair: items[pair[0]].code if pair[0] else "~")
    income = _income(project.pk)
    totals = ledger.totals
    working = BudgetLine.objects.filter(project=project, archived_at=None).aggregate(total=Sum("amount"))["total"]
    return {
        "rows": [_row(items.get(key) if key else None, line) for key, line in lines],
        "total": {name: ledger.total(name) for name in ("budget", "committed", "actual", "to_complete", "forecast", "deviation")},
        "income": {"contract": totals["income_total"], **income},
        "margin": totals["margin"],
        "margin_rate": totals["margin_rate"],
        "budget": {"version": ledger.version or None, "working": working, "changed": bool(ledger.version) and _differs(project, ledger)},
    }


def _row(item: CostItem | None, line: Line) -> dict[str, Any]:
    return {
        "cost_item": {"id": item.pk, "label": item.name} if item else None,
        "code": item.code if item else "",
        "kind": item.kind if item else "",
        "kind_label": str(item.get_kind_display()) if item else "",
        "budget": line.budget,
        "committed": line.committed,
        "actual": line.actual,
        "to_complete": line.to_complete,
        "forecast": line.forecast,
        "deviation": line.deviation,
        "expected": line.expected is not None,
    }


def _differs(project: Project, ledger: Ledger) -> bool:
    """Whether the budget in work is no longer the approved one."""
    rows = BudgetLine.objects.filter(project=project, archived_at=None, amount__gt=0)
    return dict(rows.values_list("cost_item", "amount")) != {key: line.budget for key, line in ledger.lines.items() if line.budget}


def _income(project_id: UUID) -> dict[str, Decimal]:
    links = ProjectContract.objects.filter(project=project_id, archived_at=None).values("contract")
    rows = Receivable.objects.filter(contract__in=links, direction="income").exclude(state="cancelled")
    sums = rows.aggregate(invoiced=Sum("invoiced"), received=Sum("settled"), owed=Sum("balance"), due=Sum(F("amount")))
    return {name: value or ZERO for name, value in sums.items()}
