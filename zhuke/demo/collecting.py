"""Customers who are late: their cases on the dunning ladder, letters, promises, calls, reviews; what was sent left the house long ago."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from zhuke.commons.numbering.services import take_numbers
from zhuke.modules.billing.models import Receivable
from zhuke.modules.collection.domain.ladder import Stand, next_step
from zhuke.modules.collection.models import CaseLog, CollectionCase, DunningLetter, DunningStep, Promise, ReviewMeeting
from zhuke.modules.collection.services.ladders import ladder_of, rungs, steps_of
from zhuke.modules.collection.services.places import company_of
from zhuke.modules.customers.models import Contact, Customer
from zhuke.modules.quotes.domain.amounts import ZERO

from .chunk import Move
from .recording import ACTOR, make_moves, recorded
from .rhythm import working_day
from .rows import copy, row
from .source import Odds, Source, moment

if TYPE_CHECKING:
    from .book import Book

DAY = dt.timedelta(days=1)
FIRST, SILENCE = 16, 7
"""Days after which the first letter of the usual ladder goes out, and after which the next one does when nobody answers."""
TABLES: dict[str, Any] = {
    "cases": CollectionCase,
    "letters": DunningLetter,
    "promises": Promise,
    "logs": CaseLog,
    "meetings": ReviewMeeting,
}
COURSES = Odds({"silent": 22.0, "review": 8.0, "promised": 34.0, "replied": 18.0, "waits": 18.0})
CALLS = ("财务答复正在走付款流程，等领导签字。", "联系人称业主资金未到位，月底前安排一部分。", "电话无人接听，已发微信留言。",
         "对方要求先补开发票再安排付款。")  # fmt: skip
PROMISES = ("专项债资金下达后支付", "月底前安排", "本周上会，下周付款", "房款回笼后分两次付清")
REPLIES = ("来函收悉，正在核对工程量，核对完即安排支付。", "已提交付款审批，预计两周内完成。", "请提供对账单，核对无误后付款。")
DECISIONS = {
    "instalments": "同意分三期付清：每月末支付三分之一，由客户经理跟踪，逾期一期即转法务。",
    "legal": "发律师函，十五日内不付款提起诉讼，法务牵头准备材料。",
    "stop": "暂停后续施工，付清逾期款后复工，项目部做好现场看护。",
}


@dataclass(slots=True)
class Made:
    """Rows by table, and the customers that were listed as of high risk."""

    cases: list[Any] = field(default_factory=list)
    letters: list[Any] = field(default_factory=list)
    promises: list[Any] = field(default_factory=list)
    logs: list[Any] = field(default_factory=list)
    meetings: list[Any] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)


def add(book: Book) -> dict[str, int]:
    """A case for everybody who is later than the ladder's first step; returns how many rows of each table."""
    late: dict[tuple[UUID, UUID], list[Receivable]] = defaultdict(list)
    rows = Receivable.objects.open_income().overdue(book.today).select_related("customer").order_by("due_on", "pk")
    for debt in rows:
        late[debt.customer_id, company_of(debt.unit_id)].append(debt)
    made, risky = Made(), set[UUID]()
    for (_customer, company), debts in late.items():
        owed = [debt for debt in debts if not debt.disputed]
        if owed and (book.today - owed[0].due_on).days >= FIRST:
            _Case(book, made, risky, company, debts, owed).write()
    _number(made.cases)
    with recorded(Customer, *TABLES.values()):
        counts = {name: copy(model, getattr(made, name)) for name, model in TABLES.items()}
        make_moves(made.moves)
    return counts


def _number(cases: list[Any]) -> None:
    years: dict[int, list[Any]] = defaultdict(list)
    for case in sorted(cases, key=lambda case: (case.created_at, case.id)):
        years[case.created_at.year].append(case)
    for year, listed in sorted(years.items()):
        for case, number in zip(listed, take_numbers(ACTOR, "collection_cases", None, dt.date(year, 12, 31), len(listed)), strict=True):
            case.number = number


