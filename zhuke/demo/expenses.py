"""What people have spent for the firm: claims in all their states, limits, and what waits for approval; payments that were asked for."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone

from zhuke.commons.numbering.services import take_numbers
from zhuke.kernel.audit import writing
from zhuke.kernel.ports import actors
from zhuke.modules.billing.models import PaymentPolicy, Receivable
from zhuke.modules.billing.services import payment_requests
from zhuke.modules.billing.services.submitting import submit_payment_request
from zhuke.modules.expenses.models import ExpenseClaim, ExpenseLimit, ExpenseLine
from zhuke.modules.expenses.services import claims, costs
from zhuke.modules.expenses.services.lines import retotal
from zhuke.modules.projects.models import Project

from .recording import ACTOR, CAUSE, acting, recorded
from .rhythm import working_day
from .rows import copy, row
from .source import Odds, Source, moment

if TYPE_CHECKING:
    from .book import Book
    from .group import Group, Member

DAY = dt.timedelta(days=1)
EACH = 0.06
"""Claims for each customer of the demonstration: some 120 at scale 1."""
MOST = 1500
"""So many claims at most, for each is counted and posted by itself."""
STATES = Odds({"paid": 70.0, "approved": 14.0, "draft": 9.0, "rejected": 4.0, "cancelled": 3.0})
SPENDERS = ("sales", "sales_supervisor", "project_manager", "technical", "purchaser", "marketing", "service")
# Kind: from, to (¥), what it was for.
KINDS: dict[str, tuple[int, int, tuple[str, ...]]] = {
    "transport": (18, 160, ("打车去工地", "客户单位往返", "地铁和打车")),
    "travel": (140, 980, ("高铁往返", "长途汽车和高铁", "机票")),
    "accommodation": (220, 620, ("住宿一晚", "住宿两晚", "工地附近住宿")),
    "meals": (28, 180, ("出差误餐", "加班餐", "外出午餐")),
    "entertainment": (180, 1600, ("陪同业主考察用餐", "与设计院沟通用餐", "客户来访接待")),
    "materials": (40, 900, ("现场零星五金", "补购标识牌", "试验用材料")),
    "tools": (90, 1500, ("租用水准仪", "购买激光测距仪", "手持电动工具")),
    "office": (25, 420, ("图纸打印装订", "投标文件装订", "办公用品")),
    "communication": (50, 120, ("话费", "现场网络费")),
}
USUAL = Odds({"transport": 24.0, "meals": 20.0, "travel": 12.0, "accommodation": 10.0, "entertainment": 10.0, "materials": 9.0,
              "office": 8.0, "tools": 4.0, "communication": 3.0})  # fmt: skip
PURPOSES = ("去{place}出差", "{place}现场踏勘", "{place}投标", "拜访{place}客户", "{place}项目例会", "{place}验收")
REFUSED = "发票抬头不对，请换开后重新提交"
LIMITS = (
    ("accommodation", "day", 450, "普通员工，省会及以下城市"),
    ("meals", "day", 120, "出差误餐补助"),
    ("transport", "day", 200, "市内交通"),
    ("entertainment", "line", 1200, "超过须说明陪同人员"),
    ("communication", "month", 150, "销售和项目人员"),
)
FREE = Decimal(50_000)


@dataclass(slots=True)
class Made:
    """Rows by table."""

    claims: list[Any] = field(default_factory=list)
    lines: list[Any] = field(default_factory=list)


def add(group: Group, book: Book) -> dict[str, int]:
    """Claims of the last five months, their limits, and requests for payment; returns how many rows of each table."""
    made, source = Made(), Source(book.seed, "expenses")
    projects = _projects()
    people = [member for firm in group.firms for member in firm.of(*SPENDERS)]
    with writing(ACTOR, CAUSE):
        for kind, period, amount, note in LIMITS:
            ExpenseLimit.objects.create(kind=kind, period=period, amount=Decimal(amount), note=note)
        PaymentPolicy.objects.create(threshold=FREE, since=book.today, note="集团付款管理办法：单笔应付累计超过 5 万元须先申请")
    for number in range(min(max(12, round(book.total * EACH)), MOST)):
        _Claim(book, made, Source(book.seed, f"expense/{number}"), source.one(people), projects).write()
    _number(made.claims)
    with recorded(ExpenseClaim, ExpenseLine):
        counts = {"expense_claims": copy(ExpenseClaim, made.claims), "expense_lines": copy(ExpenseLine, made.lines)}
    _measure([claim.id for claim in made.claims])
    counts["approvals"] = _submit(group) + _ask(group)
    return counts


def _projects() -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for unit, key in Project.objects.filter(archived_at=None).order_by("-updated_at", "pk").values_list("unit_id", "pk"):
        found[unit].append(key)
    return found


def _number(rows: list[Any]) -> None:
    years: dict[int, list[Any]] = defaultdict(list)
    for claim in sorted(rows, key=lambda claim: (claim.created_at, claim.id)):
        years[claim.created_at.year].append(claim)
    for year, listed in sorted(years.items()):
        numbers = take_numbers(ACTOR, "expense_claims", None, dt.date(year, 12, 31), len(listed))
        for claim, number in zip(listed, numbers, strict=True):
            claim.number = number


def _measure(keys: list[UUID]) -> None:
    """Sums and limits as the product counts them; what was approved costs its project."""
    rows = ExpenseClaim.objects.filter(pk__in=keys).select_related("owner", "project").order_by("created_at", "pk")
    for claim in rows:
        with writing(acting(claim.owner), CAUSE):
            retotal(claim)
            if claim.state in ("approved", "paid"):
                costs.post(acting(claim.owner), claim)


class _Claim:
    """One claim with two to six expenses of one week."""

    def __init__(self, book: Book, made: Made, source: Source, owner: Member, projects: dict[UUID, list[UUID]]) -> None:
        self.book, self.made, self.source, self.owner = book, made, source, owner
        self.state = source.pick(STATES)
        back = source.randint(0, 8) if self.state in ("draft", "approved", "rejected") else source.randint(6, 150)
        self.day = working_day(book.today - DAY * back)
        self.day = min(self.day, book.today)
        near = projects.get(owner.unit, ())
        self.project = source.one(near[:12]) if near and source.chance(0.6) else None

    def write(self) -> None:
        """The claim and its lines."""
        at = min(moment(self.day, 17, self.source.randint(0, 50)), self.book.now)
        key = self.source.id(at)
        firm = self.book.group.firms[self.owner.company]
        place = self.source.pick(firm.cities).name.removesuffix("市")
        states: dict[str, dict[str, Any]] = {
            "approved": {"submitted_on": self.day, "approved_on": min(self.day + DAY * 2, self.book.today)},
            "rejected": {"submitted_on": self.day},
            "cancelled": {"end_reason": "行程取消，票据已退"},
        }
        later = states.get(self.state, {})
        if self.state == "paid":
            paid = min(working_day(self.day + DAY * self.source.randint(4, 9)), self.book.today)
            payer = next((one for one in firm.of("finance") if one.id != self.owner.id), None)
            later = {
                "submitted_on": self.day, "approved_on": min(self.day + DAY * 2, paid), "paid_on": paid,
                "paid_by_id": payer.id if payer else None, "paid_from": "基本户",
                "paid_reference": f"BXFK{paid:%Y%m%d}{self.source.randint(100, 999)}",
            }  # fmt: skip
        self.made.claims.append(
            row(
                ExpenseClaim, id=key, created_at=at, created_by_id=self.owner.id, number="", owner_id=self.owner.id,
                unit_id=self.owner.unit, purpose=self.source.one(PURPOSES).format(place=place), project_id=self.project, state=self.state,
                bank_account=f"招商银行 6214 83{self.owner.id.int % 10**10:010d}",
                remark=REFUSED if self.state == "rejected" else "", **later,
            )
        )  # fmt: skip
        for position in range(1, self.source.randint(2, 6) + 1):
            self._line(key, at, position)

    def _line(self, claim: UUID, at: dt.datetime, position: int) -> None:
        kind = self.source.pick(USUAL)
        low, high, notes = KINDS[kind]
        amount = Decimal(self.source.randint(low * 10, high * 10)) / 10
        taxed = kind in ("travel", "accommodation") and self.source.chance(0.6)
        self.made.lines.append(
            row(
                ExpenseLine, id=self.source.id(at), created_at=at, created_by_id=self.owner.id, claim_id=claim, position=position,
                kind=kind, on=self.day - DAY * self.source.randint(0, 5), amount=amount, note=self.source.one(notes),
                tax=(amount * 6 / 106).quantize(Decimal("0.01")) if taxed else None,
                invoice_number=f"26{self.source.randint(10**17, 10**18 - 1)}" if self.source.chance(0.75) else "",
                void=self.state == "cancelled",
            )
        )  # fmt: skip


def _submit(group: Group) -> int:
    """Drafts of the people with whom the product is shown go to their superiors."""
    firm = group.firms[0]
    people = [member.id for member in firm.of("sales", "project_manager", "technical")]
    rows = ExpenseClaim.objects.filter(state="draft", owner_id__in=people, lines_count__gt=0).order_by("-created_at", "pk")
    begun = 0
    for claim in rows[:6]:
        actor = actors().for_id(claim.owner_id)
        with writing(actor, CAUSE):
            claims.submit(actor, ExpenseClaim.objects.select_for_update(of=("self",)).get(pk=claim.pk))
            begun += 1
    return begun


def _ask(group: Group) -> int:
    """The buyer asks for the payables that fall due next."""
    firm = group.firms[0]
    buyer = next(iter(firm.of("purchaser", "project_manager")), None)
    if buyer is None:
        return 0
    units = {member.unit for member in firm.members} | {firm.id}
    actor = actors().for_id(buyer.id)
    rows = Receivable.objects.open_expense().filter(unit_id__in=units, disputed=False).order_by("due_on", "pk")[:4]
    for debt in rows:
        with writing(actor, CAUSE):
            made = payment_requests.ask(
                actor,
                receivable_id=debt.pk,
                wanted_on=max(debt.due_on, timezone.localdate()),
                reason="按合同约定付款，验收资料和发票已齐",
                payee_account=f"{debt.customer.name} 中国建设银行 4205 0160 {debt.customer.pk.int % 10**8:08d}",
            )
            submit_payment_request(actor, made)
    return len(rows)
