"""What people of the firm write to each other about a customer, what lands in their inboxes, and the lead that a customer once was."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from zhuke.commons.comments.models import Comment
from zhuke.commons.notify.models import Notice
from zhuke.modules.customers.models import Feedback, Lead

from . import people, projects
from .group import Member
from .rhythm import talk_time, working_day
from .rows import row
from .source import Odds, moment
from .texts import entries, render

if TYPE_CHECKING:
    from .children import Children

INBOX_DAYS = 45
POOL_REASONS = ("近期没有项目，暂不跟进", "客户无招标计划", "手上客户较多，交给同事跟进", "多次联系未果")
LEAD_FROM = Odds({"website": 6.0, "referral": 2.0, "other": 2.0})
LEAD_SOURCES = {"website": "website", "referral": "referral", "other": "exhibition"}


def add_around(to: Children) -> None:
    """Comments, notices and leads of one customer."""
    if len(to.client.talks) >= 4:
        for _ in range(to.source.many(0.05 * len(to.client.talks), 5)):
            _comment(to)
    _tell_owner(to)
    _pool(to)
    if to.client.family == "owner" and to.source.chance(0.065):
        _lead(to)


def _comment(to: Children) -> None:
    source, scene = to.source, to.scene
    talk = to.client.talks[-1 - min(int(source.expovariate(0.22)), len(to.client.talks) - 1)]
    at = talk_time(source, working_day(talk.at.date() + dt.timedelta(days=source.randint(0, 3))))
    at = min(max(at, talk.at + dt.timedelta(minutes=40)), to.book.now - dt.timedelta(minutes=7))
    readers = [
        m
        for m in to.client.firm.of("subsidiary_manager", "sales_supervisor", "project_manager", "technical", "finance")
        if m.id != to.client.owner.id
    ]
    author = source.one([*readers, to.client.owner])
    helpers = [m for m in to.client.firm.of("project_manager", "technical") if m.id != author.id]
    _contact, scene.contact, scene.second = to.whom(at)
    scene.at, scene.project = at.date(), to.client.undertakings[talk.undertaking]
    entry = source.one(entries("phrases.txt")["comment",])
    named: list[Member] = []

    def fill(name: str) -> str:
        if name != "mate" or not helpers:
            return scene.fill(name)
        named.append(source.one(helpers))
        return named[-1].name

    body = render(entry.text, source, fill)
    made = row(
        Comment,
        id=source.id(at),
        created_at=at,
        created_by_id=author.id,
        resource="customers",
        object_id=to.client.id,
        body=body,
        mentions=[member.id for member in named],
    )
    to.into.comments.append(made)
    about = f"客户“{to.client.name}”"
    for member in named:
        title = f"{author.name} 在{about}的评论中提到了您"
        _notice(to, member, at, author, kind="mention", title=title, body=body, key=f"mention:{made.id}")
    owner = to.keeper(at)
    if owner.id != author.id and owner not in named:
        title = f"{author.name} 评论了您负责的{about}"
        _notice(to, owner, at, author, kind="comment", title=title, body=body, key=f"comment:{made.id}")


def _tell_owner(to: Children) -> None:
    """What the services would have told: a customer handed over, a matter to settle."""
    if to.owner_before and to.switch_at:
        chief = (to.client.firm.of("sales_supervisor", "subsidiary_manager") or [to.client.owner])[0]
        said = {"kind": "customer", "title": f"客户已分配给您：{to.client.name}", "body": "", "key": f"assign:{to.client.id}:2"}
        _notice(to, to.client.owner, to.switch_at, chief, **said)
    for feedback in to.mine:
        handler = to.book.group.by_id.get(feedback.handler_id)
        keeper = to.book.group.by_id[feedback.created_by_id]
        if handler and handler.id != keeper.id:
            label = dict(Feedback.KINDS)[feedback.kind]
            said = {"kind": "feedback", "title": f"请处理{label}：{to.client.name}", "body": feedback.content[:200]}
            subject = {"resource": "feedbacks", "object_id": feedback.id, "key": f"feedback:{feedback.id}:1"}
            _notice(to, handler, feedback.created_at, keeper, **said, **subject)


def _notice(to: Children, who: Member, at: dt.datetime, by: Member, **said: Any) -> None:
    """A notice as ``by``'s deed of ``at`` gave it; ``said`` are kind, title, body, key and, where it is not the customer, the subject."""
    age = (to.book.now - at).days
    if age > INBOX_DAYS or at > to.book.now:
        return
    read = min(at + dt.timedelta(hours=to.source.randint(1, 30)), to.book.now) if to.source.chance(min(0.92, age * 0.12)) else None
    about = {"resource": "customers", "object_id": to.client.id}
    to.into.notices.append(
        row(Notice, id=to.source.id(at), user_id=who.id, actor_id=by.id, actor_name=by.name, created_at=at, read_at=read, **(about | said))
    )