class _Case:
    """One case, from its first letter until today."""

    def __init__(self, book: Book, made: Made, risky: set[UUID], company: UUID, debts: list[Receivable], owed: list[Receivable]) -> None:
        self.book, self.made, self.risky, self.company, self.debts, self.owed = book, made, risky, company, debts, owed
        self.customer, self.today = owed[0].customer, book.today
        self.source = Source(book.seed, f"case/{self.customer.number}/{company}")
        self.ladder = ladder_of(company)
        self.steps: list[DunningStep] = steps_of(self.ladder)
        self.amount = sum((debt.balance for debt in owed), ZERO)
        self.course = self.source.pick(COURSES)
        self.first = self._first_day()
        self.id = self.source.id(self._at(self.first))
        self.level, self.unanswered, self.sent = 0, 0, 0
        self.last: dt.date | None = None
        self.state: dict[str, Any] = {"state": "open"}
        contact = Contact.objects.filter(customer=self.customer, archived_at=None).order_by("-is_primary", "created_at").first()
        self.contact, self.mail = (contact.name, contact.email) if contact else ("", "")

    def _first_day(self) -> dt.date:
        """The firm looked into it some weeks ago at the earliest; who waits for the next step got the last letter this week."""
        weeks = {"silent": (15, 16), "review": (26, 45), "promised": (8, 13), "replied": (8, 13), "waits": (1, 6)}[self.course]
        earliest = self.owed[0].due_on + DAY * FIRST
        return max(earliest, self.today - DAY * self.source.randint(*weeks))

    def _at(self, day: dt.date, hour: int = 9) -> dt.datetime:
        return min(moment(day, hour, self.source.randint(0, 59)), self.book.now)

    def write(self) -> None:
        """The case with all that happened in it."""
        if len(self.steps) < 2:
            return
        self._log("opened", self.first, hour=8, due_on=str(self.owed[0].due_on))
        letters = [self.first, self.first + DAY * SILENCE]
        for place, day in enumerate(letters[: 1 if self.course == "waits" else 2]):
            if day <= self.today:
                self._letter(day, self.steps[place])
        getattr(self, f"_{self.course}")()
        if self.source.chance(0.7):
            day = working_day(min(self.first + DAY * self.source.randint(0, 6), self.today))
            if day <= self.today:
                self._log("call", day, self.source.one(CALLS), hour=15)
        self._case()

    # -- the courses -----------------------------------------------------------------------------------

    def _silent(self) -> None:
        """Two letters without an answer: the customer is of high risk and a review is called."""
        day = self.first + DAY * SILENCE * 2
        if day > self.today or self.sent < 2:
            return
        self._flag(day)
        self._meeting(day, None)

    def _review(self) -> None:
        day = self.first + DAY * SILENCE * 2
        if day > self.today or self.sent < 2:
            return
        self._flag(day)
        self._meeting(day, self.source.one(tuple(DECISIONS)))

    def _promised(self) -> None:
        day = min(working_day(self.first + DAY * self.source.randint(1, 3)), self.today)
        until = working_day(self.today + DAY * self.source.randint(1, 16))
        amount = self.amount if self.source.chance(0.6) else max((self.amount / 2).quantize(ZERO), ZERO + 1)
        note, at = self.source.one(PROMISES), self._at(day, 16)
        self.made.promises.append(
            row(
                Promise, id=self.source.id(at), created_at=at, created_by_id=self.owed[0].owner_id, case_id=self.id, promised_on=until,
                amount=amount, contact=self.contact, note=note, state="open",
            )
        )  # fmt: skip
        self._answered("promised", day, note)
        self._log("promised", day, note, hour=16, amount=str(amount), on=str(until))
        self._rest("promised", day, until + DAY * ((self.ladder.grace_days if self.ladder else 0) + 1), note)

    def _replied(self) -> None:
        day = max(self.first, working_day(self.today - DAY * self.source.randint(3, 5)))
        day, note = min(day, self.today), self.source.one(REPLIES)
        self._answered("replied", day, note)
        self._log("replied", day, note, hour=14)
        self._rest("replied", day, day + DAY * (self.ladder.reply_days if self.ladder else 7), note)

    def _waits(self) -> None:
        """The letter is out, the answer is waited for."""

    # -- rows ------------------------------------------------------------------------------------------

    def _letter(self, day: dt.date, step: DunningStep) -> None:
        for earlier in (letter for letter in self.made.letters[-1:] if letter.case_id == self.id):
            earlier.reply = "silent"
            self._log("silent", day, sequence=earlier.sequence, letter=earlier.id)
        self.sent += 1
        at = self._at(day)
        items = [
            {
                "receivable": str(debt.pk), "name": debt.name, "number": debt.number, "due_on": str(debt.due_on),
                "days": (day - debt.due_on).days, "balance": f"{debt.balance:,.2f}", "contract": str(debt.contract_id or ""),
            }
            for debt in self.owed
            if debt.due_on < day
        ]  # fmt: skip
        amount = sum((debt.balance for debt in self.owed if debt.due_on < day), ZERO)
        key = self.source.id(at)
        company = self.book.firm_names.get(self.company, "")
        body = (
            f"{self.customer.name}：\n\n截至 {day}，贵方应付我公司的款项中有 {len(items)} 笔已逾期，合计 ¥{amount:,.2f}，"
            f"其中最早一笔于 {self.owed[0].due_on} 到期，明细附后。\n\n请于 {day + DAY * SILENCE} 前支付，或书面告知付款安排。"
            f"如已付款，请忽略本函并告知付款日期。\n\n{company}\n{day}"
        )
        self.made.letters.append(
            row(
                DunningLetter, id=key, created_at=at, case_id=self.id, sequence=self.sent, position=step.position,
                name=f"{step.name.replace('第一封', '').replace('第二封', '再次')}：{self.customer.name}"[:200], body=body, to=self.mail,
                receiver=self.contact, amount=amount, items=items, mail_state="sent" if self.mail else "by_hand", sent_on=day,
                delivery="" if self.mail else "特快专递送达，对方签收", reply="",
            )
        )  # fmt: skip
        self._log("letter", day, letter=key, step=step.name, sequence=self.sent, amount=str(amount), to=self.mail)
        self._log("delivered", day, hour=10, letter=key, sequence=self.sent, to=self.mail)
        self.level, self.last, self.unanswered = step.position, day, self.unanswered + 1

    def _answered(self, kind: str, day: dt.date, note: str) -> None:
        letter = self.made.letters[-1]
        if letter.case_id == self.id and letter.sent_on <= day:
            letter.reply, letter.replied_on, letter.reply_note = kind, day, note
            self.unanswered = 0

    def _rest(self, reason: str, day: dt.date, until: dt.date, note: str) -> None:
        self.state = {"state": "paused", "pause_reason": reason, "pause_note": note, "paused_on": day, "paused_until": until}
        self._log("paused", day, note, hour=17, reason=reason, until=str(until))

    def _flag(self, day: dt.date) -> None:
        """Once for each customer."""
        self.level = len(self.steps)
        self.made.letters[-1].reply = "silent"
        self._log("silent", day, sequence=self.sent, letter=self.made.letters[-1].id)
        if self.customer.pk in self.risky:
            return
        self.risky.add(self.customer.pk)
        reason = f"连续 {self.unanswered} 封催款函未答复，逾期 ¥{self.amount:,.2f}"
        chief = next(member for member in self.book.group.members if member.role == "risk_control")
        self._log("flagged", day, reason)
        values = {"risk": "high", "risk_reason": reason, "risk_since": day.isoformat()}
        self.made.moves.append(Move("risk", self.customer.pk, chief.id, chief.name, self._at(day, 11), values))

    def _meeting(self, called: dt.date, outcome: str | None) -> None:
        """Two working days after it was called; without an outcome it is still to come."""
        held = working_day(called + DAY * 2)
        planned = outcome is None or held >= self.today
        held = max(held, working_day(self.today + DAY)) if planned else held
        name, at = f"风险评审会：{self.customer.name}"[:160], self._at(called, 11)
        firm = next((firm for firm in self.book.group.firms if firm.id == self.company), None)
        wanted = firm.of("finance", "subsidiary_manager", "sales_supervisor") if firm else []
        people = [*wanted, *(m for m in self.book.group.members if m.role in ("risk_control", "finance_director"))]
        agenda = "\n".join(
            [
                f"一、欠款：{len(self.debts)} 笔，逾期合计 ¥{self.amount:,.2f}，最早 {self.owed[0].due_on} 到期。",
                *(f"· {debt.name}，{debt.due_on} 到期，欠 ¥{debt.balance:,.2f}" for debt in self.owed[:10]),
                f"二、催收经过：已发 {self.sent} 封函，均未答复。",
                "三、请决定：继续催收、分期付款、停止供货或停工、诉讼或仲裁、申请核销；由谁办理，何时完成。",
            ]
        )
        done = {} if planned else {"outcome": outcome, "decision": DECISIONS[outcome or ""], "held_on": held}
        self.made.meetings.append(
            row(
                ReviewMeeting, id=self.source.id(at), created_at=at, case_id=self.id, name=name, starts_at=moment(held, 10),
                place="总部三楼会议室", agenda=agenda, people=[member.id for member in people][:10],
                state="planned" if planned else "held", **done,
            )
        )  # fmt: skip
        self.state = {"state": "review"}
        self._log("meeting", called, name, hour=11, starts_at=moment(held, 10).isoformat(), people=min(len(people), 10))
        if done:
            self._log("decided", held, str(done["decision"]), hour=11, outcome=str(outcome))

    def _case(self) -> None:
        """The case as it stands; the next step is what the ladder says."""
        at, pause = self._at(self.first), self.state.get("paused_until")
        stand = Stand(self.owed[0].due_on, self.level, self.last, self.unanswered, pause)
        coming = next_step(rungs(self.steps), stand) if self.state["state"] != "review" else None
        planned = {"next_position": coming.position, "next_on": coming.on, "next_again": coming.again} if coming else {}
        self.made.cases.append(
            row(
                CollectionCase, id=self.id, created_at=at, number="", name=self.customer.name[:160], customer_id=self.customer.pk,
                unit_id=self.owed[0].unit_id, company_id=self.company, owner_id=self.owed[0].owner_id, opened_on=self.first,
                overdue=sum((debt.balance for debt in self.debts), ZERO),
                disputed=sum((debt.balance for debt in self.debts if debt.disputed), ZERO), oldest_due_on=self.owed[0].due_on,
                level=self.level, letters=self.sent, unanswered=self.unanswered, last_letter_on=self.last,
                slot=f"{self.customer.pk}:{self.company}", **self.state, **planned,
            )
        )  # fmt: skip

    def _log(self, kind: str, day: dt.date, content: str = "", *, hour: int = 9, letter: UUID | None = None, **data: Any) -> None:
        at, by_hand = self._at(day, hour), kind in CaseLog.BY_HAND
        author = self.book.group.by_id.get(self.owed[0].owner_id) if self.owed[0].owner_id and by_hand else None
        self.made.logs.append(
            row(
                CaseLog, id=self.source.id(at), created_at=at, created_by_id=author.id if author else None, case_id=self.id, kind=kind,
                happened_at=at, contact=self.contact if by_hand else "", content=content, letter_id=letter,
                data={"by": author.name if author else "催收", **data},
            )
        )  # fmt: skip
