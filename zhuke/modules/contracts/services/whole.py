"""Lines and payment terms of a draft saved in one request: nothing that was typed is lost half-way, no sum stands between two states."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor, require, visible
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import DomainError, from_validation, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.filters import readable_specs
from zhuke.kernel.query import json_sql
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, check_version, clean
from zhuke.modules.contracts.models import Contract, Line, PaymentTerm

from .amounts import locked, put_amounts, retotal
from .guards import check_draft
from .parts import MOST_LINES
from .terms import check_term

MOST_TERMS = 60
Given = Sequence[Mapping[str, Any]]


def save_whole(actor: Actor, pk: UUID, *, version: int, lines: Given | None, terms: Given | None) -> Contract:
    """Replace the lines, the payment terms, or both, in their order: those left out are deleted, those with a known ``id`` changed.

    The caller has checked that the actor may update the contract. Raises not_allowed (lines or terms), stale_version,
    contract_fixed, too_many_lines, too_many_terms, invalid (``fields`` named ``lines.<index>.<field>`` and ``terms.<index>.<field>``).
    """
    for model in [model for model, given in ((Line, lines), (PaymentTerm, terms)) if given is not None]:
        require(actor, by_model(model), "update")
    with writing(actor):
        contract = locked(pk)
        check_version(actor, by_model(Contract), contract, version)
        check_draft(contract)
        problems: dict[str, list[Any]] = {}
        if lines is not None:
            if len(lines) > MOST_LINES:
                raise DomainError("too_many_lines", _("一份合同最多 %(n)d 行明细，请合并一些明细。") % {"n": MOST_LINES})
            problems |= _replace(actor, contract, Line, lines, "lines", put_amounts)
        if terms is not None:
            if len(terms) > MOST_TERMS:
                raise DomainError("too_many_terms", _("一份合同最多 %(n)d 条付款条款，请合并一些条款。") % {"n": MOST_TERMS})
            problems |= _replace(actor, contract, PaymentTerm, terms, "terms", lambda term: _finish_term(term, contract))
        if problems:
            raise invalid(problems, _("有几行需要修改，请看标出的地方。"))
        retotal(contract)
        changed = [name for name, given in (("lines", lines), ("terms", terms)) if given is not None]
        emit("contracts.updated", contract, actor, {"fields": changed})
        return contract


def _finish_term(term: PaymentTerm, contract: Contract) -> None:
    check_term(term, contract)
    term.name = term.name.strip() or str(term.get_kind_display())


def _replace(
    actor: Actor, contract: Contract, model: type[Any], given: Given, word: str, finish: Callable[[Any], None]
) -> dict[str, list[Any]]:
    """Write the rows, unless one of them has problems; returns those."""
    known = {row.pk: row for row in model.objects.select_for_update().filter(contract=contract, archived_at=None).order_by("pk")}
    names = [field.attname for field in model._meta.concrete_fields if field.name not in ("id", "version", "created_at", "updated_at")]
    before = {pk: _written(row, names) for pk, row in known.items()}
    ready: list[Any] = []
    problems: dict[str, list[Any]] = {}
    for index, values in enumerate(given):
        try:
            row = _row(actor, contract, model, values, known)
            row.position = index + 1
            finish(row)
            ready.append(row)
        except DomainError as error:
            problems |= {f"{word}.{index}.{name}": texts for name, texts in (error.fields or {"name": [str(error.message)]}).items()}
    if problems:
        return problems
    model.objects.filter(pk__in=known).delete()
    model.objects.bulk_create([row for row in ready if row.pk not in before])
    model.objects.bulk_update([row for row in ready if row.pk in before and _written(row, names) != before[row.pk]], names)
    return {}


def _row(actor: Actor, contract: Contract, model: type[Any], given: Mapping[str, Any], known: dict[UUID, Any]) -> Any:
    """The row as it shall be, checked and unsaved; a known one is taken out of ``known``."""
    resource, sent = by_model(model), dict(given)
    pk = sent.pop("id", None)
    row = known.pop(pk, None) if pk else None
    if row is None and pk and model.objects.filter(pk=pk).exists():
        raise invalid({"name": [_("这一行的编号已用于别处，请重新添加这一行。")]})
    cleaned = clean(actor, resource, sent, row=row)
    if row is None:
        row = build(actor, resource, {**cleaned, "contract_id": contract.pk}, pk=pk)
    else:
        assign(row, cleaned)
    try:
        # The contract is held and references were checked by ``clean``: asking again for each row would cost a query per cell.
        row.full_clean(exclude=["contract", "created_by", "variation"], validate_unique=False)
    except ValidationError as error:
        raise from_validation(error) from error
    return row


def _written(row: Any, names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in names)


def rows_of(actor: Actor, contract: Contract, model: type[Any]) -> list[dict[str, Any]]:
    """The lines or terms of a contract as the actor may read them, in their order."""
    resource = by_model(model)
    if not actor.can(resource.name, "read"):
        return []
    rows = visible(actor, resource).filter(contract=contract, archived_at=None).order_by("position", "pk")
    sql, params = json_sql(rows, readable_specs(actor, resource))
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [msgspec.json.decode(row[0]) for row in cursor.fetchall()]