def _pool(to: Children) -> None:
    """Some of those who fell silent went back to the public pool; never one with a deal under way."""
    source, client = to.source, to.client
    if client.mood not in ("sleeping", "lost", "quiet") or client.family != "owner" or to.under_way or not source.chance(0.3):
        return
    day = working_day(to.book.today - dt.timedelta(days=source.randint(1, 75)))
    at = min(talk_time(source, day), to.book.now - dt.timedelta(hours=1))
    silent = client.talks[-1].at if client.talks else client.since
    if (at - silent).days < 60 or (to.switch_at and at <= to.switch_at):
        return
    reason = source.one(POOL_REASONS)
    to.move("pool", at, client.owner, {"pooled_at": at.isoformat(), "pool_reason": reason, "last_owner_id": str(client.owner.id)})
    to.event("customers.returned", at, client.owner, {"reason": reason})


def _lead(to: Children) -> None:
    """The hint from which the customer came; or a fresh or useless one from the same region."""
    source, client = to.source, to.client
    fate = source.random()
    name, city = client.name, client.city
    if fate < 0.5:
        at = client.since - dt.timedelta(hours=source.randint(2, 70))
    else:
        city = source.pick(client.firm.cities)
        name = to.book.namer.company(source, client.kind, city).name
        back = source.randint(0, 18) if fate < 0.8 else source.randint(20, 900)
        at = talk_time(source, working_day(to.book.today - dt.timedelta(days=back)))
        at = min(at, to.book.now - dt.timedelta(minutes=source.randint(5, 300)))
        to.scene.city, to.scene.project = city, projects.project(source, projects.industry_of(source, client.kind, name))
    lead = _lead_row(to, name, city.province.short, at)
    if fate < 0.5:
        to.move(
            "lead",
            client.since,
            client.owner,
            {"state": "converted", "customer_id": str(client.id), "owner_id": str(client.owner.id), "reason": ""},
            lead.id,
        )
        to.event("lead.converted", client.since, client.owner, {"customer": str(client.id)}, lead.id, "leads")
    elif fate >= 0.8:
        end = min(moment(working_day(at.date() + dt.timedelta(days=3)), 16, source.randint(0, 59)), to.book.now)
        reason = render(source.one(entries("phrases.txt")["discard",]).text, source, to.scene.fill)
        to.move(
            "lead",
            end,
            client.owner,
            {"state": "discarded", "customer_id": None, "owner_id": str(client.owner.id), "reason": reason},
            lead.id,
        )
        to.event("lead.discarded", end, client.owner, {"reason": reason}, lead.id, "leads")


def _lead_row(to: Children, name: str, region: str, at: dt.datetime) -> Any:
    source, client = to.source, to.client
    origin = source.pick(LEAD_FROM)
    who = people.person(source)
    taker = source.one(client.firm.of("marketing", "sales"))
    to.scene.at = at.date()
    by_hand = origin != "website"
    made = row(
        Lead,
        id=source.id(at),
        created_at=at,
        created_by_id=taker.id if by_hand else None,
        company=name,
        contact_name=who.name,
        phone=people.mobile(source),
        email=people.mail(source, who, client.company.domain) if source.chance(0.5) else "",
        region=region,
        message=render(source.one(entries("phrases.txt")["lead", origin]).text, source, to.scene.fill),
        source=LEAD_SOURCES[origin],
        unit_id=taker.unit,
        owner_id=taker.id if by_hand or source.chance(0.6) else None,
        state="new",
    )
    to.into.leads.append(made)
    to.event("lead.recorded", at, taker if by_hand else None, {}, made.id, "leads")
    return made
