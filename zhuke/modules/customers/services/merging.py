"""Two records of one customer become one; everything moves, and everything can move back (R16)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor, get_visible
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.ids import parse_uuid
from zhuke.kernel.models import TeamMember
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import save
from zhuke.modules.customers.domain.credit_code import is_valid
from zhuke.modules.customers.models import Contact, Customer, Merge, NotDuplicate

from .derive import derive

# Fields that a person decides on in the merge screen; where nobody decides, an empty field takes the other side's value.
FIELDS = (
    "name", "short_name", "kind", "credit_code", "industry", "region", "city", "source", "intention", "parent", "unit", "owner", "phone",
    "email",
    "website", "legal_representative", "registered_capital", "established_on", "employees", "annual_revenue", "business_scope",
    "registered_address", "budget", "pain_points", "competitors", "preferences", "credit_grade", "remark",
)  # fmt: skip
LISTS = ("roles", "tags", "former_names")


def merge(actor: Actor, kept: Customer, *, merged: UUID, fields: dict[str, str] | None = None) -> Customer:
    """Merge another customer into ``kept``: ``fields`` names the fields whose value comes from the other. Undo with ``undo_merge``.

    Raises invalid (itself), credit_codes_differ, archived, not_found and not_allowed_here for the other side.
    """
    if kept.pk == merged:
        raise invalid({"merged": [_("不能与自己合并，请选择另一个客户。")]})
    other: Customer = get_visible(actor, by_model(Customer), merged, "merge", lock=True)
    _check_mergeable(kept, other)
    record = Merge(kept=kept, merged=other, created_by_id=actor.id)
    record.before = _take_fields(actor, kept, other, {name for name, side in (fields or {}).items() if side == "merged"})
    record.moved = [moved for moved in (_move(*place, other.pk, kept.pk) for place in places()) if moved["ids"]]
    record.before["primary"] = _one_primary(kept)
    other.archived_at, other.merged_into = timezone.now(), kept
    save(other, by_model(Customer))
    kept.file_name()
    save(kept, by_model(Customer))
    save(record)
    derive([kept.pk])
    emit("customer.merged", kept, actor, {"merge": str(record.pk), "merged": str(other.pk), "name": other.name})
    return kept


def undo_merge(actor: Actor, kept: Customer, *, merge: str) -> Customer:
    """Take the last merge apart again. Values and rows changed since then stay as they are. Raises wrong_state."""
    key = parse_uuid(merge)
    record = key and Merge.objects.select_for_update().filter(pk=key, kept=kept, undone_at=None).first()
    if not record or kept.archived_at:
        raise Conflict("wrong_state", _("这次合并已撤销，或该客户已被归档，无法再撤销。"))
    if Merge.objects.filter(kept=kept, undone_at=None, created_at__gt=record.created_at).exists():
        raise Conflict("not_last_merge", _("之后还有其他合并，请先撤销最近的一次。"))
    other = Customer.objects.select_for_update().get(pk=record.merged_id)
    for moved in record.moved:
        model = apps.get_model(moved["model"])
        model._default_manager.filter(pk__in=moved["ids"], **{moved["column"]: kept.pk}).update(**{moved["column"]: other.pk})
    Contact.objects.filter(pk__in=record.before.get("primary", [])).update(is_primary=True)
    _give_back(kept, record.before["fields"])
    other.archived_at, other.merged_into = None, None
    kept.file_name()
    for row in (other, kept):
        save(row, by_model(Customer))
    record.undone_at = timezone.now()
    save(record)
    derive([kept.pk, other.pk])
    emit("customer.merge_undone", kept, actor, {"merge": str(record.pk), "merged": str(other.pk)})
    return kept


def mark_different(actor: Actor, first: Customer, *, other: UUID) -> Customer:
    """Two people looked alike and are two: never proposed again."""
    second: Customer = get_visible(actor, by_model(Customer), other)
    low, high = sorted([first.pk, second.pk])
    if low == high:
        raise invalid({"other": [_("请选择另一个客户。")]})
    NotDuplicate.objects.get_or_create(first_id=low, second_id=high, defaults={"created_by_id": actor.id})
    return first


def _check_mergeable(kept: Customer, other: Customer) -> None:
    if kept.archived_at or other.archived_at:
        raise Conflict("archived", _("已归档的客户不能合并，请先恢复它。"))
    codes = {c.credit_code for c in (kept, other) if c.credit_code and is_valid(c.credit_code)}
    if len(codes) > 1:
        raise Conflict("credit_codes_differ", _("两个客户的统一社会信用代码不同，是两个单位，不能合并。若其中一个填错，请先改正。"))


def _take_fields(actor: Actor, kept: Customer, other: Customer, chosen: set[str]) -> dict[str, Any]:
    changed: dict[str, list[str]] = {}
    for name in FIELDS:
        field = Customer._meta.get_field(name)
        mine, theirs = getattr(kept, field.attname), getattr(other, field.attname)  # type: ignore[union-attr]
        open_to = name not in by_model(Customer).masked or actor.sees("customers", name)
        take = (name in chosen and open_to) if mine not in (None, "") else theirs not in (None, "")
        if take and mine != theirs:
            changed[name] = [_stored(field, kept), _stored(field, other)]
            setattr(kept, field.attname, theirs)  # type: ignore[union-attr]
    for name in LISTS:
        mine = list(getattr(kept, name))
        extra = [*getattr(other, name), *([other.name] if name == "former_names" and other.name != kept.name else [])]
        joined = list(dict.fromkeys([*mine, *extra]))
        if joined != mine:
            changed[name] = [mine, joined]  # type: ignore[list-item]
            setattr(kept, name, joined)
    return {"fields": changed}


def _stored(field: Any, row: Customer) -> str:
    value = field.value_from_object(row)
    return "" if value is None else str(value)


def _give_back(kept: Customer, changed: dict[str, Any]) -> None:
    for name, (before, after) in changed.items():
        field: Any = Customer._meta.get_field(name)
        if isinstance(before, list):
            if list(getattr(kept, name)) == after:
                setattr(kept, name, before)
        elif _stored(field, kept) == after:
            setattr(kept, field.attname, field.to_python(before) if before or not field.null else None)


def places() -> Iterator[tuple[type[models.Model], str]]:
    """Every column of the product that may point at a customer: foreign keys, and what is attached by (resource, id)."""
    for relation in Customer._meta.related_objects:
        if relation.related_model not in (Merge, NotDuplicate) and relation.field.name != "merged_into":
            yield relation.related_model, relation.field.attname
    for model in apps.get_models():
        if getattr(model, "attached", False) or model is TeamMember:
            yield model, "object_id"


def _move(model: type[models.Model], column: str, source: UUID, target: UUID) -> dict[str, Any]:
    rows = model._default_manager.filter(**{column: source})
    if column == "object_id":
        rows = rows.filter(resource="customers")
    if model is TeamMember:
        rows = rows.exclude(user_id__in=TeamMember.objects.filter(object_id=target).values("user_id"))
    if model is Customer:
        rows = rows.exclude(pk=target)
    ids = [str(pk) for pk in rows.values_list("pk", flat=True)]
    rows.filter(pk__in=ids).update(**{column: target})
    return {"model": model._meta.label_lower, "column": column, "ids": ids}


def _one_primary(kept: Customer) -> list[str]:
    primary = Contact.objects.filter(customer=kept, is_primary=True, archived_at=None).order_by("created_at")
    spare = [str(pk) for pk in primary.values_list("pk", flat=True)[1:]]
    Contact.objects.filter(pk__in=spare).update(is_primary=False)
    return spare
