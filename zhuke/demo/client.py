"""One invented customer: what it is, who looks after it, and the fields of its record, with the gaps that real records have."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from zhuke.modules.customers.domain.regions import Division

from . import names, people, places, projects
from .group import Firm, Member
from .names import Company
from .projects import Project
from .scene import Scene
from .source import Odds, Source
from .story import FAMILY, Talk
from .texts import entries, render, words

KINDS = Odds(
    {
        "developer": 20.0,
        "private": 20.0,
        "state_owned": 15.0,
        "government": 12.0,
        "institution": 9.0,
        "design_institute": 5.5,
        "contractor": 7.0,
        "supplier": 8.0,
        "foreign": 3.0,
        "other": 0.5,
    }
)
ROLES = {"owner": "owner", "design": "partner", "supply": "supplier", "sub": "subcontractor"}
SOURCES = Odds(
    {
        "bidding": 24.0,
        "visit": 21.0,
        "referral": 20.0,
        "returning": 9.0,
        "website": 8.0,
        "exhibition": 8.0,
        "import": 6.0,
        "other": 4.0,
    }
)
# 万元: small, usual and large firms of the kind.
CAPITALS = {
    "developer": (1000, 2000, 5000, 5000, 10000, 20000),
    "state_owned": (10000, 20000, 50000, 50000, 100000, 200000),
    "private": (200, 500, 1000, 1000, 2000, 5000),
    "foreign": (1500, 3000, 6000, 12000),
    "contractor": (200, 500, 800, 1000, 2000, 4000),
    "supplier": (100, 200, 500, 500, 1000, 3000),
    "design_institute": (300, 500, 600, 1000),
    "other": (100, 500, 1000),
}
TAGS = {
    "owner": (
        "重点客户",
        "战略合作",
        "老客户",
        "决策链清楚",
        "需高层拜访",
        "付款及时",
        "需垫资",
        "创优要求高",
        "工期紧",
        "EPC",
        "入库单位",
        "待突破",
        "可做样板工程",
    ),
    "design": ("EPC 联合体", "设计强", "配合好", "长期合作"),
    "supply": ("集采名录", "备选", "保供能力强", "账期可谈", "质量稳定"),
    "sub": ("合格分包", "班组稳定", "可长期合作", "慎用", "专户发薪"),
}
TAG_COUNTS = Odds({0: 62.0, 1: 24.0, 2: 11.0, 3: 3.0})
# What may be missing, with its weight in the completeness of a record (see the customers' rules).
GAPS = {
    "credit_code": 8,
    "addresses": 8,
    "intention": 4,
    "pain_points": 4,
    "contact_email": 4,
    "industry": 4,
    "contact_position": 4,
    "source": 3,
    "phone": 3,
    "budget": 3,
    "credit_grade": 3,
    "competitors": 2,
    "legal_representative": 2,
    "registered_capital": 2,
    "business_scope": 2,
    "coordinates": 2,
}
ALL_WEIGHTS = 110
SELDOM = {"industry": 0.15, "contact_position": 0.3, "credit_code": 0.6, "source": 0.6, "addresses": 0.7, "intention": 0.4}


@dataclass(slots=True)
class Client:
    """A customer to be, while its rows are made."""

    source: Source
    firm: Firm
    owner: Member
    kind: str
    company: Company
    city: Division
    industry: str
    scale: float
    since: dt.datetime
    mood: str
    established: dt.date
    id: UUID
    paying: str
    credit_code: str = ""
    talks: list[Talk] = field(default_factory=list)
    undertakings: list[Project] = field(default_factory=list)
    gaps: set[str] = field(default_factory=set)
    name: str = ""
    share: Decimal = Decimal(1)  # of a work's sum that goes to this party

    @property
    def family(self) -> str:
        """owner, design, supply or sub: which talks one has with it."""
        return FAMILY.get(self.kind, "owner")


def owner_of(source: Source, firm: Firm, kind: str) -> Member:
    """Who of the company looks after such a customer: purchasers after suppliers and subcontractors, sellers after the rest."""
    if kind in ("supplier", "contractor") and (buyers := firm.of("purchaser")) and source.chance(0.85):
        return source.one(buyers)
    return source.one(firm.of("sales") if source.chance(0.95) else firm.of("sales", "sales_supervisor"))


def kind_for(source: Source, firm: Firm) -> str:
    """A kind of customer that fits what the company builds."""
    kind = source.pick(KINDS)
    for _try in range(4):
        if not firm.industries or kind in FAMILY or any(industry in firm.industries for industry in projects.INDUSTRIES[kind]):
            break
        kind = source.pick(KINDS)
    return kind


def industry_for(source: Source, firm: Firm, kind: str, trade: str) -> str:
    """What it builds; special trades know mostly customers of their field."""
    industry = projects.industry_of(source, kind, trade)
    for _try in range(5):
        if not firm.industries or industry in firm.industries:
            break
        industry = projects.industry_of(source, kind, trade)
    return industry


def choose_gaps(client: Client, today: dt.date) -> set[str]:
    """Leave out fields until the record is about as complete as its owner is diligent, never below 57 %."""
    source = client.source
    aim = min(1.0, max(0.57, source.gauss(0.52 + 0.45 * client.owner.diligence, 0.1)))
    spare = (1 - aim) * ALL_WEIGHTS
    last = client.talks[-1].at.date() if client.talks else None
    if last is None or (today - last).days > 90:
        spare -= 8
    if not client.undertakings or client.kind == "government":
        spare -= GAPS["credit_grade"]
    order = list(GAPS)
    source.shuffle(order)
    missing = set()
    for name in order:
        if GAPS[name] <= spare and source.chance(SELDOM.get(name, 1.0)):
            missing.add(name)
            spare -= GAPS[name] - (2 if name == "addresses" and "coordinates" in missing else 0)
    return missing


def record(client: Client, scene: Scene, number: str) -> dict[str, Any]:
    """The values of the customer's row, without who and when."""
    source, kind, company = client.source, client.kind, client.company
    firm_like = kind not in ("government", "institution")
    capital = Decimal(source.one(CAPITALS.get(kind, (500,)))) * 10000 if firm_like else None
    values: dict[str, Any] = {
        "number": number,
        "name": client.name,
        "short_name": company.short[:40] if source.chance(0.9) else "",
        "former_names": [],
        "kind": kind,
        "roles": [ROLES[client.family], *(["partner"] if client.family in ("owner", "sub") and source.chance(0.06) else [])],
        "credit_code": client.credit_code,
        "industry": client.industry,
        "region": client.city.province.short,
        "city": client.city.name,
        "source": source.pick(SOURCES),
        "phone": places.landline(source, client.city),
        "email": f"{source.one(('office', 'info', 'contact', 'zhaobiao', 'bgs'))}@{company.domain}" if source.chance(0.55) else "",
        "website": f"https://www.{company.domain}" if source.chance(0.4) else "",
        "legal_representative": people.person(source).name if firm_like else "",
        "registered_capital": capital,
        "established_on": client.established if source.chance(0.75) else None,
        "employees": _employees(source, capital) if source.chance(0.6) else None,
        "annual_revenue": _revenue(source, capital) if capital and source.chance(0.4) else None,
        "business_scope": scope(source, kind) if firm_like else "",
        "registered_address": places.place(source, client.city).detail if source.chance(0.5) else "",
        "tags": sorted(source.sample(TAGS[client.family], source.pick(TAG_COUNTS))),
        "remark": phrase(scene, "remark", client.family) if source.chance(0.3) else "",
        "competitors": phrase(scene, "competitors") if client.family in ("owner", "design") else "",
        "preferences": phrase(scene, "preferences", "owner" if client.family == "owner" else "partner") if source.chance(0.5) else "",
    }
    for name in client.gaps & values.keys():
        values[name] = None if name == "registered_capital" else ""
    if "addresses" in client.gaps:
        values["registered_address"] = ""
    if "phone" in client.gaps:
        values["email"] = ""
    return values


