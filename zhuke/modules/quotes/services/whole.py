"""A quotation saved as a whole, fields and lines in one request: nothing that was typed is lost half-way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor, visible
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import DomainError, NotAllowed, from_validation, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.filters import readable_specs
from zhuke.kernel.query import json_sql
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, check_version, clean
from zhuke.modules.quotes.models import PriceItem, Quotation, QuotationLine

from .lines import AMOUNTS, check_count, check_editable, from_item, put_amounts, retotal
from .quoting import check_fields

WRITTEN = ("position", "item", "name", "specification", "quantity", "uom", "unit_price", "discount", "tax_rate", "cost", "remark", *AMOUNTS)


def save_whole(actor: Actor, pk: UUID, *, version: int, lines: Sequence[Mapping[str, Any]], values: Mapping[str, Any]) -> Quotation:
    """Change fields and replace all lines, in their order: those left out are deleted, those with a known ``id`` changed.

    The caller has checked that the actor may update it. Raises stale_version, quotation_fixed, too_many_lines, outside_scope,
    invalid (``fields`` named ``lines.<index>.<field>``).
    """
    resource = by_model(Quotation)
    with writing(actor):
        quotation = Quotation.objects.select_for_update().get(pk=pk)
        check_version(actor, resource, quotation, version)
        check_editable(quotation)
        check_count(len(lines))
        assign(quotation, clean(actor, resource, values, row=quotation))
        check_fields(quotation)
        _replace(actor, quotation, lines)
        retotal(quotation)
        if not visible(actor, resource, "update").filter(pk=pk).exists():
            raise NotAllowed("outside_scope", _("您只能在自己的数据范围内保存，请检查所属单位和负责人。"))
        emit("quotations.updated", quotation, actor, {"fields": ["lines", *sorted(values)]})
        return quotation


def _replace(actor: Actor, quotation: Quotation, lines: Sequence[Mapping[str, Any]]) -> None:
    known = {line.pk: line for line in QuotationLine.objects.select_for_update().filter(quotation=quotation).order_by("pk")}
    before = {pk: _written(line) for pk, line in known.items()}
    ready: list[QuotationLine] = []
    problems: dict[str, list[Any]] = {}
    for index, given in enumerate(lines):
        try:
            line = _line(actor, quotation, given, known)
            line.position = index + 1
            put_amounts(line, quotation)
            ready.append(line)
        except DomainError as error:
            problems |= {f"lines.{index}.{name}": texts for name, texts in (error.fields or {"name": [str(error.message)]}).items()}
    if problems:
        raise invalid(problems, _("有明细需要修改，请看标出的行。"))
    QuotationLine.objects.filter(pk__in=known).delete()
    QuotationLine.objects.bulk_create([line for line in ready if line.pk not in before])
    QuotationLine.objects.bulk_update([line for line in ready if line.pk in before and _written(line) != before[line.pk]], WRITTEN)


def _line(actor: Actor, quotation: Quotation, given: Mapping[str, Any], known: dict[UUID, QuotationLine]) -> QuotationLine:
    """The line as it shall be, checked and unsaved; a known one is taken out of ``known``."""
    resource, sent = by_model(QuotationLine), dict(given)
    pk = sent.pop("id", None)
    line = known.pop(pk, None) if pk else None
    if line is None and pk and QuotationLine.objects.filter(pk=pk).exists():
        raise invalid({"name": [_("这一行的编号已用于另一条明细，请重新添加这一行。")]})
    if not actor.sees("quotation_lines", "cost"):
        sent.pop("cost", None)  # whoever does not see it sends none: it comes from the price item, or stays
    cleaned = clean(actor, resource, sent, row=line)
    if line is None:
        line = build(actor, resource, from_item({**cleaned, "quotation_id": quotation.pk}), pk=pk)
    else:
        if cleaned.get("item_id") and cleaned["item_id"] != line.item_id and "cost" not in cleaned:
            cleaned["cost"] = PriceItem.objects.filter(pk=cleaned["item_id"]).values_list("cost", flat=True).first()
        assign(line, cleaned)
    try:
        # References were checked by ``clean``; asking the database again for each would cost a query per cell.
        line.full_clean(exclude=["quotation", "item", "created_by"], validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise from_validation(error) from error
    return line


def _written(line: QuotationLine) -> tuple[Any, ...]:
    return tuple(getattr(line, "item_id" if name == "item" else name) for name in WRITTEN)


def lines_of(actor: Actor, quotation: Quotation) -> list[dict[str, Any]]:
    """All lines of a quotation as the actor may read them, in their order."""
    resource = by_model(QuotationLine)
    if not actor.can(resource.name, "read"):
        return []
    rows = visible(actor, resource).filter(quotation=quotation).order_by("position", "pk")
    sql, params = json_sql(rows, readable_specs(actor, resource))
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [msgspec.json.decode(row[0]) for row in cursor.fetchall()]
