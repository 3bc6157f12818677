"""The lines of a claim: checked, numbered, added up. The only place that rewrites the sums of a claim."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor, visible
from zhuke.kernel.errors import Conflict, DomainError, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.billing.models import Invoice
from zhuke.modules.expenses.domain.invoices import fits, plain
from zhuke.modules.expenses.domain.limits import ZERO
from zhuke.modules.expenses.models import ExpenseClaim, ExpenseLine

from .limits import overs_of

EDITABLE = ("draft", "rejected")
MOST_LINES = 200
EARLIEST = dt.timedelta(days=3 * 366)


def check_editable(claim: ExpenseClaim) -> None:
    """Raise claim_fixed unless the claim may still be changed."""
    if claim.state not in EDITABLE:
        raise Conflict(
            "claim_fixed",
            _("报销单“%(number)s”已是“%(state)s”，内容不能再改。审批中的请先撤回；已批准的请作废后重新填写。")
            % {"number": claim.number, "state": claim.get_state_display()},
        )


def lock_claim(pk: Any) -> ExpenseClaim:
    """The claim, locked."""
    return ExpenseClaim.objects.select_for_update(no_key=True).get(pk=pk)


def add_line(actor: Actor, *, pk: UUID | None = None, **values: Any) -> ExpenseLine:
    """Add one line at the end. Raises claim_fixed, too_many_lines, invoice_used, invalid."""
    claim = lock_claim(values["claim_id"])
    check_editable(claim)
    last = claim.lines.order_by("-position").values_list("position", flat=True).first() or 0
    check_count(claim.lines.count() + 1)
    line: ExpenseLine = build(actor, by_model(ExpenseLine), values, pk=pk)
    line.position = last + 1
    return _saved(actor, claim, line)


def edit_line(actor: Actor, line: ExpenseLine, **values: Any) -> ExpenseLine:
    """Change one line. Raises claim_fixed, invoice_used, invalid."""
    claim = lock_claim(line.claim_id)
    check_editable(claim)
    if values.get("claim_id", line.claim_id) != line.claim_id:
        raise invalid({"claim": [_("明细不能移到另一张报销单，请在那张单上新增。")]})
    assign(line, values)
    return _saved(actor, claim, line)


def _saved(actor: Actor, claim: ExpenseClaim, line: ExpenseLine) -> ExpenseLine:
    prepare(line)
    check_invoices(actor, [line])
    save(line, by_model(ExpenseLine))
    retotal(claim)
    line.refresh_from_db()
    emit("expense_claims.updated", claim, actor, {"fields": ["lines"]})
    return line


def check_count(count: int) -> None:
    """Raise too_many_lines beyond what one claim may hold."""
    if count > MOST_LINES:
        raise DomainError("too_many_lines", _("一张报销单最多 %(n)d 笔费用，请分成几张。") % {"n": MOST_LINES})


def prepare(line: ExpenseLine) -> None:
    """Bring the invoice number into its form and check the line by itself. Raises invalid."""
    line.invoice_number, line.invoice_code = plain(line.invoice_number), plain(line.invoice_code)
    problems: dict[str, list[Any]] = {}
    if not fits(line.invoice_number, line.invoice_code):
        text = _("发票号码不对：数电发票是 20 位数字；纸质发票是 8 位号码，另填 10 位或 12 位发票代码。")
        problems["invoice_number"] = [text]
    today = timezone.localdate()
    if line.on and line.on > today:
        problems["on"] = [_("发生日期不能晚于今天，请改正。")]
    elif line.on and line.on < today - EARLIEST:
        problems["on"] = [_("这是三年以前的费用，不能报销，请核对日期。")]
    if problems:
        raise invalid(problems)


def check_invoices(actor: Actor, lines: Sequence[ExpenseLine], *, besides: Iterable[UUID] = ()) -> None:
    """Raise invoice_used (``fields`` by line when there are several) where an invoice of the group has been claimed or entered before."""
    numbered = [line for line in lines if line.invoice_number]
    if not numbered:
        return
    problems: dict[int, Any] = {}
    seen: dict[tuple[str, str], int] = {}
    own = {line.pk for line in lines} | set(besides)
    known = {_key(row): row for row in _claimed(numbered).exclude(pk__in=own)}
    entered = _entered(numbered)
    for index, line in enumerate(lines):
        if not line.invoice_number:
            continue
        key = _key(line)
        if key in seen:
            problems[index] = _("这张发票在本单里已填在第 %(n)d 笔，同一张发票只能报销一次。") % {"n": seen[key] + 1}
        elif key in known:
            problems[index] = _used(actor, known[key])
        elif key in entered:
            problems[index] = _("这张发票已作为公司的进项发票登记，不能再由个人报销。请核对发票号码，或联系财务。")
        seen.setdefault(key, index)
    if problems:
        first = next(iter(problems.values()))
        names = {f"lines.{i}.invoice_number" if len(lines) > 1 else "invoice_number": [text] for i, text in problems.items()}
        raise Conflict("invoice_used", first, fields=names)


def _key(line: ExpenseLine) -> tuple[str, str]:
    return line.invoice_code, line.invoice_number


def _claimed(lines: Sequence[ExpenseLine]) -> Any:
    wanted = Q()
    for line in lines:
        wanted |= Q(invoice_code=line.invoice_code, invoice_number=line.invoice_number)
    return ExpenseLine.objects.filter(wanted, void=False).select_related("claim__owner")


def _entered(lines: Sequence[ExpenseLine]) -> set[tuple[str, str]]:
    rows = Invoice.objects.filter(direction="input", number__in=[line.invoice_number for line in lines]).exclude(state="cancelled")
    return set(rows.values_list("code", "number"))


def _used(actor: Actor, line: ExpenseLine) -> Any:
    # The whole group is searched, but of a claim that the actor may not see nothing is told beyond its being there.
    claim = line.claim
    if visible(actor, by_model(ExpenseClaim)).filter(pk=claim.pk).exists():
        return _("这张发票已在报销单 %(number)s（%(who)s，%(state)s）里报销过，同一张发票只能报销一次。") % {
            "number": claim.number,
            "who": claim.owner.name,
            "state": claim.get_state_display(),
        }
    return _("这张发票已在集团内报销过，同一张发票只能报销一次。请核对发票号码，或联系财务。")


def retotal(claim: ExpenseClaim) -> ExpenseClaim:
    """Rewrite what goes beyond limits, the sums and the count, and save. The caller holds the claim's lock. Raises invalid."""
    rows = list(ExpenseLine.objects.filter(claim=claim).order_by("position", "pk"))
    changed = []
    for line, over in zip(rows, overs_of(claim, rows), strict=True):
        amount = over.amount if over else ZERO
        if line.over_limit != amount:
            line.over_limit = amount
            changed.append(line)
    if changed:
        ExpenseLine.objects.bulk_update(changed, ["over_limit"])
    claim.total = sum((line.amount for line in rows), ZERO)
    claim.over_limit = sum((line.over_limit for line in rows), ZERO)
    claim.lines_count = len(rows)
    save(claim, by_model(ExpenseClaim))
    return claim
