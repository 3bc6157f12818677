"""How far a customer can be trusted: payment record, grade with its reasons, limit and what of it is used; warnings at new business."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.utils import timezone
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from zhuke.commons.automation.recipients import find_people
from zhuke.commons.notify.services import notify, say
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model, by_name
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.billing.models import Receivable
from zhuke.modules.collection.models import CustomerCredit, Promise
from zhuke.modules.contracts.models import Contract
from zhuke.modules.customers.domain.credit import CreditAssessment, PaymentRecord, assess
from zhuke.modules.customers.models import Customer

ZERO = Decimal("0.00")


@dataclass
class Standing:
    """Everything about one customer's credit at this moment, amounts in ¥ over the whole group."""

    customer: Customer
    record: PaymentRecord
    assessment: CreditAssessment
    owed: Decimal
    overdue: Decimal
    committed: Decimal
    credit: CustomerCredit | None
    broken: int
    warnings: list[dict[str, Any]] = field(default_factory=list)

    @property
    def limit(self) -> Decimal | None:
        """The limit that holds today; None: there is none."""
        if self.credit is None or (self.credit.valid_until and self.credit.valid_until < timezone.localdate()):
            return None
        limit: Decimal | None = self.credit.limit
        return limit

    @property
    def exposure(self) -> Decimal:
        """What is owed, and what live contracts will still bring to be owed."""
        return self.owed + self.committed

    @property
    def available(self) -> Decimal | None:
        """What is left of the limit, never below zero; None without one."""
        return None if self.limit is None else max(self.limit - self.exposure, ZERO)


def standing_of(customer: Customer, amount: Decimal | None = None) -> Standing:
    """The credit of a customer; ``amount``: the new business that is thought of, for the warnings."""
    record, owed, overdue = _record(customer.pk)
    years = (timezone.localdate() - customer.established_on).days // 365 if customer.established_on else None
    assessment = assess(record, capital=customer.registered_capital, years=years, grade=customer.credit_grade)
    credit = CustomerCredit.objects.filter(customer=customer, archived_at=None).order_by("-created_at").first()
    broken = Promise.objects.filter(case__customer=customer, state="broken").count()
    standing = Standing(customer, record, assessment, owed, overdue, _committed(customer.pk), credit, broken)
    standing.warnings = list(_warnings(standing, amount or ZERO))
    return standing


def _record(customer_id: UUID) -> tuple[PaymentRecord, Decimal, Decimal]:
    """How the customer paid, contract by contract; a receivable without a contract counts by itself."""
    today = timezone.localdate()
    rows = Receivable.objects.filter(customer_id=customer_id, direction="income").exclude(state="cancelled")
    names = ("pk", "contract_id", "due_on", "settled_on", "state", "amount", "balance", "disputed")
    found: dict[Any, dict[str, Any]] = {}
    owed = overdue = ZERO
    for pk, contract, due, settled, state, amount, balance, disputed in rows.values_list(*names):
        one = found.setdefault(contract or pk, {"late": 0, "known": False, "disputed": False, "amount": ZERO})
        days = ((settled or today) - due).days if state in ("settled", "written_off") or due < today else 0
        one["late"] = max(one["late"], days, 1 if state == "written_off" else 0)
        one["known"] |= state in ("settled", "written_off") or due < today
        one["disputed"] |= disputed
        one["amount"] += amount
        owed += balance
        overdue += balance if due < today else ZERO
    late = [one["late"] for one in found.values() if one["late"] > 0]
    record = PaymentRecord(
        projects=len(found),
        settled=sum(one["known"] for one in found.values()),
        late=len(late),
        longest_late_days=max(late, default=None),
        disputes=sum(one["disputed"] for one in found.values()),
        amount=sum((one["amount"] for one in found.values()), ZERO) or None,
    )
    return record, owed, overdue


def _committed(customer_id: UUID) -> Decimal:
    """What live income contracts come to beyond what has been opened as receivables."""
    total = ZERO
    opened = dict(
        Receivable.objects.filter(customer_id=customer_id, direction="income", contract__isnull=False)
        .exclude(state="cancelled")
        .values_list("contract_id")
        .annotate(sum=Sum("amount"))
        .order_by()
    )
    for contract in Contract.objects.live().income().filter(customer_id=customer_id):
        total += max((contract.total or ZERO) - opened.get(contract.pk, ZERO), ZERO)
    return total


def _warnings(standing: Standing, amount: Decimal) -> Iterable[dict[str, Any]]:
    customer, credit, limit = standing.customer, standing.credit, standing.limit
    if customer.risk == "high":
        yield _warning("high_risk", "error", _("该客户已列为高风险：%(reason)s"), reason=customer.risk_reason)
    if credit and credit.hold:
        yield _warning("hold", "error", _("该客户已停止新业务：%(reason)s"), reason=credit.remark or "—")
    if limit is not None and standing.exposure + amount > limit:
        over = standing.exposure + amount - limit
        yield _warning(
            "over_limit", "error", _("将超过信用额度 ¥%(over)s（额度 ¥%(limit)s，已占用 ¥%(used)s）"),
            over=f"{over:,.2f}", limit=f"{limit:,.2f}", used=f"{standing.exposure:,.2f}",
        )  # fmt: skip
    if credit and credit.valid_until and credit.valid_until < timezone.localdate():
        yield _warning("limit_expired", "warn", _("信用额度已于 %(day)s 到期，请风控重新核定"), day=credit.valid_until)
    if standing.overdue > 0:
        yield _warning("overdue", "warn", _("该客户逾期未付 ¥%(owed)s"), owed=f"{standing.overdue:,.2f}")
    if standing.assessment.advice in ("care", "stop"):
        level = "error" if standing.assessment.advice == "stop" else "warn"
        yield _warning("grade", level, _("信用评级 %(grade)s"), grade=standing.assessment.grade.upper())
    if standing.broken:
        yield _warning("broken_promises", "warn", _("有 %(n)d 次付款承诺未兑现"), n=standing.broken)


