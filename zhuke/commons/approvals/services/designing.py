"""What the designer of a flow needs: everything that can be named, versions, and a trial on a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuke.commons.approvals.directory import directory
from zhuke.commons.approvals.models import Flow, FlowVersion
from zhuke.commons.approvals.registry import Approvable, all_approvables, approvable
from zhuke.kernel.access import Actor, get_visible, visible
from zhuke.kernel.errors import invalid
from zhuke.kernel.meta import field_meta
from zhuke.kernel.resource import SYSTEM_FIELDS, by_model, by_name
from zhuke.kernel.writes import clean

from . import flows
from .centre import ref
from .deciding import typed
from .detail import foreseen_views
from .finding import Case
from .simulating import foresee
from .starting import unit_of

WHO: dict[str, tuple[Any, str]] = {
    "superior": (gettext_lazy("提交人的上级"), "level"),
    "superior_chain": (gettext_lazy("提交人的逐级上级"), "level"),
    "department_head": (gettext_lazy("记录所属部门的负责人"), "level"),
    "role": (gettext_lazy("担任某角色的人（就近）"), "role"),
    "person": (gettext_lazy("指定人员"), "person"),
    "field": (gettext_lazy("记录上的人员字段"), "field"),
    "submitter": (gettext_lazy("提交人本人"), ""),
}


def choices(actor: Actor) -> dict[str, Any]:
    """Everything a flow can name, cut to what the actor may read."""
    return {
        "approvables": [_approvable(actor, one) for one in all_approvables() if actor.can(one.resource, "read")],
        "roles": [{"code": code, "label": label} for code, label in directory().roles()],
        "who": [{"kind": kind, "label": str(label), "needs": needs} for kind, (label, needs) in WHO.items()],
    }


def _approvable(actor: Actor, declared: Approvable) -> dict[str, Any]:
    resource = declared.of()
    masked = {name for name in resource.masked if not actor.sees(resource.name, name)}
    return {
        "resource": declared.resource,
        "verb": declared.verb,
        "label": str(declared.label),
        "resource_label": str(resource.label),
        "fields": [field_meta(spec) for spec in flows.condition_fields(actor, declared)],
        "people_fields": [{"name": name, "label": label} for name, label in flows.people_fields(declared)],
        "facts": [
            {"name": name, "label": str(resource.specs[name].label), "editable": name in declared.editable}
            for name in declared.snapshot
            if name not in masked
        ],
    }


def version_view(flow: Flow, version: FlowVersion) -> dict[str, Any]:
    """A version as the designer shows it."""
    by = version.published_by
    return {
        "number": version.number,
        "published_at": version.published_at,
        "published_by": ref(by.pk, by.name) if by else None,
        "note": version.note,
        "running": getattr(version, "running", 0),
        "current": version.number == flow.number,
        "definition": version.definition,
    }


@dataclass(frozen=True)
class Trial:
    """What to try: a flow or a definition (neither: the flow that holds) on a record, perhaps with other values, for a submitter."""

    resource: str
    verb: str
    flow: UUID | None = None
    definition: Mapping[str, Any] | None = None
    record: UUID | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    submitter: UUID | None = None


def simulate(actor: Actor, trial: Trial) -> dict[str, Any]:
    """Who would be asked. Raises not_found, invalid, no_flow."""
    declared = approvable(trial.resource, trial.verb)
    if not actor.can(trial.resource, "read"):
        raise invalid({"resource": [gettext_lazy("没有这种审批，请从列表中选择。")]})
    row = _record(actor, declared, trial.record)
    if row is None:
        problem = _("还没有可以用来试算的记录，请先新建一条。")
        return {"nodes": [], "problems": [{"node": "", "message": problem}], "flow": None, "record": None, "outcome": ""}
    unit = unit_of(declared, row)
    definition, flow = _definition(actor, declared, trial, unit)
    if found := flows.check(actor, declared, definition):
        return {"nodes": [], "problems": found, "flow": flow, "record": ref(row.pk, str(row)), "outcome": ""}
    person = _submitter(actor, trial.submitter)
    with transaction.atomic():
        # The record with those values exists for a moment, so that conditions are read by the one compiler; nothing of it stays.
        if trial.values:
            _change(actor, declared, row, trial.values)
        case = Case(declared.of(), row, unit_of(declared, row), person)
        seen = foresee(case, definition["nodes"], definition.get("repeat", "never"))
        transaction.set_rollback(True)
    stuck = [
        {"node": one.node["id"], "message": _("“%(name)s”没有人可以审批。") % {"name": one.node["name"]}}
        for one in seen
        if one.state == "stuck"
    ]
    views = foreseen_views(seen)
    asked = any(p["state"] == "coming" for view in views if view["kind"] == "approve" for p in view["people"])
    outcome = "no_approver" if stuck else "asked" if asked else "approved"
    return {"nodes": views, "problems": stuck, "flow": flow, "record": ref(row.pk, str(row)), "outcome": outcome}


def _record(actor: Actor, declared: Approvable, pk: UUID | None) -> Any:
    if pk:
        return get_visible(actor, declared.of(), pk)
    return visible(actor, declared.of()).order_by("-updated_at").first()


def _definition(actor: Actor, declared: Approvable, trial: Trial, unit: UUID | None) -> tuple[Any, dict[str, Any] | None]:
    if trial.definition is not None:
        return dict(trial.definition), None
    if trial.flow:
        flow: Flow = get_visible(actor, by_model(Flow), trial.flow)
        return flow.draft, {"id": flow.pk, "name": flow.name, "number": flow.number}
    version = flows.flow_of(declared.resource, declared.verb, unit)
    return version.definition, {"id": version.flow_id, "name": version.flow.name, "number": version.number}


def _submitter(actor: Actor, person: UUID | None) -> UUID | None:
    if person is None:
        return actor.id
    users = by_name("users")
    assert users is not None
    found: UUID = get_visible(actor, users, person).pk
    return found


def _change(actor: Actor, declared: Approvable, row: Any, values: Mapping[str, Any]) -> None:
    """Put values on the record, those that only services move too (an amount): it is rolled back."""
    resource = declared.of()
    unknown = [name for name in values if name not in resource.specs or (name in resource.masked and not actor.sees(resource.name, name))]
    system = [name for name in values if name in SYSTEM_FIELDS]
    if unknown or system:
        raise invalid({f"values.{name}": [gettext_lazy("不能用这个字段试算。")] for name in (*unknown, *system)})
    ready = typed(actor, resource, values)
    moved = {name: value for name, value in ready.items() if resource.specs[name].readonly}
    columns = clean(actor, resource, {name: value for name, value in ready.items() if name not in moved}, row=row)
    try:
        resource.model._default_manager.filter(pk=row.pk).update(**columns, **moved)
    except (DataError, IntegrityError, ValidationError, ValueError) as error:
        raise invalid({f"values.{name}": [gettext_lazy("不能用这个值试算，请改正。")] for name in values}) from error
    row.refresh_from_db()
