"""A small firm with heads, and customers that can be approved: what the modules' services would do is written into ``said``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from zhuke.commons.approvals.domain.definition import numbered
from zhuke.commons.approvals.models import Approval, Flow, FlowVersion
from zhuke.commons.approvals.registry import Approvable, declare, forget
from zhuke.commons.approvals.services.starting import submit
from zhuke.commons.testing import Answer, Caller, Firm, actor_for, allow, make, make_person
from zhuke.kernel import config
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict
from zhuke.kernel.writes import assign, save

READ = {"approvals": ["read", "decide"], "customers": ["read", "update"]}


@dataclass
class Office:
    """The firm's people: in the east sales department 王 works under 李 (department) under 陈 (company) under 总 (group)."""

    firm: Firm
    seller: Caller
    head: Caller
    boss: Caller
    chief: Caller
    admin: Caller
    finance: Caller
    law: Caller
    said: list[tuple[str, str]] = field(default_factory=list)
    stop: str = ""

    def customer(self, **values: Any) -> Any:
        """A customer of the seller's."""
        values = {"name": "江苏新筑", "registered_capital": 100, "unit": self.firm.east_sales, "owner": self.seller.person, **values}
        return make("customers", **values)

    def flow(self, *nodes: dict[str, Any], repeat: str = "never", unit: Any = None) -> Flow:
        """Publish a flow for the test's approval; ids n1, n2 … in the order of the nodes."""
        definition = numbered({"repeat": repeat, "nodes": list(nodes)})
        flow, _new = Flow.objects.get_or_create(resource="customers", verb="test", unit=unit, defaults={"name": "测试审批"})
        flow.number = (flow.number or 0) + 1
        flow.draft = definition
        flow.save()
        FlowVersion.objects.create(flow=flow, number=flow.number, definition=definition)
        return flow

    def submit(self, row: Any = None, by: Caller | None = None, **values: Any) -> Approval:
        """Submit a customer."""
        return submit(actor_for((by or self.seller).person), "customers", row or self.customer(**values), verb="test")

    def id(self, caller: Caller) -> str:
        """Who that is."""
        return str(caller.person.pk)


@pytest.fixture
def office(firm: Firm) -> Iterator[Office]:
    """The firm with an approval that can be declared: ``customers.test``."""

    def person(name: str, unit: Any, grants: dict[str, list[str]] = READ, scope: str = "own") -> Caller:
        made = make_person(name, unit, grants, scope)
        allow(made, {"users": ["read"], "units": ["read"]}, "group")
        return Caller(made)

    seller, head = person("王东", firm.east_sales), person("李部", firm.east_sales)
    boss, chief = person("陈总", firm.east), person("董总", firm.group)
    admin = person("管理", firm.group, {**READ, "approvals": ["read", "decide", "manage"], "approval_flows": FLOWS}, "group")
    finance, law = person("钱财", firm.east), person("法务", firm.east)
    for unit, caller in ((firm.east_sales, head), (firm.east, boss), (firm.group, chief)):
        unit.manager = caller.person
        unit.save()
    config.forget()
    office = Office(firm, seller, head, boss, chief, admin, finance, law)
    declared = declare(_approvable(office))
    yield office
    forget(declared)


FLOWS = ["read", "create", "update", "publish"]


def _approvable(office: Office) -> Approvable:
    def says(what: str, state: str) -> Any:
        def service(actor: Actor, row: Any) -> None:
            if office.stop == what:
                raise Conflict("module_says_no", "这个记录现在不能这样。")
            office.said.append((what, actor.name))
            type(row).objects.filter(pk=row.pk).update(remark=state)

        return service

    def edit(actor: Actor, row: Any, **values: Any) -> None:
        assign(row, values)
        save(row)

    return Approvable(
        resource="customers", verb="test", label="客户建档审批",
        submit=says("submit", "审批中"), approved=says("approved", "已通过"), rejected=says("rejected", "已驳回"),
        withdrawn=says("withdrawn", "草稿"), returned=says("returned", "草稿"),
        snapshot=("name", "registered_capital", "owner", "budget"), children=(("contacts", ("name", "position")),),
        editable=("registered_capital",), edit=edit, default_flow={"nodes": []},
    )  # fmt: skip


def node(name: str, *who: dict[str, Any], **options: Any) -> dict[str, Any]:
    """An approval node."""
    return {"id": "", "kind": "approve", "name": name, "mode": "any", "who": list(who), **options}


def person(caller: Caller) -> dict[str, Any]:
    """That person."""
    return {"kind": "person", "id": str(caller.person.pk)}


def act(caller: Caller, approval: Approval, verb: str, **body: Any) -> Answer:
    """A verb at the API."""
    return caller.post(f"/approvals/{approval.pk}/{verb}", body)


def waits_for(approval: Approval) -> list[str]:
    """The names of those whose turn it is."""
    rows = approval.tasks.filter(kind="approve", state="open").order_by("position", "pk")
    return [task.person.name for task in rows.select_related("person")]


def now(approval: Approval) -> str:
    """The state of an approval as it is stored."""
    approval.refresh_from_db()
    return approval.state
