"""One approval with everything about it: facts, nodes passed and to come, what happened, what the actor may do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuke.commons.approvals.directory import directory
from zhuke.commons.approvals.domain.definition import START, Node, node_of, rest_from
from zhuke.commons.approvals.models import Approval, ApprovalStep, ApprovalTask
from zhuke.commons.approvals.registry import Approvable, approvable
from zhuke.kernel.access import Actor, get_visible, visible
from zhuke.kernel.errors import NotFound
from zhuke.kernel.ids import parse_uuid
from zhuke.kernel.resource import Resource, by_model, by_name

from . import passing
from .centre import hidden, item, ref, rows_of
from .engine import Run
from .finding import Case
from .recording import child_specs, differences, fact_specs, text_of
from .simulating import Foreseen, foresee

REASONS: dict[str, Any] = {
    "self": gettext_lazy("提交人自己，自动跳过"),
    "empty": gettext_lazy("没有审批人，自动跳过"),
    "repeat": gettext_lazy("已经同意过，自动通过"),
}


def detail(actor: Actor, pk: UUID) -> dict[str, Any]:
    """The whole of one approval; one's own copy counts as read. Raises not_found, not_allowed."""
    get_visible(actor, by_model(Approval), pk)
    ApprovalTask.objects.filter(approval=pk, kind="copy", person_id=actor.id, read_at=None).update(read_at=timezone.now())
    row = rows_of(actor, Approval.objects.filter(pk=pk))[0]
    declared = approvable(row.resource, row.verb)
    record = declared.of().model._default_manager.filter(pk=row.object_id).first()
    readable = record is not None and visible(actor, declared.of()).filter(pk=record.pk).exists()
    tasks = list(ApprovalTask.objects.filter(approval=row).select_related("person", "instead_of", "decided_by").order_by("position", "pk"))
    part = readable or _takes_part(actor, row, tasks)
    may = verbs(actor, row, tasks)
    flow = row.flow_version.flow
    return {
        **item(actor, row),
        "readable": readable,
        "flow": {"id": flow.pk, "name": flow.name, "number": row.flow_version.number},
        "facts": _facts(actor, row, declared) if part else [],
        "tables": _tables(actor, row, declared) if part else [],
        "changes": _changes(actor, declared, row, record) if row.is_running and record is not None and part else [],
        "nodes": nodes(row, record, tasks),
        "timeline": timeline(row),
        "copies": [{"person": ref(t.person_id, t.person.name), "read_at": t.read_at} for t in tasks if t.kind == "copy"],
        "return_to": [{"node": one["node"], "name": one["name"]} for one in passing.return_targets(row)] if "return" in may else [],
        "_can": may,
    }


def _takes_part(actor: Actor, row: Approval, tasks: Sequence[ApprovalTask]) -> bool:
    return row.submitter_id in actor.owner_ids or any(task.person_id in actor.owner_ids for task in tasks)


def verbs(actor: Actor, row: Any, tasks: Sequence[ApprovalTask]) -> list[str]:
    """What the actor may do now."""
    found = ["comment"]
    mine = row.submitter_id in actor.owner_ids
    part = any(t.kind == "approve" and t.person_id in actor.owner_ids for t in tasks)
    if mine or part:
        found.append("copy")
    if not row.is_running:
        return found
    if actor.can("approvals", "decide") and _my_turn(actor, row, tasks):
        found += ["approve", "reject", "return", "add_before", "add_after", "hand_over"]
    if mine:
        found += ["withdraw", "remind"]
    if actor.can("approvals", "manage") and visible(actor, by_model(Approval), "manage").filter(pk=row.pk).exists():
        found += ["cancel", "reassign"]
    return found


def _my_turn(actor: Actor, row: Any, tasks: Sequence[ApprovalTask]) -> bool:
    node = node_of(row.flow_version.definition, row.node)
    own = bool(node) and (node or {}).get("self", "superior") != "allow" and actor.id == row.submitter_id
    return any(
        t.state == "open" and t.entry == row.entry and t.person_id in actor.owner_ids and (not own or t.person_id == actor.id)
        for t in tasks
    )


