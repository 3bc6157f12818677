"""References inside one file: rows that name a record which only a later row created."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhuke.commons.imports.findings import warning
from zhuke.commons.imports.models import DONE, ImportBatch, ImportRow
from zhuke.kernel.access import Actor
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import DomainError
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.resource import by_name

from .references import References
from .targets import targets_of
from .values import UNRESOLVED, ready
from .writing import Writer

CHUNK = 200


def link_later(actor: Actor, batch: ImportBatch, spec: FieldSpec) -> None:
    """Fill one reference field of written rows whose record exists by now. Doing it twice is harmless: linked rows carry the id."""
    resource = by_name(batch.resource)
    assert resource is not None, batch.resource
    writer = Writer(actor, resource, targets_of(actor, resource))
    last = 0
    while rows := list(_unlinked(batch, spec.name).filter(pk__gt=last).order_by("pk")[:CHUNK]):
        references = References(actor, spec)
        references.learn(row.values[spec.name][UNRESOLVED] for row in rows)
        with writing(actor, batch.cause):
            for row in rows:
                _link(writer, references, spec, row)
        last = rows[-1].pk


def _unlinked(batch: ImportBatch, name: str) -> QuerySet[ImportRow]:
    return batch.rows.filter(state=DONE, **{f"values__{name}__has_key": UNRESOLVED})


def _link(writer: Writer, references: References, spec: FieldSpec, row: ImportRow) -> None:
    text = row.values[spec.name][UNRESOLVED]
    found, problems = references.find(text)
    messages = [problem.message for problem in problems]
    if found:
        try:
            with transaction.atomic():
                writer.update(row.target, dict([ready(spec, found)]), {})
            row.values = {**row.values, spec.name: found}
            row.save(update_fields=["values"])
            return
        except DomainError as error:
            messages = [str(error.message)]
    if not any(finding["code"] == "not_linked" for finding in row.findings):
        told = warning("not_linked", _("“%(field)s”没有关联：%(why)s") % {"field": spec.label, "why": " ".join(messages)})
        row.findings = [*row.findings, {"kind": told.kind, "code": told.code, "message": told.message, "field": spec.name, "column": ""}]
        row.severity = row.severity or "warning"
        row.save(update_fields=["findings", "severity"])
