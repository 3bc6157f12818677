"""Opportunities enter, change and change hands here; their stage moves in moving.py."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.notify.services import notify, say
from zhuke.commons.numbering.services import next_number
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.filters import midnight
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.customers.models import Contact, Customer
from zhuke.modules.sales.domain.likeness import project_key
from zhuke.modules.sales.models import PHASE_CODES, Opportunity, Stage, StageChange

from .derive import derive_days
from .rates import set_probability
from .stages import stages_of

# What an opportunity takes from its customer where nobody filled it in: loss and success are counted by these.
INHERITED = {"region": "region", "city": "city", "project_type": "industry"}


def open_opportunity(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Opportunity:
    """Enter an opportunity in the first stage of its unit; unit and owner default to the actor's, place and type to the customer's.

    Raises invalid, no_stages, customer_archived.
    """
    row = built(actor, values, pk=pk)
    set_probability(row)
    save(row, by_model(Opportunity))
    record_change(actor, row, "created", None, at=row.stage_since)
    emit("opportunities.created", row, actor, {"stage": str(row.stage_id), "phase": row.phase})
    tell_owner(actor, row, _("商机已分配给您：%(name)s"))
    return row


def built(actor: Actor, values: Mapping[str, Any], *, pk: UUID | None = None) -> Opportunity:
    """A checked, numbered opportunity in its first stage, not saved."""
    customer = Customer.objects.filter(pk__in=_given(values.get("customer_id"))).first()
    row = prepared(actor, values, customer, _company_of(values.get("contact_id")), pk=pk)
    row.number = next_number(actor, "opportunities", row.unit_id, timezone.localdate())
    place(row, stages_of(row.unit_id)[0])
    row.stage_since = _entered(row.opened_on)
    return row


def _given(key: UUID | None) -> list[UUID]:
    return [key] if key else []


def _company_of(contact: UUID | None) -> dict[UUID, UUID]:
    return dict(Contact.objects.filter(pk__in=_given(contact)).values_list("pk", "customer_id"))


def prepared(
    actor: Actor, values: Mapping[str, Any], customer: Customer | None, contacts: Mapping[UUID, UUID], *, pk: UUID | None = None
) -> Opportunity:
    """A checked opportunity without number and stage, asking the database nothing. ``contacts``: contact → customer. Raises invalid."""
    row: Opportunity = build(actor, by_model(Opportunity), values, pk=pk)
    _check(row, contacts)
    if customer is None:
        raise invalid({"customer": [_("请填写“%(field)s”。") % {"field": _("客户")}]})
    if customer.archived_at:
        raise Conflict("customer_archived", _("客户“%(name)s”已归档，请先恢复客户或选择另一个客户。") % {"name": customer.name})
    row.customer = customer
    for name, source in INHERITED.items():
        if not getattr(row, name):
            setattr(row, name, getattr(customer, source))
    return row


def _entered(day: dt.date) -> dt.datetime:
    """An opportunity of an earlier day has stood in its stage since then."""
    return timezone.now() if day == timezone.localdate() else midnight(day)


def edit_opportunity(actor: Actor, row: Opportunity, **values: Any) -> Opportunity:
    """Change fields. Raises invalid; a decided opportunity's customer stays (wrong_state)."""
    if row.state != "open" and values.get("customer_id", row.customer_id) != row.customer_id:
        raise Conflict("wrong_state", _("商机已有结果，不能更换客户。请新建商机，或先重新打开。"))
    before = row.owner_id
    moved = values.get("unit_id", row.unit_id) != row.unit_id
    assign(row, values)
    _check(row, _company_of(row.contact_id))
    if moved:
        _rehouse(row)
    save(row, by_model(Opportunity))
    emit("opportunities.updated", row, actor, {"fields": sorted(values)})
    if row.owner_id != before:
        tell_owner(actor, row, _("商机已分配给您：%(name)s"))
    return row


def assign_opportunity(actor: Actor, row: Opportunity, *, owner: UUID, unit: UUID | None = None) -> Opportunity:
    """Give an opportunity to a person, and with ``unit`` to another unit, whose stages then hold. Raises archived."""
    not_archived(row)
    before = row.owner_id
    row.owner_id = owner
    if unit and unit != row.unit_id:
        row.unit_id = unit
        _rehouse(row)
    save(row, by_model(Opportunity))
    emit("opportunities.assigned", row, actor, {"from": str(before or ""), "to": str(owner)})
    if owner != before:
        tell_owner(actor, row, _("商机已分配给您：%(name)s"))
    return row


def _rehouse(row: Opportunity) -> None:
    """In another company the opportunity stands in that company's stage of the same phase, and its odds are that company's."""
    stages = stages_of(row.unit_id)
    if row.stage_id not in {stage.pk for stage in stages}:
        place(row, next(stage for stage in stages if stage.phase == row.phase))
    set_probability(row)


def place(row: Opportunity, stage: Stage) -> None:
    """Put a stage and what follows from it on the row."""
    row.stage, row.phase = stage, stage.phase
    row.furthest = max(row.furthest, PHASE_CODES.index(stage.phase))


def _check(row: Opportunity, contacts: Mapping[UUID, UUID]) -> None:
    row.name = " ".join((row.name or "").split())
    row.name_key = project_key(row.name)
    problems: dict[str, list[Any]] = {}
    if row.contact_id and contacts.get(row.contact_id) != row.customer_id:
        problems["contact"] = [_("该联系人不属于这个客户，请重新选择。")]
    if row.opened_on and row.opened_on > timezone.localdate():
        problems["opened_on"] = [_("商机日期不能晚于今天。")]
    if problems:
        raise invalid(problems)


def not_archived(row: Opportunity) -> None:
    """Raise archived."""
    if row.archived_at:
        raise Conflict("archived", _("该商机已归档，请先恢复。"))


def record_change(actor: Actor, row: Opportunity, direction: str, before: Stage | None, **more: Any) -> StageChange:
    """Write a line of the stage history: ``at``, ``reason``, ``since`` as ``change_of`` takes them."""
    change = change_of(actor, row, direction, before, **more)
    change.save()
    if change.days is not None:
        derive_days([row.pk])
        row.refresh_from_db(fields=["phase_days"])
    return change


def change_of(
    actor: Actor,
    row: Opportunity,
    direction: str,
    before: Stage | None,
    *,
    at: dt.datetime,
    reason: str = "",
    since: dt.datetime | None = None,
) -> StageChange:
    """A line of the stage history, not saved. ``since``: when the stage that is left was entered."""
    days = None if since is None else max(0, (timezone.localdate(at) - timezone.localdate(since)).days)
    return StageChange(
        opportunity=row,
        from_stage=before,
        to_stage=row.stage,
        from_phase=before.phase if before else "",
        to_phase=row.phase,
        direction=direction,
        at=at,
        by_id=actor.id,
        by_name=actor.name,
        reason=reason,
        days=days,
    )


def tell_owner(actor: Actor, row: Opportunity, title: Any, body: Any = "") -> None:
    """Tell the owner in the owner's language, unless it was the owner's own doing. ``title`` has a hole for the name."""
    if row.owner_id and row.owner_id != actor.id:
        notify([row.owner_id], "opportunity", say(title, name=row.name), body, subject=row, actor=actor, key=f"opp:{row.pk}:{row.version}")