def _facts(actor: Actor, row: Any, declared: Approvable) -> list[dict[str, Any]]:
    node = node_of(row.flow_version.definition, row.node) or {}
    rights = node.get("fields", {}) if row.own_turn else {}
    return [
        {
            "name": name,
            "label": str(spec.label),
            "type": spec.type,
            "value": row.snapshot["fields"].get(name),
            "text": text_of(spec, row.snapshot["fields"].get(name)),
            "right": "edit" if rights.get(name) == "edit" else "read",
        }
        for name, spec in fact_specs(declared).items()
        if not hidden(actor, row, name)
    ]


def _tables(actor: Actor, row: Any, declared: Approvable) -> list[dict[str, Any]]:
    found = []
    for child, _names in declared.children:
        resource = by_name(child)
        assert resource is not None
        specs = {n: s for n, s in child_specs(declared, child).items() if n not in resource.masked or actor.sees(child, n)}
        rows = [{name: text_of(spec, line.get(name)) for name, spec in specs.items()} for line in row.snapshot["children"].get(child, [])]
        columns = [{"name": name, "label": str(spec.label), "type": spec.type} for name, spec in specs.items()]
        found.append({"resource": child, "label": str(resource.label), "columns": columns, "rows": rows})
    return found


def _changes(actor: Actor, declared: Approvable, row: Any, record: Any) -> list[dict[str, Any]]:
    return [one for one in differences(declared, row, record) if not hidden(actor, row, one["name"])]


# The way through the flow


def nodes(row: Any, record: Any, tasks: Sequence[ApprovalTask]) -> list[dict[str, Any]]:
    """Where it has been, where it stands, and where it will go if everybody agrees."""
    by_entry: dict[int, list[ApprovalTask]] = defaultdict(list)
    for task in tasks:
        if task.kind == "approve":
            by_entry[task.entry].append(task)
    copied = directory().names({key for line in row.path for text in line.get("people", ()) if (key := parse_uuid(text))})
    labels = {str(key): label for key, label in copied.items()}
    start = {"key": START, "node": START, "name": _("提交"), "kind": "start", "mode": "", "state": "passed", "reason": "", "people": []}
    submitter = _person(row.submitter_id, row.submitter.name if row.submitter else "", "approved", decided_at=row.submitted_at)
    found = [{**start, "people": [submitter] if row.submitter_id else []}]
    for index, line in enumerate(row.path):
        people = [_turn(task) for task in by_entry[line["entry"]] if line["kind"] == "approve" and _shown(task, line)]
        people += [_person(key, labels.get(key, ""), "copied") for key in line.get("people", ())]
        found.append(
            {
                **{name: line[name] for name in ("node", "name", "kind", "mode", "state")},
                "key": f"{index}",
                "reason": str(REASONS.get(line.get("reason", ""), "")),
                "people": people,
            }
        )
    if row.is_running and record is not None:
        found += _to_come(row, record)
    return found


def _shown(task: ApprovalTask, line: Mapping[str, Any]) -> bool:
    """Turns that fell away are left out where the node is still running."""
    return task.state != "void" or line["state"] != "current"


def _turn(task: ApprovalTask) -> dict[str, Any]:
    by = task.decided_by
    return {
        "task": task.pk,
        "person": ref(task.person_id, task.person.name),
        "for": ref(task.instead_of_id, task.instead_of.name) if task.instead_of else None,
        "state": task.state,
        "by": ref(by.pk, by.name) if by and by.pk != task.person_id else None,
        "opinion": task.opinion,
        "opened_at": task.opened_at,
        "decided_at": task.decided_at,
        "added": task.placement or None,
    }


def _person(key: Any, label: str, state: str, **values: Any) -> dict[str, Any]:
    empty = {"task": None, "for": None, "by": None, "opinion": "", "opened_at": None, "decided_at": None, "added": None}
    return {**empty, "person": ref(key, label), "state": state, **values}


