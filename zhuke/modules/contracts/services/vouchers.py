"""Vouchers: a contract as it was signed or settled, to the cent, in one canonical text that the hash chain seals.

The text is JSON with sorted keys and without blanks, amounts as text with two decimals, so that the same contract always gives the
same digest. The row enters the history like every other; commons/audit compares both when the chain is verified.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from zhuke.kernel.access import Actor
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import save
from zhuke.modules.contracts.models import Clause, Contract, Line, Party, PaymentTerm, Variation, Voucher

HEAD = ("number", "name", "kind", "direction", "signed_on", "starts_on", "ends_on")
AMOUNTS = (
    "amount",
    "amount_net",
    "tax",
    "tax_rate",
    "current_amount",
    "settlement_amount",
    "retention_rate",
    "penalty_rate",
    "penalty_cap",
)
PARTS: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("parties", Party, ("role", "name", "credit_code", "signatory")),
    ("lines", Line, ("position", "name", "specification", "quantity", "uom", "unit_price", "tax_rate", "net_amount", "tax_amount",
        "total_amount")),
    ("terms", PaymentTerm, ("position", "kind", "name", "trigger", "milestone", "ratio", "fixed_amount", "amount", "due_days", "state",
        "reached_on")),
    ("clauses", Clause, ("position", "name", "text")),
)  # fmt: skip

# What stays as it was signed: in the contract, and in its parts.
AGREED = ("amount", "amount_net", "tax", "tax_rate", "retention_rate", "penalty_rate", "penalty_cap")
KEPT = (
    ("lines", ("unit_price", "quantity", "net_amount", "tax_amount", "total_amount")),
    ("terms", ("kind", "trigger", "ratio", "fixed_amount", "due_days")),
    ("parties", ("role", "name", "credit_code")),
    ("clauses", ("name", "text")),
)


def seal_voucher(actor: Actor, contract: Contract, kind: str) -> Voucher:
    """Write down what the contract is now. Once for each kind: the database refuses a second one."""
    text = canonical(contract_facts(contract, kind))
    voucher = Voucher(contract=contract, kind=kind, content=text, digest=digest_of(text), created_by_id=actor.id)
    save(voucher)
    emit("contracts.sealed", contract, actor, {"kind": kind, "digest": voucher.digest})
    return voucher


def digest_of(text: str) -> str:
    """SHA-256 of the canonical text."""
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(facts: dict[str, Any]) -> str:
    """The one text of these facts."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def contract_facts(contract: Contract, kind: str) -> dict[str, Any]:
    """All that the voucher holds, as plain text and lists."""
    fresh = Contract.objects.select_related("customer").get(pk=contract.pk)
    facts: dict[str, Any] = {"voucher": kind, "id": str(fresh.pk), "customer": fresh.customer.name}
    facts |= {name: plain(getattr(fresh, name)) for name in (*HEAD, *AMOUNTS)}
    for label, model, names in PARTS:
        rows = model.objects.filter(contract=fresh, archived_at=None)
        order = ("role", "name", "pk") if model is Party else ("position", "pk")
        facts[label] = [{name: plain(getattr(row, name)) for name in names} for row in rows.order_by(*order)]
    varied = Variation.objects.filter(contract=fresh, archived_at=None, state="approved").order_by("number")
    facts["variations"] = [{name: plain(getattr(row, name)) for name in ("number", "kind", "name", "amount", "days")} for row in varied]
    return facts


def plain(value: Any) -> Any:
    """A value as the canonical text writes it: numbers with the decimals of their column, days in ISO form."""
    if value is None or isinstance(value, str | int):
        return value
    return f"{value:f}" if isinstance(value, Decimal) else value.isoformat()


def differences() -> Iterator[str]:
    """One sentence for each contract that is no longer what its voucher says, in what nobody may change after signing."""
    related = [f"contract__{label}" for label, _names in KEPT]
    for voucher in Voucher.objects.select_related("contract").prefetch_related(*related).order_by("created_at").iterator(chunk_size=200):
        where = f"合同 {voucher.contract.number}"
        if digest_of(voucher.content) != voucher.digest:
            yield f"{where} 的{voucher.get_kind_display()}：内容与摘要不符"
            continue
        facts = json.loads(voucher.content)
        for name in ("settlement_amount",) if voucher.kind == "settled" else AGREED:
            now, then = plain(getattr(voucher.contract, name)), facts[name]
            if now != then:
                label = by_model(Contract).specs[name].label
                yield f"{where}：{label}现为 {now}，{voucher.get_kind_display()}上是 {then}"
        if voucher.kind == "signed":
            yield from (f"{where}：{label}与{voucher.get_kind_display()}上的不同" for label in _changed_parts(voucher.contract, facts))


def _changed_parts(contract: Contract, facts: dict[str, Any]) -> Iterator[Any]:
    """The labels of the parts that differ; terms that variations have brought came after signing, and terms may change places."""
    for part, names in KEPT:
        rows = [row for row in getattr(contract, part).all() if row.archived_at is None and not getattr(row, "variation_id", None)]
        now = Counter(tuple(plain(getattr(row, name)) for name in names) for row in rows)
        if now != Counter(tuple(row[name] for name in names) for row in facts[part]):
            yield by_model(getattr(Contract, part).rel.related_model).label
