"""Competitors, risks and nodes of an opportunity."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.sales.models import Node, Risk


def add_node(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Node:
    """Add a node. Raises invalid: done in the future."""
    node: Node = build(actor, by_model(Node), values, pk=pk)
    return _saved_node(actor, node, "opportunity_nodes.created")


def edit_node(actor: Actor, node: Node, **values: Any) -> Node:
    """Change a node; a day in ``done_on`` says it is done. Raises invalid."""
    assign(node, values)
    return _saved_node(actor, node, "opportunity_nodes.updated")


def _saved_node(actor: Actor, node: Node, event: str) -> Node:
    if node.done_on and node.done_on > timezone.localdate():
        raise invalid({"done_on": [_("完成日期不能晚于今天。")]})
    save(node, by_model(Node))
    emit(event, node, actor)
    return node


def close_risk(actor: Actor, risk: Risk, *, measure: str | None = None) -> Risk:
    """The risk is gone; ``measure`` says by what. Raises wrong_state."""
    return _turn(actor, risk, "open", "closed", measure)


def reopen_risk(actor: Actor, risk: Risk) -> Risk:
    """The risk is back. Raises wrong_state."""
    return _turn(actor, risk, "closed", "open", None)


def _turn(actor: Actor, risk: Risk, old: str, new: str, measure: str | None) -> Risk:
    if risk.state != old or risk.archived_at:
        raise Conflict("wrong_state", _("当前状态不能执行这个操作，请刷新后查看最新状态。"))
    risk.state = new
    risk.measure = measure or risk.measure
    save(risk, by_model(Risk))
    emit(f"opportunity_risks.{'closed' if new == 'closed' else 'reopened'}", risk, actor)
    return risk
