"""X5: of each payment term of a contract, milestone → acceptance → payment notice → invoice → receipt, every broken link named."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuke.commons.files.models import Attachment
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.resource import by_model
from zhuke.modules.billing.models import Allocation, InvoiceLink, PaymentNotice, Receivable
from zhuke.modules.contracts.models import Contract, PaymentTerm


@dataclass
class Link:
    """One link. ``state``: done, waiting (its turn has not come), broken (its turn has come, or a later link is done without it)."""

    code: str
    label: str
    done: bool
    on: dt.date | None = None
    what: str = ""
    missing: str = ""
    state: str = "waiting"
    needed: bool = True
    asks: bool = False

    def shown(self) -> dict[str, Any]:
        """As the API answers it."""
        return {
            "code": self.code, "label": self.label, "done": self.done, "state": self.state, "on": self.on, "what": self.what,
            "missing": "" if self.done else self.missing,
        }  # fmt: skip


def chain_of(actor: Actor, contract: Contract) -> dict[str, Any]:
    """The chains of a contract, one for each term (of monthly output: one for each certificate), and what stands outside of terms."""
    terms = list(PaymentTerm.objects.filter(contract=contract, archived_at=None).order_by("position", "pk"))
    rows = list(visible(actor, by_model(Receivable)).filter(contract=contract).exclude(state="cancelled").order_by("due_on", "pk"))
    facts = _Facts(actor, terms, rows)
    items: list[dict[str, Any]] = []
    for term in terms:
        own = [row for row in rows if row.term_id == term.pk]
        items += [_item(actor, facts, contract, term, row) for row in own] or [_item(actor, facts, contract, term, None)]
    loose = [_item(actor, facts, contract, None, row) for row in rows if row.term_id is None]
    broken = sum(1 for item in [*items, *loose] if item["broken"])
    return {"contract": {"id": contract.pk, "label": contract.name}, "items": items, "loose": loose, "broken": broken}


class _Facts:
    """What the links of all terms need, a query each."""

    def __init__(self, actor: Actor, terms: list[PaymentTerm], rows: list[Receivable]) -> None:
        ids = [row.pk for row in rows]
        papers = Attachment.objects.filter(resource="payment_terms", object_id__in=[t.pk for t in terms], archived_at=None)
        self.papers = dict(papers.values_list("object_id").annotate(on=Max("created_at")))
        seen = visible(actor, by_model(PaymentNotice)).filter(receivable_id__in=ids).exclude(state="cancelled")
        self.notices = {row.receivable_id: row for row in seen.order_by("created_at")}
        links = InvoiceLink.objects.filter(receivable_id__in=ids, state="active").select_related("invoice").order_by("invoice__issued_on")
        self.invoices: dict[Any, list[InvoiceLink]] = {}
        for link in links:
            self.invoices.setdefault(link.receivable_id, []).append(link)
        allocations = Allocation.objects.filter(receivable_id__in=ids, state="active")
        self.paid = dict(allocations.values_list("receivable_id").annotate(on=Max("on")))


def _item(actor: Actor, facts: _Facts, contract: Contract, term: PaymentTerm | None, row: Receivable | None) -> dict[str, Any]:
    links = ([_milestone(contract, term, row), _acceptance(facts, term)] if term else []) + _money(facts, row, contract.direction)
    _mark(links, row, term)
    broken = next((link for link in links if link.state == "broken"), None)
    return {
        "term": _term(actor, term),
        "receivable": _receivable(row),
        "links": [link.shown() for link in links],
        "broken": broken.code if broken else None,
        "sentence": broken.missing if broken else "",
    }


def _term(actor: Actor, term: PaymentTerm | None) -> dict[str, Any] | None:
    if term is None:
        return None
    names = ("name", "kind", "trigger", "milestone", "state", "position", "planned_on", "reached_on", "due_on")
    amount = {"amount": str(term.amount)} if term.amount is not None and actor.sees("payment_terms", "amount") else {}
    return {"id": term.pk} | {name: getattr(term, name) for name in names} | amount


def _receivable(row: Receivable | None) -> dict[str, Any] | None:
    if row is None:
        return None
    money = {name: str(getattr(row, name)) for name in ("amount", "balance", "settled", "written_off", "invoiced")}
    return {
        "id": row.pk,
        "number": row.number,
        "name": row.name,
        "due_on": row.due_on,
        "state": row.state,
        "disputed": row.disputed,
    } | money


def _milestone(contract: Contract, term: PaymentTerm, row: Receivable | None) -> Link:
    label = _("达成")
    if term.trigger == "date":
        passed = row is not None and term.planned_on is not None and term.planned_on <= timezone.localdate()
        missing = _("约定日期 %(day)s 还没有到。") % {"day": term.planned_on} if term.planned_on else _("条款没有填写约定日期，请补填。")
        return Link("milestone", label, passed, term.planned_on, _("约定日期"), missing)
    if term.trigger == "progress":
        done = row is not None
        return Link(
            "milestone", label, done, row.occurred_on if row else None, row.name if row else "", _("还没有确认的产值，请登记产值确认。")
        )
    done = term.state == "reached" or (row is not None and term.kind == "settlement")
    missing = _("“%(what)s”还没有登记达成。") % {"what": term.milestone or term.name}
    return Link("milestone", label, done, term.reached_on or (row.occurred_on if row else None), term.milestone or term.name, missing)


def _acceptance(facts: _Facts, term: PaymentTerm) -> Link:
    paper = facts.papers.get(term.pk)
    if term.trigger in ("date", "retention"):
        return Link("acceptance", _("验收签字"), True, None, _("按日期付款，不需要验收"), needed=False)
    done = bool(term.acceptance_note) or paper is not None or term.trigger == "progress"
    on = term.reached_on or (timezone.localtime(paper).date() if paper else None)
    otherwise = _("产值已确认") if term.trigger == "progress" else ""
    what = term.acceptance_note or (_("已上传签字文件") if paper else otherwise)
    return Link(
        "acceptance", _("验收签字"), done, on if done else None, what, _("没有验收说明，也没有上传签字的验收单。请在付款条款上补充。")
    )


def _money(facts: _Facts, row: Receivable | None, direction: str) -> list[Link]:
    links = []
    if direction == "income":
        notice = facts.notices.get(row.pk) if row else None
        sent = bool(notice and notice.state == "sent")
        missing = _("付款通知 %(number)s 还没有发出。") % {"number": notice.number} if notice else _("还没有发出付款通知。")
        on, what = (notice.sent_on, notice.number) if notice and sent else (None, "")
        if not sent and row is not None and row.balance <= 0:
            what = str(_("款已到账，不再需要"))
        links.append(Link("notice", _("付款通知"), sent, on, what, missing, asks=True))
    return [*links, _invoice(facts, row, direction), _receipt(facts, row, direction)]


def _invoice(facts: _Facts, row: Receivable | None, direction: str) -> Link:
    found = facts.invoices.get(row.pk, []) if row else []
    done = row is not None and row.invoiced >= row.amount - row.written_off and row.amount > row.written_off
    if found and not done and row:
        missing = _("已开票 ¥%(done)s，还差 ¥%(left)s。") % {"done": f"{row.invoiced:,.2f}", "left": f"{row.amount - row.invoiced:,.2f}"}
    else:
        missing = _("还没有开票。") if direction == "income" else _("还没有收到发票。")
    numbers = "、".join(link.invoice.number for link in found[-3:])
    return Link("invoice", _("发票"), done, found[-1].invoice.issued_on if found else None, numbers, missing)


def _receipt(facts: _Facts, row: Receivable | None, direction: str) -> Link:
    label = _("回款") if direction == "income" else _("付款")
    if row is None:
        return Link("receipt", label, False, None, "", _("还没有形成应收。") if direction == "income" else _("还没有形成应付。"))
    done = row.state in ("settled", "written_off")
    missing = _("还有 ¥%(left)s 未收，到期日 %(day)s。") if direction == "income" else _("还有 ¥%(left)s 未付，到期日 %(day)s。")
    what = f"¥{row.settled:,.2f}" if row.settled else ""
    return Link("receipt", label, done, facts.paid.get(row.pk), what, missing % {"left": f"{row.balance:,.2f}", "day": row.due_on})


def _mark(links: list[Link], row: Receivable | None, term: PaymentTerm | None) -> None:
    """A link is broken when a later one is done without it, or when its turn has come and the day has passed.

    A payment notice only asks for money: invoices may go out before it, and it is missed no more once the money has come.
    """
    today = timezone.localdate()
    late = (row is not None and row.due_on < today and row.balance > 0) or (
        row is None and term is not None and term.planned_on is not None and term.planned_on < today
    )
    for index, link in enumerate(links):
        if link.done:
            link.state = "done"
        elif link.asks:
            link.state = "broken" if late and all(before.done for before in links[:index]) else "waiting"
        elif any(later.done and later.needed for later in links[index + 1 :]) or (late and all(before.done for before in links[:index])):
            link.state = "broken"
