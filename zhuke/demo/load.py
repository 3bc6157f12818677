"""Loads the demonstration group: group and people, then customers chunk by chunk, then what hangs around them."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils import timezone

from zhuke.commons.collecting import rarely
from zhuke.commons.comments.models import Comment
from zhuke.commons.notify.models import Notice
from zhuke.commons.numbering.services import take_numbers
from zhuke.kernel import config
from zhuke.kernel.audit import writing
from zhuke.kernel.models import Change, Event, TeamMember
from zhuke.modules.billing.models import Allocation, Entry, Invoice, InvoiceLink, ProgressCertificate, Receipt, Receivable
from zhuke.modules.contracts.models import Bond, Contract, Line, Party, PaymentTerm, Variation
from zhuke.modules.customers.models import Address, Contact, Cooperation, Customer, Feedback, Interaction, Lead
from zhuke.modules.customers.services.derive import derive
from zhuke.modules.diary.models import Visit
from zhuke.modules.orgs.models import Delegation, Membership, Role, Unit, User
from zhuke.modules.orgs.services.installation import install
from zhuke.modules.projects.models import Project
from zhuke.modules.quotes.models import Quotation, QuotationLine, Tender
from zhuke.modules.quotes.services.adopting import adopt_submitted
from zhuke.modules.sales.models import Competitor, FollowUp, Node, Opportunity, Risk, StageChange
from zhuke.modules.sales.services import derive as deals
from zhuke.modules.sales.services.rates import refresh_rates
from zhuke.modules.sales.services.stages import stages_of

from . import (
    building,
    changes,
    collecting,
    control,
    documents,
    expenses,
    extras,
    leaving,
    materials,
    paperwork,
    pending,
    plans,
    recording,
    reporting,
    reports,
    sites,
    statements,
    workforce,
)
from .bare import dress, index, strip
from .book import CHUNK, Book
from .chunk import Chunk
from .group import PASSWORD, Builder, Group
from .numbers import number
from .recording import ACTOR, CAUSE, recorded
from .rhythm import last_working_moment
from .rows import Statistics, analyze, copy
from .source import moment

CUSTOMERS = 2000
"""At scale 1."""
BIG = 1000
"""From so many customers on, tables are bare while they are filled."""
DEALS = 5000
"""So many opportunities are derived by one statement."""
MOST_APPROVALS = 200
"""So many of the quotations handed in go through the flow of approvals; more would only take time."""
TABLES: dict[str, Any] = {
    "customers": Customer,
    "contacts": Contact,
    "addresses": Address,
    "interactions": Interaction,
    "feedbacks": Feedback,
    "cooperations": Cooperation,
    "leads": Lead,
    "comments": Comment,
    "opportunities": Opportunity,
    "competitors": Competitor,
    "risks": Risk,
    "nodes": Node,
    "quotations": Quotation,
    "quotation_lines": QuotationLine,
    "tenders": Tender,
    "contracts": Contract,
    "variations": Variation,
    "contract_parties": Party,
    "contract_lines": Line,
    "payment_terms": PaymentTerm,
    "bonds": Bond,
    "progress_certificates": ProgressCertificate,
    "receivables": Receivable,
    "receipts": Receipt,
    "allocations": Allocation,
    "invoices": Invoice,
    "invoice_links": InvoiceLink,
    "projects": Project,
    "visits": Visit,
}
PLAIN_TABLES: dict[str, Any] = {
    "notices": Notice, "events": Event, "team": TeamMember, "stage_changes": StageChange, "follow_ups": FollowUp,
    "entries": Entry,
}  # fmt: skip
Say = Callable[[str], None]


class DemoError(RuntimeError):
    """The demonstration cannot be loaded here; the text says why and what to do."""


@dataclass(slots=True)
class Loaded:
    """What was loaded: rows by table, seconds by step, the demonstration accounts."""

    counts: Counter[str] = field(default_factory=Counter)
    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    accounts: list[dict[str, str]] = field(default_factory=list)


def is_empty() -> bool:
    """Whether nobody has worked in this database yet."""
    return not (Unit.objects.exists() or User.objects.exists() or Customer.objects.exists())


def is_loaded() -> bool:
    """Whether the demonstration group is in this database."""
    return any(
        Change.objects.filter(object_id=key, cause=CAUSE).exists()
        for key in Unit.objects.filter(kind="subsidiary").values_list("pk", flat=True)[:1]
    )


def check(*, force: bool) -> None:
    """Raise DemoError where loading would do harm."""
    if is_loaded():
        raise DemoError(
            "演示集团已经在这个数据库里，不能载入两次。"
            "要换规模或重新载入，请用 ZHUKE_DATA 指定一个新的数据目录，或用 DATABASE_URL 指定一个空数据库。"
        )
    if not is_empty() and not force:
        raise DemoError(
            "数据库里已有非演示数据（组织、人员或客户），为免混淆没有载入。"
            "请换一个空数据库；确实要把演示公司加到现有集团下面，请加 --force。"
        )


def load(*, scale: float = 1.0, seed: int = 1, today: dt.date | None = None, force: bool = False, say: Say = lambda _line: None) -> Loaded:
    """Load the group with ``scale`` × 2,000 customers, as of ``today``; returns what was loaded. Raises DemoError.

    The same scale, seed and day give the same rows; only passwords are salted anew.
    """
    if today and today > timezone.localdate():
        raise DemoError("演示数据不能以将来的某一天为“今天”。请给出今天或更早的日期，或不写 --today。")
    check(force=force)
    done = Loaded()
    install()
    # All or nothing: half a group would be neither empty nor a demonstration. The collector finds nothing in its rows, again and again.
    with transaction.atomic(), rarely():
        _load(done, scale, seed, _as_of(today), say)
    return done


def _load(done: Loaded, scale: float, seed: int, now: dt.datetime, say: Say) -> None:
    began = time.monotonic()
    recording.prepare()
    jobs = _last_job()
    group = _load_group(seed, now, done)
    say(f"组织和人员：{len(group.units)} 个单位，{len(group.users)} 人")
    total = max(20, round(CUSTOMERS * scale))
    book = Book(group, seed, now, total, stages_of(None))
    numbers = _numbers(book)
    done.counts.update(_timed(done, "prices", book.prices.write))
    with recorded(*TABLES.values()):
        _load_customers(book, numbers, done, lambda last: say(f"客户：{last:,} / {total:,}（{time.monotonic() - began:.0f} 秒）"))
    # Of columns that were empty when it counted PostgreSQL expects no row, and would read whole tables for each of many.
    statistics = Statistics()
    _timed(done, "analyze", statistics.renew)
    _timed(done, "rates", partial(refresh_rates, ACTOR))
    _timed(done, "extras", partial(extras.add, group, book))
    for name, label, work in _around(group, book):
        found = _timed(done, name, work)
        done.counts.update(found if isinstance(found, dict) else {name: found})
        _timed(done, "analyze", statistics.renew)
        say(f"{label}（{time.monotonic() - began:.0f} 秒）")
    _forget_jobs(jobs)
    _timed(done, "analyze", partial(analyze, Change, User, Unit, Project))
    done.accounts = group.accounts


def _around(group: Group, book: Book) -> list[tuple[str, str, Callable[[], Any]]]:
    """(name, what people read, work) of all that hangs around the customers and their deals, in order. Work returns counts."""
    return [
        ("churns", "流失客户", partial(leaving.add, book)),
        ("paperwork", "合同条款和凭证", partial(paperwork.add, group, book)),
        ("sites", "项目和现场", partial(sites.add, group, book)),
        ("workforce", "人员和工时", partial(workforce.add, group, book)),
        ("plans", "进度计划", partial(plans.add, book)),
        ("materials", "材料需求", partial(materials.add, group, book)),
        ("control", "风险、问题和会议", partial(control.add, book)),
        ("changes", "变更和签证", partial(changes.add, book)),
        ("building", "模型", partial(building.add, book)),
        ("collection", "催收", partial(collecting.add, book)),
        ("expenses", "费用", partial(expenses.add, group, book)),
        ("documents", "资料", partial(documents.add, book)),
        ("reporting", "项目报告", partial(reporting.add, book)),
        ("statements", "对账单", partial(statements.add, book)),
        ("approvals", "在途审批", lambda: pending.add(group, book) + adopt_submitted(ACTOR, MOST_APPROVALS)),
        ("daily_reports", "日报", partial(reports.add, group, book)),
        ("project_templates", "项目模板", sites.add_templates),
    ]


def _last_job() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM procrastinate_jobs")
        return int(cursor.fetchone()[0])


def _forget_jobs(since: int) -> None:
    """What is loaded has happened long ago: no rule starts from it, nobody is written to."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id > %s AND status = 'todo'", [since])


