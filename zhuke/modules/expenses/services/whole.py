"""A claim saved as a whole, fields and lines in one request, and read so with its receipts: nothing that was typed is lost half-way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.files.models import Attachment
from zhuke.kernel import query
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, DomainError, NotAllowed, from_validation, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.filters import readable_specs
from zhuke.kernel.query import json_sql
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, check_version, clean, save
from zhuke.modules.expenses.models import ExpenseClaim, ExpenseLine

from .claims import check_fields
from .limits import overs_of, sentence
from .lines import check_count, check_editable, check_invoices, lock_claim, prepare, retotal

ACCOUNT = "bank_account"


def save_whole(actor: Actor, pk: UUID, *, version: int, lines: Sequence[Mapping[str, Any]], values: Mapping[str, Any]) -> ExpenseClaim:
    """Change fields and replace all lines, in their order: those left out are deleted, new ones may bring their own ``id``.

    The caller has checked that the actor may update it. Raises stale_version, claim_fixed, too_many_lines, invoice_used, outside_scope,
    invalid (``fields`` named ``lines.<index>.<field>``).
    """
    resource = by_model(ExpenseClaim)
    with writing(actor):
        claim = lock_claim(pk)
        check_version(actor, resource, claim, version)
        check_editable(claim)
        check_count(len(lines))
        given = dict(values)
        if claim.owner_id == actor.id and ACCOUNT in given:
            claim.bank_account = given.pop(ACCOUNT)  # everybody may say where the own money goes
        assign(claim, clean(actor, resource, given, row=claim))
        if claim.owner_id is None:
            raise invalid({"owner": [_("请选择报销人。")]})
        check_fields(claim)
        _replace(actor, claim, lines)
        retotal(claim)
        if not visible(actor, resource, "update").filter(pk=pk).exists():
            raise NotAllowed("outside_scope", _("您只能在自己的数据范围内保存，请检查所属单位和报销人。"))
        emit("expense_claims.updated", claim, actor, {"fields": ["lines", *sorted(values)]})
        return claim


def _replace(actor: Actor, claim: ExpenseClaim, lines: Sequence[Mapping[str, Any]]) -> None:
    known = {line.pk: line for line in ExpenseLine.objects.select_for_update().filter(claim=claim).order_by("pk")}
    ready: list[ExpenseLine] = []
    problems: dict[str, list[Any]] = {}
    for index, given in enumerate(lines):
        try:
            line = _line(actor, claim, given, known)
            line.position = index + 1
            ready.append(line)
        except DomainError as error:
            problems |= {f"lines.{index}.{name}": texts for name, texts in (error.fields or {"kind": [str(error.message)]}).items()}
    if problems:
        raise invalid(problems, _("有费用需要修改，请看标出的几笔。"))
    _check_invoices(actor, ready, known)
    _drop(known)
    for line in ready:
        save(line, by_model(ExpenseLine))


def _check_invoices(actor: Actor, ready: Sequence[ExpenseLine], dropped: Mapping[UUID, ExpenseLine]) -> None:
    try:
        check_invoices(actor, ready, besides=dropped)
    except Conflict as error:
        error.fields = {name if name.startswith("lines.") else f"lines.0.{name}": texts for name, texts in (error.fields or {}).items()}
        raise


def _drop(lines: Mapping[UUID, ExpenseLine]) -> None:
    Attachment.objects.filter(resource="expense_lines", object_id__in=lines, archived_at=None).update(archived_at=timezone.now())
    ExpenseLine.objects.filter(pk__in=lines).delete()


def _line(actor: Actor, claim: ExpenseClaim, given: Mapping[str, Any], known: dict[UUID, ExpenseLine]) -> ExpenseLine:
    """The line as it shall be, checked and unsaved; a known one is taken out of ``known``."""
    resource, sent = by_model(ExpenseLine), dict(given)
    pk = sent.pop("id", None)
    line = known.pop(pk, None) if pk else None
    if line is None and pk and ExpenseLine.objects.filter(pk=pk).exists():
        raise invalid({"kind": [_("这一笔的编号已用于另一笔费用，请重新添加这一笔。")]})
    cleaned = clean(actor, resource, sent, row=line)
    if line is None:
        line = build(actor, resource, {**cleaned, "claim_id": claim.pk}, pk=pk)
    else:
        assign(line, cleaned)
    prepare(line)
    try:
        line.full_clean(exclude=["claim", "project", "created_by"], validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise from_validation(error) from error
    if line.tax and line.tax >= line.amount:
        raise invalid({"tax": [_("税额应小于金额，请改正。")]})
    return line


def shown(actor: Actor, claim: ExpenseClaim) -> dict[str, Any]:
    """The claim as the actor may read it; who gets the money sees the own account."""
    row = query.one(actor, by_model(ExpenseClaim), claim.pk)
    return {**row, ACCOUNT: claim.bank_account} if claim.owner_id == actor.id else row


def lines_of(actor: Actor, claim: ExpenseClaim) -> list[dict[str, Any]]:
    """All lines of a claim as the actor may read them, with their files and what is to be said about each."""
    resource = by_model(ExpenseLine)
    if not actor.can(resource.name, "read"):
        return []
    rows = visible(actor, resource).filter(claim=claim).order_by("position", "pk")
    sql, params = json_sql(rows, readable_specs(actor, resource))
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found: list[dict[str, Any]] = [msgspec.json.decode(row[0]) for row in cursor.fetchall()]
    files, warnings = _files([row["id"] for row in found]), _warnings(claim)
    for row in found:
        row["files"] = files.get(row["id"], [])
        said = warnings.get(row["id"], [])
        row["warnings"] = said if row["files"] or row["invoice_number"] else [*said, str(_("没有发票，也没有票据照片"))]
    return found


def _files(ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    rows = Attachment.objects.filter(resource="expense_lines", object_id__in=ids, archived_at=None).prefetch_related("versions")
    for file in rows.order_by("created_at", "pk"):
        newest = max(file.versions.all(), key=lambda version: version.number, default=None)
        if newest:
            one = {
                "id": str(file.pk),
                "name": file.name,
                "size": newest.size,
                "content_type": newest.content_type,
                "preview": newest.preview,
            }
            found.setdefault(str(file.object_id), []).append(one)
    return found


def _warnings(claim: ExpenseClaim) -> dict[str, list[str]]:
    rows = list(claim.lines.order_by("position", "pk"))
    return {str(line.pk): [str(sentence(over))] for line, over in zip(rows, overs_of(claim, rows), strict=True) if over}
