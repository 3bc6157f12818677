"""What became of the projects: how far they are, who works on them, what they were to cost and do cost; and templates made of good ones."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from zhuke.kernel.audit import deriving, writing
from zhuke.kernel.models import TeamMember
from zhuke.modules.billing.models import Receivable
from zhuke.modules.contracts.models import Contract
from zhuke.modules.projects.models import (
    PHASE_CODES,
    BudgetLine,
    BudgetVersion,
    CostItem,
    Project,
    ProjectContract,
    ProjectCost,
    ProjectForecast,
    ProjectMember,
    ProjectPhase,
    ProjectTemplate,
)  # fmt: skip
from zhuke.modules.projects.services import health, money, templates
from zhuke.modules.projects.services.items import OF_PART

from .recording import ACTOR, CAUSE, acting, recorded
from .rhythm import working_day
from .rows import copy, plain, row
from .source import Source, moment
from .told import told, told_keys

if TYPE_CHECKING:
    from .book import Book
    from .group import Firm, Group

DAY = dt.timedelta(days=1)
CENT = Decimal("0.01")
# Shares of the cost of a work by cost item: what a builder usually spends.
SHARES = {
    "0102": 0.235,
    "0201": 0.345,
    "0202": 0.05,
    "03": 0.07,
    "04": 0.16,
    "0501": 0.025,
    "0502": 0.02,
    "06": 0.055,
    "07": 0.025,
    "08": 0.015,
}
TEXTS = {
    "0102": "劳务班组结算", "0201": "钢筋、混凝土等主材", "0202": "模板脚手架摊销", "03": "塔吊、挖机台班", "04": "专业分包进度款",
    "0501": "安全文明施工措施", "0502": "临时设施", "06": "项目部管理费", "07": "增值税及附加", "08": "检测试验等",
}  # fmt: skip
CREW = (
    ("technical_lead", ("technical",), True), ("quality", ("quality", "technical"), False), ("safety", ("safety",), False),
    ("materials", ("purchaser",), False),
    ("construction_lead", ("project_manager",), True), ("engineer", ("site_worker", "technical"), False),
)  # fmt: skip
HELD = ("等待业主完成征地", "设计变更待业主确认", "冬季停工")
TAGS = ("重点工程", "EPC", "装配式", "创优", "省重点", "总承包")
MOST_LINKED = 4
"""So many contracts for supplies and subcontracts are counted to one project."""


@dataclass(slots=True)
class Site:
    """One project while its rows are made."""

    project: Project
    contract: Contract
    source: Source
    firm: Firm
    today: dt.date
    days: dict[str, dt.date] = field(default_factory=dict)  # when each phase was entered
    progress: float = 0.0
    payables: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))  # cost item code → what suppliers billed

    @property
    def income(self) -> Decimal:
        """What the contract comes to."""
        return Decimal(self.contract.total or 0)


def add(group: Group, book: Book) -> dict[str, int]:
    """Fill in all projects; returns how many rows of each."""
    items = {item.code: item for item in CostItem.objects.filter(unit=None)}
    firms = {unit: firm for firm in group.firms for unit in {firm.id, *(member.unit for member in firm.members)}}
    rows = told(Project.objects.select_related("contract").filter(contract__isnull=False)).order_by("created_at", "pk")
    sites = [
        Site(p, p.contract, Source(book.seed, f"site/{p.pk}"), firms[p.unit_id], book.today)
        for p in rows
        if p.contract and p.unit_id in firms
    ]
    for site in sites:
        _lived(site)
    with writing(ACTOR, CAUSE), deriving():
        Project.objects.bulk_update(
            [site.project for site in sites],
            ("phase", "phase_since", "began_on", "finished_on", "progress", "held_on", "held_reason", "tags"),
        )
    links, costs = _bound(sites, items)
    counts = {}
    made: tuple[tuple[str, type[Any], list[Any]], ...] = (
        ("project_contracts", ProjectContract, links),
        ("project_members", ProjectMember, [one for site in sites for one in _members(site)]),
        ("budget_lines", BudgetLine, [one for site in sites for one in _budget(site, items)]),
        ("project_costs", ProjectCost, [*costs, *(one for site in sites for one in _costs(site, items))]),
        ("project_forecasts", ProjectForecast, [one for site in sites for one in _forecasts(site, items)]),
        ("project_phases", ProjectPhase, [one for site in sites for one in _phases(site)]),
        ("budget_versions", BudgetVersion, [one for site in sites for one in _versions(site, items)]),
    )
    with recorded(*(model for _name, model, _rows in made)):
        for name, model, listed in made:
            counts[name] = copy(model, listed)
    _team()
    money.refresh(told_keys())
    health.refresh(told_keys())
    return counts


# -- how far it is -----------------------------------------------------------------------------------------


def _lived(site: Site) -> None:
    """The phases so far and how far the work is, as the contract's life tells it."""
    project, contract, source, today = site.project, site.contract, site.source, site.today
    start = project.created_at.date()
    began = working_day(max(start, contract.began_on or start) + DAY * source.randint(18, 45))
    finish = contract.warranty_from or max(contract.ends_on or began, began + DAY * 90)
    plan = {"initiation": start, "design": working_day(start + DAY * source.randint(6, 15)), "construction": began}
    if contract.began_on and (contract.warranty_from or finish > today):
        length = max(40, (finish - began).days)
        plan["acceptance"] = max(began + DAY, finish - DAY * min(20, length // 10))
    if contract.warranty_from:
        plan["settlement"] = contract.warranty_from
        if contract.settled_on:
            plan["warranty"] = max(contract.settled_on, contract.warranty_from)
        if contract.closed_on:
            plan["closed"] = max(contract.closed_on, plan.get("warranty", contract.closed_on))
    site.days = {phase: day for phase, day in plan.items() if day <= today}
    project.phase = max(site.days, key=PHASE_CODES.index)
    project.phase_since = moment(site.days[project.phase], 10, 15)
    project.began_on = site.days.get("construction")
    project.finished_on = site.days.get("settlement")
    site.progress = _progress(site, began, finish)
    project.progress = Decimal(f"{site.progress * 100:.1f}")
    if project.phase == "construction" and source.chance(0.03):
        project.held_on, project.held_reason = working_day(today - DAY * source.randint(5, 40)), source.one(HELD)
    project.tags = sorted({tag for tag in TAGS if source.chance(0.14)})


def _progress(site: Site, began: dt.date, finish: dt.date) -> float:
    phase = PHASE_CODES.index(site.project.phase)
    if phase >= PHASE_CODES.index("settlement"):
        return 1.0
    if phase < PHASE_CODES.index("construction"):
        return 0.02 * phase
    share = min(1.0, max(0.0, (site.today - began).days / max(1, (finish - began).days)))
    curve = share * share * (3 - 2 * share)  # slow at first and in the end
    return min(0.97 if phase == 2 else 0.99, max(0.03, curve * site.source.uniform(0.86, 1.04)))


def _phases(site: Site) -> Iterator[Any]:
    before: str = ""
    last = site.project.created_at
    for phase, day in site.days.items():
        at = max(moment(day, 10, 15), last)
        yield plain(
            ProjectPhase, id=site.source.id(at), created_at=at, created_by_id=site.project.owner_id, project_id=site.project.pk,
            move="forward", from_phase=before, to_phase=phase, at=at, days=(at - last).days, person_id=site.project.owner_id,
        )  # fmt: skip
        before, last = phase, at
    if site.project.held_on:
        at = max(moment(site.project.held_on, 9), last)
        yield plain(
            ProjectPhase, id=site.source.id(at), created_at=at, created_by_id=site.project.owner_id, project_id=site.project.pk,
            move="held", from_phase=before, to_phase=before, at=at, note=site.project.held_reason, person_id=site.project.owner_id,
        )  # fmt: skip


# -- who works on it ---------------------------------------------------------------------------------------


def _members(site: Site) -> Iterator[Any]:
    project, source = site.project, site.source
    since = site.days["initiation"]
    wanted: list[tuple[str, UUID | None, bool]] = [("manager", project.owner_id, True)]
    taken = {project.owner_id}
    for role, posts, edits in CREW:
        found = [member.id for member in site.firm.of(*posts) if member.id not in taken]
        open_yet = project.phase in ("initiation", "design") and source.chance(0.35)
        person = None if open_yet or not found else source.one(found)
        if person is None and not open_yet:
            continue
        taken.add(person)
        wanted.append((role, person, edits))
    for role, person, edits in wanted:
        yield row(
            ProjectMember, id=source.id(moment(since, 11)), created_at=moment(since, 11), created_by_id=project.owner_id,
            project_id=project.pk, role=role, person_id=person, since=since, can_edit=edits,
        )  # fmt: skip


def _team() -> None:
    """Members see their projects."""
    known = set(TeamMember.objects.filter(resource="projects").values_list("object_id", "user_id"))
    rows = ProjectMember.objects.filter(person__isnull=False).order_by("project", "person", "-can_edit").distinct("project", "person")
    wanted = rows.values_list("project_id", "person_id", "can_edit")
    TeamMember.objects.bulk_create(
        [TeamMember(resource="projects", object_id=p, user_id=u, can_write=w) for p, u, w in wanted if (p, u) not in known], batch_size=2000
    )


# -- what it costs -----------------------------------------------------------------------------------------


def _bound(sites: list[Site], items: dict[str, CostItem]) -> tuple[list[Any], list[Any]]:
    """Each project's main contract, and contracts for supplies and subcontracts of its company from its time; their payables are costs."""
    links, costs = [], []
    by_firm: dict[UUID, list[Site]] = defaultdict(list)
    used: set[UUID] = set()
    for site in sites:
        by_firm[site.firm.id].append(site)
        if site.contract.pk not in used:
            used.add(site.contract.pk)
            links.append(_link(site, site.contract, "main"))
    payables: dict[UUID, list[Receivable]] = defaultdict(list)
    for payable in Receivable.objects.filter(direction="expense", contract__isnull=False).exclude(state="cancelled").order_by("pk"):
        payables[payable.contract_id or payable.pk].append(payable)
    count: dict[UUID, int] = defaultdict(int)
    units = {unit: firm_sites for firm_sites in by_firm.values() for unit in _units(firm_sites)}
    for contract in Contract.objects.expense().filter(state__in=(*Contract.LIVE, "closed")).order_by("signed_on", "pk"):
        running = [s for s in units.get(contract.unit_id, []) if count[s.project.pk] < MOST_LINKED and _during(s, contract)]
        if not running:
            continue
        site = max(running, key=lambda s: (s.income > (contract.total or 0) * 3, -count[s.project.pk], s.income))
        if (contract.total or 0) * 3 > site.income:
            continue
        count[site.project.pk] += 1
        part = contract.kind if contract.kind in OF_PART else "other"
        links.append(_link(site, contract, part))
        code = "04" if part == "sub" else "0201"
        for payable in payables[contract.pk]:
            site.payables[code] += payable.amount
            costs.append(_cost(site, items[code], payable.occurred_on, payable.amount, payable.name, ("receivables", payable.pk)))
    return links, costs


def _units(sites: list[Site]) -> set[UUID]:
    firm = sites[0].firm
    return {firm.id, *(member.unit for member in firm.members)}


def _during(site: Site, contract: Contract) -> bool:
    began, last = site.project.began_on, site.project.finished_on or site.today
    return bool(began and contract.signed_on and began - DAY * 60 <= contract.signed_on <= last)


def _link(site: Site, contract: Contract, part: str) -> Any:
    at = max(site.project.created_at, contract.created_at)
    return row(
        ProjectContract, id=site.source.id(at), created_at=at, created_by_id=site.project.owner_id, project_id=site.project.pk,
        contract_id=contract.pk, part=part,
    )  # fmt: skip


def _planned(site: Site) -> dict[str, Decimal]:
    """The budget: what is left of the contract after the margin that was hoped for, by cost item."""
    source = Source(0, f"budget/{site.project.pk}")
    whole = site.income * Decimal(f"{1 - source.uniform(0.07, 0.14):.4f}")
    weights = {code: share * source.uniform(0.85, 1.15) for code, share in SHARES.items()}
    total = sum(weights.values())
    return {code: (whole * Decimal(f"{weight / total:.6f}")).quantize(Decimal(-3)).quantize(CENT) for code, weight in weights.items()}


def _budget(site: Site, items: dict[str, CostItem]) -> Iterator[Any]:
    at = moment(site.days["initiation"], 16)
    for code, amount in _planned(site).items():
        if code in items and amount:
            yield row(
                BudgetLine, id=site.source.id(at), created_at=at, created_by_id=site.project.owner_id, project_id=site.project.pk,
                cost_item_id=items[code].pk, amount=amount,
            )  # fmt: skip


def _versions(site: Site, items: dict[str, CostItem]) -> Iterator[Any]:
    """Approved before work begins."""
    if "construction" not in site.days:
        return
    lines = [
        {
            "cost_item": str(items[code].pk),
            "code": code,
            "name": items[code].name,
            "kind": items[code].kind,
            "amount": str(amount),
            "note": "",
        }
        for code, amount in sorted(_planned(site).items())
        if code in items and amount
    ]
    if not lines:
        return
    day = site.days["construction"]
    at, heads = moment(day, 9), site.firm.of("subsidiary_manager")
    yield plain(
        BudgetVersion, id=site.source.id(at), created_at=at, created_by_id=heads[0].id if heads else site.project.owner_id,
        project_id=site.project.pk, number=1, total=sum((Decimal(line["amount"]) for line in lines), Decimal(0)), lines=lines,
        approved_on=day, note="开工前批准",
    )  # fmt: skip


def _factor(site: Site) -> float:
    """How much dearer than planned the work turns out; few go badly."""
    source = Source(0, f"factor/{site.project.pk}")
    return source.uniform(1.05, 1.16) if source.chance(0.09) else source.uniform(0.955, 1.015)


def _costs(site: Site, items: dict[str, CostItem]) -> Iterator[Any]:
    """Month by month since work began, as far as the work is; what suppliers have billed stands for itself."""
    began = site.project.began_on
    if began is None or not site.progress:
        return
    last = site.project.finished_on or site.today
    months = max(1, (last - began).days // 30)
    spent = Decimal(f"{site.progress * _factor(site):.5f}")
    for code, planned in _planned(site).items():
        left = planned * spent - site.payables.get(code, Decimal(0))
        if code not in items or left < 1000:
            continue
        weights = [site.source.uniform(0.6, 1.4) for _ in range(months)]
        for place, weight in enumerate(weights):
            day = min(working_day(began + DAY * (30 * place + site.source.randint(18, 29))), last, site.today)
            amount = (left * Decimal(f"{weight / sum(weights):.6f}")).quantize(CENT)
            yield _cost(site, items[code], day, amount, f"{TEXTS[code]} {day:%Y-%m}", ("", None))


def _cost(site: Site, item: CostItem, day: dt.date, amount: Decimal, text: str, source: tuple[str, UUID | None]) -> Any:
    at = moment(day, 17)
    return row(
        ProjectCost, id=site.source.id(at), created_at=at, created_by_id=site.project.owner_id, project_id=site.project.pk,
        cost_item_id=item.pk, on=day, amount=amount, text=text[:200], source=source[0], source_id=source[1],
    )  # fmt: skip


def _forecasts(site: Site, items: dict[str, CostItem]) -> Iterator[Any]:
    """Where a running work goes badly, somebody has said so."""
    factor = _factor(site)
    if factor < 1.03 or site.project.phase != "construction" or site.progress < 0.15:
        return
    day = working_day(site.today - DAY * site.source.randint(3, 25))
    planned = _planned(site)
    for code in ("0102", "0201"):
        expected = (planned[code] * Decimal(f"{(1 - site.progress) * factor:.4f}")).quantize(Decimal(-3)).quantize(CENT)
        yield row(
            ProjectForecast, id=site.source.id(moment(day, 15)), created_at=moment(day, 15), created_by_id=site.project.owner_id,
            project_id=site.project.pk, cost_item_id=items[code].pk, on=day, to_complete=expected, note="按近三个月的单价推算",
        )  # fmt: skip


# -- what new ones start from ------------------------------------------------------------------------------

NAMED = {
    "residential": "住宅工程标准模板", "municipal": "市政工程标准模板", "industrial": "工业厂房标准模板", "education": "学校工程标准模板",
    "medical": "医院工程标准模板",
}  # fmt: skip


def add_templates() -> int:
    """Templates of the group, one for each type that is built often, out of a project that went well. After plans are there."""
    made = 0
    for kind, name in NAMED.items():
        good = Project.objects.filter(project_type=kind, health="green", phase__in=("construction", "settlement", "warranty", "acceptance"))
        project = told(good).order_by("-margin_rate", "pk").first()
        if project is None:
            continue
        with writing(acting(project.owner), CAUSE):
            templates.save_as_template(acting(project.owner), project, name=name, description="由同类型项目整理")
            ProjectTemplate.objects.filter(name=name).update(unit=None, is_default=True)
        made += 1
    return made
