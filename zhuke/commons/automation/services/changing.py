"""Actions that change records: flags, records created, approvals begun.

Each record in a savepoint of its own inside the batch's transaction: one that refuses does not stop the others, a killed worker has done
nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zhuke.commons.automation import flags, makers, starting
from zhuke.commons.automation.actions import Batch
from zhuke.commons.automation.builtin import Definition, Do
from zhuke.commons.automation.models import Firing
from zhuke.commons.automation.recipients import find_people
from zhuke.commons.calendars.services import add_workdays
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import DomainError
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.resource import Resource, resource_of_model

from .passes import AUTOMATION
from .texts import check_template, rendered

LONGEST = 2000
SPANS = "_in"


def put_flag(batch: Batch, index: int, do: Do) -> None:
    """Put a flag of the allow-list on each record."""
    found = flags.flag(do.what)

    def put(firing: Firing, row: Any) -> str:
        if found is None:
            raise DomainError("bad_rule", _("这个标记已不存在，请修改规则。"))
        found.put(AUTOMATION, row, said(batch, firing, do.title) or str(batch.definition.name))
        return str(found.label)

    each(batch, index, do, put)


def create_record(batch: Batch, index: int, do: Do) -> None:
    """Create something out of each record, by a service that its module offers to rules."""
    found = makers.maker(do.what)

    def make(firing: Firing, row: Any) -> str:
        if found is None:
            raise DomainError("bad_rule", _("这种记录已不能由规则创建，请修改规则。"))
        inputs = {spec.name: _value(batch, firing, spec, do.values.get(spec.name)) for spec in found.inputs}
        made = found.run(AUTOMATION, row, **{name: value for name, value in inputs.items() if value not in (None, "")})
        if made is None:
            return str(_("已有，未重复创建"))
        resource = resource_of_model(type(made))
        return f"{resource.label if resource else found.label} · {made}"

    each(batch, index, do, make)


def _value(batch: Batch, firing: Firing, spec: FieldSpec, value: Any) -> Any:
    if value in (None, ""):
        return spec.default
    if spec.name.endswith(SPANS):
        return add_workdays(timezone.localdate(), int(value))
    return said(batch, firing, value) if spec.type in ("text", "longtext") else value


def start_approval(batch: Batch, index: int, do: Do) -> None:
    """Begin an approval of each record, in the name of whoever is responsible for it."""
    owners = find_people(batch.resource, [f.object_id for f in batch.firings], ("owner",))

    def begin(firing: Firing, row: Any) -> str:
        submitter = next(iter(owners.get(firing.object_id, ())), None)
        starting.start(AUTOMATION, batch.resource, row, do.what, submitter, said(batch, firing, do.title))
        return next((str(label) for verb, label in starting.approvals_of(batch.resource.name) if verb == do.what), do.what)

    each(batch, index, do, begin)


def each(batch: Batch, index: int, do: Do, run: Callable[[Firing, Any], str]) -> None:
    """Do it to each record, locked in order of their ids; what the record's module refuses is noted with its sentence."""
    rows = locked(batch.resource, [f.object_id for f in batch.firings])
    with translation.override(settings.LANGUAGE_CODE):
        for firing in batch.firings:
            row = rows.get(firing.object_id)
            if row is None:
                batch.note(firing, index, do, "refused", detail=_("该记录已不存在"))
                continue
            try:
                with transaction.atomic():
                    detail = run(firing, row)
                batch.note(firing, index, do, "done", detail=detail[:300])
            except DomainError as error:
                texts = [text for found in error.fields.values() for text in found]
                batch.note(firing, index, do, "refused", detail=str(texts[0] if texts else error.message)[:300])


def locked(resource: Resource, ids: list[UUID]) -> dict[UUID, Any]:
    """The records themselves, locked."""
    rows = resource.model._default_manager.filter(pk__in=ids).order_by("pk").select_for_update()
    return {row.pk: row for row in rows}


def said(batch: Batch, firing: Firing, template: Any) -> str:
    """A text with the record's values, in the firm's language."""
    with translation.override(settings.LANGUAGE_CODE):
        row = batch.rows.get(firing.object_id, {})
        return rendered(template, batch.resource, batch.specs, row, firing.numbers, LONGEST)


def check_flag(actor: Actor, definition: Definition, resource: Resource, do: Do) -> None:
    """The flag is on the list of this resource."""
    if do.what not in {found.name for found in flags.flags_of(resource.name)}:
        raise DomainError("bad_rule", _("“%(what)s”不能打这个标记，请从列表中选择。") % {"what": resource.label})
    check_template(resource, actor, do.title, definition.defaults())


def check_create(actor: Actor, definition: Definition, resource: Resource, do: Do) -> None:
    """The maker is on the list of this resource, its inputs are there and of their kind; texts name open fields only."""
    found = next((m for m in makers.makers_of(resource.name) if m.name == do.what), None)
    if found is None:
        raise DomainError("bad_rule", _("“%(what)s”的规则不能创建这种记录，请从列表中选择。") % {"what": resource.label})
    known = {spec.name: spec for spec in found.inputs}
    if set(do.values) - set(known):
        raise DomainError("bad_rule", _("这里没有“%(name)s”这一项，请刷新后重试。") % {"name": sorted(set(do.values) - set(known))[0][:40]})
    for name, spec in known.items():
        _check_input(actor, definition, resource, spec, do.values.get(name))


def _check_input(actor: Actor, definition: Definition, resource: Resource, spec: FieldSpec, value: Any) -> None:
    if value in (None, ""):
        if spec.required:
            raise DomainError("bad_rule", _("请填写“%(label)s”。") % {"label": spec.label})
        return
    if spec.type in ("text", "longtext"):
        check_template(resource, actor, value, definition.defaults())
    elif spec.type == "integer":
        if not isinstance(value, int) or isinstance(value, bool) or not (spec.minimum or 0) <= value <= (spec.maximum or 3650):
            raise DomainError("bad_rule", _("“%(label)s”应是不太大的整数。") % {"label": spec.label})
    elif spec.family == "choice" and str(value) not in {str(o["value"]) for o in spec.options()}:
        raise DomainError("bad_rule", _("“%(label)s”没有这个选项，请从列表中选择。") % {"label": spec.label})


def check_approval(actor: Actor, definition: Definition, resource: Resource, do: Do) -> None:
    """The approval can be started for this resource."""
    if do.what not in {verb for verb, _label in starting.approvals_of(resource.name)}:
        raise DomainError("bad_rule", _("“%(what)s”没有这种审批，请从列表中选择。") % {"what": resource.label})
    check_template(resource, actor, do.title, definition.defaults())