def _to_come(row: Any, record: Any) -> list[dict[str, Any]]:
    definition = row.flow_version.definition
    case = Case(approvable(row.resource, row.verb).of(), record, row.unit_id, row.submitter_id)
    run = Run(Actor(None, ""), row, record)
    agreed = set(run.agreed()) | set(run.asked_now())
    rest: list[Node] = (rest_from(definition["nodes"], row.node) or [])[1:]
    return foreseen_views(foresee(case, rest, definition.get("repeat", "never"), agreed, run.asked_now()))


def foreseen_views(found: Sequence[Foreseen]) -> list[dict[str, Any]]:
    """What is to come, as screens draw it."""
    names = directory().names(
        {one.person for seen in found for one in seen.asked} | {o.instead_of for s in found for o in s.asked if o.instead_of}
    )
    return [
        {
            "key": f"next{index}",
            "node": seen.node["id"],
            "name": seen.node["name"],
            "kind": seen.node["kind"],
            "mode": seen.node.get("mode", "any") if seen.node["kind"] == "approve" else "",
            "state": "coming" if seen.state == "stuck" else seen.state,
            "reason": _why(seen),
            "people": [
                _person(
                    one.person,
                    names.get(one.person, ""),
                    "passed" if one.passes else "coming",
                    **{"for": ref(one.instead_of, names.get(one.instead_of, "")) if one.instead_of else None},
                )
                for one in seen.asked
            ],
        }
        for index, seen in enumerate(found)
    ]


def _why(seen: Foreseen) -> str:
    if seen.state == "stuck":
        return _("没有人可以审批")
    if seen.state == "skipped":
        return str(REASONS.get(seen.reason, ""))
    return _("没有审批人，转由管理员处理") if seen.reason == "empty" else ""


# What happened


def timeline(row: Approval) -> list[dict[str, Any]]:
    """Every line, the first one first. One query, and one for the names."""
    steps = list(ApprovalStep.objects.filter(approval=row).select_related("instead_of").order_by("pk"))
    names = directory().names(_mentioned(steps))
    labels = {str(key): label for key, label in names.items()}
    return [
        {
            "id": step.pk,
            "at": step.at,
            "kind": step.kind,
            "text": _sentence(step),
            "who": ref(step.person_id, labels.get(str(step.person_id), step.name)) if step.person_id else None,
            "for": ref(step.instead_of_id, step.instead_of.name) if step.instead_of else None,
            "node": step.node,
            "opinion": step.opinion,
            "people": [ref(parse_uuid(key), labels.get(key, "")) for key in step.people],
        }
        for step in steps
    ]


def _mentioned(steps: Iterable[ApprovalStep]) -> set[UUID]:
    people = {parse_uuid(key) for step in steps for key in step.people} | {step.person_id for step in steps}
    return {key for key in people if key}


def _sentence(step: ApprovalStep) -> str:
    reason = str(REASONS.get(step.reason, ""))
    return f"{step.get_kind_display()}：{reason}" if reason else str(step.get_kind_display())


def of_record(actor: Actor, resource: Resource, pk: UUID) -> dict[str, Any]:
    """The approvals of a record, the newest first, each with its nodes: all for whoever reads it, else those seen in the centre.

    Raises not_found.
    """
    found = Approval.objects.filter(resource=resource.name, object_id=pk)
    if not visible(actor, resource).filter(pk=pk).exists():
        found = found.filter(pk__in=visible(actor, by_model(Approval)).values("pk"))
        if not found.exists():
            raise NotFound()
    record = resource.model._default_manager.filter(pk=pk).first()
    rows = rows_of(actor, found.order_by("-submitted_at", "-pk")[:20])
    by_approval: dict[UUID, list[ApprovalTask]] = defaultdict(list)
    tasks = ApprovalTask.objects.filter(approval__in=[row.pk for row in rows]).select_related("person", "instead_of", "decided_by")
    for task in tasks.order_by("position", "pk"):
        by_approval[task.approval_id].append(task)
    items = [
        {**item(actor, row), "nodes": nodes(row, record, by_approval[row.pk]), "_can": verbs(actor, row, by_approval[row.pk])}
        for row in rows
    ]
    return {"items": items, "running": next((row.pk for row in rows if row.is_running), None)}
