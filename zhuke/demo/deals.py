"""The opportunities of a customer: every work that was talked about, its way through the stages, rivals, risks and days."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from zhuke.modules.sales.domain.likeness import project_key
from zhuke.modules.sales.models import PHASE_CODES, Competitor, FollowUp, Node, Opportunity, Risk, StageChange

from . import projects
from .offers import add_offers
from .projects import Project
from .rhythm import talk_time, working_day
from .rows import row
from .source import Odds
from .story import Talk
from .works import add_works

if TYPE_CHECKING:
    from .children import Children
    from .group import Member

# How far a talk at this stage of the story shows that the deal has come; other talks show nothing.
REACHED = {"first": 0, "need": 1, "tech": 1, "bid": 2, "deal": 3, "work": 4, "pay": 4, "care": 4}
LOSS_REASONS = Odds(
    {
        "price": 34.0, "relationship": 12.0, "qualification": 10.0, "technical": 9.0, "payment": 8.0, "schedule": 6.0,
        "cancelled": 9.0, "budget": 6.0, "given_up": 5.0, "service": 1.0,
    }
)  # fmt: skip
LOSS_NOTES = {
    "price": ("报价比第一名高 3.2%，对方有自有模板和班组。", "评标办法偏向低价，我方不愿跟进。", "下浮点数差 1.5 个百分点。"),
    "relationship": ("业主与现有总包合作多年，换单位意愿不强。", "关键决策人换人，前期工作没有延续下来。"),
    "qualification": ("缺少同类型五年内业绩，信用分低两分。", "招标要求的专项资质不满足。"),
    "technical": ("方案中工期和穿插组织不如对手。", "装配式比例响应不足。"),
    "payment": ("要求垫资到主体封顶，公司未批准。", "月进度款只付六成，资金占用过大。"),
    "schedule": ("业主要求的开工日期我方项目部排不开。",),
    "cancelled": ("项目因规划调整缓建。", "立项未获批复，项目取消。"),
    "budget": ("业主融资没有落实，暂停招标。",),
    "given_up": ("评审后毛利低于公司底线，放弃投标。",),
    "service": ("答疑回复晚于截止时间。",),
}
RISKS = (
    ("业主资金来源未落实", "high", "请业主出具资金证明，合同约定按月付款"),
    ("最低价中标，利润空间小", "high", "做限额设计优化，争取措施费单列"),
    ("主要对手有长期合作关系", "medium", "安排公司领导拜访决策人"),
    ("工期比定额压缩 15%", "medium", "提前锁定劳务和周转材料"),
    ("图纸不全，工程量存在缺口", "medium", "按暂估价报，合同写明据实结算"),
    ("要求垫资施工", "high", "报公司资金部评审"),
    ("地质条件复杂，基坑费用高", "medium", "补充勘察后再报措施费"),
    ("评标办法未公布", "low", "跟进招标代理，提前准备信用分材料"),
    ("甲方指定分包比例高", "low", "在合同里约定总包配合费"),
    ("拆迁未完成，开工日期不确定", "medium", "约定开工令发出后起算工期"),
)  # fmt: skip
NODES = {
    1: ("现场踏勘", "方案汇报", "约见决策人"),
    2: ("购买招标文件", "投标答疑", "投标截止", "开标"),
    3: ("合同谈判", "合同评审会", "签约"),
}
BACK_REASONS = ("业主调整规模，重新明确需求", "立项批复推迟，退回跟进", "招标方式由邀请改为公开，重新准备")
EARLY = ("标的信息已获取，等待对接", "设计院介绍，业主尚未立项")


@dataclass(slots=True)
class Deal:
    """An opportunity while its rows are made: where it stands, since when, and each step that it took."""

    id: UUID
    project: Project
    place: int
    opened: dt.datetime
    phase: int = 0
    since: dt.datetime = field(default_factory=lambda: dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
    state: str = "open"
    steps: int = 0
    amount: Decimal = Decimal(0)
    contact: UUID | None = None
    reached: dict[int, dt.datetime] = field(default_factory=dict)
    closed: dt.datetime | None = None
    talks: list[tuple[Any, Any]] = field(default_factory=list)
    loss: str = ""


def add_deals(to: Children) -> None:
    """Opportunities of a customer that gives out work; suppliers and partners have none."""
    if to.client.family != "owner":
        return
    for place, project in enumerate(to.client.undertakings):
        talks = [(talk, said) for talk, said in to.said if talk.undertaking == place]
        if talks and (len(talks) > 1 or to.source.chance(0.7)):
            _live(to, _deal(to, project, place, talks))
    for _ in range(to.source.many(0.62, 3)):
        _aside(to)
    to.into.follow_ups.extend(to.deal_links)


def _deal(to: Children, project: Project, place: int, talks: list[tuple[Any, Any]]) -> Deal:
    at = talks[0][0].at + dt.timedelta(minutes=to.source.randint(8, 90))
    at = min(at, to.book.now - dt.timedelta(minutes=20))
    return Deal(to.source.id(at), project, place, at, since=at, talks=talks, amount=_amount(to, project), contact=talks[0][1].contact_id)


def _amount(to: Children, project: Project) -> Decimal:
    rough = project.amount * Decimal(f"{to.source.uniform(0.85, 1.12):.3f}")
    return (rough / 100_000).quantize(Decimal(1)) * 100_000 or Decimal(100_000)


def _aside(to: Children) -> None:
    """A smaller deal of which little was said: a hint that came to nothing, or that only just came up."""
    source, client = to.source, to.client
    first, last = client.since, to.book.now - dt.timedelta(hours=2)
    if (last - first).days < 5:
        return
    day = working_day((first + (last - first) * source.random() ** 0.7).date())
    at = min(max(talk_time(source, day), first + dt.timedelta(minutes=50)), last)
    project = projects.project(source, client.industry, "", client.scale * 0.7)
    near = [pair for pair in to.said if abs((pair[0].at - at).days) < 40][:2]
    deal = Deal(source.id(at), project, -1, at, since=at, amount=_amount(to, project), contact=near[0][1].contact_id if near else None)
    _create(to, deal)
    age = (to.book.now - at).days
    moment = at
    for phase in range(1, 1 + source.randint(0, 2)):
        moment = talk_time(source, working_day(moment.date() + dt.timedelta(days=source.randint(8, 45))))
        if moment >= last:
            break
        _step(to, deal, phase, moment)
    if age > 200 or (age > 90 and source.chance(0.6)):
        _lose(to, deal, min(moment + dt.timedelta(days=source.randint(10, 60)), last))
    _surround(to, deal)


def _live(to: Children, deal: Deal) -> None:
    """Follow the talks of a work: each shows how far the deal has come."""
    source, last = to.source, to.book.now - dt.timedelta(minutes=5)
    _create(to, deal)
    for talk, said in deal.talks:
        to.deal_links.append(row(FollowUp, opportunity_id=deal.id, interaction_id=said.id))
        at = min(max(talk.at, deal.since) + dt.timedelta(minutes=source.randint(5, 240)), last)
        phase = REACHED.get(talk.stage)
        if talk.stage == "lost" and deal.state == "open":
            _lose(to, deal, at)
        elif phase is not None and phase > deal.phase and deal.state != "lost" and (talk.won or phase < 3):
            _step(to, deal, phase, at)
            if phase == 2 and source.chance(0.05) and at + dt.timedelta(days=9) < last:
                _step(to, deal, 1, at + dt.timedelta(days=source.randint(3, 9)))
    _end(to, deal, last)
    if deal.state == "lost" and deal.closed:
        over = {said.id for talk, said in deal.talks if talk.at > deal.closed}
        to.deal_links = [link for link in to.deal_links if link.interaction_id not in over]
    _surround(to, deal)


def _end(to: Children, deal: Deal, last: dt.datetime) -> None:
    """What stood still for long was lost, all but a little that lies forgotten; most of what is open was talked about these days."""
    source, said = to.source, deal.talks[-1][0].at
    stood = (to.book.now - max(deal.since, min(said, deal.since + dt.timedelta(days=60)))).days
    later = deal.place + 1 < len(to.client.undertakings)
    if deal.state == "open" and (stood > 130 or (later and stood > 60)) and source.chance(0.97):
        _lose(to, deal, min(deal.since + dt.timedelta(days=source.randint(45, 110)), last))
    elif deal.state == "open" and source.chance(0.62):
        day = working_day(to.book.today - dt.timedelta(days=source.randint(1, 7)))
        at = min(talk_time(source, day), last - dt.timedelta(hours=2))
        if at > max(said, deal.since):
            to.talk(Talk(at, deal.place, "tech" if deal.phase else "need", won=False))
            to.deal_links.append(row(FollowUp, opportunity_id=deal.id, interaction_id=to.said[-1][1].id))


def _create(to: Children, deal: Deal) -> None:
    client, keeper = to.client, to.keeper(deal.opened)
    stage = to.book.stages[0]
    deal.reached[0] = deal.opened
    to.into.opportunities.append(
        row(
            Opportunity,
            id=deal.id,
            created_at=deal.opened,
            created_by_id=keeper.id,
            number="",
            name=deal.project.name[:120],
            customer_name=client.name,
            customer_id=client.id,
            contact_id=deal.contact,
            unit_id=keeper.unit,
            owner_id=client.owner.id,
            stage_id=stage.pk,
            phase="potential",
            state="open",
            amount=deal.amount,
            opened_on=deal.opened.date(),
            expected_on=working_day(deal.opened.date() + dt.timedelta(days=to.source.randint(60, 300))),
            project_type=deal.project.industry,
            region=client.city.province.short,
            city=client.city.name,
            source=to.into.customers[-1].source,
            stage_since=deal.opened,
            probability=stage.probability,
            name_key=project_key(deal.project.name)[:120],
            remark=to.source.one(EARLY) if to.source.chance(0.15) else "",
        )
    )
    _history(to, deal, "created", 0, deal.opened)
    to.event("opportunities.created", deal.opened, keeper, {"stage": str(stage.pk), "phase": "potential"}, deal.id, "opportunities")


def _step(to: Children, deal: Deal, phase: int, at: dt.datetime) -> None:
    """Into another phase; signing or later is won."""
    source, keeper = to.source, to.keeper(at)
    before, forward = deal.phase, phase > deal.phase
    reason = "" if forward else source.one(BACK_REASONS)
    _history(to, deal, "forward" if forward else "back", phase, at, reason)
    deal.phase, deal.since = phase, at
    deal.reached.setdefault(phase, at)
    if phase >= 3 and deal.state != "won":
        deal.state, deal.closed = "won", at
    _change(to, deal, keeper, at)
    stages = to.book.stages
    data = {
        "from": str(stages[before].pk), "to": str(stages[phase].pk), "from_phase": PHASE_CODES[before], "to_phase": PHASE_CODES[phase],
        "direction": "forward" if forward else "back",
    }  # fmt: skip
    to.event("opportunities.moved", at, keeper, data, deal.id, "opportunities")


def _lose(to: Children, deal: Deal, at: dt.datetime) -> None:
    at = max(at, deal.since + dt.timedelta(minutes=30))
    keeper = to.keeper(at)
    deal.loss = to.source.pick(LOSS_REASONS)
    note = to.source.one(LOSS_NOTES[deal.loss])
    _history(to, deal, "lost", deal.phase, at, note)
    deal.state, deal.closed = "lost", at
    _change(to, deal, keeper, at, lost_reason=deal.loss, lost_note=note, lost_phase=PHASE_CODES[deal.phase])
    to.event("opportunities.lost", at, keeper, {"reason": deal.loss, "phase": PHASE_CODES[deal.phase]}, deal.id, "opportunities")


def _change(to: Children, deal: Deal, keeper: Member, at: dt.datetime, **more: Any) -> None:
    stage = to.book.stages[deal.phase]
    deal.steps += 1
    decided = {"kind": "decided", "decided": 0, "won": 0, "minimum": 20} if deal.state != "open" else {}
    values = {
        "stage_id": str(stage.pk), "phase": PHASE_CODES[deal.phase], "state": deal.state, "stage_since": deal.since.isoformat(),
        "closed_at": deal.closed.isoformat() if deal.closed else None, "lost_reason": "", "lost_note": "", "lost_phase": "",
        "furthest": max(deal.reached), "probability": {"won": 100, "lost": 0}.get(deal.state, stage.probability), "basis": decided,
    }  # fmt: skip
    to.move(f"deal{deal.steps}", at, keeper, values | more, deal.id)


def _history(to: Children, deal: Deal, direction: str, after: int, at: dt.datetime, reason: str = "") -> None:
    """A line of the stage history, before the deal itself moves."""
    stages, by = to.book.stages, to.keeper(at)
    before = None if direction == "created" else deal.phase
    days = None if before is None else (at.date() - deal.since.date()).days
    to.into.stage_changes.append(
        row(
            StageChange, opportunity_id=deal.id, from_stage_id=None if before is None else stages[before].pk, to_stage_id=stages[after].pk,
            from_phase="" if before is None else PHASE_CODES[before], to_phase=PHASE_CODES[after], direction=direction, at=at, by_id=by.id,
            by_name=by.name, reason=reason, days=days,
        )
    )  # fmt: skip


def _surround(to: Children, deal: Deal) -> None:
    """Rivals, risks, days that matter, the offers that were made, and contract and project where it was won."""
    to.under_way |= deal.state != "lost"
    _rivals(to, deal)
    _risks(to, deal)
    _nodes(to, deal)
    if 2 in deal.reached or 3 in deal.reached or 4 in deal.reached:
        add_offers(to, deal)
    if deal.state == "won":
        add_works(to, deal)


def _rivals(to: Children, deal: Deal) -> None:
    source = to.source
    at = deal.reached.get(2) or deal.reached.get(1)
    if at is None:
        return
    names = source.sample(sorted(set(to.scene.rivals)), min(len(set(to.scene.rivals)), source.many(1.1, 3)))
    for place, name in enumerate(names):
        priced = 2 in deal.reached and source.chance(0.5)
        to.into.competitors.append(
            row(
                Competitor, id=source.id(at), created_at=at, created_by_id=to.keeper(at).id, opportunity_id=deal.id, name=name,
                price=(deal.amount * Decimal(f"{source.uniform(0.9, 1.06):.4f}")).quantize(Decimal(1)) if priced else None,
                strengths=source.one(("本地班组多，报价灵活", "与业主合作多年", "资质齐全，业绩突出", "垫资能力强")),
                weaknesses=source.one(("履约评价一般", "项目经理紧缺", "异地管理，响应慢", "结算扯皮多")),
                winner=deal.state == "lost" and place == 0 and deal.loss in ("price", "relationship", "qualification", "technical"),
            )
        )  # fmt: skip


def _risks(to: Children, deal: Deal) -> None:
    source = to.source
    if deal.phase < 1 and deal.state == "open":
        return
    for title, level, measure in source.sample(RISKS, source.many(0.7, 2)):
        at = deal.reached.get(1) or deal.opened
        due = working_day(at.date() + dt.timedelta(days=source.randint(15, 60)))
        to.into.risks.append(
            row(
                Risk, id=source.id(at), created_at=at, created_by_id=to.keeper(at).id, opportunity_id=deal.id, title=title, level=level,
                measure=measure if source.chance(0.8) else "", due_on=due, owner_id=to.client.owner.id,
                state="closed" if deal.state != "open" or source.chance(0.3) else "open",
            )
        )  # fmt: skip


def _nodes(to: Children, deal: Deal) -> None:
    """Days that were kept, and for what is open one or two to come."""
    source, today = to.source, to.book.today
    for phase, at in sorted(deal.reached.items()):
        for name in NODES.get(phase, ())[: source.randint(0, 3)]:
            due = working_day(at.date() + dt.timedelta(days=source.randint(3, 30)))
            coming = deal.state == "open" and phase == deal.phase
            if coming and due < today:
                due = working_day(today + dt.timedelta(days=source.randint(-6, 25)))
            done = None if coming and due >= today - dt.timedelta(days=4) else min(due, today)
            to.into.nodes.append(
                row(
                    Node, id=source.id(at), created_at=at, created_by_id=to.keeper(at).id, opportunity_id=deal.id, name=name, due_on=due,
                    done_on=done, owner_id=to.client.owner.id,
                )
            )  # fmt: skip
