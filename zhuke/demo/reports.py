"""Daily reports of the last working days, as their people would have sent them: filled in from the records of the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID

from zhuke.commons.calendars.day_facts import DayAsked, Fact, facts_of
from zhuke.kernel.ports import actors
from zhuke.modules.diary.models import DailyReport
from zhuke.modules.diary.services.reports import kept
from zhuke.modules.orgs.models import Unit

from .group import Group, Member
from .recording import recorded
from .rhythm import business
from .rows import copy, row
from .source import Source, moment

if TYPE_CHECKING:
    from .book import Book

DAYS = 8
QUIET = (
    "整理客户资料，补全联系人和地址。",
    "参加部门例会，学习新版招标文件要求。",
    "准备下周拜访的方案和业绩材料。",
    "配合商务核对清单和报价。",
)
PROBLEMS = (
    "业主付款条件偏紧，需要领导协调。",
    "技术方案需要总工室支持。",
    "竞争对手报价较低，请商务一起研究。",
    "客户关键人出差，约见推迟。",
)
PLANS = ("跟进今天约定的事项，回访两家老客户。", "拜访重点客户，送补充资料。", "完善报价，准备汇报材料。", "联系长期没有沟通的客户。")


def add(group: Group, book: Book) -> int:
    """Reports of everybody who sells, most of them sent the same evening; returns how many."""
    source = Source(book.seed, "reports")
    days = list(_working_days(book.now.date()))
    people = [member for firm in group.firms for member in firm.of("sales", "marketing")]
    superiors = _superiors(people)
    with recorded(DailyReport):
        return copy(DailyReport, [made for member in people for day in days if (made := _report(source, book, member, day, superiors))])


def _working_days(today: dt.date) -> Iterator[dt.date]:
    past = (today - dt.timedelta(days=n) for n in range(1, 40))
    found = [day for day in past if day.weekday() < 5 and business(day)]
    yield from found[:DAYS]


def _superiors(people: list[Member]) -> dict[UUID, UUID]:
    """Whom each reports to: the manager of the unit, else of the unit above."""
    managers = dict(Unit.objects.values_list("pk", "manager_id"))
    parents = dict(Unit.objects.values_list("pk", "parent_id"))
    found = {}
    for member in people:
        unit: UUID | None = member.unit
        while unit and managers.get(unit) in (None, member.id):
            unit = parents.get(unit)
        if unit:
            found[member.id] = managers[unit]
    return found


def _report(source: Source, book: Book, member: Member, day: dt.date, superiors: dict[UUID, UUID]) -> Any:
    if not source.chance(0.75 + 0.2 * member.diligence):
        return None
    sent_on = day + dt.timedelta(days=1) if source.chance(0.07) else day
    at = moment(sent_on, 8 if sent_on > day else source.one((17, 18, 18, 19)), source.randint(5, 55))
    facts = facts_of(DayAsked(actors().for_id(member.id), member.id, day))
    return row(
        DailyReport,
        id=source.id(at),
        created_at=at - dt.timedelta(minutes=source.randint(2, 9)),
        updated_at=at,
        created_by_id=member.id,
        name=f"{member.name} {day.isoformat()} 日报",
        person_id=member.id,
        unit_id=member.unit,
        day=day,
        summary=_summary(source, facts),
        problems=source.one(PROBLEMS) if source.chance(0.25) else "",
        plan=source.one(PLANS),
        state="sent",
        sent_at=at,
        sent_to_id=superiors.get(member.id),
        late_days=(sent_on - day).days,
        contacts_count=len(facts.get("talks", [])),
        visits_count=len(facts.get("visits", [])),
        facts=kept(facts),
    )


def _summary(source: Source, facts: dict[str, list[Fact]]) -> str:
    talks, visits = facts.get("talks", []), facts.get("visits", [])
    parts = [f"沟通 {len(talks)} 次" if talks else "", f"拜访 {len(visits)} 家" if visits else ""]
    done = "，".join(part for part in parts if part)
    return f"今天{done}。{talks[0].note or talks[0].title}"[:300] if talks else f"今天{done}。" if done else source.one(QUIET)
