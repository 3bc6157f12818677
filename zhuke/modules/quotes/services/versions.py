"""Versions of a quotation: a new one out of an old one, and what differs between two."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor, visible
from zhuke.kernel.audit import shown
from zhuke.kernel.errors import DomainError
from zhuke.kernel.events import emit
from zhuke.kernel.filters import readable_specs
from zhuke.kernel.resource import by_model
from zhuke.modules.quotes.models import Quotation, QuotationLine

from .lines import retotal
from .moving import move
from .quoting import DEFAULT_DAYS

COPIED = (
    "number", "title", "customer_id", "opportunity_id", "contact_id", "unit_id", "owner_id", "includes_tax", "discount", "delivery",
    "payment_terms", "terms", "remark", "requested_by_id", "requested_on", "request", "planned_cost", "custom",
)  # fmt: skip
LINE_COPIED = (
    "key", "position", "item_id", "name", "specification", "quantity", "uom", "unit_price", "discount", "tax_rate", "cost", "remark",
)  # fmt: skip
COMPARED = (
    "title", "contact", "valid_until", "includes_tax", "discount", "delivery", "payment_terms", "terms", "net_amount", "tax_amount",
    "total_amount", "planned_cost", "cost", "margin",
)  # fmt: skip
LINE_COMPARED = ("name", "specification", "quantity", "uom", "unit_price", "discount", "tax_rate", "cost", "total_amount", "remark")


def new_version(actor: Actor, quotation: Quotation) -> Quotation:
    """A draft with the same number, the next version and the same lines; the old one becomes replaced. Raises wrong_state."""
    first = Quotation.objects.select_for_update().get(pk=quotation.first_id)
    move(actor, quotation, "replaced", "quotations.replaced")
    latest = Quotation.objects.filter(root=first).aggregate(latest=Max("revision"))["latest"] or first.revision
    today = timezone.localdate()
    fresh = Quotation(
        root=first,
        revision=latest + 1,
        created_by_id=actor.id,
        quoted_on=today,
        valid_until=max(quotation.valid_until or today, today + dt.timedelta(days=DEFAULT_DAYS)),
        **{name: getattr(quotation, name) for name in COPIED},
    )
    retotal(fresh)
    QuotationLine.objects.bulk_create(
        QuotationLine(quotation=fresh, created_by_id=actor.id, **{name: getattr(line, name) for name in LINE_COPIED})
        for line in quotation.lines.order_by("position", "pk")
    )
    retotal(fresh)
    emit("quotations.created", fresh, actor, {"from": str(quotation.pk), "revision": str(fresh.revision)})
    return fresh


def versions_of(actor: Actor, quotation: Quotation) -> list[Quotation]:
    """All versions that the actor sees, the first one first."""
    rows = visible(actor, by_model(Quotation))
    return sorted([*rows.filter(root=quotation.first_id), *rows.filter(pk=quotation.first_id)], key=lambda row: row.revision)


def differences(actor: Actor, new: Quotation, old: Quotation) -> dict[str, Any]:
    """What changed from ``old`` to ``new``, masked fields left out. Raises not_versions."""
    if new.first_id != old.first_id:
        raise DomainError("not_versions", _("这两份不是同一报价的不同版本，无法对比。"))
    return {
        "old": {"id": old.pk, "revision": old.revision, "label": old.full_number},
        "new": {"id": new.pk, "revision": new.revision, "label": new.full_number},
        "fields": _changed(actor, Quotation, COMPARED, old, new),
        "lines": _lines(actor, new, old),
    }


def _changed(actor: Actor, model: Any, names: tuple[str, ...], old: Any, new: Any) -> list[dict[str, Any]]:
    specs = readable_specs(actor, by_model(model))
    found = []
    for name in names:
        if name not in specs:
            continue
        before, after = (getattr(row, f"{name}_id" if specs[name].family == "ref" else name) for row in (old, new))
        if before != after:
            found.append(
                {"field": name, "label": str(specs[name].label), "type": specs[name].type}
                | {"old": _told(specs[name], before), "new": _told(specs[name], after)}
            )
    return found


def _told(spec: Any, value: Any) -> Any:
    return value if isinstance(value, bool) else None if value is None else str(shown(spec, value) or "")


def _lines(actor: Actor, new: Quotation, old: Quotation) -> list[dict[str, Any]]:
    """Line by line in the order of the new version, those that are gone where they stood."""
    before = {line.key: line for line in old.lines.order_by("position", "pk")}
    after = {line.key: line for line in new.lines.order_by("position", "pk")}
    keys = sorted({*before, *after}, key=lambda key: ((after.get(key) or before[key]).position, key in after))
    found = []
    for key in keys:
        was, now = before.get(key), after.get(key)
        changed = _changed(actor, QuotationLine, LINE_COMPARED, was, now) if was and now else []
        kind = "added" if was is None else "removed" if now is None else "changed" if changed else "same"
        found.append({"key": key, "change": kind, "fields": changed, "old": _line(actor, was), "new": _line(actor, now)})
    return found


def _line(actor: Actor, line: QuotationLine | None) -> dict[str, Any] | None:
    specs = readable_specs(actor, by_model(QuotationLine))
    return (
        None
        if line is None
        else {"position": line.position}
        | {name: None if getattr(line, name) is None else str(getattr(line, name)) for name in LINE_COMPARED if name in specs}
    )
