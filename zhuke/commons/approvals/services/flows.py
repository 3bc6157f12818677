"""Which flow holds, drafts and versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuke.commons.approvals.directory import directory
from zhuke.commons.approvals.domain.definition import Problems, numbered, problems, walk
from zhuke.commons.approvals.models import Approval, Flow, FlowVersion
from zhuke.commons.approvals.registry import Approvable, all_approvables, approvable, known
from zhuke.commons.switches.services import upward
from zhuke.kernel.access import Actor
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, DomainError, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.filters import compile_filter, readable_specs
from zhuke.kernel.ids import parse_uuid
from zhuke.kernel.resource import by_model, by_name
from zhuke.kernel.writes import assign, build, save

SETUP = "setup"


def install_flows(actor: Actor) -> int:
    """Give each declaration its flow for the whole group, and a flow that nobody edited what this version ships; returns how many are new.

    Runs after every migration and may be repeated.
    """
    fresh = 0
    with writing(actor, SETUP), translation.override("zh-hans"):
        for declared in all_approvables():
            flow = Flow.objects.filter(resource=declared.resource, verb=declared.verb, unit=None).first()
            definition = numbered(declared.default_flow)
            if flow is None:
                flow = Flow(name=str(declared.label)[:60], resource=declared.resource, verb=declared.verb, builtin=True, draft=definition)
                save(flow)
                fresh += 1
            elif not flow.builtin or flow.versions.exclude(published_by=None).exists() or current(flow).definition == definition:
                continue
            flow.draft = definition
            _publish(None, flow, "")
    return fresh


def create_flow(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Flow:
    """Begin a company's own flow, as a copy of the one that holds there unless a draft is given; it counts once published.

    Raises invalid.
    """
    flow: Flow = build(actor, by_model(Flow), values, pk=pk)
    if "unit_id" not in values:
        flow.unit_id = None
    if known(flow.resource, flow.verb) is None:
        raise invalid({"verb": [gettext_lazy("没有这种审批，请从列表中选择。")]})
    if not flow.draft:
        flow.draft = flow_of(flow.resource, flow.verb, flow.unit_id).definition
    _check_draft(actor, flow)
    save(flow, by_model(Flow))
    emit("approval_flows.created", flow, actor)
    return flow


def change_flow(actor: Actor, flow: Flow, **values: Any) -> Flow:
    """Change the name or the draft; what is published stays as it is. Raises invalid."""
    for name in ("resource", "verb", "unit_id"):
        if name in values and values[name] != getattr(flow, name):
            raise invalid({name.removesuffix("_id"): [gettext_lazy("对象、事项和适用单位不能改，请为它们新建一个流程。")]})
    assign(flow, values)
    if "draft" in values:
        _check_draft(actor, flow)
    save(flow, by_model(Flow))
    emit("approval_flows.updated", flow, actor, {"fields": sorted(values)})
    return flow


def publish(actor: Actor, flow: Flow, *, note: str | None = None) -> Flow:
    """Make the draft the version that new approvals take; running ones stay on theirs. Raises invalid, no_change."""
    _check_draft(actor, flow)
    if flow.number and current(flow).definition == flow.draft:
        raise Conflict("no_change", gettext_lazy("草稿与当前版本相同，没有需要发布的修改。"))
    _publish(actor, flow, note or "")
    emit("approval_flows.published", flow, actor, {"number": flow.number})
    return flow


def _publish(actor: Actor | None, flow: Flow, note: str) -> None:
    flow.number, flow.published_at = (flow.number or 0) + 1, timezone.now()
    FlowVersion.objects.create(
        flow=flow, number=flow.number, definition=flow.draft, note=note[:200], published_by_id=actor.id if actor else None
    )
    save(flow, by_model(Flow))


def pause(actor: Actor, flow: Flow) -> Flow:
    """Let the flow of the unit above hold again. Raises built_in: the group's own must stay."""
    if flow.unit_id is None:
        raise Conflict("built_in", gettext_lazy("全集团的流程不能停用，否则这一事项没有流程可用。请修改它并发布新版本。"))
    return _switch(actor, flow, on=False)


def resume(actor: Actor, flow: Flow) -> Flow:
    """Let it hold again."""
    return _switch(actor, flow, on=True)


def _switch(actor: Actor, flow: Flow, *, on: bool) -> Flow:
    flow.active = on
    save(flow, by_model(Flow))
    emit(f"approval_flows.{'resumed' if on else 'paused'}", flow, actor)
    return flow


def restore(actor: Actor, flow: Flow, *, number: int) -> Flow:
    """Take an earlier version as the draft. Raises invalid."""
    version = flow.versions.filter(number=number).first()
    if version is None:
        raise invalid({"number": [gettext_lazy("没有这个版本，请刷新后重试。")]})
    flow.draft = version.definition
    save(flow, by_model(Flow))
    emit("approval_flows.updated", flow, actor, {"fields": ["draft"]})
    return flow


def current(flow: Flow) -> FlowVersion:
    """The version that new approvals take. Only for published flows."""
    return flow.versions.get(number=flow.number or 0)


