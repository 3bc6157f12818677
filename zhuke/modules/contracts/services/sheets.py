"""Sheets of site variations (签证单): saved as a whole, so that what a phone sends again after a lost answer does no harm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor, get_visible, require
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, DomainError, NotAllowed, from_validation, invalid
from zhuke.kernel.resource import Resource, by_model
from zhuke.kernel.writes import assign, check_version, clean, create
from zhuke.modules.contracts.models import Contract, Variation, VariationLine

from . import variations
from .guards import keep_contract

MOST_LINES = 200
CENT = Decimal("0.01")
PLACE = ("longitude", "latitude", "accuracy")
NO_PRICES = _("签证单里有价格，您的角色看不到。请联系管理员开通“合同变更”的金额。")


def resource() -> Resource:
    """The resource that sheets belong to."""
    return by_model(Variation)


def save_sheet(
    actor: Actor, pk: UUID, *, version: int | None, values: Mapping[str, Any], lines: Sequence[Mapping[str, Any]], place: Mapping[str, Any]
) -> Variation:
    """Write a site variation with its lines; an unknown ``pk`` is the new one's own. Returns it.

    ``version`` None: only the writer's own draft is written over (sending again). Raises not_allowed, not_allowed_here, stale_version,
    id_taken, too_many_lines, variation_fixed, variation_signed, not_live, settled, invalid (lines named ``lines.<index>.<field>``).
    """
    if not actor.sees("variations", "amount"):
        raise NotAllowed("not_allowed", NO_PRICES)
    if len(lines) > MOST_LINES:
        raise DomainError("too_many_lines", _("一张签证单最多 %(n)d 行，请分成几张。") % {"n": MOST_LINES})
    with writing(actor):
        row = _row(actor, pk, version, values)
        variations.check_editable(row)
        row.longitude, row.latitude, row.accuracy = (place.get(name) for name in PLACE)
        counted = row.lines.exists() or bool(lines)
        _write_lines(row, lines)
        if counted:
            row.amount = row.lines.aggregate(sum=Sum("amount"))["sum"]
        return variations.saved(actor, row, "updated")


def _row(actor: Actor, pk: UUID, version: int | None, values: Mapping[str, Any]) -> Variation:
    known = Variation.objects.filter(pk=pk).first()
    if known is None:
        require(actor, by_model(Contract), "read")
        return create(actor, resource(), {"kind": "instruction", **values}, pk=pk)[0]  # type: ignore[no-any-return]
    row: Variation = get_visible(actor, resource(), pk, "update", lock=True)
    if row.archived_at:
        raise Conflict("archived", _("这张签证单已归档，请先恢复再编辑。"))
    if version is None and row.created_by_id != actor.id:
        raise Conflict("id_taken", _("这个编号已用于另一张签证单，请重新填写。"))
    check_version(actor, resource(), row, version)
    variations.check_editable(row)
    cleaned = clean(actor, resource(), dict(values), row=row)
    keep_contract(row, cleaned)
    assign(row, cleaned)
    return row


def _write_lines(row: Variation, given: Sequence[Mapping[str, Any]]) -> None:
    known = list(VariationLine.objects.select_for_update().filter(variation=row).order_by("position", "pk"))
    problems: dict[str, list[Any]] = {}
    ready: list[VariationLine] = []
    for index, values in enumerate(given):
        line = known[index] if index < len(known) else VariationLine(variation=row, created_by_id=row.created_by_id)
        line.position = index + 1
        for name in ("name", "uom", "quantity", "unit_price"):
            setattr(line, name, values[name])
        line.amount = (line.quantity * line.unit_price).quantize(CENT, ROUND_HALF_UP)
        try:
            line.full_clean(exclude=["variation", "created_by"])
        except ValidationError as error:
            problems |= {f"lines.{index}.{name}": texts for name, texts in from_validation(error).fields.items()}
        ready.append(line)
    if problems:
        raise invalid(problems, _("有几行需要修改，请看标出的地方。"))
    VariationLine.objects.filter(pk__in=[line.pk for line in known[len(ready) :]]).delete()
    for line in ready:
        line.save()


def lines_of(actor: Actor, row: Variation) -> list[dict[str, Any]]:
    """The lines of a sheet as the actor may read them, in their order."""
    names = ["id", "position", "name", "uom", "quantity", *(["unit_price", "amount"] if actor.sees("variations", "amount") else [])]
    return list(VariationLine.objects.filter(variation=row).order_by("position", "pk").values(*names))