def _employees(source: Source, capital: Decimal | None) -> int:
    usual = 12 + (float(capital) / 10000) ** 0.55 if capital else 70
    return max(6, round(usual * source.lognormvariate(0, 0.6) / 5) * 5)


def _revenue(source: Source, capital: Decimal) -> Decimal:
    wan = float(capital) / 10000
    times = source.uniform(0.8, 6) if wan < 5000 else source.uniform(0.15, 1.2)
    return Decimal(max(100, round(wan * times / 50) * 50)) * 10000


def phrase(scene: Scene, *section: str) -> str:
    """A short text of a section, filled in."""
    return render(scene.source.one(entries("phrases.txt")[section]).text, scene.source, scene.fill)


def scope(source: Source, kind: str) -> str:
    """A scope of business as it stands on the licence."""
    stock = words("phrases.txt").get(f"scope | {kind}") or words("phrases.txt")["scope | private"]
    chosen = source.sample(stock, source.randint(4, min(7, len(stock))))
    tail = "（依法须经批准的项目，经相关部门批准后方可开展经营活动）" if source.chance(0.6) else ""
    return "；".join(chosen) + tail


def established(source: Source, kind: str, since: dt.date) -> dt.date:
    """When it was founded: before the firm came to know it."""
    oldest = {"government": 1996, "institution": 1985, "state_owned": 2001}.get(kind, 1998)
    first = dt.date(oldest, 1, 1)
    return first + dt.timedelta(days=int((since - first).days * source.betavariate(2.2, 1.6)))


def code_of(source: Source, kind: str, city: Division, founded: dt.date) -> str:
    """A valid credit code."""
    return names.credit_code(source, kind, city, founded)