def versions_of(flow: Flow) -> list[FlowVersion]:
    """All versions with the number of running approvals on each, the newest first."""
    running = Count("approvals", filter=Q(approvals__state=Approval.RUNNING))
    return list(flow.versions.select_related("published_by").annotate(running=running).order_by("-number"))


def flow_of(resource: str, verb: str, unit: UUID | None) -> FlowVersion:
    """The version that holds for records of a unit: that of the nearest unit upward with a flow, else the group's. Raises no_flow."""
    rows = FlowVersion.objects.filter(flow__resource=resource, flow__verb=verb, flow__active=True, number=F("flow__number"))
    found = {version.flow.unit_id: version for version in rows.select_related("flow")}
    nearest = next((found[one] for one in (*upward(unit), None) if one in found), None)
    if nearest is None:
        raise Conflict("no_flow", gettext_lazy("这一事项还没有审批流程。请管理员在“审批流程”中建立并发布。"))
    return nearest


def _check_draft(actor: Actor, flow: Flow) -> None:
    found = check(actor, approvable(flow.resource, flow.verb), flow.draft)
    if found:
        raise invalid({"draft": [problem["message"] for problem in found]})


def check(actor: Actor, declared: Approvable, definition: Any) -> Problems:
    """Everything wrong with a definition for one kind of approval: its shape, then the people, roles and fields it names.

    Conditions may name only what the actor may read: a trial would tell what lies behind a mask.
    """
    found = problems(definition)
    if found:
        return found
    people, roles = _named_people(definition), {code for code, _name in directory().roles()}
    checker = _Names(actor, declared, directory().active(people), roles)
    for node in walk(definition["nodes"]):
        checker.node(node)
    return checker.found


def _named_people(definition: Mapping[str, Any]) -> set[UUID]:
    texts = [who["id"] for node in walk(definition["nodes"]) for who in node.get("who", ()) if who["kind"] == "person"]
    texts += [node["fallback"] for node in walk(definition["nodes"]) if node.get("fallback")]
    return {key for key in map(parse_uuid, texts) if key}


class _Names:
    def __init__(self, actor: Actor, declared: Approvable, people: set[UUID], roles: set[str]) -> None:
        self.actor, self.declared, self.people, self.roles = actor, declared, people, roles
        self.found: Problems = []

    def node(self, node: Mapping[str, Any]) -> None:
        for who in node.get("who", ()):
            self._who(node, who)
        if node.get("empty") == "person" and parse_uuid(node.get("fallback")) not in self.people:
            self._add(node, _("没有审批人时的处理人已离职或不存在，请重新选择。"))
        for name, right in node.get("fields", {}).items():
            if name not in self.declared.snapshot:
                self._add(node, _("审批单上没有字段“%(field)s”。") % {"field": name})
            elif right == "edit" and (name not in self.declared.editable or name in self.declared.of().masked):
                self._add(node, _("字段“%(field)s”不能由审批人修改。") % {"field": self.declared.of().specs[name].label})
        for branch in node.get("branches", ()):
            self._branch(node, branch)

    def _who(self, node: Mapping[str, Any], who: Mapping[str, Any]) -> None:
        if who["kind"] == "person" and parse_uuid(who["id"]) not in self.people:
            self._add(node, _("所选人员已离职或不存在，请重新选择。"))
        elif who["kind"] == "role" and who["role"] not in self.roles:
            self._add(node, _("没有角色“%(role)s”，请重新选择。") % {"role": who["role"]})
        elif who["kind"] == "field" and who["field"] not in dict(people_fields(self.declared)):
            self._add(node, _("“%(field)s”不是记录上的人员字段，请重新选择。") % {"field": who["field"]})

    def _branch(self, node: Mapping[str, Any], branch: Mapping[str, Any]) -> None:
        if branch.get("condition"):
            try:
                compile_filter(self.actor, self.declared.of(), branch["condition"])
            except DomainError as error:
                self._add(node, f"{branch['name']}：{error.message}")
        if any(code not in self.roles for code in (branch.get("by") or {}).get("roles", ())):
            self._add(node, _("条件里的角色不存在，请重新选择。"))

    def _add(self, node: Mapping[str, Any], message: str) -> None:
        text = _("“%(name)s”：%(what)s") % {"name": node["name"], "what": message}
        self.found.append({"node": node["id"], "message": text})


def people_fields(declared: Approvable) -> list[tuple[str, str]]:
    """The fields of a record that name a person, also through one reference: (name, label)."""
    found = []
    for name, spec in declared.of().specs.items():
        if spec.family != "ref" or spec.custom:
            continue
        if spec.ref_name() == "users":
            found.append((name, str(spec.label)))
        elif spec.related is not None:
            inner = by_name(spec.ref_name() or "")
            if inner is not None and "owner" in inner.specs and inner.specs["owner"].ref_name() == "users":
                found.append((f"{name}.owner", f"{spec.label} · {inner.specs['owner'].label}"))
    return found


def condition_fields(actor: Actor, declared: Approvable) -> list[FieldSpec]:
    """The fields of the record that conditions may name, as far as the actor may read them."""
    return [spec for spec in readable_specs(actor, declared.of()).values() if spec.ops]