def _warning(code: str, level: str, text: Any, **values: Any) -> dict[str, Any]:
    return {"code": code, "level": level, "text": say(text, **values)}


def shown(standing: Standing) -> dict[str, Any]:
    """As the API answers it."""
    record, credit = standing.record, standing.credit
    return {
        "customer": {"id": standing.customer.pk, "label": standing.customer.name},
        "record": {
            "projects": record.projects, "settled": record.settled, "late": record.late, "longest_late_days": record.longest_late_days,
            "disputes": record.disputes, "amount": f"{record.amount or ZERO:.2f}", "broken_promises": standing.broken,
        },
        "grade": standing.assessment.grade, "advice": standing.assessment.advice, "advice_label": standing.assessment.advice_label,
        "reasons": list(standing.assessment.reasons),
        "credit": _credit(credit),
        "limit": None if standing.limit is None else f"{standing.limit:.2f}",
        "owed": f"{standing.owed:.2f}", "overdue": f"{standing.overdue:.2f}", "committed": f"{standing.committed:.2f}",
        "exposure": f"{standing.exposure:.2f}", "available": None if standing.available is None else f"{standing.available:.2f}",
        "warnings": [{"code": w["code"], "level": w["level"], "message": str(w["text"])} for w in standing.warnings],
    }  # fmt: skip


def _credit(row: CustomerCredit | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {"id": row.pk, "version": row.version, "valid_until": row.valid_until, "hold": row.hold, "remark": row.remark}


def warn(actor: Actor, resource_name: str, pk: UUID) -> None:
    """Tell maker and owner of new business what speaks against it, and risk control when it is serious. Part of the transaction."""
    resource = by_name(resource_name)
    row: Any = resource.model._default_manager.select_related("customer").filter(pk=pk).first() if resource else None
    if row is None or row.customer_id is None or getattr(row, "direction", "income") != "income":
        return
    standing = standing_of(row.customer, getattr(row, "total_amount", None) or getattr(row, "amount", None))
    if not standing.warnings:
        return
    serious = any(w["level"] == "error" for w in standing.warnings)
    title = say(_("%(what)s的客户有信用风险：%(name)s"), what=resource.label if resource else "", name=row.customer.name)
    body = lazystr(_Lines(standing.warnings))
    notify([actor.id, row.owner_id], "collection", title, body, subject=row, actor=actor, key=f"credit:{row.pk}")
    if serious and resource:
        people = find_people(resource, [row.pk], ("role:risk_control",))[row.pk]
        notify(people, "collection", title, body, subject=row, actor=actor, key=f"credit:{row.pk}")
    emit(
        "customers.credit_warned",
        row.customer,
        actor,
        {"about": resource_name, "id": str(pk), "codes": [w["code"] for w in standing.warnings]},
    )


class _Lines:
    """Warnings, one a line, put together in the language of whoever reads them."""

    def __init__(self, warnings: list[dict[str, Any]]) -> None:
        self.warnings = warnings

    def __str__(self) -> str:
        return "\n".join(str(warning["text"]) for warning in self.warnings)


def create_credit(actor: Actor, *, pk: UUID | None = None, **values: Any) -> CustomerCredit:
    """Set limit, day and stop of a customer; earlier decisions are put away. Raises invalid."""
    row: CustomerCredit = build(actor, by_model(CustomerCredit), values, pk=pk)
    save(row, by_model(CustomerCredit))
    emit("customer_credits.created", row, actor, {"limit": str(row.limit), "hold": row.hold})
    return row


def edit_credit(actor: Actor, row: CustomerCredit, **values: Any) -> CustomerCredit:
    """Change a decision. Raises fixed for another customer."""
    if values.get("customer_id", row.customer_id) != row.customer_id:
        raise Conflict("fixed", _("信用记录的客户不能修改，请为另一客户新建。"))
    assign(row, values)
    save(row, by_model(CustomerCredit))
    emit("customer_credits.updated", row, actor, {"fields": sorted(values)})
    return row


def put_away_earlier(actor: Actor, row: CustomerCredit) -> None:
    """Only the newest decision counts; the earlier stay readable in the archive."""
    for earlier in CustomerCredit.objects.filter(customer_id=row.customer_id, archived_at=None).exclude(pk=row.pk):
        earlier.archived_at = timezone.now()
        save(earlier, by_model(CustomerCredit))


def amount_of(value: float | None) -> Decimal | None:
    """An amount out of a query string, to the cent."""
    return None if value is None else Decimal(str(round(value, 2)))


def without_limit(found: dict[str, Any]) -> dict[str, Any]:
    """The answer for those who may not see limits: that it would be exceeded stays, by how much does not."""
    hidden = {name: value for name, value in found.items() if name not in ("limit", "available")}
    warnings = [{**w, "message": str(_("将超过信用额度，请联系风控"))} if w["code"] == "over_limit" else w for w in found["warnings"]]
    return {**hidden, "warnings": warnings}
