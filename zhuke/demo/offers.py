"""The quotations that a deal went through, line by line, and the tender in which it was decided."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from zhuke.modules.quotes.domain.amounts import Amounts, added, cents, line_amounts
from zhuke.modules.quotes.models import Quotation, QuotationLine, Tender

from .rhythm import talk_time, working_day
from .rows import row
from .source import moment

if TYPE_CHECKING:
    from .children import Children
    from .deals import Deal

# Parts of an offer: name, specification, unit, share of the whole, cost as a share of the price.
BUILDING = (
    ("土石方与基坑支护", "含降水、外运", "项", 8, 0.93),
    ("桩基与基础", "按图纸工程量", "项", 12, 0.92),
    ("主体结构", "C30–C50 混凝土，HRB400E 钢筋", "㎡", 34, 0.91),
    ("砌体与抹灰", "加气砌块", "㎡", 9, 0.92),
    ("装饰装修", "公共部位精装", "㎡", 13, 0.88),
    ("给排水与消防", "含系统调试", "项", 7, 0.89),
    ("电气与智能化", "含桥架、配电箱", "项", 9, 0.88),
    ("室外工程与绿化", "含道路、管网", "项", 5, 0.9),
    ("措施项目费", "脚手架、模板、垂直运输", "项", 3, 0.95),
)  # fmt: skip
CIVIL = (
    ("路基与土方", "含软基处理", "m³", 22, 0.93),
    ("路面结构", "沥青面层 18 cm", "㎡", 28, 0.9),
    ("桥涵工程", "预制小箱梁", "项", 18, 0.91),
    ("雨污水管网", "HDPE 双壁波纹管", "m", 14, 0.9),
    ("交通与照明", "含信号、标线", "项", 8, 0.87),
    ("绿化与附属", "含人行道", "项", 6, 0.88),
    ("措施项目费", "交通导改、围挡", "项", 4, 0.95),
)  # fmt: skip
ROADS = ("municipal", "transport", "water", "energy")
TERMS = "1. 报价依据业主提供的图纸和工程量清单；2. 材料价格以报价当月信息价为准；3. 不含业主自行采购的设备。"
PAYMENT = "预付款 10%，按月支付已完产值的 80%，竣工验收后付至 90%，结算后付至 97%，质保金 3%。"
VALID = dt.timedelta(days=60)  # how long an offer holds
AMOUNTS = ("full_amount", "net_amount", "tax_amount", "total_amount")


def add_offers(to: Children, deal: Deal) -> None:
    """One or two versions of a quotation; for public owners the tender as well."""
    source = to.source
    at = deal.reached.get(2) or deal.reached.get(3) or deal.reached[4]
    end = deal.closed or to.book.now
    first = min(talk_time(source, working_day(at.date() + dt.timedelta(days=source.randint(0, 6)))), to.book.now)
    first = max(first, deal.opened)
    second = first + dt.timedelta(days=source.randint(6, 20))
    twice = source.chance(0.35) and second < end
    root = _offer(to, deal, first, 1, None, "replaced" if twice else _state(to, deal, first))
    if twice:
        _offer(to, deal, second, 2, root, _state(to, deal, second))
    if to.client.kind in ("government", "state_owned", "institution") and source.chance(0.6):
        _tender(to, deal, at)


def _state(to: Children, deal: Deal, at: dt.datetime) -> str:
    ran_out = at.date() + VALID < to.book.today
    if deal.state != "open":
        return "accepted" if deal.state == "won" else "declined" if to.source.chance(0.8) or not ran_out else "expired"
    if ran_out:
        return "expired"
    age = (to.book.now - at).days
    return to.source.one(("draft", "submitted", "approved", "sent", "sent", "sent")) if age < 20 else "sent"


def _offer(to: Children, deal: Deal, at: dt.datetime, revision: int, root: Any, state: str) -> Any:
    source, client = to.source, to.client
    keeper = to.keeper(at)
    key = source.id(at)
    lines, sums = _lines(to, deal, key, at, Decimal(f"{1 - 0.02 * (revision - 1) + source.uniform(-0.02, 0.02):.4f}"), root)
    handed_in = state != "draft"
    decided = handed_in and state != "submitted"
    sent = decided and state != "approved"
    chiefs = [m for m in client.firm.of("sales_supervisor", "subsidiary_manager") if m.id != keeper.id]
    chief = source.one(chiefs) if chiefs else keeper
    contact = next((pair[0] for pair in to.contacts if pair[0].id == deal.contact), to.contacts[0][0])
    made = row(
        Quotation,
        id=key,
        created_at=at,
        created_by_id=keeper.id,
        number="",
        revision=revision,
        root_id=root.id if root else None,
        title=f"{deal.project.name}工程报价"[:120],
        customer_id=client.id,
        opportunity_id=deal.id,
        contact_id=contact.id,
        unit_id=keeper.unit,
        owner_id=client.owner.id,
        state=state,
        quoted_on=at.date(),
        valid_until=at.date() + VALID,
        includes_tax=True,
        discount=Decimal(0),
        delivery=f"总工期 {source.randint(24, 60) * 10} 日历天",
        payment_terms=PAYMENT,
        terms=TERMS,
        requested_by_id=keeper.id,
        requested_on=at.date(),
        **dict(zip(AMOUNTS, (sums.full, sums.net, sums.tax, sums.total), strict=True)),
        cost=sums.cost,
        margin=sums.margin,
        submitted_at=at + dt.timedelta(hours=2) if handed_in else None,
        submitted_by_id=keeper.id if handed_in else None,
        decided_at=at + dt.timedelta(hours=6) if decided else None,
        decided_by_id=chief.id if decided else None,
        opinion="同意按此报价" if decided else "",
        sent_at=at + dt.timedelta(hours=8) if sent else None,
        sent_to=contact.email if sent else "",
        answered_at=deal.closed if state in ("accepted", "declined") else None,
        decline_reason="选择了其他单位" if state == "declined" else "",
    )
    to.into.quotations.append(made)
    to.into.quotation_lines.extend(lines)
    return made


def _lines(to: Children, deal: Deal, key: Any, at: dt.datetime, factor: Decimal, root: Any) -> tuple[list[Any], Amounts]:
    """The lines, and their sums: amounts are those that the product itself would compute."""
    source, client, keeper = to.source, to.client, to.keeper(at)
    parts = CIVIL if deal.project.industry in ROADS else BUILDING
    rows, all_amounts = [], []
    for place, (name, specification, uom, share, cost) in enumerate(parts, 1):
        part = deal.amount * factor * share / 100
        # Whatever is measured comes from the company's price list, at its price give or take what was agreed.
        item = to.book.prices.find(client.firm.id, name) if uom != "项" else None
        quantity = Decimal(max(1, round(part / (item.price * source.randint(95, 103) / 100)))) if item else Decimal(1)
        price = cents(part / quantity)
        own_cost = cents(price * Decimal(str(cost)) / Decimal("1.09"))
        amounts = line_amounts(quantity, price, rate=Decimal(9), discounts=(Decimal(0), Decimal(0)), cost=own_cost)
        all_amounts.append(amounts)
        rows.append(
            row(
                QuotationLine, id=source.id(at), created_at=at, created_by_id=keeper.id, quotation_id=key,
                key=to.line_keys.setdefault((root.id if root else key, place), source.id(at)), position=place,
                item_id=item.id if item else None, name=name,
                specification=specification, quantity=quantity, uom=uom, unit_price=price, discount=Decimal(0), tax_rate=Decimal(9),
                cost=own_cost, **dict(zip(AMOUNTS, (amounts.full, amounts.net, amounts.tax, amounts.total), strict=True)),
            )
        )  # fmt: skip
    return rows, added(all_amounts)


def _tender(to: Children, deal: Deal, at: dt.datetime) -> None:
    source, client = to.source, to.client
    keeper = to.keeper(at)
    opened = working_day(at.date() + dt.timedelta(days=source.randint(18, 40)))
    if deal.state == "open" and opened < to.book.today:
        opened = working_day(to.book.today + dt.timedelta(days=source.randint(1, 25)))
    over = deal.state != "open"
    state = {"won": "won", "lost": "lost"}.get(deal.state, "submitted" if source.chance(0.3) else "preparing")
    at = min(at, to.book.now)
    registered = min(working_day(opened - dt.timedelta(days=14)), opened - dt.timedelta(days=2))
    bond = (deal.amount * Decimal("0.015")).quantize(Decimal(-4)) if deal.amount > 5_000_000 else Decimal(50_000)
    bond = min(max(bond, Decimal(50_000)), Decimal(800_000))
    paid = min(opened - dt.timedelta(days=6), to.book.today)
    rival = source.one(to.scene.rivals)
    to.into.tenders.append(
        row(
            Tender, id=source.id(at), created_at=at, created_by_id=keeper.id, number="", name=f"{deal.project.name}施工招标"[:160],
            tender_number=f"{client.city.code}{at:%y%m}{source.randint(100, 999)}", customer_id=client.id, opportunity_id=deal.id,
            agency=f"{client.city.short}{source.one(('诚信', '中正', '恒信', '建咨'))}招标代理有限公司",
            kind=source.one(to.book.tender_kinds), unit_id=keeper.unit, owner_id=client.owner.id, state=state,
            registration_deadline=moment(registered, 17), submission_deadline=moment(opened, 9, 30),
            opening_at=moment(opened, 9, 30), place=f"{client.city.short}市公共资源交易中心", bond_amount=bond,
            bond_kind=source.one(to.book.bond_kinds), bond_paid_on=paid if state != "preparing" else None,
            bond_returned_on=opened + dt.timedelta(days=12) if over and opened + dt.timedelta(days=12) <= to.book.today else None,
            bid_price=deal.amount if state != "preparing" else None, ceiling_price=(deal.amount * Decimal("1.08")).quantize(Decimal(1)),
            submitted_at=moment(opened, 9, 0) if over else to.book.now - dt.timedelta(days=1) if state == "submitted" else None,
            decided_on=opened if over else None, winner="" if not over else client.firm.short if state == "won" else rival,
            winning_price=None if not over else deal.amount if state == "won" else (deal.amount * Decimal("0.96")).quantize(Decimal(1)),
        )
    )  # fmt: skip