def _ahead(book: Book, numbers: list[str], done: Loaded) -> Iterator[tuple[int, Chunk]]:
    """The chunks in order; while one is written, a thread makes the next (it needs no database). One chunk lies waiting at most."""
    bounds = [(first, min(first + CHUNK, book.total)) for first in range(0, book.total, CHUNK)]

    def make(first: int, last: int) -> Chunk:
        chunk: Chunk = _timed(done, "generate", partial(book.chunk, first, last, numbers[first:last]))
        return chunk

    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(make, *bounds[0])
        for place, (_first, last) in enumerate(bounds):
            chunk = coming.result()
            if place + 1 < len(bounds):
                coming = pool.submit(make, *bounds[place + 1])
            yield last, chunk


def _load_customers(book: Book, numbers: list[str], done: Loaded, say: Callable[[int], None]) -> None:
    """Chunk by chunk; then, with all rows there, what follows from them: in sets, and before its own indexes are."""
    tables = [*TABLES.values(), *PLAIN_TABLES.values()]
    taken = strip([*tables, Change] if book.total >= BIG else [], rewritten=(Customer, Feedback, Lead, Opportunity))
    customers, opportunities = list[UUID](), list[UUID]()
    for last, chunk in _ahead(book, numbers, done):
        _write(chunk, done)
        customers += [row.id for row in chunk.customers]
        opportunities += [row.id for row in chunk.opportunities]
        say(last)
    _timed(done, "indexes", partial(index, taken, but=(Customer, Opportunity, Change)))
    _timed(done, "analyze", partial(analyze, *tables))  # what follows reads many of these rows
    _timed(done, "derive", partial(derive, customers))
    for start in range(0, len(opportunities), DEALS):
        _timed(done, "derive deals", partial(deals.derive, opportunities[start : start + DEALS]))
    _timed(done, "derive days", deals.derive_days)
    _timed(done, "indexes", partial(dress, taken))


def _as_of(today: dt.date | None) -> dt.datetime:
    """The moment of the demonstration: the end of work of the given day, so that a day always gives the same rows; else as good as now."""
    return moment(today, 17, 30) if today else last_working_moment(timezone.localtime().replace(microsecond=0))


def _load_group(seed: int, now: dt.datetime, done: Loaded) -> Group:
    roles = dict(Role.objects.values_list("code", "pk"))
    root = Unit.objects.filter(kind="group").first()
    group = Builder(seed, now.date(), roles, make_password(PASSWORD), root).build()
    recording.introduce(group.members)
    with recorded(Unit, User, Membership, Delegation):
        for model, rows in ((Unit, group.units), (User, group.users), (Membership, group.memberships), (Delegation, group.delegations)):
            done.counts[model._meta.label_lower] += copy(model, rows)
    config.forget()
    return group


def _numbers(book: Book) -> list[str]:
    """Numbers of all customers in the order of their registration; the counters go on after them."""
    years = Counter(at.year for at in book.since)
    numbers: list[str] = []
    with writing(ACTOR, CAUSE):
        for year, count in sorted(years.items()):
            numbers += take_numbers(ACTOR, "customers", None, dt.date(year, 12, 31), count)
    return numbers


def _write(chunk: Chunk, done: Loaded) -> None:
    _timed(done, "numbers", partial(number, chunk))
    for name, model in {**TABLES, **PLAIN_TABLES}.items():
        done.counts[name] += _timed(done, f"copy {name}", partial(copy, model, getattr(chunk, name)))
    _timed(done, "moves", partial(recording.make_moves, chunk.moves))
    _timed(done, "references", recording.settle)


def _timed(done: Loaded, name: str, work: Callable[[], Any]) -> Any:
    began = time.monotonic()
    found = work()
    done.seconds[name] += time.monotonic() - began
    return found
